//! Derived attributes: each has a rule over the record's other attributes and local columns.

use super::Context;
use super::lines::Line;
use crate::model::AttributeId;
use crate::source::{Availability, Local};
use crate::study::{ExprKind, Field, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// The typed rule.
pub(super) fn rule(
    rule: Option<ast::Expr>,
    id: AttributeId,
    locals: &[(Local, Type, Span)],
    context: &mut Context<'_>,
) -> Option<Availability> {
    let attribute = context.model.attribute(id)?;
    let rule = rule?;
    let types: Vec<(String, Type, Span)> = locals
        .iter()
        .map(|(local, ty, place)| (local.name.clone(), ty.clone(), *place))
        .collect();
    context
        .scope
        .derived(
            &rule,
            context.model,
            id.entity,
            &types,
            &attribute.ty,
            id,
            context.out,
        )
        .map(Availability::Derived)
}

/// Reports rules that depend on themselves, and rules that rest on what the source does not record.
pub(super) fn check(
    found: &BTreeMap<AttributeId, Availability>,
    chosen: &BTreeMap<AttributeId, Line>,
    context: &mut Context<'_>,
) {
    let needs: BTreeMap<AttributeId, Vec<(AttributeId, Span)>> = found
        .iter()
        .map(|(id, availability)| (*id, inputs(availability)))
        .collect();
    for (id, inputs) in &needs {
        for (input, place) in inputs {
            // A declaration with an error is absent too, and was reported.
            let absent = chosen
                .get(input)
                .is_some_and(|line| matches!(line.decl.kind(), ast::MappingKind::Absent(_)));
            if absent {
                let why = chosen.get(input).map(|line| context.span(line.decl.range()));
                context.report(never_known(*id, *input, *place, why, context));
            }
        }
    }
    let mut reported: Vec<AttributeId> = Vec::new();
    for id in needs.keys() {
        let circle = circle(*id, &needs);
        if circle.is_empty() || circle.iter().any(|(member, _)| reported.contains(member)) {
            continue;
        }
        let mut finding = Diagnostic::error(
            Code::K0205,
            format!(
                "The rule of `{}` depends on itself",
                context.model.attribute_path(*id)
            ),
        );
        for (position, (input, place)) in circle.iter().enumerate() {
            let label = format!("needs `{}`", context.model.attribute_path(*input));
            finding = if position == 0 {
                finding.at(*place, label)
            } else {
                finding.and(*place, label)
            };
        }
        reported.extend(circle.iter().map(|(member, _)| *member));
        context.report(finding.help("derive it from columns (`let NAME = COLUMN …`) instead"));
    }
}

fn never_known(
    id: AttributeId,
    input: AttributeId,
    place: Span,
    why: Option<Span>,
    context: &Context<'_>,
) -> Diagnostic {
    let model = context.model;
    let finding = Diagnostic::error(
        Code::K0602,
        format!(
            "`{}` is derived from `{}`, which the source does not record",
            model.attribute_path(id),
            model.attribute_path(input)
        ),
    )
    .at(place, "always missing here")
    .help("derive it from something that is recorded, or say that it is absent too");
    match why {
        Some(why) => finding.and(why, "declared absent"),
        None => finding,
    }
}

/// The attributes that a rule reads, each where it first stands.
fn inputs(availability: &Availability) -> Vec<(AttributeId, Span)> {
    let Availability::Derived(rule) = availability else {
        return Vec::new();
    };
    let mut inputs: Vec<(AttributeId, Span)> = Vec::new();
    crate::study_walk::walk(rule, &mut |part| {
        if let ExprKind::RecordField(Field::Attribute(attribute)) = part.kind
            && !inputs.iter().any(|(known, _)| *known == attribute)
        {
            inputs.push((attribute, part.span));
        }
    });
    inputs
}

/// The steps from an attribute back to itself; none if it does not depend on itself.
fn circle(
    start: AttributeId,
    needs: &BTreeMap<AttributeId, Vec<(AttributeId, Span)>>,
) -> Vec<(AttributeId, Span)> {
    let mut came_from: BTreeMap<AttributeId, (AttributeId, Span)> = BTreeMap::new();
    let mut open = vec![start];
    while let Some(here) = open.pop() {
        for (input, place) in needs.get(&here).into_iter().flatten() {
            if came_from.contains_key(input) {
                continue;
            }
            came_from.insert(*input, (here, *place));
            open.push(*input);
        }
    }
    let mut steps = Vec::new();
    let mut here = start;
    while let Some((from, place)) = came_from.get(&here) {
        steps.push((here, *place));
        here = *from;
        if here == start {
            steps.reverse();
            return steps;
        }
    }
    Vec::new()
}

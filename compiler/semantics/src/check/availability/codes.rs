//! Code lists without a code of the system that a source records.

use crate::codes::CodeSystem;
use crate::model::AttributeId;
use crate::source::{Availability, Decode, Source};
use crate::study::{CodeListId, Expr, ExprKind, Field, Study};
use crate::study_walk::{Part, walk_parts, walk_study};
use kohort_base::{Code, Diagnostic, Span};
use std::collections::BTreeSet;

/// A derived rule that leads through more rules than this is a circle, which was reported where it is declared.
const MOST_RULES: usize = 32;

/// One finding for each code list and attribute, where it is first compared.
pub(super) fn check(study: &Study, source: &Source, out: &mut Vec<Diagnostic>) {
    let mut reported: BTreeSet<(CodeListId, AttributeId)> = BTreeSet::new();
    let mut look = |part: Part<'_>| {
        let Part::Expr(expr, _) = part else { return };
        let ExprKind::InCodes { value, list } = &expr.kind else {
            return;
        };
        for attribute in attributes(study, value, 0) {
            if !reported.contains(&(*list, attribute))
                && let Some(finding) = finding(study, source, *list, attribute, expr.span)
            {
                reported.insert((*list, attribute));
                out.push(finding);
            }
        }
    };
    walk_study(study, &mut look);
    for rule in &study.precision {
        for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
            walk_parts(bound, &mut look);
        }
    }
}

fn finding(
    study: &Study,
    source: &Source,
    list: CodeListId,
    attribute: AttributeId,
    place: Span,
) -> Option<Diagnostic> {
    let list = study.code_lists.get(list.0 as usize)?;
    let recorded = systems(source, attribute, 0);
    let listed = list.systems();
    if recorded.is_empty() || recorded.iter().any(|system| listed.contains(system)) {
        return None;
    }
    let path = study.model.attribute_path(attribute);
    let systems = words(recorded.iter().copied());
    let mut finding = Diagnostic::error(
        Code::K0702,
        format!("`{}` has no codes for `{}`", list.name, source.name),
    )
    .at(place, format!("no record of `{}` could match", source.name));
    if let Some(mapping) = source.attribute(attribute) {
        finding = finding.and(mapping.span, format!("`{path}` is recorded in {systems}"));
    }
    Some(
        finding
            .and(list.span, format!("has codes of {}", words(listed.into_iter())))
            .help(format!("add the codes of {systems} to `{}`", list.name))
            .for_source(source.name.as_str()),
    )
}

fn words(systems: impl Iterator<Item = CodeSystem>) -> String {
    systems.map(CodeSystem::name).collect::<Vec<_>>().join(" and ")
}

/// The attributes that a code can come from.
fn attributes(study: &Study, value: &Expr, depth: usize) -> Vec<AttributeId> {
    match &value.kind {
        ExprKind::Attribute(attribute)
        | ExprKind::RecordField(Field::Attribute(attribute))
        | ExprKind::FieldOf {
            field: Field::Attribute(attribute),
            ..
        } => vec![*attribute],
        ExprKind::OrElse(operands) => operands
            .iter()
            .flat_map(|operand| attributes(study, operand, depth))
            .collect(),
        ExprKind::If { then, otherwise, .. } => [then, otherwise]
            .into_iter()
            .flat_map(|branch| attributes(study, branch, depth))
            .collect(),
        ExprKind::Definition(id) if depth < MOST_RULES => match study.definition(*id) {
            Some(definition) => attributes(study, &definition.value, depth + 1),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The systems in which a source records an attribute.
fn systems(source: &Source, attribute: AttributeId, depth: usize) -> BTreeSet<CodeSystem> {
    match source.attribute(attribute).map(|mapping| &mapping.availability) {
        Some(Availability::Present(reading)) => system_of(&reading.decode).into_iter().collect(),
        Some(Availability::Derived(rule)) if depth < MOST_RULES => derived(source, attribute, rule, depth),
        _ => BTreeSet::new(),
    }
}

fn derived(source: &Source, attribute: AttributeId, value: &Expr, depth: usize) -> BTreeSet<CodeSystem> {
    match &value.kind {
        ExprKind::RecordField(Field::Attribute(input)) => systems(source, *input, depth + 1),
        ExprKind::Local(position) => source
            .entity(attribute.entity)
            .and_then(|mapping| mapping.locals.get(*position as usize))
            .and_then(|local| system_of(&local.reading.decode))
            .into_iter()
            .collect(),
        ExprKind::OrElse(operands) => operands
            .iter()
            .flat_map(|operand| derived(source, attribute, operand, depth))
            .collect(),
        ExprKind::If { then, otherwise, .. } => [then, otherwise]
            .into_iter()
            .flat_map(|branch| derived(source, attribute, branch, depth))
            .collect(),
        _ => BTreeSet::new(),
    }
}

fn system_of(decode: &Decode) -> Option<CodeSystem> {
    match decode {
        Decode::Code(system) => Some(*system),
        _ => None,
    }
}

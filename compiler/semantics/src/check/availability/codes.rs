//! Code lists without a code that a source can contain.
//!
//! Invariant: one finding for each code list and attribute, whatever the number of sources.

use super::Asked;
use super::calendar::Windows;
use super::in_use::{OutOfUse, not_in_use};
use super::instead::listed;
use super::origin::{MOST_RULES, attributes};
use crate::codes::{CodeList, CodeSystem};
use crate::model::{AttributeId, Model};
use crate::source::{Availability, Decode, EntityMapping, Source};
use crate::study::{CodeListId, Expr, ExprKind, Field, Study};
use crate::study_walk::{Part, walk_parts, walk_study};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};

/// The sources in which no record can match a code list.
#[derive(Default)]
struct Lacking<'s> {
    /// Where it is first compared, if there are such sources.
    place: Option<Span>,
    /// Those that record other systems.
    without: Vec<&'s Source>,
    /// Those in whose time none of the codes was in use.
    out_of_use: Vec<OutOfUse<'s>>,
}

/// One finding for each code list and attribute, where it is first compared.
pub(super) fn check<'s>(asked: &'s [Asked<'s>], out: &mut Vec<Diagnostic>) {
    let mut found: BTreeMap<(CodeListId, AttributeId), Lacking<'_>> = BTreeMap::new();
    for one in asked {
        let mut said: BTreeSet<(CodeListId, AttributeId)> = BTreeSet::new();
        let mut windows = Windows::default();
        let mut look = |part: Part<'s>| {
            windows.note(&one.study, part);
            for (id, attribute, expr) in compared(&one.study, part) {
                let Some(list) = list(&one.study, id).filter(|_| !said.contains(&(id, attribute))) else {
                    continue;
                };
                let recorded = systems(one.source, attribute);
                let without = has_no_codes(one.source, list, attribute);
                let out_of_use = OutOfUse::of(one.source, list, &recorded, windows.around(expr));
                if !without && out_of_use.is_none() {
                    continue;
                }
                said.insert((id, attribute));
                let lacking = found.entry((id, attribute)).or_default();
                lacking.place.get_or_insert(expr.span);
                match out_of_use {
                    Some(out_of_use) if !without => lacking.out_of_use.push(out_of_use),
                    _ => lacking.without.push(one.source),
                }
            }
        };
        walk_study(&one.study, &mut look);
        for rule in &one.study.precision {
            for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
                walk_parts(bound, &mut look);
            }
        }
    }
    let Some(study) = asked.first().map(|one| &one.study) else {
        return;
    };
    for ((id, attribute), lacking) in &found {
        if let (Some(list), Some(place)) = (list(study, *id), lacking.place) {
            out.extend(no_codes(&study.model, list, *attribute, place, &lacking.without));
            out.extend(not_in_use(
                &study.model,
                list,
                *attribute,
                place,
                &lacking.out_of_use,
            ));
        }
    }
}

fn list(study: &Study, id: CodeListId) -> Option<&CodeList> {
    study.code_lists.get(id.0 as usize)
}

/// Whether a source has codes of the list that a part compares with, if it does.
pub(super) fn recorded(study: &Study, source: &Source, part: Part<'_>) -> bool {
    compared(study, part).iter().all(|(id, attribute, _)| {
        let list = list(study, *id);
        list.is_none_or(|list| !has_no_codes(source, list, *attribute))
    })
}

/// The code list of a part, with each attribute that its codes can come from.
fn compared<'s>(study: &Study, part: Part<'s>) -> Vec<(CodeListId, AttributeId, &'s Expr)> {
    let Part::Expr(expr, _) = part else {
        return Vec::new();
    };
    let ExprKind::InCodes { value, list } = &expr.kind else {
        return Vec::new();
    };
    let attributes = attributes(study, value).into_iter();
    attributes.map(|attribute| (*list, attribute, expr)).collect()
}

fn has_no_codes(source: &Source, list: &CodeList, attribute: AttributeId) -> bool {
    let recorded = systems(source, attribute);
    let listed = list.systems();
    !recorded.is_empty() && !recorded.iter().any(|system| listed.contains(system))
}

fn no_codes(
    model: &Model,
    list: &CodeList,
    attribute: AttributeId,
    place: Span,
    sources: &[&Source],
) -> Option<Diagnostic> {
    let wanted: BTreeSet<CodeSystem> = sources
        .iter()
        .flat_map(|source| systems(source, attribute))
        .collect();
    let names = names(sources);
    let finding = Diagnostic::error(
        Code::K0702,
        format!("`{}` has no codes for {}", list.name, listed(&names, "and")),
    )
    .at(
        place,
        format!("no record of {} could match", listed(&names, "or")),
    )
    .and(
        list.span,
        format!("has codes of {}", words(list.systems().into_iter())),
    );
    (!sources.is_empty()).then(|| {
        recorded_in_each(finding, model, sources, attribute).help(format!(
            "add the codes of {} to `{}`",
            words(wanted.into_iter()),
            list.name
        ))
    })
}

pub(super) fn names<'s>(sources: &[&'s Source]) -> Vec<&'s str> {
    sources.iter().map(|source| source.name.as_str()).collect()
}

/// In which systems each source records the attribute.
pub(super) fn recorded_in_each(
    mut finding: Diagnostic,
    model: &Model,
    sources: &[&Source],
    attribute: AttributeId,
) -> Diagnostic {
    let path = model.attribute_path(attribute);
    for source in sources {
        let systems = words(systems(source, attribute).into_iter());
        let mut label = format!("`{path}` is recorded in {systems}");
        if sources.len() > 1 {
            label = format!("`{}`: {label}", source.name);
        }
        let mapping = source
            .attribute(attribute)
            .find(|mapping| mapping.availability.is_available());
        if let Some(mapping) = mapping {
            finding = finding.and(mapping.span, label);
        }
        finding = finding.for_source(source.name.as_str());
    }
    finding
}

/// The systems as a sentence lists them.
pub(super) fn words(systems: impl Iterator<Item = CodeSystem>) -> String {
    let names: Vec<&str> = systems.map(CodeSystem::name).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The systems in which a source records an attribute, in any of its mappings.
pub fn systems(source: &Source, attribute: AttributeId) -> BTreeSet<CodeSystem> {
    source
        .mappings(attribute.entity)
        .flat_map(|mapping| recorded_in(mapping, attribute, 0))
        .collect()
}

fn recorded_in(mapping: &EntityMapping, attribute: AttributeId, depth: usize) -> BTreeSet<CodeSystem> {
    let found = mapping.attributes.get(attribute.index as usize);
    match found.map(|found| &found.availability) {
        Some(Availability::Present(reading)) => systems_of(&reading.decode),
        Some(Availability::Derived(rule)) if depth < MOST_RULES => derived(mapping, rule, depth),
        _ => BTreeSet::new(),
    }
}

fn derived(mapping: &EntityMapping, value: &Expr, depth: usize) -> BTreeSet<CodeSystem> {
    match &value.kind {
        ExprKind::RecordField(Field::Attribute(input)) => recorded_in(mapping, *input, depth + 1),
        ExprKind::Local(position) => mapping
            .locals
            .get(*position as usize)
            .map(|local| systems_of(&local.reading.decode))
            .unwrap_or_default(),
        ExprKind::OrElse(operands) => operands
            .iter()
            .flat_map(|operand| derived(mapping, operand, depth))
            .collect(),
        ExprKind::If { then, otherwise, .. } => [then, otherwise]
            .into_iter()
            .flat_map(|branch| derived(mapping, branch, depth))
            .collect(),
        _ => BTreeSet::new(),
    }
}

fn systems_of(decode: &Decode) -> BTreeSet<CodeSystem> {
    match decode {
        Decode::Code(reading) => reading.systems().into_iter().collect(),
        Decode::Always(Value::Code { system, .. }) => BTreeSet::from([*system]),
        _ => BTreeSet::new(),
    }
}

//! Code lists without a code that a source can contain.
//!
//! Invariant: one finding for each code list and attribute, whatever the number of sources.

use super::Asked;
use super::instead::listed;
use super::origin::{MOST_RULES, attributes};
use crate::codes::{CodeList, CodePattern, CodeSystem};
use crate::model::{AttributeId, Model};
use crate::source::{Availability, Decode, EntityMapping, Source};
use crate::study::{CodeListId, Expr, ExprKind, Field, Study};
use crate::study_walk::{Part, walk_parts, walk_study};
use crate::value::{Day, Value};
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
    out_of_use: Vec<&'s Source>,
}

/// One finding for each code list and attribute, where it is first compared.
pub(super) fn check(asked: &[Asked<'_>], out: &mut Vec<Diagnostic>) {
    let mut found: BTreeMap<(CodeListId, AttributeId), Lacking<'_>> = BTreeMap::new();
    for one in asked {
        let mut seen: BTreeSet<(CodeListId, AttributeId)> = BTreeSet::new();
        let mut look = |part: Part<'_>| {
            for (id, attribute, place) in compared(&one.study, part) {
                let Some(list) = list(&one.study, id).filter(|_| seen.insert((id, attribute))) else {
                    continue;
                };
                let without = has_no_codes(one.source, list, attribute);
                if without || out_of_use(one.source, list, attribute).is_some() {
                    let lacking = found.entry((id, attribute)).or_default();
                    lacking.place.get_or_insert(place);
                    let sources = if without {
                        &mut lacking.without
                    } else {
                        &mut lacking.out_of_use
                    };
                    sources.push(one.source);
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
fn compared(study: &Study, part: Part<'_>) -> Vec<(CodeListId, AttributeId, Span)> {
    let Part::Expr(expr, _) = part else {
        return Vec::new();
    };
    let ExprKind::InCodes { value, list } = &expr.kind else {
        return Vec::new();
    };
    let attributes = attributes(study, value).into_iter();
    attributes
        .map(|attribute| (*list, attribute, expr.span))
        .collect()
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

/// The first of the codes that could match, if all were out of use for as long as the source has data.
fn out_of_use<'l>(source: &Source, list: &'l CodeList, attribute: AttributeId) -> Option<&'l CodePattern> {
    let (first, last) = source.period?;
    let recorded = systems(source, attribute);
    let candidates: Vec<&CodePattern> = list
        .entries
        .iter()
        .filter(|pattern| recorded.contains(&pattern.system))
        .collect();
    let in_use = |pattern: &&CodePattern| pattern.in_use_during(first, last);
    candidates
        .first()
        .copied()
        .filter(|_| !candidates.iter().any(in_use))
}

fn not_in_use(
    model: &Model,
    list: &CodeList,
    attribute: AttributeId,
    place: Span,
    sources: &[&Source],
) -> Option<Diagnostic> {
    let names = names(sources);
    let verb = if names.len() == 1 { "was" } else { "were" };
    let mut finding = Diagnostic::warning(
        Code::K0705,
        format!(
            "`{}` has no code that was in use while {} {verb} recorded",
            list.name,
            listed(&names, "and")
        ),
    )
    .at(
        place,
        format!("no record of {} can be expected to match", listed(&names, "or")),
    );
    let mut shown: BTreeSet<Span> = BTreeSet::new();
    for source in sources {
        let example = out_of_use(source, list, attribute)?;
        if shown.insert(example.span) {
            finding = finding.and(example.span, in_use(example));
        }
        let (first, last) = source.period?;
        finding = finding.note(format!("`{}` covers {first} to {last}", source.name));
    }
    let wanted: BTreeSet<CodeSystem> = sources
        .iter()
        .flat_map(|source| systems(source, attribute))
        .collect();
    (!sources.is_empty()).then(|| {
        recorded_in_each(finding, model, sources, attribute).help(format!(
            "add the codes of {} for that time, or correct the time of these",
            words(wanted.into_iter())
        ))
    })
}

fn names<'s>(sources: &[&'s Source]) -> Vec<&'s str> {
    sources.iter().map(|source| source.name.as_str()).collect()
}

/// When a code was in use.
fn in_use(pattern: &CodePattern) -> String {
    let day = |word: &str, day: Option<Day>| day.map(|day| format!("{word} {day}"));
    let times: Vec<String> = [day("from", pattern.from), day("until", pattern.until)]
        .into_iter()
        .flatten()
        .collect();
    format!("in use {}", times.join(" "))
}

/// In which systems each source records the attribute.
fn recorded_in_each(
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
fn words(systems: impl Iterator<Item = CodeSystem>) -> String {
    let names: Vec<&str> = systems.map(CodeSystem::name).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The systems in which a source records an attribute, in any of its mappings.
fn systems(source: &Source, attribute: AttributeId) -> BTreeSet<CodeSystem> {
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

//! Dates that a source does not know to the day, where the study needs the day.

use super::exactness::{Cause, Exactness};
use super::insertion;
use super::needs::{self, Needs, Operation};
use super::uses::Uses;
use crate::model::AttributeId;
use crate::source::{Availability, Source};
use crate::study::{PrecisionRule, Record, RecordKind, Study};
use crate::study_walk::{walk_parts, walk_study};
use crate::value::Precision;
use kohort_base::{Code, Diagnostic, Files, Span};
use std::collections::{BTreeMap, BTreeSet};

/// The first place of each operation for each cause.
#[derive(Default)]
struct Found(BTreeMap<(Cause, Operation), Span>);

impl Needs for Found {
    fn needs(&mut self, operation: Operation, cause: Cause, place: Span) {
        let first = self.0.entry((cause, operation)).or_insert(place);
        *first = place.min(*first);
    }
}

/// One finding for each attribute and kind of operation.
pub(super) fn check(study: &Study, source: &Source, uses: &Uses, files: &Files, out: &mut Vec<Diagnostic>) {
    let exactness = Exactness::new(study, source);
    let undecided = undecided_rules(study, source, uses, &exactness, files, out);
    let mut found = Found::default();
    walk_study(study, &mut |part| needs::part(part, None, &exactness, &mut found));
    for cohort in &study.cohorts {
        needs::index(cohort, &exactness, &mut found);
    }
    bounds(study, uses, &exactness, &mut found);
    derived(source, uses, &exactness, &mut found);
    for ((cause, operation), place) in found.0 {
        match cause {
            Cause::Attribute(attribute) if undecided.contains(&attribute) => {}
            Cause::Attribute(attribute) => {
                out.push(coarse(
                    study, source, attribute, operation, place, &exactness, files,
                ));
            }
            Cause::Local(..) => out.push(coarse_local(source, cause, operation, place, &exactness)),
        }
    }
}

/// The rules that do not say what happens to dates as coarse as this source's; reported once, where they are written.
fn undecided_rules(
    study: &Study,
    source: &Source,
    uses: &Uses,
    exactness: &Exactness<'_>,
    files: &Files,
    out: &mut Vec<Diagnostic>,
) -> BTreeSet<AttributeId> {
    let mut undecided = BTreeSet::new();
    for rule in &study.precision {
        let recorded = exactness.recorded(rule.attribute);
        if rule.otherwise.is_some()
            || recorded <= rule.precision
            || !uses.attributes.contains_key(&rule.attribute)
        {
            continue;
        }
        undecided.insert(rule.attribute);
        let path = study.model.attribute_path(rule.attribute);
        let mut finding = Diagnostic::error(
            Code::K0504,
            format!(
                "`{}` knows `{path}` only to the {recorded}, which this rule does not expect",
                source.name
            ),
        )
        .at(rule.span, format!("expects at least the {}", rule.precision));
        finding = declared(finding, source, rule.attribute, recorded)
            .help("say what then: `, otherwise missing`, or for example `, otherwise placed on 1 July`")
            .for_source(source.name.as_str());
        if let Some(end) = insertion::end_of_rule(rule, files) {
            finding = finding.replace(end, ", otherwise missing", "Make coarser dates missing");
        }
        out.push(finding);
    }
    undecided
}

fn bounds(study: &Study, uses: &Uses, exactness: &Exactness<'_>, found: &mut Found) {
    for rule in study
        .precision
        .iter()
        .filter(|rule| uses.attributes.contains_key(&rule.attribute))
    {
        for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
            walk_parts(bound, &mut |part| needs::part(part, None, exactness, found));
            found.all(
                Operation::RuleBound,
                exactness.causes(bound, None).start,
                bound.span,
            );
        }
    }
}

/// The rules of derived attributes see dates as the study does.
fn derived(source: &Source, uses: &Uses, exactness: &Exactness<'_>, found: &mut Found) {
    for attribute in uses.attributes.keys() {
        let Some(mapping) = source.attribute(*attribute) else {
            continue;
        };
        if let Availability::Derived(rule) = &mapping.availability {
            let record = Record {
                kind: RecordKind::Entity(attribute.entity),
                analyte: None,
            };
            walk_parts(rule, &mut |part| {
                needs::part(part, Some(record), exactness, found)
            });
        }
    }
}

fn coarse(
    study: &Study,
    source: &Source,
    attribute: AttributeId,
    operation: Operation,
    place: Span,
    exactness: &Exactness<'_>,
    files: &Files,
) -> Diagnostic {
    let path = study.model.attribute_path(attribute);
    let known = exactness.known(attribute);
    let name = &source.name;
    let needs = operation.words();
    let label = format!("{needs} needs the day");
    if let Some(rule) = study.precision_rule(attribute) {
        return left_coarse(rule, &path, &label, place, files).for_source(name.as_str());
    }
    let rule = insertion::offered(&path, known);
    let mut finding = Diagnostic::error(
        Code::K0504,
        format!("`{name}` knows `{path}` only to the {known}"),
    )
    .at(place, label);
    finding = declared(finding, source, attribute, known)
        .note("where a date is placed decides on the result, so the study says it, and every source is treated alike")
        .help(format!("place it, for example with `{rule}`"))
        .for_source(name.as_str());
    match insertion::of_rule(study, &rule, files) {
        Some((at, text)) => finding.replace(at, text, format!("Add `{rule}`")),
        None => finding,
    }
}

/// The study's own rule makes the date coarse, or leaves it so.
fn left_coarse(rule: &PrecisionRule, path: &str, label: &str, place: Span, files: &Files) -> Diagnostic {
    let placed = insertion::placement(rule.precision);
    let mut finding = Diagnostic::error(
        Code::K0504,
        format!("The precision rule leaves `{path}` at the {}", rule.precision),
    )
    .at(place, label)
    .and(rule.span, "places it on no day")
    .help(format!("let the rule place it, for example `, {placed}`"));
    if let Some(at) = insertion::behind_precision(rule, files) {
        finding = finding.replace(at, format!(", {placed}"), format!("Add `{placed}` to the rule"));
    }
    finding
}

fn declared(finding: Diagnostic, source: &Source, attribute: AttributeId, known: Precision) -> Diagnostic {
    match source.attribute(attribute) {
        Some(mapping) => finding.and(mapping.span, format!("known to the {known} here")),
        None => finding,
    }
}

fn coarse_local(
    source: &Source,
    cause: Cause,
    operation: Operation,
    place: Span,
    exactness: &Exactness<'_>,
) -> Diagnostic {
    let (name, known) = match cause {
        Cause::Local(entity, position) => {
            let mapping = source.entity(entity);
            let local = mapping.and_then(|mapping| mapping.locals.get(position as usize));
            (
                local.map_or("?", |local| local.name.as_str()),
                exactness.local(entity, position),
            )
        }
        Cause::Attribute(_) => ("?", Precision::Day),
    };
    Diagnostic::error(Code::K0504, format!("`{name}` is known only to the {known}"))
        .at(place, format!("{} needs the day", operation.words()))
        .help(
            "derive the attribute from dates that are known to the day, or read it from a column of its own",
        )
        .for_source(source.name.as_str())
}

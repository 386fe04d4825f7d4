//! Dates that a source does not know to the day, where the study needs the day.
//!
//! Invariant: one finding for each attribute, and one for each rule that does not say enough, whatever the number of sources
//! and of operations: one rule mends them all.

use super::Asked;
use super::coarse::{Coarse, Known, needs_the_day};
use super::exactness::{Cause, Exactness, Within, local};
use super::needs::{self, Needs, Operation};
use super::uses::Uses;
use crate::model::AttributeId;
use crate::source::{Availability, Source};
use crate::study::{PrecisionRule, Record, RecordKind, Study};
use crate::study_walk::{walk_parts, walk_study};
use crate::value::Precision;
use kohort_base::{Code, Diagnostic, Files, Span};
use std::collections::BTreeMap;

/// The first place of each operation for each cause.
#[derive(Default)]
struct Found(BTreeMap<(Cause, Operation), Span>);

impl Needs for Found {
    fn needs(&mut self, operation: Operation, cause: Cause, place: Span) {
        let first = self.0.entry((cause, operation)).or_insert(place);
        *first = place.min(*first);
    }
}

/// One finding for each attribute, and for each rule.
pub(super) fn check(asked: &[Asked<'_>], files: &Files, out: &mut Vec<Diagnostic>) {
    let Some(study) = asked.first().map(|one| &one.study) else {
        return;
    };
    let mut undecided: BTreeMap<AttributeId, Coarse<'_>> = BTreeMap::new();
    let mut needed: BTreeMap<AttributeId, Coarse<'_>> = BTreeMap::new();
    for one in asked {
        let exactness = Exactness::new(&one.study, one.source);
        let known = |attribute: AttributeId| Known::of(one.source, attribute, &exactness);
        let rules = undecided_rules(one, &exactness);
        for (attribute, rule) in &rules {
            let expects = format!("expects at least the {}", rule.precision);
            undecided
                .entry(*attribute)
                .or_default()
                .add(rule.span, expects, known(*attribute));
        }
        for ((cause, operation), place) in places(one, &exactness).0 {
            match cause {
                Cause::Attribute(attribute) if rules.contains_key(&attribute) => {}
                Cause::Attribute(attribute) => {
                    let label = needs_the_day(operation);
                    needed
                        .entry(attribute)
                        .or_default()
                        .add(place, label, known(attribute));
                }
                Cause::Local(at, position) => {
                    out.push(coarse_local(one.source, at, position, operation, place))
                }
            }
        }
    }
    for (attribute, coarse) in &undecided {
        out.extend(coarse.undecided(study, *attribute, files));
    }
    for (attribute, coarse) in &needed {
        out.push(coarse.finding(study, *attribute, files));
    }
}

/// All places where a study needs the day of a date that a source does not know to the day.
fn places(one: &Asked<'_>, exactness: &Exactness<'_>) -> Found {
    let mut found = Found::default();
    walk_study(&one.study, &mut |part| {
        needs::part(part, Within::default(), exactness, &mut found)
    });
    for cohort in &one.study.cohorts {
        needs::index(cohort, exactness, &mut found);
    }
    for endpoint in &one.study.endpoints {
        needs::endpoint(endpoint, exactness, &mut found);
    }
    bounds(&one.study, &one.uses, exactness, &mut found);
    derived(one.source, &one.uses, exactness, &mut found);
    found
}

/// The rules that do not say what happens to dates as coarse as this source's; reported once, where they are written.
fn undecided_rules<'a>(
    one: &'a Asked<'_>,
    exactness: &Exactness<'_>,
) -> BTreeMap<AttributeId, &'a PrecisionRule> {
    let rules = one.study.precision.iter();
    rules
        .filter(|rule| {
            rule.otherwise.is_none()
                && exactness.recorded(rule.attribute) > rule.precision
                && one.uses.attributes.contains_key(&rule.attribute)
        })
        .map(|rule| (rule.attribute, rule))
        .collect()
}

fn bounds(study: &Study, uses: &Uses, exactness: &Exactness<'_>, found: &mut Found) {
    for rule in study
        .precision
        .iter()
        .filter(|rule| uses.attributes.contains_key(&rule.attribute))
    {
        for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
            walk_parts(bound, &mut |part| {
                needs::part(part, Within::default(), exactness, found)
            });
            found.all(
                Operation::RuleBound,
                exactness.causes(bound, Within::default()).start,
                bound.span,
            );
        }
    }
}

/// The rules of derived attributes see dates as the study does.
fn derived(source: &Source, uses: &Uses, exactness: &Exactness<'_>, found: &mut Found) {
    for (at, mapping) in source.entities.iter().enumerate() {
        let within = Within {
            record: Some(Record {
                kind: RecordKind::Entity(mapping.entity),
                analyte: None,
            }),
            mapping: Some(at),
        };
        for attribute in &mapping.attributes {
            if let Availability::Derived(rule) = &attribute.availability
                && uses.attributes.contains_key(&attribute.attribute)
            {
                walk_parts(rule, &mut |part| needs::part(part, within, exactness, found));
            }
        }
    }
}

fn coarse_local(source: &Source, at: usize, position: u32, operation: Operation, place: Span) -> Diagnostic {
    let mapping = source.entities.get(at);
    let column = mapping.and_then(|mapping| mapping.locals.get(position as usize));
    let name = column.map_or("?", |column| column.name.as_str());
    let known = mapping.map_or(Precision::Day, |mapping| local(mapping, position));
    Diagnostic::error(Code::K0504, format!("`{name}` is known only to the {known}"))
        .at(place, needs_the_day(operation))
        .help(
            "derive the attribute from dates that are known to the day, or read it from a column of its own",
        )
        .for_source(source.name.as_str())
}

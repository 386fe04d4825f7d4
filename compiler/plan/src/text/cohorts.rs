//! Cohorts: where their people come from, the index date, and the criteria in the order of the attrition.
//!
//! Invariant: what happens to a person for whom a criterion is unknown is said at every criterion, also where the study
//! left it to the rule.

use super::definitions::inline_ties;
use super::document::Document;
use super::expression::{Printer, View};
use super::kind::Kind;
use crate::algebra::{CohortPlan, CriterionPlan, IndexPlan, Plan};
use crate::words::small::looking_ahead;

/// The section of the cohorts.
pub(super) fn cohorts(printer: &Printer<'_>, document: &mut Document) {
    document.section("cohorts");
    for cohort in &printer.plan.cohorts {
        document.gap();
        document.named(1, Kind::Cohort, &cohort.name, &format!("cohort {}", cohort.name));
        doc(printer, 2, cohort.doc.as_ref(), document);
        origin(printer, cohort, document);
        for criterion in &cohort.criteria {
            self::criterion(printer, criterion, document);
        }
    }
}

/// A doc comment, where the reader wants it.
pub(super) fn doc(printer: &Printer<'_>, depth: usize, doc: Option<&String>, document: &mut Document) {
    let doc = doc.iter().filter(|_| printer.docs).flat_map(|doc| doc.lines());
    doc.for_each(|line| document.fact(depth, Kind::About, line.trim()));
}

fn origin(printer: &Printer<'_>, cohort: &CohortPlan, document: &mut Document) {
    let plan: &Plan = printer.plan;
    let parent = cohort
        .from
        .and_then(|from| plan.cohorts.get(from.0 as usize))
        .map_or("", |found| &found.name);
    if !parent.is_empty() {
        let kept = match cohort.index {
            IndexPlan::Inherited => "every entry that is left there, with its index date",
            IndexPlan::One(_) | IndexPlan::Each { .. } => "every patient with an entry that is left there",
        };
        document.line(2, &format!("from {parent}: {kept}"));
    }
    match cohort.index {
        IndexPlan::Inherited => {}
        IndexPlan::One(date) => {
            document.fact(2, Kind::Index, &format!("index {}", printer.text(date)));
            document.line(3, "one entry for each patient for whom this date is known");
            document.lines(3, inline_ties(printer, date));
        }
        IndexPlan::Each { bag, .. } => {
            let bag_text = printer.bag(bag).phrase().text;
            document.fact(2, Kind::Index, &format!("index each {bag_text}"));
            document.line(3, "one entry for each distinct day");
            document.lines(3, inline_ties(printer, bag));
        }
    }
}

fn criterion(printer: &Printer<'_>, criterion: &CriterionPlan, document: &mut Document) {
    let (kind, keyword) = match criterion.exclude {
        false => (Kind::Include, "include"),
        true => (Kind::Exclude, "exclude"),
    };
    let condition = printer.phrase(criterion.condition, View::default()).text;
    let line = format!("{keyword} {}: {condition}", criterion.name);
    document.named(2, kind, &criterion.name, &line);
    doc(printer, 3, criterion.doc.as_ref(), document);
    document.fact(3, Kind::Unknown, unknown(criterion));
    let ahead = criterion.looking_ahead.iter().filter(|_| printer.docs);
    ahead.for_each(|ahead| document.fact(3, Kind::LookingAhead, &looking_ahead(ahead)));
    if printer.names.definition(criterion.condition).is_none() {
        document.lines(3, inline_ties(printer, criterion.condition));
    }
}

fn unknown(criterion: &CriterionPlan) -> &'static str {
    match (criterion.exclude, criterion.unknown_is_met) {
        (false, false) => "unknown is not met: removed",
        (false, true) => "unknown is met: kept",
        (true, false) => "unknown is not met: kept",
        (true, true) => "unknown is met: removed",
    }
}

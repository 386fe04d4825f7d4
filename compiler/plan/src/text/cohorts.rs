//! Cohorts: where their people come from, the index date, and the criteria in the order of the attrition.
//!
//! Invariant: what happens to a person for whom a criterion is unknown is said at every criterion, also where the study
//! left it to the rule.

use super::definitions::inline_ties;
use super::document::Document;
use super::expression::{Printer, View};
use crate::algebra::{CohortPlan, CriterionPlan, IndexPlan, Plan};
use crate::words::small::looking_ahead;

/// The section of the cohorts.
pub(super) fn cohorts(printer: &Printer<'_>, document: &mut Document) {
    document.section("cohorts");
    for cohort in &printer.plan.cohorts {
        document.gap();
        document.line(1, &format!("cohort {}", cohort.name));
        document.lines(2, doc(&cohort.doc));
        origin(printer, cohort, document);
        for criterion in &cohort.criteria {
            self::criterion(printer, criterion, document);
        }
    }
}

fn doc(doc: &Option<String>) -> Vec<String> {
    doc.iter()
        .flat_map(|doc| doc.lines())
        .map(|line| line.trim().to_owned())
        .collect()
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
            document.line(2, &format!("index {}", printer.text(date)));
            document.line(3, "one entry for each patient for whom this date is known");
            document.lines(3, inline_ties(printer, date));
        }
        IndexPlan::Each { bag, .. } => {
            document.line(2, &format!("index each {}", printer.bag(bag).phrase().text));
            document.line(3, "one entry for each distinct day");
            document.lines(3, inline_ties(printer, bag));
        }
    }
}

fn criterion(printer: &Printer<'_>, criterion: &CriterionPlan, document: &mut Document) {
    let keyword = if criterion.exclude { "exclude" } else { "include" };
    let condition = printer.phrase(criterion.condition, View::default()).text;
    document.line(2, &format!("{keyword} {}: {condition}", criterion.name));
    document.lines(3, doc(&criterion.doc));
    document.line(3, unknown(criterion));
    document.lines(3, criterion.looking_ahead.iter().map(looking_ahead));
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

//! A part of a line while it is walked: who is in it, and what it covers.

use super::drugs::Drug;
use super::records::Dose;
use super::trail::Step;
use kohort_semantics::study::{EndReason, MaintenanceRule};
use std::collections::BTreeMap;

/// A line, or its maintenance.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    /// The number of the line.
    pub(super) number: u32,
    /// The first day.
    pub(super) first: i64,
    /// The first day of its line: of the part before, if it is the maintenance of that part's line.
    pub(super) line_first: i64,
    /// The rule by which it is maintenance.
    pub(super) maintenance: Option<&'a MaintenanceRule>,
    /// Its drugs, each with the day since when it is one.
    pub(super) drugs: BTreeMap<Drug, i64>,
    /// The substances that it says it is made of, each since when.
    pub(super) substances: BTreeMap<String, i64>,
    /// Records of the line before that go on in it.
    pub(super) carried: Vec<Dose>,
    /// The records that start in it, in order.
    pub(super) doses: Vec<Dose>,
    /// What was found on the way.
    pub(super) trail: Vec<Step>,
}

/// How a part ends.
#[derive(Debug, Clone)]
pub(super) struct Ending<'a> {
    /// Why.
    pub(super) reason: EndReason,
    /// Its last day.
    pub(super) last: i64,
    /// What follows.
    pub(super) next: Option<Opening<'a>>,
    /// The rule that says so, in its words, and what happened.
    pub(super) why: Step,
}

/// Where the next part begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening<'a> {
    /// The number of the line.
    pub(super) number: u32,
    /// The first day.
    pub(super) day: i64,
    /// The rule by which it is maintenance.
    pub(super) maintenance: Option<&'a MaintenanceRule>,
}

/// A part that has ended.
#[derive(Debug, Clone)]
pub(super) struct Ended<'a> {
    /// The part, as far as its last day.
    pub(super) part: Part<'a>,
    /// How it ended.
    pub(super) ending: Ending<'a>,
}

impl Part<'_> {
    /// All records that cover days of it, of those that start before a day.
    fn covering(&self, before: i64) -> impl Iterator<Item = &Dose> {
        let all = self.carried.iter().chain(&self.doses);
        all.filter(move |dose| dose.day < before)
    }

    /// The last day that records which start before a day cover; it may be that day or a later one.
    pub(super) fn covered_to(&self, before: i64) -> i64 {
        let days = self.covering(before).map(|dose| dose.covers_to);
        days.max().unwrap_or(self.first)
    }

    /// The last covered day before a day.
    pub(super) fn last_covered_before(&self, day: i64) -> i64 {
        self.covered_to(day).min(day - 1)
    }

    /// The last day, not after another, that a drug covers.
    pub(super) fn last_of(&self, drug: &Drug, end: i64) -> Option<i64> {
        let own = self.covering(i64::MAX).filter(|dose| dose.drug == *drug);
        own.map(|dose| dose.covers_to.min(end)).max()
    }

    /// Whether a drug is covered on a day by records that start before it.
    pub(super) fn is_covered(&self, drug: &Drug, day: i64) -> bool {
        self.covering(day)
            .any(|dose| dose.drug == *drug && dose.covers_to >= day)
    }

    /// The last day before another with a start.
    pub(super) fn last_start_before(&self, day: i64) -> i64 {
        let starts = self.doses.iter().map(|dose| dose.day);
        starts.filter(|start| *start < day).max().unwrap_or(self.first)
    }

    /// The drugs that it had before a day.
    pub(super) fn drugs_before(&self, day: i64) -> Vec<&Drug> {
        let drugs = self.drugs.iter().filter(|(_, since)| **since < day);
        drugs.map(|(drug, _)| drug).collect()
    }

    /// Takes away what came on a day or later.
    pub(super) fn cut(&mut self, day: i64) {
        self.drugs.retain(|_, since| *since < day);
        self.substances.retain(|_, since| *since < day);
        self.doses.retain(|dose| dose.day < day);
        self.trail.retain(|step| i64::from(step.day.0) < day);
    }
}

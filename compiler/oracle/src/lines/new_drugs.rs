//! Drugs that start outside the window and are not of the line (rule 5), and when lines may advance at all (rule 8).

use super::cycles;
use super::drugs::Drug;
use super::part::Part;
use super::walk::Walk;
use kohort_semantics::study::{AddedRule, AdvancesOnly, Decision, NewDrugRule};

/// What a new drug does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decided<'a> {
    /// Whether it advances; otherwise it joins the line.
    pub(super) advances: bool,
    /// The rule that decides; none where no rule is for it.
    pub(super) rule: Option<&'a String>,
}

impl<'a> Walk<'a> {
    /// What a drug does that starts on a day: the last `added to` rule that applies decides, otherwise the last `new drug`
    /// rule; if there is none, it advances.
    pub(super) fn decided(&self, part: &Part<'a>, drug: &Drug, day: i64) -> Decided<'a> {
        let added = self
            .rules
            .added
            .iter()
            .rfind(|rule| self.is_addition(rule, part, drug, day));
        if let Some(rule) = added {
            return Decided {
                advances: self.advances(rule.decision, part, day),
                rule: Some(&rule.text),
            };
        }
        let new = self
            .rules
            .new_drugs
            .iter()
            .rfind(|rule| self.is_for(rule, part, drug, day));
        Decided {
            advances: new.is_none_or(|rule| self.advances(rule.decision, part, day)),
            rule: new.map(|rule| &rule.text),
        }
    }

    /// The drug is among those named, and the line has one of the drugs behind `to`; with `alone`, no others.
    fn is_addition(&self, rule: &AddedRule, part: &Part<'_>, drug: &Drug, day: i64) -> bool {
        let interchange = &self.rules.interchange;
        let is_to = |own: &&Drug| own.is_in(&rule.to, interchange);
        let own = part.drugs_before(day);
        rule.lines.contains(part.number)
            && drug.has(rule.added.as_ref(), interchange)
            && own.iter().any(is_to)
            && (!rule.alone || own.iter().all(is_to))
            && (!rule.if_all_others_stopped || self.all_stopped(part, day))
    }

    fn is_for(&self, rule: &NewDrugRule, part: &Part<'_>, drug: &Drug, day: i64) -> bool {
        rule.lines.contains(part.number)
            && drug.has(rule.drugs.as_ref(), &self.rules.interchange)
            && (!rule.if_all_others_stopped || self.all_stopped(part, day))
    }

    /// No drug of the line is covered on the day, or starts on it or in the window's length after it.
    fn all_stopped(&self, part: &Part<'_>, day: i64) -> bool {
        part.drugs_before(day)
            .into_iter()
            .all(|drug| !part.is_covered(drug, day) && !self.starts_soon(drug, part.number, day))
    }

    /// Whether a drug starts on a day or in the window's length after it.
    pub(super) fn starts_soon(&self, drug: &Drug, number: u32, day: i64) -> bool {
        let last = self.window_end(drug, number, day);
        let mut own = self.doses.iter().filter(|dose| dose.drug == *drug);
        own.any(|dose| dose.day == day || (day < dose.day && dose.day <= last))
    }

    /// With days and cycles, both must have passed.
    fn advances(&self, decision: Decision, part: &Part<'_>, day: i64) -> bool {
        match decision {
            Decision::Joins => false,
            Decision::Advances(after) => {
                let cycles = cycles::before(part, day, self.rules.cycle_days);
                after.days.is_none_or(|days| day - part.first > days)
                    && after.cycles.is_none_or(|least| cycles >= least)
            }
        }
    }

    /// The rule that forbids a line to advance on a day: `advances only after` without an event after the line's first day,
    /// on or before the day and close enough to it.
    pub(super) fn forbidden(&self, part: &Part<'_>, day: i64) -> Option<&'a AdvancesOnly> {
        let rule = self.rules.advances_only.as_ref()?;
        let is_seen = |event: i64| {
            part.first < event && event <= day && rule.within.is_none_or(|within| day - event <= within)
        };
        let mut events = self.history.progression.iter().map(|event| i64::from(event.0));
        (!events.any(is_seen)).then_some(rule)
    }
}

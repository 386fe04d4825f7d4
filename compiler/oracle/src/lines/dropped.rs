//! Drugs that are no longer given (rule 7).

use super::drugs::Drug;
use super::part::Part;
use super::walk::Walk;
use kohort_semantics::study::{Dropped, DroppedRule};

/// A drug whose end begins a new line.
#[derive(Debug, Clone)]
pub(super) struct Drop<'a> {
    /// Its last covered day.
    pub(super) last: i64,
    /// The next day with a start, which begins the new line.
    pub(super) next: i64,
    /// The rule.
    pub(super) rule: &'a DroppedRule,
}

impl<'a> Walk<'a> {
    /// The earliest drug of a line with a known end that has stopped and by its rule ends the line.
    pub(super) fn dropped(&self, part: &Part<'a>, end: i64) -> Option<Drop<'a>> {
        let mut found: Vec<Drop<'a>> = Vec::new();
        for drug in part.drugs.keys() {
            let Some(rule) = self.dropped_rule(drug, part.number) else {
                continue;
            };
            let (Dropped::Advances(after), Some(last)) = (rule.meaning, part.last_of(drug, end)) else {
                continue;
            };
            let starts = part
                .doses
                .iter()
                .map(|dose| dose.day)
                .filter(|start| *start <= end);
            let next = starts.filter(|start| *start > last).min();
            if let Some(next) = next
                && end - last > after
                && self.forbidden(part, next).is_none()
            {
                found.push(Drop { last, next, rule });
            }
        }
        found.into_iter().min_by_key(|drop| drop.last)
    }

    /// The drugs of a line that are none of its drugs: those with `continues without its name` all of whose starts are in
    /// the window and that nothing recorded covers after it, if another drug of the line starts after the window.
    pub(super) fn nameless(&self, part: &Part<'a>) -> Vec<Drug> {
        let is_nameless = |drug: &&Drug| {
            let Some(rule) = self.dropped_rule(drug, part.number) else {
                return false;
            };
            let window = self.window_end(drug, part.number, part.first);
            let (own, others): (Vec<_>, Vec<_>) = part.doses.iter().partition(|dose| dose.drug == **drug);
            let is_carried = part.carried.iter().any(|dose| dose.drug == **drug);
            rule.meaning == Dropped::ContinuesWithoutName
                && !is_carried
                && own
                    .iter()
                    .all(|dose| dose.day <= window && dose.recorded_to.is_none_or(|end| end <= window))
                && others.iter().any(|dose| dose.day > window)
        };
        part.drugs.keys().filter(is_nameless).cloned().collect()
    }

    fn dropped_rule(&self, drug: &Drug, number: u32) -> Option<&'a DroppedRule> {
        self.rules.dropped.iter().rfind(|rule| {
            rule.lines.contains(number) && drug.has(rule.drugs.as_ref(), &self.rules.interchange)
        })
    }
}

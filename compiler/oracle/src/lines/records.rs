//! Which records count, and which days they cover ("What lines are made of").

use super::drugs::{Drug, drug_of};
use super::{Given, History, Starting};
use kohort_semantics::study::{Cover, LineRules};
use kohort_semantics::value::Day;

/// A record that counts. Days are numbers, so that they can be reckoned with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dose {
    /// The first day.
    pub(super) day: i64,
    /// The substance as named in the data.
    pub(super) substance: String,
    /// The drug that it is.
    pub(super) drug: Drug,
    /// The last day that it covers.
    pub(super) covers_to: i64,
    /// The same, if it was recorded and does not follow from a supply or a rule.
    pub(super) recorded_to: Option<i64>,
}

/// A record that ends before it starts is left aside and counted.
pub(super) fn contradicts_itself(record: &Given) -> bool {
    record.end.is_some_and(|end| end < record.start)
}

/// The end of observation: the earlier of `until` and the date of death, as far as they are known.
pub(super) fn end_of_observation(history: &History) -> Option<i64> {
    let known = [history.until, history.death].into_iter().flatten();
    known.min().map(|day| i64::from(day.0))
}

/// The day of death, if the patient died on or before the cut-off.
pub(super) fn seen_death(history: &History) -> Option<i64> {
    let death = history.death?;
    let seen = history.until.is_none_or(|until| death <= until);
    seen.then_some(i64::from(death.0))
}

/// The records that count, in order.
pub(super) fn counted(rules: &LineRules, history: &History, records: &[Given]) -> Vec<Dose> {
    let earliest = match history.starting {
        Starting::Missing => return Vec::new(),
        Starting::Anywhere => None,
        Starting::On(day) => Some(i64::from(day.0).saturating_sub(rules.look_back)),
    };
    let latest = end_of_observation(history);
    let seen = |record: &&Given| {
        let start = i64::from(record.start.0);
        earliest.is_none_or(|earliest| start >= earliest) && latest.is_none_or(|latest| start <= latest)
    };
    let mut doses: Vec<Dose> = records
        .iter()
        .filter(|record| !contradicts_itself(record))
        .filter(seen)
        .map(|record| dose(rules, latest, record))
        .collect();
    doses.sort();
    doses
}

/// Nothing is covered after the end of observation.
fn dose(rules: &LineRules, latest: Option<i64>, record: &Given) -> Dose {
    let day = i64::from(record.start.0);
    let cut = |end: i64| latest.map_or(end, |latest| end.min(latest));
    let recorded_to = record.end.map(|end| cut(i64::from(end.0)));
    Dose {
        day,
        substance: record.drug.clone(),
        drug: drug_of(&record.drug, &rules.interchange),
        covers_to: recorded_to.unwrap_or_else(|| cut(day.saturating_add(length(rules, record) - 1))),
        recorded_to,
    }
}

/// How many days a record without an end covers, its own among them: what the last `covers` rule for the substance says.
fn length(rules: &LineRules, record: &Given) -> i64 {
    let names = |set: &kohort_semantics::study::DrugSet| set.drugs.contains(&record.drug);
    let rule = rules
        .covers
        .iter()
        .rfind(|rule| rule.drugs.as_ref().is_none_or(names));
    let days = match rule.map(|rule| rule.cover) {
        Some(Cover::Days(days)) => days,
        Some(Cover::Supply) => record.supply.unwrap_or(1),
        None => 1,
    };
    // No record reaches beyond the calendar.
    let longest = i64::from(Day::LAST.0) - i64::from(record.start.0) + 1;
    days.min(longest).max(1)
}

//! Outcomes of an endpoint: who was observed, until when, and how it ended.
//!
//! Invariant: every entry is counted once: without an outcome, by the reason; with an event, by its status; or censored.

use crate::cell::Cell;
use crate::groups::Rest;
use crate::table::Row;
use kohort_semantics::study::{Endpoint, NoOutcome, Outcome, TallyValue};
use kohort_stats::{Cause, Mass, Spell, Spells};
use std::collections::BTreeMap;

/// The statuses that an endpoint's events give; events of one name are one status.
pub(crate) struct Statuses<'s> {
    names: Vec<(&'s str, bool)>,
    of_event: Vec<usize>,
}

impl<'s> Statuses<'s> {
    pub(crate) fn of(endpoint: &'s Endpoint) -> Self {
        let mut names: Vec<(&str, bool)> = Vec::new();
        let mut of_event = Vec::new();
        for event in &endpoint.events {
            let status = (event.name.as_str(), event.competing);
            let place = names.iter().position(|known| *known == status);
            of_event.push(place.unwrap_or(names.len()));
            if place.is_none() {
                names.push(status);
            }
        }
        Self { names, of_event }
    }

    /// Each with its name, whether it competes, and the cause that stands for it.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&'s str, bool, Cause)> {
        let named = self.names.iter().enumerate();
        named.map(|(place, (name, competing))| (*name, *competing, cause(place)))
    }

    /// Whether an event competes with the event of interest.
    pub(crate) fn compete(&self) -> bool {
        self.names.iter().any(|(_, competing)| *competing)
    }

    fn place(&self, event: u32) -> Option<usize> {
        self.of_event.get(event as usize).copied()
    }

    fn competing(&self, of: Cause) -> bool {
        self.each().any(|(_, competing, cause)| competing && cause == of)
    }

    /// The event of interest alone: competing ones are censoring.
    pub(crate) fn of_interest<M: Mass>(&self, spells: &Spells<M>) -> Spells<M> {
        let mut only = Spells::new();
        for (spell, mass) in spells.iter() {
            only.add(self.only_of_interest(*spell), mass);
        }
        only
    }

    /// The same of one spell.
    pub(crate) fn only_of_interest(&self, spell: Spell) -> Spell {
        spell.with_outcome(match spell.outcome() {
            kohort_stats::Outcome::Event(cause) if !self.competing(cause) => kohort_stats::Outcome::EVENT,
            _ => kohort_stats::Outcome::Censored,
        })
    }
}

/// Causes count from 1, since one event alone is cause 1.
fn cause(place: usize) -> Cause {
    Cause(u16::try_from(place.saturating_add(1)).unwrap_or(u16::MAX))
}

/// How many entries have which outcome.
#[derive(Default)]
pub(crate) struct People {
    entries: u64,
    without: BTreeMap<NoOutcome, u64>,
    without_weight: u64,
    events: BTreeMap<usize, u64>,
    censored: u64,
}

/// The entries of one column.
pub(crate) struct Sample<M> {
    /// How many there are.
    pub(crate) people: People,
    /// Those with an outcome, by all statuses.
    pub(crate) spells: Spells<M>,
}

impl People {
    /// Those with an outcome.
    pub(crate) fn observed(&self) -> u64 {
        let events = self.events.values().fold(0u64, |sum, n| sum.saturating_add(*n));
        self.censored.saturating_add(events)
    }
}

/// What a row says of one entry: the values before its outcome, and the spell, or why there is none.
pub(crate) fn spell(
    row: &[TallyValue],
    statuses: &Statuses<'_>,
) -> (Result<Spell, NoOutcome>, Option<usize>) {
    let Some(TallyValue::Outcome(outcome)) = row.last() else {
        return (Err(NoOutcome::Missing), None);
    };
    match *outcome {
        Outcome::None(reason) => (Err(reason), None),
        Outcome::Time { exit, entry, event } => {
            let place = event.and_then(|event| statuses.place(event));
            let how = place.map_or(kohort_stats::Outcome::Censored, |place| {
                kohort_stats::Outcome::Event(cause(place))
            });
            let spell = if entry == 0 {
                Ok(Spell::new(exit, how))
            } else {
                Spell::delayed(entry, exit, how).map_err(|_| NoOutcome::NeverAtRisk)
            };
            (spell, place)
        }
    }
}

/// The entries of rows that end with an outcome. `mass` says how much a row's entries count; none: they are left out.
pub(crate) fn sample<M: Mass>(
    rows: &[Rest<'_>],
    statuses: &Statuses<'_>,
    mass: &dyn Fn(&[TallyValue], u64) -> Option<M>,
) -> Sample<M> {
    let mut people = People::default();
    let mut spells = Spells::new();
    for (row, count) in rows {
        people.entries = people.entries.saturating_add(*count);
        match (spell(row, statuses), mass(row, *count)) {
            ((Err(reason), _), _) => add(people.without.entry(reason).or_default(), *count),
            ((Ok(_), _), None) => add(&mut people.without_weight, *count),
            ((Ok(spell), status), Some(mass)) => {
                match status {
                    Some(status) => add(people.events.entry(status).or_default(), *count),
                    None => add(&mut people.censored, *count),
                }
                spells.add(spell, &mass);
            }
        }
    }
    Sample { people, spells }
}

fn add(sum: &mut u64, count: u64) {
    *sum = sum.saturating_add(count);
}

/// The rows that account for all entries. A reason that nobody has is not shown.
pub(crate) fn rows(columns: &[&People], statuses: &Statuses<'_>) -> Vec<Row> {
    let counts = |of: &dyn Fn(&People) -> u64| -> Vec<Cell> {
        columns.iter().map(|people| Cell::count(of(people))).collect()
    };
    let somebody = |of: &dyn Fn(&People) -> u64| columns.iter().any(|people| of(people) > 0);
    let mut rows = vec![Row::new("entries", "", counts(&|people| people.entries))];
    for reason in REASONS {
        let of = |people: &People| people.without.get(&reason).copied().unwrap_or(0);
        if somebody(&of) {
            rows.push(Row::new("without a time", words(reason), counts(&of)));
        }
    }
    if somebody(&|people| people.without_weight) {
        let cells = counts(&|people| people.without_weight);
        rows.push(Row::new("without a time", "no weight above zero", cells));
    }
    rows.push(Row::new("observed", "", counts(&People::observed)));
    for (place, (name, competing, _)) in statuses.each().enumerate() {
        let label = if competing {
            format!("{name} (competing)")
        } else {
            name.to_owned()
        };
        let of = |people: &People| people.events.get(&place).copied().unwrap_or(0);
        rows.push(Row::new("events", &label, counts(&of)));
    }
    rows.push(Row::new("censored", "", counts(&|people| people.censored)));
    rows
}

/// All reasons, in their order.
const REASONS: [NoOutcome; 5] = [
    NoOutcome::Excluded,
    NoOutcome::Missing,
    NoOutcome::Negative,
    NoOutcome::NeverAtRisk,
    NoOutcome::BeforeLandmark,
];

fn words(reason: NoOutcome) -> &'static str {
    match reason {
        NoOutcome::Excluded => "excluded by a condition of the endpoint",
        NoOutcome::Missing => "start or end missing",
        NoOutcome::Negative => "end before the start",
        NoOutcome::NeverAtRisk => "never at risk",
        NoOutcome::BeforeLandmark => "ended by the landmark",
    }
}

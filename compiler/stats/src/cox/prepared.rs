//! The data of a model as floats, in the orders in which they are gone through.

use super::data::CoxData;
use crate::exact::{Rational, count_to_float, to_float};
use crate::mass::Mass;
use crate::spell::{Days, Outcome};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One stratum.
pub(super) struct Stratum {
    /// Everybody, the last exit first.
    pub(super) people: Vec<Person>,
    /// The places in `people` of those with delayed entry, the last entry first.
    pub(super) by_entry: Vec<usize>,
    /// The days with events, the last first.
    pub(super) event_days: Vec<Days>,
}

/// People who share everything.
pub(super) struct Person {
    pub(super) entry: Option<Days>,
    pub(super) exit: Days,
    pub(super) event: bool,
    pub(super) people: f64,
    pub(super) weight: f64,
    pub(super) squares: f64,
    /// The covariates, less their means over everybody.
    pub(super) values: Vec<f64>,
}

impl Stratum {
    /// Those with delayed entry, the last entry first.
    pub(super) fn entering(&self) -> impl Iterator<Item = &Person> {
        self.by_entry.iter().filter_map(|place| self.people.get(*place))
    }
}

/// The strata in order. Covariates are centred exactly before they become floats: this changes no estimate, and keeps
/// digits where values lie far from zero.
pub(super) fn strata<M: Mass>(data: &CoxData<M>) -> Vec<Stratum> {
    let means = means(data);
    let mut strata: BTreeMap<u32, Vec<Person>> = BTreeMap::new();
    for (row, mass) in data.rows() {
        strata.entry(row.stratum).or_default().push(Person {
            entry: row.spell.entry(),
            exit: row.spell.exit(),
            event: row.spell.outcome() != Outcome::Censored,
            people: count_to_float(mass.people()),
            weight: mass.total(),
            squares: mass.squares(),
            values: row
                .covariates
                .iter()
                .zip(&means)
                .map(|(value, mean)| to_float(&(value - mean)))
                .collect(),
        });
    }
    strata.into_values().map(ordered).collect()
}

fn ordered(mut people: Vec<Person>) -> Stratum {
    // The sorts are stable, so those who leave or enter together keep the order of the data's keys.
    people.sort_by_key(|person| Reverse(person.exit));
    let mut entries: Vec<(Days, usize)> = people
        .iter()
        .enumerate()
        .filter_map(|(place, person)| person.entry.map(|entry| (entry, place)))
        .collect();
    entries.sort_by_key(|(entry, _)| Reverse(*entry));
    let event_days: BTreeSet<Days> = people
        .iter()
        .filter(|person| person.event)
        .map(|person| person.exit)
        .collect();
    Stratum {
        people,
        by_entry: entries.into_iter().map(|(_, place)| place).collect(),
        event_days: event_days.into_iter().rev().collect(),
    }
}

fn means<M: Mass>(data: &CoxData<M>) -> Vec<Rational> {
    let mut people = 0u64;
    let mut sums = vec![Rational::ZERO; data.width()];
    for (row, mass) in data.rows() {
        people = people.saturating_add(mass.people());
        for (sum, value) in sums.iter_mut().zip(&row.covariates) {
            *sum += value * Rational::from(mass.people());
        }
    }
    let people = Rational::from(people.max(1));
    sums.into_iter().map(|sum| sum / &people).collect()
}

//! The event table: what a Kaplan–Meier curve, a log-rank test and cumulative incidences are computed from.

use crate::mass::Mass;
use crate::spell::{Cause, Days, Outcome};
use crate::spells::Spells;
use std::collections::BTreeMap;

/// What happened on each day on which somebody left, in order of days.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskTable<M> {
    rows: Vec<RiskRow<M>>,
}

/// One day of an event table. Events come before censoring of the same day.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskRow<M> {
    /// Days from the start of the clock.
    pub day: Days,
    /// Those at risk just before what happens on this day, `entry < day <= exit`.
    pub at_risk: M,
    /// Those with an event of any kind on this day.
    pub events: M,
    /// The same by kind; kinds without an event on this day are absent.
    pub by_cause: BTreeMap<Cause, M>,
    /// Those whose observation ended on this day without an event.
    pub censored: M,
}

impl<M: Mass> RiskTable<M> {
    /// The event table of these people.
    pub(crate) fn of(spells: &Spells<M>) -> Self {
        let mut at_risk = M::default();
        let mut entering: BTreeMap<Days, M> = BTreeMap::new();
        let mut leaving: BTreeMap<Days, RiskRow<M>> = BTreeMap::new();
        for (spell, mass) in spells.iter() {
            match spell.entry() {
                None => at_risk.add(mass),
                Some(entry) => entering.entry(entry).or_default().add(mass),
            }
            let row = leaving.entry(spell.exit()).or_insert_with(|| RiskRow {
                day: spell.exit(),
                at_risk: M::default(),
                events: M::default(),
                by_cause: BTreeMap::new(),
                censored: M::default(),
            });
            match spell.outcome() {
                Outcome::Censored => row.censored.add(mass),
                Outcome::Event(cause) => {
                    row.events.add(mass);
                    row.by_cause.entry(cause).or_default().add(mass);
                }
            }
        }
        let mut entering = entering.into_iter().peekable();
        let mut rows = Vec::with_capacity(leaving.len());
        for (day, mut row) in leaving {
            while let Some((_, mass)) = entering.next_if(|(entry, _)| *entry < day) {
                at_risk.add(&mass);
            }
            row.at_risk = at_risk.clone();
            at_risk.remove(&row.events);
            at_risk.remove(&row.censored);
            rows.push(row);
        }
        Self { rows }
    }

    /// The days, in order.
    pub fn rows(&self) -> &[RiskRow<M>] {
        &self.rows
    }

    /// The days with an event, in order.
    pub fn event_rows(&self) -> impl Iterator<Item = &RiskRow<M>> {
        self.rows.iter().filter(|row| !row.events.is_empty())
    }

    /// The day of a row, if anybody has an event on it or is censored on it.
    pub fn on(&self, day: Days) -> Option<&RiskRow<M>> {
        let place = self.rows.binary_search_by_key(&day, |row| row.day).ok()?;
        self.rows.get(place)
    }

    /// The last day of anybody's observation.
    pub fn last_day(&self) -> Option<Days> {
        self.rows.last().map(|row| row.day)
    }

    /// The kinds of event that occur, in order.
    pub fn causes(&self) -> Vec<Cause> {
        let mut causes: Vec<Cause> = self
            .rows
            .iter()
            .flat_map(|row| row.by_cause.keys().copied())
            .collect();
        causes.sort();
        causes.dedup();
        causes
    }
}

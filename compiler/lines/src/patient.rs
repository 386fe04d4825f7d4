//! One patient as the walk sees them.

use crate::compiled::Compiled;
use crate::doses::{Dose, Observation};
use crate::extent::LastCovered;
use crate::history::History;
use crate::walked::CarriedOver;

/// A patient whose records are in order.
#[derive(Clone, Copy)]
pub(crate) struct Patient<'p> {
    pub(crate) compiled: &'p Compiled,
    /// By day.
    pub(crate) doses: &'p [Dose],
    pub(crate) events: &'p Events,
    pub(crate) observation: &'p Observation,
}

/// Room that is used again for each patient.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) doses: Vec<Dose>,
    pub(crate) events: Events,
    pub(crate) carried: CarriedOver,
    pub(crate) last_covered: LastCovered,
}

/// The days of events up to the end of observation: ascending, each day once.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) breakers: Vec<Vec<i64>>,
    pub(crate) progression: Vec<i64>,
    pub(crate) without: Vec<Vec<i64>>,
}

/// The records that start on one day.
#[derive(Clone, Copy)]
pub(crate) struct Day<'p> {
    pub(crate) day: i64,
    pub(crate) doses: &'p [Dose],
    /// The position of the first of them.
    pub(crate) at: usize,
    /// The position of the first that starts later.
    pub(crate) after: usize,
}

impl<'p> Patient<'p> {
    /// The day whose first record is at a position.
    pub(crate) fn day(&self, at: usize) -> Option<Day<'p>> {
        let behind = self.doses.get(at..)?;
        let day = behind.first()?.start;
        let count = behind.iter().take_while(|dose| dose.start == day).count();
        Some(Day {
            day,
            doses: behind.get(..count)?,
            at,
            after: at.saturating_add(count),
        })
    }

    /// The records from one position up to another.
    pub(crate) fn between(&self, from: usize, to: usize) -> &'p [Dose] {
        self.doses.get(from..to).unwrap_or_default()
    }
}

impl Day<'_> {
    /// Whether all records of the day are of drugs that meet a condition, and of one drug if it must be alone.
    pub(crate) fn only(&self, alone: bool, condition: impl Fn(u32) -> bool) -> bool {
        let first = self.doses.first().map(|dose| dose.group);
        self.doses
            .iter()
            .all(|dose| condition(dose.group) && (!alone || Some(dose.group) == first))
    }
}

impl Events {
    /// Takes a patient's events in place of what is there.
    pub(crate) fn gather(&mut self, compiled: &Compiled, history: &History<'_>, observation: &Observation) {
        put_all(history.breakers, observation, &mut self.breakers);
        put_all(history.without, observation, &mut self.without);
        self.progression.clear();
        if compiled.advances_only.is_some() {
            put(history.progression, observation, &mut self.progression);
        }
    }
}

fn put_all(days: &[&[i32]], observation: &Observation, into: &mut Vec<Vec<i64>>) {
    if into.len() < days.len() {
        into.resize_with(days.len(), Vec::new);
    }
    for (position, list) in into.iter_mut().enumerate() {
        list.clear();
        put(days.get(position).copied().unwrap_or_default(), observation, list);
    }
}

fn put(days: &[i32], observation: &Observation, into: &mut Vec<i64>) {
    let seen = days.iter().map(|day| i64::from(*day));
    into.extend(seen.filter(|day| observation.has_not_ended(*day)));
    into.sort_unstable();
    into.dedup();
}

//! The sufficient statistic of everything about time to an event: how many people have which spell.
//!
//! Invariant: a merge is exact, associative and commutative. Estimators read the map in the order of its keys and in no
//! other, so they return the same bits however the people were divided.

use crate::mass::Mass;
use crate::risk_table::RiskTable;
use crate::spell::{Cause, Days, Outcome, Spell};
use std::collections::BTreeMap;

/// How many people have which spell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spells<M> {
    by_spell: BTreeMap<Spell, M>,
}

/// Those who can still be followed after a landmark, and how many cannot.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmark<M> {
    /// Observed and free of events after the landmark; their clock starts there.
    pub followed: Spells<M>,
    /// An event on or before the landmark.
    pub event_before: M,
    /// Censored on or before the landmark.
    pub censored_before: M,
}

impl<M: Mass> Spells<M> {
    /// Nobody.
    pub fn new() -> Self {
        Self {
            by_spell: BTreeMap::new(),
        }
    }

    /// Adds people who share a spell.
    pub fn add(&mut self, spell: Spell, mass: &M) {
        if !mass.is_empty() {
            self.by_spell.entry(spell).or_default().add(mass);
        }
    }

    /// Adds the people of another part of the data.
    pub fn merge(&mut self, other: &Self) {
        for (spell, mass) in &other.by_spell {
            self.add(*spell, mass);
        }
    }

    /// Each spell with its people, in order of entry (none first), exit and outcome.
    pub fn iter(&self) -> impl Iterator<Item = (&Spell, &M)> {
        self.by_spell.iter()
    }

    /// Everybody.
    pub fn everybody(&self) -> M {
        sum(self.by_spell.values())
    }

    /// Those at risk on a day, `entry < day <= exit`: the number at risk just before what happens on that day.
    pub fn at_risk(&self, day: Days) -> M {
        sum(self
            .iter()
            .filter(|(spell, _)| spell.at_risk_on(day))
            .map(|(_, mass)| mass))
    }

    /// The event table: at each day on which somebody left, those at risk, with events, and censored.
    pub fn risk_table(&self) -> RiskTable<M> {
        RiskTable::of(self)
    }

    /// All kinds of event become one, [`Outcome::EVENT`].
    #[must_use]
    pub fn any_event(&self) -> Self {
        self.with_outcomes(|outcome| match outcome {
            Outcome::Censored => Outcome::Censored,
            Outcome::Event(_) => Outcome::EVENT,
        })
    }

    /// Events of other kinds become censoring (a *cause-specific* analysis).
    #[must_use]
    pub fn only(&self, cause: Cause) -> Self {
        self.with_outcomes(|outcome| {
            if outcome == Outcome::Event(cause) {
                outcome
            } else {
                Outcome::Censored
            }
        })
    }

    /// Censoring becomes the event and events become censoring. The Kaplan–Meier curve of it is the reverse
    /// Kaplan–Meier estimate of follow-up, and its median the median follow-up (Schemper & Smith 1996, *Control Clin
    /// Trials* 17:343). People with an event count as at risk of being censored on that day, as in R.
    #[must_use]
    pub fn reversed(&self) -> Self {
        self.with_outcomes(|outcome| match outcome {
            Outcome::Censored => Outcome::EVENT,
            Outcome::Event(_) => Outcome::Censored,
        })
    }

    /// Landmark analysis: those observed and free of events after `day`, with a clock that starts there (Anderson, Cain &
    /// Gelber 1983, *J Clin Oncol* 1:710). Who leaves on the landmark day itself has no time after it and is left out.
    pub fn landmark(&self, day: Days) -> Landmark<M> {
        let mut result = Landmark {
            followed: Self::new(),
            event_before: M::default(),
            censored_before: M::default(),
        };
        for (spell, mass) in &self.by_spell {
            match (spell.after_landmark(day), spell.outcome()) {
                (Some(rest), _) => result.followed.add(rest, mass),
                (None, Outcome::Event(_)) => result.event_before.add(mass),
                (None, Outcome::Censored) => result.censored_before.add(mass),
            }
        }
        result
    }

    fn with_outcomes(&self, change: impl Fn(Outcome) -> Outcome) -> Self {
        let mut changed = Self::new();
        for (spell, mass) in &self.by_spell {
            changed.add(spell.with_outcome(change(spell.outcome())), mass);
        }
        changed
    }
}

/// The mass of several groups together.
pub(crate) fn sum<'a, M: Mass + 'a>(masses: impl Iterator<Item = &'a M>) -> M {
    masses.fold(M::default(), |mut total, mass| {
        total.add(mass);
        total
    })
}

//! Which defects a person's records have.
//!
//! Invariant: in clean mode nothing ever happens, so a writer asks without looking at the mode.

use super::Mess;
use crate::random::{Random, Stream};

/// The defects of one person in one country.
#[derive(Debug, Clone)]
pub(super) struct Defects(Option<Random>);

impl Defects {
    /// For a person by number.
    pub(super) fn of(mess: Mess, person: u64) -> Self {
        Self(match mess {
            Mess::Clean => None,
            Mess::Realistic { seed } => Some(Random::of(seed, person, Stream::Writer)),
        })
    }

    /// True so many times in a thousand; never in clean mode.
    pub(super) fn happens(&mut self, per_mille: u32) -> bool {
        self.0.as_mut().is_some_and(|random| random.chance(per_mille))
    }

    /// From 0 to below `limit`; 0 in clean mode.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        self.0.as_mut().map_or(0, |random| random.below(limit))
    }
}

//! Whether one version of something is never more than the other: the proof behind *narrower* and *wider*.
//!
//! A condition is ordered by truth, false before unknown before true, for every patient, entry and record alike. A value is
//! ordered by its size, where it is missing in both versions or in neither. A bag of events is ordered by which records
//! belong to it. What cannot be proved is left open; a claim is never made by looking at data.
//!
//! Invariant: a claim holds on any data whose dates lie a hundred years inside the calendar's ends, where no date that is
//! moved falls off.

mod bag;
mod codes;
mod cohort;
mod test;
mod truth;
mod value;

pub(crate) use codes::{covers, drugs_within};
pub(crate) use test::Test;

use kohort_semantics::meaning::Meanings;
use kohort_semantics::study::{Expr, ExprKind};

/// What is known of how a new version relates to the old one, everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order {
    /// The new one is never more.
    pub(crate) at_most: bool,
    /// The new one is never less.
    pub(crate) at_least: bool,
}

impl Order {
    /// They are the same.
    pub(crate) const SAME: Self = Self {
        at_most: true,
        at_least: true,
    };
    /// Nothing is known.
    pub(crate) const OPEN: Self = Self {
        at_most: false,
        at_least: false,
    };

    /// The order of the opposites.
    pub(crate) fn turned(self) -> Self {
        Self {
            at_most: self.at_least,
            at_least: self.at_most,
        }
    }

    /// What holds if both hold.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            at_most: self.at_most && other.at_most,
            at_least: self.at_least && other.at_least,
        }
    }

    /// From a comparison of the new with the old.
    fn from_comparison(new_against_old: std::cmp::Ordering) -> Self {
        Self {
            at_most: new_against_old.is_le(),
            at_least: new_against_old.is_ge(),
        }
    }
}

/// Two versions of a study, to be compared.
#[derive(Debug)]
pub(crate) struct Versions<'s> {
    pub(crate) old: Meanings<'s>,
    pub(crate) new: Meanings<'s>,
}

/// One of the versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Old,
    New,
}

impl<'s> Versions<'s> {
    pub(crate) fn side(&self, side: Side) -> &Meanings<'s> {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }

    /// What an expression stands for, if it is a definition's name.
    pub(crate) fn resolved<'e>(&'e self, side: Side, expr: &'e Expr) -> &'e Expr {
        let mut at = expr;
        while let ExprKind::Definition(id) = &at.kind
            && let Some(definition) = self.side(side).of().definition(*id)
        {
            at = &definition.value;
        }
        at
    }
}

//! How much a change matters, and which way it goes.
//!
//! Invariant: grades rise with what has to be looked at again: a change of a higher grade can change everything that one of
//! a lower grade can.

use serde::{Deserialize, Serialize};

/// What a change touches, rising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// No number of any result; at most what something is called or how rows are laid out.
    Cosmetic,
    /// What is reported, not what it is reported of.
    OutputsOnly,
    /// What people are described or divided by.
    Characteristics,
    /// What is measured after the index date.
    Endpoint,
    /// Who is in.
    Population,
    /// From when everything is measured.
    TimeZero,
    /// Which codes, drugs and tests words stand for.
    Vocabulary,
    /// How a country's data are read.
    SourceModel,
}

impl Grade {
    /// All grades, rising.
    pub const ALL: [Self; 8] = [
        Self::Cosmetic,
        Self::OutputsOnly,
        Self::Characteristics,
        Self::Endpoint,
        Self::Population,
        Self::TimeZero,
        Self::Vocabulary,
        Self::SourceModel,
    ];

    /// The grade in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Cosmetic => "cosmetic",
            Self::OutputsOnly => "outputs only",
            Self::Characteristics => "characteristics",
            Self::Endpoint => "endpoint",
            Self::Population => "population",
            Self::TimeZero => "time zero",
            Self::Vocabulary => "vocabulary",
            Self::SourceModel => "source model",
        }
    }
}

/// How what is taken in now relates to what was taken in before, proved for any data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The same.
    Same,
    /// Never more.
    Narrower,
    /// Never less.
    Wider,
    /// Not proved: more, less, others or the same.
    Either,
}

impl Direction {
    /// The direction in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Narrower => "narrower",
            Self::Wider => "wider",
            Self::Either => "either",
        }
    }

    /// The other way round.
    pub fn turned(self) -> Self {
        match self {
            Self::Narrower => Self::Wider,
            Self::Wider => Self::Narrower,
            other => other,
        }
    }
}

impl From<crate::order::Order> for Direction {
    fn from(order: crate::order::Order) -> Self {
        match (order.at_most, order.at_least) {
            (true, true) => Self::Same,
            (true, false) => Self::Narrower,
            (false, true) => Self::Wider,
            (false, false) => Self::Either,
        }
    }
}

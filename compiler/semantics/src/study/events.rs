//! Bags of events: what they start from, what narrows them, and what picks one of them.

use super::{DefinitionId, Expr, Lines, Record};
use crate::model::{AttributeId, EntityId};
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// A bag of one patient's records: a base, narrowed by a where-clause and windows, all of which must hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Events {
    /// What is narrowed.
    pub base: EventsBase,
    /// The where-clause, of type Boolean.
    pub filter: Option<Expr>,
    /// The windows on the record's date.
    pub windows: Vec<Window>,
    /// What the records are.
    pub record: Record,
    /// Where it is written.
    pub span: Span,
}

/// What a bag of events starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EventsBase {
    /// All records of an entity.
    Entity(EntityId),
    /// A definition of type [`Type::Events`].
    Definition(DefinitionId),
    /// The patient's lines of therapy; only as the value of the definition that `lines` declares.
    Lines(Box<Lines>),
    /// Another bag (parentheses).
    Nested(Box<Events>),
    /// The records' times, joined where the next starts at most so many days after the last covered day.
    Episodes {
        /// The records.
        events: Box<Events>,
        /// The largest distance that is joined, in days.
        joined_within: i64,
    },
    /// The times between the records' last covered day and the next start that are longer than a length.
    Gaps {
        /// The records.
        events: Box<Events>,
        /// The length in days.
        days: i64,
        /// `gap >= n` instead of `gap > n`.
        or_equal: bool,
    },
}

/// Bounds on a record's date. The window is unknown if a given bound is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// The earliest date.
    pub from: Option<Bound>,
    /// The latest date.
    pub to: Option<Bound>,
    /// Where it is written.
    pub span: Span,
}

/// One end of a window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// The date.
    pub date: Expr,
    /// Whether the date itself is inside.
    pub inclusive: bool,
}

/// Which of several events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Pick {
    /// The earliest.
    First,
    /// The latest. Ties are broken as for the earliest.
    Last,
    /// The n-th from the earliest, counted from 1.
    Nth(u32),
    /// The nearest to a date; of two equally near, the earlier.
    Nearest(Box<Expr>),
}

/// A declared order among events of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TieBreak {
    /// Records with this category value (by position) come first.
    ValueFirst(AttributeId, u32),
    /// The highest value of the attribute comes first, missing last.
    HighestFirst(AttributeId),
    /// The lowest value of the attribute comes first, missing last.
    LowestFirst(AttributeId),
}

//! Events, and what is made of them: one event, a count, episodes, gaps.

use super::clause::Clause;
use super::expression::Expr;
use super::literal::DurationLit;
use super::logic::CompareOp;
use super::support::{child, child_after, children, keywords, token, tokens, view};
use crate::SyntaxKind;

view! {
    /// `first EVENTS`, `last EVENTS`, `2nd EVENTS`, `nearest PATH to DATE CLAUSE …`
    PickExpr
}

/// Which event is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PickKind {
    /// The earliest.
    First,
    /// The latest.
    Last,
    /// The nth, counted from 1.
    Nth(u32),
    /// The one closest to a date.
    Nearest,
}

impl PickExpr {
    /// Which event is picked; none where the ordinal is no number the language can count to.
    #[must_use]
    pub fn pick(&self) -> Option<PickKind> {
        if let Some(ordinal) = token(&self.syntax, SyntaxKind::Ordinal) {
            let digits = ordinal
                .text()
                .trim_end_matches(|character: char| !character.is_ascii_digit());
            return digits.parse().ok().map(PickKind::Nth);
        }
        keywords(&self.syntax).find_map(|word| match word.text() {
            "first" => Some(PickKind::First),
            "last" => Some(PickKind::Last),
            "nearest" => Some(PickKind::Nearest),
            _ => None,
        })
    }

    /// The date after `nearest … to`.
    #[must_use]
    pub fn nearest_to(&self) -> Option<Expr> {
        child_after(&self.syntax, "to")
    }

    /// The events picked from: a path, events with clauses, episodes, gaps, or any of them in parentheses.
    #[must_use]
    pub fn events(&self) -> Option<Expr> {
        super::support::child_before(&self.syntax, "to")
    }

    /// The clauses after `nearest … to DATE`; empty for every other pick, whose clauses belong to its events.
    #[must_use]
    pub fn clauses(&self) -> Vec<Clause> {
        children(&self.syntax)
    }
}

/// What is computed from events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AggregateKind {
    /// Whether there is one.
    Any,
    /// How many there are.
    Count,
    /// On how many different days.
    DaysOf,
    /// The smallest value.
    Min,
    /// The largest value.
    Max,
    /// The sum of the values.
    Sum,
    /// The mean of the values.
    Mean,
    /// The median of the values.
    Median,
}

view! {
    /// `any EVENTS`, `count EVENTS`, `days of EVENTS`, `max of EVENTS`, …
    AggregateExpr
}

impl AggregateExpr {
    /// What is computed.
    #[must_use]
    pub fn function(&self) -> Option<AggregateKind> {
        match keywords(&self.syntax).next()?.text() {
            "any" => Some(AggregateKind::Any),
            "count" => Some(AggregateKind::Count),
            "days" => Some(AggregateKind::DaysOf),
            "min" => Some(AggregateKind::Min),
            "max" => Some(AggregateKind::Max),
            "sum" => Some(AggregateKind::Sum),
            "mean" => Some(AggregateKind::Mean),
            "median" => Some(AggregateKind::Median),
            _ => None,
        }
    }

    /// The events it is computed from.
    #[must_use]
    pub fn events(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// Events narrowed by clauses; there is always at least one.
    EventsExpr
}

impl EventsExpr {
    /// What is narrowed: a path, episodes, gaps, or events in parentheses.
    #[must_use]
    pub fn base(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// The clauses, in order.
    #[must_use]
    pub fn clauses(&self) -> Vec<Clause> {
        children(&self.syntax)
    }
}

view! {
    /// `episodes of EVENTS joined within 30 days`
    EpisodesExpr
}

impl EpisodesExpr {
    /// The dated intervals that are joined.
    #[must_use]
    pub fn events(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// The longest gap that still joins two of them.
    #[must_use]
    pub fn joined_within(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }
}

view! {
    /// `gap > 90 days in EVENTS`
    GapExpr
}

impl GapExpr {
    /// `>` or `>=`
    #[must_use]
    pub fn op(&self) -> Option<CompareOp> {
        tokens(&self.syntax).find_map(|token| CompareOp::from_kind(token.kind()))
    }

    /// How long a gap has to be.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }

    /// The events between which gaps are looked for.
    #[must_use]
    pub fn events(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

//! Rules about maintenance: which drugs may follow the first part of a line without beginning a new one.

use super::drug_set::DrugSet;
use super::expression::Expr;
use super::line_rule::{AfterPart, InLines, LineNumbers, within};
use super::literal::DurationLit;
use super::support::{child, children, has_keyword, view};

/// How maintenance follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MaintenanceKind {
    /// Some drugs of the line go on.
    Continuation,
    /// Other drugs follow.
    Switch,
}

view! {
    /// `maintenance SET continuation | switch`, then in any order `alone`, `after 4 cycles`, `within 42 days`, `in line 1`,
    /// `without EVENTS`, `others stopped for 28 days`, `as a line of its own`
    MaintenanceRule
}

impl MaintenanceRule {
    /// The drugs of the maintenance.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        children(&self.syntax)
    }

    /// Continuation or switch.
    #[must_use]
    pub fn kind(&self) -> Option<MaintenanceKind> {
        if has_keyword(&self.syntax, "continuation") {
            return Some(MaintenanceKind::Continuation);
        }
        has_keyword(&self.syntax, "switch").then_some(MaintenanceKind::Switch)
    }

    /// Whether it must be a single drug.
    #[must_use]
    pub fn alone(&self) -> bool {
        has_keyword(&self.syntax, "alone")
    }

    /// What must have been given before.
    #[must_use]
    pub fn after(&self) -> Option<AfterPart> {
        child(&self.syntax)
    }

    /// How long after the part before it must begin.
    #[must_use]
    pub fn within(&self) -> Option<DurationLit> {
        within(&self.syntax)
    }

    /// The lines that may have maintenance; none where all may.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        child::<InLines>(&self.syntax)?.lines()
    }

    /// The events that must not lie between.
    #[must_use]
    pub fn without(&self) -> Option<Expr> {
        child::<WithoutPart>(&self.syntax)?.events()
    }

    /// How long the other drugs must not have been given.
    #[must_use]
    pub fn others_stopped_for(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }

    /// Whether it has a number of its own.
    #[must_use]
    pub fn own_line(&self) -> bool {
        has_keyword(&self.syntax, "own")
    }
}

view! {
    /// `without EVENTS`
    WithoutPart
}

impl WithoutPart {
    /// The events; clauses stand in parentheses.
    #[must_use]
    pub fn events(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

//! `precision PATH as month, placed on day 15, not before EXPR, otherwise missing`.

use super::expression::Expr;
use super::literal::PrecisionWord;
use super::name::Path;
use super::support::{child, children, doc, has_keyword, keywords, token, view};
use crate::{SyntaxKind, SyntaxToken, lexicon};
use rowan::TextRange;

view! {
    /// A rule that makes a date equally coarse in all sources and then places it.
    PrecisionDecl
}

impl PrecisionDecl {
    /// The date attribute the rule is for.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        child(&self.syntax)
    }

    /// The precision every source is coarsened to.
    #[must_use]
    pub fn precision(&self) -> Option<PrecisionWord> {
        PrecisionWord::from_word(self.precision_token()?.text())
    }

    /// Where the precision stands.
    #[must_use]
    pub fn precision_range(&self) -> Option<TextRange> {
        self.precision_token().map(|token| token.text_range())
    }

    /// The day the coarse date is placed on.
    #[must_use]
    pub fn placement(&self) -> Option<Placement> {
        child(&self.syntax)
    }

    /// The bound after `not before`.
    #[must_use]
    pub fn not_before(&self) -> Option<Expr> {
        self.bound("before")
    }

    /// The bound after `not after`.
    #[must_use]
    pub fn not_after(&self) -> Option<Expr> {
        self.bound("after")
    }

    /// What becomes of a date that is coarser still.
    #[must_use]
    pub fn otherwise(&self) -> Option<Otherwise> {
        let clause: PrecisionOtherwise = child(&self.syntax)?;
        if has_keyword(clause.syntax(), "missing") {
            return Some(Otherwise::Missing);
        }
        child(clause.syntax()).map(Otherwise::Placed)
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }

    fn precision_token(&self) -> Option<SyntaxToken> {
        keywords(&self.syntax).find(|word| PrecisionWord::from_word(word.text()).is_some())
    }

    fn bound(&self, side: &str) -> Option<Expr> {
        children::<PrecisionBound>(&self.syntax)
            .into_iter()
            .find(|bound| has_keyword(bound.syntax(), side))
            .and_then(|bound| child(bound.syntax()))
    }
}

view! {
    /// `not before EXPR` or `not after EXPR`
    PrecisionBound
}

view! {
    /// `otherwise missing` or `otherwise placed on …`
    PrecisionOtherwise
}

/// What becomes of a date that is coarser than the rule's precision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Otherwise {
    /// It is missing.
    Missing,
    /// It is placed on this day.
    Placed(Placement),
}

view! {
    /// `placed on day 15`, `placed on first day`, `placed on last day`, `placed on 1 July`
    Placement
}

/// The day a coarse date is placed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlacementKind {
    /// The first day it may be.
    FirstDay,
    /// The last day it may be.
    LastDay,
    /// This day of the month it may be.
    DayOfMonth(u32),
    /// This day of the year it may be.
    DayOfYear {
        /// 1 is January.
        month: u32,
        /// 1 is the first.
        day: u32,
    },
}

impl Placement {
    /// The day; none where it is missing, damaged, or a number too large for any calendar.
    #[must_use]
    pub fn kind(&self) -> Option<PlacementKind> {
        if has_keyword(&self.syntax, "first") {
            return Some(PlacementKind::FirstDay);
        }
        if has_keyword(&self.syntax, "last") {
            return Some(PlacementKind::LastDay);
        }
        let day = token(&self.syntax, SyntaxKind::Number)?.text().parse().ok()?;
        if has_keyword(&self.syntax, "day") {
            return Some(PlacementKind::DayOfMonth(day));
        }
        let month = keywords(&self.syntax).find_map(|word| lexicon::month_number(word.text()))?;
        Some(PlacementKind::DayOfYear { month, day })
    }
}

//! What a source says about all its data: the days they cover, what its dates are counted from, entities that it lacks,
//! dates that must obey a bound.

use super::expression::Expr;
use super::literal::{DateLit, StringLit};
use super::name::{Name, Path};
use super::support::{child, child_after, child_before, children, doc, keywords, view};
use crate::SyntaxToken;
use rowan::TextRange;

view! {
    /// `period 2011-01-01 to 2024-12-31`
    PeriodEntry
}

impl PeriodEntry {
    /// The first day.
    #[must_use]
    pub fn from(&self) -> Option<DateLit> {
        child_after(&self.syntax, "period")
    }

    /// The last day.
    #[must_use]
    pub fn to(&self) -> Option<DateLit> {
        child_after(&self.syntax, "to")
    }
}

view! {
    /// `anchored on "the day of diagnosis"`
    AnchoredEntry
}

impl AnchoredEntry {
    /// What the days are counted from, in the data owner's words.
    #[must_use]
    pub fn anchor(&self) -> Option<StringLit> {
        child(&self.syntax)
    }
}

view! {
    /// `ENTITY absent "reason"`, `ENTITY, ENTITY absent "reason"`
    AbsentEntityDecl
}

impl AbsentEntityDecl {
    /// The entities of the common model that are not recorded.
    #[must_use]
    pub fn entities(&self) -> Vec<Name> {
        children(&self.syntax)
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }
}

view! {
    /// `bound PATH on or after VALUE, otherwise missing`
    BoundDecl
}

/// What becomes of a date that contradicts its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoundOtherwise {
    /// It stays.
    Kept,
    /// It becomes missing.
    Missing,
    /// It becomes the limit.
    Moved,
}

impl BoundOtherwise {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "kept" => Some(Self::Kept),
            "missing" => Some(Self::Missing),
            "moved" => Some(Self::Moved),
            _ => None,
        }
    }
}

impl BoundDecl {
    /// The date that is bounded.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        child_before(&self.syntax, "on")
    }

    /// Whether it must be on or after the limit, not on or before it.
    #[must_use]
    pub fn after(&self) -> Option<bool> {
        keywords(&self.syntax).find_map(|word| match word.text() {
            "after" => Some(true),
            "before" => Some(false),
            _ => None,
        })
    }

    /// The limit.
    #[must_use]
    pub fn limit(&self) -> Option<Expr> {
        child_after(&self.syntax, "after").or_else(|| child_after(&self.syntax, "before"))
    }

    /// What becomes of a date that contradicts it.
    #[must_use]
    pub fn otherwise(&self) -> Option<BoundOtherwise> {
        BoundOtherwise::from_word(self.otherwise_token()?.text())
    }

    /// Where that is said.
    #[must_use]
    pub fn otherwise_range(&self) -> Option<TextRange> {
        self.otherwise_token().map(|token| token.text_range())
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }

    fn otherwise_token(&self) -> Option<SyntaxToken> {
        keywords(&self.syntax).find(|word| BoundOtherwise::from_word(word.text()).is_some())
    }
}

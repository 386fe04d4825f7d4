//! Drugs as expressions and rules name them, and what may be asked of the drugs of a line.

use super::drug::DrugsMember;
use super::expression::Expr;
use super::support::{child, children, has_keyword, keywords, view};

view! {
    /// `cisplatin`, `class platinum_compound`, `{ cisplatin, carboplatin }`, `therapy[1].drugs`
    DrugSet
}

impl DrugSet {
    /// The drugs, sets and classes meant; one where there are no braces, none where it is a value.
    #[must_use]
    pub fn members(&self) -> Vec<DrugsMember> {
        super::drug::split_members(&self.syntax).0
    }

    /// Those left out again: all behind `except`.
    #[must_use]
    pub fn except(&self) -> Vec<DrugsMember> {
        super::drug::split_members(&self.syntax).1
    }

    /// The value whose drugs are meant: a path with a dot or the number of a line.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `a has any in b, c`, `a all in b`, `a has any in b and none in c`
    HasExpr
}

impl HasExpr {
    /// The drugs that are asked about.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// The tests, all of which must hold.
    #[must_use]
    pub fn tests(&self) -> Vec<DrugsTest> {
        children(&self.syntax)
    }
}

/// How many of the drugs must be in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DrugsQuantity {
    /// `any in`: at least one.
    Any,
    /// `any not in`: at least one is outside.
    AnyNot,
    /// `all in`
    All,
    /// `none in`
    None,
}

view! {
    /// `has any in b, c`, `none in d`
    DrugsTest
}

impl DrugsTest {
    /// How many must be in the sets; none where that is missing.
    #[must_use]
    pub fn quantity(&self) -> Option<DrugsQuantity> {
        let found = keywords(&self.syntax).find_map(|word| match word.text() {
            "any" => Some(DrugsQuantity::Any),
            "all" => Some(DrugsQuantity::All),
            "none" => Some(DrugsQuantity::None),
            _ => None,
        })?;
        Some(match found {
            DrugsQuantity::Any if has_keyword(&self.syntax, "not") => DrugsQuantity::AnyNot,
            other => other,
        })
    }

    /// The sets, taken together.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        children(&self.syntax)
    }
}

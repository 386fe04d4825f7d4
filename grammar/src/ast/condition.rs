//! Conditions on the rows of a table, and what several rows of one patient are.

use super::literal::StringLit;
use super::name::NameOrString;
use super::support::{child, children, has_keyword, view};

view! {
    /// `where COLUMN = "text" and COLUMN not in { "a", "b" } and COLUMN is known`
    RowCondition
}

impl RowCondition {
    /// The tests, all of which must hold.
    #[must_use]
    pub fn tests(&self) -> Vec<RowTest> {
        children(&self.syntax)
    }
}

view! {
    /// `COLUMN = "text"`, `COLUMN in { … }`, `COLUMN not in { … }`, `COLUMN is missing`
    RowTest
}

/// What a column's text must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowTestKind {
    /// One of these texts.
    In(Vec<StringLit>),
    /// None of these texts.
    NotIn(Vec<StringLit>),
    /// Blank.
    Missing,
    /// Not blank.
    Known,
}

impl RowTest {
    /// The column.
    #[must_use]
    pub fn column(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }

    /// What its text must be; none where that is damaged.
    #[must_use]
    pub fn kind(&self) -> Option<RowTestKind> {
        let said = |word| has_keyword(&self.syntax, word);
        if said("is") {
            return match (said("missing"), said("known"), said("not")) {
                (true, _, false) | (_, true, true) => Some(RowTestKind::Missing),
                (true, _, true) | (_, true, false) => Some(RowTestKind::Known),
                _ => None,
            };
        }
        let texts = children(&self.syntax);
        match (said("not"), texts.is_empty()) {
            (_, true) => None,
            (true, _) => Some(RowTestKind::NotIn(texts)),
            (false, _) => Some(RowTestKind::In(texts)),
        }
    }
}

view! {
    /// `distinct` or `last by COLUMN`
    RepeatsOption
}

/// What several rows of one patient are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepeatsKind {
    /// One record, where all that is read of them agrees.
    Distinct,
    /// Only those with the greatest text in this column count.
    LastBy(Option<NameOrString>),
}

impl RepeatsOption {
    /// Which option it is.
    #[must_use]
    pub fn kind(&self) -> RepeatsKind {
        match has_keyword(&self.syntax, "last") {
            true => RepeatsKind::LastBy(child(&self.syntax)),
            false => RepeatsKind::Distinct,
        }
    }
}

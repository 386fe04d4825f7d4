//! Joined tables: `TABLE joined to TABLE on COLUMN, to each TABLE on COLUMN = COLUMN`.

use super::name::NameOrString;
use super::support::{child, child_after_token, child_before, children, has_keyword, token, view};
use crate::SyntaxKind;

view! {
    /// `TABLE joined to …, to …`
    TableJoin
}

impl TableJoin {
    /// The table whose rows these are.
    #[must_use]
    pub fn base(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }

    /// The tables that are looked up, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<JoinStep> {
        children(&self.syntax)
    }
}

view! {
    /// `to optional each TABLE on COLUMN and COLUMN = COLUMN`
    JoinStep
}

impl JoinStep {
    /// The table that is looked up.
    #[must_use]
    pub fn table(&self) -> Option<NameOrString> {
        // Between the table and `to` there may be `optional` and `each`, but no other node.
        child_before(&self.syntax, "on")
    }

    /// Whether a row may have no partner.
    #[must_use]
    pub fn optional(&self) -> bool {
        has_keyword(&self.syntax, "optional")
    }

    /// Whether a row may have several partners.
    #[must_use]
    pub fn each(&self) -> bool {
        has_keyword(&self.syntax, "each")
    }

    /// The columns that must agree.
    #[must_use]
    pub fn on(&self) -> Vec<JoinPair> {
        children(&self.syntax)
    }
}

view! {
    /// `COLUMN` or `COLUMN = COLUMN`
    JoinPair
}

impl JoinPair {
    /// The column of the rows so far.
    #[must_use]
    pub fn left(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }

    /// The column of the table that is looked up.
    #[must_use]
    pub fn right(&self) -> Option<NameOrString> {
        match token(&self.syntax, SyntaxKind::Equal) {
            Some(_) => child_after_token(&self.syntax, |token| token.kind() == SyntaxKind::Equal),
            None => self.left(),
        }
    }
}

//! Values that need to say which of several is meant, or ask the same of several.

use super::expression::Expr;
use super::support::{child, children, has_keyword, token, view};
use crate::SyntaxKind;

view! {
    /// `therapy[1]`
    SubscriptExpr
}

impl SubscriptExpr {
    /// What is counted; always a path.
    #[must_use]
    pub fn base(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// Which one is meant, as written; counted from 1.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        token(&self.syntax, SyntaxKind::Number).map(|number| number.text().to_owned())
    }
}

view! {
    /// `any of a, b is missing`, `any of a, b is known`
    AnyOfExpr
}

impl AnyOfExpr {
    /// The values asked about.
    #[must_use]
    pub fn operands(&self) -> Vec<Expr> {
        children(&self.syntax)
    }

    /// Whether it asks for one that is known, not for one that is missing.
    #[must_use]
    pub fn is_known(&self) -> bool {
        has_keyword(&self.syntax, "known")
    }
}

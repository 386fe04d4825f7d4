//! Values that depend on what a source records.

use super::expression::Expr;
use super::name::Name;
use super::support::{child, child_after, child_before, children, view};

view! {
    /// `only in us, uk { VALUE }`
    OnlyInExpr
}

impl OnlyInExpr {
    /// The sources in which the value is asked for.
    #[must_use]
    pub fn sources(&self) -> Vec<Name> {
        children(&self.syntax)
    }

    /// The value there; it is missing elsewhere.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `a if available, else b`
    IfAvailableExpr
}

impl IfAvailableExpr {
    /// The value where the source records all that it needs.
    #[must_use]
    pub fn preferred(&self) -> Option<Expr> {
        child_before(&self.syntax, "if")
    }

    /// The value elsewhere.
    #[must_use]
    pub fn fallback(&self) -> Option<Expr> {
        child_after(&self.syntax, "else")
    }
}

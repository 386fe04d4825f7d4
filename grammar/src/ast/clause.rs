//! The clauses that narrow events: a condition on each event, or a window its date must lie in.

use super::expression::Expr;
use super::literal::DurationLit;
use super::support::{child, child_after, keywords, view};

view! {
    /// `where …`, `from … to …`, `before …`, `within … of …`, …
    Clause
}

/// Which clause it is. A part that is missing has been reported by the parser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClauseKind {
    /// `where CONDITION`
    Where(Option<Expr>),
    /// `from DATE to DATE`, both included.
    FromTo(Option<Expr>, Option<Expr>),
    /// `before DATE`
    Before(Option<Expr>),
    /// `after DATE`
    After(Option<Expr>),
    /// `on or before DATE`
    OnOrBefore(Option<Expr>),
    /// `on or after DATE`
    OnOrAfter(Option<Expr>),
    /// `on DATE`
    On(Option<Expr>),
    /// `within 30 days of DATE`, on either side.
    Within {
        /// How far from the date.
        duration: Option<DurationLit>,
        /// The date.
        of: Option<Expr>,
    },
    /// `during PERIOD`
    During(Option<Expr>),
}

impl Clause {
    /// Which clause it is. Its first word decides, and every clause has one.
    #[must_use]
    pub fn kind(&self) -> ClauseKind {
        let words: Vec<_> = keywords(&self.syntax).collect();
        let words: Vec<&str> = words.iter().map(|word| word.text()).collect();
        let value = || child(&self.syntax);
        match words.as_slice() {
            ["where", ..] => ClauseKind::Where(value()),
            ["from", ..] => {
                ClauseKind::FromTo(child_after(&self.syntax, "from"), child_after(&self.syntax, "to"))
            }
            ["before", ..] => ClauseKind::Before(value()),
            ["after", ..] => ClauseKind::After(value()),
            ["on", "or", "before", ..] => ClauseKind::OnOrBefore(value()),
            ["on", "or", "after", ..] => ClauseKind::OnOrAfter(value()),
            ["within", ..] => ClauseKind::Within {
                duration: child(&self.syntax),
                of: child_after(&self.syntax, "of"),
            },
            ["during", ..] => ClauseKind::During(value()),
            _ => ClauseKind::On(value()),
        }
    }
}

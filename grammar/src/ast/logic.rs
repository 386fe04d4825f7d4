//! Conditions: and, or, not, comparisons, membership, missingness, relations of periods.

use super::expression::{Expr, PathExpr, RangeExpr};
use super::support::{child, child_after, child_after_token, children, has_keyword, keywords, tokens, view};
use crate::{SyntaxKind, SyntaxToken};
use rowan::TextRange;

view! {
    /// `a or b or c`
    OrExpr
}

impl OrExpr {
    /// The conditions, in order.
    #[must_use]
    pub fn operands(&self) -> Vec<Expr> {
        children(&self.syntax)
    }
}

view! {
    /// `a and b and c`
    AndExpr
}

impl AndExpr {
    /// The conditions, in order.
    #[must_use]
    pub fn operands(&self) -> Vec<Expr> {
        children(&self.syntax)
    }
}

view! {
    /// `not a`
    NotExpr
}

impl NotExpr {
    /// The condition that is turned round.
    #[must_use]
    pub fn operand(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

/// An operator of comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum CompareOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl CompareOp {
    pub(super) fn from_kind(kind: SyntaxKind) -> Option<Self> {
        match kind {
            SyntaxKind::Equal => Some(Self::Eq),
            SyntaxKind::NotEqual => Some(Self::Ne),
            SyntaxKind::Less => Some(Self::Lt),
            SyntaxKind::LessEqual => Some(Self::Le),
            SyntaxKind::Greater => Some(Self::Gt),
            SyntaxKind::GreaterEqual => Some(Self::Ge),
            _ => None,
        }
    }
}

view! {
    /// `a = b`, `a != b`, `a < b`, `a <= b`, `a > b`, `a >= b`
    CompareExpr
}

impl CompareExpr {
    /// The left operand.
    #[must_use]
    pub fn left(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// The operator.
    #[must_use]
    pub fn op(&self) -> Option<CompareOp> {
        self.op_token()
            .and_then(|token| CompareOp::from_kind(token.kind()))
    }

    /// Where the operator stands.
    #[must_use]
    pub fn op_range(&self) -> Option<TextRange> {
        self.op_token().map(|token| token.text_range())
    }

    /// The right operand.
    #[must_use]
    pub fn right(&self) -> Option<Expr> {
        child_after_token(&self.syntax, |token| CompareOp::from_kind(token.kind()).is_some())
    }

    fn op_token(&self) -> Option<SyntaxToken> {
        tokens(&self.syntax).find(|token| CompareOp::from_kind(token.kind()).is_some())
    }
}

view! {
    /// `a in SET` or `a not in SET`
    InExpr
}

impl InExpr {
    /// What is looked for.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// `not in`
    #[must_use]
    pub fn negated(&self) -> bool {
        has_keyword(&self.syntax, "not")
    }

    /// Where it is looked for.
    #[must_use]
    pub fn set(&self) -> Option<Set> {
        if let Some(items) = child::<ItemSet>(&self.syntax) {
            return Some(Set::Items(items.items(), items.range()));
        }
        Set::from_expr(child_after(&self.syntax, "in")?)
    }
}

/// What a value may be looked for in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Set {
    /// `{ a, b, c to d }`, and where it stands.
    Items(Vec<Expr>, TextRange),
    /// `a to b`
    Range(RangeExpr),
    /// A named range or code list.
    Path(PathExpr),
}

impl Set {
    /// Parentheses around a set do not change it; anything but a range or a name is no set, and was reported.
    fn from_expr(expr: Expr) -> Option<Self> {
        let mut expr = expr;
        loop {
            match expr {
                Expr::Range(range) => return Some(Self::Range(range)),
                Expr::Path(path) => return Some(Self::Path(path)),
                Expr::Paren(paren) => expr = paren.operand()?,
                _ => return None,
            }
        }
    }
}

view! {
    /// `{ a, b, c to d }`
    ItemSet
}

impl ItemSet {
    /// The values and ranges.
    #[must_use]
    pub fn items(&self) -> Vec<Expr> {
        children(&self.syntax)
    }
}

view! {
    /// `a is missing`, `a is not known`, `a is b`
    IsExpr
}

/// What something is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IsKind {
    /// `is missing`
    Missing,
    /// `is known`
    Known,
    /// `is VALUE`
    Value(Expr),
}

impl IsExpr {
    /// What it is said about.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// `is not`
    #[must_use]
    pub fn negated(&self) -> bool {
        has_keyword(&self.syntax, "not")
    }

    /// What it is said to be; none where that is missing.
    #[must_use]
    pub fn kind(&self) -> Option<IsKind> {
        if has_keyword(&self.syntax, "missing") {
            return Some(IsKind::Missing);
        }
        if has_keyword(&self.syntax, "known") {
            return Some(IsKind::Known);
        }
        child_after_token(&self.syntax, |token| token.kind() == SyntaxKind::Keyword).map(IsKind::Value)
    }
}

/// How two periods, or a date and a period, lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Relation {
    Overlaps,
    Contains,
    StartsIn,
    EndsIn,
}

view! {
    /// `a overlaps b`, `a contains b`, `a starts in b`, `a ends in b`
    RelationExpr
}

impl RelationExpr {
    /// The left operand.
    #[must_use]
    pub fn left(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// The relation.
    #[must_use]
    pub fn relation(&self) -> Option<Relation> {
        keywords(&self.syntax).find_map(|word| match word.text() {
            "overlaps" => Some(Relation::Overlaps),
            "contains" => Some(Relation::Contains),
            "starts" => Some(Relation::StartsIn),
            "ends" => Some(Relation::EndsIn),
            _ => None,
        })
    }

    /// The right operand.
    #[must_use]
    pub fn right(&self) -> Option<Expr> {
        child_after_token(&self.syntax, |token| token.kind() == SyntaxKind::Keyword)
    }
}

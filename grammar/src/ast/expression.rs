//! Expressions: the enumeration of all, and those that compute a value from values. Conditions are in `logic`, picks
//! and windows of events in `pick` and `clause`.

use super::availability::{IfAvailableExpr, OnlyInExpr};
use super::drug_set::HasExpr;
use super::literal::LiteralExpr;
use super::logic::{AndExpr, CompareExpr, InExpr, IsExpr, NotExpr, OrExpr, RelationExpr};
use super::name::{Name, Path};
use super::pick::{AggregateExpr, EpisodesExpr, EventsExpr, GapExpr, PickExpr};
use super::subscript::{AnyOfExpr, SubscriptExpr};
use super::support::{
    child, child_after, child_after_token, child_before, children, has_keyword, tokens, view, view_enum,
};
use crate::{SyntaxKind, SyntaxToken};
use rowan::TextRange;

view_enum! {
    /// Any expression.
    Expr {
        /// `a or b`
        Or(OrExpr),
        /// `a and b`
        And(AndExpr),
        /// `not a`
        Not(NotExpr),
        /// `a >= b`
        Compare(CompareExpr),
        /// `a in { b, c }`
        In(InExpr),
        /// `a is missing`
        Is(IsExpr),
        /// `a overlaps b`
        Relation(RelationExpr),
        /// `a has any in b`
        Has(HasExpr),
        /// `any of a, b is missing`
        AnyOf(AnyOfExpr),
        /// `a or else b`
        OrElse(OrElseExpr),
        /// `a if c, else b`
        If(IfExpr),
        /// `a if available, else b`
        IfAvailable(IfAvailableExpr),
        /// `only in us, uk { a }`
        OnlyIn(OnlyInExpr),
        /// `a + b`
        Binary(BinaryExpr),
        /// `-a`
        Negate(NegateExpr),
        /// `(first lab).value`
        Field(FieldExpr),
        /// `therapy[1]`
        Subscript(SubscriptExpr),
        /// `(a)`
        Paren(ParenExpr),
        /// `death.date`
        Path(PathExpr),
        /// `8 g/dL`
        Literal(LiteralExpr),
        /// `age at index`
        AgeAt(AgeAtExpr),
        /// `earliest(a, b)`
        Extreme(ExtremeExpr),
        /// `start of therapy`
        PeriodEnd(PeriodEndExpr),
        /// `first diagnosis where …`
        Pick(PickExpr),
        /// `count lab where …`
        Aggregate(AggregateExpr),
        /// `lab where … from a to b`
        Events(EventsExpr),
        /// `episodes of medication joined within 30 days`
        Episodes(EpisodesExpr),
        /// `gap > 90 days in visit`
        Gap(GapExpr),
        /// `a to b`
        Range(RangeExpr),
    }
}

view! {
    /// `a or else b or else c`: the first that is known.
    OrElseExpr
}

impl OrElseExpr {
    /// The values tried, in order.
    #[must_use]
    pub fn operands(&self) -> Vec<Expr> {
        children(&self.syntax)
    }
}

view! {
    /// `a if condition, else b`
    IfExpr
}

impl IfExpr {
    /// The value where the condition is true.
    #[must_use]
    pub fn then(&self) -> Option<Expr> {
        child_before(&self.syntax, "if")
    }

    /// The condition.
    #[must_use]
    pub fn condition(&self) -> Option<Expr> {
        child_after(&self.syntax, "if")
    }

    /// The value where the condition is false.
    #[must_use]
    pub fn otherwise(&self) -> Option<Expr> {
        child_after(&self.syntax, "else")
    }
}

/// An operator of arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ArithmeticOp {
    Add,
    Sub,
    Mul,
    Div,
}

impl ArithmeticOp {
    fn from_kind(kind: SyntaxKind) -> Option<Self> {
        match kind {
            SyntaxKind::Plus => Some(Self::Add),
            SyntaxKind::Minus => Some(Self::Sub),
            SyntaxKind::Star => Some(Self::Mul),
            SyntaxKind::Slash => Some(Self::Div),
            _ => None,
        }
    }
}

view! {
    /// `a + b`, `a - b`, `a * b`, `a / b`; a chain nests to the left.
    BinaryExpr
}

impl BinaryExpr {
    /// The left operand.
    #[must_use]
    pub fn left(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// The operator.
    #[must_use]
    pub fn op(&self) -> Option<ArithmeticOp> {
        self.op_token()
            .and_then(|token| ArithmeticOp::from_kind(token.kind()))
    }

    /// Where the operator stands.
    #[must_use]
    pub fn op_range(&self) -> Option<TextRange> {
        self.op_token().map(|token| token.text_range())
    }

    /// The right operand.
    #[must_use]
    pub fn right(&self) -> Option<Expr> {
        child_after_token(&self.syntax, |token| {
            ArithmeticOp::from_kind(token.kind()).is_some()
        })
    }

    fn op_token(&self) -> Option<SyntaxToken> {
        tokens(&self.syntax).find(|token| ArithmeticOp::from_kind(token.kind()).is_some())
    }
}

view! {
    /// `-a`
    NegateExpr
}

impl NegateExpr {
    /// What is negated.
    #[must_use]
    pub fn operand(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// An attribute of something that is not a plain path: `(nearest lab to index).value`
    FieldExpr
}

impl FieldExpr {
    /// What the attribute is taken from.
    #[must_use]
    pub fn base(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// The attribute.
    #[must_use]
    pub fn field(&self) -> Option<Name> {
        child(&self.syntax)
    }
}

view! {
    /// `(a)`
    ParenExpr
}

impl ParenExpr {
    /// What stands in the parentheses.
    #[must_use]
    pub fn operand(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// A path as an operand: the same node as [`Path`].
    PathExpr of Path
}

impl PathExpr {
    /// The path.
    #[must_use]
    pub fn path(&self) -> Path {
        Path::from(self.clone())
    }
}

impl From<PathExpr> for Path {
    fn from(expression: PathExpr) -> Self {
        Path::new(expression.syntax)
    }
}

view! {
    /// `age at DATE`
    AgeAtExpr
}

impl AgeAtExpr {
    /// The date.
    #[must_use]
    pub fn date(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `earliest(a, b)` or `latest(a, b)`
    ExtremeExpr
}

impl ExtremeExpr {
    /// Whether the latest is meant, not the earliest.
    #[must_use]
    pub fn is_latest(&self) -> bool {
        has_keyword(&self.syntax, "latest")
    }

    /// The dates compared.
    #[must_use]
    pub fn operands(&self) -> Vec<Expr> {
        children(&self.syntax)
    }
}

view! {
    /// `start of PERIOD` or `end of PERIOD`
    PeriodEndExpr
}

impl PeriodEndExpr {
    /// Whether the end is meant, not the start.
    #[must_use]
    pub fn is_end(&self) -> bool {
        has_keyword(&self.syntax, "end")
    }

    /// The period.
    #[must_use]
    pub fn operand(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `low to high`, both included.
    RangeExpr
}

impl RangeExpr {
    /// The lower end.
    #[must_use]
    pub fn low(&self) -> Option<Expr> {
        child_before(&self.syntax, "to")
    }

    /// The upper end.
    #[must_use]
    pub fn high(&self) -> Option<Expr> {
        child_after(&self.syntax, "to")
    }
}

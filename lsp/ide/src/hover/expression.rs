//! Operators: the type of what they make, and what that means for dates.

use super::Asked;
use super::page::{Page, code};
use crate::Range;
use crate::place::{enclosing, range_of};
use kohort_grammar::{SyntaxKind, SyntaxToken, ast};
use kohort_semantics::Sort;

impl Asked<'_> {
    /// The page of the operation that an operator makes.
    pub(super) fn operator(&self, token: &SyntaxToken) -> Option<(Range, Page)> {
        let node = token.parent()?;
        let expr = ast::Expr::cast(node.clone())?;
        let shape = self.here.shape(expr.range())?;
        let mut page = Page::of(format!("{} · {}", code(token.text()), shape.words));
        match &expr {
            ast::Expr::Binary(_) if shape.sort == Sort::Date => {
                page.add(
                    "Days need a date that is known to the day. Months and years keep the day of the month, or take the \
                     month's last: 2024-01-31 + 1 month is 2024-02-29.",
                );
            }
            ast::Expr::Compare(compare) => {
                let dates = compare.left().and_then(|left| self.here.shape(left.range()));
                if dates.is_some_and(|shape| shape.sort == Sort::Date) {
                    page.add(
                        "Of dates that are known to the month, quarter or year: true if it holds for every day that they may \
                         be, false if for none, and otherwise unknown.",
                    );
                } else {
                    page.add("Unknown if either side is missing.");
                }
            }
            _ => {}
        }
        Some((range_of(token), page))
    }

    /// The kind of a token's value in words, for literals that stand alone.
    pub(super) fn value_type(&self, token: &SyntaxToken) -> Option<String> {
        let literal = enclosing(token, ast::LiteralExpr::cast)?;
        Some(self.here.shape(literal.range())?.words.clone())
    }
}

/// Whether a token is an operator of a comparison or of arithmetic.
#[must_use]
pub(crate) fn is_operator(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::Plus
            | SyntaxKind::Minus
            | SyntaxKind::Star
            | SyntaxKind::Slash
            | SyntaxKind::Less
            | SyntaxKind::LessEqual
            | SyntaxKind::Greater
            | SyntaxKind::GreaterEqual
            | SyntaxKind::Equal
            | SyntaxKind::NotEqual
    )
}

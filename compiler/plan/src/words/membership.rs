//! Tests whether a value is among others, or missing, with the negated forms that they have.
//!
//! Invariant: a range tests both of its ends and stands bare; a period that is written out is one value and stands in
//! parentheses, since it is missing as a whole.

use super::Words;
use super::phrase::{Level, Phrase};
use kohort_semantics::study::{Expr, ExprKind, RecordKind, SetItem};

impl Words<'_> {
    /// A negation; tests have a form of their own.
    pub(super) fn negation(&self, operand: &Expr, row: Option<RecordKind>) -> Phrase {
        match &operand.kind {
            ExprKind::InSet { .. }
            | ExprKind::InCodes { .. }
            | ExprKind::InDrugs { .. }
            | ExprKind::InPeriod { .. }
            | ExprKind::IsMissing(_) => self.membership(operand, true, row),
            _ => Phrase::new(Level::Not, format!("not {}", self.at(operand, row, Level::Not))),
        }
    }

    /// One of these tests, or its negation.
    pub(super) fn membership(&self, test: &Expr, negated: bool, row: Option<RecordKind>) -> Phrase {
        let at = |operand: &Expr, level| self.at(operand, row, level);
        let not = if negated { "not " } else { "" };
        let text = match &test.kind {
            ExprKind::InSet { value, items } => {
                let item = |item: &SetItem| match item {
                    SetItem::Value(value) => at(value, Level::Add),
                    SetItem::Range(low, high) => {
                        format!("{} to {}", at(low, Level::Add), at(high, Level::Add))
                    }
                };
                let words: Vec<String> = items.iter().map(item).collect();
                let set = match items.as_slice() {
                    [SetItem::Range(..)] => words.concat(),
                    _ => format!("{{ {} }}", words.join(", ")),
                };
                format!("{} {not}in {set}", at(value, Level::Else))
            }
            ExprKind::InCodes { value, list } => {
                format!("{} {not}in {}", at(value, Level::Else), self.code_list(*list))
            }
            ExprKind::InDrugs { value, list } => {
                format!("{} {not}in {}", at(value, Level::Else), self.drug_list(*list))
            }
            ExprKind::InPeriod { date, period } => {
                format!("{} {not}in {}", at(date, Level::Else), at(period, Level::Else))
            }
            ExprKind::IsMissing(value) => {
                let word = if negated { "known" } else { "missing" };
                format!("{} is {word}", at(value, Level::Else))
            }
            _ => return self.phrase(test, row),
        };
        Phrase::new(Level::Compare, text)
    }
}

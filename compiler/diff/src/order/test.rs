//! A condition, or its opposite, as one test among others.

use super::{Side, Versions};
use kohort_semantics::meaning::Hash;
use kohort_semantics::study::{Expr, ExprKind, SetItem};

/// A condition, or its opposite.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Test<'e> {
    pub(crate) condition: &'e Expr,
    pub(crate) negated: bool,
}

/// The most tests that one condition is taken apart into; a larger one is compared as a whole.
const MOST: usize = 256;

impl<'e> Test<'e> {
    pub(crate) fn new(condition: &'e Expr) -> Self {
        Self {
            condition,
            negated: false,
        }
    }

    /// The operands if it is an `and` (or, with `all` false, an `or`), with negations moved to them.
    fn operands(self, all: bool) -> Option<Vec<Self>> {
        let operands = match &self.condition.kind {
            ExprKind::And(operands) if all != self.negated => operands,
            ExprKind::Or(operands) if all == self.negated => operands,
            _ => return None,
        };
        let negated = self.negated;
        Some(
            operands
                .iter()
                .map(|condition| Self { condition, negated })
                .collect(),
        )
    }
}

impl Versions<'_> {
    /// A test without definitions' names and negations in front of it.
    pub(crate) fn plain<'e>(&'e self, side: Side, test: Test<'e>) -> Test<'e> {
        let mut at = test;
        loop {
            at.condition = self.resolved(side, at.condition);
            match &at.condition.kind {
                ExprKind::Not(operand) => {
                    at = Test {
                        condition: operand,
                        negated: !at.negated,
                    }
                }
                _ => return at,
            }
        }
    }

    /// What a test is made of: all of it must hold (or, with `all` false, some of it).
    pub(crate) fn taken_apart<'e>(&'e self, side: Side, test: Test<'e>, all: bool) -> Vec<Test<'e>> {
        let mut parts = Vec::new();
        let mut waiting = vec![test];
        while let Some(next) = waiting.pop() {
            let next = self.plain(side, next);
            match next.operands(all) {
                Some(operands) if parts.len() + waiting.len() < MOST => {
                    waiting.extend(operands.into_iter().rev());
                }
                _ => parts.push(next),
            }
        }
        parts
    }

    /// The hash of a test.
    pub(crate) fn hash_of(&self, side: Side, test: Test<'_>) -> Hash {
        self.side(side).truth(test.condition, test.negated)
    }
}

/// The expressions of a set's item: one value, or both ends of a range.
pub(super) fn ends(item: &SetItem) -> (&Expr, &Expr) {
    match item {
        SetItem::Value(value) => (value, value),
        SetItem::Range(low, high) => (low, high),
    }
}

//! Sums, products, alternatives and extremes, however they are grouped, and through definitions.
//!
//! Invariant: exact arithmetic does not mind how a sum is grouped, nor in which order it is added up; of dates the
//! earliest is the same in any order; of alternatives a repeated one is never reached. What each operand counts is kept as
//! a number, so that a definition that doubles another a hundred times is as quick as one.

use super::Meanings;
use super::hash::{Encoder, Hash};
use crate::study::{Arithmetic, DefinitionId, Expr, ExprKind};
use std::collections::BTreeMap;

/// An operator that joins operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Join {
    Sum,
    Product,
    OrElse,
    Earliest,
    Latest,
}

/// Operands, each with how often it counts.
type Operands = Vec<(Hash, u64)>;

/// The operands of definitions, each worked out once.
pub(super) type Known = BTreeMap<(Join, DefinitionId), Operands>;

impl Join {
    /// The operator of an expression, if it is one, with its operands.
    pub(super) fn of(expr: &Expr) -> Option<(Self, Vec<&Expr>)> {
        Some(match &expr.kind {
            ExprKind::Arithmetic { op, left, right } => {
                let join = match op {
                    Arithmetic::Add => Self::Sum,
                    Arithmetic::Multiply => Self::Product,
                    Arithmetic::Subtract | Arithmetic::Divide => return None,
                };
                (join, vec![left, right])
            }
            ExprKind::OrElse(operands) => (Self::OrElse, operands.iter().collect()),
            ExprKind::Extreme { latest, dates } => {
                let join = if *latest { Self::Latest } else { Self::Earliest };
                (join, dates.iter().collect())
            }
            _ => return None,
        })
    }

    fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Product => "product",
            Self::OrElse => "or else",
            Self::Earliest => "earliest",
            Self::Latest => "latest",
        }
    }

    fn joined(self, parts: Vec<Operands>) -> Operands {
        let parts = parts.into_iter().flatten();
        if self == Self::OrElse {
            let mut first = Operands::new();
            for (operand, _) in parts {
                if !first.iter().any(|(known, _)| *known == operand) {
                    first.push((operand, 1));
                }
            }
            return first;
        }
        let mut all: BTreeMap<Hash, u64> = BTreeMap::new();
        for (operand, times) in parts {
            let counted = all.entry(operand).or_default();
            *counted = match self {
                Self::Sum | Self::Product => counted.saturating_add(times),
                _ => 1,
            };
        }
        all.into_iter().collect()
    }
}

impl Meanings<'_> {
    /// The meaning of joined operands.
    pub(super) fn joined_operands(&self, join: Join, operands: &[&Expr]) -> Hash {
        let operands = join.joined(
            operands
                .iter()
                .map(|operand| self.operands(join, operand))
                .collect(),
        );
        if let [(only, 1)] = operands.as_slice() {
            return *only;
        }
        let mut encoder = Encoder::new(join.word());
        encoder.number(operands.len() as u64);
        for (operand, times) in operands {
            encoder.hash(operand).number(times);
        }
        encoder.finish()
    }

    fn operands(&self, join: Join, expr: &Expr) -> Operands {
        if let ExprKind::Definition(id) = &expr.kind {
            return self.defined_operands(join, *id);
        }
        match Join::of(expr) {
            Some((same, parts)) if same == join => {
                join.joined(parts.into_iter().map(|part| self.operands(join, part)).collect())
            }
            _ => vec![(self.expression(expr), 1)],
        }
    }

    fn defined_operands(&self, join: Join, id: DefinitionId) -> Operands {
        if let Some(known) = self.joins.borrow().get(&(join, id)) {
            return known.clone();
        }
        let operands = match self.study.definition(id) {
            Some(definition) => self.operands(join, &definition.value),
            None => Operands::new(),
        };
        self.joins.borrow_mut().insert((join, id), operands.clone());
        operands
    }

    /// What an expression stands for, if it is a definition's name.
    pub(super) fn resolved<'e>(&'e self, expr: &'e Expr) -> &'e Expr {
        let mut at = expr;
        while let ExprKind::Definition(id) = &at.kind
            && let Some(definition) = self.study.definition(*id)
        {
            at = &definition.value;
        }
        at
    }
}

//! Conditions: what is true, false or unknown, in a form without order and nesting.
//!
//! Invariant: two conditions of one form are equal for every record in Kleene's logic. De Morgan's laws, double negation,
//! the order of operands, repetition and `x = true` hold there and are used; absorption and distribution would blow up
//! forms, and are not.

use super::hash::{Encoder, Hash};
use super::{Meanings, expression};
use crate::study::{Compare, DefinitionId, Expr, ExprKind, SetItem, Type};
use crate::value::Value;
use std::collections::BTreeSet;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// All of these.
    All(BTreeSet<Hash>),
    /// At least one of these.
    Any(BTreeSet<Hash>),
    /// One test.
    Test(Hash),
    /// Always this.
    Always(bool),
}

impl Form {
    /// The form as one hash.
    pub(super) fn hash(&self) -> Hash {
        match self {
            Self::All(all) => Encoder::new("and").hashes(all.iter().copied()).finish(),
            Self::Any(any) => Encoder::new("or").hashes(any.iter().copied()).finish(),
            Self::Test(test) => *test,
            Self::Always(truth) => Encoder::new("always").truth(*truth).finish(),
        }
    }

    /// What all must hold for this form to hold.
    pub(super) fn conjuncts(self) -> BTreeSet<Hash> {
        match self {
            Self::All(all) => all,
            Self::Always(true) => BTreeSet::new(),
            other => BTreeSet::from([other.hash()]),
        }
    }

    /// All of several forms, or (`all: false`) at least one.
    fn joined(all: bool, forms: impl IntoIterator<Item = Self>) -> Self {
        let mut tests = BTreeSet::new();
        for form in forms {
            match form {
                Self::Always(truth) if truth == all => {}
                // One false decides an `and`, one true an `or`.
                Self::Always(truth) => return Self::Always(truth),
                Self::All(inner) if all => tests.extend(inner),
                Self::Any(inner) if !all => tests.extend(inner),
                other => drop(tests.insert(other.hash())),
            }
        }
        match (tests.len(), tests.first()) {
            (0, _) => Self::Always(all),
            (1, Some(only)) => Self::Test(*only),
            _ if all => Self::All(tests),
            _ => Self::Any(tests),
        }
    }
}

impl Meanings<'_> {
    /// The meaning of a condition, or of its opposite.
    pub fn truth(&self, expr: &Expr, negated: bool) -> Hash {
        self.condition(expr, negated).hash()
    }

    /// A condition's form, or that of its opposite.
    pub(super) fn condition(&self, expr: &Expr, negated: bool) -> Form {
        match &expr.kind {
            ExprKind::Literal(Value::Boolean(truth)) => Form::Always(*truth != negated),
            ExprKind::Not(operand) => self.condition(operand, !negated),
            ExprKind::And(operands) => self.joined(!negated, operands, negated),
            ExprKind::Or(operands) => self.joined(negated, operands, negated),
            ExprKind::Definition(id) if expr.ty == Type::Boolean => self.defined_condition(*id, negated),
            ExprKind::Compare { op, left, right } => self.comparison(*op, left, right, negated),
            ExprKind::InSet { value, items } => {
                let tests = items.iter().map(|item| self.item(value, item, negated));
                Form::joined(negated, tests)
            }
            _ => test(expression::hash(self, expr), negated),
        }
    }

    fn joined(&self, all: bool, operands: &[Expr], negated: bool) -> Form {
        let forms = operands.iter().map(|operand| self.condition(operand, negated));
        Form::joined(all, forms)
    }

    /// The condition that a definition stands for.
    fn defined_condition(&self, id: DefinitionId, negated: bool) -> Form {
        if let Some(known) = self.conditions.borrow().get(&(id, negated)) {
            return known.clone();
        }
        let form = match self.study.definition(id) {
            Some(definition) => self.condition(&definition.value, negated),
            None => Form::Always(false),
        };
        self.conditions.borrow_mut().insert((id, negated), form.clone());
        form
    }

    fn comparison(&self, op: Compare, left: &Expr, right: &Expr, negated: bool) -> Form {
        if matches!(op, Compare::Eq | Compare::Ne) && left.ty == Type::Boolean {
            for (truth, other) in [(right, left), (left, right)] {
                if let Form::Always(truth) = self.condition(truth, false) {
                    let opposite = (op == Compare::Ne) == truth;
                    return self.condition(other, negated != opposite);
                }
            }
        }
        let (left, right) = (self.expression(left), self.expression(right));
        compared(if negated { op.opposite() } else { op }, left, right)
    }

    fn item(&self, value: &Expr, item: &SetItem, negated: bool) -> Form {
        match item {
            SetItem::Value(item) => self.comparison(Compare::Eq, value, item, negated),
            SetItem::Range(low, high) => Form::joined(
                !negated,
                [
                    self.comparison(Compare::Ge, value, low, negated),
                    self.comparison(Compare::Le, value, high, negated),
                ],
            ),
        }
    }
}

/// A comparison with its operands in one order: the smaller first, or of those that are equal or not, any.
fn compared(op: Compare, left: Hash, right: Hash) -> Form {
    let (word, first, second) = match op {
        Compare::Lt => ("<", left, right),
        Compare::Gt => ("<", right, left),
        Compare::Le => ("<=", left, right),
        Compare::Ge => ("<=", right, left),
        Compare::Eq => ("=", left.min(right), left.max(right)),
        Compare::Ne => ("!=", left.min(right), left.max(right)),
    };
    Form::Test(Encoder::new(word).hash(first).hash(second).finish())
}

fn test(hash: Hash, negated: bool) -> Form {
    Form::Test(if negated {
        Encoder::new("not").hash(hash).finish()
    } else {
        hash
    })
}

//! From a node to its kernel, for the operators that compute each position from the same position of their operands.
//!
//! Invariant: operands are read in the node's own domain.

use super::dispatch::Scope;
use super::fault::Fault;
use super::operand::{Operand, Reader};
use super::values::Values;
use super::{arithmetic, choose, codes, compare, dates, drugs, logic, periods};
use kohort_plan::algebra::{Node, NodeId, Operator};
use kohort_semantics::value::Date;

impl Scope<'_> {
    /// The operators that compute each position from the same position of their operands.
    pub(crate) fn elementwise(&self, id: NodeId, node: &Node) -> Result<Values, Fault> {
        let at = node.domain;
        let len = self.domains.len(at)?;
        let one = |id: &NodeId| self.operand(*id, at);
        Ok(match &node.operator {
            Operator::Not(operand) => Values::Boolean(logic::not(one(operand)?.booleans()?, len)),
            Operator::And(operands) | Operator::Or(operands) => {
                let operands = self.operands(operands, at)?;
                let readers: Vec<Reader<'_, bool>> =
                    operands.iter().map(Operand::booleans).collect::<Result<_, _>>()?;
                let all = matches!(node.operator, Operator::And(_));
                Values::Boolean(if all {
                    logic::and(&readers, len)
                } else {
                    logic::or(&readers, len)
                })
            }
            Operator::Compare { op, left, right } => {
                let prepared = self.prepared.constants.get(&id);
                Values::Boolean(compare::compare(*op, &one(left)?, &one(right)?, prepared, len)?)
            }
            Operator::InCodes {
                value,
                patterns,
                except,
                ..
            } => Values::Boolean(codes::in_codes(one(value)?.texts()?, patterns, except, len)),
            Operator::InDrugs { value, drugs, .. } => {
                Values::Boolean(drugs::in_drugs(one(value)?.texts()?, drugs, len))
            }
            Operator::HasDrugs { value, tests } => {
                let value = one(value)?;
                let mut others = Vec::with_capacity(tests.len());
                for test in tests {
                    others.push(self.operands(&test.values, at)?);
                }
                let mut readers = Vec::with_capacity(tests.len());
                for (test, others) in tests.iter().zip(&others) {
                    let texts = others.iter().map(Operand::texts).collect::<Result<_, _>>()?;
                    readers.push(drugs::Test::new(test, texts));
                }
                Values::Boolean(drugs::has_drugs(value.texts()?, &readers, len))
            }
            Operator::InPeriod { date, period } => Values::Boolean(periods::contains(
                one(date)?.dates()?,
                one(period)?.periods()?,
                len,
            )),
            Operator::Relation {
                relation,
                left,
                right,
            } => Values::Boolean(periods::relation(
                *relation,
                one(left)?.periods()?,
                one(right)?.periods()?,
                len,
            )),
            Operator::IsMissing(operand) => Values::Boolean(choose::is_missing(&one(operand)?, len)),
            Operator::OrElse(operands) => choose::or_else(&self.operands(operands, at)?, len)?,
            Operator::If {
                then,
                condition,
                otherwise,
            } => choose::if_else(one(condition)?.booleans()?, one(then)?, one(otherwise)?, len)?,
            Operator::Negate(operand) => Values::Number(arithmetic::negate(one(operand)?.numbers()?, len)),
            Operator::Arithmetic { op, left, right } => Values::Number(arithmetic::arithmetic(
                *op,
                one(left)?.numbers()?,
                one(right)?.numbers()?,
                len,
            )),
            Operator::Scale { value, factor } => {
                Values::Number(arithmetic::scale(one(value)?.numbers()?, factor, len))
            }
            Operator::Shift { date, amount, unit } => {
                Values::Date(dates::shift(one(date)?.dates()?, *amount, *unit, len))
            }
            Operator::DaysBetween { from, to } => {
                Values::Number(dates::days_between(one(from)?.dates()?, one(to)?.dates()?, len))
            }
            Operator::Age { birth, at } => {
                Values::Number(dates::age(one(birth)?.dates()?, one(at)?.dates()?, len))
            }
            Operator::Extreme { latest, dates } => {
                let operands = self.operands(dates, at)?;
                let readers: Vec<Reader<'_, Date>> =
                    operands.iter().map(Operand::dates).collect::<Result<_, _>>()?;
                Values::Date(dates::extreme(&readers, *latest, len))
            }
            Operator::Period { start, end } => {
                Values::Period(periods::period(one(start)?.dates()?, one(end)?.dates()?, len))
            }
            Operator::PeriodBound { period, end } => {
                Values::Date(periods::bound(one(period)?.periods()?, *end, len))
            }
            _ => {
                return Err(Fault::Other(
                    "has an operator that does not work on single values",
                ));
            }
        })
    }
}

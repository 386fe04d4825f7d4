//! Expressions, operator by operator.
//!
//! Invariant: the node of an expression computes exactly what the language reference says of the expression; sets become
//! disjunctions of comparisons, and everything else keeps its shape.

use super::{BindError, Binder, Scope, constant};
use crate::algebra::{ConstantDisplay, NodeId, Operator, ValueType};
use crate::{domain, words};
use kohort_base::Span;
use kohort_semantics::study::{Compare, Expr, ExprKind, Field, SetItem, Type};
use kohort_semantics::value::Value;

impl Binder<'_> {
    /// The node of an expression.
    pub(super) fn expr(&mut self, expr: &Expr, scope: Scope) -> Result<NodeId, BindError> {
        match constant::value(expr) {
            Some(value) => self.constant(value, expr, None),
            None => self.computed(expr, scope),
        }
    }

    /// The node of an expression that has a name.
    pub(super) fn named(&mut self, expr: &Expr, name: &str, scope: Scope) -> Result<NodeId, BindError> {
        match constant::value(expr) {
            Some(value) => self.constant(value, expr, Some(name.to_owned())),
            None => self.computed(expr, scope),
        }
    }

    pub(super) fn constant(
        &mut self,
        value: Value,
        expr: &Expr,
        name: Option<String>,
    ) -> Result<NodeId, BindError> {
        let ty = value_type(expr)?;
        let text = words::literal(self.study, &self.words, &value, &expr.ty);
        let display = ConstantDisplay { text, name };
        let added = self.graph.constant(Operator::Constant(value), ty, display);
        added.map_err(|fault| BindError::domain(fault, expr.span))
    }

    fn computed(&mut self, expr: &Expr, scope: Scope) -> Result<NodeId, BindError> {
        let span = expr.span;
        let operator = match &expr.kind {
            ExprKind::Literal(value) => return self.constant(value.clone(), expr, None),
            ExprKind::Definition(id) => return self.definition(*id, scope, span),
            ExprKind::Events(events) => return Ok(self.events(events, scope)?.0),
            ExprKind::Pick { which, events, ties } => return self.pick(which, events, ties, scope, span),
            ExprKind::Local(position) => return self.local(*position, scope, span),
            ExprKind::InSet { value, items } => return self.in_set(value, items, scope, span),
            ExprKind::OnlyIn { .. } | ExprKind::IfAvailable { .. } => {
                return Err(BindError::invalid("it was not decided for this source", span));
            }
            ExprKind::RecordField(Field::Attribute(id)) if scope.part.is_some() => {
                return self.of_part(*id, scope, span);
            }
            ExprKind::RecordField(field) => match scope.row {
                Some(space) => return self.field(*field, space, span),
                None => {
                    let what =
                        "a field of the record under test is read where there is none, such as in a window";
                    return Err(BindError::invalid(what, span));
                }
            },
            ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::OrElse(parts) if parts.len() == 1 => {
                return parts
                    .first()
                    .map_or_else(|| Err(empty(span)), |part| self.expr(part, scope));
            }
            ExprKind::And(parts) => {
                let mut all = self.all(parts, scope, span)?;
                // What is true for this source asks for nothing, such as a test of what it does not record.
                let first = all.first().copied();
                all.retain(|part| !self.is_true(*part));
                match all.as_slice() {
                    [] => return first.ok_or_else(|| empty(span)),
                    [only] => return Ok(*only),
                    _ => Operator::And(all),
                }
            }
            ExprKind::Or(parts) => Operator::Or(self.all(parts, scope, span)?),
            ExprKind::OrElse(parts) => Operator::OrElse(self.all(parts, scope, span)?),
            ExprKind::Extreme { latest, dates } => Operator::Extreme {
                latest: *latest,
                dates: self.all(dates, scope, span)?,
            },
            ExprKind::Index => Operator::Index,
            ExprKind::Attribute(id) => {
                let stream = self.stream(id.entity, span)?;
                let record = self.add(Operator::OnlyRecord(stream), ValueType::Record, scope, span)?;
                Operator::FieldOf {
                    record,
                    value: self.attribute(*id, span)?,
                }
            }
            ExprKind::FieldOf { event, field } => {
                let record = self.expr(event, scope)?;
                if self.is_missing(record) {
                    return self.constant(Value::Missing, expr, None);
                }
                let space = domain::record_space(self.graph.graph(), record).ok_or_else(|| {
                    BindError::invalid(
                        "a field is read of something that is not one kind of record",
                        span,
                    )
                })?;
                Operator::FieldOf {
                    record,
                    value: self.field(*field, space, span)?,
                }
            }
            ExprKind::Not(operand) => Operator::Not(self.expr(operand, scope)?),
            ExprKind::IsMissing(operand) => Operator::IsMissing(self.expr(operand, scope)?),
            ExprKind::Negate(operand) => Operator::Negate(self.expr(operand, scope)?),
            ExprKind::Scale { value, factor } => Operator::Scale {
                value: self.expr(value, scope)?,
                factor: factor.clone(),
            },
            ExprKind::Shift { date, amount, unit } => Operator::Shift {
                date: self.expr(date, scope)?,
                amount: *amount,
                unit: *unit,
            },
            ExprKind::PeriodBound { period, end } => Operator::PeriodBound {
                period: self.expr(period, scope)?,
                end: *end,
            },
            ExprKind::Compare { op, left, right } => Operator::Compare {
                op: *op,
                left: self.expr(left, scope)?,
                right: self.expr(right, scope)?,
            },
            ExprKind::Arithmetic { op, left, right } => Operator::Arithmetic {
                op: *op,
                left: self.expr(left, scope)?,
                right: self.expr(right, scope)?,
            },
            ExprKind::Relation {
                relation,
                left,
                right,
            } => Operator::Relation {
                relation: *relation,
                left: self.expr(left, scope)?,
                right: self.expr(right, scope)?,
            },
            ExprKind::InPeriod { date, period } => Operator::InPeriod {
                date: self.expr(date, scope)?,
                period: self.expr(period, scope)?,
            },
            ExprKind::DaysBetween { from, to } => Operator::DaysBetween {
                from: self.expr(from, scope)?,
                to: self.expr(to, scope)?,
            },
            ExprKind::Age { birth, at } => Operator::Age {
                birth: self.expr(birth, scope)?,
                at: self.expr(at, scope)?,
            },
            ExprKind::Period { start, end } => Operator::Period {
                start: self.expr(start, scope)?,
                end: self.expr(end, scope)?,
            },
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => Operator::If {
                then: self.expr(then, scope)?,
                condition: self.expr(condition, scope)?,
                otherwise: self.expr(otherwise, scope)?,
            },
            ExprKind::InCodes { value, list } => {
                let value = self.expr(value, scope)?;
                self.in_codes(value, *list, span)?
            }
            ExprKind::InDrugs { value, list } => {
                let value = self.expr(value, scope)?;
                self.in_drugs(value, *list, span)?
            }
            ExprKind::HasDrugs { value, tests } => self.has_drugs(value, tests, scope)?,
            ExprKind::Any(events) => Operator::Any(self.events(events, scope)?.0),
            ExprKind::Count(events) => Operator::Count(self.events(events, scope)?.0),
            ExprKind::DaysOf(events) => {
                let (bag, space) = self.events(events, scope)?;
                Operator::DaysOf {
                    bag,
                    date: self.date_of(space, span)?,
                }
            }
            ExprKind::Aggregate {
                function,
                events,
                field,
            } => {
                let (bag, space) = self.events(events, scope)?;
                Operator::Aggregate {
                    bag,
                    function: *function,
                    value: self.field(*field, space, span)?,
                }
            }
        };
        self.add(operator, value_type(expr)?, scope, span)
    }

    fn all(&mut self, parts: &[Expr], scope: Scope, span: Span) -> Result<Vec<NodeId>, BindError> {
        if parts.is_empty() {
            return Err(empty(span));
        }
        parts.iter().map(|part| self.expr(part, scope)).collect()
    }

    /// Whether a node is the constant that is true.
    fn is_true(&self, node: NodeId) -> bool {
        let node = self.graph.graph().node_weight(node);
        matches!(
            node.map(|found| &found.operator),
            Some(Operator::Constant(Value::Boolean(true)))
        )
    }

    /// A set as the disjunction of its tests.
    fn in_set(
        &mut self,
        value: &Expr,
        items: &[SetItem],
        scope: Scope,
        span: Span,
    ) -> Result<NodeId, BindError> {
        let left = self.expr(value, scope)?;
        let mut tests = Vec::new();
        for item in items {
            tests.push(match item {
                SetItem::Value(single) => self.test(Compare::Eq, left, single, scope, span)?,
                SetItem::Range(low, high) => {
                    let low = self.test(Compare::Ge, left, low, scope, span)?;
                    let high = self.test(Compare::Le, left, high, scope, span)?;
                    self.add(Operator::And(vec![low, high]), ValueType::Boolean, scope, span)?
                }
            });
        }
        match tests.as_slice() {
            [] => Err(empty(span)),
            [only] => Ok(*only),
            _ => self.add(Operator::Or(tests), ValueType::Boolean, scope, span),
        }
    }

    fn test(
        &mut self,
        op: Compare,
        left: NodeId,
        right: &Expr,
        scope: Scope,
        span: Span,
    ) -> Result<NodeId, BindError> {
        let right = self.expr(right, scope)?;
        self.add(
            Operator::Compare { op, left, right },
            ValueType::Boolean,
            scope,
            span,
        )
    }

    /// Whether a node is missing for everybody.
    fn is_missing(&self, node: NodeId) -> bool {
        let operator = self.node(node).map(|found| &found.operator);
        matches!(operator, Some(Operator::Constant(Value::Missing)))
    }

    /// Adds an operator.
    pub(super) fn add(
        &mut self,
        operator: Operator,
        ty: ValueType,
        scope: Scope,
        span: Span,
    ) -> Result<NodeId, BindError> {
        self.graph
            .add(operator, scope.cohort, ty)
            .map_err(|fault| BindError::domain(fault, span))
    }
}

fn empty(span: Span) -> BindError {
    BindError::invalid("a set or a combination of conditions is empty", span)
}

/// The type of an expression's values in a plan.
pub(super) fn value_type(expr: &Expr) -> Result<ValueType, BindError> {
    Ok(match &expr.ty {
        Type::Boolean | Type::Events(_) => ValueType::Boolean,
        Type::Integer | Type::Decimal | Type::Quantity(_) | Type::Years | Type::Months | Type::Days => {
            ValueType::Number
        }
        Type::Date => ValueType::Date,
        Type::Period => ValueType::Period,
        Type::Text | Type::Code | Type::Analyte | Type::Drug | Type::Drugs => ValueType::Text,
        Type::Category(_) | Type::Fixed(_) => ValueType::Category,
        Type::Event(_) => ValueType::Record,
        Type::Error => return Err(BindError::invalid("an expression has no type", expr.span)),
    })
}

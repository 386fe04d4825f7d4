//! What an expression is worth for one patient (2.1 to 2.5).
//!
//! Every expression is evaluated anew wherever it is needed; nothing is remembered and nothing is shared.

use crate::calendar::{completed_years, known_day, shifted};
use crate::codes::{in_list, in_set};
use crate::compare::{between, compare, in_period, related, same};
use crate::events::Bag;
use crate::record::{Patient, Row};
use crate::truth::{Truth, all, any, not};
use kohort_semantics::model::AttributeId;
use kohort_semantics::study::{Arithmetic, Expr, ExprKind, Field, SetItem, Type};
use kohort_semantics::value::{Date, Day, Number, Value};
use kohort_semantics::{Source, Study};

/// A study over one patient's records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evaluation<'a> {
    pub(crate) study: &'a Study,
    pub(crate) source: &'a Source,
    pub(crate) patient: &'a Patient<'a>,
    /// Whether dates are seen as they are recorded, before the source's bounds and the study's precision rules.
    pub(crate) as_recorded: bool,
}

/// For what an expression is evaluated.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scope<'a> {
    /// The index date of the cohort entry, if it is for one.
    pub(crate) index: Option<Day>,
    /// The record under test, inside a where-clause or a source's derived attribute.
    pub(crate) row: Option<Row<'a>>,
}

/// What an expression gives: a value, one event or none, or a bag of events.
#[derive(Debug, Clone)]
pub(crate) enum Answer<'a> {
    Value(Value),
    Event(Option<Row<'a>>),
    Events(Bag<'a>),
}

impl Answer<'_> {
    fn is_missing(&self) -> bool {
        match self {
            Answer::Value(value) => value.is_missing(),
            Answer::Event(event) => event.is_none(),
            Answer::Events(_) => false,
        }
    }

    fn missing_of(ty: &Type) -> Self {
        if matches!(ty, Type::Event(_)) {
            Answer::Event(None)
        } else {
            Answer::Value(Value::Missing)
        }
    }
}

impl<'a> Evaluation<'a> {
    /// What the study says of a patient. The study has no choices left that depend on the source.
    pub(crate) fn new(study: &'a Study, source: &'a Source, patient: &'a Patient<'a>) -> Self {
        Self {
            study,
            source,
            patient,
            as_recorded: false,
        }
    }

    /// The value of an expression that is neither an event nor events.
    pub(crate) fn value(self, expr: &'a Expr, scope: Scope<'a>) -> Value {
        match self.answer(expr, scope) {
            Answer::Value(value) => value,
            Answer::Event(_) | Answer::Events(_) => Value::Missing,
        }
    }

    /// The truth of a Boolean expression.
    pub(crate) fn truth(self, expr: &'a Expr, scope: Scope<'a>) -> Truth {
        match self.value(expr, scope) {
            Value::Boolean(known) => Some(known),
            _ => None,
        }
    }

    fn number(self, expr: &'a Expr, scope: Scope<'a>) -> Option<Number> {
        match self.value(expr, scope) {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The date of an expression, if it is known at all.
    pub(crate) fn date(self, expr: &'a Expr, scope: Scope<'a>) -> Option<Date> {
        match self.value(expr, scope) {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The date of an expression, if it is known to the day.
    pub(crate) fn day(self, expr: &'a Expr, scope: Scope<'a>) -> Option<Day> {
        self.date(expr, scope).and_then(known_day)
    }

    fn truths(self, operands: &'a [Expr], scope: Scope<'a>) -> Vec<Truth> {
        operands
            .iter()
            .map(|operand| self.truth(operand, scope))
            .collect()
    }

    /// Whatever an expression gives.
    pub(crate) fn answer(self, expr: &'a Expr, scope: Scope<'a>) -> Answer<'a> {
        let value = match &expr.kind {
            ExprKind::Literal(value) => value.clone(),
            ExprKind::Index => scope.index.map_or(Value::Missing, |day| {
                Value::Date(Date {
                    first: day,
                    last: day,
                })
            }),
            // A definition has one value for each entry. It never sees the record under test (2.4).
            ExprKind::Definition(id) => match self.study.definition(*id) {
                Some(definition) => return self.answer(&definition.value, Scope { row: None, ..scope }),
                None => return Answer::missing_of(&expr.ty),
            },
            ExprKind::Attribute(attribute) => self.only_record(*attribute),
            ExprKind::RecordField(field) => self.field(scope.row, *field),
            ExprKind::Local(position) => match scope.row {
                Some(Row::Record(_, record)) => record
                    .locals
                    .get(*position as usize)
                    .cloned()
                    .unwrap_or(Value::Missing),
                _ => Value::Missing,
            },
            ExprKind::FieldOf { event, field } => match self.answer(event, scope) {
                Answer::Event(event) => self.field(event, *field),
                _ => Value::Missing,
            },
            // Kleene's logic (2.3).
            ExprKind::Not(operand) => from_truth(not(self.truth(operand, scope))),
            ExprKind::And(operands) => from_truth(all(&self.truths(operands, scope))),
            ExprKind::Or(operands) => from_truth(any(&self.truths(operands, scope))),
            ExprKind::Compare { op, left, right } => {
                from_truth(compare(*op, &self.value(left, scope), &self.value(right, scope)))
            }
            ExprKind::InSet { value, items } => {
                let value = self.value(value, scope);
                let tests: Vec<Truth> = items
                    .iter()
                    .map(|item| self.in_item(&value, item, scope))
                    .collect();
                from_truth(any(&tests))
            }
            ExprKind::InCodes { value, list } => {
                let list = self.study.code_lists.get(list.0 as usize);
                from_truth(list.and_then(|list| in_list(&self.value(value, scope), list)))
            }
            ExprKind::InDrugs { value, list } => {
                let list = self.study.drug_lists.get(list.0 as usize);
                from_truth(list.and_then(|list| in_set(&self.value(value, scope), list)))
            }
            ExprKind::HasDrugs { value, tests } => {
                from_truth(self.has_drugs(&self.value(value, scope), tests, scope))
            }
            // Which of them it is depends on the source alone and was decided before.
            ExprKind::OnlyIn { value, .. } => return self.answer(value, scope),
            ExprKind::IfAvailable { preferred, .. } => return self.answer(preferred, scope),
            ExprKind::InPeriod { date, period } => {
                from_truth(in_period(&self.value(date, scope), &self.value(period, scope)))
            }
            ExprKind::Relation {
                relation,
                left,
                right,
            } => from_truth(related(
                *relation,
                &self.value(left, scope),
                &self.value(right, scope),
            )),
            // The only ways to look at missingness (2.3).
            ExprKind::IsMissing(operand) => Value::Boolean(self.answer(operand, scope).is_missing()),
            ExprKind::OrElse(operands) => {
                let answers = operands.iter().map(|operand| self.answer(operand, scope));
                return answers
                    .into_iter()
                    .find(|answer| !answer.is_missing())
                    .unwrap_or_else(|| Answer::missing_of(&expr.ty));
            }
            // An unknown condition chooses neither (2.5).
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => {
                return match self.truth(condition, scope) {
                    Some(true) => self.answer(then, scope),
                    Some(false) => self.answer(otherwise, scope),
                    None => Answer::missing_of(&expr.ty),
                };
            }
            // Exact numbers (2.1).
            ExprKind::Negate(operand) => from_number(self.number(operand, scope).map(|number| number.neg())),
            ExprKind::Arithmetic { op, left, right } => from_number(arithmetic(
                *op,
                self.number(left, scope),
                self.number(right, scope),
            )),
            ExprKind::Scale { value, factor } => {
                from_number(self.number(value, scope).map(|number| number.mul(factor)))
            }
            // Dates and periods (2.2).
            ExprKind::Shift { date, amount, unit } => from_date(
                self.date(date, scope)
                    .and_then(|date| shifted(date, *amount, *unit)),
            ),
            ExprKind::DaysBetween { from, to } => {
                let days = match (self.day(from, scope), self.day(to, scope)) {
                    (Some(from), Some(to)) => Some(i64::from(to.0) - i64::from(from.0)),
                    _ => None,
                };
                from_number(days.map(Number::from_integer))
            }
            ExprKind::Age { birth, at } => {
                let years = match (self.day(birth, scope), self.day(at, scope)) {
                    (Some(birth), Some(at)) => completed_years(birth, at),
                    _ => None,
                };
                from_number(years.map(Number::from_integer))
            }
            ExprKind::Extreme { latest, dates } => {
                let known = dates.iter().filter_map(|date| self.date(date, scope));
                let order = |date: &Date| (date.first, date.last);
                from_date(if *latest {
                    known.max_by_key(order)
                } else {
                    known.min_by_key(order)
                })
            }
            ExprKind::Period { start, end } => match (self.date(start, scope), self.date(end, scope)) {
                (Some(start), Some(end)) => Value::Period(start, end),
                _ => Value::Missing,
            },
            ExprKind::PeriodBound { period, end } => match self.value(period, scope) {
                Value::Period(_, last) if *end => Value::Date(last),
                Value::Period(first, _) => Value::Date(first),
                _ => Value::Missing,
            },
            // Events (2.4).
            ExprKind::Events(events) => return Answer::Events(self.bag(events, scope)),
            ExprKind::Pick { which, events, ties } => {
                return Answer::Event(self.pick(which, events, ties, scope));
            }
            ExprKind::Any(events) => from_truth(self.bag(events, scope).any()),
            ExprKind::Count(events) => from_count(self.bag(events, scope).certain().len()),
            ExprKind::DaysOf(events) => from_count(self.days_of(&self.bag(events, scope))),
            ExprKind::Aggregate {
                function,
                events,
                field,
            } => self.aggregate(*function, &self.bag(events, scope), *field),
        };
        Answer::Value(value)
    }

    /// Whether a value equals an item or lies in a range; both ends of a range are included (2.4).
    fn in_item(self, value: &Value, item: &'a SetItem, scope: Scope<'a>) -> Truth {
        match item {
            SetItem::Value(item) => same(value, &self.value(item, scope)),
            SetItem::Range(low, high) => between(value, &self.value(low, scope), &self.value(high, scope)),
        }
    }

    /// An attribute of an entity of which a patient has at most one record.
    fn only_record(self, attribute: AttributeId) -> Value {
        let only = self.patient.rows(attribute.entity).first().copied();
        self.field(only, Field::Attribute(attribute))
    }
}

/// Exact arithmetic; missing if an operand is, or if it divides by zero (2.1).
fn arithmetic(op: Arithmetic, left: Option<Number>, right: Option<Number>) -> Option<Number> {
    let (left, right) = (left?, right?);
    match op {
        Arithmetic::Add => Some(left.add(&right)),
        Arithmetic::Subtract => Some(left.sub(&right)),
        Arithmetic::Multiply => Some(left.mul(&right)),
        Arithmetic::Divide => left.div(&right),
    }
}

fn from_truth(truth: Truth) -> Value {
    truth.map_or(Value::Missing, Value::Boolean)
}

fn from_number(number: Option<Number>) -> Value {
    number.map_or(Value::Missing, Value::Number)
}

fn from_date(date: Option<Date>) -> Value {
    date.map_or(Value::Missing, Value::Date)
}

fn from_count(count: usize) -> Value {
    from_number(i64::try_from(count).ok().map(Number::from_integer))
}

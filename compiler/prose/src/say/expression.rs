//! Values in English: noun phrases.
//!
//! Invariant: every kind of expression has a form of its own.

use super::Say;
use super::phrase::{Level, Phrase};
use super::small::{aggregate, distance};
use crate::text::{OWN, listed};
use kohort_semantics::model::AttributeType;
use kohort_semantics::study::{Arithmetic, Events, Expr, ExprKind, Field, LineField, Type};

impl Say<'_> {
    /// A value where something at least this tight is needed.
    pub(super) fn noun_at(&self, expr: &Expr, level: Level) -> String {
        self.noun(expr).at(level)
    }

    /// A value.
    pub(crate) fn noun(&self, expr: &Expr) -> Phrase {
        let operand = |operand: &Expr| self.noun_at(operand, Level::Noun);
        let noun = |text: String| Phrase::new(Level::Noun, text);
        let tail = |text: String| Phrase::new(Level::Tail, text);
        match &expr.kind {
            ExprKind::Literal(value) => self.value(value, &expr.ty),
            ExprKind::Index => Phrase::new(Level::Word, "the index date"),
            ExprKind::Definition(id) => Phrase::new(Level::Word, self.definition(*id)),
            ExprKind::Attribute(id) => Phrase::new(Level::Word, self.attribute(*id)),
            ExprKind::RecordField(field) => Phrase::new(Level::Word, format!("{OWN} {}", self.field(*field))),
            ExprKind::Local(column) => Phrase::new(Level::Word, format!("column {column} of the record")),
            ExprKind::FieldOf { event, field } => {
                noun(format!("the {} of {}", self.field(*field), operand(event)))
            }
            ExprKind::OrElse(operands) => {
                let operands: Vec<String> = operands.iter().map(operand).collect();
                tail(operands.join(", or where that is missing "))
            }
            ExprKind::OnlyIn { sources, value } => {
                let sources: Vec<String> = sources.iter().map(|source| crate::text::name(source)).collect();
                tail(format!(
                    "{}, asked for in the source {} only and missing elsewhere",
                    operand(value),
                    listed(&sources, "and")
                ))
            }
            ExprKind::IfAvailable { preferred, fallback } => tail(format!(
                "{} where the source records it, elsewhere {}",
                operand(preferred),
                operand(fallback)
            )),
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => tail(format!(
                "{} if {}, otherwise {}",
                operand(then),
                self.compared_with_itself(then, condition)
                    .unwrap_or_else(|| self.test(condition, false).at(Level::Test)),
                operand(otherwise)
            )),
            ExprKind::Negate(value) => noun(format!("minus {}", operand(value))),
            ExprKind::Arithmetic { op, left, right } => {
                let word = match op {
                    Arithmetic::Add => "plus",
                    Arithmetic::Subtract => "minus",
                    Arithmetic::Multiply => "times",
                    Arithmetic::Divide => "divided by",
                };
                tail(format!("{} {word} {}", operand(left), operand(right)))
            }
            ExprKind::Scale { value, factor } => {
                let unit = match &expr.ty {
                    Type::Quantity(measure) => format!(" in {}", self.unit(measure)),
                    _ => String::new(),
                };
                tail(format!("{} times {}{unit}", operand(value), factor.exact_text()))
            }
            ExprKind::Shift { date, amount, unit } => {
                let side = if *amount < 0 { "before" } else { "after" };
                let distance = distance(amount.unsigned_abs(), *unit);
                noun(format!("{distance} {side} {}", operand(date)))
            }
            ExprKind::DaysBetween { from, to } => noun(format!(
                "the number of days from {} to {}",
                operand(from),
                operand(to)
            )),
            ExprKind::Age { birth, at } if self.is_birth(birth) => {
                noun(format!("the age at {}", operand(at)))
            }
            ExprKind::Age { birth, at } => noun(format!(
                "the age in completed years, counted from {}, at {}",
                operand(birth),
                operand(at)
            )),
            ExprKind::Extreme { latest, dates } => {
                let word = if *latest { "latest" } else { "earliest" };
                let dates: Vec<String> = dates.iter().map(|date| self.noun_at(date, Level::Tail)).collect();
                Phrase::new(Level::Word, format!("the {word} of ({})", dates.join("; ")))
            }
            ExprKind::Period { start, end } => {
                tail(format!("the time from {} to {}", operand(start), operand(end)))
            }
            ExprKind::PeriodBound { period, end } => {
                if let ExprKind::FieldOf {
                    event,
                    field: Field::Period,
                } = &period.kind
                {
                    let word = if *end { "ends" } else { "begins" };
                    return noun(format!("the day on which {} {word}", operand(event)));
                }
                let word = if *end { "last" } else { "first" };
                noun(format!("the {word} day of {}", operand(period)))
            }
            ExprKind::Events(events) => noun(format!("all {}", self.bag(events).many())),
            ExprKind::Pick { which, events, ties } => self.pick(which, events, ties),
            ExprKind::Count(events) => noun(format!("the number of {}", self.bag(events).many())),
            ExprKind::DaysOf(events) => noun(format!(
                "the number of different days with {}",
                self.bag(events).many()
            )),
            ExprKind::Aggregate {
                function,
                events,
                field,
            } => noun(format!(
                "the {} {} of {}",
                aggregate(*function),
                self.field(*field),
                self.bag(events).many()
            )),
            ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Compare { .. }
            | ExprKind::InSet { .. }
            | ExprKind::InCodes { .. }
            | ExprKind::InDrugs { .. }
            | ExprKind::HasDrugs { .. }
            | ExprKind::InPeriod { .. }
            | ExprKind::Relation { .. }
            | ExprKind::IsMissing(_)
            | ExprKind::Any(_) => tail(format!("whether {}", self.test(expr, false).at(Level::Test))),
        }
    }

    /// A value as the object of a sentence of its own, where nothing follows it.
    pub(crate) fn free(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Pick { which, events, ties } => self.free_pick(which, events, ties),
            ExprKind::FieldOf { event, field } if *field != Field::Line(LineField::Number) => {
                format!("the {} of {}", self.field(*field), self.free(event))
            }
            ExprKind::Events(events) => format!("all {}", self.bag(events).free_many()),
            ExprKind::Count(events) => format!("the number of {}", self.bag(events).free_many()),
            _ => self.noun(expr).text,
        }
    }

    /// A comparison of a value that was just named: `it is on or before …`.
    fn compared_with_itself(&self, value: &Expr, condition: &Expr) -> Option<String> {
        let ExprKind::Compare { left, .. } = &condition.kind else {
            return None;
        };
        let named = self.noun_at(value, Level::Noun);
        let same = left.ty != Type::Boolean && self.noun_at(left, Level::Noun) == named;
        let clause = self.test(condition, false).text;
        let rest = clause.strip_prefix(&named).filter(|_| same)?;
        Some(format!("it{rest}"))
    }

    /// Whether an expression is the date of birth from which ages count.
    fn is_birth(&self, birth: &Expr) -> bool {
        let ExprKind::Attribute(id) = &birth.kind else {
            return false;
        };
        let model = &self.study.model;
        let attribute = model.attribute(*id);
        id.entity == model.patient()
            && attribute.is_some_and(|found| found.name == "birth_date" && found.ty == AttributeType::Date)
    }

    /// Some records, as the object of a sentence of its own.
    pub(crate) fn records(&self, events: &Events) -> String {
        self.bag(events).free_many()
    }
}

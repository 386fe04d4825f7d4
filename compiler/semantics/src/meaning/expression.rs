//! Expressions.
//!
//! Invariant: an expression's type is part of its meaning only where its parts do not say it: at literals.

use super::hash::{Encoder, Hash};
use super::joined::Join;
use super::{Meanings, condition::Form};
use crate::study::{DrugsTest, Expr, ExprKind, Field, Measure, Pick, Relation, ShiftUnit, TieBreak, Type};
use crate::value::Value;

impl Meanings<'_> {
    /// The meaning of an expression, with definitions in it replaced by what they stand for.
    pub fn expression(&self, expr: &Expr) -> Hash {
        match (&expr.ty, &expr.kind) {
            (Type::Boolean, _) => self.condition(expr, false).hash(),
            (_, ExprKind::Definition(id)) => self.definition(*id),
            _ => hash(self, expr),
        }
    }
}

/// The meaning of an expression that is no condition made of others, and no definition.
pub(super) fn hash(of: &Meanings<'_>, expr: &Expr) -> Hash {
    if let Some((join, operands)) = Join::of(expr) {
        return of.joined_operands(join, &operands);
    }
    let mut encoder = Encoder::new(word(&expr.kind));
    match &expr.kind {
        ExprKind::Literal(value) => literal(of, &mut encoder, value, &expr.ty),
        ExprKind::Index => {}
        // These are conditions or definitions, which have been dealt with; a definition that is no condition is replaced.
        ExprKind::Definition(id) => return of.definition(*id),
        ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Compare { .. }
        | ExprKind::InSet { .. } => return of.condition(expr, false).hash(),
        // Joined above.
        ExprKind::OrElse(_) | ExprKind::Extreme { .. } => {}
        ExprKind::Attribute(attribute) => {
            encoder.hash(of.attribute(*attribute));
        }
        ExprKind::RecordField(field) => of.field(&mut encoder, *field),
        ExprKind::Local(column) => {
            encoder.number((*column).into());
        }
        ExprKind::FieldOf { event, field } => {
            encoder.hash(of.expression(event));
            of.field(&mut encoder, *field);
        }
        ExprKind::InCodes { value, list } => {
            encoder.hash(of.expression(value)).hash(of.code_list(*list));
        }
        ExprKind::InDrugs { value, list } => {
            encoder.hash(of.expression(value)).hash(of.drug_list(*list));
        }
        ExprKind::HasDrugs { value, tests } => {
            encoder.hash(of.expression(value));
            encoder.unordered(tests.iter().map(|test| drugs_test(of, test)));
        }
        ExprKind::OnlyIn { sources, value } => {
            encoder.texts(Some(sources)).hash(of.expression(value));
        }
        ExprKind::IfAvailable { preferred, fallback } => {
            encoder
                .hash(of.expression(preferred))
                .hash(of.expression(fallback));
        }
        ExprKind::InPeriod { date, period } => {
            encoder.hash(of.expression(date)).hash(of.expression(period));
        }
        ExprKind::Relation {
            relation,
            left,
            right,
        } => {
            let (left, right) = (of.expression(left), of.expression(right));
            encoder.text(&format!("{relation:?}"));
            match relation {
                // Who shares a day with whom is the same question.
                Relation::Overlaps => encoder.unordered([left, right]),
                Relation::Contains | Relation::StartsIn | Relation::EndsIn => encoder.hash(left).hash(right),
            };
        }
        ExprKind::IsMissing(operand) | ExprKind::Negate(operand) => {
            encoder.hash(of.expression(operand));
        }
        ExprKind::If {
            then,
            condition,
            otherwise,
        } => {
            encoder.hashes([then, condition, otherwise].map(|part| of.expression(part)));
        }
        ExprKind::Arithmetic { op, left, right } => {
            encoder.text(&format!("{op:?}"));
            encoder.hash(of.expression(left)).hash(of.expression(right));
        }
        ExprKind::Scale { value, factor } => {
            encoder
                .hash(of.expression(value))
                .text(&factor.as_ratio().to_string());
        }
        ExprKind::Shift { date, amount, unit } => {
            let (date, amount) = shifted(of, date, *amount, *unit);
            encoder
                .text(&format!("{unit:?}"))
                .signed(amount)
                .hash(of.expression(date));
        }
        ExprKind::DaysBetween { from, to } => {
            encoder.hash(of.expression(from)).hash(of.expression(to));
        }
        ExprKind::Age { birth, at } => {
            encoder.hash(of.expression(birth)).hash(of.expression(at));
        }
        ExprKind::Period { start, end } => {
            encoder.hash(of.expression(start)).hash(of.expression(end));
        }
        ExprKind::PeriodBound { period, end } => {
            encoder.truth(*end).hash(of.expression(period));
        }
        ExprKind::Events(events)
        | ExprKind::Any(events)
        | ExprKind::Count(events)
        | ExprKind::DaysOf(events) => {
            encoder.hash(of.events(events));
        }
        ExprKind::Pick { which, events, ties } => {
            encoder.hash(of.events(events));
            pick(of, &mut encoder, which);
            encoder.number(ties.len() as u64);
            for tie in ties {
                of.tie(&mut encoder, *tie);
            }
        }
        ExprKind::Aggregate {
            function,
            events,
            field,
        } => {
            encoder.text(&format!("{function:?}")).hash(of.events(events));
            of.field(&mut encoder, *field);
        }
    }
    encoder.finish()
}

impl Meanings<'_> {
    fn tie(&self, encoder: &mut Encoder, tie: TieBreak) {
        let (word, attribute, value) = match tie {
            TieBreak::ValueFirst(attribute, value) => ("value", attribute, Some(value)),
            TieBreak::HighestFirst(attribute) => ("highest", attribute, None),
            TieBreak::LowestFirst(attribute) => ("lowest", attribute, None),
        };
        encoder.text(word).hash(self.attribute(attribute));
        encoder.maybe(value, |encoder, value| encoder.number(value.into()));
    }

    pub(super) fn field(&self, encoder: &mut Encoder, field: Field) {
        match field {
            Field::Attribute(attribute) => {
                encoder.text("attribute").hash(self.attribute(attribute));
            }
            Field::Start => {
                encoder.text("start");
            }
            Field::End => {
                encoder.text("end");
            }
            Field::Period => {
                encoder.text("period");
            }
            Field::Line(field) => {
                encoder.text("line").text(field.word());
            }
        }
    }
}

/// A date moved by days several times is moved once. Months are clamped each time, and stay apart.
fn shifted<'e>(of: &'e Meanings<'_>, date: &'e Expr, amount: i64, unit: ShiftUnit) -> (&'e Expr, i64) {
    let (mut date, mut amount) = (date, amount);
    while let ExprKind::Shift {
        date: inner,
        amount: before,
        unit: ShiftUnit::Days,
    } = &of.resolved(date).kind
        && unit == ShiftUnit::Days
        && let Some(both) = amount.checked_add(*before)
    {
        (date, amount) = (inner, both);
    }
    (date, amount)
}

fn pick(of: &Meanings<'_>, encoder: &mut Encoder, which: &Pick) {
    match which {
        Pick::First => {
            encoder.text("first");
        }
        Pick::Last => {
            encoder.text("last");
        }
        Pick::Nth(n) => {
            encoder.text("nth").number((*n).into());
        }
        Pick::Nearest(date) => {
            encoder.text("nearest").hash(of.expression(date));
        }
    }
}

fn drugs_test(of: &Meanings<'_>, test: &DrugsTest) -> Hash {
    let DrugsTest {
        quantity,
        drugs,
        values,
    } = test;
    let mut encoder = Encoder::new("drugs test");
    encoder.text(&format!("{quantity:?}")).hash(of.drug_set(drugs));
    encoder.unordered(values.iter().map(|value| of.expression(value)));
    encoder.finish()
}

/// A literal with what its value alone does not say: of which unit, category or vocabulary it is.
fn literal(of: &Meanings<'_>, encoder: &mut Encoder, value: &Value, ty: &Type) {
    match ty {
        Type::Quantity(Measure::Analyte(id)) => {
            let analyte = of.study.analytes.get(id.0 as usize);
            encoder.text("of").maybe(analyte, |encoder, analyte| {
                encoder.hash(of.analyte(&analyte.qualified))
            });
        }
        Type::Quantity(Measure::Unit(unit)) => {
            // Two spellings of one unit are one unit.
            let scale = unit.to_base();
            encoder.text("in").text(&format!("{:?}", unit.dimension()));
            encoder
                .text(&scale.factor.as_ratio().to_string())
                .text(&scale.offset.as_ratio().to_string());
        }
        Type::Category(attribute) => {
            encoder.text("category").hash(of.attribute(*attribute));
        }
        Type::Fixed(category) => {
            encoder.text(&format!("{category:?}"));
        }
        // What is left has a value that says all, or a type that does: a length of time is of its unit.
        other => {
            encoder.text(match other {
                Type::Years => "years",
                Type::Months => "months",
                Type::Days => "days",
                Type::Drug | Type::Drugs => "drugs",
                _ => "plain",
            });
        }
    }
    match value {
        Value::Missing => {
            encoder.text("missing");
        }
        Value::Boolean(truth) => {
            encoder.hash(Form::Always(*truth).hash());
        }
        Value::Number(number) => {
            encoder.text(&number.as_ratio().to_string());
        }
        Value::Date(date) => {
            encoder.signed(date.first.0.into()).signed(date.last.0.into());
        }
        Value::Period(from, to) => {
            for date in [from, to] {
                encoder.signed(date.first.0.into()).signed(date.last.0.into());
            }
        }
        Value::Category(position) => {
            encoder.number((*position).into());
        }
        Value::Analyte(name) => {
            encoder.hash(of.analyte(name));
        }
        Value::Code { system, code } => {
            encoder.text(system.name()).text(code);
        }
        Value::Text(text) if matches!(ty, Type::Drug | Type::Drugs) => {
            encoder.unordered(crate::study::drugs_of(text).map(|drug| of.drug(drug)));
        }
        Value::Text(text) => {
            encoder.text(text);
        }
    }
}

fn word(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::Literal(_) => "literal",
        ExprKind::Index => "index",
        ExprKind::Definition(_) => "definition",
        ExprKind::Attribute(_) => "attribute",
        ExprKind::RecordField(_) => "field of the record",
        ExprKind::Local(_) => "column",
        ExprKind::FieldOf { .. } => "field of",
        ExprKind::Not(_) => "not",
        ExprKind::And(_) => "and",
        ExprKind::Or(_) => "or",
        ExprKind::Compare { .. } => "compare",
        ExprKind::InSet { .. } => "in set",
        ExprKind::InCodes { .. } => "in codes",
        ExprKind::InDrugs { .. } => "in drugs",
        ExprKind::HasDrugs { .. } => "has drugs",
        ExprKind::OnlyIn { .. } => "only in",
        ExprKind::IfAvailable { .. } => "if available",
        ExprKind::InPeriod { .. } => "in period",
        ExprKind::Relation { .. } => "relation",
        ExprKind::IsMissing(_) => "is missing",
        ExprKind::OrElse(_) => "or else",
        ExprKind::If { .. } => "if",
        ExprKind::Negate(_) => "negate",
        ExprKind::Arithmetic { .. } => "arithmetic",
        ExprKind::Scale { .. } => "scale",
        ExprKind::Shift { .. } => "shift",
        ExprKind::DaysBetween { .. } => "days between",
        ExprKind::Age { .. } => "age",
        ExprKind::Extreme { .. } => "extreme",
        ExprKind::Period { .. } => "period",
        ExprKind::PeriodBound { .. } => "bound",
        ExprKind::Events(_) => "events",
        ExprKind::Pick { .. } => "pick",
        ExprKind::Any(_) => "any",
        ExprKind::Count(_) => "count",
        ExprKind::DaysOf(_) => "days of",
        ExprKind::Aggregate { .. } => "aggregate",
    }
}

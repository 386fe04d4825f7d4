//! Expressions of the typed study.
//!
//! Invariant: every kind of expression has a form of its own, so that no two that differ in what they compute are said
//! alike; parentheses stand where reading would otherwise go wrong.

use super::operators::{aggregate, arithmetic, compare, distance, relation};
use super::phrase::{Level, Phrase};
use super::small::unit;
use super::{Words, literal};
use kohort_semantics::model::AttributeType;
use kohort_semantics::study::{Expr, ExprKind, FixedCategory, RecordKind, Type, drugs_of};
use kohort_semantics::value::Value;

impl Words<'_> {
    /// An expression where something at least this tight is needed. `row` is the record under test, if there is one.
    pub(super) fn at(&self, expr: &Expr, row: Option<RecordKind>, level: Level) -> String {
        self.phrase(expr, row).at(level)
    }

    /// An expression and how tightly it holds together.
    pub(super) fn phrase(&self, expr: &Expr, row: Option<RecordKind>) -> Phrase {
        let at = |operand: &Expr, level| self.at(operand, row, level);
        let test = |text: String| Phrase::new(Level::Compare, text);
        match &expr.kind {
            ExprKind::Literal(value) => self.literal(value, &expr.ty),
            ExprKind::Index => Phrase::primary("index"),
            ExprKind::Definition(id) => Phrase::primary(self.definition(*id)),
            ExprKind::Attribute(id) => Phrase::primary(self.attribute(*id, row)),
            ExprKind::RecordField(field) => Phrase::primary(self.field_under_test(*field)),
            ExprKind::Local(position) => Phrase::primary(format!("local {position}")),
            ExprKind::FieldOf { event, field } => self.field_of(event, *field, row),
            ExprKind::Not(operand) => self.negation(operand, row),
            ExprKind::And(all) => self.joined(all, " and ", (Level::And, Level::Not), row),
            ExprKind::Or(all) => self.joined(all, " or ", (Level::Or, Level::And), row),
            ExprKind::OrElse(all) => self.joined(all, " or else ", (Level::Else, Level::Add), row),
            ExprKind::Compare { op, left, right } => {
                let (left, right) = (at(left, Level::Else), at(right, Level::Else));
                test(format!("{left} {} {right}", compare(*op)))
            }
            ExprKind::Relation {
                relation: op,
                left,
                right,
            } => {
                let (left, right) = (at(left, Level::Else), at(right, Level::Else));
                test(format!("{left} {} {right}", relation(*op)))
            }
            ExprKind::InSet { .. }
            | ExprKind::InCodes { .. }
            | ExprKind::InDrugs { .. }
            | ExprKind::InPeriod { .. }
            | ExprKind::IsMissing(_) => self.membership(expr, false, row),
            ExprKind::HasDrugs { value, tests } => {
                let tests: Vec<String> = tests.iter().map(|test| self.drugs_test(test, row)).collect();
                test(format!("{} has {}", at(value, Level::Else), tests.join(" and ")))
            }
            ExprKind::OnlyIn { sources, value } => Phrase::primary(format!(
                "only in {} {{ {} }}",
                sources.join(", "),
                at(value, Level::Value)
            )),
            ExprKind::IfAvailable { preferred, fallback } => Phrase::new(
                Level::If,
                format!(
                    "{} if available, else {}",
                    at(preferred, Level::Or),
                    at(fallback, Level::If)
                ),
            ),
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => Phrase::new(
                Level::If,
                format!(
                    "{} if {}, else {}",
                    at(then, Level::Or),
                    at(condition, Level::Or),
                    at(otherwise, Level::If)
                ),
            ),
            ExprKind::Negate(operand) => Phrase::new(Level::Unary, format!("-{}", at(operand, Level::Unary))),
            ExprKind::Arithmetic { op, left, right } => {
                let (sign, level, tighter) = arithmetic(*op);
                let (left, right) = (at(left, level), at(right, tighter));
                Phrase::new(level, format!("{left} {sign} {right}"))
            }
            ExprKind::Scale { value, factor } => {
                let value = at(value, Level::Multiply);
                let words = match self.unit_of(&expr.ty) {
                    Some(unit) => format!("{value} converted to {unit}"),
                    None => format!("{value} converted by {}", factor.exact_text()),
                };
                Phrase::new(Level::Multiply, words)
            }
            ExprKind::Shift { date, amount, unit } => {
                let sign = if *amount < 0 { "-" } else { "+" };
                let distance = distance(amount.unsigned_abs(), *unit);
                Phrase::new(Level::Add, format!("{} {sign} {distance}", at(date, Level::Add)))
            }
            ExprKind::DaysBetween { from, to } => Phrase::new(
                Level::Add,
                format!("{} - {}", at(to, Level::Add), at(from, Level::Multiply)),
            ),
            ExprKind::Age { birth, at: day } => {
                let from = match self.is_birth(birth) {
                    true => String::new(),
                    false => format!("from {} ", at(birth, Level::Primary)),
                };
                Phrase::new(Level::Else, format!("age {from}at {}", at(day, Level::Add)))
            }
            ExprKind::Extreme { latest, dates } => {
                let word = if *latest { "latest" } else { "earliest" };
                let dates: Vec<String> = dates.iter().map(|date| at(date, Level::Or)).collect();
                Phrase::primary(format!("{word}({})", dates.join(", ")))
            }
            ExprKind::Period { start, end } => Phrase::new(
                Level::Value,
                format!("{} to {}", at(start, Level::Add), at(end, Level::Add)),
            ),
            ExprKind::PeriodBound { period, end } => {
                let word = if *end { "end" } else { "start" };
                Phrase::new(Level::Unary, format!("{word} of {}", at(period, Level::Primary)))
            }
            ExprKind::Events(events) => self.bag(events).phrase(),
            ExprKind::Pick { which, events, ties } => self.pick(which, events, ties, None),
            ExprKind::Any(events) => self.bag(events).after("any"),
            ExprKind::Count(events) => self.bag(events).after("count"),
            ExprKind::DaysOf(events) => self.bag(events).after("days of"),
            ExprKind::Aggregate {
                function,
                events,
                field,
            } => self
                .bag(events)
                .with_field(self.field(*field))
                .after(&format!("{} of", aggregate(*function))),
        }
    }

    fn joined(
        &self,
        all: &[Expr],
        word: &str,
        (level, operand): (Level, Level),
        row: Option<RecordKind>,
    ) -> Phrase {
        let parts: Vec<String> = all.iter().map(|part| self.at(part, row, operand)).collect();
        Phrase::new(level, parts.join(word))
    }

    /// The tests of a condition that all have to hold, each as it stands between `and`s; one alone as it stands alone.
    pub(super) fn all_of(&self, condition: &Expr, row: Option<RecordKind>) -> Vec<String> {
        match &condition.kind {
            ExprKind::And(all) => all.iter().map(|part| self.at(part, row, Level::Not)).collect(),
            _ => vec![self.at(condition, row, Level::Or)],
        }
    }

    /// A value as a study writes it.
    fn literal(&self, value: &Value, ty: &Type) -> Phrase {
        let text = match (value, ty) {
            (Value::Text(qualified), Type::Drug) => self.drug(qualified),
            (Value::Analyte(qualified), _) => self.analyte(qualified),
            (Value::Text(set), Type::Drugs) => {
                let drugs: Vec<String> = drugs_of(set).map(|drug| self.drug(drug)).collect();
                format!("{{ {} }}", drugs.join(", "))
            }
            _ => literal(self.study, &self.vocabulary, value, ty),
        };
        let text = match ty {
            Type::Category(attribute) if self.is_taken(&text) => {
                format!("{}.{text}", self.study.model.attribute_path(*attribute))
            }
            Type::Fixed(FixedCategory::EndReason) if self.is_taken(&text) => format!("end_reason.{text}"),
            Type::Fixed(FixedCategory::LineSetting) if self.is_taken(&text) => format!("setting.{text}"),
            _ => text,
        };
        let level = match value {
            Value::Period(..) => Level::Value,
            Value::Number(number) if number.is_negative() => Level::Unary,
            _ => Level::Primary,
        };
        Phrase::new(level, text)
    }

    /// The unit of a type.
    fn unit_of(&self, ty: &Type) -> Option<String> {
        match ty {
            Type::Quantity(measure) => {
                let text = super::literal::measured_in(self.study, measure);
                (!text.is_empty()).then(|| unit(text))
            }
            _ => None,
        }
    }

    /// Whether an expression is the date of birth from which ages count.
    fn is_birth(&self, birth: &Expr) -> bool {
        let ExprKind::Attribute(id) = &birth.kind else {
            return false;
        };
        let model = &self.study.model;
        id.entity == model.patient()
            && model
                .attribute(*id)
                .is_some_and(|found| found.name == "birth_date" && found.ty == AttributeType::Date)
    }
}

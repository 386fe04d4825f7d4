//! Expressions, printed back from their nodes in Kohort's words.
//!
//! Invariant: a node with a name is printed by its name wherever it is used, and otherwise by what it computes; what is
//! printed has the meaning of the node, also where the study used other words for it.

use super::names::Names;
use crate::algebra::{Node, NodeId, Operator, Plan, Space, StreamId};
use crate::words::operators;
use crate::words::phrase::{Level, Phrase};
use crate::words::small::bare;
use kohort_semantics::model::Dated;

/// Prints the nodes of a plan.
pub(super) struct Printer<'a> {
    pub(super) plan: &'a Plan,
    pub(super) names: Names<'a>,
    /// Whether doc comments and declared looks ahead are repeated.
    pub(super) docs: bool,
}

/// From where a node is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct View<'a> {
    /// What comes before a field of the record: nothing inside a where-clause, otherwise the record and a dot.
    pub(super) prefix: &'a str,
    /// The record under test.
    pub(super) row: Option<StreamId>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            names: Names::new(plan),
            docs: true,
        }
    }

    /// The same without what the study's own plan says already: doc comments and declared looks ahead.
    pub(super) fn brief(plan: &'a Plan) -> Self {
        Self {
            docs: false,
            ..Self::new(plan)
        }
    }

    /// A whole expression.
    pub(super) fn text(&self, id: NodeId) -> String {
        self.phrase(id, View::default()).text
    }

    /// A node where something at least this tight is needed.
    pub(super) fn at(&self, id: NodeId, view: View<'_>, level: Level) -> String {
        self.phrase(id, view).at(level)
    }

    /// A node, by its name if it has one.
    pub(super) fn phrase(&self, id: NodeId, view: View<'_>) -> Phrase {
        match (self.names.definition(id), self.names.derived(id)) {
            (Some(name), _) => Phrase::primary(name),
            (None, Some(name)) => Phrase::primary(format!("{}{name}", view.prefix)),
            (None, None) => self.expanded(id, view),
        }
    }

    /// A node by what it computes.
    pub(super) fn expanded(&self, id: NodeId, view: View<'_>) -> Phrase {
        let Some(node) = self.plan.node(id) else {
            return Phrase::primary("?");
        };
        match &node.operator {
            Operator::Constant(_) => constant(node),
            Operator::Index => Phrase::primary("index"),
            Operator::Column(column) => {
                let name = self.plan.column(*column).map_or("?", |found| bare(&found.name));
                Phrase::primary(format!("{}{name}", view.prefix))
            }
            Operator::OnlyRecord(stream) => Phrase::primary(self.stream(*stream)),
            Operator::FieldOf { record, value } => self.field(*record, *value, view),
            Operator::Place { date, .. } | Operator::Bounded { date, .. } => self.phrase(*date, view),
            // It has the name of its attribute; without one, what it is for the records of the first part.
            Operator::ByPart { parts, .. } => match parts.first() {
                Some(part) => self.phrase(*part, view),
                None => Phrase::primary("?"),
            },
            Operator::Not(operand) => self.negation(*operand, view),
            Operator::And(all) => match self.range(id, view) {
                Some((value, range)) => Phrase::new(Level::Compare, format!("{value} in {range}")),
                None => self.joined(all, " and ", Level::And, Level::Not, view),
            },
            Operator::Or(all) => match self.set(all, view) {
                Some((value, set)) => Phrase::new(Level::Compare, format!("{value} in {set}")),
                None => self.joined(all, " or ", Level::Or, Level::And, view),
            },
            Operator::OrElse(all) => self.joined(all, " or else ", Level::Else, Level::Add, view),
            Operator::Compare { op, left, right } => self.test(*left, operators::compare(*op), *right, view),
            Operator::Relation {
                relation,
                left,
                right,
            } => self.test(*left, operators::relation(*relation), *right, view),
            Operator::InCodes { value, list, .. } | Operator::InDrugs { value, list, .. } => Phrase::new(
                Level::Compare,
                format!("{} in {list}", self.at(*value, view, Level::Else)),
            ),
            Operator::InPeriod { date, period } => {
                let date = self.at(*date, view, Level::Else);
                Phrase::new(
                    Level::Compare,
                    format!("{date} in {}", self.phrase(*period, view).text),
                )
            }
            Operator::IsMissing(operand) => Phrase::new(
                Level::Compare,
                format!("{} is missing", self.at(*operand, view, Level::Else)),
            ),
            Operator::If {
                then,
                condition,
                otherwise,
            } => {
                let then = self.at(*then, view, Level::Or);
                let condition = self.at(*condition, view, Level::Or);
                Phrase::new(
                    Level::If,
                    format!(
                        "{then} if {condition}, else {}",
                        self.at(*otherwise, view, Level::If)
                    ),
                )
            }
            Operator::Negate(operand) => Phrase::new(
                Level::Unary,
                format!("-{}", self.at(*operand, view, Level::Unary)),
            ),
            Operator::Arithmetic { op, left, right } => {
                let (sign, level, tighter) = operators::arithmetic(*op);
                Phrase::new(
                    level,
                    format!(
                        "{} {sign} {}",
                        self.at(*left, view, level),
                        self.at(*right, view, tighter)
                    ),
                )
            }
            Operator::Scale { value, factor } => Phrase::new(
                Level::Multiply,
                format!(
                    "{} * {}",
                    self.at(*value, view, Level::Multiply),
                    factor.exact_text()
                ),
            ),
            Operator::Shift { date, amount, unit } => {
                let sign = if *amount < 0 { "-" } else { "+" };
                let date = self.at(*date, view, Level::Add);
                Phrase::new(
                    Level::Add,
                    format!(
                        "{date} {sign} {}",
                        operators::distance(amount.unsigned_abs(), *unit)
                    ),
                )
            }
            Operator::DaysBetween { from, to } => {
                let to = self.at(*to, view, Level::Add);
                Phrase::new(
                    Level::Add,
                    format!("{to} - {}", self.at(*from, view, Level::Multiply)),
                )
            }
            Operator::Age { at, .. } => {
                Phrase::new(Level::Else, format!("age at {}", self.at(*at, view, Level::Add)))
            }
            Operator::Extreme { latest, dates } => {
                let word = if *latest { "latest" } else { "earliest" };
                let dates: Vec<String> = dates.iter().map(|date| self.at(*date, view, Level::If)).collect();
                Phrase::primary(format!("{word}({})", dates.join(", ")))
            }
            Operator::Period { start, end } if self.is_record_time(node, *start, *end) => {
                Phrase::primary(format!("{}period", view.prefix))
            }
            Operator::Period { start, end } => {
                let start = self.at(*start, view, Level::Add);
                Phrase::new(
                    Level::Value,
                    format!("{start} to {}", self.at(*end, view, Level::Add)),
                )
            }
            Operator::PeriodOfRow(_) => Phrase::primary(format!("{}period", view.prefix)),
            Operator::PeriodBound { period, end } => {
                let word = if *end { "end" } else { "start" };
                match self.plan.node(*period).map(|found| &found.operator) {
                    Some(Operator::PeriodOfRow(_)) => Phrase::primary(format!("{}{word}", view.prefix)),
                    _ => Phrase::new(
                        Level::Unary,
                        format!("{word} of {}", self.at(*period, view, Level::Primary)),
                    ),
                }
            }
            Operator::Select { .. } => self.bag(id).phrase(),
            Operator::HasDrugs { value, tests } => self.has_drugs(*value, tests, view),
            Operator::LineField { field, .. } => Phrase::primary(format!("{}{}", view.prefix, field.word())),
            Operator::LineDays(_) => Phrase::primary(format!("{}days", view.prefix)),
            Operator::LineSequence(lines) => Phrase::new(
                Level::Unary,
                format!("sequence of {}", self.space(Space::Periods(*lines))),
            ),
            Operator::Episodes { .. } | Operator::Gaps { .. } | Operator::Lines(_) => {
                Phrase::new(Level::Value, self.space(Space::Periods(id)))
            }
            Operator::Pick { bag, which, .. } => self.pick(self.bag(*bag), which, None),
            Operator::Any(bag) => self.bag(*bag).after("any"),
            Operator::Count(bag) => self.bag(*bag).after("count"),
            Operator::DaysOf { bag, .. } => self.bag(*bag).after("days of"),
            Operator::Aggregate { bag, function, value } => self
                .with_field(self.bag(*bag), *value)
                .after(&format!("{} of", operators::aggregate(*function))),
        }
    }

    fn joined(&self, all: &[NodeId], word: &str, level: Level, operand: Level, view: View<'_>) -> Phrase {
        let parts: Vec<String> = all.iter().map(|part| self.at(*part, view, operand)).collect();
        Phrase::new(level, parts.join(word))
    }

    fn test(&self, left: NodeId, word: &str, right: NodeId, view: View<'_>) -> Phrase {
        let left = self.at(left, view, Level::Else);
        Phrase::new(
            Level::Compare,
            format!("{left} {word} {}", self.at(right, view, Level::Else)),
        )
    }

    /// A field of one record.
    fn field(&self, record: NodeId, value: NodeId, view: View<'_>) -> Phrase {
        let prefix = match self.plan.node(record).map(|found| &found.operator) {
            Some(Operator::OnlyRecord(stream)) if self.is_patient(*stream) => {
                let name = self.phrase(value, View::default()).text;
                let hidden = view
                    .row
                    .and_then(|row| self.plan.stream(row))
                    .is_some_and(|row| row.columns.iter().any(|column| bare(&column.name) == name));
                if hidden {
                    format!("{}.", self.stream(*stream))
                } else {
                    String::new()
                }
            }
            // `first lab.value where …`; what has no plain name to put the field to is put in parentheses below.
            Some(Operator::Pick { bag, which, .. })
                if self.names.definition(record).is_none() && self.bag(*bag).base.level == Level::Primary =>
            {
                return self.pick(self.bag(*bag), which, Some(value));
            }
            _ => format!("{}.", self.at(record, view, Level::Primary)),
        };
        self.phrase(
            value,
            View {
                prefix: &prefix,
                row: None,
            },
        )
    }

    /// Whether a period is the time that a record lasts.
    fn is_record_time(&self, node: &Node, start: NodeId, end: NodeId) -> bool {
        let Some(Space::Stream(stream)) = node.domain.space else {
            return false;
        };
        match self.plan.stream(stream).map(|found| found.dated) {
            Some(Dated::Span(first, last)) => {
                self.attribute_of(start) == Some(first) && self.attribute_of(end) == Some(last)
            }
            _ => false,
        }
    }

    /// The attribute that a record-wise node is.
    fn attribute_of(&self, id: NodeId) -> Option<kohort_semantics::model::AttributeId> {
        match &self.plan.node(id)?.operator {
            Operator::Column(column) => self.plan.column(*column)?.attribute,
            Operator::Place { attribute, .. } | Operator::Bounded { attribute, .. } => Some(*attribute),
            _ => self
                .plan
                .derived
                .iter()
                .find(|derived| derived.node == id)
                .map(|derived| derived.attribute),
        }
    }

    fn is_patient(&self, stream: StreamId) -> bool {
        self.plan.stream(stream).is_some_and(|found| found.patient)
    }

    /// The name of a stream.
    pub(super) fn stream(&self, stream: StreamId) -> &'a str {
        self.plan.stream(stream).map_or("?", |found| &found.name)
    }
}

/// A constant as it is written, or the definition that it is the value of.
fn constant(node: &Node) -> Phrase {
    match &node.display {
        Some(display) => match &display.name {
            Some(name) => Phrase::primary(name),
            None => written(&display.text),
        },
        None => Phrase::primary("?"),
    }
}

/// The written form of a constant.
pub(super) fn written(text: &str) -> Phrase {
    let quoted = text.starts_with('"');
    let level = match text {
        _ if quoted => Level::Primary,
        _ if text.contains(" to ") => Level::Value,
        _ if text.starts_with('-') => Level::Unary,
        _ => Level::Primary,
    };
    Phrase::new(level, text)
}

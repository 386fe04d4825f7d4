//! Why an expectation does not hold, in words and with the values that led to it.

use super::Person;
use crate::calendar::iso;
use crate::cohorts::Entry;
use crate::evaluate::{Evaluation, Scope};
use crate::truth::Truth;
use kohort_base::Span;
use kohort_semantics::study::{CohortId, Events, Expr, ExprKind, Index, SetItem};
use std::fmt;

/// How many values are told of one condition.
const MOST_VALUES: usize = 8;

/// One thing that somebody has to know to see why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// What happened.
    Happened(String),
    /// The value that an expression of the study had.
    Value {
        /// Where it is written.
        span: Span,
        /// Its value.
        value: String,
    },
}

impl Reason {
    /// The reason with the text of the study.
    pub fn worded(&self, text: impl Fn(Span) -> String) -> String {
        match self {
            Self::Happened(what) => what.clone(),
            Self::Value { span, value } => {
                let words: Vec<String> = text(*span).split_whitespace().map(str::to_owned).collect();
                format!("`{}` is {value}", closed(&words.join(" ")))
            }
        }
    }
}

/// A piece of a study with all its parentheses: the place of an expression begins behind one that opens it.
fn closed(text: &str) -> String {
    let (mut open, mut missing) = (0usize, 0usize);
    for letter in text.chars() {
        match letter {
            '(' => open += 1,
            ')' if open == 0 => missing += 1,
            ')' => open -= 1,
            _ => {}
        }
    }
    format!("{}{text}{}", "(".repeat(missing), ")".repeat(open))
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Happened(what) => f.write_str(what),
            Self::Value { span, value } => write!(f, "at byte {}: {value}", span.start),
        }
    }
}

impl<'a> Person<'a> {
    /// Why nobody is in a cohort.
    pub(super) fn why_not_in(&self, id: CohortId) -> Vec<Reason> {
        let Some(cohort) = self.study.cohort(id) else {
            return Vec::new();
        };
        let entries = self.entries.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        if entries.is_empty() {
            if let Some(parent) = cohort.from
                && !self.is_in(parent)
            {
                let name = self
                    .study
                    .cohort(parent)
                    .map_or("?", |parent| parent.name.as_str());
                let mut reasons = vec![Reason::Happened(format!(
                    "`{}` is drawn from `{name}`, in which the person is not",
                    cohort.name
                ))];
                reasons.extend(self.why_not_in(parent));
                return reasons;
            }
            return self.why_no_index(&cohort.name, cohort.index.as_ref());
        }
        let mut reasons = Vec::new();
        for entry in entries {
            let removed = cohort
                .criteria
                .iter()
                .zip(&entry.outcomes)
                .find(|(criterion, outcome)| !crate::cohorts::keeps(criterion, **outcome));
            let Some((criterion, outcome)) = removed else {
                continue;
            };
            let kind = if criterion.exclude { "exclude" } else { "include" };
            reasons.push(Reason::Happened(format!(
                "with index {}, `{kind} {}` removes the person: its condition is {}",
                iso(entry.index),
                criterion.name,
                word(*outcome)
            )));
            reasons.extend(self.values(&criterion.condition, entry));
        }
        reasons
    }

    /// Why somebody is in a cohort.
    pub(super) fn why_in(&self, id: CohortId) -> Vec<Reason> {
        let entries = self.entries.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        let dates: Vec<String> = entries
            .iter()
            .filter(|entry| entry.kept)
            .map(|entry| iso(entry.index))
            .collect();
        vec![Reason::Happened(format!(
            "the person is in it, with index {}, and meets all criteria",
            dates.join(" and ")
        ))]
    }

    /// Why a condition is not true of an entry; nothing if it is.
    pub(super) fn why_not_true(&self, condition: &'a Expr, entry: &Entry) -> Vec<Reason> {
        let Some((evaluation, scope)) = self.evaluation(entry) else {
            return Vec::new();
        };
        let truth = evaluation.truth(condition, scope);
        if truth == Some(true) {
            return Vec::new();
        }
        let mut reasons = vec![Reason::Happened(format!(
            "with index {}, it is {}",
            iso(entry.index),
            word(truth)
        ))];
        reasons.extend(self.values(condition, entry));
        reasons
    }

    fn is_in(&self, id: CohortId) -> bool {
        let entries = self.entries.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        entries.iter().any(|entry| entry.kept)
    }

    fn why_no_index(&self, cohort: &str, index: Option<&'a Index>) -> Vec<Reason> {
        let mut reasons = vec![Reason::Happened(format!(
            "there is no index date of `{cohort}` that is known to the day"
        ))];
        for patient in self.loaded.patients.values() {
            let evaluation = Evaluation::new(self.study, self.source, patient);
            match index {
                Some(Index::One(date)) => reasons.push(value_of(evaluation, date, Scope::default())),
                Some(Index::Each(events)) => reasons.push(records_of(evaluation, events, Scope::default())),
                None => {}
            }
        }
        reasons
    }

    /// The values of a condition's operands, down to what is compared.
    pub(super) fn values(&self, condition: &'a Expr, entry: &Entry) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some((evaluation, scope)) = self.evaluation(entry) {
            operands(evaluation, condition, scope, &mut reasons);
        }
        reasons.dedup();
        reasons.truncate(MOST_VALUES);
        reasons
    }
}

pub(super) fn word(truth: Truth) -> &'static str {
    match truth {
        Some(true) => "true",
        Some(false) => "false",
        None => "unknown",
    }
}

/// Descends through logic to what decided, and tells what was compared there.
fn operands<'a>(evaluation: Evaluation<'a>, expr: &'a Expr, scope: Scope<'a>, reasons: &mut Vec<Reason>) {
    match &expr.kind {
        ExprKind::Literal(_) => {}
        ExprKind::Not(inner) => operands(evaluation, inner, scope, reasons),
        ExprKind::Definition(id) if expr.ty == kohort_semantics::study::Type::Boolean => {
            match evaluation.study.definition(*id) {
                Some(definition) => operands(evaluation, &definition.value, scope, reasons),
                None => reasons.push(value_of(evaluation, expr, scope)),
            }
        }
        ExprKind::And(parts) => decisive(evaluation, expr, parts, scope, Some(true), reasons),
        ExprKind::Or(parts) => decisive(evaluation, expr, parts, scope, Some(false), reasons),
        ExprKind::If {
            then,
            condition,
            otherwise,
        } => {
            operands(evaluation, condition, scope, reasons);
            match evaluation.truth(condition, scope) {
                Some(true) => operands(evaluation, then, scope, reasons),
                Some(false) => operands(evaluation, otherwise, scope, reasons),
                None => {}
            }
        }
        ExprKind::Compare { left, right, .. } => told(evaluation, &[left, right], scope, reasons),
        ExprKind::Relation { left, right, .. }
        | ExprKind::InPeriod {
            date: left,
            period: right,
        } => told(evaluation, &[left, right], scope, reasons),
        ExprKind::InSet { value, items } => {
            let mut parts: Vec<&'a Expr> = vec![value];
            for item in items {
                match item {
                    SetItem::Value(item) => parts.push(item),
                    SetItem::Range(low, high) => parts.extend([low, high]),
                }
            }
            told(evaluation, &parts, scope, reasons);
        }
        ExprKind::HasDrugs { value, tests } => {
            let mut parts: Vec<&'a Expr> = vec![value];
            parts.extend(tests.iter().flat_map(|test| &test.values));
            told(evaluation, &parts, scope, reasons);
        }
        ExprKind::InCodes { value, .. } | ExprKind::InDrugs { value, .. } | ExprKind::IsMissing(value) => {
            told(evaluation, &[value], scope, reasons);
        }
        ExprKind::Any(events) | ExprKind::Count(events) | ExprKind::DaysOf(events) => {
            reasons.push(records_of(evaluation, events, scope));
        }
        _ => reasons.push(value_of(evaluation, expr, scope)),
    }
}

/// The parts that differ from `neutral` decided, unless none does.
fn decisive<'a>(
    evaluation: Evaluation<'a>,
    whole: &'a Expr,
    parts: &'a [Expr],
    scope: Scope<'a>,
    neutral: Truth,
    reasons: &mut Vec<Reason>,
) {
    let outcome = evaluation.truth(whole, scope);
    for part in parts {
        let truth = evaluation.truth(part, scope);
        if outcome == neutral || truth == outcome {
            operands(evaluation, part, scope, reasons);
        }
    }
}

fn told<'a>(evaluation: Evaluation<'a>, parts: &[&'a Expr], scope: Scope<'a>, reasons: &mut Vec<Reason>) {
    for part in parts {
        match &part.kind {
            ExprKind::Literal(_) => {}
            ExprKind::Count(events) | ExprKind::DaysOf(events) => {
                reasons.push(value_of(evaluation, part, scope));
                reasons.push(records_of(evaluation, events, scope));
            }
            _ => reasons.push(value_of(evaluation, part, scope)),
        }
    }
}

pub(super) fn value_of<'a>(evaluation: Evaluation<'a>, expr: &'a Expr, scope: Scope<'a>) -> Reason {
    Reason::Value {
        span: expr.span,
        value: evaluation.shown(&evaluation.answer(expr, scope), &expr.ty),
    }
}

fn records_of<'a>(evaluation: Evaluation<'a>, events: &'a Events, scope: Scope<'a>) -> Reason {
    let bag = crate::evaluate::Answer::Events(evaluation.bag(events, scope));
    Reason::Value {
        span: events.span,
        value: evaluation.shown(&bag, &kohort_semantics::study::Type::Events(events.record)),
    }
}

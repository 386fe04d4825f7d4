//! Criteria that can be unknown and do not say what then.

use crate::study::{Cohort, Events, EventsBase, Expr, ExprKind, SetItem, Study};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};

/// Warns once for each cohort, naming its undecided criteria.
pub(crate) fn check(study: &Study, out: &mut Vec<Diagnostic>) {
    let mut missing = Missing {
        definitions: Vec::new(),
    };
    for definition in &study.definitions {
        let found = missing.possible(&definition.value);
        missing.definitions.push(found);
    }
    for cohort in &study.cohorts {
        out.extend(undecided(cohort, &missing));
    }
}

fn undecided(cohort: &Cohort, missing: &Missing) -> Option<Diagnostic> {
    let mut open = cohort
        .criteria
        .iter()
        .filter(|criterion| criterion.unknown_is_met.is_none() && missing.possible(&criterion.condition));
    let first = open.next()?;
    let then = |exclude: bool| {
        if exclude {
            "an unknown one is kept"
        } else {
            "an unknown one is removed"
        }
    };
    let end = |span: Span| Span::at(span.file, span.end);
    let title = format!(
        "Criteria of `{}` can be unknown and do not say what then",
        cohort.name
    );
    let mut diagnostic = Diagnostic::warning(Code::K0503, title)
        .at(
            first.condition.span,
            format!("`{}`: {}", first.name, then(first.exclude)),
        )
        .help("say it: `, unknown is not met` (as it is now) or `, unknown is met`")
        .replace(
            end(first.condition.span),
            ", unknown is not met",
            "Say that unknown is not met",
        )
        .alternatively(
            end(first.condition.span),
            ", unknown is met",
            "Say that unknown is met",
        );
    for criterion in open {
        diagnostic = diagnostic
            .and(
                criterion.condition.span,
                format!("`{}`: {}", criterion.name, then(criterion.exclude)),
            )
            .replace(
                end(criterion.condition.span),
                ", unknown is not met",
                "Say that unknown is not met",
            )
            .alternatively(
                end(criterion.condition.span),
                ", unknown is met",
                "Say that unknown is met",
            );
    }
    Some(diagnostic)
}

/// Which definitions can be missing, each computed once, since each refers to earlier ones only.
struct Missing {
    definitions: Vec<bool>,
}

impl Missing {
    fn any(&self, operands: &[&Expr]) -> bool {
        operands.iter().any(|operand| self.possible(operand))
    }

    /// Whether a value can be missing (a condition: unknown).
    fn possible(&self, value: &Expr) -> bool {
        match &value.kind {
            ExprKind::Literal(value) => value.is_missing(),
            ExprKind::Index | ExprKind::IsMissing(_) | ExprKind::Count(_) | ExprKind::DaysOf(_) => false,
            ExprKind::Events(events) => self.undecided(events),
            ExprKind::Definition(id) => self.definitions.get(id.0 as usize).copied().unwrap_or(true),
            ExprKind::Attribute(_)
            | ExprKind::RecordField(_)
            | ExprKind::Local(_)
            | ExprKind::FieldOf { .. }
            | ExprKind::Pick { .. }
            | ExprKind::Aggregate { .. }
            | ExprKind::OnlyIn { .. } => true,
            ExprKind::IfAvailable { preferred, fallback } => self.any(&[preferred, fallback]),
            ExprKind::Any(events) => self.undecided(events),
            ExprKind::Not(operand) | ExprKind::Negate(operand) | ExprKind::Scale { value: operand, .. } => {
                self.possible(operand)
            }
            ExprKind::And(operands) | ExprKind::Or(operands) => {
                operands.iter().any(|operand| self.possible(operand))
            }
            ExprKind::OrElse(operands) => operands.iter().all(|operand| self.possible(operand)),
            ExprKind::Extreme { dates, .. } => dates.iter().all(|date| self.possible(date)),
            ExprKind::Compare { left, right, .. } => {
                self.any(&[left, right]) || coarse(left) || coarse(right)
            }
            ExprKind::Relation { left, right, .. } => self.any(&[left, right]),
            ExprKind::Arithmetic { left, right, op } => {
                matches!(op, crate::study::Arithmetic::Divide) || self.any(&[left, right])
            }
            ExprKind::InSet { value, items } => {
                self.possible(value)
                    || items.iter().any(|item| match item {
                        SetItem::Value(item) => self.possible(item) || coarse(item),
                        SetItem::Range(low, high) => self.any(&[low, high]) || coarse(low) || coarse(high),
                    })
            }
            ExprKind::InCodes { value, .. } | ExprKind::InDrugs { value, .. } => self.possible(value),
            ExprKind::HasDrugs { value, tests } => {
                let mut others = tests.iter().flat_map(|test| &test.values);
                self.possible(value) || others.any(|other| self.possible(other))
            }
            ExprKind::InPeriod { date, period } => self.any(&[date, period]),
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => self.any(&[then, condition, otherwise]),
            ExprKind::Shift { date, .. } => self.possible(date),
            ExprKind::DaysBetween { from, to } => self.any(&[from, to]),
            ExprKind::Age { birth, at } => self.any(&[birth, at]),
            ExprKind::Period { start, end } => self.any(&[start, end]) || coarse(start) || coarse(end),
            ExprKind::PeriodBound { period, .. } => self.possible(period),
        }
    }

    /// Whether it can be undecided if a record belongs to a bag.
    fn undecided(&self, events: &Events) -> bool {
        let base = match &events.base {
            EventsBase::Entity(_) => false,
            EventsBase::Definition(id) => self.definitions.get(id.0 as usize).copied().unwrap_or(true),
            EventsBase::Nested(inner) => self.undecided(inner),
            EventsBase::Episodes { .. } | EventsBase::Gaps { .. } | EventsBase::Lines(_) => false,
        };
        base || events.filter.as_ref().is_some_and(|filter| self.possible(filter))
            || events.windows.iter().any(|window| {
                [&window.from, &window.to]
                    .into_iter()
                    .flatten()
                    .any(|bound| self.possible(&bound.date) || coarse(&bound.date))
            })
    }
}

/// Whether a written date is coarser than a day: a comparison with it can be unknown for a known day.
fn coarse(value: &Expr) -> bool {
    matches!(&value.kind, ExprKind::Literal(Value::Date(date)) if !date.is_day())
}

//! The calendar time in which a study asks for records, as far as its text alone shows it.

use crate::study::{Events, EventsBase, Expr, ExprKind, Study, Window};
use crate::study_walk::{Part, walk_parts};
use crate::value::{Date, Day, Value};
use kohort_base::Span;

/// A definition that leads through more definitions than this was reported as a circle.
const MOST_DEFINITIONS: usize = 32;

/// Days from the first to the last, and the window that says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) window: Span,
}

/// The windows around the comparisons with code lists that were met so far.
#[derive(Default)]
pub(super) struct Windows<'s>(Vec<(&'s Expr, Asked)>);

impl<'s> Windows<'s> {
    /// Notes the windows of a bag of events, which is met before what stands in it.
    pub(super) fn note(&mut self, study: &Study, part: Part<'s>) {
        let Part::Events(events) = part else { return };
        for window in &events.windows {
            let Some(asked) = fixed(study, window) else {
                continue;
            };
            let mut bag: &'s Events = events;
            loop {
                if let Some(filter) = &bag.filter {
                    self.compared_in(filter, asked);
                }
                match &bag.base {
                    EventsBase::Nested(inner) => bag = inner,
                    _ => break,
                }
            }
        }
    }

    /// Comparisons of the record itself; what is asked of other records has windows of its own.
    fn compared_in(&mut self, filter: &'s Expr, asked: Asked) {
        walk_parts(filter, &mut |part| {
            if let Part::Expr(expr, None) = part
                && let ExprKind::InCodes { value, .. } = &expr.kind
                && matches!(value.kind, ExprKind::RecordField(_))
            {
                self.0.push((expr, asked));
            }
        });
    }

    /// In which time the records of a comparison are asked for, if it has such an end.
    pub(super) fn around(&self, compared: &Expr) -> Option<Asked> {
        let windows = self.0.iter().filter(|(expr, _)| std::ptr::eq(*expr, compared));
        windows.map(|(_, asked)| *asked).reduce(|one, other| Asked {
            first: one.first.max(other.first),
            last: one.last.min(other.last),
            window: one.window,
        })
    }
}

/// The days of a window of which at least one end is written as a date.
fn fixed(study: &Study, window: &Window) -> Option<Asked> {
    let first = window.from.as_ref().and_then(|from| date(study, &from.date, 0));
    let last = window.to.as_ref().and_then(|to| date(study, &to.date, 0));
    (first.is_some() || last.is_some()).then(|| Asked {
        first: first.map_or(Day::FIRST, |date| date.first),
        last: last.map_or(Day::LAST, |date| date.last),
        window: window.span,
    })
}

/// A date that is written in the study, also by a parameter.
fn date(study: &Study, value: &Expr, depth: usize) -> Option<Date> {
    match &value.kind {
        ExprKind::Literal(Value::Date(date)) => Some(*date),
        ExprKind::Definition(id) if depth < MOST_DEFINITIONS => {
            date(study, &study.definition(*id)?.value, depth + 1)
        }
        ExprKind::PeriodBound { period, end } => bound(study, period, *end, depth),
        _ => None,
    }
}

fn bound(study: &Study, period: &Expr, last: bool, depth: usize) -> Option<Date> {
    match &period.kind {
        ExprKind::Literal(Value::Period(start, end)) => Some(if last { *end } else { *start }),
        ExprKind::Period { start, end } => date(study, if last { end } else { start }, depth + 1),
        ExprKind::Definition(id) if depth < MOST_DEFINITIONS => {
            bound(study, &study.definition(*id)?.value, last, depth + 1)
        }
        _ => None,
    }
}

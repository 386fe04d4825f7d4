//! Bags of events and the windows on them (2.4).

use crate::calendar::{exactly, known_day};
use crate::compare::compare_dates;
use crate::evaluate::{Answer, Evaluation, Scope};
use crate::record::Row;
use crate::truth::{Truth, all};
use kohort_semantics::model::Dated;
use kohort_semantics::study::{Bound, Compare, Events, EventsBase, Field, Window};
use kohort_semantics::value::{Date, Day, Value};

/// Some of a patient's records, in no order. Those of which it is unknown whether they belong are kept apart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bag<'a> {
    /// Each record with whether it belongs: true or unknown. Those that do not belong are not here.
    pub(crate) rows: Vec<(Row<'a>, Truth)>,
}

impl<'a> Bag<'a> {
    /// The records that belong: what a pick, an aggregate or a count takes (2.4).
    pub(crate) fn certain(&self) -> Vec<Row<'a>> {
        self.rows
            .iter()
            .filter(|(_, belongs)| *belongs == Some(true))
            .map(|(row, _)| *row)
            .collect()
    }

    /// The records of which it is unknown: left aside and counted (2.4).
    pub(crate) fn left_aside(&self) -> usize {
        self.rows.iter().filter(|(_, belongs)| belongs.is_none()).count()
    }

    /// True if a record belongs, else unknown if one may belong, else false (2.4).
    pub(crate) fn any(&self) -> Truth {
        if !self.certain().is_empty() {
            Some(true)
        } else if self.left_aside() > 0 {
            None
        } else {
            Some(false)
        }
    }
}

impl<'a> Evaluation<'a> {
    /// The records of the base for which the where-clause and every window hold.
    pub(crate) fn bag(self, events: &'a Events, scope: Scope<'a>) -> Bag<'a> {
        let base = self.base(&events.base, scope);
        let mut bag = Bag::default();
        for (row, in_base) in base.rows {
            let mut tests = vec![in_base];
            if let Some(filter) = &events.filter {
                tests.push(self.truth(
                    filter,
                    Scope {
                        row: Some(row),
                        ..scope
                    },
                ));
            }
            for window in &events.windows {
                tests.push(self.in_window(row, window, scope));
            }
            let belongs = all(&tests);
            if belongs != Some(false) {
                bag.rows.push((row, belongs));
            }
        }
        bag
    }

    fn base(self, base: &'a EventsBase, scope: Scope<'a>) -> Bag<'a> {
        match base {
            EventsBase::Entity(entity) => {
                let rows = self
                    .patient
                    .rows(*entity)
                    .into_iter()
                    .map(|row| (row, Some(true)))
                    .collect();
                Bag { rows }
            }
            EventsBase::Definition(id) => match self.study.definition(*id) {
                Some(definition) => match self.answer(&definition.value, Scope { row: None, ..scope }) {
                    Answer::Events(bag) => bag,
                    _ => Bag::default(),
                },
                None => Bag::default(),
            },
            EventsBase::Lines(lines) => self.lines(lines, scope),
            EventsBase::Nested(inner) => self.bag(inner, scope),
            EventsBase::Episodes {
                events,
                joined_within,
            } => self.episodes(&self.bag(events, scope), *joined_within),
            EventsBase::Gaps {
                events,
                days,
                or_equal,
            } => self.gaps(&self.bag(events, scope), *days, *or_equal),
        }
    }

    /// Whether a record is in a window. One without a date is in none; if an end that is named is missing, it is
    /// unknown for every record with a date (2.4).
    fn in_window(self, row: Row<'a>, window: &'a Window, scope: Scope<'a>) -> Truth {
        let Some(date) = self.start_of(row) else {
            return Some(false);
        };
        let mut tests = Vec::new();
        for (bound, is_start) in [(&window.from, true), (&window.to, false)] {
            let Some(Bound { date: end, inclusive }) = bound else {
                continue;
            };
            let end = self.date(end, scope)?;
            let op = if *inclusive { Compare::Le } else { Compare::Lt };
            tests.push(if is_start {
                compare_dates(op, end, date)
            } else {
                compare_dates(op, date, end)
            });
        }
        all(&tests)
    }

    /// The date of a record; for one that lasts, its start (2.4).
    pub(crate) fn start_of(self, row: Row<'a>) -> Option<Date> {
        let field = match row {
            Row::Period(start, _) => return Some(start),
            Row::Line(line) => return Some(exactly(line.start)),
            Row::Record(entity, _) => Field::Attribute(self.study.model.entity(entity)?.date_attribute()?),
        };
        match self.field(Some(row), field) {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The first and last day of a record; the last is the first unless another is recorded (2.4).
    pub(crate) fn first_and_last_day(self, row: Row<'a>) -> Option<(Day, Day)> {
        let start = known_day(self.start_of(row)?)?;
        Some((start, self.recorded_end(row).and_then(known_day).unwrap_or(start)))
    }

    /// The last day of a record, where it is recorded (2.4).
    pub(crate) fn recorded_end(self, row: Row<'a>) -> Option<Date> {
        match row {
            Row::Period(_, end) => Some(end),
            Row::Line(line) => Some(exactly(line.end)),
            Row::Record(entity, _) => match self.study.model.entity(entity)?.dated {
                Dated::Span(_, end) => match self.field(Some(row), Field::Attribute(end)) {
                    Value::Date(end) => Some(end),
                    _ => None,
                },
                Dated::On(_) | Dated::Never => None,
            },
        }
    }
}

//! The bounds that a source's dates must obey (2.2).

use crate::evaluate::{Evaluation, Scope};
use crate::record::Row;
use kohort_semantics::model::{AttributeId, Cardinality};
use kohort_semantics::source::{Contradiction, DateBound};
use kohort_semantics::value::Date;

impl<'a> Evaluation<'a> {
    /// A recorded date after the bounds of its attribute, one after the other.
    pub(crate) fn bounded(self, row: Row<'a>, attribute: AttributeId, recorded: Date) -> Option<Date> {
        let bounds = self.source.bounds.iter();
        bounds
            .filter(|bound| bound.attribute == attribute)
            .try_fold(recorded, |date, bound| self.obeying(row, bound, date))
    }

    /// Whether a recorded date certainly violates a bound: every day that it may be is beyond every day that the limit may
    /// be. A bound sees what the bounds before it left.
    pub(crate) fn contradicts(self, row: Row<'a>, bound: &DateBound, recorded: Date) -> bool {
        let before = self
            .source
            .bounds
            .iter()
            .take_while(|other| !std::ptr::eq(*other, bound));
        let date = before
            .filter(|other| other.attribute == bound.attribute)
            .try_fold(recorded, |date, other| self.obeying(row, other, date));
        match (date, self.limit(row, bound)) {
            (Some(date), Some(limit)) => violates(bound, date, limit),
            _ => false,
        }
    }

    fn obeying(self, row: Row<'a>, bound: &DateBound, date: Date) -> Option<Date> {
        // A missing limit bounds nothing.
        let Some(limit) = self.limit(row, bound) else {
            return Some(date);
        };
        if violates(bound, date, limit) {
            return match bound.otherwise {
                Contradiction::Kept => Some(date),
                Contradiction::Missing => None,
                Contradiction::Moved => Some(limit),
            };
        }
        if bound.otherwise == Contradiction::Kept {
            return Some(date);
        }
        // The days that may obey.
        Some(if bound.after {
            Date {
                first: date.first.max(limit.first),
                last: date.last,
            }
        } else {
            Date {
                first: date.first,
                last: date.last.min(limit.last),
            }
        })
    }

    /// The limit, seen as it is recorded: of the patient, or of the record where a patient may have many.
    fn limit(self, row: Row<'a>, bound: &DateBound) -> Option<Date> {
        let position = self
            .source
            .bounds
            .iter()
            .position(|other| std::ptr::eq(other, bound))?;
        let limit = &self.source.bounds.get(position)?.limit;
        let as_recorded = Evaluation {
            as_recorded: true,
            ..self
        };
        let entity = self.study.model.entity(bound.attribute.entity);
        let many = entity.is_some_and(|entity| entity.cardinality == Cardinality::Many);
        let scope = Scope {
            row: many.then_some(row),
            ..Scope::default()
        };
        as_recorded.date(limit, scope)
    }
}

fn violates(bound: &DateBound, date: Date, limit: Date) -> bool {
    if bound.after {
        date.last < limit.first
    } else {
        date.first > limit.last
    }
}

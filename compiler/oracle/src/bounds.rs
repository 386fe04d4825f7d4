//! The bounds that a source's dates must obey (2.2).

use crate::evaluate::{Evaluation, Scope};
use kohort_semantics::model::AttributeId;
use kohort_semantics::source::{Contradiction, DateBound};
use kohort_semantics::value::Date;

impl<'a> Evaluation<'a> {
    /// A recorded date after the bounds of its attribute, one after the other.
    pub(crate) fn bounded(self, attribute: AttributeId, recorded: Date) -> Option<Date> {
        let bounds = self.source.bounds.iter();
        bounds
            .filter(|bound| bound.attribute == attribute)
            .try_fold(recorded, |date, bound| self.obeying(bound, date))
    }

    /// Whether a recorded date certainly violates a bound: every day that it may be is beyond every day that the limit may
    /// be. A bound sees what the bounds before it left.
    pub(crate) fn contradicts(self, bound: &DateBound, recorded: Date) -> bool {
        let before = self
            .source
            .bounds
            .iter()
            .take_while(|other| !std::ptr::eq(*other, bound));
        let date = before
            .filter(|other| other.attribute == bound.attribute)
            .try_fold(recorded, |date, other| self.obeying(other, date));
        match (date, self.limit(bound)) {
            (Some(date), Some(limit)) => violates(bound, date, limit),
            _ => false,
        }
    }

    fn obeying(self, bound: &DateBound, date: Date) -> Option<Date> {
        // A missing limit bounds nothing.
        let Some(limit) = self.limit(bound) else {
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

    /// The limit, seen as it is recorded.
    fn limit(self, bound: &DateBound) -> Option<Date> {
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
        as_recorded.date(limit, Scope::default())
    }
}

fn violates(bound: &DateBound, date: Date, limit: Date) -> bool {
    if bound.after {
        date.last < limit.first
    } else {
        date.first > limit.last
    }
}

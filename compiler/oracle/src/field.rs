//! The fields of a record: as recorded, and as the study's precision rules show them (2.2).

use crate::calendar::{coarsened, exactly, is_coarser_than, known_day, placed};
use crate::evaluate::{Evaluation, Scope};
use crate::record::Row;
use crate::therapy::field_of;
use kohort_semantics::model::{AttributeId, Dated};
use kohort_semantics::source::Availability;
use kohort_semantics::study::{Expr, Field, Otherwise, PrecisionRule};
use kohort_semantics::value::{Date, Day, Value};

/// A date after its precision rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ruled {
    /// The date as the study sees it.
    pub(crate) date: Option<Date>,
    /// Whether it was placed on a day that the source does not know.
    pub(crate) placed: bool,
    /// Whether a bound moved it.
    pub(crate) moved: bool,
}

impl<'a> Evaluation<'a> {
    /// A field of an event; missing if there is no event.
    pub(crate) fn field(self, row: Option<Row<'a>>, field: Field) -> Value {
        match (row, field) {
            (Some(Row::Period(start, _)), Field::Start) => Value::Date(start),
            (Some(Row::Period(_, end)), Field::End) => Value::Date(end),
            (Some(Row::Period(start, end)), Field::Period) => Value::Period(start, end),
            (Some(Row::Line(line)), Field::Line(field)) => field_of(line, field),
            (Some(row @ Row::Record(..)), Field::Attribute(attribute)) => {
                let recorded = self.recorded(row, attribute);
                let Value::Date(date) = recorded else {
                    return recorded;
                };
                if self.as_recorded {
                    return recorded;
                }
                // First the source's bounds, then the study's rule.
                let Some(date) = self.bounded(row, attribute, date) else {
                    return Value::Missing;
                };
                match self.study.precision_rule(attribute) {
                    Some(rule) => self.follow(rule, date).date.map_or(Value::Missing, Value::Date),
                    None => Value::Date(date),
                }
            }
            (Some(row @ Row::Record(entity, _)), Field::Period) => {
                let Some(Dated::Span(start, end)) =
                    self.study.model.entity(entity).map(|entity| entity.dated)
                else {
                    return Value::Missing;
                };
                let date = |attribute| self.field(Some(row), Field::Attribute(attribute));
                match (date(start), date(end)) {
                    (Value::Date(start), Value::Date(end)) => Value::Period(start, end),
                    _ => Value::Missing,
                }
            }
            _ => Value::Missing,
        }
    }

    /// What the source says: a column's value, or what its written rule derives from the record's attributes, which it
    /// sees as the study does (2.2: all sources get the same treatment).
    pub(crate) fn recorded(self, row: Row<'a>, attribute: AttributeId) -> Value {
        let Row::Record(_, record) = row else {
            return Value::Missing;
        };
        match record.availability(attribute) {
            Some(Availability::Present(_)) => record
                .values
                .get(attribute.index as usize)
                .cloned()
                .unwrap_or(Value::Missing),
            Some(Availability::Derived(rule)) => self.value(
                rule,
                Scope {
                    index: None,
                    row: Some(row),
                },
            ),
            Some(Availability::Absent { .. }) | None => Value::Missing,
        }
    }

    /// First every source is coarsened to the stated precision, then the date is placed, then bounds move it (2.2).
    pub(crate) fn follow(self, rule: &'a PrecisionRule, recorded: Date) -> Ruled {
        let missing = Ruled {
            date: None,
            placed: false,
            moved: false,
        };
        let Some(coarse) = coarsened(recorded, rule.precision) else {
            return missing;
        };
        let placement = if is_coarser_than(recorded, rule.precision) {
            match rule.otherwise {
                Some(Otherwise::Missing) => return missing,
                Some(Otherwise::Placed(placement)) => Some(placement),
                None => None,
            }
        } else {
            rule.placement
        };
        let Some(placement) = placement else {
            return Ruled {
                date: Some(coarse),
                ..missing
            };
        };
        let Some(day) = placed(coarse, placement) else {
            return missing;
        };
        let moved = self.within_bounds(rule, day);
        Ruled {
            date: Some(exactly(moved)),
            placed: known_day(coarse).is_none(),
            moved: moved != day,
        }
    }

    /// Not before one date, then not after another; a bound that is missing moves nothing (2.2).
    fn within_bounds(self, rule: &'a PrecisionRule, day: Day) -> Day {
        let bound =
            |bound: &'a Option<Expr>| bound.as_ref().and_then(|date| self.day(date, Scope::default()));
        let not_before = bound(&rule.not_before).map_or(day, |earliest| day.max(earliest));
        bound(&rule.not_after).map_or(not_before, |latest| not_before.min(latest))
    }
}

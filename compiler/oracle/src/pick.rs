//! Picking one of several events by date (2.4).

use crate::calendar::known_day;
use crate::compare::{ascending_missing_last, descending_missing_last};
use crate::evaluate::{Evaluation, Scope};
use crate::record::Row;
use kohort_semantics::model::AttributeId;
use kohort_semantics::study::{Events, Field, Pick, TieBreak};
use kohort_semantics::value::{Date, Value};
use std::cmp::Ordering;

impl<'a> Evaluation<'a> {
    /// The first, last, n-th or nearest of the events that belong and have a date; none if there is none (2.4).
    pub(crate) fn pick(
        self,
        which: &'a Pick,
        events: &'a Events,
        ties: &[TieBreak],
        scope: Scope<'a>,
    ) -> Option<Row<'a>> {
        let certain = self.bag(events, scope).certain();
        let mut dated: Vec<(Date, Row<'a>)> = certain
            .into_iter()
            .filter_map(|row| Some((self.start_of(row)?, row)))
            .collect();
        let by_date = |left: &Date, right: &Date| (left.first, left.last).cmp(&(right.first, right.last));
        let by_ties = |left: Row<'a>, right: Row<'a>| self.tie_order(left, right, ties);
        match which {
            Pick::First | Pick::Nth(_) => {
                dated.sort_by(|(left, l), (right, r)| by_date(left, right).then_with(|| by_ties(*l, *r)));
            }
            // On the latest day, ties are broken as for the first.
            Pick::Last => {
                dated.sort_by(|(left, l), (right, r)| by_date(right, left).then_with(|| by_ties(*l, *r)));
            }
            // By distance in days; of two equally near, the earlier.
            Pick::Nearest(to) => {
                let to = self.day(to, scope)?;
                let distance =
                    |date: &Date| known_day(*date).map(|day| i64::from(day.0).abs_diff(i64::from(to.0)));
                dated.sort_by(|(left, l), (right, r)| {
                    (distance(left).cmp(&distance(right)))
                        .then_with(|| by_date(left, right))
                        .then_with(|| by_ties(*l, *r))
                });
            }
        }
        let position = match which {
            Pick::Nth(n) => (*n as usize).checked_sub(1)?,
            Pick::First | Pick::Last | Pick::Nearest(_) => 0,
        };
        dated.get(position).map(|(_, row)| *row)
    }

    /// Declared tie-breaks first, then the mapped attributes in the order of their declaration, ascending, missing
    /// last. Two events that still tie are equal (2.4).
    fn tie_order(self, left: Row<'a>, right: Row<'a>, ties: &[TieBreak]) -> Ordering {
        let entity = match (left, right) {
            (Row::Period(_, left), Row::Period(_, right)) => {
                return (left.first, left.last).cmp(&(right.first, right.last));
            }
            (Row::Line(left), Row::Line(right)) => {
                return (left.setting, left.number).cmp(&(right.setting, right.number));
            }
            (Row::Record(entity, _), Row::Record(..)) => entity,
            _ => return Ordering::Equal,
        };
        let values = |attribute: AttributeId| {
            let value = |row| self.field(Some(row), Field::Attribute(attribute));
            (value(left), value(right))
        };
        let declared = ties.iter().map(|tie| match tie {
            TieBreak::ValueFirst(attribute, preferred) => {
                let (left, right) = values(*attribute);
                let is_other = |value: Value| value != Value::Category(*preferred);
                is_other(left).cmp(&is_other(right))
            }
            TieBreak::HighestFirst(attribute) => {
                let (left, right) = values(*attribute);
                descending_missing_last(&left, &right)
            }
            TieBreak::LowestFirst(attribute) => {
                let (left, right) = values(*attribute);
                ascending_missing_last(&left, &right)
            }
        });
        // An attribute that a mapping does not record is missing in its records.
        let remaining = self.study.model.attribute_ids(entity).map(|attribute| {
            let (left, right) = values(attribute);
            ascending_missing_last(&left, &right)
        });
        declared
            .chain(remaining)
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

//! Summaries of a bag of events (2.1, 2.4). Sums and means are exact, so the order of records cannot matter.

use crate::compare::ascending_missing_last;
use crate::evaluate::Evaluation;
use crate::events::Bag;
use kohort_semantics::study::{Aggregate, Field};
use kohort_semantics::value::{Number, Value};
use std::collections::BTreeSet;

impl<'a> Evaluation<'a> {
    /// On how many distinct dates there are events; those without a date are left out (2.4).
    pub(crate) fn days_of(self, bag: &Bag<'a>) -> usize {
        let dates: BTreeSet<_> = bag
            .certain()
            .into_iter()
            .filter_map(|row| self.start_of(row))
            .map(|date| (date.first, date.last))
            .collect();
        dates.len()
    }

    /// A summary of a field over the events that belong and have it; missing if none has (2.4).
    pub(crate) fn aggregate(self, function: Aggregate, bag: &Bag<'a>, field: Field) -> Value {
        let mut values: Vec<Value> = bag
            .certain()
            .into_iter()
            .map(|row| self.field(Some(row), field))
            .filter(|value| !value.is_missing())
            .collect();
        values.sort_by(ascending_missing_last);
        match function {
            Aggregate::Min => values.first().cloned().unwrap_or(Value::Missing),
            Aggregate::Max => values.last().cloned().unwrap_or(Value::Missing),
            Aggregate::Sum => as_value(if values.is_empty() { None } else { sum(&values) }),
            Aggregate::Mean => as_value(mean(&values)),
            // The middle value, or the mean of the two middle values.
            Aggregate::Median => {
                let (low, high) = (values.len().saturating_sub(1) / 2, values.len() / 2 + 1);
                as_value(values.get(low..high).and_then(mean))
            }
        }
    }
}

fn sum(values: &[Value]) -> Option<Number> {
    values.iter().try_fold(Number::ZERO, |total, value| match value {
        Value::Number(number) => Some(total.add(number)),
        _ => None,
    })
}

fn mean(values: &[Value]) -> Option<Number> {
    sum(values)?.div(&Number::from_integer(i64::try_from(values.len()).ok()?))
}

fn as_value(number: Option<Number>) -> Value {
    number.map_or(Value::Missing, Value::Number)
}

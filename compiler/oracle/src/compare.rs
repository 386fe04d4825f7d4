//! How two values compare (2.1, 2.2), and in which order values stand where records tie (2.4).

use crate::truth::{Truth, all, not};
use kohort_semantics::study::{Compare, Relation};
use kohort_semantics::value::{Date, Value};
use std::cmp::Ordering;

/// A comparison; unknown if a value is missing (2.3).
pub(crate) fn compare(op: Compare, left: &Value, right: &Value) -> Truth {
    match (left, right) {
        (Value::Missing, _) | (_, Value::Missing) => None,
        (Value::Date(left), Value::Date(right)) => compare_dates(op, *left, *right),
        _ => Some(op_holds(op, order_of_known(left, right))),
    }
}

fn op_holds(op: Compare, order: Ordering) -> bool {
    match op {
        Compare::Eq => order == Ordering::Equal,
        Compare::Ne => order != Ordering::Equal,
        Compare::Lt => order == Ordering::Less,
        Compare::Le => order != Ordering::Greater,
        Compare::Gt => order == Ordering::Greater,
        Compare::Ge => order != Ordering::Less,
    }
}

/// True if it holds for every day the two dates may be, false if for none, else unknown (2.2).
pub(crate) fn compare_dates(op: Compare, left: Date, right: Date) -> Truth {
    if always(op, left, right) {
        Some(true)
    } else if always(opposite(op), left, right) {
        Some(false)
    } else {
        None
    }
}

fn always(op: Compare, left: Date, right: Date) -> bool {
    match op {
        Compare::Lt => left.last < right.first,
        Compare::Le => left.last <= right.first,
        Compare::Gt => left.first > right.last,
        Compare::Ge => left.first >= right.last,
        Compare::Eq => left.first == left.last && right.first == right.last && left.first == right.first,
        Compare::Ne => left.last < right.first || right.last < left.first,
    }
}

fn opposite(op: Compare) -> Compare {
    match op {
        Compare::Lt => Compare::Ge,
        Compare::Le => Compare::Gt,
        Compare::Gt => Compare::Le,
        Compare::Ge => Compare::Lt,
        Compare::Eq => Compare::Ne,
        Compare::Ne => Compare::Eq,
    }
}

/// Whether a date is in a period, both ends included (2.4). Nothing is in a period that ends before it starts.
pub(crate) fn in_period(date: &Value, period: &Value) -> Truth {
    let (Value::Date(date), Value::Period(start, end)) = (date, period) else {
        return None;
    };
    all(&[
        compare_dates(Compare::Le, *start, *date),
        compare_dates(Compare::Le, *date, *end),
    ])
}

/// A relation of two periods (2.4). It does not hold for a period that ends before it starts.
pub(crate) fn related(relation: Relation, left: &Value, right: &Value) -> Truth {
    let (Value::Period(left_start, left_end), Value::Period(right_start, right_end)) = (left, right) else {
        return None;
    };
    let not_after = |earlier: &Date, later: &Date| compare_dates(Compare::Le, *earlier, *later);
    let holds = match relation {
        Relation::Overlaps => all(&[not_after(left_start, right_end), not_after(right_start, left_end)]),
        Relation::Contains => all(&[not_after(left_start, right_start), not_after(right_end, left_end)]),
        Relation::StartsIn => all(&[
            not_after(right_start, left_start),
            not_after(left_start, right_end),
        ]),
        Relation::EndsIn => all(&[not_after(right_start, left_end), not_after(left_end, right_end)]),
    };
    all(&[
        not_after(left_start, left_end),
        not_after(right_start, right_end),
        holds,
    ])
}

/// Ascending, missing last: the order in which an attribute breaks a tie (2.4).
pub(crate) fn ascending_missing_last(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Missing, Value::Missing) => Ordering::Equal,
        (Value::Missing, _) => Ordering::Greater,
        (_, Value::Missing) => Ordering::Less,
        _ => order_of_known(left, right),
    }
}

/// Descending, missing still last: for a tie-break `highest … first` (2.4).
pub(crate) fn descending_missing_last(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Missing, _) | (_, Value::Missing) => ascending_missing_last(left, right),
        _ => order_of_known(right, left),
    }
}

/// The order of two known values of one type: false before true, numbers by size, dates by their first and then their
/// last day, categories by position, texts by code point (2.1).
fn order_of_known(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Boolean(left), Value::Boolean(right)) => left.cmp(right),
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => (left.first, left.last).cmp(&(right.first, right.last)),
        (Value::Period(left_start, left_end), Value::Period(right_start, right_end)) => {
            (left_start.first, left_start.last, left_end.first, left_end.last).cmp(&(
                right_start.first,
                right_start.last,
                right_end.first,
                right_end.last,
            ))
        }
        (Value::Category(left), Value::Category(right)) => left.cmp(right),
        (Value::Text(left), Value::Text(right)) | (Value::Analyte(left), Value::Analyte(right)) => {
            left.chars().cmp(right.chars())
        }
        (
            Value::Code { system, code },
            Value::Code {
                system: other_system,
                code: other_code,
            },
        ) => (system.name(), code).cmp(&(other_system.name(), other_code)),
        // Values of two types never meet in a checked study. Nothing is said about them.
        _ => Ordering::Equal,
    }
}

/// Whether two known values are the same, for `=` without an order (2.1).
pub(crate) fn same(left: &Value, right: &Value) -> Truth {
    compare(Compare::Eq, left, right)
}

/// Whether a value is between two others, both included (2.4).
pub(crate) fn between(value: &Value, low: &Value, high: &Value) -> Truth {
    all(&[
        not(compare(Compare::Lt, value, low)),
        not(compare(Compare::Gt, value, high)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_semantics::value::Day;

    #[test]
    fn dates_compare_as_every_pair_of_their_days_does() {
        let ops = [
            Compare::Eq,
            Compare::Ne,
            Compare::Lt,
            Compare::Le,
            Compare::Gt,
            Compare::Ge,
        ];
        let dates = || {
            (0..5).flat_map(|first| {
                (first..5).map(move |last| Date {
                    first: Day(first),
                    last: Day(last),
                })
            })
        };
        for op in ops {
            for left in dates() {
                for right in dates() {
                    let outcomes: Vec<bool> = (left.first.0..=left.last.0)
                        .flat_map(|l| (right.first.0..=right.last.0).map(move |r| op_holds(op, l.cmp(&r))))
                        .collect();
                    let expected = match (outcomes.contains(&true), outcomes.contains(&false)) {
                        (true, true) => None,
                        (holds, _) => Some(holds),
                    };
                    assert_eq!(
                        compare_dates(op, left, right),
                        expected,
                        "{left:?} {op:?} {right:?}"
                    );
                }
            }
        }
    }
}

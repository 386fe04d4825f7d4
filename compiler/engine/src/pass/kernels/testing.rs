//! What the kernels' tests share: values of every type, columns and plans, and the obvious definitions.

use super::numbers::Numbers;
use super::raw::{RawColumn, SCALE};
use super::texts::Texts;
use super::values::Values;
use crate::pass::batch::DecodedColumn;
use arrow::array::{Decimal256Array, StringArray, UInt16Array};
use arrow::datatypes::i256;
use kohort_base::{Files, Span};
use kohort_plan::Plan;
use kohort_plan::algebra::{
    CohortIndex, CohortPlan, Column, ColumnId, CriterionPlan, Domain, IndexPlan, Node, NodeId, Operator,
    StreamId, ValueType,
};
use kohort_semantics::source::{Decode, Reading};
use kohort_semantics::study::Compare;
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Date, DateFormat, Day, Number, Precision, Value, kleene, tie_order};
use proptest::prelude::*;
use std::sync::Arc;

/// Every comparison.
pub(crate) const OPERATORS: [Compare; 6] = [
    Compare::Eq,
    Compare::Ne,
    Compare::Lt,
    Compare::Le,
    Compare::Gt,
    Compare::Ge,
];

/// A place that stands for none.
pub(crate) fn span() -> Span {
    Span::new(Files::default().add("test.kh".into(), "".into()), 0, 0)
}

/// A constant truth.
pub(crate) fn boolean(truth: bool) -> Value {
    Value::Boolean(truth)
}

/// The raw value of a decimal, read independently of the code under test.
pub(crate) fn raw(text: &str) -> i256 {
    let number = Number::parse_decimal(text).unwrap();
    let power = |exponent: u32| Number::from_decimal(10i128.pow(exponent), 0);
    let scaled = number.mul(&power(38));
    let digits = scaled.round_half_even(0);
    assert_eq!(Number::parse_decimal(&digits), Some(scaled), "{text}");
    i256::from_string(&digits).unwrap()
}

/// A decimal array.
pub(crate) fn raw_array(values: impl IntoIterator<Item = Option<String>>) -> Decimal256Array {
    let array: Decimal256Array = values
        .into_iter()
        .map(|value| value.map(|value| raw(&value)))
        .collect();
    array.with_precision_and_scale(76, SCALE).unwrap()
}

/// Decoded quantities with the position of their conversion.
pub(crate) fn number_column(cells: impl IntoIterator<Item = Option<(String, u16)>>) -> DecodedColumn {
    let (values, units): (Vec<_>, Vec<_>) = cells.into_iter().map(Option::unzip).unzip();
    DecodedColumn {
        values: Arc::new(raw_array(values)),
        units: Some(UInt16Array::from(units)),
        last: None,
    }
}

/// The same as a column under one id.
pub(crate) fn raw_column(
    conversions: &[Conversion],
    cells: impl IntoIterator<Item = Option<(String, u16)>>,
) -> RawColumn {
    let (values, units): (Vec<_>, Vec<_>) = cells.into_iter().map(Option::unzip).unzip();
    RawColumn {
        id: ColumnId {
            stream: StreamId(3),
            index: 1,
        },
        values: raw_array(values),
        units: Some(UInt16Array::from(units)),
        conversions: conversions.into(),
    }
}

/// A column of a stream, and how it is read.
pub(crate) fn plain_column(ty: ValueType, decode: Decode) -> (Column, Reading) {
    let reading = Reading {
        column: "c".into(),
        decode,
        unknown: Vec::new(),
        otherwise_missing: false,
        optional: false,
    };
    let column = Column {
        name: "entity.c".into(),
        attribute: None,
        analyte: None,
        ty,
        display: Default::default(),
    };
    (column, reading)
}

/// Dates of one form and precision.
pub(crate) fn dates_of(formats: Vec<DateFormat>, precision: Precision) -> Decode {
    Decode::Date {
        formats,
        precision,
        by: None,
        unknown_parts: false,
    }
}

/// The same whole numbers in every form.
pub(crate) fn numbers_in_every_form(values: &[Option<i64>]) -> [Numbers; 3] {
    let half = [Conversion {
        factor: Number::from_ratio(-1, 2).unwrap(),
        offset: Number::ONE,
    }];
    // Raw values that the conversion turns into the wanted ones.
    let cells = values
        .iter()
        .map(|value| value.map(|value| ((2 - 2 * i128::from(value)).to_string(), 0)));
    let column = Arc::new(raw_column(&half, cells));
    [
        Numbers::Raw {
            column,
            rows: (0..values.len() as u32).map(Some).collect(),
        },
        Numbers::Integer(values.to_vec()),
        Numbers::Exact(
            values
                .iter()
                .map(|value| value.map(Number::from_integer))
                .collect(),
        ),
    ]
}

/// One vector of each type, with several values and missing ones.
pub(crate) fn one_of_each_type() -> Vec<Values> {
    let dates: Vec<Option<Date>> = ["2024-02-01", "2024-02", "", "2023", "2024-02-01", "2024"]
        .map(Date::parse)
        .to_vec();
    let starts = dates.iter().rev().copied();
    let mut vectors = vec![
        Values::Boolean(vec![Some(true), None, Some(false), Some(true)]),
        Values::Period(starts.zip(&dates).map(|(start, end)| start.zip(*end)).collect()),
        Values::Date(dates),
        Values::Category(vec![Some(2), None, Some(0), Some(2)]),
        Values::Text(Texts::of_array(&StringArray::from(vec![
            Some("b"),
            None,
            Some("ä"),
            Some("a"),
            Some("b"),
        ]))),
        Values::Record(vec![None, Some(3), Some(0), Some(3)]),
    ];
    vectors.extend(numbers_in_every_form(&[Some(4), None, Some(-4), Some(4), Some(0)]).map(Values::Number));
    vectors
}

/// The value at a position; a record as its number.
pub(crate) fn value_at(values: &Values, position: usize) -> Value {
    let value = match values {
        Values::Boolean(values) => values[position].map(Value::Boolean),
        Values::Number(values) => values.get(position).map(Value::Number),
        Values::Date(values) => values[position].map(Value::Date),
        Values::Period(values) => values[position].map(|(start, end)| Value::Period(start, end)),
        Values::Category(values) => values[position].map(Value::Category),
        Values::Text(values) => values.get(position).map(|text| Value::Text(text.into())),
        Values::Record(values) => {
            values[position].map(|record| Value::Number(Number::from_integer(record.into())))
        }
    };
    value.unwrap_or(Value::Missing)
}

/// A comparison of two values, one at a time.
pub(crate) fn naive_compare(op: Compare, left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Missing, _) | (_, Value::Missing) => None,
        (Value::Date(left), Value::Date(right)) => Date::compare(op, *left, *right),
        (Value::Period(l0, l1), Value::Period(r0, r1)) => {
            let equal = kleene::and(
                Date::compare(Compare::Eq, *l0, *r0),
                Date::compare(Compare::Eq, *l1, *r1),
            );
            match op {
                Compare::Eq => equal,
                Compare::Ne => kleene::not(equal),
                _ => None,
            }
        }
        _ => {
            let order = tie_order(left, right);
            Some(match op {
                Compare::Eq => order.is_eq(),
                Compare::Ne => order.is_ne(),
                Compare::Lt => order.is_lt(),
                Compare::Le => order.is_le(),
                Compare::Gt => order.is_gt(),
                Compare::Ge => order.is_ge(),
            })
        }
    }
}

/// True, false or unknown.
pub(crate) fn any_truth() -> impl Strategy<Value = Option<bool>> {
    prop::sample::select(vec![Some(true), Some(true), Some(false), None])
}

/// A day, a stretch of days close to others, or nothing.
pub(crate) fn any_date() -> impl Strategy<Value = Option<Date>> {
    let length = prop_oneof![3 => Just(0i32), 1 => 1i32..5];
    let date = (0i32..10, length).prop_map(|(first, length)| Date {
        first: Day(first),
        last: Day(first + length),
    });
    prop::option::weighted(0.85, date)
}

/// Builds small plans.
#[derive(Debug, Default)]
pub(crate) struct PlanBuilder {
    /// The plan so far.
    pub(crate) plan: Plan,
}

impl PlanBuilder {
    /// Adds a node.
    pub(crate) fn node(&mut self, operator: Operator, domain: Domain, ty: ValueType) -> NodeId {
        self.plan.graph.add_node(Node {
            operator,
            domain,
            ty,
            display: None,
        })
    }

    /// Adds a cohort with criteria (whether it excludes, and its condition).
    pub(crate) fn cohort(
        &mut self,
        from: Option<CohortIndex>,
        index: IndexPlan,
        criteria: &[(bool, NodeId)],
    ) {
        let criteria = criteria.iter().map(|(exclude, condition)| CriterionPlan {
            name: "criterion".into(),
            doc: None,
            exclude: *exclude,
            condition: *condition,
            unknown_is_met: false,
            looking_ahead: None,
        });
        let name = format!("cohort {}", self.plan.cohorts.len());
        self.plan.cohorts.push(CohortPlan {
            name,
            doc: None,
            from,
            index,
            criteria: criteria.collect(),
        });
    }
}

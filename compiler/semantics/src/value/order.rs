//! The order that breaks ties between records.
//!
//! Invariant: a total order on all values, so that a pick never depends on the order of rows. It is not the language's
//! comparison: coarse dates are ordered here although `<` on them may be unknown.

use super::Value;
use std::cmp::Ordering;

/// Ascending order with missing values last: false before true, dates by their first then last day, periods by start then
/// end, categories by position, texts by code point. Values of different kinds never meet in one attribute; they are
/// ordered by kind.
pub fn tie_order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Boolean(l), Value::Boolean(r)) => l.cmp(r),
        (Value::Number(l), Value::Number(r)) => l.cmp(r),
        (Value::Date(l), Value::Date(r)) => l.cmp(r),
        (Value::Period(l0, l1), Value::Period(r0, r1)) => l0.cmp(r0).then_with(|| l1.cmp(r1)),
        (Value::Category(l), Value::Category(r)) => l.cmp(r),
        (Value::Analyte(l), Value::Analyte(r)) | (Value::Text(l), Value::Text(r)) => l.cmp(r),
        (Value::Code { system: ls, code: lc }, Value::Code { system: rs, code: rc }) => {
            ls.cmp(rs).then_with(|| lc.cmp(rc))
        }
        _ => kind(left).cmp(&kind(right)),
    }
}

/// The rank of a value's kind; missing is last.
fn kind(value: &Value) -> u8 {
    match value {
        Value::Boolean(_) => 0,
        Value::Number(_) => 1,
        Value::Date(_) => 2,
        Value::Period(..) => 3,
        Value::Category(_) => 4,
        Value::Analyte(_) => 5,
        Value::Code { .. } => 6,
        Value::Text(_) => 7,
        Value::Missing => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::CodeSystem;
    use crate::value::{Date, Number};

    /// One of everything, ascending.
    fn ascending() -> Vec<Value> {
        let date = |text: &str| Date::parse(text).unwrap();
        let code = |system, code: &str| Value::Code {
            system,
            code: code.into(),
        };
        vec![
            Value::Boolean(false),
            Value::Boolean(true),
            Value::Number(Number::from_integer(-1)),
            Value::Number(Number::from_ratio(1, 3).unwrap()),
            Value::Date(date("2023-12-31")),
            Value::Date(date("2024-01-01")),
            Value::Date(date("2024-01")),
            Value::Date(date("2024")),
            Value::Date(date("2024-01-02")),
            Value::Period(date("2024-01-01"), date("2024-01-02")),
            Value::Period(date("2024-01-01"), date("2024-01-03")),
            Value::Period(date("2024-01-02"), date("2024-01-02")),
            Value::Category(0),
            Value::Category(1),
            Value::Analyte("std.analytes.albumin".into()),
            Value::Analyte("std.analytes.calcium".into()),
            code(CodeSystem::Icd10Cm, "C19"),
            code(CodeSystem::Icd10Cm, "C20"),
            Value::Text("Z".into()),
            Value::Text("a".into()),
            Value::Text("ä".into()),
            Value::Missing,
        ]
    }

    #[test]
    fn the_order_is_total() {
        let values = ascending();
        for (i, left) in values.iter().enumerate() {
            for (j, right) in values.iter().enumerate() {
                assert_eq!(tie_order(left, right), i.cmp(&j), "{left:?} {right:?}");
            }
        }
    }

    #[test]
    fn every_value_reads_back_from_its_serialised_form() {
        for value in ascending() {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value, "{text}");
        }
    }
}

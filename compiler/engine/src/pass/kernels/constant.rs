//! Constants as vectors of one value.
//!
//! Invariant: a constant has the type that the plan states, also where its value is missing.

use super::fault::Fault;
use super::numbers::Numbers;
use super::texts::Texts;
use super::values::Values;
use arrow::array::StringArray;
use kohort_plan::algebra::ValueType;
use kohort_semantics::value::Value;

/// A vector with the constant as its only value.
pub(crate) fn constant(value: &Value, ty: ValueType) -> Result<Values, Fault> {
    let values = match value {
        Value::Missing => return Ok(missing(ty)),
        Value::Boolean(truth) => Values::Boolean(vec![Some(*truth)]),
        Value::Number(number) => match number.to_i64() {
            Some(whole) => Values::Number(Numbers::Integer(vec![Some(whole)])),
            None => Values::Number(Numbers::Exact(vec![Some(number.clone())])),
        },
        Value::Date(date) => Values::Date(vec![Some(*date)]),
        Value::Period(start, end) => Values::Period(vec![Some((*start, *end))]),
        Value::Category(position) => Values::Category(vec![Some(*position)]),
        Value::Analyte(text) | Value::Text(text) => texts(Some(text)),
        Value::Code { system, code } => texts(Some(&format!("{} {code}", system.name()))),
    };
    if values.ty() == ty {
        Ok(values)
    } else {
        Err(Fault::Type {
            wanted: ty,
            found: values.ty(),
        })
    }
}

fn missing(ty: ValueType) -> Values {
    match ty {
        ValueType::Boolean => Values::Boolean(vec![None]),
        ValueType::Number => Values::Number(Numbers::Integer(vec![None])),
        ValueType::Date => Values::Date(vec![None]),
        ValueType::Period => Values::Period(vec![None]),
        ValueType::Category => Values::Category(vec![None]),
        ValueType::Text => texts(None),
        ValueType::Record => Values::Record(vec![None]),
    }
}

fn texts(text: Option<&str>) -> Values {
    Values::Text(Texts::of_array(&StringArray::from(vec![text])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::value_at;
    use kohort_semantics::value::{Date, Number};

    #[test]
    fn every_constant_is_its_only_value() {
        let date = Date::parse("2024").unwrap();
        let third = Number::from_ratio(1, 3).unwrap();
        for (value, ty) in [
            (Value::Boolean(true), ValueType::Boolean),
            (Value::Number(Number::ONE), ValueType::Number),
            (Value::Number(third), ValueType::Number),
            (Value::Date(date), ValueType::Date),
            (Value::Period(date, date), ValueType::Period),
            (Value::Category(2), ValueType::Category),
            (Value::Text("ä".into()), ValueType::Text),
        ] {
            let values = constant(&value, ty).unwrap();
            assert_eq!((values.len(), value_at(&values, 0)), (1, value));
            let none = constant(&Value::Missing, ty).unwrap();
            assert_eq!((none.ty(), none.is_missing(0)), (ty, true));
        }
        let code = Value::Code {
            system: kohort_semantics::codes::CodeSystem::Atc,
            code: "L01".into(),
        };
        assert_eq!(
            value_at(&constant(&code, ValueType::Text).unwrap(), 0),
            Value::Text("ATC L01".into())
        );
        assert!(constant(&Value::Boolean(true), ValueType::Number).is_err());
    }
}

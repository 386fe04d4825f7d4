//! Decoded columns as vectors of values.
//!
//! Invariant: a coarse date is all the days of the precision that the source states for its column or for itself; a number
//! stays raw.

use super::fault::Fault;
use super::numbers::Numbers;
use super::raw::{RawColumn, SCALE, present};
use super::texts::Texts;
use super::values::Values;
use crate::pass::batch::DecodedColumn;
use arrow::array::{
    Array, BooleanArray, Date32Array, Decimal256Array, StringArray, UInt16Array, UInt32Array,
};
use arrow::datatypes::DataType;
use kohort_plan::algebra::{Column, ColumnId, Stream, ValueType};
use kohort_semantics::source::Decode;
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Date, Day, Precision};
use std::sync::Arc;

/// The values of a decoded column, which may need one of these conversions or are dates of this precision.
pub(crate) fn column(
    id: ColumnId,
    column: &Column,
    precision: Precision,
    conversions: &Arc<[Conversion]>,
    decoded: &DecodedColumn,
) -> Result<Values, Fault> {
    Ok(match column.ty {
        ValueType::Boolean => Values::Boolean(array::<BooleanArray>(decoded)?.iter().collect()),
        ValueType::Number => Values::Number(numbers(id, conversions, decoded)?),
        ValueType::Date => Values::Date(dates(array(decoded)?, decoded.last.as_ref(), precision)),
        ValueType::Category => Values::Category(array::<UInt32Array>(decoded)?.iter().collect()),
        ValueType::Text => Values::Text(Texts::of_array(array::<StringArray>(decoded)?)),
        ValueType::Period | ValueType::Record => {
            return Err(Fault::Other("is a column of a type that no column has"));
        }
    })
}

/// How many values of a decoded column are missing.
pub(crate) fn missing(decoded: &DecodedColumn) -> u64 {
    decoded.values.null_count() as u64
}

fn array<T: Array + 'static>(decoded: &DecodedColumn) -> Result<&T, Fault> {
    decoded
        .values
        .as_any()
        .downcast_ref()
        .ok_or(Fault::Other("is a column that was decoded to another type"))
}

/// The precision of a column whose dates do not have one each.
pub(crate) fn precision(stream: &Stream, column: usize) -> Precision {
    let coarsest = stream
        .readings(column)
        .filter_map(|reading| match &reading.decode {
            Decode::Date { precision, .. } => Some(*precision),
            _ => None,
        });
    coarsest.max().unwrap_or(Precision::Day)
}

fn dates(first: &Date32Array, last: Option<&Date32Array>, precision: Precision) -> Vec<Option<Date>> {
    let Some(last) = last else {
        return first
            .iter()
            .map(|first| first.map(|first| Date::of(precision, Day(first))))
            .collect();
    };
    let date = |(first, last): (Option<i32>, Option<i32>)| {
        Some(Date {
            first: Day(first?),
            last: Day(last?),
        })
    };
    first.iter().zip(last).map(date).collect()
}

fn numbers(id: ColumnId, conversions: &Arc<[Conversion]>, decoded: &DecodedColumn) -> Result<Numbers, Fault> {
    let values = array::<Decimal256Array>(decoded)?;
    if !matches!(values.data_type(), DataType::Decimal256(_, SCALE)) {
        return Err(Fault::Other(
            "is a column of numbers with other than 38 decimal places",
        ));
    }
    check_units(decoded.units.as_ref(), conversions.len())?;
    let rows = (0u32..)
        .zip(0..values.len())
        .map(|(row, at)| values.is_valid(at).then_some(row))
        .collect();
    let column = RawColumn {
        id,
        values: values.clone(),
        units: decoded.units.clone(),
        conversions: Arc::clone(conversions),
    };
    Ok(Numbers::Raw {
        column: Arc::new(column),
        rows,
    })
}

/// Whether every value says which of the conversions it needs.
fn check_units(units: Option<&UInt16Array>, conversions: usize) -> Result<(), Fault> {
    match units {
        None if conversions == 1 => Ok(()),
        None => Err(Fault::Other(
            "is a column of quantities that do not say in which unit they are",
        )),
        Some(units) => {
            let known = (0..units.len())
                .filter(|row| present(units, *row))
                .map(|row| usize::from(units.value(row)));
            let fits = known.max().is_none_or(|largest| largest < conversions);
            fits.then_some(()).ok_or(Fault::Other(
                "is a column with a unit that the source does not declare",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::{number_column, plain_column, raw_array, value_at};
    use arrow::array::ArrayRef;
    use kohort_plan::algebra::StreamId;
    use kohort_semantics::value::{Number, Value};

    const ID: ColumnId = ColumnId {
        stream: StreamId(0),
        index: 0,
    };

    fn decoded(values: impl Array + 'static) -> DecodedColumn {
        DecodedColumn {
            values: Arc::new(values) as ArrayRef,
            units: None,
            last: None,
        }
    }

    fn values(read: &Column, decoded: &DecodedColumn) -> Vec<Value> {
        let conversions = [Conversion::identity()].into();
        let values = column(ID, read, Precision::Month, &conversions, decoded).unwrap();
        (0..values.len())
            .map(|position| value_at(&values, position))
            .collect()
    }

    #[test]
    fn columns_of_every_type_are_read() {
        let read = plain_column(ValueType::Boolean, Decode::Text).0;
        let array = BooleanArray::from(vec![Some(true), None, Some(false)]);
        assert_eq!(
            values(&read, &decoded(array)),
            [Value::Boolean(true), Value::Missing, Value::Boolean(false)]
        );
        let read = plain_column(ValueType::Category, Decode::Text).0;
        assert_eq!(
            values(&read, &decoded(UInt32Array::from(vec![Some(3), None]))),
            [Value::Category(3), Value::Missing]
        );
        let read = plain_column(ValueType::Text, Decode::Text).0;
        assert_eq!(
            values(&read, &decoded(StringArray::from(vec!["C18"]))),
            [Value::Text("C18".into())]
        );
        let read = plain_column(ValueType::Number, Decode::Decimal).0;
        assert_eq!(
            values(&read, &decoded(raw_array([Some("1.25".to_owned()), None]))),
            [
                Value::Number(Number::parse_decimal("1.25").unwrap()),
                Value::Missing
            ]
        );
    }

    #[test]
    fn coarse_dates_are_all_their_days() {
        let dates = plain_column(ValueType::Date, Decode::Text).0;
        let first = Day::parse_iso("2024-02-01").unwrap();
        let array = Date32Array::from(vec![Some(first.0), None]);
        let found = values(&dates, &decoded(array.clone()));
        assert_eq!(
            found,
            [Value::Date(Date::parse("2024-02").unwrap()), Value::Missing]
        );
        let last = Day::parse_iso("2024-12-31").unwrap();
        let each = DecodedColumn {
            last: Some(Date32Array::from(vec![Some(last.0), None])),
            ..decoded(array)
        };
        let year = Date {
            first: Day::parse_iso("2024-02-01").unwrap(),
            last,
        };
        assert_eq!(values(&dates, &each), [Value::Date(year), Value::Missing]);
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let numbers = plain_column(ValueType::Number, Decode::Decimal).0;
        let identity: Arc<[Conversion]> = [Conversion::identity()].into();
        let two: Arc<[Conversion]> = [Conversion::identity(), Conversion::identity()].into();
        assert!(
            column(
                ID,
                &numbers,
                Precision::Day,
                &identity,
                &decoded(BooleanArray::from(vec![true]))
            )
            .is_err()
        );
        let other_scale = Decimal256Array::from(vec![Some(arrow::datatypes::i256::ONE)]);
        assert!(column(ID, &numbers, Precision::Day, &identity, &decoded(other_scale)).is_err());
        assert!(
            column(
                ID,
                &numbers,
                Precision::Day,
                &two,
                &decoded(raw_array([Some("1".to_owned())]))
            )
            .is_err()
        );
        assert!(
            column(
                ID,
                &numbers,
                Precision::Day,
                &two,
                &number_column([Some(("1".to_owned(), 1))])
            )
            .is_ok()
        );
        assert!(
            column(
                ID,
                &numbers,
                Precision::Day,
                &two,
                &number_column([Some(("1".to_owned(), 2))])
            )
            .is_err()
        );
        let period = plain_column(ValueType::Period, Decode::Text).0;
        assert!(
            column(
                ID,
                &period,
                Precision::Day,
                &identity,
                &decoded(BooleanArray::from(vec![true]))
            )
            .is_err()
        );
    }
}

//! Columns of measured quantities: the number as recorded, and which conversion it needs.
//!
//! Invariant: a record without an analyte, or of an analyte that the reading does not list, has no value, and neither its
//! number nor its unit is looked at: laboratory tables hold many tests that no study uses. A number without its unit is
//! not understood.

use super::numbers::NumberReading;
use super::rows::Rows;
use super::verdicts::Verdicts;
use super::visit::{Seen, composed, visit};
use crate::fault::values::Part;
use crate::units::choices;
use arrow::array::{Array, ArrayRef, AsArray, Decimal256Array, UInt16Array, UInt16Builder};
use arrow::buffer::NullBuffer;
use arrow::error::ArrowError;
use kohort_semantics::source::{Decode, Reading, UnitSpec};
use std::collections::{BTreeMap, BTreeSet};

/// How quantities are read.
#[derive(Debug)]
pub(super) struct QuantityReading {
    numbers: NumberReading,
    units: Units,
    valued: Valued,
}

/// Which records have a value.
#[derive(Debug)]
enum Valued {
    All,
    /// Those with an analyte.
    WithAnalyte,
    /// Those with one of these analytes.
    Of(BTreeSet<String>),
}

/// Where the position of a conversion comes from.
#[derive(Debug)]
enum Units {
    Fixed,
    ByAnalyte(BTreeMap<String, u16>),
    ByColumn(BTreeMap<String, UnitPosition>),
}

/// The position for one text of a unit column.
#[derive(Debug)]
enum UnitPosition {
    Fixed(u16),
    ByAnalyte(BTreeMap<String, u16>),
}

impl QuantityReading {
    pub(super) fn new(reading: &Reading, unknown: BTreeSet<String>) -> Self {
        let mut by_analyte = BTreeMap::new();
        let mut by_column: BTreeMap<String, UnitPosition> = BTreeMap::new();
        for (position, choice) in choices(reading).iter().enumerate() {
            // A source model with so many units cannot be written down.
            let Ok(position) = u16::try_from(position) else {
                break;
            };
            match (choice.text, choice.analyte) {
                (Some(text), None) => {
                    by_column.insert(composed(text.trim()).into_owned(), UnitPosition::Fixed(position));
                }
                (Some(text), Some(analyte)) => {
                    let text = composed(text.trim()).into_owned();
                    let unit = by_column
                        .entry(text)
                        .or_insert_with(|| UnitPosition::ByAnalyte(BTreeMap::new()));
                    if let UnitPosition::ByAnalyte(positions) = unit {
                        positions.insert(analyte.to_owned(), position);
                    }
                }
                (None, Some(analyte)) => {
                    by_analyte.insert(analyte.to_owned(), position);
                }
                (None, None) => {}
            }
        }
        let (valued, units) = match &reading.decode {
            Decode::Quantity(UnitSpec::ByAnalyte(_)) => (
                Valued::Of(by_analyte.keys().cloned().collect()),
                Units::ByAnalyte(by_analyte),
            ),
            Decode::Quantity(UnitSpec::ByColumn { .. }) => {
                let typed = by_column
                    .values()
                    .any(|unit| matches!(unit, UnitPosition::ByAnalyte(_)));
                (
                    if typed { Valued::WithAnalyte } else { Valued::All },
                    Units::ByColumn(by_column),
                )
            }
            _ => (Valued::All, Units::Fixed),
        };
        Self {
            numbers: NumberReading::new(unknown, false),
            units,
            valued,
        }
    }

    /// The numbers of some rows and the positions of their conversions; missing elsewhere.
    pub(super) fn read(
        &self,
        (values, units): (&ArrayRef, Option<&ArrayRef>),
        rows: &Rows,
        analytes: Option<&ArrayRef>,
        verdicts: &mut Verdicts,
    ) -> Result<(Decimal256Array, Option<UInt16Array>), ArrowError> {
        let analyte = |row: usize| {
            let analytes = analytes?.as_string_opt::<i32>()?;
            (row < analytes.len() && analytes.is_valid(row)).then(|| analytes.value(row))
        };
        let rows = match &self.valued {
            Valued::All => rows.clone(),
            Valued::WithAnalyte => {
                Rows::of((0..rows.len()).map(|row| rows.includes(row) && analyte(row).is_some()))
            }
            Valued::Of(listed) => {
                let valued =
                    |row| rows.includes(row) && analyte(row).is_some_and(|name| listed.contains(name));
                Rows::of((0..rows.len()).map(valued))
            }
        };
        let numbers = self.numbers.read(values, &rows, verdicts)?;
        let rows = rows.with_value_in(&numbers);
        let mut positions = UInt16Builder::with_capacity(numbers.len());
        match (&self.units, units) {
            (Units::Fixed, _) => return Ok((numbers, None)),
            (Units::ByAnalyte(by_analyte), _) => {
                let position = |row| by_analyte.get(analyte(row)?).copied();
                (0..numbers.len())
                    .for_each(|row| positions.append_option(position(row).filter(|_| rows.includes(row))));
            }
            (Units::ByColumn(by_text), Some(units)) => visit(units, &rows, |row, seen| {
                let text = match seen {
                    Seen::Outside => return positions.append_null(),
                    Seen::Missing => "",
                    Seen::Text(text) => text,
                };
                let text = composed(text);
                let position = match by_text.get(text.as_ref()) {
                    Some(UnitPosition::Fixed(position)) => Some(*position),
                    Some(UnitPosition::ByAnalyte(by_analyte)) => {
                        analyte(row).and_then(|name| by_analyte.get(name)).copied()
                    }
                    None => None,
                };
                if position.is_none() {
                    verdicts.at_fault(Part::Unit, &text);
                }
                positions.append_option(position);
            })?,
            (Units::ByColumn(_), None) => positions.append_nulls(numbers.len()),
        }
        let positions = positions.finish();
        let nulls = NullBuffer::union(numbers.nulls(), positions.nulls());
        let numbers = Decimal256Array::try_new(numbers.values().clone(), nulls)?
            .with_data_type(numbers.data_type().clone());
        Ok((numbers, Some(positions)))
    }
}

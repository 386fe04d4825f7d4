//! Which cells of a row the source model does not explain, for those who make tables.

use super::decode::decode;
use super::raw::RawTable;
use kohort_semantics::Study;
use kohort_semantics::model::AttributeType;
use kohort_semantics::source::{Availability, Decode, EntityMapping, Reading};
use kohort_semantics::value::Value;
use std::collections::BTreeSet;

/// The columns of a row that would stop a run. A quantity whose analyte is read from a column is checked against it; one
/// whose analyte is derived is checked as if it had none.
pub fn unreadable_columns(
    study: &Study,
    mapping: &EntityMapping,
    readings: &[&Reading],
    table: &RawTable,
    row: usize,
) -> BTreeSet<String> {
    let Some(row) = table.rows().nth(row) else {
        return BTreeSet::new();
    };
    let analyte = mapping.attributes.iter().find_map(|mapped| {
        let is_analyte = study.model.attribute(mapped.attribute)?.ty == AttributeType::Analyte;
        match (&mapped.availability, is_analyte) {
            (Availability::Present(reading), true) => match decode(reading, row, None) {
                Ok(Value::Analyte(name)) => Some(name.to_string()),
                _ => None,
            },
            _ => None,
        }
    });
    let wrong = readings.iter().filter(|reading| {
        let analyte = if matches!(reading.decode, Decode::Quantity(_)) {
            analyte.as_deref()
        } else {
            None
        };
        !reading.otherwise_missing && decode(reading, row, analyte).is_err()
    });
    wrong.map(|reading| reading.column.clone()).collect()
}

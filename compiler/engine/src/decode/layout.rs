//! What is decoded from one table, and the columns that come out.
//!
//! Invariant: plain data that follows from the plan alone. The decoded schema of a scan is `key`, and for each part `k` of
//! a stream `n` that is read from it [`part_name`] (whether the row is one of its records; only where that is not every
//! row), `….order` where only the rows with the greatest text count, and for each column that the part has
//! [`column_name`], with `….unit` (the position of its conversion) where a quantity may have several, and `….until` (the
//! last day that a date may be) where dates have a precision each. The decoded schema of an opt-out is `key`; only rows
//! that opt out are kept.

use super::raw::{Raw, TestSpec, Wanted};
use crate::error::EnvironmentFault;
use crate::fault::log::Input;
use crate::read::accepts::Need;
use crate::units::carries_positions;
use arrow::datatypes::{DECIMAL256_MAX_PRECISION, DataType, Field, Schema, SchemaRef};
use kohort_plan::Plan;
use kohort_plan::algebra::{Stream, StreamPart, ValueType};
use kohort_semantics::source::{Decode, Reading, Repeats};
use kohort_semantics::value::Value;
use std::sync::Arc;

/// How many decimal places a decoded number has, and as many digits may stand before the point.
pub const SCALE: i8 = 38;

/// What is decoded from one table.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodeSpec {
    /// Which reading of which table it is.
    pub input: Input,
    /// The table's name in the source model.
    pub table: String,
    /// The raw columns that are read, each once; the patient key is the first.
    pub raw: Vec<Wanted>,
    /// What the rows are records of.
    pub records: Vec<RecordSpec>,
    /// The decoded columns.
    pub schema: SchemaRef,
}

/// The records of one part of a stream in the rows of a table; or the rows that opt out, which have no columns.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordSpec {
    /// The positions of the stream in the plan and of the part in the stream; none for opt-outs.
    pub part: Option<(usize, usize)>,
    /// Whether it is the stream of the patients themselves.
    pub patient: bool,
    /// Whether a decoded column says which rows are its records.
    pub flagged: bool,
    /// What makes a row a record: all of these tests.
    pub condition: Vec<TestSpec>,
    /// The raw column of which a patient's greatest texts count, if only those do.
    pub order: Option<usize>,
    /// The columns, in the stream's order; none where the part does not have the column.
    pub columns: Vec<Option<ColumnSpec>>,
}

/// One decoded column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSpec {
    /// How it is read.
    pub reading: Reading,
    /// The type of its values.
    pub ty: ValueType,
    /// The raw column with the values.
    pub raw: usize,
    /// The raw column with the units, the precisions or the code systems, where there is one.
    pub beside: Option<usize>,
    /// The position among the columns of the one that names the record's analyte, where there is one.
    pub analyte: Option<usize>,
}

/// The decoded column that says which rows are records of a part.
pub fn part_name(stream: usize, part: usize) -> String {
    format!("s{stream}.p{part}")
}

/// The decoded values of a column in a part.
pub fn column_name(stream: usize, part: usize, column: usize) -> String {
    format!("s{stream}.p{part}.c{column}")
}

/// Whether decoded dates of this reading have a precision each, so that their last day is decoded too.
pub fn has_own_precision(reading: &Reading) -> bool {
    match &reading.decode {
        Decode::Date {
            by, unknown_parts, ..
        } => by.is_some() || *unknown_parts,
        Decode::Always(Value::Date(_)) => true,
        _ => false,
    }
}

impl DecodeSpec {
    /// All tables that a plan reads: its scans and then its opt-outs.
    pub fn all(plan: &Plan) -> Result<Vec<Arc<Self>>, EnvironmentFault> {
        let scans = (0..plan.scans.len()).map(|position| Self::scan(plan, position));
        let opt_outs = (0..plan.opt_outs.len()).map(|position| Self::opt_out(plan, position));
        scans.chain(opt_outs).map(|spec| spec.map(Arc::new)).collect()
    }

    fn scan(plan: &Plan, position: usize) -> Result<Self, EnvironmentFault> {
        let scan = plan
            .scans
            .get(position)
            .ok_or_else(|| malformed("a scan is missing"))?;
        let mut parts: Vec<(usize, usize, &Stream, &StreamPart)> = Vec::new();
        for (number, stream) in plan.streams.iter().enumerate() {
            let own = stream.parts.iter().enumerate();
            let own = own.filter(|(_, part)| part.scan.0 as usize == position);
            parts.extend(own.map(|(at, part)| (number, at, stream, part)));
        }
        let mut raw = Raw::new(&scan.key, &scan.optional_columns);
        let mut fields = vec![Field::new("key", DataType::Utf8, false)];
        let mut records = Vec::new();
        for (number, at, stream, part) in &parts {
            let flagged = part.condition.is_some() || parts.len() > 1;
            if flagged {
                fields.push(Field::new(part_name(*number, *at), DataType::Boolean, false));
            }
            let order = match &part.repeats {
                Repeats::LastBy(column) => {
                    fields.push(Field::new(order_name(*number, *at), DataType::Utf8, true));
                    Some(raw.of_row(column, Need::Text))
                }
                Repeats::Kept | Repeats::Distinct => None,
            };
            let mut columns = Vec::new();
            for (position, (column, reading)) in stream.columns.iter().zip(&part.readings).enumerate() {
                let Some(reading) = reading else {
                    columns.push(None);
                    continue;
                };
                let analyte = column.analyte.map(|analyte| analyte as usize);
                // A part may record a quantity in one unit and not say of which analyte it is.
                let analyte =
                    analyte.filter(|analyte| part.readings.get(*analyte).is_some_and(Option::is_some));
                if analyte.is_some_and(|analyte| !names_analytes(part, analyte)) {
                    return Err(malformed(&format!(
                        "`{}` takes its analyte from a column that names none",
                        column.name
                    )));
                }
                let name = column_name(*number, *at, position);
                fields.push(Field::new(&name, data_type(column.ty)?, true));
                if carries_positions(reading) {
                    fields.push(Field::new(format!("{name}.unit"), DataType::UInt16, true));
                }
                if has_own_precision(reading) {
                    fields.push(Field::new(format!("{name}.until"), DataType::Date32, true));
                }
                columns.push(Some(raw.column(reading, column.ty, analyte)));
            }
            records.push(RecordSpec {
                part: Some((*number, *at)),
                patient: stream.patient,
                flagged,
                condition: part
                    .condition
                    .as_ref()
                    .map_or_else(Vec::new, |condition| raw.condition(condition)),
                order,
                columns,
            });
        }
        Ok(Self {
            input: Input::Scan(position),
            table: scan.table.clone(),
            raw: raw.into_columns(),
            records,
            schema: Arc::new(Schema::new(fields)),
        })
    }

    fn opt_out(plan: &Plan, position: usize) -> Result<Self, EnvironmentFault> {
        let scan = plan
            .opt_outs
            .get(position)
            .ok_or_else(|| malformed("an opt-out is missing"))?;
        let mut raw = Raw::new(&scan.key, &scan.optional_columns);
        let condition = raw.condition(&scan.condition);
        Ok(Self {
            input: Input::OptOut(position),
            table: scan.table.clone(),
            raw: raw.into_columns(),
            records: vec![RecordSpec {
                part: None,
                patient: false,
                flagged: false,
                condition,
                order: None,
                columns: Vec::new(),
            }],
            schema: Arc::new(Schema::new(vec![Field::new("key", DataType::Utf8, false)])),
        })
    }
}

/// The decoded texts by which a patient's last rows are found.
pub fn order_name(stream: usize, part: usize) -> String {
    format!("{}.order", part_name(stream, part))
}

fn names_analytes(part: &StreamPart, position: usize) -> bool {
    let reading = part.readings.get(position).and_then(Option::as_ref);
    reading.is_some_and(|reading| {
        matches!(
            reading.decode,
            Decode::Analyte(_) | Decode::Always(Value::Analyte(_))
        )
    })
}

fn malformed(reason: &str) -> EnvironmentFault {
    EnvironmentFault::Plan(reason.to_owned())
}

/// The Arrow type of decoded values.
pub(crate) fn data_type(ty: ValueType) -> Result<DataType, EnvironmentFault> {
    match ty {
        ValueType::Boolean => Ok(DataType::Boolean),
        ValueType::Number => Ok(DataType::Decimal256(DECIMAL256_MAX_PRECISION, SCALE)),
        ValueType::Date => Ok(DataType::Date32),
        ValueType::Category => Ok(DataType::UInt32),
        ValueType::Text => Ok(DataType::Utf8),
        ValueType::Period | ValueType::Record => Err(malformed("a column cannot hold periods or records")),
    }
}

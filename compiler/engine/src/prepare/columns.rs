//! How the records of each stream are stored.
//!
//! Invariant: the names of the stored columns follow from the source model; only the sizes of decimals follow from the data.

use super::sizes::{Sizes, narrowed};
use crate::decode::layout::column_name;
use crate::pass::batch::{PatientBatch, StreamBatch};
use crate::prepared::{KEY, PART, last_name, unit_name};
use arrow::array::{ArrayRef, RecordBatch, StringBuilder, UInt16Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::Plan;
use kohort_plan::algebra::{Stream, ValueType};
use kohort_semantics::model::Dated;
use std::sync::Arc;

/// How the records of one stream are stored.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) entity: String,
    pub(super) columns: Vec<StoredColumn>,
    /// The column that dates a record, by position.
    pub(super) date: Option<usize>,
    pub(super) schema: SchemaRef,
}

/// One column, which may have another beside it.
#[derive(Debug, Clone)]
pub(super) struct StoredColumn {
    pub(super) name: String,
    pub(super) with_unit: bool,
    pub(super) with_last: bool,
}

impl Stored {
    /// How all streams are stored; every assembled batch shows which columns have others beside them.
    pub(super) fn all(plan: &Plan, batch: &PatientBatch, sizes: &Sizes) -> Vec<Self> {
        let streams = plan.streams.iter().zip(&batch.streams).enumerate();
        streams
            .map(|(number, (stream, batch))| Self::of(number, stream, batch, sizes))
            .collect()
    }

    fn of(number: usize, stream: &Stream, batch: &StreamBatch, sizes: &Sizes) -> Self {
        let with_part = batch.parts.is_some();
        let mut columns: Vec<StoredColumn> = Vec::new();
        let mut fields = vec![Field::new(KEY, DataType::Utf8, false)];
        if with_part {
            fields.push(Field::new(PART, DataType::UInt16, false));
        }
        for (position, (column, decoded)) in stream.columns.iter().zip(&batch.columns).enumerate() {
            let taken = columns.iter().any(|other| other.name == column.name);
            // Two mappings may have a local of the same name.
            let name = if taken {
                format!("{}@{position}", column.name)
            } else {
                column.name.clone()
            };
            let ty = match column.ty {
                ValueType::Number => {
                    let parts: Vec<String> = (0..stream.parts.len())
                        .map(|part| column_name(number, part, position))
                        .collect();
                    sizes.of(parts.iter().map(String::as_str)).data_type()
                }
                _ => decoded.values.data_type().clone(),
            };
            fields.push(Field::new(&name, ty, true));
            let stored = StoredColumn {
                with_unit: decoded.units.is_some(),
                with_last: decoded.last.is_some(),
                name,
            };
            if stored.with_unit {
                fields.push(Field::new(unit_name(&stored.name), DataType::UInt16, true));
            }
            if stored.with_last {
                fields.push(Field::new(last_name(&stored.name), DataType::Date32, true));
            }
            columns.push(stored);
        }
        let dated = match stream.dated {
            Dated::Never => None,
            Dated::On(date) | Dated::Span(date, _) => Some(date),
        };
        Self {
            entity: stream.name.clone(),

            columns,
            date: dated.and_then(|date| {
                stream
                    .columns
                    .iter()
                    .position(|column| column.attribute == Some(date))
            }),
            schema: Arc::new(Schema::new(fields)),
        }
    }

    /// The records of some patients as they are stored.
    pub(super) fn rows(&self, keys: &[&str], records: &StreamBatch) -> Result<RecordBatch> {
        let mut of_records = StringBuilder::new();
        for (key, range) in keys.iter().zip(records.offsets.windows(2)) {
            if let [start, end] = range {
                (*start..*end).for_each(|_| of_records.append_value(key));
            }
        }
        let mut arrays: Vec<ArrayRef> = vec![Arc::new(of_records.finish())];
        if let Some(parts) = &records.parts {
            let parts: UInt16Array = parts.iter().map(|part| u16::try_from(*part).ok()).collect();
            arrays.push(Arc::new(parts));
        }
        for (column, decoded) in self.columns.iter().zip(&records.columns) {
            let ty = self.schema.field_with_name(&column.name)?.data_type();
            arrays.push(match decoded.values.data_type() {
                DataType::Decimal256(..) => match narrowed(&decoded.values, ty) {
                    Some(narrow) => narrow,
                    None => return internal_err!("a number is larger than all that were seen"),
                },
                _ => Arc::clone(&decoded.values),
            });
            arrays.extend(
                decoded
                    .units
                    .iter()
                    .map(|units| Arc::new(units.clone()) as ArrayRef),
            );
            arrays.extend(decoded.last.iter().map(|last| Arc::new(last.clone()) as ArrayRef));
        }
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), arrays)?)
    }
}

//! Which columns of which files a plan needs.
//!
//! Invariant: a column is taken only if the same mappings read it that the plan names; a plan of another source model
//! finds no column, or a column of another part, and is refused.

use super::fault::PreparedFault;
use super::folder::PreparedFolder;
use super::manifest::{PreparedColumn, PreparedStream};
use crate::decode::layout::data_type;
use crate::error::EnvironmentFault;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use kohort_plan::Plan;
use kohort_plan::algebra::Stream;
use std::sync::Arc;

/// The column with the patient key.
pub(crate) const KEY: &str = "key";
/// The column that says of which part a record is, where there are several.
pub(crate) const PART: &str = "part";

/// The name of the column with the conversions of a column's numbers.
pub(crate) fn unit_name(column: &str) -> String {
    format!("{column}.unit")
}

/// The name of the column with the last days of a column's dates.
pub(crate) fn last_name(column: &str) -> String {
    format!("{column}.last")
}

/// What is read of the records of one stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WantedStream {
    /// The position in the manifest.
    pub(super) position: usize,
    /// Whether records say of which part they are.
    pub(super) with_part: bool,
    /// For each column of the plan's stream, its position in the manifest.
    pub(super) columns: Vec<usize>,
    /// The schema of what is read: the key, the part, and for each column its values, units and last days.
    pub(super) schema: SchemaRef,
}

impl WantedStream {
    /// Finds the streams of a plan.
    pub(super) fn all(plan: &Plan, folder: &PreparedFolder) -> Result<Vec<Self>, EnvironmentFault> {
        plan.streams
            .iter()
            .map(|stream| Self::find(plan, stream, folder))
            .collect()
    }

    fn find(plan: &Plan, stream: &Stream, folder: &PreparedFolder) -> Result<Self, EnvironmentFault> {
        let differs = |what: String| EnvironmentFault::from(folder.changed(what));
        let mut streams = folder.manifest.streams.iter().enumerate();
        let Some((position, found)) = streams.find(|(_, found)| found.entity == stream.name) else {
            return Err(differs(format!("they have no records of `{}`", stream.name)));
        };
        if !same_parts(plan, stream, found) || found.files.len() != folder.manifest.buckets as usize {
            return Err(differs(format!("`{}` is mapped from other tables", stream.name)));
        }
        let with_part = found.parts.len() > 1;
        let mut fields = vec![Field::new(KEY, DataType::Utf8, false)];
        if with_part {
            fields.push(Field::new(PART, DataType::UInt16, false));
        }
        let mut columns = Vec::new();
        for (at, column) in stream.columns.iter().enumerate() {
            let readings = stream
                .parts
                .iter()
                .map(|part| part.readings.get(at).is_some_and(Option::is_some));
            let parts: Vec<u32> = (0..)
                .zip(readings)
                .filter(|(_, read)| *read)
                .map(|(part, _)| part)
                .collect();
            let same = |candidate: &PreparedColumn| {
                candidate.of == column.name
                    && candidate.attribute == column.attribute.is_some()
                    && candidate.parts == parts
            };
            let Some((place, known)) = found.columns.iter().enumerate().find(|(_, known)| same(known)) else {
                return Err(differs(format!("they have no column for `{}`", column.name)));
            };
            fields.push(Field::new(&known.name, data_type(column.ty)?, true));
            if known.with_unit {
                fields.push(Field::new(unit_name(&known.name), DataType::UInt16, true));
            }
            if known.with_last {
                fields.push(Field::new(last_name(&known.name), DataType::Date32, true));
            }
            columns.push(place);
        }
        Ok(Self {
            position,
            with_part,
            columns,
            schema: Arc::new(Schema::new(fields)),
        })
    }
}

fn same_parts(plan: &Plan, stream: &Stream, found: &PreparedStream) -> bool {
    let own = stream.parts.iter().map(|part| {
        let scan = plan.scans.get(part.scan.0 as usize);
        scan.map(|scan| (scan.table.as_str(), scan.key.as_str()))
    });
    let known = found
        .parts
        .iter()
        .map(|(table, key)| Some((table.as_str(), key.as_str())));
    own.eq(known)
}

impl From<PreparedFault> for EnvironmentFault {
    fn from(fault: PreparedFault) -> Self {
        Self::Prepared(fault)
    }
}

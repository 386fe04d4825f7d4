//! Rows whose patient the patient table does not list, for the data-quality section of later runs.
//!
//! Invariant: counted by the records that they would be, since a run counts only rows of records that its plan reads.

use crate::decode::layout::part_name;
use arrow::array::{Array, AsArray, BooleanArray, RecordBatch};
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::Plan;
use std::collections::BTreeMap;

/// A part of a stream, both by position.
pub(super) type Part = (usize, usize);

/// For each table, and each set of parts that rows would be records of, how many rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unlisted(pub(super) BTreeMap<(usize, Vec<Part>), u64>);

impl Unlisted {
    /// Looks at the rows of all tables; listed keys ascend, as the rows' do.
    pub(super) fn look(&mut self, plan: &Plan, rows: &[Vec<RecordBatch>], listed: &[String]) -> Result<()> {
        for (scan, batches) in rows.iter().enumerate() {
            let parts = parts_of(plan, scan);
            for batch in batches {
                self.look_at(scan, &parts, batch, listed)?;
            }
        }
        Ok(())
    }

    fn look_at(&mut self, scan: usize, parts: &[Part], batch: &RecordBatch, listed: &[String]) -> Result<()> {
        let Some(keys) = batch
            .column_by_name("key")
            .and_then(|keys| keys.as_string_opt::<i32>())
        else {
            return internal_err!("decoded rows have no keys");
        };
        let flag = |(stream, part): &Part| batch.column_by_name(&part_name(*stream, *part));
        let flags: Vec<Option<&BooleanArray>> = parts
            .iter()
            .map(|part| flag(part).and_then(|flag| flag.as_boolean_opt()))
            .collect();
        for row in 0..keys.len() {
            if listed
                .binary_search_by(|key| key.as_str().cmp(keys.value(row)))
                .is_ok()
            {
                continue;
            }
            let is_record = |flag: &Option<&BooleanArray>| flag.is_none_or(|flag| flag.value(row));
            let records = parts.iter().zip(&flags).filter(|(_, flag)| is_record(flag));
            let records: Vec<Part> = records.map(|(part, _)| *part).collect();
            *self.0.entry((scan, records)).or_default() += 1;
        }
        Ok(())
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: &Self) {
        for (of, rows) in &other.0 {
            *self.0.entry(of.clone()).or_default() += rows;
        }
    }
}

/// The parts that are read from a scan.
fn parts_of(plan: &Plan, scan: usize) -> Vec<Part> {
    let all = plan.streams.iter().enumerate();
    let parts = all.flat_map(|(stream, records)| {
        let own = records.parts.iter().enumerate();
        own.filter(|(_, part)| part.scan.0 as usize == scan)
            .map(move |(part, _)| (stream, part))
            .collect::<Vec<_>>()
    });
    parts.collect()
}

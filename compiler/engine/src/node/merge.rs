//! Two sides of a look-up, merged in the order of their keys.
//!
//! Invariant: what comes out for a row follows from its key and the rows of that key on the other side alone. Rows without
//! a key refer to nothing.

use super::lookup::LookupSpec;
use crate::fault::FaultLog;
use crate::fault::log::LookupFault;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, RecordBatch, RecordBatchOptions, StringArray, UInt32Array, new_null_array,
};
use datafusion::arrow::compute::{interleave, take};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::internal_err;
use datafusion::error::Result;
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::Arc;

/// Of how many batches of the right side rows are held before they are put out.
const HELD: usize = 64;

/// Rows of one side, from the first that is not done.
struct Rows {
    batch: RecordBatch,
    keys: StringArray,
    next: usize,
}

impl Rows {
    fn new(batch: RecordBatch) -> Result<Self> {
        let Some(keys) = batch
            .columns()
            .last()
            .and_then(|keys| keys.as_string_opt::<i32>())
        else {
            return internal_err!("rows to be looked up have no key");
        };
        Ok(Self {
            keys: keys.clone(),
            batch,
            next: 0,
        })
    }

    fn key(&self) -> Option<&str> {
        (self.next < self.keys.len() && self.keys.is_valid(self.next)).then(|| self.keys.value(self.next))
    }

    fn is_done(&self) -> bool {
        self.next >= self.keys.len()
    }
}

/// The rows of the right side that have one key.
#[derive(Default)]
struct Group {
    key: Option<String>,
    /// Each as a batch of [`Merge::held`] and a row of it.
    rows: Vec<(usize, usize)>,
    /// Whether all of them are known.
    complete: bool,
}

/// A merge under way.
pub(super) struct Merge {
    spec: Arc<LookupSpec>,
    schema: SchemaRef,
    batch_size: usize,
    left: Option<Rows>,
    right: VecDeque<Rows>,
    right_ended: bool,
    group: Group,
    /// The batches of the right side that rows were taken from; the first is one row of nulls.
    held: Vec<RecordBatch>,
    /// The rows of the left batch that are put out, each with a row of the held batches.
    chosen: Vec<(u32, (usize, usize))>,
    without: u64,
    several: u64,
}

impl Merge {
    pub(super) fn new(
        spec: Arc<LookupSpec>,
        schema: SchemaRef,
        right: SchemaRef,
        batch_size: usize,
    ) -> Result<Self> {
        // What is required of a column in its file does not hold for a row without a partner.
        let fields = right
            .fields()
            .iter()
            .map(|field| field.as_ref().clone().with_nullable(true));
        let right = Arc::new(datafusion::arrow::datatypes::Schema::new(
            fields.collect::<Vec<_>>(),
        ));
        let nulls = right
            .fields()
            .iter()
            .map(|field| new_null_array(field.data_type(), 1));
        let options = RecordBatchOptions::new().with_row_count(Some(1));
        let nothing = RecordBatch::try_new_with_options(Arc::clone(&right), nulls.collect(), &options)?;
        Ok(Self {
            spec,
            schema,
            batch_size,
            left: None,
            right: VecDeque::new(),
            right_ended: false,
            group: Group::default(),
            held: vec![nothing],
            chosen: Vec::new(),
            without: 0,
            several: 0,
        })
    }

    /// Whether nothing can be said before more of the right side is known.
    pub(super) fn wants_right(&self) -> bool {
        self.right.is_empty() && !self.right_ended
    }

    /// Whether all rows of the left side are done.
    pub(super) fn wants_left(&self) -> bool {
        self.left.is_none()
    }

    pub(super) fn add_right(&mut self, rows: Option<RecordBatch>) -> Result<()> {
        match rows {
            Some(batch) => self.right.push_back(Rows::new(batch)?),
            None => self.right_ended = true,
        }
        Ok(())
    }

    pub(super) fn add_left(&mut self, rows: RecordBatch) -> Result<()> {
        self.left = Some(Rows::new(rows)?);
        Ok(())
    }

    /// Goes on as far as both sides are known; gives what is ready to be put out.
    pub(super) fn step(&mut self) -> Result<Option<RecordBatch>> {
        while let Some(left) = &self.left {
            if left.is_done() {
                return self.flush();
            }
            let Some(key) = left.key().map(str::to_owned) else {
                self.put(&[(0, 0)]);
                continue;
            };
            if !self.know(&key) {
                return Ok(None);
            }
            let partners = match self.group.key.as_deref() == Some(key.as_str()) {
                true => std::mem::take(&mut self.group.rows),
                false => Vec::new(),
            };
            match partners.as_slice() {
                [] if self.spec.optional => self.put(&[(0, 0)]),
                [] => {
                    self.without += 1;
                    self.put(&[]);
                }
                [_, _, ..] if !self.spec.each => {
                    self.several += 1;
                    self.put(&[]);
                }
                partners => self.put(partners),
            }
            if self.group.key.as_deref() == Some(key.as_str()) {
                self.group.rows = partners;
            }
            if self.chosen.len() >= self.batch_size || self.held.len() > HELD {
                return self.output();
            }
        }
        Ok(None)
    }

    /// The next row of the left side with these rows of the held batches.
    fn put(&mut self, partners: &[(usize, usize)]) {
        let Some(left) = self.left.as_mut() else { return };
        let row = u32::try_from(left.next).unwrap_or(u32::MAX);
        left.next += 1;
        self.chosen.extend(partners.iter().map(|partner| (row, *partner)));
    }

    /// Finds the rows of a key on the right side; `false` if more of it must be read.
    fn know(&mut self, key: &str) -> bool {
        match self
            .group
            .key
            .as_deref()
            .map_or(Ordering::Less, |known| known.cmp(key))
        {
            // Keys come in order, so that a key that was passed does not come again.
            Ordering::Greater => return true,
            Ordering::Equal if self.group.complete => return true,
            Ordering::Equal => {}
            Ordering::Less => {
                self.group = Group {
                    key: Some(key.to_owned()),
                    ..Group::default()
                };
            }
        }
        while let Some(rows) = self.right.front_mut() {
            let mut held = None;
            while !rows.is_done() {
                match rows.key().map_or(Ordering::Greater, |there| there.cmp(key)) {
                    Ordering::Less => {}
                    Ordering::Equal => {
                        let batch = *held.get_or_insert_with(|| {
                            let last = self.held.len() - 1;
                            match self.held.last() {
                                // The same rows as for the key before.
                                Some(known) if last > 0 && same(known, &rows.batch) => last,
                                _ => {
                                    self.held.push(rows.batch.clone());
                                    last + 1
                                }
                            }
                        });
                        // Two are enough to know that there are several.
                        if self.spec.each || self.group.rows.len() < 2 {
                            self.group.rows.push((batch, rows.next));
                        }
                    }
                    Ordering::Greater => {
                        self.group.complete = true;
                        return true;
                    }
                }
                rows.next += 1;
            }
            self.right.pop_front();
        }
        self.group.complete = self.right_ended;
        self.right_ended
    }

    /// Puts out what is chosen and gives the left rows up, once they are done.
    pub(super) fn flush(&mut self) -> Result<Option<RecordBatch>> {
        let output = self.output()?;
        if self.left.as_ref().is_some_and(Rows::is_done) {
            self.left = None;
            self.let_go();
        }
        Ok(output)
    }

    fn output(&mut self) -> Result<Option<RecordBatch>> {
        let Some(left) = self.left.as_ref().filter(|_| !self.chosen.is_empty()) else {
            return Ok(None);
        };
        let chosen = std::mem::take(&mut self.chosen);
        let rows: UInt32Array = chosen.iter().map(|(row, _)| Some(*row)).collect();
        let partners: Vec<(usize, usize)> = chosen.iter().map(|(_, partner)| *partner).collect();
        let own = left.batch.num_columns().saturating_sub(1);
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        for column in left.batch.columns().iter().take(own) {
            columns.push(take(column, &rows, None)?);
        }
        let others = self
            .held
            .first()
            .map_or(0, |held| held.num_columns().saturating_sub(1));
        for column in 0..others {
            let arrays: Vec<&dyn Array> = self
                .held
                .iter()
                .filter_map(|held| held.columns().get(column).map(AsRef::as_ref))
                .collect();
            columns.push(interleave(&arrays, &partners)?);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(chosen.len()));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)?;
        self.let_go();
        Ok(Some(batch))
    }

    /// Drops held batches that the current key does not need.
    fn let_go(&mut self) {
        let first = self
            .group
            .rows
            .iter()
            .map(|(batch, _)| *batch)
            .min()
            .unwrap_or(self.held.len());
        // The last may still have rows of the next key, and is found again then.
        let first = first.min(self.held.len().saturating_sub(1)).max(1);
        self.held.drain(1..first);
        for (batch, _) in &mut self.group.rows {
            *batch -= first - 1;
        }
    }

    /// Notes the rows at fault.
    pub(super) fn tell(&mut self, log: &FaultLog) {
        for (fault, rows) in [
            (LookupFault::NoPartner, &mut self.without),
            (LookupFault::SeveralPartners, &mut self.several),
        ] {
            if *rows > 0 {
                log.lookup(self.spec.input, &self.spec.lookup, fault, *rows);
            }
            *rows = 0;
        }
    }
}

/// Whether two batches are the same rows of the same arrays.
fn same(left: &RecordBatch, right: &RecordBatch) -> bool {
    left.num_rows() == right.num_rows()
        && left
            .columns()
            .iter()
            .zip(right.columns())
            .all(|(left, right)| Arc::ptr_eq(left, right))
}

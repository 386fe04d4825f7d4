//! The decoded rows of one scan, taken patient by patient.
//!
//! Invariant: rows come in the order of their keys and are taken up to a key, never in the middle of a patient.

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use datafusion::common::internal_err;
use datafusion::error::Result;
use datafusion::execution::SendableRecordBatchStream;
use futures::StreamExt;
use std::collections::VecDeque;

/// One scan's rows.
pub struct Feed {
    rows: SendableRecordBatchStream,
    waiting: VecDeque<Waiting>,
    ended: bool,
}

/// Rows that were read but not taken.
struct Waiting {
    batch: RecordBatch,
    keys: StringArray,
}

impl Feed {
    /// Nothing read yet.
    pub fn new(rows: SendableRecordBatchStream) -> Self {
        Self {
            rows,
            waiting: VecDeque::new(),
            ended: false,
        }
    }

    /// Reads on, unless the rows have ended.
    pub async fn read(&mut self) -> Result<()> {
        while !self.ended {
            let Some(batch) = self.rows.next().await.transpose()? else {
                self.ended = true;
                break;
            };
            let Some(keys) = batch
                .column_by_name("key")
                .and_then(|keys| keys.as_string_opt::<i32>())
            else {
                return internal_err!("decoded rows have no keys");
            };
            if !keys.is_empty() {
                self.waiting.push_back(Waiting {
                    keys: keys.clone(),
                    batch,
                });
                break;
            }
        }
        Ok(())
    }

    /// The last key that was read, while more may follow; rows with smaller keys are complete.
    pub fn open_key(&self) -> Option<&str> {
        let last = self.waiting.back().filter(|_| !self.ended)?;
        Some(last.keys.value(last.keys.len().checked_sub(1)?))
    }

    /// Whether it must be read before anything can be said about it.
    pub fn is_unread(&self) -> bool {
        self.waiting.is_empty() && !self.ended
    }

    /// How many rows have keys smaller than this; all, if there is no bound.
    pub fn rows_below(&self, bound: Option<&str>) -> usize {
        self.waiting.iter().map(|waiting| waiting.rows_below(bound)).sum()
    }

    /// Takes those rows.
    pub fn take_below(&mut self, bound: Option<&str>) -> Vec<RecordBatch> {
        let mut taken = Vec::new();
        while let Some(mut first) = self.waiting.pop_front() {
            let rows = first.rows_below(bound);
            let rest = first.keys.len() - rows;
            if rows > 0 {
                taken.push(first.batch.slice(0, rows));
            }
            if rest > 0 {
                first = Waiting {
                    batch: first.batch.slice(rows, rest),
                    keys: first.keys.slice(rows, rest),
                };
                self.waiting.push_front(first);
                break;
            }
        }
        taken
    }
}

impl Waiting {
    fn rows_below(&self, bound: Option<&str>) -> usize {
        let Some(bound) = bound else {
            return self.keys.len();
        };
        let (mut low, mut high) = (0, self.keys.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.keys.value(middle) < bound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }
}

//! The decoded rows of all tables side by side, some whole patients at a time.
//!
//! Invariant: the table that is behind is read on, so that what waits in memory is about a batch of each table, or the
//! largest patient.

use crate::pass::feed::Feed;
use arrow::array::RecordBatch;
use datafusion::error::Result;
use datafusion::execution::SendableRecordBatchStream;

/// The rows of some whole patients, for each table.
pub(super) type Rows = Vec<Vec<RecordBatch>>;

/// A walk under way.
pub(super) struct Walk {
    feeds: Vec<Feed>,
    rows_at_once: usize,
    ended: bool,
}

impl Walk {
    pub(super) fn new(tables: Vec<SendableRecordBatchStream>, rows_at_once: usize) -> Self {
        Self {
            feeds: tables.into_iter().map(Feed::new).collect(),
            rows_at_once,
            ended: false,
        }
    }

    /// The next patients' rows; nothing at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Rows>> {
        while !self.ended {
            for feed in self.feeds.iter_mut().filter(|feed| feed.is_unread()) {
                feed.read().await?;
            }
            let behind = self
                .feeds
                .iter()
                .enumerate()
                .filter_map(|(position, feed)| feed.open_key().map(|key| (key.to_owned(), position)))
                .min();
            let bound = behind.as_ref().map(|(key, _)| key.as_str());
            let complete: usize = self.feeds.iter().map(|feed| feed.rows_below(bound)).sum();
            match &behind {
                Some((_, position)) if complete < self.rows_at_once => {
                    if let Some(feed) = self.feeds.get_mut(*position) {
                        feed.read().await?;
                    }
                }
                _ => {
                    self.ended = behind.is_none();
                    return Ok(Some(
                        self.feeds.iter_mut().map(|feed| feed.take_below(bound)).collect(),
                    ));
                }
            }
        }
        Ok(None)
    }
}

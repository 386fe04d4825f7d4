//! One partition of a pass: reads its inputs side by side and evaluates patients as they become complete.
//!
//! Invariant: the input that is behind is read on, so that what waits in memory is about a batch of each input, or the
//! largest patient.

use super::counts::Counts;
use super::feed::Feed;
use crate::node::RunContext;
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SendableRecordBatchStream;
use std::sync::Arc;

/// Evaluates all patients of a partition; the counts as one batch of rows.
pub(crate) async fn run_partition(
    inputs: Vec<SendableRecordBatchStream>,
    context: Arc<RunContext>,
) -> Result<RecordBatch> {
    let schemas: Vec<SchemaRef> = inputs.iter().map(|input| input.schema()).collect();
    let mut feeds: Vec<Feed> = inputs.into_iter().map(Feed::new).collect();
    let mut counts = Counts::new(&context.plan);
    loop {
        for feed in feeds.iter_mut().filter(|feed| feed.is_unread()) {
            feed.read().await?;
        }
        let behind = feeds
            .iter()
            .enumerate()
            .filter_map(|(position, feed)| feed.open_key().map(|key| (key.to_owned(), position)))
            .min();
        let bound = behind.as_ref().map(|(key, _)| key.as_str());
        let complete: usize = feeds.iter().map(|feed| feed.rows_below(bound)).sum();
        match &behind {
            Some((_, position)) if complete < context.rows_at_once => {
                if let Some(feed) = feeds.get_mut(*position) {
                    feed.read().await?;
                }
            }
            _ => {
                let rows: Vec<Vec<RecordBatch>> =
                    feeds.iter_mut().map(|feed| feed.take_below(bound)).collect();
                evaluate(&schemas, &rows, &context, &mut counts)?;
                if behind.is_none() {
                    return counts.into_rows();
                }
            }
        }
    }
}

fn evaluate(
    schemas: &[SchemaRef],
    rows: &[Vec<RecordBatch>],
    context: &RunContext,
    counts: &mut Counts,
) -> Result<()> {
    let mut listed = Vec::new();
    let asked = context.witness.is_some().then_some(&mut listed);
    let batch = context
        .assembly
        .assemble(&context.plan, schemas, rows, counts, asked)?;
    // Once a fault is known no result will be returned; what is left to do is to find the other faults.
    if batch.patients > 0 && context.log.is_clean() {
        let outcome = context
            .evaluator
            .evaluate(&batch)
            .map_err(|error| DataFusionError::External(Box::new(error)))?;
        counts.add(&context.plan, batch.patients, &outcome);
        if let Some(witness) = &context.witness {
            witness.see(&context.plan, listed, &outcome);
        }
    }
    context.watch.advance(0, batch.patients);
    Ok(())
}

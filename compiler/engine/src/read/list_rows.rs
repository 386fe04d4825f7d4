//! The rows that a source model writes out, as a DataFusion table of text columns.

use datafusion::arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use std::sync::Arc;

/// Chosen columns of a list, of which there are two.
pub(crate) fn table(
    schema: SchemaRef,
    rows: &[(String, String)],
    positions: &[usize],
) -> Result<Arc<dyn TableProvider>> {
    let column = |position: &usize| -> ArrayRef {
        let text = |(key, value): &(String, String)| {
            if *position == 0 {
                key.clone()
            } else {
                value.clone()
            }
        };
        Arc::new(rows.iter().map(|row| Some(text(row))).collect::<StringArray>())
    };
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    let columns = positions.iter().map(column).collect();
    let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options)?;
    Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
}

/// A table of these columns without rows.
pub(crate) fn empty(schema: SchemaRef) -> Result<Arc<dyn TableProvider>> {
    let batch = RecordBatch::new_empty(Arc::clone(&schema));
    Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
}

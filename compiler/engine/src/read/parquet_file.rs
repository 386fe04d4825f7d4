//! Parquet files: their columns, and their rows as a DataFusion table.
//!
//! Invariant: only the columns that the plan reads are decoded. Damage is reported with the place where a second reading,
//! from the beginning and column by column, meets it first, so that the report does not depend on how the first was
//! divided. Parquet's readers may panic on damaged files; a panic is damage too.

use super::accepts::{Need, type_words};
use crate::fault::{DataFault, Site, files};
use async_trait::async_trait;
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::Expr;
use datafusion::object_store::path::Path as StorePath;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use datafusion::physical_plan::ExecutionPlan;
use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file whose footer was read.
#[derive(Debug, Clone)]
pub(crate) struct ParquetFile {
    path: PathBuf,
    size: u64,
    /// The columns that are read, as they are in the file.
    schema: SchemaRef,
}

impl ParquetFile {
    /// Reads a file's footer; the file then has all its columns.
    pub(crate) fn open(site: &Site, path: &Path) -> Result<Self, Box<DataFault>> {
        let io = |error: io::Error| files::unreadable(site, error.kind());
        let size = path.metadata().map_err(io)?.len();
        if size == 0 {
            return Err(files::empty(site, "a Parquet file").into());
        }
        let file = File::open(path).map_err(io)?;
        let footer = catch_unwind(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()));
        let Ok(Ok(footer)) = footer else {
            let place = "at its end, where the list of its columns should be".to_owned();
            return Err(files::damaged_parquet(site, Some(place)).into());
        };
        Ok(Self {
            path: path.to_owned(),
            size,
            schema: Arc::clone(footer.schema()),
        })
    }

    /// The names of the columns.
    pub(crate) fn columns(&self) -> Vec<String> {
        self.schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect()
    }

    /// The file of which only these columns are read.
    pub(crate) fn with_columns(&self, positions: &[usize]) -> Self {
        let fields = self.schema.fields();
        let chosen: Vec<_> = positions
            .iter()
            .filter_map(|position| fields.get(*position).cloned())
            .collect();
        Self {
            schema: Arc::new(Schema::new(chosen)),
            ..self.clone()
        }
    }

    /// What a column cannot be read as.
    pub(crate) fn check(&self, site: &Site, position: usize, column: &str, needs: &[Need]) -> Vec<DataFault> {
        let Some(field) = self.schema.fields().get(position) else {
            return Vec::new();
        };
        let ty = field.data_type();
        let refused = needs.iter().filter(|need| !need.accepts(ty));
        refused
            .map(|need| files::wrong_type(site, column, &type_words(ty), need.words()))
            .collect()
    }

    /// The fault of a file that could not be read to its end.
    pub(crate) fn damage(&self, site: &Site) -> DataFault {
        files::damaged_parquet(site, self.first_damage())
    }

    /// Where a reading from the beginning first fails: the group of rows, and the column.
    fn first_damage(&self) -> Option<String> {
        let load = || ArrowReaderMetadata::load(&File::open(&self.path)?, ArrowReaderOptions::new());
        let footer = catch_unwind(AssertUnwindSafe(load)).ok()?.ok()?;
        let groups = footer.metadata().num_row_groups();
        for group in 0..groups {
            for field in self.schema.fields() {
                let read = || self.read_column(&footer, group, field.name());
                if !catch_unwind(AssertUnwindSafe(read)).is_ok_and(|read| read.is_some()) {
                    return Some(format!(
                        "column `{}` in row group {} of {groups}",
                        field.name(),
                        group + 1
                    ));
                }
            }
        }
        None
    }

    /// Decodes one column of one row group; nothing if that fails.
    fn read_column(&self, footer: &ArrowReaderMetadata, group: usize, column: &str) -> Option<()> {
        let builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(&self.path).ok()?, footer.clone());
        let mask = ProjectionMask::columns(builder.parquet_schema(), [column]);
        let mut reader = builder
            .with_row_groups(vec![group])
            .with_projection(mask)
            .build()
            .ok()?;
        reader.try_for_each(|batch| batch.ok().map(drop))
    }
}

/// A Parquet file as a DataFusion table.
#[derive(Debug)]
pub(crate) struct ParquetTable(pub(crate) ParquetFile);

#[async_trait]
impl TableProvider for ParquetTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.0.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let source = Arc::new(ParquetSource::new(Arc::clone(&self.0.schema)));
        let location = StorePath::from_absolute_path(&self.0.path)
            .map_err(|error| DataFusionError::External(error.into()))?;
        let mut file = PartitionedFile::new("", self.0.size);
        file.object_meta.location = location;
        let config = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), source)
            .with_file(file)
            .with_limit(limit)
            .with_projection_indices(projection.cloned())?
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }
}

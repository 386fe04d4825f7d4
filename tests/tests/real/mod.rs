//! Real files, prepared and described by a source of the standard library, or by one written for a test.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::Date32Type;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use kohort_base::{MemoryWorld, render};
use kohort_engine::RunOptions;
use kohort_engine::describe::{AttributeDescription, Description, EntityDescription, describe_blocking};
use kohort_engine::prepare::{PrepareOptions, prepare_blocking};
use kohort_engine::prepared::{Manifest, PreparedStream};
use kohort_semantics::codes::Analyte;
use kohort_semantics::{Model, Source, catalogue};
use kohort_tests::projects::repository;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// A folder of real files.
pub(crate) fn fixture(folder: &str) -> PathBuf {
    repository().join("tests/data").join(folder)
}

/// A source with its model.
pub(crate) struct Known {
    model: Arc<Model>,
    source: Arc<Source>,
    analytes: Vec<Arc<Analyte>>,
}

/// Prepared data in a folder of their own.
pub(crate) struct Prepared {
    pub(crate) folder: TempDir,
    pub(crate) manifest: Manifest,
}

impl Known {
    /// A source of the standard library.
    pub(crate) fn standard(name: &str) -> Self {
        let found = catalogue(&MemoryWorld::new());
        let shown = render::terminal(&found.diagnostics, &found.files, false, 100);
        let source = found.sources.iter().find(|(source, _)| source.name == name);
        let (source, model) = source.unwrap_or_else(|| panic!("no source {name}\n{shown}"));
        Self {
            model: Arc::clone(model),
            source: Arc::clone(source),
            analytes: found.analytes,
        }
    }

    pub(crate) fn prepare(&self, data: &Path) -> Prepared {
        let folder = tempfile::tempdir().unwrap();
        let options = PrepareOptions {
            buckets: 3,
            ..PrepareOptions::new(data, folder.path())
        };
        match prepare_blocking(&self.model, &self.source, &options) {
            Ok(manifest) => Prepared { folder, manifest },
            Err(error) => panic!("{}: {error}", data.display()),
        }
    }

    pub(crate) fn describe(&self, data: &Path) -> Described {
        match describe_blocking(&self.model, &self.source, &self.analytes, &RunOptions::new(data)) {
            Ok(found) => Described(found),
            Err(error) => panic!("{}: {error}", data.display()),
        }
    }
}

/// What a dataset holds, exactly.
pub(crate) struct Described(pub(crate) Description);

impl Described {
    pub(crate) fn entity(&self, name: &str) -> &EntityDescription {
        self.0.entities.iter().find(|entity| entity.name == name).unwrap()
    }

    /// `entity.attribute`.
    pub(crate) fn attribute(&self, path: &str) -> &AttributeDescription {
        let (entity, name) = path.split_once('.').unwrap();
        let attributes = &self.entity(entity).attributes;
        attributes
            .iter()
            .find(|attribute| attribute.name == name)
            .unwrap()
    }

    /// Records and patients of the entities that have any.
    pub(crate) fn counts(&self) -> Vec<(&str, u64, u64)> {
        let entities = self.0.entities.iter().filter(|entity| entity.records > 0);
        entities
            .map(|entity| (entity.name.as_str(), entity.records, entity.patients))
            .collect()
    }
}

impl Prepared {
    pub(crate) fn stream(&self, entity: &str) -> &PreparedStream {
        self.manifest
            .streams
            .iter()
            .find(|stream| stream.entity == entity)
            .unwrap()
    }

    /// The first and last days that the dates of a column may be, each with the number of records; no days for a missing
    /// date.
    pub(crate) fn dates(&self, entity: &str, attribute: &str) -> Dates {
        let mut found = Dates::new();
        for entry in std::fs::read_dir(self.folder.path().join(entity)).unwrap() {
            let file = File::open(entry.unwrap().path()).unwrap();
            for batch in ParquetRecordBatchReaderBuilder::try_new(file)
                .unwrap()
                .build()
                .unwrap()
            {
                let batch = batch.unwrap();
                let days = |name: &str| {
                    batch
                        .column_by_name(name)
                        .unwrap()
                        .as_primitive::<Date32Type>()
                        .clone()
                };
                let first = days(&format!("{entity}.{attribute}"));
                let last = days(&format!("{entity}.{attribute}.last"));
                for (first, last) in first.iter().zip(&last) {
                    *found.entry(first.zip(last)).or_default() += 1;
                }
            }
        }
        found
    }
}

/// Periods of days since 1970-01-01, with how often each is there.
pub(crate) type Dates = BTreeMap<Option<(i32, i32)>, u64>;

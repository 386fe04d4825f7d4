//! Looks at every file before the run.
//!
//! Invariant: all files of all tables are looked at even if some are at fault, so that one run names everything that is
//! missing. What is checked here costs next to nothing; values are only looked at when they are read.

use super::csv_header::{self, Header};
use super::csv_rows::{CsvPartition, CsvRows};
use super::folder::DataFolder;
use super::parquet_file::{ParquetFile, ParquetTable};
use crate::decode::layout::DecodeSpec;
use crate::fault::log::Input;
use crate::fault::{DataFault, FaultLog, Site, files};
use datafusion::catalog::TableProvider;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::error::Result;
use datafusion::physical_plan::streaming::PartitionStream;
use kohort_plan::Plan;
use kohort_semantics::source::TableFormat;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that has the columns the plan reads.
#[derive(Debug, Clone)]
pub struct Checked {
    input: Input,
    site: Site,
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Csv {
        path: PathBuf,
        delimiter: u8,
        header: Header,
        columns: Vec<String>,
    },
    Parquet(ParquetFile),
}

/// Looks at the files of all specs; the answers are in their order.
pub fn preflight(
    plan: &Plan,
    folder: &DataFolder,
    specs: &[Arc<DecodeSpec>],
) -> Result<Vec<Checked>, Vec<DataFault>> {
    let mut checked = Vec::with_capacity(specs.len());
    let mut faults = Vec::new();
    for spec in specs {
        let Some((site, _)) = spec.input.site(plan) else {
            continue;
        };
        match check(folder, spec, site) {
            Ok(file) => checked.push(file),
            Err(found) => faults.extend(found),
        }
    }
    faults.sort();
    faults.dedup();
    if faults.is_empty() {
        Ok(checked)
    } else {
        Err(faults)
    }
}

fn check(folder: &DataFolder, spec: &DecodeSpec, site: Site) -> Result<Checked, Vec<DataFault>> {
    let path = folder.locate(&site)?;
    let form = match spec.format {
        TableFormat::Csv { delimiter } => {
            let columns: Vec<String> = spec.raw.iter().map(|column| column.name.clone()).collect();
            let header = csv_header::read(&site, &path, delimiter, &columns)?;
            Form::Csv {
                path,
                delimiter,
                header,
                columns,
            }
        }
        TableFormat::Parquet => Form::Parquet(ParquetFile::open(&site, &path, &spec.raw)?),
    };
    Ok(Checked {
        input: spec.input,
        site,
        form,
    })
}

impl Checked {
    /// The file as a DataFusion table of the wanted columns.
    pub(crate) fn table(&self, log: &Arc<FaultLog>) -> Result<Arc<dyn TableProvider>> {
        match &self.form {
            Form::Csv {
                path,
                delimiter,
                header,
                columns,
            } => {
                let at = (self.input, self.site.clone());
                let rows = CsvRows::new(
                    at,
                    path.clone(),
                    *delimiter,
                    (header.clone(), columns),
                    Arc::clone(log),
                );
                let partition = CsvPartition(Arc::new(rows));
                let schema = Arc::clone(partition.schema());
                Ok(Arc::new(StreamingTable::try_new(
                    schema,
                    vec![Arc::new(partition)],
                )?))
            }
            Form::Parquet(file) => Ok(Arc::new(ParquetTable(file.clone()))),
        }
    }

    /// The fault of a reading that broke off, for whatever reason the reader gave.
    pub(crate) fn damage(&self) -> DataFault {
        match &self.form {
            Form::Csv { .. } => files::unreadable(&self.site, io::ErrorKind::Other),
            Form::Parquet(file) => file.damage(&self.site),
        }
    }
}

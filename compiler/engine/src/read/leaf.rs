//! One file or list of a table, and the columns that are wanted of it.
//!
//! Invariant: a column that is lacking is either one that may be lacking, and then empty, or a fault.

use super::accepts::Need;
use super::csv_header::{CsvForm, Position, holds_another, position};
use super::csv_rows::{CsvPartition, CsvRows};
use super::folder::DataFolder;
use super::list_rows;
use super::parquet_file::{ParquetFile, ParquetTable};
use super::xml_rows::{XmlForm, XmlPartition, XmlRows};
use crate::fault::log::FileId;
use crate::fault::{DataFault, FaultLog, Site, files};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::error::Result;
use datafusion::physical_plan::streaming::PartitionStream;
use kohort_plan::algebra::ScanOrigin;
use kohort_semantics::source::TableFormat;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// What stands for the file of a list in a message.
const NO_FILE: &str = "the list in the source model";

/// A wanted column: the position of its leaf, and its position among the columns that are wanted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) leaf: usize,
    pub(crate) column: usize,
}

/// One file or list.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    id: FileId,
    site: Site,
    form: Form,
    /// All columns; none if the dataset lacks the table.
    there: Option<Vec<String>>,
    wanted: Vec<LeafColumn>,
}

/// A wanted column.
#[derive(Debug, Clone)]
struct LeafColumn {
    name: String,
    needs: Vec<Need>,
    optional: bool,
    /// Where it is; nowhere, if the file lacks it and may.
    at: Option<usize>,
}

#[derive(Debug, Clone)]
enum Form {
    Csv(CsvForm),
    Parquet(ParquetFile),
    Xml(XmlForm),
    List(Vec<(String, String)>),
    Lacking,
}

impl Leaf {
    /// Opens the first of a table's files that is there.
    pub(crate) fn open(
        folder: &DataFolder,
        id: FileId,
        table: &str,
        origin: &ScanOrigin,
        optional: bool,
    ) -> Result<Self, Box<DataFault>> {
        let site = |file: &str| Site {
            table: table.to_owned(),
            file: file.to_owned(),
        };
        let leaf = |site: Site, form: Form, there: Option<Vec<String>>| Self {
            id,
            site,
            form,
            there,
            wanted: Vec::new(),
        };
        let declared = match origin {
            ScanOrigin::Files(files) => files.as_slice(),
            ScanOrigin::List { columns, rows } => {
                return Ok(leaf(
                    site(NO_FILE),
                    Form::List(rows.clone()),
                    Some(columns.to_vec()),
                ));
            }
            // What is joined is never a leaf.
            ScanOrigin::Joined(_) => &[],
        };
        let sites: Vec<Site> = declared.iter().map(|file| site(&file.path)).collect();
        let Some((number, path)) = folder.first(&sites)? else {
            return match folder.missing(&sites) {
                Some(fault) if !optional => Err(Box::new(fault)),
                _ => Ok(leaf(
                    sites.first().cloned().unwrap_or(site("")),
                    Form::Lacking,
                    None,
                )),
            };
        };
        let (Some(file), Some(site)) = (declared.get(number), sites.get(number)) else {
            return Ok(leaf(site(""), Form::Lacking, None));
        };
        let (form, there) = open(site, path, &file.format)?;
        Ok(leaf(site.clone(), form, Some(there)))
    }

    /// The table and the file.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// The file as the log knows it.
    pub(crate) fn id(&self) -> FileId {
        self.id
    }

    /// All columns; none if the dataset lacks the table.
    pub(crate) fn columns(&self) -> Option<&[String]> {
        self.there.as_deref()
    }

    /// The name of a wanted column.
    pub(crate) fn name(&self, column: usize) -> &str {
        self.wanted.get(column).map_or("", |column| column.name.as_str())
    }

    /// Notes that a column is wanted; gives its position among those.
    pub(crate) fn want(&mut self, name: &str, needs: &[Need], optional: bool) -> usize {
        let known = self.wanted.iter().position(|column| column.name == name);
        let position = known.unwrap_or_else(|| {
            self.wanted.push(LeafColumn {
                name: name.to_owned(),
                needs: Vec::new(),
                optional: true,
                at: None,
            });
            self.wanted.len() - 1
        });
        if let Some(column) = self.wanted.get_mut(position) {
            column.optional &= optional;
            let new = needs.iter().filter(|need| !column.needs.contains(need));
            let new: Vec<Need> = new.copied().collect();
            column.needs.extend(new);
        }
        position
    }

    /// Finds the wanted columns; gives what is wrong with those that cannot be read.
    pub(crate) fn check(&mut self) -> Vec<DataFault> {
        let Some(there) = &self.there else {
            return Vec::new();
        };
        let (mut faults, mut found) = (Vec::new(), 0);
        for column in &mut self.wanted {
            match position(there, &column.name) {
                Position::At(at) => {
                    found += 1;
                    column.at = Some(at);
                    if let Form::Parquet(file) = &self.form {
                        faults.extend(file.check(&self.site, at, &column.name, &column.needs));
                    }
                }
                Position::Nowhere if column.optional => {}
                Position::Nowhere => faults.push(files::missing_column(&self.site, &column.name, there)),
                Position::Repeated => faults.push(files::repeated_column(&self.site, &column.name)),
            }
        }
        if let (Form::Csv(form), [header], false, 0) =
            (&self.form, there.as_slice(), faults.is_empty(), found)
            && holds_another(header, form.delimiter)
        {
            let wanted: Vec<String> = self.wanted.iter().map(|column| column.name.clone()).collect();
            return vec![files::wrong_delimiter(&self.site, header, &wanted)];
        }
        faults
    }

    /// The wanted columns that the file lacks, and may.
    pub(crate) fn lacking_columns(&self) -> Vec<String> {
        let lacking = self
            .wanted
            .iter()
            .filter(|column| self.there.is_some() && column.at.is_none());
        lacking.map(|column| column.name.clone()).collect()
    }

    /// For each wanted column its position in the schema of [`Self::table`]; nothing if it is empty.
    pub(crate) fn fields(&self) -> Vec<Option<usize>> {
        let mut next = 0..;
        self.wanted
            .iter()
            .map(|column| column.at.and_then(|_| next.next()))
            .collect()
    }

    /// The file as a DataFusion table of those wanted columns that it has; nothing if the dataset lacks the table.
    pub(crate) fn table(&self, log: &Arc<FaultLog>) -> Result<Option<Arc<dyn TableProvider>>> {
        let found: Vec<(usize, &str)> = self
            .wanted
            .iter()
            .filter_map(|column| Some((column.at?, column.name.as_str())))
            .collect();
        let positions: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
        let texts = || -> SchemaRef {
            let field = |(_, name): &(usize, &str)| Field::new(*name, DataType::Utf8, true);
            Arc::new(Schema::new(found.iter().map(field).collect::<Vec<_>>()))
        };
        let at = || (self.id, self.site.clone());
        Ok(Some(match &self.form {
            Form::Lacking => return Ok(None),
            Form::Parquet(file) => Arc::new(ParquetTable(file.with_columns(&positions))),
            Form::List(rows) => list_rows::table(texts(), rows, &positions)?,
            Form::Csv(form) => {
                let fields = self.there.as_ref().map_or(0, Vec::len);
                let rows = CsvRows::new(at(), form.clone(), (texts(), positions, fields), Arc::clone(log));
                streaming(Arc::new(CsvPartition(Arc::new(rows))))?
            }
            Form::Xml(form) => {
                let rows = XmlRows::new(at(), form, (texts(), &positions), Arc::clone(log));
                streaming(Arc::new(XmlPartition(Arc::new(rows))))?
            }
        }))
    }

    /// The fault of a reading that broke off, for whatever reason the reader gave.
    pub(crate) fn damage(&self) -> DataFault {
        match &self.form {
            Form::Parquet(file) => {
                let positions: Vec<usize> = self.wanted.iter().filter_map(|column| column.at).collect();
                file.with_columns(&positions).damage(&self.site)
            }
            _ => files::unreadable(&self.site, io::ErrorKind::Other),
        }
    }
}

fn streaming(partition: Arc<dyn PartitionStream>) -> Result<Arc<dyn TableProvider>> {
    let schema = Arc::clone(partition.schema());
    Ok(Arc::new(StreamingTable::try_new(schema, vec![partition])?))
}

/// How a file is read, and the names of its columns.
fn open(site: &Site, path: PathBuf, format: &TableFormat) -> Result<(Form, Vec<String>), Box<DataFault>> {
    match format {
        TableFormat::Csv {
            delimiter,
            encoding,
            header,
        } => {
            let form = CsvForm {
                path,
                delimiter: *delimiter,
                encoding: *encoding,
                header: header.clone(),
            };
            let there = form.columns(site)?;
            Ok((Form::Csv(form), there))
        }
        TableFormat::Parquet => {
            let file = ParquetFile::open(site, &path)?;
            let there = file.columns();
            Ok((Form::Parquet(file), there))
        }
        TableFormat::Xml { rows, columns } => {
            let form = XmlForm::open(site, path, rows, columns)?;
            let there = columns.iter().map(|(name, _)| name.clone()).collect();
            Ok((Form::Xml(form), there))
        }
    }
}

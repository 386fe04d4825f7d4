//! The rows of an XML file as a DataFusion table of text columns.
//!
//! Invariant: one reader goes through a file from its beginning to its end. It holds one row's element at a time, or the
//! element around it that a column's path goes up to.

use super::xml_path::{XmlColumn, XmlPath, steps};
use super::xml_text::{Whole, XmlFault, XmlText};
use crate::fault::log::FileId;
use crate::fault::{DataFault, FaultLog, Site, files};
use datafusion::arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, StringBuilder};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::PartitionStream;
use kohort_semantics::value::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// How many batches may wait to be decoded.
const WAITING: usize = 2;

/// How an XML file is written.
#[derive(Debug, Clone)]
pub(crate) struct XmlForm {
    path: PathBuf,
    rows: Vec<String>,
    columns: Vec<XmlColumn>,
}

impl XmlForm {
    /// A file whose root element is the declared one.
    pub(crate) fn open(
        site: &Site,
        path: PathBuf,
        rows: &str,
        columns: &[(String, String)],
    ) -> Result<Self, Box<DataFault>> {
        let form = Self {
            path,
            rows: steps(rows),
            columns: columns.iter().map(|(_, path)| XmlColumn::new(path)).collect(),
        };
        let root = form.rows.get(..1).unwrap_or_default().to_vec();
        let mut text = XmlText::open(&form.path).map_err(|fault| worded(site, &fault, &root))?;
        // An element that is never there: only the root is looked at.
        text.root(&root).map_err(|fault| worded(site, &fault, &root))?;
        Ok(form)
    }
}

fn worded(site: &Site, fault: &XmlFault, rows: &[String]) -> DataFault {
    match fault {
        XmlFault::Malformed { byte, reason } => files::malformed_xml(site, *byte, reason),
        XmlFault::OtherRoot => files::other_root(site, rows.first().map_or("", String::as_str)),
        XmlFault::Io(reason) => files::unreadable(site, *reason),
    }
}

/// One XML file.
#[derive(Debug)]
pub(crate) struct XmlRows {
    file: FileId,
    site: Site,
    path: PathBuf,
    /// The path of the elements that are read as a whole, and from there to the rows.
    whole: Vec<String>,
    inner: Vec<String>,
    columns: Vec<XmlColumn>,
    schema: SchemaRef,
    log: Arc<FaultLog>,
}

impl XmlRows {
    pub(crate) fn new(
        (file, site): (FileId, Site),
        form: &XmlForm,
        (schema, positions): (SchemaRef, &[usize]),
        log: Arc<FaultLog>,
    ) -> Self {
        let columns: Vec<XmlColumn> = positions
            .iter()
            .filter_map(|position| form.columns.get(*position).cloned())
            .collect();
        let up = columns.iter().map(XmlColumn::whole).max().unwrap_or(0);
        let outer = form.rows.len().saturating_sub(up).max(1);
        let (whole, inner) = form.rows.split_at_checked(outer).unwrap_or((&form.rows, &[]));
        Self {
            file,
            site,
            path: form.path.clone(),
            whole: whole.to_vec(),
            inner: inner.to_vec(),
            columns,
            schema,
            log,
        }
    }

    /// Reads the whole file and hands on its rows; `false` from `send` means that nobody wants more.
    fn read(&self, batch_size: usize, mut send: impl FnMut(RecordBatch) -> bool) -> Result<()> {
        let mut builders: Vec<StringBuilder> = self.columns.iter().map(|_| StringBuilder::new()).collect();
        let mut rows = 0;
        let mut text = match XmlText::open(&self.path) {
            Ok(text) => text,
            Err(fault) => {
                self.log.file(self.file, worded(&self.site, &fault, &self.whole));
                return Ok(());
            }
        };
        loop {
            let whole = match text.next(&self.whole) {
                Ok(Some(whole)) => whole,
                Ok(None) => break,
                Err(fault) => {
                    self.log.file(self.file, worded(&self.site, &fault, &self.whole));
                    break;
                }
            };
            for row in at(&whole, 0, &self.inner) {
                for (builder, column) in builders.iter_mut().zip(&self.columns) {
                    match column {
                        XmlColumn::Text(path) => builder.append_option(value(&whole, row, path)),
                        XmlColumn::Years(from, to) => {
                            builder.append_option(years(value(&whole, row, from), value(&whole, row, to)));
                        }
                    }
                }
                rows += 1;
                if rows >= batch_size {
                    if !send(self.batch(&mut builders, rows)?) {
                        return Ok(());
                    }
                    rows = 0;
                }
            }
        }
        if rows > 0 {
            send(self.batch(&mut builders, rows)?);
        }
        Ok(())
    }

    fn batch(&self, builders: &mut [StringBuilder], rows: usize) -> Result<RecordBatch> {
        let columns = builders
            .iter_mut()
            .map(|builder| Arc::new(builder.finish()) as ArrayRef)
            .collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(
            Arc::clone(&self.schema),
            columns,
            &options,
        )?)
    }
}

/// The elements at a path below an element, in the order of the document.
fn at(whole: &Whole, from: usize, path: &[String]) -> Vec<usize> {
    let mut found = vec![from];
    for step in path {
        let children = found.iter().filter_map(|element| whole.elements.get(*element));
        let children = children.flat_map(|element| element.children.iter().copied());
        let named = |child: &usize| {
            whole
                .elements
                .get(*child)
                .is_some_and(|element| element.name == *step)
        };
        found = children.filter(named).collect();
    }
    found
}

/// The text at a path from a row's element.
fn value<'w>(whole: &'w Whole, row: usize, path: &XmlPath) -> Option<&'w str> {
    let (mut from, mut left) = (row, path.up);
    while left > 0 && from != 0 {
        from = whole.elements.get(from)?.parent;
        left -= 1;
    }
    if left > 0 {
        // Of what is around the element that is held, only attributes are known, and only they are asked for.
        let around = whole.around.len().checked_sub(left)?;
        return attribute(whole.around.get(around)?, path.attribute.as_ref()?);
    }
    let mut found = at(whole, from, &path.down).into_iter();
    found.find_map(|element| {
        let element = whole.elements.get(element)?;
        match &path.attribute {
            Some(name) => attribute(&element.attributes, name),
            None => Some(element.text.as_str()),
        }
    })
}

/// The completed years between two days written `yyyy-MM-dd`; nothing if either is not there or is not such a day.
fn years(from: Option<&str>, to: Option<&str>) -> Option<String> {
    let day = |text: Option<&str>| Date::parse(text?.trim())?.as_day();
    Some(Date::age(day(from)?, day(to)?).to_string())
}

fn attribute<'w>(attributes: &'w [(String, String)], name: &str) -> Option<&'w str> {
    let found = attributes.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

/// The rows as DataFusion asks for them. Reading blocks, so it has a thread of its own.
#[derive(Debug)]
pub(crate) struct XmlPartition(pub(crate) Arc<XmlRows>);

impl PartitionStream for XmlPartition {
    fn schema(&self) -> &SchemaRef {
        &self.0.schema
    }

    fn execute(&self, context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let rows = Arc::clone(&self.0);
        let batch_size = context.session_config().batch_size().max(1);
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&rows.schema), WAITING);
        let sender = builder.tx();
        builder
            .spawn_blocking(move || rows.read(batch_size, |batch| sender.blocking_send(Ok(batch)).is_ok()));
        builder.build()
    }
}

//! What is computed from a source: the third level of a plan.
//!
//! Invariant: it follows from the bound and simplified plan alone, apart from the names of characteristics. What is read
//! stands first, with the columns and the condition that the reader of a table gets; doc comments are left to the study's
//! own plan, and the contents of lists to that of the source.

use super::cohorts::cohorts;
use super::definitions::definitions;
use super::document::Document;
use super::endpoints::endpoints;
use super::expression::{Printer, View};
use super::kind::Kind;
use super::tables::condition;
use super::tallies;
use crate::algebra::{Plan, Scan, ScanId, Stream, StreamPart, ValueType};
use crate::words::small::{bare, name};
use kohort_semantics::meaning::Hash;
use kohort_semantics::study::Study;

/// The document.
pub(super) fn document(study: &Study, hash: Hash, plan: &Plan) -> Document {
    let printer = Printer::brief(plan);
    let mut document = Document::default();
    super::bound_head(plan, hash, &mut document);
    scans(plan, &mut document);
    definitions(&printer, &mut document);
    cohorts(&printer, &mut document);
    endpoints(&printer, &mut document);
    tallies::tallies(study, &printer, &mut document);
    document
}

fn scans(plan: &Plan, document: &mut Document) {
    document.section("scans, each of them read once");
    for (id, scan) in (0..).map(ScanId).zip(&plan.scans) {
        document.gap();
        let optional = if scan.optional { ", optional" } else { "" };
        let line = format!("scan {}{optional}", name(&scan.table));
        document.named(1, Kind::Table, &scan.table, &line);
        columns(scan, plan.raw_columns(id).iter(), document);
        for stream in &plan.streams {
            let parts = stream.parts.iter().filter(|part| part.scan == id);
            parts.for_each(|part| records(stream, part, document));
        }
    }
    for scan in &plan.opt_outs {
        document.gap();
        document.named(
            1,
            Kind::OptOut,
            &scan.table,
            &format!("scan {} for opt-outs", name(&scan.table)),
        );
        document.line(2, &format!("rows where {}", condition(&scan.condition)));
    }
}

/// The columns that are read of a table.
fn columns<'a>(scan: &Scan, read: impl Iterator<Item = &'a String>, document: &mut Document) {
    document.named(
        2,
        Kind::Column,
        &scan.key,
        &format!("column {}, patient key", name(&scan.key)),
    );
    for column in read.filter(|column| **column != scan.key) {
        let optional = if scan.optional_columns.contains(column) {
            ", optional"
        } else {
            ""
        };
        document.named(
            2,
            Kind::Column,
            column,
            &format!("column {}{optional}", name(column)),
        );
    }
}

/// The records that rows of a table become, and the values that they have.
fn records(stream: &Stream, part: &StreamPart, document: &mut Document) {
    let rows = match &part.condition {
        Some(condition) => format!("rows where {}", self::condition(condition)),
        None => String::from("every row"),
    };
    document.named(
        2,
        Kind::Records,
        &stream.name,
        &format!("records {}: {rows}", stream.name),
    );
    for (column, reading) in stream.columns.iter().zip(&part.readings) {
        let (column_name, ty) = (bare(&column.name), word(column.ty));
        let missing = if reading.is_none() { ", missing here" } else { "" };
        document.named(
            3,
            Kind::Column,
            column_name,
            &format!("{column_name} as {ty}{missing}"),
        );
    }
}

/// What the values of a type are.
fn word(ty: ValueType) -> &'static str {
    match ty {
        ValueType::Boolean => "truth",
        ValueType::Number => "exact number",
        ValueType::Date => "date",
        ValueType::Period => "period",
        ValueType::Category => "category",
        ValueType::Text => "text",
        ValueType::Record => "record",
    }
}

/// A whole expression of a plan.
pub(super) fn whole(printer: &Printer<'_>, node: crate::algebra::NodeId) -> String {
    printer.phrase(node, View::default()).text
}

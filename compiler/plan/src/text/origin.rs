//! Where a table's rows come from: its files, its list, or the tables that it is joined from.
//!
//! Invariant: of an XML file only those columns are said that are read.

use super::document::Document;
use super::kind::Kind;
use crate::algebra::{JoinPlan, JoinedTable, ScanOrigin};
use crate::words::small::{name, quoted};
use kohort_semantics::source::{Encoding, TableFile, TableFormat};
use std::collections::BTreeSet;

/// A table with its patient key, and below it what there is to say about its files or rows.
pub(super) fn table(
    document: &mut Document,
    (table, origin, optional): (&str, &ScanOrigin, bool),
    key: &str,
    read: &BTreeSet<String>,
) {
    let key = format!(", patient key {}", name(key));
    described(document, 1, (table, origin, optional), &key, read);
}

fn described(
    document: &mut Document,
    depth: usize,
    (table, origin, optional): (&str, &ScanOrigin, bool),
    key: &str,
    read: &BTreeSet<String>,
) {
    let optional = if optional { "optional " } else { "" };
    let first = |from: &str| format!("{optional}{} = {from}{key}", name(table));
    match origin {
        ScanOrigin::Files(files) => {
            let forms: Vec<String> = files.iter().map(file).collect();
            document.named(depth, Kind::Table, table, &first(&forms.join(" or ")));
            files
                .iter()
                .for_each(|file| paths(document, depth + 1, file, read));
        }
        ScanOrigin::List { columns, rows } => {
            let names: Vec<String> = columns.iter().map(|column| name(column)).collect();
            document.named(
                depth,
                Kind::Table,
                table,
                &first(&format!("list {}", names.join(", "))),
            );
            let mut rest = rows.as_slice();
            while let Some((key, _)) = rest.first() {
                let run = rest.iter().take_while(|(next, _)| next == key).count();
                let (same, after) = rest.split_at_checked(run).unwrap_or((rest, &[]));
                let values: Vec<String> = same.iter().map(|(_, value)| quoted(value)).collect();
                document.line(depth + 1, &format!("{}: {}", quoted(key), values.join(", ")));
                rest = after;
            }
        }
        ScanOrigin::Joined(rows) => {
            let steps: Vec<String> = rows.steps.iter().map(step).collect();
            let from = format!("{} joined {}", name(&rows.base.table), steps.join(", "));
            document.named(depth, Kind::Table, table, &first(&from));
            let mut part = |part: &JoinedTable| {
                described(
                    document,
                    depth + 1,
                    (&part.table, &part.origin, part.optional),
                    "",
                    read,
                );
            };
            part(&rows.base);
            rows.steps.iter().for_each(|step| part(&step.table));
        }
    }
}

fn step(step: &JoinPlan) -> String {
    let pairs: Vec<String> = step
        .on
        .iter()
        .map(|(left, right)| match left == right {
            true => name(left),
            false => format!("{} = {}", name(left), name(right)),
        })
        .collect();
    let optional = if step.optional { "optional " } else { "" };
    let each = if step.each { "each " } else { "" };
    format!(
        "to {optional}{each}{} on {}",
        name(&step.table.table),
        pairs.join(" and ")
    )
}

fn file(file: &TableFile) -> String {
    let path = quoted(&file.path);
    match &file.format {
        TableFormat::Csv {
            delimiter,
            encoding,
            header,
        } => {
            let delimiter = match delimiter {
                b',' => String::new(),
                other => format!(" delimiter {}", quoted(&char::from(*other).to_string())),
            };
            let encoding = match encoding {
                Encoding::Utf8 => "",
                Encoding::Cp932 => " encoding cp932",
                Encoding::Windows1252 => " encoding windows1252",
            };
            let header = match header {
                Some(header) => format!(" without a header, of {} columns", header.len()),
                None => String::new(),
            };
            format!("csv {path}{delimiter}{encoding}{header}")
        }
        TableFormat::Parquet => format!("parquet {path}"),
        TableFormat::Xml { rows, .. } => format!("xml {path} rows {}", quoted(rows)),
    }
}

/// The paths, or positions, of those columns that are read.
fn paths(document: &mut Document, depth: usize, file: &TableFile, read: &BTreeSet<String>) {
    let is_read = |column: &str| {
        let qualified = |name: &String| name.split_once('.').is_some_and(|(_, name)| name == column);
        read.contains(column) || read.iter().any(qualified)
    };
    match &file.format {
        TableFormat::Xml { columns, .. } => {
            for (column, path) in columns.iter().filter(|(column, _)| is_read(column)) {
                document.line(depth, &format!("{} at {}", name(column), quoted(path)));
            }
        }
        TableFormat::Csv {
            header: Some(header), ..
        } => {
            for (position, column) in (1..).zip(header).filter(|(_, column)| is_read(column)) {
                document.line(depth, &format!("{} in column {position}", name(column)));
            }
        }
        TableFormat::Csv { header: None, .. } | TableFormat::Parquet => {}
    }
}

//! One file of a table: its format, and its place below the data folder.

use super::{csv, xml};
use crate::lower::model::offer;
use crate::modules::span;
use crate::source::{TableFile, TableFormat};
use kohort_base::{Code, Diagnostic, FileId, Span, project_path};
use kohort_grammar::ast;

/// The formats, as messages offer them.
const FORMATS: [&str; 3] = ["csv", "parquet", "xml"];

/// One of the ways in which a table may be written.
pub(super) fn file(written: &ast::TableFile, file: FileId, out: &mut Vec<Diagnostic>) -> Option<TableFile> {
    let path = path(written, file, out);
    let format = format(written, file, out);
    Some(TableFile {
        path: path?,
        format: format?,
    })
}

fn format(written: &ast::TableFile, file: FileId, out: &mut Vec<Diagnostic>) -> Option<TableFormat> {
    let word = written.format()?;
    let place = span(file, word.range());
    match word.text().as_str() {
        "csv" => {
            refuse(written, "CSV", place, &["rows", "columns"], file, out);
            csv::format(written, file, out)
        }
        "parquet" => {
            let parts = ["delimiter", "encoding", "header", "rows", "columns"];
            refuse(written, "Parquet", place, &parts, file, out);
            Some(TableFormat::Parquet)
        }
        "xml" => {
            refuse(
                written,
                "XML",
                place,
                &["delimiter", "encoding", "header"],
                file,
                out,
            );
            xml::format(written, place, file, out)
        }
        text => {
            let finding = Diagnostic::error(Code::K0602, format!("Kohort cannot read `{text}` files"))
                .at(place, "not known");
            out.push(offer(finding, place, text, FORMATS, "tables are"));
            None
        }
    }
}

/// Reports parts that a format does not have.
fn refuse(
    written: &ast::TableFile,
    format: &str,
    declared: Span,
    parts: &[&str],
    file: FileId,
    out: &mut Vec<Diagnostic>,
) {
    for part in parts {
        let (range, why) = match *part {
            "delimiter" => (
                written.delimiter().map(|found| found.range()),
                "keeps its columns apart itself",
            ),
            "encoding" => (
                written.encoding().map(|found| found.range()),
                "says itself how its text is encoded",
            ),
            "header" => (
                written.header().first().map(ast::StringLit::range),
                "names its columns itself",
            ),
            "rows" => (
                written.rows().map(|found| found.range()),
                "has one row a line, not a path to its rows",
            ),
            _ => (
                written.columns().first().map(ast::XmlColumn::range),
                "names its columns itself",
            ),
        };
        let Some(range) = range else { continue };
        let article = if format == "XML" { "An" } else { "A" };
        out.push(
            Diagnostic::error(Code::K0602, format!("{article} {format} file has no {part}"))
                .at(span(file, range), format!("{format} {why}"))
                .and(declared, format!("declared as {format}"))
                .help(format!("remove the {part}, or name the format that the file has")),
        );
    }
}

/// The file below the data folder.
fn path(written: &ast::TableFile, file: FileId, out: &mut Vec<Diagnostic>) -> Option<String> {
    let written = written.path()?;
    let place = span(file, written.range());
    match project_path(&written.value()) {
        Ok(path) if !path.is_empty() => Some(path),
        Ok(_) => {
            out.push(
                Diagnostic::error(Code::K0602, "A table needs a file")
                    .at(place, "names none")
                    .help("write the file's place below the data folder, for example \"2024/labs.csv\""),
            );
            None
        }
        Err(_) => {
            out.push(
                Diagnostic::error(Code::K0602, "A table must lie in the data folder")
                    .at(place, "leads out of it")
                    .help("write the file's place below the data folder with `/`, without `..`: \"2024/labs.csv\""),
            );
            None
        }
    }
}

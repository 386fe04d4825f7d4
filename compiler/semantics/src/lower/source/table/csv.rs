//! Delimited text: what separates columns, how the text is encoded, and the columns of a file without a header row.

use super::twice;
use crate::lower::model::offer;
use crate::modules::span;
use crate::source::{Encoding, TableFormat};
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// The encodings and their names.
const ENCODINGS: [(&str, Encoding); 3] = [
    ("utf8", Encoding::Utf8),
    ("cp932", Encoding::Cp932),
    ("windows1252", Encoding::Windows1252),
];

pub(super) fn format(
    written: &ast::TableFile,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<TableFormat> {
    let encoding = encoding(written, file, out);
    let header = header(written, file, out);
    let delimiter = match written.delimiter() {
        None => Some(b','),
        Some(delimiter) => {
            let separator = separator(&delimiter.value());
            if separator.is_none() {
                out.push(
                    Diagnostic::error(Code::K0602, "A delimiter must be one character")
                        .at(span(file, delimiter.range()), "cannot separate columns")
                        .help("write for example \";\" or \"|\", or \"\\t\" for a tab; letters, digits and quotes occur in values"),
                );
            }
            separator
        }
    };
    Some(TableFormat::Csv {
        delimiter: delimiter?,
        encoding,
        header,
    })
}

/// One ASCII character that no value can contain unquoted. A tab may be written as it is or as `\t`.
fn separator(text: &str) -> Option<u8> {
    let text = if text == "\\t" { "\t" } else { text };
    let [byte] = text.as_bytes() else { return None };
    let separates =
        byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r' | 0);
    separates.then_some(*byte)
}

fn encoding(written: &ast::TableFile, file: FileId, out: &mut Vec<Diagnostic>) -> Encoding {
    let Some(name) = written.encoding() else {
        return Encoding::Utf8;
    };
    let text = name.text();
    if let Some((_, encoding)) = ENCODINGS.iter().find(|(known, _)| *known == text) {
        return *encoding;
    }
    let place = span(file, name.range());
    let finding = Diagnostic::error(
        Code::K0602,
        format!("`{text}` is not an encoding that Kohort reads"),
    )
    .at(place, "not known");
    // Other names of the same code pages.
    let meant = match text.to_lowercase().replace(['-', '_'], "").as_str() {
        "shiftjis" | "sjis" | "ms932" | "windows31j" => Some("cp932"),
        "cp1252" | "latin1" | "iso88591" | "ansi" => Some("windows1252"),
        _ => None,
    };
    out.push(match meant {
        Some(meant) => {
            finding
                .help(format!("did you mean `{meant}`?"))
                .replace(place, meant, format!("Write `{meant}`"))
        }
        None => offer(
            finding,
            place,
            &text,
            ENCODINGS.iter().map(|(name, _)| *name),
            "encodings are",
        ),
    });
    Encoding::Utf8
}

/// The names of the columns; reports a name that stands twice or is empty.
fn header(written: &ast::TableFile, file: FileId, out: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
    if !written.has_header() {
        return None;
    }
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    let mut names = Vec::new();
    for column in written.header() {
        let place = span(file, column.range());
        let name = column.value().trim().to_owned();
        if name.is_empty() {
            out.push(
                Diagnostic::error(Code::K0602, "A column needs a name")
                    .at(place, "is empty")
                    .help("name every column up to the last that is read; behind it the file may have more"),
            );
        } else if let Some(first) = places.get(&name) {
            out.push(twice("columns", &name, place, *first));
        }
        places.entry(name.clone()).or_insert(place);
        names.push(name);
    }
    Some(names)
}

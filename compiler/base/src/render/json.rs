//! Diagnostics as JSON, for programs.
//!
//! Invariant: fields stand in the order of the types below and are always there; a field that does not apply is null
//! or empty. New fields may come within a format version; what exists changes only with a new one.

use serde::Serialize;

use crate::{Code, Diagnostic, Encoding, Files, Fix, Severity, Span};

/// The version of the format; it counts up when a field changes its meaning or goes.
pub const FORMAT_VERSION: u32 = 1;

/// All diagnostics as one JSON object, indented, with a line break at the end.
///
/// Lines and columns count from 1, columns in characters; `offset` counts bytes of UTF-8 from 0. The place `end` is
/// behind the last character.
pub fn json(diagnostics: &[Diagnostic], files: &Files) -> String {
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    let document = Document {
        format_version: FORMAT_VERSION,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        diagnostics: diagnostics
            .iter()
            .map(|diagnostic| finding(diagnostic, files))
            .collect(),
    };
    // Only maps with keys that are no strings, and writers that fail, can make this fail; there are none.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    format_version: u32,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: Code,
    name: &'static str,
    severity: Severity,
    title: &'a str,
    labels: Vec<MarkedPlace<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
    fix: Option<Change<'a>>,
    alternatives: Vec<Change<'a>>,
    sources: &'a [String],
}

#[derive(Serialize)]
struct MarkedPlace<'a> {
    primary: bool,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    offset: u32,
    line: u32,
    column: u32,
}

fn finding<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> Finding<'a> {
    Finding {
        code: diagnostic.code,
        name: diagnostic.code.name(),
        severity: diagnostic.severity,
        title: &diagnostic.title,
        labels: diagnostic
            .labels
            .iter()
            .map(|label| MarkedPlace {
                primary: label.primary,
                message: &label.message,
                place: place(label.span, files),
            })
            .collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
        fix: diagnostic.fix.as_ref().map(|fix| change(fix, files)),
        alternatives: diagnostic
            .alternatives
            .iter()
            .map(|fix| change(fix, files))
            .collect(),
        sources: &diagnostic.sources,
    }
}

fn change<'a>(fix: &'a Fix, files: &'a Files) -> Change<'a> {
    let edits = fix.edits.iter().map(|edit| Replacement {
        place: place(edit.span, files),
        replacement: &edit.replacement,
    });
    Change {
        title: &fix.title,
        edits: edits.collect(),
    }
}

fn place(span: Span, files: &Files) -> Place<'_> {
    let index = files.line_index(span.file);
    let point = |offset| {
        let position = index.position(offset, Encoding::Character);
        Point {
            offset,
            line: position.line.saturating_add(1),
            column: position.column.saturating_add(1),
        }
    };
    Place {
        file: files.path(span.file),
        start: point(span.start),
        end: point(span.end),
    }
}

//! Diagnostics for a terminal, through `codespan-reporting`.
//!
//! Invariant: the only place that knows `codespan-reporting`. Colour is the caller's decision, and the text is the
//! same with and without it.

use std::ops::Range;

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::files::{Error, Files as CodespanFiles};
use codespan_reporting::term::termcolor::{Buffer, WriteColor};
use codespan_reporting::term::{Config, emit_to_write_style};

use super::replacement::replacement_lines;
use crate::{Diagnostic, Encoding, FileId, Files, Severity, Span};

/// The narrowest column into which notes are wrapped; less than this cannot be read anyway.
const NARROWEST: usize = 40;

/// The diagnostics one below the other, each with its source text, notes, help and the lines that its fix would write.
/// Notes and help are wrapped at `width` columns; source lines never are.
pub fn terminal(diagnostics: &[Diagnostic], files: &Files, colour: bool, width: usize) -> String {
    let mut buffer = if colour {
        Buffer::ansi()
    } else {
        Buffer::no_color()
    };
    let config = Config::default();
    for diagnostic in diagnostics {
        let shown = emit_to_write_style(
            &mut buffer,
            &config,
            &Sources(files),
            &as_codespan(diagnostic, files, width),
        );
        if shown.is_err() {
            // Only a span of another store's file gets here. The words are worth more than the picture.
            let plain = codespan::Diagnostic {
                labels: Vec::new(),
                ..as_codespan(diagnostic, files, width)
            };
            let _ = buffer.reset();
            let _ = emit_to_write_style(&mut buffer, &config, &Sources(files), &plain);
        }
    }
    String::from_utf8_lossy(buffer.as_slice()).into_owned()
}

fn as_codespan(diagnostic: &Diagnostic, files: &Files, width: usize) -> codespan::Diagnostic<FileId> {
    let severity = match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
    };
    let labels = diagnostic.labels.iter().map(|label| {
        let range = on_boundaries(files, label.span);
        let shown = if label.primary {
            codespan::Label::primary(label.span.file, range)
        } else {
            codespan::Label::secondary(label.span.file, range)
        };
        shown.with_message(&label.message)
    });
    codespan::Diagnostic::new(severity)
        .with_code(diagnostic.code)
        .with_message(&diagnostic.title)
        .with_labels_iter(labels)
        .with_notes(notes(diagnostic, files, width.max(NARROWEST)))
}

fn notes(diagnostic: &Diagnostic, files: &Files, width: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if !diagnostic.sources.is_empty() {
        notes.push(wrapped(
            &format!("concerns: {}", diagnostic.sources.join(", ")),
            "",
            width,
        ));
    }
    notes.extend(diagnostic.notes.iter().map(|note| wrapped(note, "", width)));
    if let Some(help) = &diagnostic.help {
        notes.push(wrapped(help, "help: ", width));
    }
    if let Some(fix) = &diagnostic.fix {
        let home = diagnostic.span().map(|span| span.file);
        let mut lines = vec![wrapped(&fix.title, "fix: ", width)];
        lines.extend(replacement_lines(fix, files, home));
        notes.push(lines.join("\n"));
    }
    notes
}

/// Breaks at blanks; further lines are indented as far as `prefix` is long. Line breaks of the text stay.
fn wrapped(text: &str, prefix: &str, width: usize) -> String {
    let mut result = prefix.to_owned();
    // The gutter of line numbers and the bullet take about six columns.
    let (indent, room) = (prefix.chars().count(), width.saturating_sub(6));
    let mut column = indent;
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            result.push('\n');
            result.push_str(&" ".repeat(indent));
            column = indent;
        }
        for (position, word) in line.split(' ').enumerate() {
            let length = word.chars().count();
            if position > 0 && column.saturating_add(1).saturating_add(length) > room {
                result.push('\n');
                result.push_str(&" ".repeat(indent));
                column = indent;
            } else if position > 0 {
                result.push(' ');
                column = column.saturating_add(1);
            }
            result.push_str(word);
            column = column.saturating_add(length);
        }
    }
    result
}

/// The span as a range that slices its text, whatever it was.
fn on_boundaries(files: &Files, span: Span) -> Range<usize> {
    let index = files.line_index(span.file);
    let snapped = |offset| {
        let start = index.offset(index.position(offset, Encoding::Utf8), Encoding::Utf8);
        usize::try_from(start).unwrap_or(usize::MAX)
    };
    snapped(span.start)..snapped(span.end)
}

/// Our files as `codespan-reporting` wants them.
struct Sources<'a>(&'a Files);

impl<'a> CodespanFiles<'a> for Sources<'a> {
    type FileId = FileId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(self.0.path(id))
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(self.0.text(id))
    }

    fn line_index(&'a self, id: FileId, byte_index: usize) -> Result<usize, Error> {
        let offset = u32::try_from(byte_index).unwrap_or(u32::MAX);
        Ok(
            usize::try_from(self.0.line_index(id).position(offset, Encoding::Utf8).line)
                .unwrap_or(usize::MAX),
        )
    }

    fn line_range(&'a self, id: FileId, line: usize) -> Result<Range<usize>, Error> {
        let index = self.0.line_index(id);
        let max = usize::try_from(index.line_count()).unwrap_or(usize::MAX);
        let number = u32::try_from(line).unwrap_or(u32::MAX);
        let range = index
            .line_range(number)
            .ok_or(Error::LineTooLarge { given: line, max })?;
        // A line reaches to the start of the next one, as a label may mark the line ending.
        let end = number
            .checked_add(1)
            .and_then(|next| index.line_range(next))
            .map_or(range.end, |next| next.start);
        let size = |offset| usize::try_from(offset).unwrap_or(usize::MAX);
        Ok(size(range.start)..size(end))
    }
}

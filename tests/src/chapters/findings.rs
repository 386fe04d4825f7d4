//! Diagnostics against the expectations that stand in the source.

use super::annotation::Annotation;
use super::assemble::Assembled;
use kohort_base::{Diagnostic, Encoding, Files, Severity, Span, render};

/// Where and why expectations and findings differ.
pub(super) fn differences(
    file: &Assembled,
    name: &str,
    files: &Files,
    found: &[Diagnostic],
) -> Vec<(usize, String)> {
    let mut differences = Vec::new();
    let mut expected: Vec<Option<&(usize, Annotation)>> = file.expected.iter().map(Some).collect();
    let mut unexpected = Vec::new();
    for diagnostic in found {
        let line = document_line(file, name, files, diagnostic);
        let matches = |wanted: &(usize, Annotation)| {
            is_at(wanted, line, diagnostic)
                && wanted
                    .1
                    .words
                    .as_ref()
                    .is_none_or(|words| says(diagnostic, words))
        };
        match expected.iter_mut().find(|slot| slot.is_some_and(matches)) {
            Some(slot) => *slot = None,
            None => unexpected.push((line, diagnostic)),
        }
    }
    for (line, diagnostic) in unexpected {
        let shown = render::terminal(std::slice::from_ref(diagnostic), files, false, 100);
        let at = line
            .or_else(|| file.lines.iter().flatten().next().copied())
            .unwrap_or(1);
        // The right finding in other words is one difference, not two.
        let slot = expected
            .iter_mut()
            .find(|slot| slot.is_some_and(|wanted| is_at(wanted, line, diagnostic)));
        let message = match slot
            .and_then(Option::take)
            .and_then(|(_, wanted)| wanted.words.as_ref())
        {
            Some(words) => format!("this {} does not say \"{words}\":\n{shown}", severity(diagnostic)),
            None => format!("this {} is not expected:\n{shown}", severity(diagnostic)),
        };
        differences.push((at, message));
    }
    for (line, wanted) in expected.into_iter().flatten() {
        differences.push((
            *line,
            format!("the expected {} {} is not there", wanted.severity, wanted.code),
        ));
    }
    differences
}

/// Whether a finding is of the expected kind and begins in the expected line.
fn is_at((line, wanted): &(usize, Annotation), found_at: Option<usize>, found: &Diagnostic) -> bool {
    Some(*line) == found_at && wanted.severity == severity(found) && wanted.code == found.code.as_str()
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The line of the document in which the first label starts.
fn document_line(file: &Assembled, name: &str, files: &Files, diagnostic: &Diagnostic) -> Option<usize> {
    line_of(file, name, files, diagnostic.span()?)
}

/// The line of the document in which a place of the assembled file starts.
pub(super) fn line_of(file: &Assembled, name: &str, files: &Files, span: Span) -> Option<usize> {
    if files.path(span.file) != name {
        return None;
    }
    let line = files
        .line_index(span.file)
        .position(span.start, Encoding::Utf8)
        .line;
    file.lines.get(usize::try_from(line).ok()?).copied().flatten()
}

fn says(diagnostic: &Diagnostic, words: &str) -> bool {
    diagnostic.title.contains(words)
        || diagnostic
            .labels
            .iter()
            .any(|label| label.message.contains(words))
}

//! One line of codes: a system and its patterns.

use super::malformed;
use crate::codes::{CodePattern, CodeSystem};
use crate::modules::span;
use crate::value::Day;
use kohort_base::{Code, Diagnostic, FileId, Span, suggest};
use kohort_grammar::{TextRange, ast};

/// A pattern, and what to delete where it is to go.
pub(in crate::lower) struct Listed {
    /// The pattern.
    pub(in crate::lower) pattern: CodePattern,
    /// The text that goes with it; nothing where deleting it would leave a system without codes.
    pub(in crate::lower) removal: Option<Span>,
}

/// What one line says.
pub(in crate::lower) struct Entry {
    /// The codes meant.
    pub(in crate::lower) meant: Vec<Listed>,
    /// The codes after `except`.
    pub(in crate::lower) left_out: Vec<Listed>,
}

/// Reads a line of codes; reports its system or those of its codes that cannot be.
pub(in crate::lower) fn read(written: &ast::CodesEntry, file: FileId, out: &mut Vec<Diagnostic>) -> Entry {
    let mut entry = Entry {
        meant: Vec::new(),
        left_out: Vec::new(),
    };
    let Some(system) = written.system().and_then(|name| system(&name, file, out)) else {
        return entry;
    };
    let (meant, left_out) = (written.patterns(), written.except());
    entry.meant = listed(system, &meant, None, file, out);
    let before_except = meant.last().map(|last| last.range());
    entry.left_out = listed(system, &left_out, before_except, file, out);
    entry
}

/// The codes of an analyte or a drug, which have no exceptions.
pub(in crate::lower) fn listed_without_exceptions(
    lines: &[ast::CodesEntry],
    what: &str,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Vec<Listed> {
    let mut all = Vec::new();
    for line in lines {
        let entry = read(line, file, out);
        if let (Some(first), Some(last)) = (line.except().first(), line.except().last()) {
            let place = span(file, first.range().cover(last.range()));
            out.push(
                Diagnostic::error(Code::K0102, format!("The codes of {what} have no exceptions"))
                    .at(place, "cannot be left out here")
                    .help("list the codes that are meant; only a code list (`codes …`) can have exceptions"),
            );
        }
        all.extend(entry.meant);
    }
    super::report_duplicates(&all, out);
    all
}

fn listed(
    system: CodeSystem,
    written: &[ast::CodePattern],
    before: Option<TextRange>,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Vec<Listed> {
    let mut listed = Vec::new();
    for (position, code) in written.iter().enumerate() {
        let place = span(file, code.code_range());
        match CodePattern::parse(system, &code.text(), place) {
            Ok(mut pattern) => {
                (pattern.from, pattern.until) = validity(code, file, out);
                let previous = position.checked_sub(1).and_then(|previous| written.get(previous));
                let next = written.get(position.saturating_add(1));
                let removal = match (previous, next) {
                    (Some(previous), _) => Some(TextRange::new(previous.range().end(), code.range().end())),
                    (None, Some(next)) => Some(TextRange::new(code.range().start(), next.range().start())),
                    // The only exception goes with its `except`.
                    (None, None) => before.map(|last| TextRange::new(last.end(), code.range().end())),
                };
                listed.push(Listed {
                    pattern,
                    removal: removal.map(|range| span(file, range)),
                });
            }
            Err(error) => {
                let quoted = code.syntax().text().to_string().trim_start().starts_with('"');
                out.push(malformed::finding(system, &code.text(), quoted, error, place));
            }
        }
    }
    listed
}

/// The days from and until which a code is in use; reports a time without a day.
fn validity(
    written: &ast::CodePattern,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> (Option<Day>, Option<Day>) {
    let mut day = |date: Option<ast::DateLit>| crate::lower::source::date(&date?, file, out);
    let from = day(written.from()).map(|date| date.first);
    let until = day(written.until()).map(|date| date.last);
    if let (Some(first), Some(last)) = (from, until)
        && first > last
    {
        out.push(
            Diagnostic::error(Code::K0411, format!("`{}` would never be in use", written.text()))
                .at(
                    span(file, written.range()),
                    format!("from {first} until {last} there is no day"),
                )
                .help("write the first day of use behind `from`, and the last one behind `until`"),
        );
        return (None, None);
    }
    (from, until)
}

/// The code system of a name; reports one that is not known.
pub(in crate::lower) fn system(
    name: &ast::Name,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<CodeSystem> {
    system_of(&name.text(), span(file, name.range()), out)
}

/// The code system of a text at a place; reports one that is not known.
pub(in crate::lower) fn system_of(text: &str, place: Span, out: &mut Vec<Diagnostic>) -> Option<CodeSystem> {
    if let Some(system) = CodeSystem::from_name(text) {
        return Some(system);
    }
    let names = || CodeSystem::all().iter().map(|system| system.name());
    let near = suggest::nearest_few(text, names(), 3);
    let mut finding = Diagnostic::error(Code::K0401, format!("`{text}` is not a code system of Kohort"))
        .at(place, "not known");
    for system in CodeSystem::all()
        .iter()
        .filter(|system| near.contains(&system.name()))
    {
        finding = finding.note(format!("`{}` is {}", system.name(), system.description()));
    }
    finding = match near.as_slice() {
        [] => finding.help(format!("there are: {}", names().collect::<Vec<_>>().join(", "))),
        [first] => finding.help(format!("did you mean `{first}`?")),
        [first, others @ ..] => {
            let others: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
            finding.help(format!("did you mean `{first}` or {}?", others.join(" or ")))
        }
    };
    // National editions are spelt alike and differ; a fix must not choose between them.
    if let Some(first) = near.first()
        && (near.len() == 1 || first.eq_ignore_ascii_case(text))
    {
        finding = finding.replace(place, *first, format!("Write `{first}`"));
    }
    out.push(finding);
    None
}

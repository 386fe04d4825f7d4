//! The country of a source, the smallest count that may leave it, the days that its data cover, and what they are counted
//! from.

use crate::lower::analyte::number;
use crate::modules::span;
use crate::source::Anchor;
use crate::value::{Date, Day};
use kohort_base::{Code, Diagnostic, FileId};
use kohort_grammar::ast;

/// The country as two capital letters.
pub(super) fn country(decl: &ast::SourceDecl, file: FileId, out: &mut Vec<Diagnostic>) -> Option<String> {
    let written = decl.country()?;
    let text = written.text();
    if text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Some(text);
    }
    let place = span(file, written.range());
    let mut finding = Diagnostic::error(Code::K0602, format!("`{text}` is not a country code"))
        .at(place, "not two capital letters")
        .help("write the two letters of ISO 3166, for example `JP`, `DE`, `US`");
    let capital = text.to_ascii_uppercase();
    if capital.len() == 2 && capital.bytes().all(|letter| letter.is_ascii_uppercase()) {
        finding = finding.replace(place, capital.clone(), format!("Write `{capital}`"));
    }
    out.push(finding);
    None
}

/// The smallest count, a whole number from 1.
pub(super) fn minimum_cell(decl: &ast::SourceDecl, file: FileId, out: &mut Vec<Diagnostic>) -> Option<u32> {
    let written = decl.minimum_cell()?;
    let value = number(&written, file, out)?;
    let count = value
        .to_i64()
        .and_then(|count| u32::try_from(count).ok())
        .filter(|count| *count > 0);
    if count.is_none() {
        out.push(
            Diagnostic::error(Code::K0602, "The smallest cell must be a whole number from 1")
                .at(span(file, written.range()), "not a count of patients")
                .help(
                    "write the smallest count that the data owner lets out; `minimum_cell 1` hides nothing",
                ),
        );
    }
    count
}

/// The first and the last day; a coarse date stands for all of its days.
pub(super) fn period(decl: &ast::SourceDecl, file: FileId, out: &mut Vec<Diagnostic>) -> Option<(Day, Day)> {
    let written = decl.period()?;
    let (begins, ends) = (written.from()?, written.to()?);
    let from = date(&begins, file, out);
    let to = date(&ends, file, out);
    let (first, last) = (from?.first, to?.last);
    if first > last {
        let written_as =
            |date: &ast::DateLit| (span(file, date.range()), kohort_grammar::one_line(date.syntax()));
        out.push(
            Diagnostic::error(Code::K0602, "The data end before they begin")
                .at(
                    span(file, written.range()),
                    format!("from {first} to {last} there is no day"),
                )
                .help("write the earlier date first")
                .exchange(written_as(&begins), written_as(&ends), "Exchange the two dates"),
        );
        return None;
    }
    Some((first, last))
}

/// What the days are counted from. Such a source knows no calendar, so it cannot say which days it covers.
pub(super) fn anchor(decl: &ast::SourceDecl, file: FileId, out: &mut Vec<Diagnostic>) -> Option<Anchor> {
    let written = decl.anchored()?;
    let text = written.anchor()?;
    let anchor = Anchor {
        what: text.value().trim().to_owned(),
        span: span(file, written.range()),
    };
    if anchor.what.is_empty() {
        out.push(
            Diagnostic::error(Code::K0602, "It is not said what the days are counted from")
                .at(span(file, text.range()), "empty")
                .help("name the date as the data owner does, for example `anchored on \"the day of diagnosis\"`"),
        );
    }
    if let Some(period) = decl.period() {
        out.push(
            Diagnostic::error(
                Code::K0602,
                "Days from a date that is not disclosed are in no known year",
            )
            .at(span(file, period.range()), "a time in the calendar")
            .and(anchor.span, "all dates are days from here")
            .help(
                "remove `period`; where a year is recorded as a number, it can be an attribute of the model",
            ),
        );
    }
    Some(anchor)
}

/// A written date; reports one that the calendar does not have.
pub(in crate::lower) fn date(
    written: &ast::DateLit,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<Date> {
    let text = written.text();
    let found = Date::parse(&text);
    if found.is_none() {
        out.push(
            Diagnostic::error(Code::K0311, format!("There is no date `{text}`"))
                .at(span(file, written.range()), "not in the calendar")
                .help("dates are written year-month-day, for example `2024-02-29`; years run from 1 to 9999"),
        );
    }
    found
}

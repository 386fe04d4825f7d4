//! Dates: the forms they are written in, and how exactly they are known.

use super::precise_by;
use crate::lower::precision::precision_of;
use crate::lower::source::Context;
use crate::source::{Decode, PrecisionColumn};
use crate::value::{DateFormat, DateFormatError, Precision};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::{TextRange, ast};

/// What `as date` says.
pub(in crate::lower::source) struct Written {
    /// The forms, in order.
    pub(in crate::lower::source) formats: Vec<ast::StringLit>,
    /// `precise to …`
    pub(in crate::lower::source) precise_to: Option<(ast::PrecisionWord, TextRange)>,
    /// `precise by …`
    pub(in crate::lower::source) precise_by: Option<ast::PrecisionBy>,
    /// `with unknown parts`
    pub(in crate::lower::source) unknown_parts: bool,
}

/// Reads `as date FORM or FORM precise to …`.
pub(in crate::lower::source) fn decode(
    written: &Written,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Decode> {
    let formats = forms(&written.formats, context);
    // A column that is wrong was reported; so were wrong forms.
    let by = match &written.precise_by {
        Some(by) => Some(precise_by::column(by, context)?),
        None => None,
    };
    let formats = formats?;
    let by_row = by.is_some() || written.unknown_parts;
    let precision = if by_row {
        if let Some((_, range)) = written.precise_to {
            context.report(twice(context.span(range), written.unknown_parts));
            return None;
        }
        by_row_precision(&formats, by.as_ref(), written.unknown_parts)?
    } else {
        fixed_precision(&formats, written.precise_to, place, context)?
    };
    Some(Decode::Date {
        formats: formats.into_iter().map(|(format, _)| format).collect(),
        precision,
        by,
        unknown_parts: written.unknown_parts,
    })
}

/// The forms with their places; nothing if one cannot be understood.
fn forms(written: &[ast::StringLit], context: &mut Context<'_>) -> Option<Vec<(DateFormat, Span)>> {
    let mut formats: Vec<(DateFormat, Span)> = Vec::new();
    for form in written {
        let place = context.span(form.range());
        match DateFormat::parse(&form.value()) {
            Ok(format) => formats.push((format, place)),
            Err(error) => context.report(not_a_form(&form.value(), &error, place)),
        }
    }
    (!formats.is_empty() && formats.len() == written.len()).then_some(formats)
}

/// The coarsest precision of dates that each have their own.
fn by_row_precision(
    formats: &[(DateFormat, Span)],
    by: Option<&PrecisionColumn>,
    unknown_parts: bool,
) -> Option<Precision> {
    let coarsest = formats.iter().map(|(format, _)| format.precision()).max()?;
    let with_parts = if unknown_parts {
        Precision::Year
    } else {
        Precision::Day
    };
    let with_column = by.map_or(Precision::Day, precise_by::coarsest);
    Some(coarsest.max(with_parts).max(with_column))
}

fn twice(place: Span, unknown_parts: bool) -> Diagnostic {
    let (title, label) = if unknown_parts {
        (
            "Dates with unknown parts are as exact as their known parts",
            "says that all are equally exact",
        )
    } else {
        (
            "Another column says how exact each date is",
            "says that all are equally exact",
        )
    };
    Diagnostic::error(Code::K0605, title)
        .at(place, label)
        .help("remove `precise to …`; a study that needs all dates alike says so with a `precision` rule")
}

/// The precision that all dates have.
fn fixed_precision(
    formats: &[(DateFormat, Span)],
    precise_to: Option<(ast::PrecisionWord, TextRange)>,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Precision> {
    let finest = formats.iter().map(|(format, _)| format.precision()).min()?;
    let (coarsest, coarse_place) = formats
        .iter()
        .map(|(format, place)| (format.precision(), *place))
        .max_by_key(|(precision, _)| *precision)?;
    let Some((word, range)) = precise_to else {
        if finest != coarsest {
            context.report(mixed(finest, coarsest, place, coarse_place));
            return None;
        }
        return Some(coarsest);
    };
    let precision = precision_of(word);
    if coarsest > precision {
        let said = context.span(range);
        context.report(
            Diagnostic::error(
                Code::K0605,
                format!("This date format does not reach the {precision}"),
            )
            .at(coarse_place, format!("reaches the {coarsest}"))
            .and(said, "declared as real")
            .help(format!("write `precise to {coarsest}`"))
            .replace(said, coarsest.word(), format!("Write `precise to {coarsest}`")),
        );
        return None;
    }
    Some(precision)
}

fn mixed(finest: Precision, coarsest: Precision, place: Span, coarse_place: Span) -> Diagnostic {
    Diagnostic::error(Code::K0605, "These date formats are not equally exact")
        .at(
            coarse_place,
            format!("reaches the {coarsest}, others the {finest}"),
        )
        .note(format!(
            "some patients' dates would be known to the {finest} and others' only to the {coarsest}"
        ))
        .help(format!(
            "say that only the {coarsest} is real: `precise to {coarsest}`"
        ))
        .replace(
            Span::at(place.file, place.end),
            format!(" precise to {coarsest}"),
            format!("Add `precise to {coarsest}`"),
        )
}

fn not_a_form(text: &str, error: &DateFormatError, place: Span) -> Diagnostic {
    let finding = Diagnostic::error(Code::K0605, format!("\"{text}\" is not a date format"))
        .at(place, error.to_string());
    match meant(text) {
        Some(form) => finding.help(format!("did you mean \"{form}\"?")).replace(
            place,
            format!("\"{form}\""),
            format!("Write \"{form}\""),
        ),
        None => finding.help("write for example \"yyyy-MM-dd\", \"dd.MM.yyyy\" or \"yyyyMM\""),
    }
}

/// The form in Kohort's letters, where it is written in those of another tool.
fn meant(text: &str) -> Option<String> {
    let percent = text.replace("%Y", "yyyy").replace("%m", "MM").replace("%d", "dd");
    let letters: String = percent
        .chars()
        .map(|letter| match letter {
            'Y' => 'y',
            'D' => 'd',
            'm' => 'M',
            other => other,
        })
        .collect();
    let form = letters.trim().to_owned();
    (form != text && DateFormat::parse(&form).is_ok()).then_some(form)
}

//! Dates: the forms they are written in, and how exactly they are known.

use crate::lower::precision::precision_of;
use crate::lower::source::Context;
use crate::source::Decode;
use crate::value::{DateFormat, DateFormatError, Precision};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::{TextRange, ast};

/// Reads `as date FORM or FORM precise to …`.
pub(in crate::lower::source) fn decode(
    written: &[ast::StringLit],
    precise_to: Option<(ast::PrecisionWord, TextRange)>,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Decode> {
    let mut formats: Vec<(DateFormat, Span)> = Vec::new();
    for form in written {
        let place = context.span(form.range());
        match DateFormat::parse(&form.value()) {
            Ok(format) => formats.push((format, place)),
            Err(error) => context.report(not_a_form(&form.value(), &error, place)),
        }
    }
    if formats.len() != written.len() {
        return None;
    }
    let finest = formats.iter().map(|(format, _)| format.precision()).min()?;
    let (coarsest, coarse_place) = formats
        .iter()
        .map(|(format, place)| (format.precision(), *place))
        .max_by_key(|(precision, _)| *precision)?;
    let precision = match precise_to {
        Some((word, range)) => {
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
                    .replace(
                        said,
                        coarsest.word(),
                        format!("Write `precise to {coarsest}`"),
                    ),
                );
                return None;
            }
            precision
        }
        None if finest != coarsest => {
            context.report(mixed(finest, coarsest, place, coarse_place));
            return None;
        }
        None => coarsest,
    };
    Some(Decode::Date {
        formats: formats.into_iter().map(|(format, _)| format).collect(),
        precision,
    })
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

//! Words and marks that people bring from other languages, and texts and dates in a form that is not Kohort's.
//!
//! The grammar accepts them so that they can be named and repaired; every one of them is an error.

use super::SyntaxError;
use super::grammar::Rule;
use super::unexpected::error;
use rowan::{TextRange, TextSize};

/// What is wrong with a token, if anything is.
pub(super) fn in_token(rule: Rule, text: &str, range: TextRange) -> Option<SyntaxError> {
    Some(match rule {
        Rule::double_equal => written(text, range, "="),
        Rule::foreign_unequal => written(text, range, "!="),
        Rule::foreign_and => written(text, range, "and"),
        Rule::foreign_or => written(text, range, "or"),
        Rule::foreign_not => written(text, range, "not"),
        Rule::foreign_null => written(text, range, "missing"),
        Rule::unclosed => error(
            "K0103",
            range,
            "This text has no closing quote",
            "a `\"` is missing at its end",
        )
        .help("A text begins and ends with `\"` on one line. Inside it, `\\\"` stands for a quote."),
        Rule::single_quoted => {
            let inside = text.trim_matches('\'').replace('\\', "\\\\").replace('"', "\\\"");
            error(
                "K0105",
                range,
                "Texts stand in double quotes",
                "write `\"` instead of `'`",
            )
            .fix(range, format!("\"{inside}\""))
        }
        Rule::quoted => return escape(text, range),
        Rule::loose_date => error(
            "K0102",
            range,
            "This date is not in Kohort's form",
            "not a date of the form 2024-06-03",
        )
        .help(
            "Dates are written year-month-day, with two digits each for month and day: 2024-06-03; \
                 months 2024-06; quarters 2024-Q2.",
        ),
        _ => return None,
    })
}

/// Something that is written differently in Kohort.
fn written(text: &str, range: TextRange, ours: &str) -> SyntaxError {
    let title = format!("`{text}` is written `{ours}` in Kohort");
    error("K0105", range, &title, &format!("write `{ours}`")).fix(range, ours)
}

/// A backslash that does not stand for anything.
fn escape(text: &str, range: TextRange) -> Option<SyntaxError> {
    let mut characters = text.char_indices();
    while let Some((position, character)) = characters.next() {
        if character != '\\' {
            continue;
        }
        let (_, escaped) = characters.next()?;
        if !matches!(escaped, '"' | '\\' | 'n' | 't') {
            let start = range.start() + TextSize::try_from(position).ok()?;
            let place = TextRange::at(start, TextSize::of('\\') + TextSize::of(escaped));
            let title = format!("`\\{escaped}` does not stand for anything");
            let found = error("K0102", place, &title, "a backslash is written `\\\\`")
                .help(
                    "In a text, `\\\"` stands for a quote, `\\\\` for a backslash, `\\n` for a line end and `\\t` for a tab.",
                )
                .fix(place, format!("\\\\{escaped}"));
            return Some(found);
        }
    }
    None
}

/// `between a and b`, which is a range here.
pub(super) fn between(text: &str, range: TextRange) -> SyntaxError {
    let found = error(
        "K0105",
        range,
        "`between` is written `in … to …` in Kohort",
        "write a range",
    )
    .help("A range is written `in a to b`, both ends included.");
    let ends = text.strip_prefix("between").unwrap_or_default();
    match [" and ", " AND ", " && "]
        .iter()
        .find_map(|and| ends.split_once(and))
    {
        Some((low, high)) => found.fix(range, format!("in {} to {}", low.trim(), high.trim())),
        None => found,
    }
}

/// `= missing`, a comparison that could never be true.
pub(super) fn equals_missing(text: &str, range: TextRange) -> SyntaxError {
    let negated = text.starts_with("!=") || text.starts_with("<>");
    let word = if text.ends_with("known") {
        "known"
    } else {
        "missing"
    };
    let ours = if negated {
        format!("is not {word}")
    } else {
        format!("is {word}")
    };
    written(text, range, &ours)
        .help("Nothing equals a value that is not there; ask `is missing` or `is known`.")
}

/// `!= "x"` in a condition on rows, where one form is enough for one text and for several.
pub(super) fn row_unequal(text: &str, range: TextRange) -> SyntaxError {
    let value = text.trim_start_matches(['!', '=', '<', '>']).trim_start();
    error(
        "K0105",
        range,
        "In a condition on rows, `!=` is written `not in`",
        "write `not in { … }`",
    )
    .help("For example `where kind not in { \"1\", \"2\" }`. Rows without a text in the column pass it.")
    .fix(range, format!("not in {{ {value} }}"))
}

/// `or` between tests of rows, all of which must hold.
pub(super) fn row_or(_: &str, range: TextRange) -> SyntaxError {
    let title = "Tests of rows are joined by `and` only";
    error("K0105", range, title, "`or` cannot stand between tests")
        .help("Several texts of one column are written `kind in { \"1\", \"2\" }`; an entity may be mapped several times.")
}

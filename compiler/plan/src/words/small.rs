//! Small pieces of text: names, quotes, numbers, units, lengths of time.
//!
//! Invariant: a number is written exactly; where no decimal can, as a fraction.

use crate::algebra::Plan;
use kohort_semantics::study::{LookingAhead, Otherwise, Placement};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Number, month_name};

/// A text in Kohort's quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A table or column name: bare if Kohort could read it so.
pub(crate) fn name(text: &str) -> String {
    let mut letters = text.chars();
    let starts = letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_');
    if starts && letters.all(|letter| letter.is_alphanumeric() || letter == '_') {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A unit, bare if Kohort could read it so.
pub(crate) fn unit(text: &str) -> String {
    let starts = text.starts_with(|first: char| first.is_alphabetic() || "%[/".contains(first))
        || text.starts_with("10");
    let plain = text
        .chars()
        .all(|letter| letter.is_alphanumeric() || "%°[]'*/.^+-".contains(letter));
    if starts && plain {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A length of time: `1 day`, `28 days`.
pub(crate) fn length(number: &Number, unit: &str) -> String {
    let plural = if *number == Number::ONE { "" } else { "s" };
    format!("{} {unit}{plural}", number.exact_text())
}

/// A whole length of time.
pub(crate) fn whole(amount: u64, unit: &str) -> String {
    let plural = if amount == 1 { "" } else { "s" };
    format!("{amount} {unit}{plural}")
}

/// How many entries a list has.
pub(crate) fn entries(number: usize) -> String {
    match number {
        1 => String::from("1 entry"),
        number => format!("{number} entries"),
    }
}

/// Which end days belong to a window: whether its first and its last day do, as far as it has them.
pub(crate) fn ends(from: Option<bool>, to: Option<bool>) -> &'static str {
    match (from, to) {
        (Some(true), Some(true)) => "both ends included",
        (Some(false), Some(false)) => "both ends not included",
        (Some(false), Some(true)) => "the first not included, the last included",
        (Some(true), Some(false)) => "the first included, the last not included",
        (Some(false), None) | (None, Some(false)) => "that day not included",
        (Some(true), None) | (None, Some(true)) | (None, None) => "that day included",
    }
}

/// A declared look past the index date.
pub(crate) fn looking_ahead(ahead: &LookingAhead) -> String {
    format!(
        "looking ahead {}: {}",
        whole(ahead.days.unsigned_abs(), "day"),
        ahead.reason
    )
}

/// Where a date is placed, in the words of a precision rule.
pub(crate) fn placement(placement: Placement) -> String {
    match placement {
        Placement::FirstDay => String::from("first day"),
        Placement::LastDay => String::from("last day"),
        Placement::DayOfMonth(day) => format!("day {day}"),
        Placement::DayOfYear { month, day } => format!("{day} {}", month_name(month)),
    }
}

/// What happens to a coarser date, in the words of a precision rule.
pub(crate) fn otherwise(otherwise: Otherwise) -> String {
    match otherwise {
        Otherwise::Missing => String::from("missing"),
        Otherwise::Placed(place) => format!("placed on {}", placement(place)),
    }
}

/// The part of `entity.attribute` that names the attribute.
pub(crate) fn bare(qualified: &str) -> &str {
    qualified
        .split_once('.')
        .map_or(qualified, |(_, attribute)| attribute)
}

/// An attribute as a study writes it: the patient's own without the entity.
pub(crate) fn path(plan: &Plan, qualified: &str) -> String {
    let patient = plan.streams.iter().find(|stream| stream.patient);
    match qualified.split_once('.') {
        Some((entity, attribute)) if patient.is_some_and(|patient| patient.name == entity) => {
            attribute.to_owned()
        }
        _ => qualified.to_owned(),
    }
}

/// What a conversion does; nothing where it changes nothing.
pub(crate) fn converted(conversion: &Conversion, to: &str) -> String {
    if conversion.is_identity() {
        return String::new();
    }
    let offset = match &conversion.offset {
        offset if offset.is_zero() => String::new(),
        offset if offset.is_negative() => format!(" minus {}", offset.neg().exact_text()),
        offset => format!(" plus {}", offset.exact_text()),
    };
    format!(
        ", times {}{offset} gives {}",
        conversion.factor.exact_text(),
        unit(to)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_in_words() {
        assert_eq!(length(&Number::ONE, "day"), "1 day");
        assert_eq!(length(&Number::from_integer(18), "year"), "18 years");
    }

    #[test]
    fn what_kohort_could_not_read_bare_is_quoted() {
        assert_eq!(name("患者番号"), "患者番号");
        assert_eq!(name("date of birth"), "\"date of birth\"");
        assert_eq!(quoted("a \"b\" \\"), "\"a \\\"b\\\" \\\\\"");
        assert_eq!(unit("10*9/L"), "10*9/L");
        assert_eq!(unit("{cells}/uL"), "\"{cells}/uL\"");
    }
}

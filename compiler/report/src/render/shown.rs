//! A cell in words.

use super::rounded::{plain, rounded};
use crate::cell::{Content, Quantity, Spread};
use crate::percentage::percentage;

/// What stands for something that has no value; the reason stands below the table.
pub(super) const UNDEFINED: &str = "–";
/// What stands for a time that is not reached.
const NOT_REACHED: &str = "NR";

/// What a cell shows, in one line.
pub(super) fn shown(content: &Content) -> String {
    match content {
        Content::Nothing => String::new(),
        Content::Text { text } => text.clone(),
        Content::Count { n } => n.to_string(),
        Content::Share { n, of } => match percentage(*n, *of) {
            Some(percentage) => format!("{n} ({percentage} %)"),
            None => n.to_string(),
        },
        Content::Estimate {
            quantity,
            value,
            spread,
        } => estimate(*quantity, *value, *spread),
        Content::Dates { median, lower, upper } => format!("{median} [{lower} to {upper}]"),
        Content::Undefined { .. } => UNDEFINED.to_owned(),
        Content::Below { minimum } => format!("<{minimum}"),
        Content::Withheld { .. } => String::from("withheld"),
    }
}

fn estimate(quantity: Quantity, value: Option<f64>, spread: Option<Spread>) -> String {
    let none = if matches!(quantity, Quantity::Time(_)) {
        NOT_REACHED
    } else {
        UNDEFINED
    };
    let maybe = |value: Option<f64>| value.map_or_else(|| none.to_owned(), |value| rounded(quantity, value));
    let sign = if quantity == Quantity::Proportion {
        " %"
    } else {
        ""
    };
    match spread {
        None => format!("{}{sign}", maybe(value)),
        Some(Spread::Limits {
            lower: None,
            upper: None,
        }) if !matches!(quantity, Quantity::Time(_)) => format!("{}{sign} ({none})", maybe(value)),
        Some(Spread::Limits { lower, upper }) => {
            format!("{}{sign} ({}–{})", maybe(value), maybe(lower), maybe(upper))
        }
        Some(Spread::Quartiles { lower, upper }) => {
            let median = value.map_or_else(|| none.to_owned(), |value| plain(quantity, value));
            format!("{median} [{}–{}]", plain(quantity, lower), plain(quantity, upper))
        }
        Some(Spread::StandardError(error) | Spread::StandardDeviation(error)) => {
            format!("{} ({})", maybe(value), rounded(quantity, error))
        }
    }
}

/// Whether a reader has to be told what `NR` means.
pub(super) fn has_not_reached(content: &Content) -> bool {
    let Content::Estimate {
        quantity: Quantity::Time(_),
        value,
        spread,
    } = content
    else {
        return false;
    };
    let limits = matches!(
        spread,
        Some(Spread::Limits { lower, upper }) if lower.is_none() || upper.is_none()
    );
    value.is_none() || limits
}

//! Small data sets, and comparisons.

use kohort_stats::{Cause, Count, Outcome, Rational, Spell, Spells};
use std::path::PathBuf;

/// The folder of this crate's test data.
pub(crate) fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(path)
}

/// Times as they are written on paper: `9 13 13+`, with a plus for censoring.
pub(crate) fn times(text: &str) -> Spells<Count> {
    let mut spells = Spells::new();
    for word in text.split_whitespace() {
        let outcome = if word.ends_with('+') {
            Outcome::Censored
        } else {
            Outcome::EVENT
        };
        let day = word.trim_end_matches('+').parse().expect("a day");
        spells.add(Spell::new(day, outcome), &Count(1));
    }
    spells
}

/// Times with the kind of event: `2/1 3/0`, 0 for censoring.
pub(crate) fn competing(text: &str) -> Spells<Count> {
    let mut spells = Spells::new();
    for word in text.split_whitespace() {
        let (day, cause) = word.split_once('/').expect("a time and a kind");
        let outcome = match cause.parse().expect("a kind") {
            0 => Outcome::Censored,
            cause => Outcome::Event(Cause(cause)),
        };
        spells.add(Spell::new(day.parse().expect("a day"), outcome), &Count(1));
    }
    spells
}

/// The two arms of the maintenance trial in acute myelogenous leukaemia (Miller 1997, *Survival Analysis*).
pub(crate) fn maintained() -> Spells<Count> {
    times("9 13 13+ 18 23 28+ 31 34 45+ 48 161+")
}

/// See [`maintained`].
pub(crate) fn not_maintained() -> Spells<Count> {
    times("5 5 8 8 12 16+ 23 27 30 33 43 45")
}

/// Entry, exit and event of a set with left truncation.
pub(crate) const TRUNCATED: [(u32, u32, bool); 10] = [
    (0, 6, true),
    (0, 12, false),
    (3, 9, true),
    (5, 11, true),
    (1, 4, true),
    (8, 20, false),
    (0, 15, true),
    (4, 7, true),
    (2, 18, false),
    (6, 14, true),
];

/// Whether a number, printed as this one is, is this one.
#[track_caller]
pub(crate) fn printed(actual: f64, expected: &str) {
    let places = expected.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    assert_eq!(format!("{actual:.places$}"), expected, "{actual}");
}

/// Whether two numbers differ by nothing but rounding.
#[track_caller]
pub(crate) fn close(actual: f64, expected: f64, tolerance: f64) {
    let scale = expected.abs().max(1.0);
    assert!(
        (actual - expected).abs() <= tolerance * scale,
        "{actual} instead of {expected}"
    );
}

/// An exact fraction.
pub(crate) fn fraction(numerator: i64, denominator: u64) -> Rational {
    Rational::from(numerator) / Rational::from(denominator)
}

//! What to write instead of a unit that is not one.
//!
//! Invariant: a suggestion is always the whole unit, and itself a unit. It is offered only for spellings with one usual
//! meaning; nothing is ever corrected silently.

use super::atoms::ATOMS;
use super::prefixes::PREFIXES;
use super::{UnitError, parse};

/// Spellings that are not UCUM, and what is meant. Compared without regard to case.
const SPELLINGS: &[(&str, &str)] = &[
    ("iu", "[iU]"),
    ("miu", "m[iU]"),
    ("µiu", "u[iU]"),
    ("uiu", "u[iU]"),
    ("kiu", "k[iU]"),
    ("u", "U"),
    ("mmhg", "mm[Hg]"),
    ("cmh2o", "cm[H2O]"),
    ("°c", "Cel"),
    ("degc", "Cel"),
    ("°f", "[degF]"),
    ("mcg", "ug"),
    ("mcl", "uL"),
    ("gm", "g"),
    ("gms", "g"),
    ("sec", "s"),
    ("mins", "min"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("day", "d"),
    ("days", "d"),
    ("week", "wk"),
    ("weeks", "wk"),
    ("month", "mo"),
    ("months", "mo"),
    ("year", "a"),
    ("years", "a"),
    ("yr", "a"),
    ("y", "a"),
    ("cc", "mL"),
    ("lb", "[lb_av]"),
    ("lbs", "[lb_av]"),
    ("oz", "[oz_av]"),
    ("st", "[stone_av]"),
    ("in", "[in_i]"),
    ("inch", "[in_i]"),
    ("ft", "[ft_i]"),
    ("hpf", "[HPF]"),
    ("lpf", "[LPF]"),
    ("ppm", "[ppm]"),
    ("ppb", "[ppb]"),
    ("‰", "[ppth]"),
    ("cells", "{cells}"),
    ("cell", "{cells}"),
    ("copies", "{copies}"),
    ("score", "{score}"),
];

/// Adds a suggestion to an error where there is one.
pub(super) fn with_suggestion(text: &str, error: UnitError) -> UnitError {
    let candidates = [
        rewritten(text),
        corrected_symbol(text, error.at),
        per_hours(text, error.at),
    ];
    let suggestion = candidates
        .into_iter()
        .flatten()
        .find(|candidate| parse::read(candidate, 0).is_ok());
    UnitError { suggestion, ..error }
}

/// Ways to write powers that are not UCUM: `x10^9/L`, `10E9/L`, `10e9/L`, `10³/µL`, `m²`, `kg/m^2`, `10+9/L`, blanks.
fn rewritten(text: &str) -> Option<String> {
    let mut rewritten: String = text
        .trim_start_matches(['x', '×', '*', ' '])
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    for (superscript, digit) in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".chars().zip("0123456789-".chars()) {
        // Behind a bare 10 the power needs its sign.
        rewritten = rewritten
            .replace(&format!("10{superscript}"), &format!("10*{digit}"))
            .replace(superscript, &digit.to_string());
    }
    for mark in ["10E", "10e", "10+"] {
        rewritten = rewritten.replace(mark, "10*");
    }
    let powers: Vec<&str> = rewritten.split("10^").collect();
    let rewritten = powers
        .iter()
        .map(|part| part.replace('^', ""))
        .collect::<Vec<_>>()
        .join("10*");
    let rewritten = rewritten.replace(['·', '⋅'], ".");
    (rewritten != text).then_some(rewritten)
}

/// The unit with the symbol at a place replaced by the one that is meant.
fn corrected_symbol(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let end = rest
        .find(|c: char| "./(){}+-0123456789".contains(c))
        .unwrap_or(rest.len());
    // `mmH2O` is one symbol although it has a digit.
    let whole_end = rest.find(|c: char| "./(){}".contains(c)).unwrap_or(rest.len());
    [whole_end, end].into_iter().find_map(|end| {
        let (symbol, after) = rest.split_at_checked(end)?;
        let meant = listed(symbol)
            .map(str::to_owned)
            .or_else(|| differing_in_case(symbol).filter(|_| !in_capitals(text)))?;
        Some(format!("{before}{meant}{after}"))
    })
}

/// The symbol that a listed spelling stands for.
fn listed(symbol: &str) -> Option<&'static str> {
    let lower = symbol.to_lowercase();
    SPELLINGS
        .iter()
        .find(|(spelling, _)| *spelling == lower)
        .map(|(_, meant)| *meant)
}

/// The known symbol that differs in case alone; of several the one that differs least, if there is one such.
fn differing_in_case(symbol: &str) -> Option<String> {
    let metric = || ATOMS.iter().filter(|atom| atom.metric);
    let prefixed = PREFIXES
        .iter()
        .flat_map(|(prefix, _)| metric().map(move |atom| format!("{prefix}{}", atom.symbol)));
    let known = ATOMS.iter().map(|atom| atom.symbol.to_owned()).chain(prefixed);
    let difference = |known: &String| known.chars().zip(symbol.chars()).filter(|(k, s)| k != s).count();
    let mut same: Vec<String> = known
        .filter(|known| known.to_lowercase() == symbol.to_lowercase())
        .collect();
    same.sort_by_key(difference);
    match same.as_slice() {
        [only] => Some(only.clone()),
        [nearest, next, ..] if difference(nearest) < difference(next) => Some(nearest.clone()),
        _ => None,
    }
}

/// Whether a unit is written all in capitals: then its correct parts are as doubtful as the wrong one. `MG` is a megagram.
fn in_capitals(text: &str) -> bool {
    text.contains(['.', '/']) && !text.chars().any(char::is_lowercase)
}

/// `g/12h` as `g/(12.h)`.
fn per_hours(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let (number, unit) = rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit())?)?;
    let simple = !number.is_empty() && unit.chars().all(char::is_alphabetic);
    match (simple, before.ends_with('/')) {
        (true, true) => Some(format!("{before}({number}.{unit})")),
        (true, false) => Some(format!("{before}{number}.{unit}")),
        (false, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::units::Unit;

    #[test]
    fn usual_spellings_are_recognised() {
        for (text, suggestion) in [
            ("IU/L", Some("[iU]/L")),
            ("mIU/mL", Some("m[iU]/mL")),
            ("u/L", Some("U/L")),
            ("mmHg", Some("mm[Hg]")),
            ("°C", Some("Cel")),
            ("mcg/L", Some("ug/L")),
            ("mEq/L", Some("meq/L")),
            ("DL", Some("dL")),
            ("MG/DL", None),
            ("x10^9/L", Some("10*9/L")),
            ("×10³/µL", Some("10*3/µL")),
            ("10E9/L", Some("10*9/L")),
            ("10 * 9 / L", Some("10*9/L")),
            ("m²", Some("m2")),
            ("kg/m^2", Some("kg/m2")),
            ("g/12h", Some("g/(12.h)")),
            ("cells/uL", Some("{cells}/uL")),
            ("kg·m", Some("kg.m")),
            ("furlong", None),
            ("mg/", None),
            ("G/L", None),
        ] {
            let error = Unit::parse(text).unwrap_err();
            assert_eq!(error.suggestion.as_deref(), suggestion, "{text}");
        }
    }
}

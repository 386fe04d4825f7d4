//! Random damage to sample files: whatever is done to them, nothing panics and nothing is lost.

#![allow(clippy::indexing_slicing)] // Places are taken modulo the length.

mod common;

use common::{BROKEN, SOUND, tokens};
use kohort_grammar::{SyntaxElement, format, parse};
use proptest::prelude::*;

/// A change to a list of tokens; places are taken modulo its length.
#[derive(Debug, Clone)]
enum Change {
    Delete(usize),
    Duplicate(usize),
    Swap(usize, usize),
    Insert(usize, &'static str),
}

const INSERTED: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    ",",
    ":",
    "=",
    "==",
    "<",
    ".",
    "\"",
    "'",
    "-",
    "+",
    "/",
    "//",
    "///",
    "let",
    "use",
    "cohort",
    "cohort x {",
    "include",
    "exclude",
    "index",
    "where",
    "from",
    "to",
    "first",
    "nearest",
    "any",
    "count",
    "of",
    "not",
    "and",
    "or",
    "else",
    "if",
    "in",
    "is",
    "missing",
    "known",
    "unknown",
    "study",
    "codes",
    "drug",
    "model",
    "source",
    "report",
    "lines",
    "test",
    "test \"t\" {",
    "patient {",
    "expect",
    "expect in",
    "drugs",
    "drugs x {",
    "only in a {",
    "if available",
    "period",
    "bound",
    "optional",
    "table x =",
    "list a, b {",
    "joined to",
    "each",
    "always",
    "absent",
    "distinct",
    "last by",
    "precise by a {",
    "with unknown parts",
    "as drug",
    "as code by",
    "a, b absent",
    "a.b",
    "every 2 days",
    "times",
    "until",
    "unavailable",
    "1",
    "2024-06-30",
    "8 g/dL",
    "30 days",
    "2nd",
    "\"text\"",
    "name",
    "日本",
    "\n",
    "\\",
    "\u{0}",
    "🙂",
    "days",
    "on or",
    "within",
    "joined",
    "as",
    "let x =",
    "null",
    "between",
    "&&",
    "[1]",
    "lines x {",
    "lines x = y",
    "starting",
    "with",
    "window",
    "gap >",
    "gap never for",
    "new drug",
    "advances",
    "advances only after",
    "after 2 cycles",
    "never",
    "added",
    "interchange",
    "dropped drug",
    "maintenance",
    "continuation",
    "breaker any",
    "ends the day before",
    "except first",
    "setting",
    "records where",
    "at most",
    "no",
    "for line 1",
    "for lines from 2",
    "endpoint x {",
    "endpoint x(from: Date) {",
    "endpoint x = y from",
    "event",
    "competing event",
    "censored at",
    "until",
    "entering at",
    "missing when",
    "negative",
    "landmark at",
    "in months",
    "characteristic x =",
    "characteristic x = {",
    "\"a\": otherwise",
    "in { \"a\": >=",
    "[",
    "therapy[1]",
    "has any in",
    "all in",
    "none in",
    "any of",
    "each line of",
    "survival of",
    "by x",
    "top 10",
    "at 6, 12 months",
    "compared by log-rank",
    "confidence log-log",
    "of a, b",
];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<usize>().prop_map(Change::Delete),
        any::<usize>().prop_map(Change::Duplicate),
        (any::<usize>(), any::<usize>()).prop_map(|(left, right)| Change::Swap(left, right)),
        (any::<usize>(), proptest::sample::select(INSERTED))
            .prop_map(|(place, text)| Change::Insert(place, text)),
    ]
}

/// The tokens of a file, blanks and all.
fn pieces(text: &str) -> Vec<String> {
    let root = parse(text).syntax();
    root.descendants_with_tokens()
        .filter_map(SyntaxElement::into_token)
        .map(|token| token.text().to_owned())
        .collect()
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut pieces = pieces(text);
    for change in changes {
        let length = pieces.len().max(1);
        match change {
            Change::Delete(place) if !pieces.is_empty() => drop(pieces.remove(place % length)),
            Change::Duplicate(place) if !pieces.is_empty() => {
                let piece = pieces[place % length].clone();
                pieces.insert(place % length, piece);
            }
            Change::Swap(left, right) if !pieces.is_empty() => pieces.swap(left % length, right % length),
            Change::Insert(place, piece) => pieces.insert(place % length, format!(" {piece} ")),
            _ => {}
        }
    }
    pieces.concat()
}

/// What holds for every text.
fn check(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text);
    prop_assert_eq!(parsed.syntax().text().to_string(), text);
    let mut last = 0;
    for error in parsed.errors() {
        prop_assert!(!error.range.is_empty(), "{:?}", error);
        prop_assert!(
            text.get(std::ops::Range::<usize>::from(error.range)).is_some(),
            "{:?}",
            error
        );
        prop_assert!(!error.title.is_empty() && !error.label.is_empty());
        prop_assert!(u32::from(error.range.start()) >= last);
        prop_assert!(error.code != "K0109", "{:?}", error);
        last = error.range.start().into();
    }
    let spoiled = parsed.syntax().descendants_with_tokens().any(|element| {
        use kohort_grammar::SyntaxKind::{BadEntry, BadItem, Misplaced, Unexpected};
        matches!(element.kind(), BadEntry | BadItem | Misplaced | Unexpected)
    });
    prop_assert!(!spoiled || !parsed.errors().is_empty(), "damage without an error");
    if let Ok(once) = format(&parsed) {
        let again = parse(&once);
        prop_assert_eq!(again.errors(), []);
        prop_assert_eq!(tokens(&parsed), tokens(&again));
        prop_assert_eq!(format(&again), Ok(once));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files(file in 0..SOUND.len() + BROKEN.len(), changes in proptest::collection::vec(change(), 1..6)) {
        let (_, text) = SOUND.iter().chain(BROKEN).nth(file).expect("a file");
        check(&changed(text, &changes))?;
    }

    #[test]
    fn words_in_any_order(words in proptest::collection::vec(proptest::sample::select(INSERTED), 0..60)) {
        check(&words.join(" "))?;
    }

    #[test]
    fn any_text(text in "\\PC*") {
        check(&text)?;
    }

    /// Only blanks change: there is still no error, and formatting still agrees with itself.
    #[test]
    fn other_layouts(file in 0..SOUND.len(), blanks in proptest::collection::vec(proptest::sample::select(BLANKS), 40)) {
        let (_, text) = SOUND[file];
        let mut blanks = blanks.into_iter().cycle();
        let other: String = pieces(text)
            .into_iter()
            .map(|piece| if keeps_its_place(&piece) { piece } else { blanks.next().unwrap_or(" ").to_owned() })
            .collect();
        check(&other)?;
        prop_assert!(parse(&other).errors().is_empty());
    }
}

const BLANKS: &[&str] = &[" ", "  ", "   ", "\t", "\u{3000}", "\t "];

/// Line ends may close a comment, so only blanks within a line are exchanged.
fn keeps_its_place(piece: &str) -> bool {
    !piece.chars().all(char::is_whitespace) || piece.contains('\n')
}

#[test]
fn every_beginning_of_every_file() {
    for (name, text) in SOUND {
        for (end, _) in text.char_indices().step_by(3) {
            check(&text[..end]).unwrap_or_else(|failure| panic!("{name} up to {end}: {failure}"));
        }
    }
}

#[test]
fn every_token_missing_once() {
    for (name, text) in SOUND {
        let pieces = pieces(text);
        for left_out in 0..pieces.len() {
            let rest: String = pieces
                .iter()
                .enumerate()
                .filter(|(place, _)| *place != left_out)
                .map(|(_, piece)| piece.as_str())
                .collect();
            check(&rest).unwrap_or_else(|failure| {
                panic!(
                    "{name} without token {left_out} {:?}: {failure}",
                    pieces[left_out]
                )
            });
        }
    }
}

//! The table of words and the grammar say the same.

use kohort_grammar::KEYWORDS;
use std::collections::BTreeSet;

const GRAMMAR: &str = include_str!("../src/kohort.pest");

/// The words in quotes in a part of the grammar.
fn quoted_words(part: &str) -> BTreeSet<&str> {
    let is_word = |text: &&str| {
        text.len() > 1
            && text
                .chars()
                .all(|character| character.is_ascii_alphabetic() || character == '_')
    };
    part.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(is_word)
        .collect()
}

#[test]
fn reserved_words_are_the_same() {
    let rule = GRAMMAR
        .split("reserved  = _{")
        .nth(1)
        .and_then(|rest| rest.split('}').next())
        .expect("the rule");
    let table: BTreeSet<&str> = KEYWORDS
        .iter()
        .filter(|keyword| keyword.reserved)
        .map(|keyword| keyword.word)
        .collect();
    assert_eq!(quoted_words(rule), table);
}

#[test]
fn every_word_of_the_table_is_in_the_grammar_and_the_other_way_round() {
    let language = GRAMMAR
        .split("// --- What people bring")
        .next()
        .expect("the language");
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let other = ["st", "nd", "rd", "th"];
    let mut grammar = quoted_words(language);
    grammar.retain(|word| !months.contains(word) && !other.contains(word));
    let table: BTreeSet<&str> = KEYWORDS.iter().map(|keyword| keyword.word).collect();
    assert_eq!(grammar, table);
    assert_eq!(table.len(), KEYWORDS.len(), "a word is in the table twice");
}

#[test]
fn every_word_is_explained_in_one_line() {
    for keyword in KEYWORDS {
        let doc = keyword.doc;
        assert!(
            doc.ends_with('.') && doc.len() < 100 && !doc.contains('\n'),
            "{}: {doc}",
            keyword.word
        );
    }
}

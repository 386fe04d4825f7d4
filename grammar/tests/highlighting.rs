//! The words that editors colour are those of the language: the lists that the TextMate grammar and Vim's syntax file
//! include are written from the table of keywords, and compared with it here.
//!
//! `UPDATE_EXPECT=1 cargo test -p kohort-grammar --test highlighting` writes them again.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use kohort_grammar::{KEYWORDS, Keyword, KeywordRole};
use std::path::Path;
use std::{env, fs};

/// A role, its name in the lists, the scope of TextMate and the group of Vim that themes colour it by.
struct Colour {
    role: KeywordRole,
    name: &'static str,
    scope: &'static str,
    group: &'static str,
}

const fn colour(role: KeywordRole, name: &'static str, scope: &'static str, group: &'static str) -> Colour {
    Colour {
        role,
        name,
        scope,
        group,
    }
}

const COLOURS: [Colour; 8] = [
    colour(KeywordRole::Item, "item", "keyword.declaration", "Statement"),
    colour(KeywordRole::Entry, "entry", "keyword.other.entry", "Keyword"),
    colour(KeywordRole::Clause, "clause", "keyword.other.clause", "Keyword"),
    colour(KeywordRole::Pick, "pick", "support.function.pick", "Function"),
    colour(
        KeywordRole::Operator,
        "operator",
        "keyword.operator.word",
        "Operator",
    ),
    colour(KeywordRole::Constant, "constant", "constant.language", "Constant"),
    colour(KeywordRole::Type, "type", "support.type", "Type"),
    colour(
        KeywordRole::Calendar,
        "calendar",
        "constant.other.calendar",
        "Special",
    ),
];

/// A field's name stands after a dot, and a word is a whole one.
const BEFORE: &str = r"(?<![\\p{Word}.])";
/// A word that is not reserved is a name where it is declared, compared, joined to another value or followed by a field.
const IS_A_NAME: &str = r"(?!\\s*(?:[:=.)]|[!*/+]|-\\s|(?:has|and|or|absent|always|derived)\\b))";
/// It also is one where a condition begins, and where a text of the data is mapped to it.
const NOT_AS_A_NAME: &str = r#"(?<!where | and | or |\": )"#;
/// A parameter of an endpoint may be called `from`.
const IS_A_PARAMETER: &str = r"(?!\\s*[:=.,)])";

/// The words of a role, the longest first, so that no alternative hides a longer one.
fn words(role: KeywordRole, reserved: bool) -> Vec<&'static str> {
    let wanted = |keyword: &&Keyword| keyword.role == role && keyword.reserved == reserved;
    let words = KEYWORDS.iter().filter(wanted).map(|keyword| keyword.word);
    let mut words: Vec<_> = words.collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    words
}

/// One rule for the reserved words of each role and one for the others.
fn text_mate() -> String {
    let mut rules = Vec::new();
    for colour in &COLOURS {
        for (reserved, kind) in [(true, "reserved"), (false, "other")] {
            let words = words(colour.role, reserved).join("|");
            if words.is_empty() {
                continue;
            }
            // Types, units of the calendar and operators stand where no name can.
            let before = match colour.role {
                KeywordRole::Type | KeywordRole::Calendar => "",
                _ if reserved => "",
                _ => NOT_AS_A_NAME,
            };
            let behind = match colour.role {
                KeywordRole::Type | KeywordRole::Calendar | KeywordRole::Operator => "",
                KeywordRole::Clause => IS_A_PARAMETER,
                _ if reserved => "",
                _ => IS_A_NAME,
            };
            rules.push((
                format!("{kind}-{}", colour.name),
                format!(
                    "\"name\": \"{}.kohort\", \"match\": \"{BEFORE}{before}(?:{words})(?!\\\\p{{Word}}){behind}\"",
                    colour.scope
                ),
            ));
        }
    }
    let items = words(KeywordRole::Item, false).join("|");
    let includes: Vec<_> = rules
        .iter()
        .map(|(name, _)| format!("    {{ \"include\": \"#{name}\" }}"))
        .collect();
    let rules: Vec<_> = rules
        .iter()
        .map(|(name, rule)| format!("    \"{name}\": {{ {rule} }}"))
        .collect();
    format!(
        r##"{{
  "information_for_contributors": "Written by grammar/tests/highlighting.rs from grammar/src/lexicon.rs; change that.",
  "scopeName": "source.kohort.words",
  "patterns": [
    {{ "include": "#declaration" }},
{}
  ],
  "repository": {{
    "declaration": {{
      "match": "^({items})\\s+(\\p{{Word}}+)(?![\\p{{Word}}.])",
      "captures": {{ "1": {{ "name": "keyword.declaration.kohort" }}, "2": {{ "name": "entity.name.type.kohort" }} }}
    }},
{}
  }}
}}
"##,
        includes.join(",\n"),
        rules.join(",\n")
    )
}

/// Vim's lists. A word that can be a name is one after a dot, and before a colon or an equals sign.
fn vim() -> String {
    let mut text = String::from(
        "\" Written by grammar/tests/highlighting.rs from grammar/src/lexicon.rs; change that.\n\
         \" The words of the language. Reserved ones are keywords everywhere but after a dot; see syntax/kohort.vim.\n",
    );
    for colour in &COLOURS {
        let group = format!("kohort{}{}", &colour.name[..1].to_uppercase(), &colour.name[1..]);
        let all = [words(colour.role, true), words(colour.role, false)].concat();
        text.push_str(&format!(
            "\nsyntax match {group} /\\v\\.@1<!<%({})>%(\\s*[:.]|\\s*\\=\\=@!)@!/\nhighlight default link {group} {}\n",
            all.join("|"),
            colour.group
        ));
    }
    text
}

fn is_kept(path: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../lsp/editors")
        .join(path);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, wanted).expect("the list can be written");
    }
    let kept = fs::read_to_string(&path).expect("the list can be read");
    assert!(
        kept == wanted,
        "{} is not what the table of keywords says; UPDATE_EXPECT=1 writes it again",
        path.display()
    );
}

#[test]
fn every_role_has_a_colour() {
    for keyword in KEYWORDS {
        let colours = COLOURS.iter().filter(|colour| colour.role == keyword.role);
        assert_eq!(colours.count(), 1, "{}", keyword.word);
    }
}

#[test]
fn the_words_of_text_mate_are_those_of_the_language() {
    is_kept("vscode/syntaxes/kohort-words.tmLanguage.json", &text_mate());
}

#[test]
fn the_words_of_vim_are_those_of_the_language() {
    is_kept("neovim/syntax/kohort/words.vim", &vim());
}

//! What words of a study are, as an editor colours them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

mod support;

use kohort_base::MemoryWorld;
use kohort_ide::{TokenKind, Workspace, tokens, understood_tokens};
use std::fmt::Write;
use support::{examples, text};

const PLAIN: [TokenKind; 6] = [
    TokenKind::Keyword,
    TokenKind::Number,
    TokenKind::Operator,
    TokenKind::Comment,
    TokenKind::DocComment,
    TokenKind::Text,
];

/// The names of a file, each kind of thing with its names in the order of the text.
fn names(workspace: &mut Workspace, path: &str) -> String {
    let text = text(workspace, path);
    let mut shown = String::new();
    let mut seen = Vec::new();
    for token in understood_tokens(workspace, path) {
        if PLAIN.contains(&token.kind) {
            continue;
        }
        let mut line = format!(
            "{}: {:?}",
            &text[token.range.start as usize..token.range.end as usize],
            token.kind
        );
        for (is, word) in [
            (token.declares, "declared"),
            (token.of_library, "library"),
            (token.not_everywhere, "not everywhere"),
        ] {
            if is {
                write!(line, ", {word}").unwrap();
            }
        }
        if !seen.contains(&line) {
            shown += &format!("{line}\n");
            seen.push(line);
        }
    }
    shown
}

#[test]
fn names_of_a_study() {
    let mut workspace = examples();
    insta::assert_snapshot!(names(
        &mut workspace,
        "early_onset_colorectal/early_onset_colorectal.kohort"
    ));
}

#[test]
fn names_of_an_endpoint_of_the_library() {
    let shown = names(&mut examples(), "std/endpoints.kohort");
    let first: Vec<&str> = shown.lines().take(39).collect();
    insta::assert_snapshot!(first.join("\n"));
}

#[test]
fn what_some_source_lacks_is_marked_and_what_is_damaged_stays_coloured() {
    let study = "study s version \"1.0.0\" on std.oncology\nlet a = race\nlet b = sex and\nlet c = nothing\ncohort a {";
    let world = MemoryWorld::new().with("kohort.toml", "").with("s.kohort", study);
    let mut workspace = Workspace::project(Box::new(world), None);
    let marked: Vec<(u32, TokenKind, bool)> = understood_tokens(&mut workspace, "s.kohort")
        .into_iter()
        .filter(|token| matches!(token.kind, TokenKind::Attribute | TokenKind::Name))
        .map(|token| (token.range.start, token.kind, token.not_everywhere))
        .collect();
    let at = |word: &str| study.find(word).unwrap() as u32;
    assert_eq!(
        marked,
        [
            (at("race"), TokenKind::Attribute, true),
            (at("sex"), TokenKind::Attribute, false),
            (at("nothing"), TokenKind::Name, false),
        ]
    );
}

#[test]
fn the_places_of_words_do_not_depend_on_what_they_mean() {
    let mut workspace = examples();
    for path in workspace.files() {
        let text = text(&workspace, &path);
        let plain: Vec<_> = tokens(&text)
            .into_iter()
            .map(|token| (token.range, token.declares))
            .collect();
        let understood = understood_tokens(&mut workspace, &path);
        let understood: Vec<_> = understood
            .into_iter()
            .map(|token| (token.range, token.declares))
            .collect();
        assert_eq!(plain, understood, "{path}");
    }
    assert_eq!(understood_tokens(&mut workspace, "none.kohort"), []);
}

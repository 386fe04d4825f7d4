//! What may go on at a place, asked in the short way and in the long one, all over the texts of this project.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so"
)]

use kohort_grammar::{Beginning, KEYWORDS, SyntaxElement, SyntaxKind, SyntaxToken, parse};
use std::path::{Path, PathBuf};

/// One token in so many is a place where every word of the language is tried.
const STEP: usize = 301;

fn texts(below: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "kohort") {
            into.push(path);
        }
    }
}

fn tokens(text: &str) -> Vec<SyntaxToken> {
    let all = parse(text).syntax().descendants_with_tokens();
    all.filter_map(SyntaxElement::into_token).collect()
}

/// The declaration that a token stands in, up to the token.
fn before(token: &SyntaxToken, text: &str) -> String {
    let item = token.parent_ancestors().find(|node| {
        node.parent()
            .is_some_and(|parent| parent.kind() == SyntaxKind::File)
    });
    let start = item.map_or(token.text_range().start(), |item| item.text_range().start());
    text[usize::from(start)..usize::from(token.text_range().start())].to_owned()
}

#[test]
fn what_the_grammar_tries_is_what_can_stand() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut paths = Vec::new();
    for folder in ["stdlib", "examples", "compiler", "tests"] {
        texts(&root.join(folder), &mut paths);
    }
    paths.sort();
    let (mut places, mut standing, mut count) = (0, 0, 0);
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        for token in tokens(&text) {
            count += 1;
            let before = before(&token, &text);
            if count % STEP != 0 || before.len() > 2_000 {
                continue;
            }
            places += 1;
            let beginning = Beginning::new(before);
            for keyword in KEYWORDS {
                let long = beginning.continued(keyword.word);
                let long = long.is_some_and(|token| token.kind() == SyntaxKind::Keyword);
                let short = beginning.continued_by_keyword(keyword.word).is_some();
                assert_eq!(short, long, "{:?} {}", beginning.text(), keyword.word);
                standing += usize::from(long);
            }
        }
    }
    println!("{places} places, {standing} words");
    assert!(places > 100 && standing > 2 * places);
}

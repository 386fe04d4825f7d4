//! What the tests share: the sample files, and readable forms of trees and errors.

#![allow(dead_code)] // Each test file is a crate of its own and uses a part.

use kohort_grammar::{Parse, SyntaxElement, SyntaxNode};
use std::fmt::Write;

/// Files without errors, by name.
pub(crate) const SOUND: &[(&str, &str)] = &[
    ("study", include_str!("../ok/study.kohort")),
    ("expressions", include_str!("../ok/expressions.kohort")),
    ("model", include_str!("../ok/model.kohort")),
    ("source", include_str!("../ok/source.kohort")),
    ("library", include_str!("../ok/library.kohort")),
    ("drugs", include_str!("../ok/drugs.kohort")),
    ("tables", include_str!("../ok/tables.kohort")),
    ("test", include_str!("../ok/test.kohort")),
    ("comments", include_str!("../ok/comments.kohort")),
    ("lines", include_str!("../ok/lines.kohort")),
    ("endpoints", include_str!("../ok/endpoints.kohort")),
    ("results", include_str!("../ok/results.kohort")),
    (
        "early_onset_colorectal",
        include_str!("../ok/early_onset_colorectal.kohort"),
    ),
    ("nsclc_first_line", include_str!("../ok/nsclc_first_line.kohort")),
    (
        "prostate_management",
        include_str!("../ok/prostate_management.kohort"),
    ),
    (
        "trialpathfinder_tutorial",
        include_str!("../ok/trialpathfinder_tutorial.kohort"),
    ),
];

/// Files with errors, by name.
pub(crate) const BROKEN: &[(&str, &str)] = &[
    ("study", include_str!("../broken/study.kohort")),
    ("library", include_str!("../broken/library.kohort")),
    ("expressions", include_str!("../broken/expressions.kohort")),
    ("source", include_str!("../broken/source.kohort")),
    ("test", include_str!("../broken/test.kohort")),
    ("lines", include_str!("../broken/lines.kohort")),
];

/// The tree without blanks: one line for each node, with its tokens behind it where it has only tokens.
pub(crate) fn outline(node: &SyntaxNode) -> String {
    let mut out = String::new();
    write_outline(&mut out, node, 0);
    out
}

fn write_outline(out: &mut String, node: &SyntaxNode, depth: usize) {
    let _ = write!(out, "{:indent$}{:?}", "", node.kind(), indent = depth * 2);
    let children: Vec<SyntaxElement> = node
        .children_with_tokens()
        .filter(|child| child.kind() != kohort_grammar::SyntaxKind::Whitespace)
        .collect();
    if children.iter().all(|child| child.as_token().is_some()) {
        for token in children.iter().filter_map(SyntaxElement::as_token) {
            let _ = write!(out, " {}", token.text());
        }
        out.push('\n');
        return;
    }
    out.push('\n');
    for child in children {
        match child {
            SyntaxElement::Node(node) => write_outline(out, &node, depth + 1),
            SyntaxElement::Token(token) => {
                let _ = writeln!(out, "{:indent$}{}", "", token.text(), indent = depth * 2 + 2);
            }
        }
    }
}

/// The errors as a reader sees them: the line, what is marked in it, and the sentences.
pub(crate) fn report(text: &str, parse: &Parse) -> String {
    let mut out = String::new();
    for error in parse.errors() {
        let start = usize::from(error.range.start());
        let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let line = text[line_start..].lines().next().unwrap_or_default();
        let column = text[line_start..start].chars().count();
        let marked = text[error.range]
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            .max(1);
        let number = text[..start].matches('\n').count() + 1;
        let _ = writeln!(out, "{}: {}", error.code, error.title);
        let _ = writeln!(out, "{number:>4} | {line}");
        let _ = writeln!(
            out,
            "     | {}{} {}",
            " ".repeat(column),
            "^".repeat(marked),
            error.label
        );
        if let Some(help) = &error.help {
            let _ = writeln!(out, "     = {help}");
        }
        if let Some((range, replacement)) = &error.fix {
            let _ = writeln!(out, "     > replace `{}` by `{replacement}`", &text[*range]);
        }
        out.push('\n');
    }
    out
}

/// The texts of all tokens that are not blanks.
pub(crate) fn tokens(parse: &Parse) -> Vec<String> {
    let tokens = parse
        .syntax()
        .descendants_with_tokens()
        .filter_map(SyntaxElement::into_token);
    tokens
        .filter(|token| token.kind() != kohort_grammar::SyntaxKind::Whitespace)
        .map(|token| token.text().trim_end().to_owned())
        .collect()
}

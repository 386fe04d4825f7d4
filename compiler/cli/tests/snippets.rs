//! The snippets of the extension for VS Code are Kohort as the formatter writes it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod support;

use kohort_grammar::{format, parse};
use serde_json::Value;
use std::fs;
use support::examples::repository;

/// What a snippet inserts if nothing of it is changed: defaults, and the first of several choices.
fn inserted(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        rest = match after.strip_prefix('{') {
            Some(inside) => {
                let (stop, after) = inside.split_once('}').unwrap();
                let default = match stop.split_once(':') {
                    Some((_, default)) => default,
                    None => stop.split(['|', ',']).nth(1).unwrap(),
                };
                text.push_str(default);
                after
            }
            None => after.trim_start_matches(|character: char| character.is_ascii_digit()),
        };
    }
    text + rest
}

/// Entries stand in a block, so they are put into one.
fn whole(prefix: &str, text: &str) -> String {
    let (before, after) = match prefix {
        "include" | "exclude" => ("cohort people {\n  index d.date\n", "}\n"),
        "mapping" => ("source s for m version \"1\" {\n", "}\n"),
        _ => return format!("{}\n", text.trim_end()),
    };
    let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
    format!("{before}{indented}{after}")
}

#[test]
fn every_snippet_is_kohort_in_its_style() {
    let path = repository().join("lsp/editors/vscode/snippets/kohort.json");
    let snippets: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let snippets = snippets.as_object().unwrap();
    assert!(snippets.len() > 10);
    for (name, snippet) in snippets {
        let lines = snippet["body"].as_array().unwrap();
        let lines: Vec<_> = lines.iter().map(|line| line.as_str().unwrap()).collect();
        let text = whole(snippet["prefix"].as_str().unwrap(), &inserted(&lines.join("\n")));
        let parsed = parse(&text);
        assert!(
            parsed.errors().is_empty(),
            "{name}: {:?}\n{text}",
            parsed.errors()
        );
        assert_eq!(format(&parsed).unwrap(), text, "{name}");
    }
}

#[test]
fn stops_are_replaced_by_their_defaults() {
    assert_eq!(inserted("a ${1:b c} $2d${3|x,y|}$0"), "a b c dx");
}

//! Hints between the words, shown in the text.

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
use kohort_ide::{InlayKind, Workspace, inlay_hints};
use support::{examples, text};

/// A text with its hints in brackets.
fn hinted(workspace: &mut Workspace, path: &str) -> String {
    let text = text(workspace, path);
    let mut shown = String::new();
    let mut before = 0;
    for hint in inlay_hints(workspace, path, &(0..text.len() as u32)) {
        let offset = hint.offset as usize;
        shown += &text[before..offset];
        let label: String = hint.label.iter().map(|part| part.text.as_str()).collect();
        shown += &format!("⟦{label}⟧");
        before = offset;
    }
    shown + &text[before..]
}

#[test]
fn a_study_with_its_hints() {
    let mut workspace = examples();
    let shown = hinted(
        &mut workspace,
        "early_onset_colorectal/early_onset_colorectal.kohort",
    );
    let lines: Vec<&str> = shown.lines().filter(|line| line.contains('⟦')).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn endpoints_with_their_hints() {
    let shown = hinted(&mut examples(), "std/endpoints.kohort");
    let lines: Vec<&str> = shown.lines().filter(|line| line.contains('⟦')).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

const STUDY: &str = "\
study s version \"1.0.0\" on std.oncology
use std.codes.cancers.{lung}
let tumour = first diagnosis where code in lung
let scans = count lab from tumour.date - 2 weeks to tumour.date
cohort people {
  index tumour.date
  include early: tumour.stage <= stage_iii
  include seen: any visit from index - 1 day to index, unknown is met
  exclude broken:
}
";

fn small() -> Workspace {
    Workspace::project(
        Box::new(MemoryWorld::new().with("kohort.toml", "").with("s.kohort", STUDY)),
        None,
    )
}

#[test]
fn a_criterion_that_can_be_unknown_says_what_holds() {
    let shown = hinted(&mut small(), "s.kohort");
    insta::assert_snapshot!(shown);
}

#[test]
fn only_the_range_that_is_asked_for_is_answered() {
    let mut workspace = small();
    let start = STUDY.find("let scans").unwrap() as u32;
    let end = STUDY.find("cohort").unwrap() as u32;
    let hints = inlay_hints(&mut workspace, "s.kohort", &(start..end));
    let kinds: Vec<InlayKind> = hints.iter().map(|hint| hint.kind).collect();
    assert_eq!(kinds, [InlayKind::Type, InlayKind::Window]);
}

#[test]
fn what_a_hint_names_can_be_reached() {
    let mut workspace = small();
    let hints = inlay_hints(&mut workspace, "s.kohort", &(0..STUDY.len() as u32));
    let targets: Vec<String> = hints
        .iter()
        .flat_map(|hint| &hint.label)
        .filter_map(|part| {
            let (path, range) = part.target.clone()?;
            let text = text(&workspace, &path);
            Some(format!(
                "{} → {path} {}",
                part.text,
                &text[range.start as usize..range.end as usize]
            ))
        })
        .collect();
    assert_eq!(
        targets,
        [
            "diagnosis → std/oncology.kohort diagnosis",
            "6 codes, 5 systems → std/codes/cancers.kohort lung"
        ]
    );
}

//! What is called meaning-keeping keeps the meaning: everything that is offered in the examples, applied.
//!
//! The texts are looked at afresh afterwards, by a compiler that never saw them before.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so"
)]

use kohort_base::{Diagnostic, MemoryWorld};
use kohort_grammar::ast::Expr;
use kohort_grammar::{SyntaxElement, format, parse};
use kohort_ide::{Action, Range, Workspace, actions};
use kohort_semantics::meaning::{Hash, Meaning};
use kohort_semantics::{Options, analyse};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Of the places of an example, one of so many is tried. The rest follows the same rules in other words.
const EVERY: usize = 7;

/// The texts of a folder, by path.
fn texts(folder: &Path, prefix: &str, into: &mut BTreeMap<String, String>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let is_text = name.ends_with(".kohort") || name == "kohort.toml";
        if path.is_dir() && prefix.is_empty() {
            texts(&path, &format!("{name}/"), into);
        } else if is_text {
            let text = std::fs::read_to_string(&path).expect("text");
            into.insert(format!("{prefix}{name}"), text);
        }
    }
}

fn world(texts: &BTreeMap<String, String>) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    for (path, text) in texts {
        world.insert(path, text.as_str());
    }
    world
}

/// What is offered as keeping the meaning, at names and for selected expressions, each change once.
fn meaning_keeping(workspace: &mut Workspace, path: &str, text: &str, skip: usize) -> Vec<Action> {
    let root = parse(text).tree().syntax().clone();
    let mut places: BTreeSet<(u32, u32)> = BTreeSet::new();
    for node in root.descendants().filter_map(Expr::cast) {
        places.insert((node.range().start().into(), node.range().end().into()));
    }
    for token in root
        .descendants_with_tokens()
        .filter_map(SyntaxElement::into_token)
    {
        let start = u32::from(token.text_range().start());
        places.insert((start, start));
    }
    let mut found: Vec<Action> = Vec::new();
    for (start, end) in places.into_iter().skip(skip).step_by(EVERY) {
        let range: Range = start..end;
        for action in actions(workspace, path, range, &[]) {
            if action.keeps_meaning && !found.contains(&action) {
                found.push(action);
            }
        }
    }
    found
}

/// The meaning of a study, and its findings without their places.
fn outcome(world: &MemoryWorld, path: &str) -> (Option<Hash>, BTreeSet<String>) {
    let analysis = analyse(world, path, &Options::default()).expect("it is there");
    let words = |found: &Diagnostic| format!("{} {}", found.code, found.title);
    (
        analysis.study.as_ref().map(|study| Meaning::of(study).study),
        analysis.diagnostics.iter().map(words).collect(),
    )
}

fn check(example: &str, skip: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(example);
    let mut known = BTreeMap::new();
    texts(&root, "", &mut known);
    known.entry("kohort.toml".to_owned()).or_default();
    let mut workspace = Workspace::project(Box::new(world(&known)), None);
    let studies: Vec<String> = known
        .keys()
        .filter(|path| path.ends_with(".kohort") && workspace.is_study(path))
        .cloned()
        .collect();
    let before: Vec<_> = studies
        .iter()
        .map(|study| outcome(&world(&known), study))
        .collect();
    let mut kinds = BTreeSet::new();
    for path in &studies {
        for action in meaning_keeping(&mut workspace, path, &known[path], skip) {
            kinds.insert(action.kind);
            let mut changed = known.clone();
            for (path, text) in action.change.applied(&workspace).expect("the edits fit") {
                let laid_out = format(&parse(&text)).expect("it parses");
                assert_eq!(*text, *laid_out, "{}: not laid out", action.title);
                changed.insert(path, text.to_string());
            }
            for (study, before) in studies.iter().zip(&before) {
                let after = outcome(&world(&changed), study);
                assert_eq!(before.0, after.0, "{path}: {} changes {study}", action.title);
                let new: Vec<&String> = after.1.difference(&before.1).collect();
                assert!(new.is_empty(), "{path}: {} brings {new:?}", action.title);
            }
        }
    }
    // A test that tried nothing would say nothing.
    assert!(kinds.len() > 1, "{example}: only {kinds:?} were offered");
}

#[test]
fn in_the_early_onset_example() {
    check("early_onset_colorectal", 0);
}

#[test]
fn in_the_prostate_example() {
    check("prostate_uk_management", 3);
}

#[test]
fn in_the_tutorial() {
    check("trialpathfinder_tutorial", 1);
}

#[test]
fn in_the_transportability_example() {
    check("nsclc_transportability", 5);
}

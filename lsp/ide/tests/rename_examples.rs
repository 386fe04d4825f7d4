//! Renames over whole projects: they change what is written and not what is meant.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on says so"
)]

mod common;

use kohort_grammar::{SyntaxKind, SyntaxNode, ast, parse};
use kohort_ide::{Declared, FixEdit, SymbolKind, Workspace, declarations, rename};
use kohort_semantics::meaning::{Hash, Meaning};
use std::collections::BTreeMap;

/// What is said of all files: codes of findings with their titles where these name nothing, and the hashes of studies.
#[derive(PartialEq, Eq, Debug)]
struct Said {
    findings: Vec<(String, &'static str)>,
    hashes: BTreeMap<String, Hash>,
}

fn said(workspace: &mut Workspace) -> Said {
    let mut said = Said {
        findings: Vec::new(),
        hashes: BTreeMap::new(),
    };
    for file in workspace.files() {
        let analysis = workspace.analyse(&file).unwrap();
        for found in &analysis.diagnostics {
            said.findings.push((file.clone(), found.code.as_str()));
        }
        if let Some(study) = &analysis.study {
            said.hashes.insert(file, Meaning::of(study).study);
        }
    }
    said.findings.sort();
    said
}

fn texts(workspace: &Workspace) -> BTreeMap<String, String> {
    let files = workspace.files().into_iter();
    files
        .map(|file| (file.clone(), workspace.text(&file).unwrap().to_string()))
        .collect()
}

fn make(workspace: &mut Workspace, edits: &[FixEdit]) {
    let mut by_path: BTreeMap<&str, Vec<&FixEdit>> = BTreeMap::new();
    for edit in edits {
        by_path.entry(&edit.path).or_default().push(edit);
    }
    for (path, mut edits) in by_path {
        let mut text = workspace.text(path).unwrap().to_string();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
        for edit in edits {
            text.replace_range(
                edit.range.start as usize..edit.range.end as usize,
                &edit.replacement,
            );
        }
        workspace.open(path, text.into());
    }
}

fn declared(workspace: &mut Workspace) -> Vec<(String, Declared)> {
    let mut all = Vec::new();
    for path in workspace.files() {
        let analysis = workspace.analyse(&path).unwrap();
        let file = analysis.files.find(&path).unwrap();
        let tree = parse(&workspace.text(&path).unwrap()).tree();
        for found in declarations(&workspace.module_of(&path), file, &tree) {
            all.push((path.clone(), found));
        }
    }
    all
}

/// Whether a name is none of those under which results are shown or counted, and no part of a model.
fn is_inner(tree: &ast::File, found: &Declared) -> bool {
    let shown = |node: &SyntaxNode| {
        let in_report = node.ancestors().any(|up| up.kind() == SyntaxKind::ReportPart);
        let names_event = node
            .parent()
            .is_some_and(|up| up.kind() == SyntaxKind::EventEntry);
        node.kind() == SyntaxKind::Name
            && (in_report || names_event)
            && node.text().to_string().trim() == found.name
    };
    let kind = matches!(
        found.kind,
        SymbolKind::Parameter
            | SymbolKind::Definition
            | SymbolKind::Codes
            | SymbolKind::Drugs
            | SymbolKind::Lines
            | SymbolKind::Model
            | SymbolKind::Local
            | SymbolKind::Table
    );
    kind && !tree.syntax().descendants().any(|node| shown(&node))
}

/// Where an offset of a file is after edits.
fn moved(edits: &[FixEdit], path: &str, offset: u32) -> u32 {
    let before = edits
        .iter()
        .filter(|edit| edit.path == path && edit.range.start < offset);
    before.fold(offset, |offset, edit| {
        offset + u32::try_from(edit.replacement.len()).unwrap() - (edit.range.end - edit.range.start)
    })
}

/// What renames have to keep, for each declaration of each example.
fn every_declaration(
    mut each: impl FnMut(&mut Workspace, &Said, &BTreeMap<String, String>, &str, &Declared),
) {
    let examples = common::PROJECTS.map(common::project);
    let (mut registry, _) = common::marked(include_str!("common/registry.txt"));
    // Against no source, so that its study has a meaning to compare.
    registry.check_against(Some(Vec::new()));
    for mut workspace in examples.into_iter().chain([registry]) {
        let before = said(&mut workspace);
        let original = texts(&workspace);
        for (path, found) in declared(&mut workspace) {
            each(&mut workspace, &before, &original, &path, &found);
            assert_eq!(texts(&workspace), original, "{path}: {}", found.name);
        }
    }
}

/// Makes a rename, says whether everything is found and, for inner names, meant as before, and takes it back.
fn there_and_back(
    workspace: &mut Workspace,
    before: &Said,
    path: &str,
    found: &Declared,
    new: &str,
    edits: &[FixEdit],
) {
    let inner = is_inner(&parse(&workspace.text(path).unwrap()).tree(), found);
    make(workspace, edits);
    let after = said(workspace);
    let what = format!("{path}: {:?} {} as {new}", found.kind, found.name);
    assert_eq!(before.findings, after.findings, "{what}");
    if inner {
        assert_eq!(before.hashes, after.hashes, "{what}");
    }
    let offset = moved(edits, path, found.selection.start);
    match rename(workspace, path, offset, &found.name) {
        Ok(back) => make(workspace, &back),
        Err(refusal) => panic!("{what}, and back: {refusal}"),
    }
}

#[test]
fn a_rename_changes_no_finding_and_no_meaning_and_can_be_taken_back() {
    let mut made = 0;
    let mut refused: Vec<String> = Vec::new();
    let mut number = 0;
    every_declaration(|workspace, before, _, path, found| {
        number += 1;
        let fresh = format!("fresh_{number}");
        match rename(workspace, path, found.selection.start, &fresh) {
            Ok(edits) => {
                there_and_back(workspace, before, path, found, &fresh, &edits);
                made += 1;
            }
            Err(refusal) => refused.push(format!("{path}: {} {refusal}", found.name)),
        }
    });
    println!("{made} renames made and taken back");
    assert!(made > 150, "{made}");
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn a_name_that_is_taken_is_refused_unless_nothing_changes_by_it() {
    let mut names: Vec<String> = Vec::new();
    for folder in common::PROJECTS {
        let all = declared(&mut common::project(folder));
        names.extend(all.into_iter().map(|(_, found)| found.name));
    }
    // Names of the model, of the language and of what is imported, too.
    names.extend(
        [
            "age",
            "death",
            "visit",
            "start",
            "haemoglobin",
            "study",
            "overall_survival",
            "drugs",
        ]
        .map(String::from),
    );
    names.sort();
    names.dedup();
    let (mut made, mut refused) = (0, 0);
    let mut seed = 20_261_122_u64;
    every_declaration(|workspace, before, _, path, found| {
        for _ in 0..2 {
            // A linear congruence: the same names every time.
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let new = &names[(seed >> 33) as usize % names.len()];
            match rename(workspace, path, found.selection.start, new) {
                Ok(edits) if edits.is_empty() => {}
                Ok(edits) => {
                    there_and_back(workspace, before, path, found, new, &edits);
                    made += 1;
                }
                Err(_) => refused += 1,
            }
        }
    });
    println!("{made} renames made and taken back, {refused} refused");
    assert!(made > 250 && refused > 40, "{made} made, {refused} refused");
}

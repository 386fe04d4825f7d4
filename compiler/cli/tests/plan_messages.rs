//! What `kohort plan` and `kohort hash` say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use kohort::Exit;
use std::fs;
use std::path::Path;
use support::examples::copy_of;
use support::{Outcome, edit, kohort};

const STUDY: &str = "rwpfs_reference.kohort";

/// What was said, in one text.
fn said(outcome: &Outcome) -> String {
    format!("{}{}", outcome.out, outcome.err)
}

/// What a command line is answered, beside the command line.
fn transcript(folder: &Path, arguments: &[&str], exit: Exit) -> String {
    let outcome = kohort(folder, arguments).ends(exit);
    format!("$ kohort {}\n{}", arguments.join(" "), said(&outcome))
}

#[test]
fn plans_are_written_compared_and_written_anew() {
    let project = copy_of("rwpfs_reference");
    let folder = project.path();
    let plan = |option: &str, exit: Exit| transcript(folder, &["plan", STUDY, option, "plans"], exit);
    let mut said = vec![
        plan("--check", Exit::Study),
        plan("--out", Exit::Fine),
        plan("--out", Exit::Fine),
        plan("--check", Exit::Fine),
    ];
    // A file that is no plan of this study is nobody's business; one of a source that is gone is.
    fs::write(folder.join("plans/notes.txt"), "mine").unwrap();
    fs::write(folder.join("plans/rwpfs_reference.gone.query.plan"), "old").unwrap();
    said.extend([plan("--check", Exit::Study), plan("--out", Exit::Fine)]);
    assert!(folder.join("plans/notes.txt").exists());
    edit(
        folder,
        STUDY,
        "window: Duration = 30 days",
        "window: Duration = 60 days",
    );
    said.extend([
        plan("--check", Exit::Study),
        plan("--out", Exit::Fine),
        plan("--check", Exit::Fine),
    ]);
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn how_lines_end_does_not_matter() {
    let project = copy_of("rwpfs_reference");
    let folder = project.path();
    kohort(folder, &["plan", STUDY, "--out", "plans"]).ends(Exit::Fine);
    let file = folder.join("plans/rwpfs_reference.study.plan");
    let study = fs::read_to_string(&file).unwrap();
    fs::write(file, study.replace('\n', "\r\n")).unwrap();
    kohort(folder, &["plan", STUDY, "--check", "plans"]).ends(Exit::Fine);
}

#[test]
fn a_study_with_an_error_leaves_its_plans_as_they_are() {
    let project = copy_of("rwpfs_reference");
    let folder = project.path();
    kohort(folder, &["plan", STUDY, "--out", "plans"]).ends(Exit::Fine);
    let before = fs::read_to_string(folder.join("plans/rwpfs_reference.study.plan")).unwrap();
    edit(
        folder,
        STUDY,
        "window: Duration = 30 days",
        "window: Duration = 30 dys",
    );
    kohort(folder, &["plan", STUDY, "--out", "plans"]).ends(Exit::Study);
    let after = fs::read_to_string(folder.join("plans/rwpfs_reference.study.plan")).unwrap();
    assert_eq!(before, after);
}

#[test]
fn a_level_about_a_source_needs_one() {
    let project = copy_of("nsclc_rwpfs");
    let plan = |arguments: &[&str], exit: Exit| {
        transcript(project.path(), &[&["plan", "."], arguments].concat(), exit)
    };
    let said = [
        plan(&["--level", "query"], Exit::Environment),
        plan(&["--unoptimised"], Exit::Environment),
        plan(&["--level", "query", "--source", "ux"], Exit::Study),
        plan(&["--level", "query", "--out", "plans"], Exit::Environment),
        plan(&["--out", "plans", "--check", "plans"], Exit::Environment),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_query_can_be_shown_before_it_is_simplified() {
    let project = copy_of("nsclc_rwpfs");
    let query = ["plan", ".", "--level", "query", "--source", "uk"];
    let optimised = kohort(project.path(), &query).ends(Exit::Fine).out;
    let bound = kohort(project.path(), &[&query[..], &["--unoptimised"]].concat()).ends(Exit::Fine);
    assert!(bound.out.lines().count() > optimised.lines().count());
}

#[test]
fn a_hash_follows_the_meaning_and_not_the_layout() {
    let project = copy_of("trialpathfinder_tutorial");
    let folder = project.path();
    let hash = || said(&kohort(folder, &["hash", "."]).ends(Exit::Fine));
    let before = hash();
    assert_eq!(before.lines().count(), 1);
    insta::assert_snapshot!(transcript(folder, &["hash", ".", "--items"], Exit::Fine));
    let study = fs::read_to_string(folder.join("study.kohort")).unwrap();
    fs::write(folder.join("study.kohort"), format!("// A comment.\n{study}\n\n")).unwrap();
    assert_eq!(hash(), before);
}

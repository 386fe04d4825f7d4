//! What `kohort plan` and `kohort hash` say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use kohort::Exit;
use std::fs;
use support::examples::copy_of;
use support::{Outcome, edit, kohort};

const STUDY: &str = "rwpfs_reference.kohort";

/// What was said, in one text.
fn said(outcome: &Outcome) -> String {
    format!("{}{}", outcome.out, outcome.err)
}

#[test]
fn plans_are_written_compared_and_written_anew() {
    let project = copy_of("rwpfs_reference");
    let folder = project.path();
    let plan = |arguments: &[&str], exit: Exit| {
        let outcome = kohort(folder, &[&["plan", STUDY], arguments].concat()).ends(exit);
        said(&outcome)
    };
    insta::assert_snapshot!(plan(&["--check", "plans"], Exit::Study), @"");
    insta::assert_snapshot!(plan(&["--out", "plans"], Exit::Fine), @"");
    insta::assert_snapshot!(plan(&["--check", "plans"], Exit::Fine), @"");
    // A file that is no plan of this study is nobody's business; one of a source that is gone is.
    fs::write(folder.join("plans/notes.txt"), "mine").unwrap();
    fs::write(folder.join("plans/rwpfs_reference.gone.query.plan"), "old").unwrap();
    insta::assert_snapshot!(plan(&["--check", "plans"], Exit::Study), @"");
    insta::assert_snapshot!(plan(&["--out", "plans"], Exit::Fine), @"");
    assert!(folder.join("plans/notes.txt").exists());
    edit(
        folder,
        STUDY,
        "window: Duration = 30 days",
        "window: Duration = 60 days",
    );
    insta::assert_snapshot!(plan(&["--check", "plans"], Exit::Study), @"");
    insta::assert_snapshot!(plan(&["--out", "plans"], Exit::Fine), @"");
    plan(&["--check", "plans"], Exit::Fine);
    let study = fs::read_to_string(folder.join("plans/rwpfs_reference.study.plan")).unwrap();
    fs::write(
        folder.join("plans/rwpfs_reference.study.plan"),
        study.replace('\n', "\r\n"),
    )
    .unwrap();
    plan(&["--check", "plans"], Exit::Fine);
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
        let outcome = kohort(project.path(), &[&["plan", "."], arguments].concat()).ends(exit);
        said(&outcome)
    };
    insta::assert_snapshot!(plan(&["--level", "query"], Exit::Environment), @"");
    insta::assert_snapshot!(plan(&["--unoptimised"], Exit::Environment), @"");
    insta::assert_snapshot!(plan(&["--level", "query", "--source", "ux"], Exit::Study), @"");
    insta::assert_snapshot!(plan(&["--level", "query", "--out", "plans"], Exit::Environment), @"");
    let optimised = plan(&["--level", "query", "--source", "uk"], Exit::Fine);
    assert_ne!(
        optimised,
        plan(
            &["--level", "query", "--source", "uk", "--unoptimised"],
            Exit::Fine
        )
    );
}

#[test]
fn a_hash_follows_the_meaning_and_not_the_layout() {
    let project = copy_of("trialpathfinder_tutorial");
    let hash = |arguments: &[&str]| {
        let outcome = kohort(project.path(), &[&["hash", "."], arguments].concat()).ends(Exit::Fine);
        said(&outcome)
    };
    let before = hash(&[]);
    assert_eq!(before.lines().count(), 1);
    insta::assert_snapshot!(hash(&["--items"]), @"");
    let study = fs::read_to_string(project.path().join("study.kohort")).unwrap();
    fs::write(
        project.path().join("study.kohort"),
        format!("// A comment.\n{study}\n\n"),
    )
    .unwrap();
    assert_eq!(hash(&[]), before);
}

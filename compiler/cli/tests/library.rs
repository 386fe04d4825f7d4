//! A project that keeps its own standard library: writing it, reading it, and what is said when something is missing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use kohort::Exit;
use std::fs;
use std::path::Path;
use support::{edit, kohort, write};
use tempfile::TempDir;

const STUDY: &str = r#"study s version "1.0.0" on std.oncology

precision diagnosis.date as month, placed on day 15, otherwise missing

cohort women {
  index (first diagnosis).date
  include female: sex = female, unknown is not met
}

report {
  attrition
}
"#;

/// A project `p` with one study, and what its manifest says of a library.
fn project(library: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!("[project]\nname = \"p\"\n{library}\n");
    write(folder.path(), "p/kohort.toml", &manifest);
    write(folder.path(), "p/study.kohort", STUDY);
    folder
}

fn plan(folder: &Path) -> String {
    kohort(folder, &["plan", "p", "--source", "us"])
        .ends(Exit::Fine)
        .out
}

#[test]
fn a_library_that_is_kept_means_what_the_tools_own_means() {
    let folder = project("");
    let before = plan(folder.path());
    let written = kohort(folder.path(), &["library", "--out", "p/std"]).ends(Exit::Fine);
    insta::assert_snapshot!(written.out, @r#"
    wrote 16 modules of kohort 0.1.0 to `p/std`

    next: write this below `[project]` in `p/kohort.toml`
      library = "std"
    "#);
    edit(folder.path(), "p/kohort.toml", "name", "library = \"std\"\nname");
    assert_eq!(plan(folder.path()), before);
    let checked = kohort(folder.path(), &["check", "p"]).ends(Exit::Fine);
    assert_eq!(
        checked.out,
        "1 study against 4 sources, and 16 other files: no findings\n"
    );
    kohort(folder.path(), &["fmt", "--check", "p"]).ends(Exit::Fine);
    let found = kohort(&folder.path().join("p"), &["describe", "de"]).ends(Exit::Fine);
    assert!(found.out.contains("de"), "{}", found.out);
}

#[test]
fn what_it_says_is_what_counts_and_where_it_is_wrong_its_file_is_shown() {
    let folder = project("library = \"vendor/std\"");
    kohort(folder.path(), &["library", "--out", "p/vendor/std"]).ends(Exit::Fine);
    edit(
        folder.path(),
        "p/vendor/std/oncology.kohort",
        "sex: Category { female, male",
        "sex: Category { woman, male",
    );
    let wrong = kohort(folder.path(), &["check", "p/study.kohort", "--source", "us"]).ends(Exit::Study);
    assert!(
        wrong.err.contains("p/study.kohort:7") && wrong.err.contains("p/vendor/std/sources/us.kohort:"),
        "{}",
        wrong.err
    );
}

#[test]
fn a_folder_with_anything_else_in_it_is_left_alone() {
    let folder = project("library = \"std\"");
    let out = |more: &[&str]| {
        let mut arguments = vec!["library", "--out", "p/std"];
        arguments.extend(more);
        kohort(folder.path(), &arguments)
    };
    let first = out(&[]).ends(Exit::Fine);
    assert!(first.out.contains("names it already"), "{}", first.out);
    insta::assert_snapshot!(out(&[]).ends(Exit::Environment).err, @"
    error: `p/std` already holds modules
    help: replace them with `--replace`; commit them first, so that the difference can be seen
    ");
    write(folder.path(), "p/std/old.kohort", "let a = 1\n");
    out(&["--replace"]).ends(Exit::Fine);
    assert!(
        !folder.path().join("p/std/old.kohort").exists(),
        "an earlier module stayed"
    );
    write(folder.path(), "p/std/notes.txt", "mine");
    insta::assert_snapshot!(out(&["--replace"]).ends(Exit::Environment).err, @"
    error: `p/std` is not replaced, since it also holds `notes.txt`, which is no module
    help: name a folder for the library alone
    ");
    assert_eq!(
        fs::read_to_string(folder.path().join("p/std/notes.txt")).unwrap(),
        "mine"
    );
}

#[test]
fn a_library_lies_below_the_project() {
    for (library, said) in [
        ("..", "it goes up with `..`"),
        ("/usr/share/kohort", "it is absolute"),
        (".", "cannot be the project's own folder"),
    ] {
        let folder = project(&format!("library = \"{library}\""));
        let wrong = kohort(folder.path(), &["check", "p"]).ends(Exit::Environment);
        assert!(
            wrong.err.contains(said)
                && wrong
                    .err
                    .contains("help: `library` names a folder inside the project"),
            "{}",
            wrong.err
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_project_is_no_library() {
    let folder = project("library = \"std\"");
    kohort(folder.path(), &["library", "--out", "elsewhere"]).ends(Exit::Fine);
    std::os::unix::fs::symlink("../elsewhere", folder.path().join("p/std")).unwrap();
    let wrong = kohort(folder.path(), &["check", "p"]).ends(Exit::Study);
    assert!(
        wrong
            .err
            .contains("it is a link that leaves the project's folder"),
        "{}",
        wrong.err
    );
}

#[test]
fn without_a_folder_the_modules_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let listed = kohort(folder.path(), &["library"]).ends(Exit::Fine).out;
    assert!(listed.lines().any(|line| line == "std.codes.cancers"), "{listed}");
    let outside = kohort(folder.path(), &["library", "--out", "std"]).ends(Exit::Fine);
    assert!(outside.out.contains("library = \"FOLDER\""), "{}", outside.out);
}

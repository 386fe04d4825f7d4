//! `kohort diff` on files, folders and revisions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use support::repository::Repository;
use support::{edit, kohort, write};
use tempfile::TempDir;

const STUDY: &str = r#"/// Women with a diagnosis.
study women version "1.0.0" on std.oncology

use lists.{bowel}

precision diagnosis.date as month, placed on day 15, otherwise missing

let cancer = first diagnosis where code in bowel

cohort cancers {
  index cancer.date
  /// Aged 18 or over
  include adult: sex = female, unknown is not met
}

report { attrition }
"#;

const LISTS: &str = "codes bowel { ICD10CM C18.*  ICD10 C18.*  ICD10GM C18.*  ICD10_2013 C18.* }\n";

fn project() -> TempDir {
    let folder = TempDir::new().unwrap();
    write(folder.path(), "kohort.toml", "[project]\n");
    write(folder.path(), "old.kohort", STUDY);
    write(folder.path(), "new.kohort", STUDY);
    write(folder.path(), "lists.kohort", LISTS);
    folder
}

#[test]
fn two_files_in_three_formats() {
    let folder = project();
    edit(folder.path(), "new.kohort", "sex = female", "sex = male");
    let mut said = Vec::new();
    for format in ["text", "markdown", "json"] {
        let shown = kohort(
            folder.path(),
            &["diff", "old.kohort", "new.kohort", "--format", format],
        );
        said.push(shown.ends(kohort::Exit::Changed).out);
    }
    insta::assert_snapshot!(said.join("\n======\n"));
}

#[test]
fn what_is_only_written_otherwise_is_fine() {
    let folder = project();
    edit(folder.path(), "new.kohort", "cancer", "first_cancer");
    edit(
        folder.path(),
        "new.kohort",
        "cohort first_cancers",
        "cohort cancers",
    );
    let shown = kohort(folder.path(), &["diff", "old.kohort", "new.kohort"]).ends(kohort::Exit::Fine);
    assert_eq!(shown.out, "women 1.0.0: nothing changed in meaning\n");
    edit(folder.path(), "new.kohort", "include adult", "include grown_up");
    let shown = kohort(folder.path(), &["diff", "old.kohort", "new.kohort"]).ends(kohort::Exit::Fine);
    assert!(
        shown.out.contains("cosmetic: criterion grown_up of cancers"),
        "{}",
        shown.out
    );
}

#[test]
fn one_source_alone() {
    let folder = project();
    edit(folder.path(), "new.kohort", "sex = female", "sex = male");
    let arguments = ["diff", "old.kohort", "new.kohort", "--source", "de,uk"];
    let shown = kohort(folder.path(), &arguments).ends(kohort::Exit::Changed);
    assert!(shown.out.contains("in de, uk\n"), "{}", shown.out);
}

#[test]
fn a_revision_against_what_is_there_now() {
    let repository = Repository::new();
    write(&repository.folder, "studies/kohort.toml", "[project]\n");
    write(&repository.folder, "studies/women.kohort", STUDY);
    write(
        &repository.folder,
        "studies/same.kohort",
        &STUDY
            .replace("study women", "study same")
            .replace("lists.{bowel}", "std.codes.cancers.{colorectal}")
            .replace("in bowel", "in colorectal"),
    );
    write(
        &repository.folder,
        "studies/gone.kohort",
        &STUDY.replace("study women", "study gone"),
    );
    write(&repository.folder, "studies/lists.kohort", LISTS);
    repository.commit("one");
    std::fs::remove_file(repository.folder.join("studies/gone.kohort")).unwrap();
    write(
        &repository.folder,
        "studies/added.kohort",
        &STUDY.replace("study women", "study added"),
    );
    edit(
        &repository.folder,
        "studies/lists.kohort",
        "ICD10GM C18.*",
        "ICD10GM C18.* C20",
    );
    let mut said = Vec::new();
    for arguments in [
        ["diff", "HEAD.."].as_slice(),
        &["diff", "studies@HEAD", "--format", "md"],
        &["diff", "studies/women.kohort@HEAD"],
    ] {
        let shown = kohort(&repository.folder, arguments).ends(kohort::Exit::Changed);
        said.push(format!("$ kohort {}\n{}", arguments.join(" "), shown.out));
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn errors_are_said_and_nothing_is_compared() {
    let folder = project();
    edit(folder.path(), "new.kohort", "sex = female", "sex = femal");
    let mut said = Vec::new();
    for (arguments, exit) in [
        (
            ["diff", "old.kohort", "new.kohort"].as_slice(),
            kohort::Exit::Study,
        ),
        (&["diff", "old.kohort", "none.kohort"], kohort::Exit::Environment),
        (&["diff", "old.kohort"], kohort::Exit::Environment),
        (&["diff", "old.kohort", "lists.kohort"], kohort::Exit::Study),
    ] {
        let shown = kohort(folder.path(), arguments).ends(exit);
        said.push(format!(
            "$ kohort {}\n{}{}",
            arguments.join(" "),
            shown.out,
            shown.err
        ));
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn of_several_studies_those_with_errors_are_named() {
    let folder = project();
    for side in ["a", "b"] {
        write(folder.path(), &format!("{side}/kohort.toml"), "[project]\n");
        write(folder.path(), &format!("{side}/lists.kohort"), LISTS);
        write(folder.path(), &format!("{side}/one.kohort"), STUDY);
        write(folder.path(), &format!("{side}/two.kohort"), STUDY);
    }
    edit(folder.path(), "b/one.kohort", "sex = female", "sex = femal");
    edit(folder.path(), "b/two.kohort", "sex = female", "sex is known");
    let shown = kohort(folder.path(), &["diff", "a", "b"]).ends(kohort::Exit::Study);
    insta::assert_snapshot!(shown.out);
}

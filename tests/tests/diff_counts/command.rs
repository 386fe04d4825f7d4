//! `kohort diff --counts` as a user calls it.

use crate::terminal::{Outcome, kohort};
use kohort::Exit;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Two projects that are alike, `old` and `new`, with ten invented people.
fn projects() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["old", "new"] {
        kohort(folder.path(), &["new", name]).ends(Exit::Fine);
        // The study is the same, whatever the folder is called.
        edit(
            folder.path(),
            &format!("{name}/kohort.toml"),
            &format!("\"{name}\""),
            "\"p\"",
        );
    }
    folder
}

#[track_caller]
fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(folder.join(file), text.replace(from, to)).unwrap();
}

/// What `--counts` says of a change of the new study.
fn after(from: &str, to: &str) -> String {
    let folder = projects();
    edit(folder.path(), "new/study.kohort", from, to);
    diff(folder.path(), &[]).ends(Exit::Changed).out
}

fn diff(folder: &Path, more: &[&str]) -> Outcome {
    let all: Vec<&str> = ["diff", "old", "new", "--counts"]
        .iter()
        .chain(more)
        .copied()
        .collect();
    let outcome = kohort(folder, &all);
    let here = folder.canonicalize().unwrap().display().to_string();
    // No person is named, whatever happens.
    assert!(!outcome.out.contains("p0"), "{}", outcome.out);
    Outcome {
        out: outcome.out.replace(&here, "HERE"),
        err: outcome.err.replace(&here, "HERE"),
        ..outcome
    }
}

#[test]
fn narrower_and_wider() {
    insta::assert_snapshot!("narrower", after(">= 18 years", ">= 60 years"));
    insta::assert_snapshot!("wider", after(">= 8 g/dL", ">= 7 g/dL"));
}

#[test]
fn criteria_that_are_new_or_gone() {
    insta::assert_snapshot!(
        "gone",
        after(
            "  exclude earlier_cancer: any diagnosis where code in colorectal before index, unknown is not met\n",
            ""
        )
    );
    insta::assert_snapshot!(
        "added",
        after(
            "cohort treatable {\n  index cancer.date\n",
            "cohort treatable {\n  index cancer.date\n\n  include women: sex = female, unknown is not met\n"
        )
    );
    // A name is no reason to move.
    let folder = projects();
    edit(folder.path(), "new/study.kohort", "treatable", "eligible");
    insta::assert_snapshot!("renamed", diff(folder.path(), &[]).ends(Exit::Fine).out);
}

#[test]
fn an_index_that_moves() {
    // Some have no date any more; others have an earlier one, at which a criterion says something else.
    insta::assert_snapshot!(
        "another_window",
        after("2020-01-01 to 2023-12-31", "2015-01-01 to 2023-01-01")
    );
    insta::assert_snapshot!("later", after("index cancer.date", "index cancer.date + 30 days"));
    insta::assert_snapshot!(
        "each",
        after(
            "index cancer.date",
            "index each diagnosis where code in colorectal"
        )
    );
}

#[test]
fn a_source_that_changes() {
    let folder = projects();
    edit(folder.path(), "new/demo.kohort", "\"g/L\": g/L", "\"g/L\": g/dL");
    insta::assert_snapshot!("source", diff(folder.path(), &[]).ends(Exit::Changed).out);
}

#[test]
fn few_are_not_shown() {
    let folder = projects();
    edit(folder.path(), "new/study.kohort", ">= 18 years", ">= 60 years");
    // The larger of both minima holds.
    edit(
        folder.path(),
        "old/demo.kohort",
        "version \"0.1.0\" {",
        "version \"0.1.0\" {\n  minimum_cell 3",
    );
    insta::assert_snapshot!("few_move", diff(folder.path(), &[]).ends(Exit::Changed).out);
    edit(
        folder.path(),
        "new/demo.kohort",
        "version \"0.1.0\" {",
        "version \"0.1.0\" {\n  minimum_cell 5",
    );
    insta::assert_snapshot!("few_are_in", diff(folder.path(), &[]).ends(Exit::Changed).out);
}

#[test]
fn for_people_who_review_and_for_programs() {
    let folder = projects();
    edit(folder.path(), "new/study.kohort", ">= 18 years", ">= 60 years");
    edit(folder.path(), "new/study.kohort", ">= 8 g/dL", ">= 7 g/dL");
    let markdown = diff(folder.path(), &["--format", "markdown"]).ends(Exit::Changed);
    insta::assert_snapshot!("markdown", markdown.out);
    let json = diff(folder.path(), &["--format", "json"]).ends(Exit::Changed);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let counts = &value["studies"][0]["diff"]["counts"];
    insta::assert_snapshot!("json", serde_json::to_string_pretty(counts).unwrap());
    // What is written is read back.
    let read: kohort_diff::counts::Counts = serde_json::from_value(counts.clone()).unwrap();
    assert_eq!(&serde_json::to_value(read).unwrap(), counts);
}

const LINES: &str = r#"study s version "1.0.0" on std.oncology

use std.lines.{default_lines}

precision birth_date as year, placed on 1 July
precision death.date as month, placed on day 15, otherwise placed on 1 July
precision medication.start as day, otherwise missing
precision medication.end as day, otherwise missing

lines therapy = default_lines starting 2015-01-01 until 2023-12-31

cohort treated {
  index therapy[1].start
  include adult: age at index >= 18 years, unknown is not met
}

cohort second from treated {
  include again: therapy[2] is known, looking ahead 3650 days "the line begins later"
}

report { attrition }
"#;

#[test]
fn a_library_that_changes() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["old", "new"] {
        let place = folder.path().join(name);
        fs::create_dir(&place).unwrap();
        fs::write(
            place.join("kohort.toml"),
            "[project]\nname = \"p\"\nlibrary = \"std\"\n",
        )
        .unwrap();
        fs::write(place.join("study.kohort"), LINES).unwrap();
        kohort(&place, &["library", "--out", "std"]).ends(Exit::Fine);
    }
    edit(
        folder.path(),
        "new/std/lines.kohort",
        "gap > 120 days",
        "gap > 45 days",
    );
    let more = ["--synthetic", "300", "--source", "us,de"];
    insta::assert_snapshot!("library", diff(folder.path(), &more).ends(Exit::Changed).out);
}

#[test]
fn without_data_people_are_invented() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("old")).unwrap();
    fs::create_dir(folder.path().join("new")).unwrap();
    fs::write(folder.path().join("old/study.kohort"), LINES).unwrap();
    fs::write(
        folder.path().join("new/study.kohort"),
        LINES.replace("18 years", "70 years"),
    )
    .unwrap();
    let counted = diff(folder.path(), &["--source", "de"]).ends(Exit::Changed);
    insta::assert_snapshot!("invented", counted.out);
}

#[test]
fn where_nobody_can_be_counted() {
    let folder = projects();
    edit(folder.path(), "new/study.kohort", ">= 18 years", ">= 60 years");
    insta::assert_snapshot!(
        "no_writer",
        diff(folder.path(), &["--synthetic", "10"])
            .ends(Exit::Changed)
            .out
    );
    let mut said = String::new();
    let mut refused = |more: &[&str], exit: Exit| {
        let outcome = diff(folder.path(), more).ends(exit);
        said += &format!("$ {}\n{}{}\n", more.join(" "), outcome.out, outcome.err);
    };
    refused(&["--data", "dmo=new/demo"], Exit::Environment);
    refused(&["--data", "demo=nowhere"], Exit::Environment);
    refused(
        &["--data", "demo=old/demo", "--data", "demo=new/demo"],
        Exit::Environment,
    );
    refused(
        &["--data", "demo=new/demo", "--synthetic", "10"],
        Exit::Environment,
    );
    refused(&["--source", "us"], Exit::Study);
    edit(folder.path(), "new/demo/patients.csv", "1951-03-14", "once");
    refused(&[], Exit::Environment);
    edit(folder.path(), "new/study.kohort", "adult", "adult: adult");
    refused(&[], Exit::Study);
    insta::assert_snapshot!("refused", said);
}

#[test]
fn who_is_named_is_counted_in_what_is_named() {
    let folder = projects();
    edit(folder.path(), "new/study.kohort", ">= 18 years", ">= 60 years");
    let usual = diff(folder.path(), &[]).ends(Exit::Changed).out;
    // Half of the people are gone from another folder.
    fs::create_dir(folder.path().join("other")).unwrap();
    for file in ["patients.csv", "diagnoses.csv", "labs.csv"] {
        let text = fs::read_to_string(folder.path().join("new/demo").join(file)).unwrap();
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("p03")).collect();
        fs::write(folder.path().join("other").join(file), kept.join("\n") + "\n").unwrap();
    }
    let other = diff(folder.path(), &["--data", "demo=other"])
        .ends(Exit::Changed)
        .out;
    assert!(usual.contains("4 before, 3 now"), "{usual}");
    assert!(other.contains("3 before and now, and none moves"), "{other}");
    // Prepared data say the same.
    let project = folder.path().join("new");
    kohort(&project, &["prepare", "demo", "--out", "../ready"]).ends(Exit::Fine);
    assert_eq!(
        diff(folder.path(), &["--data", "demo=ready"])
            .ends(Exit::Changed)
            .out,
        usual
    );
}

#[test]
fn nobody_is_counted_where_nothing_changed() {
    let folder = projects();
    let same = diff(folder.path(), &[]).ends(Exit::Fine);
    assert!(same.out.ends_with("nothing changed in meaning\n"), "{}", same.out);
}

//! The examples still give what they gave, and say of themselves what is so.
//!
//! `UPDATE_EXPECT=1` writes the expected results and the results that the READMEs show; read the change like code.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod terminal;

use kohort::Exit;
use kohort_tests::projects::repository;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use terminal::kohort;

/// The examples that run on the data of four countries.
const COUNTRIES: [&str; 4] = [
    "early_onset_colorectal",
    "nsclc_rwpfs",
    "prostate_uk_management",
    "nsclc_transportability",
];
/// Those that run on data of their own.
const OWN_DATA: [&str; 2] = ["trialpathfinder_tutorial", "rwpfs_reference"];
/// The one with published numbers of progression-free survival.
const PROGRESSION: &str = "rwpfs_reference";
/// The one with real people.
const ATLAS: &str = "tcga_lines";
/// The part of a report that the READMEs show.
const SIDE_BY_SIDE: &str = "Side by side";

#[allow(
    clippy::disallowed_methods,
    reason = "whether to write is the caller's choice"
)]
fn updating() -> bool {
    std::env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1")
}

fn example(name: &str) -> PathBuf {
    repository().join("examples").join(name)
}

/// Runs an example, compares the files in its folder `expected`, and returns what the terminal shows.
fn as_expected(name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let study = format!("examples/{name}");
    let arguments = ["run", &study, "--out", out.to_str().unwrap()];
    let shown = kohort(&repository(), &arguments).ends(Exit::Fine);
    assert_eq!(shown.err, "", "{name}");
    let expected = example(name).join("expected");
    if updating() {
        fs::create_dir_all(&expected).unwrap();
        for old in tables(&expected) {
            fs::remove_file(expected.join(old)).unwrap();
        }
        for new in tables(&out) {
            fs::copy(out.join(&new), expected.join(&new)).unwrap();
        }
    }
    assert_eq!(tables(&out), tables(&expected), "{name}: which tables there are");
    for file in tables(&out) {
        let text = |folder: &Path| fs::read_to_string(folder.join(&file)).unwrap();
        assert_eq!(text(&out), text(&expected), "{name}: {file} (was, left: is)");
    }
    shown.out
}

/// The tables in a folder, by name.
fn tables(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| name.into_string().unwrap());
    names.filter(|name| name.ends_with(".csv")).collect()
}

/// What stands from one text to before another.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text
        .split_once(from)
        .unwrap_or_else(|| panic!("there is no {from}"));
    let (part, _) = rest.split_once(to).unwrap_or((rest, ""));
    let start = text.len() - rest.len() - from.len();
    text.get(start..start + from.len() + part.len()).unwrap()
}

/// What a README shows between its marks, and what it should show; the README is written if the caller asks for that.
fn shows(readme: &Path, result: &str) {
    let text = fs::read_to_string(readme).unwrap();
    let (before, rest) = text.split_once("<!-- result -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /result -->\n").unwrap();
    let wanted = format!("{before}<!-- result -->\n```text\n{result}```\n<!-- /result -->\n{after}");
    if updating() {
        fs::write(readme, &wanted).unwrap();
        return;
    }
    assert_eq!(text, wanted, "{}", readme.display());
}

#[test]
fn the_studies_of_four_countries_give_what_they_gave() {
    for name in COUNTRIES {
        let out = as_expected(name);
        let from = out.find(SIDE_BY_SIDE).unwrap();
        shows(&example(name).join("README.md"), out.get(from..).unwrap());
    }
}

#[test]
fn the_studies_of_other_data_give_what_they_gave() {
    for name in OWN_DATA {
        let out = as_expected(name);
        if name == PROGRESSION {
            let reference = between(&out, "all_events of cohort everybody", "\n\n");
            shows(&example(name).join("README.md"), &format!("{reference}\n"));
        }
    }
}

#[test]
fn the_real_people_give_what_they_gave() {
    let out = as_expected(ATLAS);
    let ovary = between(&out, "Regimens of therapy of cohort ovary", "  line 3");
    let glioblastoma = between(&out, "Regimens of therapy of cohort glioblastoma", "  line 3");
    shows(
        &example(ATLAS).join("README.md"),
        &format!("{ovary}\n{glioblastoma}"),
    );
}

#[test]
fn the_tests_of_the_examples_hold_in_every_country() {
    let tested = kohort(&repository(), &["test", "examples"]).ends(Exit::Fine);
    for name in COUNTRIES {
        let none = format!("{name}: 0 tests");
        assert!(
            tested.out.contains(name) && !tested.out.contains(&none),
            "{}",
            tested.out
        );
    }
}

#[test]
fn the_study_in_the_readme_is_right_in_every_country() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let (_, rest) = readme.split_once("```kohort\n").unwrap();
    let (study, _) = rest.split_once("```\n").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("study.kohort"), study).unwrap();
    let arguments = [
        "check",
        "study.kohort",
        "--source",
        "us,uk,de,jp",
        "--deny-warnings",
    ];
    kohort(folder.path(), &arguments).ends(Exit::Fine);
    kohort(folder.path(), &["fmt", "--check", "study.kohort"]).ends(Exit::Fine);
}

#[test]
fn the_picture_in_the_readme_is_of_the_results() {
    let images = repository().join("docs/images");
    let made = Command::new("python3")
        .arg(images.join("make.py"))
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut made) = made else {
        eprintln!("skipped: there is no python3, which draws the picture");
        return;
    };
    let run = ["run", "examples/early_onset_colorectal", "--format", "json"];
    let results = kohort(&repository(), &run).ends(Exit::Fine);
    made.stdin
        .take()
        .unwrap()
        .write_all(results.out.as_bytes())
        .unwrap();
    let made = made.wait_with_output().unwrap();
    assert!(made.status.success());
    let picture = images.join("attrition.svg");
    let drawn = String::from_utf8(made.stdout).unwrap();
    if updating() {
        fs::write(&picture, &drawn).unwrap();
    }
    assert_eq!(fs::read_to_string(picture).unwrap(), drawn);
}

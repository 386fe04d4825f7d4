//! The command line: exit codes, where output goes, and that nothing half-written is left.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod terminal;

use kohort::Exit;
use kohort_tests::projects::repository;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use terminal::{Outcome, kohort};

/// What a command said, as JSON.
trait Json {
    fn json(&self) -> Value;
}

impl Json for Outcome {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A folder with a new project `p` in it.
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    kohort(folder.path(), &["new", "p"]).ends(Exit::Fine);
    folder
}

fn edit(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join("p").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(&path, text.replace(from, to)).unwrap();
}

/// The names in a folder, sorted, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

const BUNDLE: [&str; 4] = ["attrition.csv", "attrition.json", "quality.json", "run.json"];

#[test]
fn every_command_shows_help_with_examples() {
    let here = tempfile::tempdir().unwrap();
    for command in [
        "check",
        "fmt",
        "plan",
        "run",
        "lock",
        "reproduce",
        "new",
        "explain",
    ] {
        let help = kohort(here.path(), &[command, "--help"]).ends(Exit::Fine);
        assert!(
            help.out.contains("Examples:") && help.out.contains(&format!("kohort {command}")),
            "{}",
            help.out
        );
        assert_eq!(help.err, "");
    }
    let wrong = kohort(here.path(), &["chekc"]).ends(Exit::Environment);
    assert!(
        wrong.out.is_empty() && wrong.err.contains("check"),
        "{}",
        wrong.err
    );
    assert!(
        kohort(here.path(), &["--version"])
            .ends(Exit::Fine)
            .out
            .starts_with("kohort ")
    );
}

#[test]
fn exit_codes_are_those_of_process_exit() {
    assert_eq!(
        [Exit::Fine, Exit::Study, Exit::Environment, Exit::Irreproducible].map(Exit::code),
        [0, 1, 2, 3]
    );
}

#[test]
fn a_new_project_checks_is_in_style_and_runs() {
    let folder = project();
    let check = kohort(folder.path(), &["check", "p", "--deny-warnings"]).ends(Exit::Fine);
    assert_eq!(
        (check.out.as_str(), check.err.as_str()),
        ("1 study against 1 source, and 2 other files: no findings\n", "")
    );
    kohort(folder.path(), &["fmt", "--check", "p"]).ends(Exit::Fine);
    let run = kohort(folder.path(), &["run", "p"]).ends(Exit::Fine);
    assert_eq!(run.err, "");
    insta::assert_snapshot!("a_new_project_runs", run.out);
    assert!(
        fs::read_to_string(folder.path().join("p/kohort.toml"))
            .unwrap()
            .contains("name = \"p\"")
    );
    for file in [".gitignore", ".gitattributes", ".github/workflows/kohort.yml"] {
        assert!(folder.path().join("p").join(file).is_file());
    }
}

#[test]
fn new_leaves_what_is_there_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("empty")).unwrap();
    kohort(folder.path(), &["new", "empty"]).ends(Exit::Fine);
    fs::create_dir_all(folder.path().join("taken")).unwrap();
    fs::write(folder.path().join("taken/notes.txt"), "mine").unwrap();
    kohort(folder.path(), &["new", "taken"]).ends(Exit::Environment);
    kohort(folder.path(), &["new", "empty"]).ends(Exit::Environment);
    kohort(folder.path(), &["new", ".."]).ends(Exit::Environment);
    assert_eq!(names(&folder.path().join("taken")), ["notes.txt"]);
    assert_eq!(names(folder.path()), ["empty", "taken"]);
}

#[test]
fn check_tells_errors_from_warnings() {
    let folder = project();
    edit(
        &folder,
        "study.kohort",
        ">= 18 years, unknown is not met",
        ">= 18 years",
    );
    let warned = kohort(folder.path(), &["check", "p"]).ends(Exit::Fine);
    assert!(
        warned.err.contains("warning[K0503]") && warned.err.contains("1 warning") && warned.out.is_empty()
    );
    kohort(folder.path(), &["check", "p", "--deny-warnings"]).ends(Exit::Study);
    edit(&folder, "study.kohort", "8 g/dL", "8 mmHg");
    let wrong = kohort(folder.path(), &["check", "p"]).ends(Exit::Study);
    assert!(
        wrong.err.contains("p/study.kohort:"),
        "paths are from the current folder:\n{}",
        wrong.err
    );
    let json = kohort(folder.path(), &["check", "p", "--format", "json"]).ends(Exit::Study);
    assert_eq!(json.err, "");
    let json = json.json();
    assert_eq!(
        (json["format_version"].as_u64(), json["errors"].as_u64()),
        (Some(1), Some(1))
    );
    assert_eq!(json["diagnostics"][0]["labels"][0]["file"], "p/study.kohort");
    for command in ["plan", "run"] {
        let stopped = kohort(folder.path(), &[command, "p"]).ends(Exit::Study);
        assert!(
            stopped.out.is_empty() && stopped.err.contains("error["),
            "{}",
            stopped.err
        );
    }
}

#[test]
fn check_looks_at_libraries_and_says_a_shared_finding_once() {
    let folder = project();
    let second = fs::read_to_string(folder.path().join("p/study.kohort"))
        .unwrap()
        .replace("first_study", "second_study");
    fs::write(folder.path().join("p/second.kohort"), second).unwrap();
    edit(&folder, "demo.kohort", "table labs", "table labours");
    let shared = kohort(folder.path(), &["check", "p", "--format", "json"])
        .ends(Exit::Study)
        .json();
    let tables = shared["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|found| found["code"] == "K0601")
        .count();
    assert_eq!(tables, 1, "{shared:#}");

    fs::create_dir(folder.path().join("p/codes")).unwrap();
    fs::write(
        folder.path().join("p/codes/lung.kohort"),
        "codes lung { ICD10 Q99999 }\n",
    )
    .unwrap();
    let library = kohort(folder.path(), &["check", "p/codes", "--format", "json"])
        .ends(Exit::Study)
        .json();
    assert_eq!(
        library["diagnostics"][0]["labels"][0]["file"], "p/codes/lung.kohort",
        "{library:#}"
    );
}

#[test]
fn check_of_a_folder_without_studies_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let empty = kohort(folder.path(), &["check"]).ends(Exit::Study);
    assert!(empty.err.contains("error[K0208]"), "{}", empty.err);
    kohort(folder.path(), &["check", "nowhere"]).ends(Exit::Environment);
    kohort(folder.path(), &["plan", "."]).ends(Exit::Study);
}

#[test]
fn one_study_is_chosen_or_asked_for() {
    let folder = project();
    let second = fs::read_to_string(folder.path().join("p/study.kohort"))
        .unwrap()
        .replace("first_study", "second_study");
    fs::write(folder.path().join("p/second.kohort"), second).unwrap();
    let asked = kohort(folder.path(), &["plan", "p"]).ends(Exit::Environment);
    assert!(
        asked.err.contains("p/second.kohort, p/study.kohort"),
        "{}",
        asked.err
    );
    kohort(folder.path(), &["plan", "p/second.kohort"]).ends(Exit::Fine);
    let library = kohort(folder.path(), &["plan", "p/clinic.kohort"]).ends(Exit::Study);
    assert!(library.err.contains("declares no study"), "{}", library.err);
}

#[test]
fn one_source_is_chosen_or_asked_for() {
    let folder = project();
    let other = fs::read_to_string(folder.path().join("p/demo.kohort"))
        .unwrap()
        .replace("source demo", "source other");
    fs::write(folder.path().join("p/other.kohort"), other).unwrap();
    let asked = kohort(folder.path(), &["plan", "p", "--level", "query"]).ends(Exit::Environment);
    assert!(asked.err.contains("demo, other"), "{}", asked.err);
    let plan = kohort(
        folder.path(),
        &["plan", "p", "--level", "source", "--source", "other"],
    )
    .ends(Exit::Fine);
    assert!(plan.out.starts_with("study first_study in source other\n"));
    let misspelt = kohort(folder.path(), &["plan", "p", "--source", "othre"]).ends(Exit::Study);
    assert!(misspelt.err.contains("did you mean `other`"), "{}", misspelt.err);
    // Data are declared for one of them only, so that `run` takes that one.
    let run = kohort(folder.path(), &["run", "p"]).ends(Exit::Fine);
    assert!(run.out.contains("on demo") && !run.out.contains("on other"));
    let without = kohort(folder.path(), &["run", "p", "--source", "other"]).ends(Exit::Environment);
    assert!(without.err.contains("--data"), "{}", without.err);
    let both = kohort(
        folder.path(),
        &["run", "p", "--source", "other,demo", "--data", "p/demo"],
    )
    .ends(Exit::Environment);
    assert!(both.err.contains("one source"), "{}", both.err);
    let given = kohort(
        folder.path(),
        &["run", "p", "--source", "other", "--data", "p/demo"],
    )
    .ends(Exit::Fine);
    assert!(given.out.contains("on other"));
}

#[test]
fn plan_is_text_or_json() {
    let folder = project();
    let plan =
        |arguments: &[&str]| kohort(folder.path(), &[&["plan", "p"], arguments].concat()).ends(Exit::Fine);
    assert_eq!(plan(&[]).out, plan(&[]).out);
    assert!(plan(&[]).out.starts_with("study first_study\n"));
    let query = ["--level", "query"];
    assert_ne!(
        plan(&query).out,
        plan(&[&query[..], &["--unoptimised"]].concat()).out
    );
    assert_eq!(plan(&["--format", "json"]).json()["study"], "first_study");
}

#[test]
fn fmt_changes_layout_once_and_nothing_else() {
    let folder = project();
    let study = folder.path().join("p/study.kohort");
    let canonical = fs::read_to_string(&study).unwrap();
    let untidy = format!(
        "\u{feff}{}",
        canonical.replace("  index", "index").replace('\n', "\r\n")
    );
    fs::write(&study, &untidy).unwrap();
    let checked = kohort(folder.path(), &["fmt", "--check", "p"]).ends(Exit::Study);
    assert!(
        checked.out.contains("would change p/study.kohort"),
        "{}",
        checked.out
    );
    assert_eq!(fs::read_to_string(&study).unwrap(), untidy);
    let changed = kohort(folder.path(), &["fmt", "p"]).ends(Exit::Fine);
    assert!(
        changed.out.contains("changed p/study.kohort")
            && changed.out.contains("1 changed, 2 already in style")
    );
    assert_eq!(fs::read_to_string(&study).unwrap(), canonical);
    kohort(folder.path(), &["fmt", "--check", "p"]).ends(Exit::Fine);
    let files = names(&folder.path().join("p"));
    assert!(
        files.iter().all(|name| !name.starts_with(".kohort-")),
        "{files:?}"
    );
}

#[test]
fn fmt_leaves_damaged_files_as_they_are() {
    let folder = project();
    edit(&folder, "study.kohort", "cohort treatable {", "cohort treatable");
    let damaged = fs::read_to_string(folder.path().join("p/study.kohort")).unwrap();
    let told = kohort(folder.path(), &["fmt", "p"]).ends(Exit::Study);
    assert!(told.err.contains("error[K01"), "{}", told.err);
    assert_eq!(
        fs::read_to_string(folder.path().join("p/study.kohort")).unwrap(),
        damaged
    );
}

#[test]
fn everything_shipped_is_in_style_and_checks() {
    for folder in ["stdlib", "examples", "compiler/cli/src/template"] {
        kohort(&repository(), &["fmt", "--check", folder]).ends(Exit::Fine);
        kohort(&repository(), &["check", folder, "--deny-warnings"]).ends(Exit::Fine);
    }
}

#[test]
fn explain_has_a_page_for_every_code() {
    let here = tempfile::tempdir().unwrap();
    let list = kohort(here.path(), &["explain"]).ends(Exit::Fine);
    for code in list.out.lines().filter_map(|line| line.split_whitespace().next()) {
        let page = kohort(here.path(), &["explain", &code.to_lowercase()]).ends(Exit::Fine);
        assert!(page.out.starts_with(&format!("# {code}:")), "{}", page.out);
    }
    let unknown = kohort(here.path(), &["explain", "K0512"]).ends(Exit::Environment);
    assert!(unknown.err.contains("the nearest is `K05"), "{}", unknown.err);
}

#[test]
fn run_writes_a_bundle_and_the_same_bytes_again() {
    let folder = project();
    let read = || BUNDLE.map(|file| fs::read(folder.path().join("p/results").join(file)).unwrap());
    kohort(
        folder.path(),
        &["run", "p", "--out", "p/results", "--threads", "1"],
    )
    .ends(Exit::Fine);
    let first = read();
    kohort(
        folder.path(),
        &[
            "run",
            "p",
            "--out",
            "p/results",
            "--threads",
            "3",
            "--memory",
            "1GB",
        ],
    )
    .ends(Exit::Fine);
    assert_eq!(read(), first);
    assert_eq!(names(&folder.path().join("p/results")), BUNDLE);
    let attrition = String::from_utf8(first[0].clone()).unwrap();
    assert!(
        attrition.contains("demo,treatable,earlier_cancer,exclude,5,1,0,4,4,1,"),
        "{attrition}"
    );
    let manifest: Value = serde_json::from_slice(&first[3]).unwrap();
    assert_eq!(manifest["sources"][0]["plan"][0], "study first_study");
    assert_eq!(manifest["kohort"], env!("CARGO_PKG_VERSION"));
    let json = kohort(folder.path(), &["run", "p", "--format", "json"])
        .ends(Exit::Fine)
        .json();
    assert_eq!(json["sources"][0]["cohorts"][0]["steps"][0]["after"], 10);
    assert!(json["sources"][0]["quality"].is_array());
}

#[test]
fn a_failed_run_leaves_the_last_bundle_and_nothing_else() {
    let folder = project();
    let run = || kohort(folder.path(), &["run", "p", "--out", "p/results"]);
    run().ends(Exit::Fine);
    let before = fs::read(folder.path().join("p/results/attrition.csv")).unwrap();
    let files = names(&folder.path().join("p"));
    edit(&folder, "demo/labs.csv", "2020-02-26,HB", "26 Feb 2020,HB");
    edit(&folder, "demo/labs.csv", "p02,2021-06-01,HB", "p02,2021-06-01,Hb");
    let failed = run().ends(Exit::Environment);
    assert!(failed.out.is_empty(), "{}", failed.out);
    assert!(
        failed.err.contains("D0201") && failed.err.contains("D0202"),
        "every fault is told:\n{}",
        failed.err
    );
    assert!(
        !failed.err.contains("p01") && failed.err.contains("no result was written"),
        "{}",
        failed.err
    );
    assert_eq!(
        fs::read(folder.path().join("p/results/attrition.csv")).unwrap(),
        before
    );
    assert_eq!(names(&folder.path().join("p")), files);
    kohort(folder.path(), &["run", "p", "--out", "never"]).ends(Exit::Environment);
    assert_eq!(names(folder.path()), ["p"]);
}

#[test]
fn run_does_not_replace_what_is_no_bundle() {
    let folder = project();
    let refused = kohort(folder.path(), &["run", "p", "--out", "p"]).ends(Exit::Environment);
    assert!(refused.err.contains("not part of a run"), "{}", refused.err);
    fs::write(folder.path().join("file"), "mine").unwrap();
    kohort(folder.path(), &["run", "p", "--out", "file"]).ends(Exit::Environment);
    assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), "mine");
}

#[test]
fn small_counts_are_hidden_where_the_source_declares_a_minimum() {
    let folder = project();
    edit(
        &folder,
        "demo.kohort",
        "version \"0.1.0\" {",
        "version \"0.1.0\" {\n  minimum_cell 5",
    );
    let shown = kohort(folder.path(), &["run", "p", "--out", "p/results"]).ends(Exit::Fine);
    insta::assert_snapshot!("small_counts_are_hidden", shown.out);
    let files: String = BUNDLE
        .iter()
        .map(|file| fs::read_to_string(folder.path().join("p/results").join(file)).unwrap())
        .collect();
    assert!(
        files.contains("demo,treatable,hb,include,6,<5,<5,5,5,<5,"),
        "{files}"
    );
    assert!(files.contains("\"removed\": \"<5\"") && files.contains("\"minimum_cell\": 5"));
    assert!(files.contains("Only these cells are suppressed"));
}

#[test]
fn the_manifest_is_read_with_care() {
    let folder = project();
    let toml = folder.path().join("p/kohort.toml");
    for (text, said) in [
        ("[data]\ndemo = \"../elsewhere\"", "outside the project"),
        ("[data]\ndemo = \"/data\"", "outside the project"),
        ("[data]\ndemo = \"nowhere\"", "does not exist"),
        ("[data]\ndemo = 3", "not as it should be"),
        ("[dta]\ndemo = \"demo\"", "not as it should be"),
    ] {
        fs::write(&toml, text).unwrap();
        let refused = kohort(folder.path(), &["run", "p"]).ends(Exit::Environment);
        assert!(
            refused.err.contains(said) && refused.out.is_empty(),
            "{text}\n{}",
            refused.err
        );
    }
    fs::write(&toml, "").unwrap();
    let without = kohort(folder.path(), &["run", "p"]).ends(Exit::Environment);
    assert!(
        without.err.contains("no data folder for the source `demo`"),
        "{}",
        without.err
    );
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_project_are_refused() {
    let folder = project();
    let secret = folder.path().join("secret.kohort");
    fs::write(&secret, "codes secret { ICD10 C34 }").unwrap();
    std::os::unix::fs::symlink(&secret, folder.path().join("p/linked.kohort")).unwrap();
    edit(
        &folder,
        "study.kohort",
        "use std.codes.cancers.{colorectal}",
        "use linked.{secret as colorectal}",
    );
    let refused = kohort(folder.path(), &["check", "p/study.kohort"]).ends(Exit::Study);
    assert!(refused.err.contains("leaves the project"), "{}", refused.err);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("p/out")).unwrap();
    fs::write(folder.path().join("p/kohort.toml"), "[data]\ndemo = \"out\"").unwrap();
    kohort(folder.path(), &["run", "p"]).ends(Exit::Study);
    edit(
        &folder,
        "study.kohort",
        "use linked.{secret as colorectal}",
        "use std.codes.cancers.{colorectal}",
    );
    let refused = kohort(folder.path(), &["run", "p"]).ends(Exit::Environment);
    assert!(refused.err.contains("leaves the project"), "{}", refused.err);
}

#[test]
fn a_library_in_a_folder_without_a_manifest_finds_its_neighbours() {
    let folder = project();
    fs::remove_file(folder.path().join("p/kohort.toml")).unwrap();
    fs::create_dir(folder.path().join("p/codes")).unwrap();
    fs::write(
        folder.path().join("p/codes/wide.kohort"),
        "use codes.lung.{lung}\n\ncodes wide { ICD10 C39.* }\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("p/codes/lung.kohort"),
        "codes lung { ICD10 C34.* }\n",
    )
    .unwrap();
    let checked = kohort(folder.path(), &["check"]).ends(Exit::Fine);
    assert!(!checked.err.contains("error"), "{}", checked.err);
}

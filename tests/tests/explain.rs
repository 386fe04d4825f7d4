//! `kohort explain STUDY`: a study as the section of a protocol, with the counts of a run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod terminal;

use kohort::Exit;
use kohort_tests::projects::repository;
use std::fs;
use tempfile::TempDir;
use terminal::kohort;

/// A folder with a new project `p` in it.
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    kohort(folder.path(), &["new", "p"]).ends(Exit::Fine);
    folder
}

#[test]
fn a_study_is_written_as_markdown_and_as_a_page() {
    let folder = project();
    let markdown = kohort(folder.path(), &["explain", "p"]).ends(Exit::Fine);
    assert!(markdown.out.starts_with("# "), "{}", markdown.out);
    for section in ["## Time zero and eligibility", "```mermaid", "Semantic hash: `"] {
        assert!(markdown.out.contains(section), "{section}:\n{}", markdown.out);
    }
    let told = kohort(
        folder.path(),
        &["explain", "p", "--format", "html", "--out", "p.html"],
    );
    assert_eq!(told.ends(Exit::Fine).out, "wrote `p.html`\n");
    let page = fs::read_to_string(folder.path().join("p.html")).unwrap();
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("<svg"),
        "{page}"
    );
    assert!(!page.contains("<script"), "{page}");
}

/// Each cohort's diagram has the counts of the run's attrition, in the same order and as they may be shown.
#[test]
fn counts_are_those_of_a_run() {
    let folder = project();
    let ran = kohort(folder.path(), &["run", "p", "--out", "results"]);
    ran.ends(Exit::Fine);
    let attrition = fs::read_to_string(folder.path().join("results/attrition.csv")).unwrap();
    let explained = kohort(folder.path(), &["explain", "p", "--counts"]).ends(Exit::Fine);
    let mut lines = attrition.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| head.iter().position(|own| *own == name).unwrap();
    let (source, after) = (column("source"), column("after"));
    let expected: Vec<String> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            format!("<br/>{}: {}\"]", cells[source], cells[after].replace('<', "#60;"))
        })
        .collect();
    assert!(!expected.is_empty(), "{attrition}");
    let shown: Vec<&str> = explained
        .out
        .lines()
        .filter(|line| line.trim_start().starts_with("step") && line.contains("[\""))
        .collect();
    assert_eq!(shown.len(), expected.len(), "{}", explained.out);
    for (line, ending) in shown.iter().zip(&expected) {
        assert!(
            line.ends_with(ending.as_str()),
            "{line} does not end with {ending}"
        );
    }
}

#[test]
fn invented_people_can_be_counted() {
    let study = "examples/early_onset_colorectal";
    let arguments = ["explain", study, "--source", "us", "--synthetic", "40"];
    let explained = kohort(&repository(), &arguments).ends(Exit::Fine);
    assert!(
        explained
            .out
            .contains("[\"All persons in the source<br/>us: 40\"]"),
        "{}",
        explained.out
    );
    // The same people again.
    let again = kohort(&repository(), &arguments).ends(Exit::Fine);
    assert_eq!(explained.out, again.out);
}

#[test]
fn a_code_is_a_code_also_where_a_file_has_its_name() {
    let folder = project();
    fs::copy(
        folder.path().join("p/study.kohort"),
        folder.path().join("p/K0503"),
    )
    .unwrap();
    let place = folder.path().join("p");
    let page = kohort(&place, &["explain", "K0503"]).ends(Exit::Fine);
    assert!(page.out.starts_with("# K0503:"), "{}", page.out);
}

#[test]
fn what_cannot_be_explained_is_told() {
    let folder = project();
    for (arguments, exit, told) in [
        (
            vec!["explain", "nothing"],
            Exit::Environment,
            "neither a code nor a file",
        ),
        (
            vec!["explain", "p/gone.kohort"],
            Exit::Environment,
            "cannot be read",
        ),
        (
            vec!["explain", "p", "--format", "json"],
            Exit::Environment,
            "Markdown or HTML",
        ),
        (
            vec!["explain", "p", "--patient", "1", "--format", "html"],
            Exit::Environment,
            "text or JSON",
        ),
        (
            vec!["explain", "p@HEAD", "--counts"],
            Exit::Environment,
            "no data to count in",
        ),
    ] {
        let outcome = kohort(folder.path(), &arguments).ends(exit);
        assert!(outcome.out.is_empty(), "{arguments:?}: {}", outcome.out);
        assert!(outcome.err.contains(told), "{arguments:?}: {}", outcome.err);
    }
}

/// The protocols of the shipped studies name every source that the plan of the study names, and each only once.
#[test]
fn sources_are_in_the_protocol() {
    let study = "examples/early_onset_colorectal";
    let explained = kohort(&repository(), &["explain", study]).ends(Exit::Fine);
    for source in ["de", "jp", "uk", "us"] {
        let row = format!("| `{source}` |");
        assert_eq!(explained.out.matches(&row).count(), 1, "{source}");
    }
    let one = kohort(&repository(), &["explain", study, "--source", "de"]).ends(Exit::Fine);
    assert!(one.out.contains("| `de` |") && !one.out.contains("| `us` |"));
}

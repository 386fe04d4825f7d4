//! Locks: what is pinned, that each kind of mismatch is named for what it is, and that a lock changes as a whole or not at
//! all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod terminal;

use kohort::Exit;
use kohort_lock::Table;
use kohort_tests::projects::repository;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use terminal::{Outcome, kohort};

/// A folder with a locked project `p` in it.
fn locked() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    kohort(folder.path(), &["new", "p"]).ends(Exit::Fine);
    kohort(folder.path(), &["lock", "p"]).ends(Exit::Fine);
    folder
}

fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(&path, text.replace(from, to)).unwrap();
}

fn append(folder: &Path, file: &str, more: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    fs::write(folder.join(file), text + more).unwrap();
}

/// Makes the lock say that one table was another one, and keeps that table: as if something else had made it.
fn as_if_it_had_been(folder: &Path, from: &str, to: &str) {
    let table = |text: &str| Table::read("attrition.csv", text).unwrap().hash("demo").unwrap();
    let path = folder.join("p/expected/attrition.csv");
    let is = fs::read_to_string(&path).unwrap();
    assert!(is.contains(from), "the table has no {from:?}");
    let was = is.replace(from, to);
    fs::write(&path, &was).unwrap();
    edit(folder, "p/kohort.lock", &table(&is), &table(&was));
}

fn reproduce(folder: &Path, arguments: &[&str]) -> Outcome {
    let all: Vec<&str> = ["reproduce"].iter().chain(arguments).copied().collect();
    let outcome = kohort(folder, &all);
    Outcome {
        // Where a test runs is nobody's business.
        out: outcome
            .out
            .replace(&folder.canonicalize().unwrap().display().to_string(), "HERE"),
        ..outcome
    }
}

/// Every file below a folder with its bytes, hidden ones too.
fn all_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    files
}

/// One way to make a study differ from its lock: what is done, the word that is expected, and how.
type Mismatch = (&'static str, &'static str, fn(&Path));

const MISMATCHES: &[Mismatch] = &[
    ("a bound of the study is another one", "meaning changed", |p| {
        edit(p, "p/study.kohort", ">= 18 years", ">= 60 years");
    }),
    (
        "a window is another one, though nobody is in the difference",
        "meaning changed",
        |p| edit(p, "p/study.kohort", "- 28 days", "- 90 days"),
    ),
    ("a criterion has another name", "meaning changed", |p| {
        edit(p, "p/study.kohort", "adult:", "grown_up:");
    }),
    (
        "a module of the project has another list",
        "meaning changed",
        |p| {
            edit(
                p,
                "p/study.kohort",
                "use std.codes.cancers.{colorectal}",
                "use lists.{colorectal}",
            );
            fs::write(p.join("p/lists.kohort"), "codes colorectal { ICD10 C18.* C19 }\n").unwrap();
            lock_again(p);
            edit(p, "p/lists.kohort", "C18.* C19", "C18.*");
        },
    ),
    (
        "the project's own standard library has another list",
        "meaning changed",
        |p| {
            let std = p.join("p/std");
            copy(&repository().join("stdlib/std"), &std);
            edit(
                p,
                "p/kohort.toml",
                "name = \"p\"",
                "name = \"p\"\nlibrary = \"std\"",
            );
            // The same modules from another place are the same modules.
            let same = reproduce(p, &[]).ends(Exit::Fine);
            assert_eq!(same.out, "ok               p/study.kohort\n1 study: 1 ok\n");
            edit(p, "p/std/codes/cancers.kohort", "C18", "C17");
        },
    ),
    ("the criteria have another order", "meaning changed", |p| {
        let study = fs::read_to_string(p.join("p/study.kohort")).unwrap();
        let (before, rest) = study.split_once("  /// Haemoglobin").unwrap();
        let (hb, after) = rest.split_once("  /// No colorectal").unwrap();
        let (earlier, end) = after.split_once("}\n").unwrap();
        let turned = format!(
            "{before}  /// No colorectal{earlier}\n  /// Haemoglobin{}}}\n{end}",
            hb.trim_end().to_owned() + "\n"
        );
        fs::write(p.join("p/study.kohort"), turned).unwrap();
    }),
    ("the source model reads something else", "meaning changed", |p| {
        edit(
            p,
            "p/demo.kohort",
            "\"CREA\": creatinine",
            "\"CREA\": haemoglobin",
        );
    }),
    ("a cell of the data is another one", "data changed", |p| {
        edit(p, "p/demo/patients.csv", "2006-05-19", "1996-05-19");
    }),
    (
        "a cell of the data that no result shows is another one",
        "data changed",
        |p| edit(p, "p/demo/patients.csv", "1951-03-14", "1951-03-15"),
    ),
    (
        "the project names data for one more source",
        "data changed",
        |p| {
            fs::create_dir(p.join("p/more")).unwrap();
            for file in ["patients.csv", "diagnoses.csv", "labs.csv"] {
                fs::copy(p.join("p/demo").join(file), p.join("p/more").join(file)).unwrap();
            }
            let source = fs::read_to_string(p.join("p/demo.kohort")).unwrap();
            fs::write(
                p.join("p/more.kohort"),
                source.replace("source demo", "source more"),
            )
            .unwrap();
            append(p, "p/kohort.toml", "more = \"more\"\n");
        },
    ),
    ("the lock has another result", "result changed", |p| {
        as_if_it_had_been(p, "hb,include,6,1,1,5,5,1", "hb,include,6,2,1,4,4,2");
    }),
    ("the lock has one row less", "result changed", |p| {
        let row = "demo,treatable,earlier_cancer,exclude,5,1,0,4,4,1,No colorectal cancer before\n";
        as_if_it_had_been(p, row, "");
    }),
    ("somebody edited the kept table", "result changed", |p| {
        edit(
            p,
            "p/expected/attrition.csv",
            "hb,include,6,1,1",
            "hb,include,6,2,1",
        );
    }),
    ("somebody edited the lock's hash", "result changed", |p| {
        let lock = fs::read_to_string(p.join("p/kohort.lock")).unwrap();
        let (_, rest) = lock.split_once("\"attrition.csv\" = \"").unwrap();
        let hash = rest.split_once('"').unwrap().0;
        edit(p, "p/kohort.lock", hash, &"0".repeat(64));
    }),
    ("the kept table is gone", "result changed", |p| {
        fs::remove_file(p.join("p/expected/attrition.csv")).unwrap();
    }),
    (
        "another version of Kohort gave another result",
        "tool changed",
        |p| {
            another_version(p);
            as_if_it_had_been(p, "hb,include,6,1,1,5,5,1", "hb,include,6,2,1,4,4,2");
        },
    ),
    (
        "another version of Kohort hashed meanings in another form",
        "tool changed",
        |p| {
            another_version(p);
            edit(
                p,
                "p/kohort.lock",
                &format!("hashes = {}", kohort_semantics::meaning::VERSION),
                "hashes = 0",
            );
        },
    ),
];

/// Copies a folder with all below it.
fn copy(from: &Path, to: &Path) {
    for (file, bytes) in all_of(from) {
        let place = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
}

fn another_version(folder: &Path) {
    let lock = fs::read_to_string(folder.join("p/kohort.lock")).unwrap();
    let line = lock.lines().find(|line| line.starts_with("kohort = ")).unwrap();
    edit(folder, "p/kohort.lock", line, "kohort = \"0.0.1\"");
}

fn lock_again(folder: &Path) {
    fs::remove_file(folder.join("p/kohort.lock")).unwrap();
    kohort(folder, &["lock", "p"]).ends(Exit::Fine);
}

#[test]
fn each_kind_of_mismatch_is_named_for_what_it_is() {
    let mut told = String::new();
    for (what, word, make) in MISMATCHES {
        let folder = locked();
        reproduce(folder.path(), &[]).ends(Exit::Fine);
        make(folder.path());
        let outcome = reproduce(folder.path(), &[]).ends(Exit::Irreproducible);
        assert!(outcome.out.starts_with(word), "{what}:\n{}", outcome.out);
        assert_eq!(outcome.err, "", "{what}");
        told.push_str(&format!("# {what}\n{}\n", outcome.out));
        // With a reason, it is what is locked from then on.
        reproduce(folder.path(), &["--update", "--reason", what]).ends(Exit::Fine);
        let after = reproduce(folder.path(), &[]).ends(Exit::Fine);
        assert_eq!(
            after.out, "ok               p/study.kohort\n1 study: 1 ok\n",
            "{what}"
        );
        let lock = fs::read_to_string(folder.path().join("p/kohort.lock")).unwrap();
        assert!(lock.contains(&format!("reason = \"{what}\"")), "{lock}");
    }
    insta::assert_snapshot!("mismatches", told);
}

/// What is no mismatch, and how it is made.
type Match = (&'static str, fn(&Path));

const MATCHES: &[Match] = &[
    ("the study is formatted otherwise", |p| {
        edit(
            p,
            "p/study.kohort",
            "  include adult:",
            "  // Adults\n  include   adult:",
        );
    }),
    ("a definition has another name", |p| {
        edit(p, "p/study.kohort", "baseline_hb", "hb_before");
    }),
    ("a version and a description were edited", |p| {
        edit(p, "p/study.kohort", "version \"0.1.0\"", "version \"0.2.0\"");
        edit(
            p,
            "p/study.kohort",
            "/// Aged 18 or over at diagnosis",
            "/// Adults",
        );
    }),
    ("another version of Kohort gives the same", another_version),
    ("a file that is not read was edited", |p| {
        fs::write(p.join("p/demo/notes.txt"), "mine").unwrap();
    }),
];

#[test]
fn what_changes_no_result_is_no_mismatch() {
    let mut told = String::new();
    for (what, make) in MATCHES {
        let folder = locked();
        make(folder.path());
        let outcome = reproduce(folder.path(), &[]).ends(Exit::Fine);
        told.push_str(&format!("# {what}\n{}\n", outcome.out));
    }
    insta::assert_snapshot!("matches", told);
}

/// What cannot be compared: the exit code, and how it is made.
type Obstacle = (&'static str, Exit, fn(&Path));

const NOT_COMPARED: &[Obstacle] = &[
    ("the lock is broken", Exit::Environment, |p| {
        append(p, "p/kohort.lock", "new = \n");
    }),
    (
        "the lock says something that nobody knows",
        Exit::Environment,
        |p| {
            edit(p, "p/kohort.lock", "[study]", "[study]\nbelieve = true");
        },
    ),
    (
        "the lock is of a newer version of Kohort",
        Exit::Environment,
        |p| {
            edit(p, "p/kohort.lock", "format = 1", "format = 2\nnew = true");
        },
    ),
    ("the lock is no text", Exit::Environment, |p| {
        fs::write(p.join("p/kohort.lock"), [0xff, 0xfe, 0x00]).unwrap();
    }),
    ("the study has another file", Exit::Environment, |p| {
        fs::rename(p.join("p/study.kohort"), p.join("p/other.kohort")).unwrap();
    }),
    ("the data are gone", Exit::Environment, |p| {
        fs::remove_dir_all(p.join("p/demo")).unwrap();
    }),
    ("the data contradict the source", Exit::Environment, |p| {
        edit(p, "p/demo/patients.csv", "2006-05-19", "soon");
    }),
    ("the study is wrong", Exit::Study, |p| {
        edit(p, "p/study.kohort", "8 g/dL", "8 mmHg");
    }),
];

#[test]
fn what_cannot_be_compared_says_why() {
    let mut told = String::new();
    for (what, exit, make) in NOT_COMPARED {
        let folder = locked();
        make(folder.path());
        let before = all_of(folder.path());
        let outcome = reproduce(folder.path(), &[]).ends(*exit);
        told.push_str(&format!("# {what}\n{}\n", outcome.out));
        reproduce(folder.path(), &["--update", "--reason", "anyway"]).ends(*exit);
        assert_eq!(all_of(folder.path()), before, "{what}");
    }
    insta::assert_snapshot!("not_compared", told);
}

/// Four projects, one of which reproduces, one of which does not, one that is wrong and one without a lock.
fn four() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a_same", "b_changed", "c_wrong"] {
        kohort(folder.path(), &["new", name]).ends(Exit::Fine);
    }
    kohort(folder.path(), &["lock", "."]).ends(Exit::Fine);
    kohort(folder.path(), &["new", "d_unlocked"]).ends(Exit::Fine);
    edit(
        folder.path(),
        "a_same/study.kohort",
        "version \"0.1.0\"",
        "version \"0.2.0\"",
    );
    edit(
        folder.path(),
        "b_changed/demo/patients.csv",
        "2006-05-19",
        "1996-05-19",
    );
    edit(folder.path(), "c_wrong/study.kohort", "8 g/dL", "8 mmHg");
    folder
}

#[test]
fn the_results_have_four_forms() {
    let folder = four();
    for format in ["text", "json", "junit", "github"] {
        let outcome = reproduce(folder.path(), &["--format", format]).ends(Exit::Irreproducible);
        assert_eq!(outcome.err, "");
        if format == "json" {
            let json: Value = serde_json::from_str(&outcome.out).unwrap();
            assert_eq!(json["studies"][1]["status"], "data changed");
        }
        insta::assert_snapshot!(format!("as_{format}"), outcome.out);
    }
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let folder = four();
    for format in ["text", "json", "junit", "github"] {
        let one = reproduce(folder.path(), &["--format", format, "--jobs", "1"]);
        let many = reproduce(folder.path(), &["--format", format, "--jobs", "4"]);
        assert_eq!(one.out, many.out);
    }
}

#[test]
fn an_annotation_names_the_line_of_the_criterion() {
    let folder = locked();
    edit(folder.path(), "p/study.kohort", ">= 18 years", ">= 60 years");
    let outcome = reproduce(folder.path(), &["--format", "github"]).ends(Exit::Irreproducible);
    let start = "::error file=p/study.kohort,line=15,title=first_study%3A meaning changed::criterion";
    assert!(outcome.out.starts_with(start), "{}", outcome.out);
}

#[test]
fn an_annotation_names_the_line_of_the_table() {
    let folder = locked();
    as_if_it_had_been(folder.path(), "hb,include,6,1,1,5,5,1", "hb,include,6,2,1,4,4,2");
    let outcome = reproduce(folder.path(), &["--format", "github"]).ends(Exit::Irreproducible);
    let start = "::error file=p/expected/attrition.csv,line=5,title=first_study%3A result changed::";
    assert!(outcome.out.starts_with(start), "{}", outcome.out);
}

#[test]
fn an_update_asks_for_a_reason() {
    let folder = locked();
    edit(folder.path(), "p/study.kohort", ">= 18 years", ">= 60 years");
    let before = all_of(folder.path());
    for arguments in [
        &["--update"][..],
        &["--update", "--reason", " "],
        &["--reason", "since"],
    ] {
        let refused = reproduce(folder.path(), arguments).ends(Exit::Environment);
        assert!(refused.err.contains("reason") || refused.err.contains("update"));
        assert_eq!(all_of(folder.path()), before);
    }
    let reason = "adults only,\nsays the \"protocol\"";
    reproduce(folder.path(), &["--update", "--reason", reason]).ends(Exit::Fine);
    edit(folder.path(), "p/study.kohort", ">= 60 years", ">= 18 years");
    let updated = reproduce(folder.path(), &["--update", "--reason", "back again"]).ends(Exit::Fine);
    assert!(
        updated.out.ends_with("updated p/kohort.lock\n"),
        "{}",
        updated.out
    );
    let lock = fs::read_to_string(folder.path().join("p/kohort.lock")).unwrap();
    let (_, history) = lock.split_once("[[history]]").unwrap();
    insta::assert_snapshot!("history", history);
    let again = reproduce(folder.path(), &["--update", "--reason", "nothing"]).ends(Exit::Fine);
    assert!(
        again.out.ends_with("no lock had to be updated\n"),
        "{}",
        again.out
    );
}

#[test]
fn all_locks_are_updated_or_none() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        kohort(folder.path(), &["new", name]).ends(Exit::Fine);
    }
    kohort(folder.path(), &["lock", "."]).ends(Exit::Fine);
    for name in ["a", "b"] {
        let study = format!("{name}/study.kohort");
        edit(folder.path(), &study, ">= 18 years", ">= 60 years");
    }
    // What is not of a run is not replaced.
    fs::write(folder.path().join("b/expected/mine.txt"), "mine").unwrap();
    let before = all_of(folder.path());
    let refused = reproduce(folder.path(), &["--update", "--reason", "adults only"]).ends(Exit::Environment);
    assert!(refused.err.contains("mine.txt"), "{}", refused.err);
    assert_eq!(all_of(folder.path()), before, "nothing is half-written");
}

#[test]
fn a_lock_is_made_once() {
    let folder = locked();
    let before = all_of(folder.path());
    insta::assert_snapshot!(
        "lock",
        fs::read_to_string(folder.path().join("p/kohort.lock")).unwrap()
    );
    let again = kohort(folder.path(), &["lock", "p"]).ends(Exit::Environment);
    insta::assert_snapshot!(again.err, @r#"
    error: `p/kohort.lock` is there already
    help: `kohort reproduce` compares it with a new run; `kohort reproduce --update --reason "…"` changes it
    "#);
    assert_eq!(all_of(folder.path()), before);
    // What is kept is what a run writes, so that nothing is shown that a run would hide.
    kohort(folder.path(), &["run", "p", "--out", "results"]).ends(Exit::Fine);
    let table = |place: &str| fs::read(folder.path().join(place).join("attrition.csv")).unwrap();
    assert_eq!(table("results"), table("p/expected"));
    fs::remove_dir_all(folder.path().join("results")).unwrap();
    lock_again(folder.path());
    assert_eq!(
        all_of(folder.path()),
        before,
        "the same study gives the same lock"
    );
}

#[test]
fn no_lock_is_made_of_a_study_that_does_not_run() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        kohort(folder.path(), &["new", name]).ends(Exit::Fine);
    }
    edit(folder.path(), "b/study.kohort", "8 g/dL", "8 mmHg");
    let before = all_of(folder.path());
    let wrong = kohort(folder.path(), &["lock", "."]).ends(Exit::Study);
    assert!(
        wrong.err.contains("K0304") && wrong.err.contains("no lock was written"),
        "{}",
        wrong.err
    );
    assert_eq!(all_of(folder.path()), before);
    fs::remove_dir_all(folder.path().join("b/demo")).unwrap();
    edit(folder.path(), "b/study.kohort", "8 mmHg", "8 g/dL");
    kohort(folder.path(), &["lock", "."]).ends(Exit::Environment);
}

#[test]
fn without_a_lock_nothing_passes() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = reproduce(folder.path(), &[]).ends(Exit::Study);
    assert!(nothing.err.contains("there is no study here"), "{}", nothing.err);
    kohort(folder.path(), &["new", "p"]).ends(Exit::Fine);
    let missing = reproduce(folder.path(), &["p"]).ends(Exit::Environment);
    insta::assert_snapshot!(missing.err, @"
    error: `p/study.kohort` has no lock
    help: `kohort lock p/study.kohort` writes one, to be committed
    ");
}

#[test]
fn two_studies_of_a_folder_have_a_lock_each() {
    let folder = tempfile::tempdir().unwrap();
    kohort(folder.path(), &["new", "p"]).ends(Exit::Fine);
    let here = folder.path().join("p");
    fs::copy(here.join("study.kohort"), here.join("other.kohort")).unwrap();
    // A lock of another program is not taken for one of ours.
    fs::write(here.join("Cargo.lock"), "version = 4\n").unwrap();
    let made = kohort(&here, &["lock", "."]).ends(Exit::Fine);
    assert_eq!(
        made.out,
        "other.lock: 1 table of demo\nstudy.lock: 1 table of demo\n"
    );
    edit(&here, "other.kohort", ">= 18 years", ">= 60 years");
    let outcome = reproduce(&here, &[]).ends(Exit::Irreproducible);
    assert!(
        outcome.out.contains("ok               study.kohort"),
        "{}",
        outcome.out
    );
    assert!(
        outcome.out.contains("meaning changed  other.kohort"),
        "{}",
        outcome.out
    );
    // A lock may be named in place of its study.
    reproduce(&here, &["study.lock"]).ends(Exit::Fine);
    reproduce(&here, &["other.lock"]).ends(Exit::Irreproducible);
}

#[test]
fn data_of_the_command_line_are_named_again() {
    let folder = tempfile::tempdir().unwrap();
    kohort(folder.path(), &["new", "p"]).ends(Exit::Fine);
    fs::rename(folder.path().join("p/demo"), folder.path().join("registry")).unwrap();
    edit(folder.path(), "p/kohort.toml", "demo = \"demo\"", "");
    kohort(folder.path(), &["lock", "p"]).ends(Exit::Environment);
    kohort(folder.path(), &["lock", "p", "--data", "demo=registry"]).ends(Exit::Fine);
    let lock = fs::read_to_string(folder.path().join("p/kohort.lock")).unwrap();
    assert!(!lock.contains("registry"), "where data lie is not told:\n{lock}");
    reproduce(folder.path(), &["--data", "demo=registry"]).ends(Exit::Fine);
    for (wrong, named) in [
        (&["--data", "registry"][..], "de=/data/registry"),
        (
            &["--data", "demo=registry", "--data", "demo=p"],
            "two folders for `demo`",
        ),
        (&["--data", "demo=elsewhere"], "elsewhere"),
    ] {
        let refused = reproduce(folder.path(), wrong).ends(Exit::Environment);
        assert!(refused.err.contains(named), "{}", refused.err);
    }
    let missing = reproduce(folder.path(), &[]).ends(Exit::Environment);
    assert!(
        missing
            .out
            .contains("there is no data folder for the source `demo`"),
        "{}",
        missing.out
    );
}

#[test]
fn prepared_data_are_pinned_by_their_records() {
    let folder = tempfile::tempdir().unwrap();
    kohort(folder.path(), &["new", "p"]).ends(Exit::Fine);
    let prepare = |name: &str| {
        let arguments = ["prepare", "demo", "--data", "demo", "--out", name];
        kohort(&folder.path().join("p"), &arguments).ends(Exit::Fine);
    };
    prepare("first");
    edit(
        folder.path(),
        "p/kohort.toml",
        "demo = \"demo\"",
        "demo = \"first\"",
    );
    kohort(folder.path(), &["lock", "p"]).ends(Exit::Fine);
    // The same people in another order are the same records.
    let path = folder.path().join("p/demo/patients.csv");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    prepare("second");
    edit(
        folder.path(),
        "p/kohort.toml",
        "demo = \"first\"",
        "demo = \"second\"",
    );
    let same = reproduce(folder.path(), &[]).ends(Exit::Fine);
    assert!(
        same.out
            .contains("note: the data of demo are named by first → second"),
        "{}",
        same.out
    );
    edit(folder.path(), "p/demo/patients.csv", "2006-05-19", "1996-05-19");
    prepare("third");
    edit(
        folder.path(),
        "p/kohort.toml",
        "demo = \"second\"",
        "demo = \"third\"",
    );
    let other = reproduce(folder.path(), &[]).ends(Exit::Irreproducible);
    assert!(
        other
            .out
            .contains("demo: the prepared records `patient` have another content"),
        "{}",
        other.out
    );
    edit(
        folder.path(),
        "p/kohort.toml",
        "demo = \"third\"",
        "demo = \"demo\"",
    );
    let files = reproduce(folder.path(), &[]).ends(Exit::Irreproducible);
    assert!(
        files
            .out
            .contains("demo: prepared data were locked, and the data are files"),
        "{}",
        files.out
    );
}

#[test]
fn the_examples_reproduce() {
    let outcome = reproduce(&repository(), &["examples"]).ends(Exit::Fine);
    let studies = outcome
        .out
        .lines()
        .filter(|line| line.contains(".kohort"))
        .count();
    assert!(
        outcome
            .out
            .ends_with(&format!("\n{studies} studies: {studies} ok\n")),
        "{}",
        outcome.out
    );
    assert!(studies >= 7, "{}", outcome.out);
}

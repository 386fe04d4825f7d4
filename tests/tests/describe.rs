//! What `describe` says of sources and of data, and how `prepare` speaks of data that are not as their source says.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod clinic;
mod terminal;

use clinic::{clinic, edit};
use kohort::Exit;
use serde_json::Value;
use std::fs;
use std::path::Path;
use terminal::kohort;

/// Everything that a command says.
fn everything(folder: &Path, arguments: &[&str]) -> String {
    let said = kohort(folder, arguments);
    let place = folder.canonicalize().unwrap();
    let text = format!(
        "$ kohort {}\n{}{}exit {}\n",
        arguments.join(" "),
        said.out,
        said.err,
        said.exit.code()
    );
    text.replace(place.to_str().unwrap(), "…")
        .replace(folder.to_str().unwrap(), "…")
}

#[test]
fn sources_side_by_side() {
    let folder = clinic(None);
    let said = kohort(folder.path(), &["describe"]).ends(Exit::Fine);
    insta::assert_snapshot!("sources_side_by_side", said.out);
    let json = kohort(folder.path(), &["describe", "--format", "json"]).ends(Exit::Fine);
    insta::assert_snapshot!("sources_side_by_side_for_programs", json.out);
    let one = kohort(folder.path(), &["describe", "south", "--model", "clinic"]).ends(Exit::Fine);
    assert!(one.out.starts_with("clinic.clinic 1.0.0  south\n"), "{}", one.out);
    // The standard sources are there from anywhere, whether there is a project or not.
    let standard = kohort(folder.path(), &["describe", "uk", "us"]).ends(Exit::Fine);
    assert!(
        standard.out.contains("uk (UK)") && !standard.out.contains("(DE)"),
        "{}",
        standard.out
    );
    let nowhere = tempfile::tempdir().unwrap();
    let all = kohort(nowhere.path(), &["describe"]).ends(Exit::Fine);
    assert!(
        ["(DE)", "(JP)", "(UK)", "(US)"]
            .iter()
            .all(|country| all.out.contains(country)),
        "{}",
        all.out
    );
}

#[test]
fn what_a_dataset_holds() {
    let folder = clinic(None);
    let describe = |more: &[&str]| {
        let arguments = [&["describe", "north", "--data", "data"], more].concat();
        kohort(folder.path(), &arguments).ends(Exit::Fine).out
    };
    let text = describe(&[]);
    insta::assert_snapshot!("what_a_dataset_holds", text);
    insta::assert_snapshot!(
        "what_a_dataset_holds_for_programs",
        describe(&["--format", "json"])
    );
    for threads in ["1", "2"] {
        assert_eq!(describe(&["--threads", threads]), text);
    }
    kohort(folder.path(), &["prepare", "north", "--out", "out"]).ends(Exit::Fine);
    let prepared = kohort(folder.path(), &["describe", "north", "--data", "out"]).ends(Exit::Fine);
    assert_eq!(prepared.out, text);
}

#[test]
fn small_counts_are_not_shown() {
    let folder = clinic(Some(3));
    let arguments = ["describe", "north", "--data", "data"];
    let said = kohort(folder.path(), &arguments).ends(Exit::Fine);
    insta::assert_snapshot!("small_counts_are_not_described", said.out);
    let json = kohort(folder.path(), &[&arguments[..], &["--format", "json"]].concat()).ends(Exit::Fine);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let mut small = Vec::new();
    counts(&json, "", &mut small);
    assert!(small.is_empty(), "{small:?}");
}

/// Finds counts of 1 and 2, wherever they are.
fn counts(json: &Value, path: &str, small: &mut Vec<String>) {
    match json {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| counts(value, &format!("{path}/{name}"), small)),
        Value::Array(items) => items.iter().for_each(|value| counts(value, path, small)),
        // The version of the format, and texts that nobody is told.
        Value::Number(_)
            if path.ends_with("version") || path.ends_with("_rare") || path.ends_with("different") => {}
        Value::Number(number) if [Some(1), Some(2)].contains(&number.as_u64()) => small.push(path.to_owned()),
        _ => {}
    }
}

#[test]
fn a_page_needs_nothing_else() {
    let folder = clinic(Some(3));
    edit(
        folder.path(),
        "clinic.kohort",
        "/// The person.",
        "/// The <b>person</b>.",
    );
    for arguments in [
        &["describe", "--format", "html"][..],
        &["describe", "north", "--data", "data", "--format", "html"],
    ] {
        let page = kohort(folder.path(), arguments).ends(Exit::Fine).out;
        assert!(
            page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"),
            "{page}"
        );
        for other in ["<script", "src=", "http:", "https:", "@import", "url(", "<b>"] {
            assert!(!page.contains(other), "{other}\n{page}");
        }
        for what in ["medication", "birth_date", "The files of the north."] {
            assert!(page.contains(what), "{what}\n{page}");
        }
    }
}

#[test]
fn a_folder_without_a_manifest_is_searched_no_deeper() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("below");
    fs::create_dir(&below).unwrap();
    fs::write(
        below.join("of_nobody.kohort"),
        "source x for nothing version \"1.0.0\" {}\n",
    )
    .unwrap();
    let described = kohort(folder.path(), &["describe"]).ends(Exit::Fine);
    assert_eq!(described.err, "");
    assert!(described.out.contains("de (DE)"), "{}", described.out);
    fs::write(folder.path().join("kohort.toml"), "[project]\nname = \"p\"\n").unwrap();
    let described = kohort(folder.path(), &["describe"]);
    assert!(described.err.contains("of_nobody.kohort"), "{}", described.err);
}

#[test]
fn what_cannot_be_described() {
    let folder = clinic(None);
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::create_dir(folder.path().join("wrong")).unwrap();
    fs::write(folder.path().join("wrong/people.csv"), "name,colour\nx,red\n").unwrap();
    for file in ["diagnoses.csv", "drugs.csv"] {
        fs::copy(
            folder.path().join("data").join(file),
            folder.path().join("wrong").join(file),
        )
        .unwrap();
    }
    fs::write(
        folder.path().join("wrong/tests.csv"),
        [0xff_u8, 0xfe, 0x00, 0x0a, 0x50],
    )
    .unwrap();
    let calls: [&[&str]; 9] = [
        &["describe", "nort"],
        &["describe", "somewhere"],
        &["describe", "north", "--model", "clinik.clinic"],
        &["describe", "north", "uk"],
        &["describe", "--data", "data"],
        &["describe", "north", "--data", "nowhere"],
        &["describe", "north", "--data", "data/people.csv"],
        &["describe", "north", "--data", "other"],
        &["describe", "north", "--data", "wrong"],
    ];
    let said: Vec<String> = calls.iter().map(|call| everything(folder.path(), call)).collect();
    insta::assert_snapshot!("what_cannot_be_described", said.join("\n"));
}

#[test]
fn data_that_contradict_their_source_are_described_with_the_faults() {
    let folder = clinic(None);
    edit(
        folder.path(),
        "data/people.csv",
        "p2,1961-07-15,T,m",
        "p2,15.07.1961,T,male",
    );
    insta::assert_snapshot!(
        "contradictions_are_described",
        everything(folder.path(), &["describe", "north", "--data", "data"])
            .split_once("Data quality")
            .unwrap()
            .1
    );
}

/// The names of everything below a folder, with their bytes.
fn below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.push((path.display().to_string(), Vec::new()));
            found.extend(below(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn bad_data_are_told_completely_and_nothing_is_written() {
    let mut all = Vec::new();
    let mut tried = |what: &str, spoil: &dyn Fn(&Path)| {
        let folder = clinic(None);
        kohort(folder.path(), &["prepare", "north", "--out", "out"]).ends(Exit::Fine);
        spoil(folder.path());
        let before = below(folder.path());
        for out in ["out", "new"] {
            let said = everything(folder.path(), &["prepare", "north", "--out", out]);
            assert!(
                said.contains("nothing was written") && said.ends_with("exit 2\n"),
                "{said}"
            );
            if out == "new" {
                all.push(format!("{what}\n{said}"));
            }
        }
        // What was prepared before is still there, as it was, and nothing else is.
        assert!(before == below(folder.path()), "{what}: something was written");
    };
    tried("a table is missing", &|folder| {
        fs::remove_file(folder.join("data/tests.csv")).unwrap()
    });
    tried("a column is missing", &|folder| {
        edit(folder, "data/drugs.csv", "person,day,drug", "person,date,drug")
    });
    tried("a date cannot be read", &|folder| {
        edit(folder, "data/drugs.csv", "2019-02-15", "15.02.2019")
    });
    tried("a value is unknown", &|folder| {
        edit(folder, "data/people.csv", ",f,2021", ",w,2021")
    });
    tried("a patient is there twice", &|folder| {
        edit(folder, "data/people.csv", "p8,", "p7,")
    });
    tried("a key is missing", &|folder| {
        edit(folder, "data/people.csv", "p8,", ",")
    });
    tried("a row is too short", &|folder| {
        edit(
            folder,
            "data/tests.csv",
            "p4,2020-04-01,Crea,0.9,mg/dL",
            "p4,2020-04-01",
        )
    });
    tried("much at once", &|folder| {
        fs::remove_file(folder.join("data/drugs.csv")).unwrap();
        edit(
            folder,
            "data/diagnoses.csv",
            "person;day;icd;stage",
            "person;day;icd10;stage",
        );
        edit(folder, "data/people.csv", ",f,2021", ",w,2021");
        edit(folder, "data/people.csv", "1980-02-02", "1980-02-30");
        edit(folder, "data/tests.csv", "Hb,11.2,g/dL", "Haemo,eleven,stone");
    });
    insta::assert_snapshot!("bad_data_are_told_completely", all.join("\n"));
}

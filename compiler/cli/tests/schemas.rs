//! What is written for programs fits the JSON Schemas in `docs/schema`, as Python's `jsonschema` reads them.
//!
//! Where `KOHORT_REQUIRE_JSONSCHEMA=1`, as in continuous integration, a machine without it is a failure and not a reason to
//! skip.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed; it runs another program, and says why it does not"
)]

mod support;

use kohort::Exit;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::examples::{EXAMPLES, repository};
use support::kohort;

/// Whether schemas can be checked here.
fn can_check() -> bool {
    let asked = Command::new("python3").args(["-c", "import jsonschema"]).output();
    let can = asked.is_ok_and(|output| output.status.success());
    assert!(
        can || std::env::var("KOHORT_REQUIRE_JSONSCHEMA").is_err(),
        "Python's `jsonschema` is required here; Debian has it as python3-jsonschema"
    );
    if !can {
        eprintln!("skipped: there is no `jsonschema` for python3; Debian has it as python3-jsonschema");
    }
    can
}

/// The files that do not fit a schema, with the reasons.
fn misfits(schema: &str, files: &[PathBuf]) -> Vec<String> {
    let output = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fits.py"))
        .arg(repository().join(format!("docs/schema/kohort.{schema}.json")))
        .args(files)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn plans_fit_the_schemas_of_their_levels_and_no_others() {
    if !can_check() {
        return;
    }
    let out = tempfile::tempdir().unwrap();
    for example in EXAMPLES {
        let study = format!("examples/{example}");
        let to = out.path().join(example);
        let arguments = ["plan", &study, "--out", to.to_str().unwrap(), "--format", "json"];
        kohort(&repository(), &arguments).ends(Exit::Fine);
    }
    let folders = EXAMPLES.map(|example| out.path().join(example));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    for level in ["study", "source", "query"] {
        let ending = format!(".{level}.plan.json");
        let (own, others): (Vec<PathBuf>, Vec<PathBuf>) = files
            .iter()
            .cloned()
            .partition(|file| file.to_str().unwrap().ends_with(&ending));
        assert!(own.len() >= EXAMPLES.len());
        let schema = format!("plan.{level}");
        assert_eq!(misfits(&schema, &own), Vec::<String>::new());
        assert_eq!(misfits(&schema, &others).len(), others.len());
    }
}

#[test]
fn the_schemas_refuse_what_is_not_documented() {
    if !can_check() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let plan = kohort(
        &repository(),
        &["plan", "examples/nsclc_rwpfs", "--format", "json"],
    )
    .ends(Exit::Fine);
    let plan: Value = serde_json::from_str(&plan.out).unwrap();
    let write = |name: &str, change: fn(&mut Value)| {
        let (mut changed, path) = (plan.clone(), folder.path().join(name));
        change(&mut changed);
        fs::write(&path, changed.to_string()).unwrap();
        path
    };
    assert!(misfits("plan.study", &[write("same.json", |_| ())]).is_empty());
    let broken = [
        write("version.json", |plan| plan["format_version"] = Value::from(2)),
        write("kind.json", |plan| {
            plan["sections"][0]["facts"][0]["kind"] = Value::from("tally")
        }),
        write("field.json", |plan| {
            plan["sections"][0]["facts"][0]["place"] = Value::from(12)
        }),
        write("lines.json", |plan| {
            plan["sections"][0]["facts"][0]["text"] = Value::from("two\nlines")
        }),
        write("blank.json", |plan| {
            plan["sections"][0]["facts"][0]["text"] = Value::from(" deeper")
        }),
        write("nameless.json", |plan| {
            plan["sections"][0]["facts"][0]["kind"] = Value::from("cohort")
        }),
        write("hash.json", |plan| plan["hash"] = Value::from("abc")),
    ];
    assert_eq!(misfits("plan.study", &broken).len(), broken.len());
}

#[test]
fn hashes_fit_their_schema() {
    if !can_check() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let files = EXAMPLES.map(|example| {
        let study = format!("examples/{example}");
        let hashes = kohort(&repository(), &["hash", &study, "--format", "json"]).ends(Exit::Fine);
        let path = folder.path().join(format!("{example}.json"));
        fs::write(&path, hashes.out).unwrap();
        path
    });
    assert_eq!(misfits("hash", &files), Vec::<String>::new());
}

#[test]
fn differences_fit_their_schema() {
    if !can_check() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let table = repository().join("tests/diff");
    let study = fs::read_to_string(table.join("bowel.kohort")).unwrap();
    for side in ["old", "new"] {
        support::write(folder.path(), &format!("{side}/kohort.toml"), "[project]\n");
        let lists = fs::read_to_string(table.join("lists.kohort")).unwrap();
        support::write(folder.path(), &format!("{side}/lists.kohort"), &lists);
        support::write(folder.path(), &format!("{side}/same.kohort"), &study);
        support::write(folder.path(), &format!("{side}/study.kohort"), &study);
        support::write(folder.path(), &format!("{side}/{side}ly.kohort"), &study);
    }
    let file = "new/study.kohort";
    for (from, to) in [
        ("include adult", "include grown_up"),
        ("age at index >= 18 years", "age at index >= 21 years"),
        ("index cancer.date", "index cancer.date + 30 days"),
        ("top 5", "top 10"),
        ("competing event died", "event died"),
        ("18 to 49", "18 to 54"),
        (
            "  exclude frail",
            "  include staged: cancer.stage is known, unknown is not met\n  exclude frail",
        ),
        (
            "precision death.date as month, placed on day 15",
            "precision death.date as month, placed on day 1",
        ),
    ] {
        support::edit(folder.path(), file, from, to);
    }
    support::edit(
        folder.path(),
        "new/lists.kohort",
        "window 28 days",
        "window 30 days",
    );
    support::edit(
        folder.path(),
        "new/lists.kohort",
        "ICD10GM C18.* C20",
        "ICD10GM C18.*",
    );
    let mut arguments = vec!["diff", "old", "new", "--format", "json"];
    if cfg!(feature = "run") {
        arguments.extend(["--counts", "--synthetic", "200"]);
    }
    let shown = kohort(folder.path(), &arguments).ends(Exit::Changed);
    let value: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(value["studies"].as_array().unwrap().len(), 4);
    let path = folder.path().join("diff.json");
    fs::write(&path, &shown.out).unwrap();
    assert_eq!(misfits("diff", &[path]), Vec::<String>::new());
    let broken = folder.path().join("broken.json");
    fs::write(&broken, shown.out.replace("\"narrower\"", "\"smaller\"")).unwrap();
    assert_eq!(misfits("diff", &[broken]).len(), 1);
}

//! The crates depend on each other in one direction, and what must stay out of a crate stays out.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "the test asks Cargo, which is named by the environment"
)]

use kohort_tests::projects::repository;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each crate may use of ours: text → tree → typed study → plan → result, and never back.
const MAY_USE: &[(&str, &[&str])] = &[
    ("kohort-grammar", &[]),
    ("kohort-stdlib", &[]),
    ("kohort-stats", &[]),
    ("kohort-lock", &[]),
    ("kohort-base", &["kohort-grammar"]),
    (
        "kohort-semantics",
        &["kohort-grammar", "kohort-base", "kohort-stdlib"],
    ),
    ("kohort-report", &["kohort-semantics", "kohort-stats"]),
    ("kohort-oracle", &["kohort-base", "kohort-semantics"]),
    ("kohort-lines", &["kohort-semantics"]),
    ("kohort-synth", &["kohort-base", "kohort-semantics"]),
    ("kohort-mutate", &["kohort-semantics"]),
    ("kohort-plan", &["kohort-base", "kohort-semantics"]),
    ("kohort-prose", &["kohort-semantics", "kohort-plan"]),
    ("kohort-diff", &["kohort-base", "kohort-semantics", "kohort-plan"]),
    (
        "kohort-engine",
        &["kohort-base", "kohort-semantics", "kohort-plan", "kohort-lines"],
    ),
    (
        "kohort-ide",
        &[
            "kohort-grammar",
            "kohort-base",
            "kohort-semantics",
            "kohort-stdlib",
            "kohort-plan",
            "kohort-prose",
            "kohort-diff",
        ],
    ),
    ("kohort-lsp", &["kohort-base", "kohort-ide"]),
    (
        "kohort",
        &[
            "kohort-grammar",
            "kohort-base",
            "kohort-semantics",
            "kohort-oracle",
            "kohort-synth",
            "kohort-plan",
            "kohort-engine",
            "kohort-report",
            "kohort-diff",
            "kohort-prose",
            "kohort-lock",
            "kohort-stdlib",
            "kohort-lsp",
        ],
    ),
];

/// The crate that everything may be used by.
const TESTS: &str = "kohort-tests";

/// What makes the build slow and belongs to the engine.
const ENGINE_ONLY: [&str; 3] = ["datafusion", "arrow", "parquet"];

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(repository())
        .output()
        .expect("Cargo runs");
    assert!(
        output.status.success(),
        "cargo {arguments:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("Cargo writes UTF-8")
}

/// The crates of the workspace with what they depend on, apart from their tests.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |package: &Value| {
        let all = package["dependencies"].as_array().into_iter().flatten();
        all.filter(|dependency| dependency["kind"] != "dev")
            .map(|dependency| text(&dependency["name"]))
            .collect()
    };
    packages
        .iter()
        .map(|package| (text(&package["name"]), of(package)))
        .collect()
}

#[test]
fn crates_depend_on_each_other_in_one_direction() {
    let dependencies = dependencies();
    let mut wrong = Vec::new();
    for (name, uses) in &dependencies {
        if name == TESTS {
            continue;
        }
        let Some((_, may)) = MAY_USE.iter().find(|(known, _)| known == name) else {
            wrong.push(format!("`{name}` has no place in the direction yet"));
            continue;
        };
        let ours = uses.iter().filter(|used| dependencies.contains_key(*used));
        wrong.extend(
            ours.filter(|used| !may.contains(&used.as_str()))
                .map(|used| format!("`{name}` uses `{used}`")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_engine_names_datafusion_and_arrow() {
    let names = |used: &String| {
        ENGINE_ONLY
            .iter()
            .any(|engine| used == engine || used.starts_with(&format!("{engine}-")))
    };
    for (name, uses) in dependencies() {
        let found: Vec<&String> = uses.iter().filter(|used| names(used)).collect();
        assert!(
            name == "kohort-engine" || name == TESTS || found.is_empty(),
            "`{name}` names {found:?}"
        );
    }
}

#[test]
fn the_command_line_without_run_is_light() {
    let tree = light(&["-p", "kohort", "--no-default-features"]);
    assert!(tree.contains("kohort-plan "), "{tree}");
}

#[test]
fn the_language_server_is_light() {
    let tree = light(&["-p", "kohort-lsp"]);
    assert!(tree.contains("kohort-ide "), "{tree}");
}

/// What a package is built of, which has nothing of the engine.
fn light(package: &[&str]) -> String {
    let tree = cargo(
        &[
            &["tree"],
            package,
            &[
                "-e",
                "normal,build",
                "--prefix",
                "none",
                "--format",
                "{p}",
                "--offline",
            ],
        ]
        .concat(),
    );
    let heavy: Vec<&str> = tree
        .lines()
        .filter(|line| {
            ENGINE_ONLY.iter().any(|name| line.starts_with(name)) || line.starts_with("kohort-engine")
        })
        .collect();
    assert!(heavy.is_empty(), "{heavy:#?}");
    tree
}

/// Ways to read, write, print, look at the environment or end, outside the command line and the tests.
const WAYS_OUT: [&str; 9] = [
    "std::fs",
    "std::env::",
    "std::process",
    "std::net",
    "println!",
    "eprintln!",
    "print!(",
    "io::stdout",
    "io::stderr",
];
/// The engine opens the files of a data folder, and a folder of its own for sorting, in the system's if none is named.
const ENGINE_MAY: [&str; 2] = ["std::fs", "std::env::temp_dir"];

#[test]
fn only_the_command_line_and_the_tests_do_input_and_output() {
    let mut wrong = Vec::new();
    for folder in [
        "grammar",
        "compiler/base",
        "compiler/semantics",
        "compiler/lines",
        "compiler/oracle",
        "compiler/plan",
        "compiler/engine",
        "compiler/stats",
        "compiler/lock",
        "compiler/report",
        "compiler/prose",
        "stdlib",
        "synth",
        "lsp/ide",
        "lsp/server",
    ] {
        for file in rust_files(&repository().join(folder).join("src")) {
            let text = fs::read_to_string(&file).expect("the file can be read");
            // What follows is the file's own tests; other files of tests say so in their name or in the module above.
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let allowed = folder == "compiler/engine" && ENGINE_MAY.iter().any(|way| line.contains(way));
                if !allowed && WAYS_OUT.iter().any(|way| line.contains(way)) {
                    wrong.push(format!(
                        "{}: {}",
                        file.strip_prefix(repository()).unwrap_or(&file).display(),
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The Rust files below a folder that are not test modules.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name.starts_with("test") {
            continue;
        }
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

//! Every code of the registry is expected somewhere: by a chapter, a broken study or a snapshot of a message.

use kohort_base::CODES;
use kohort_tests::projects::repository;
use std::fs;
use std::path::{Path, PathBuf};

/// Where expectations stand. Pages of codes do not count: they explain, they expect nothing.
const PLACES: [&str; 8] = [
    "docs/language",
    "tests/broken",
    "tests/tests",
    "grammar/tests",
    "compiler/semantics/tests",
    "compiler/plan/src",
    "compiler/engine/tests",
    "compiler/base/src/snapshots",
];

fn texts(folder: &Path, found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            texts(&path, found);
        } else if path
            .file_name()
            .is_some_and(|name| name != "every_code_has_a_spec.rs")
            && let Ok(text) = fs::read_to_string(&path)
        {
            found.push(text);
        }
    }
}

#[test]
fn every_code_is_expected_somewhere() {
    let mut found = Vec::new();
    for place in PLACES {
        texts(&repository().join(place), &mut found);
    }
    assert!(found.len() > 50, "only {} files were found", found.len());
    let missing: Vec<&str> = CODES
        .iter()
        .map(|info| info.code.as_str())
        .filter(|code| !found.iter().any(|text| text.contains(code)))
        .collect();
    assert!(missing.is_empty(), "no spec expects {missing:?}");
}

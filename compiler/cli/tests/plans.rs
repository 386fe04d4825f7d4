//! Plans as they are committed: those of the examples hold, and change by a line where a study changes by a word.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use kohort::Exit;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use support::examples::{EXAMPLES, copy_of, repository};
use support::{edit, kohort};

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    entries
        .map(|path| (name(&path), fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn the_committed_plans_of_the_examples_hold() {
    for example in EXAMPLES {
        let study = format!("examples/{example}");
        let plans = format!("{study}/plans");
        kohort(&repository(), &["plan", &study, "--check", &plans]).ends(Exit::Fine);
    }
}

#[test]
fn every_fact_of_a_plan_has_words_and_a_line_of_its_own() {
    for example in EXAMPLES {
        for (name, text) in files(&repository().join("examples").join(example).join("plans")) {
            let said = text.lines().filter(|line| {
                !["about ", "looking ahead "]
                    .iter()
                    .any(|word| line.trim().starts_with(word))
            });
            for line in said {
                // A source may say that "?" means unknown.
                let line = line.replace("\"?\"", "");
                for nothing in [" and true", "?", "std.drugs.", "(2)", "local 0"] {
                    assert!(!line.contains(nothing), "{name} says {nothing:?}: {line}");
                }
                let value = line.rsplit_once("value ").map_or("", |(_, after)| after);
                assert!(
                    value.parse::<u32>().is_err(),
                    "{name} has a value without its word: {line}"
                );
            }
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
            assert!(text.lines().all(|line| line.trim_end() == line));
        }
    }
}

/// A change of a study, and how many lines of its plans change besides those with a hash: of the study's own plan, and at
/// most of each of the others.
struct Edit {
    from: &'static str,
    to: &'static str,
    study: usize,
    others: usize,
}

const fn edited(from: &'static str, to: &'static str, study: usize, others: usize) -> Edit {
    Edit {
        from,
        to,
        study,
        others,
    }
}

/// How many lines differ, a line that is replaced by another counting once; lines with hashes do not count.
fn changed_lines(old: &str, new: &str) -> usize {
    let diff = similar::TextDiff::from_lines(old, new);
    let count = |tag: similar::ChangeTag| {
        let changes = diff.iter_all_changes().filter(|change| change.tag() == tag);
        let lines = changes.filter(|change| !change.value().trim_start().starts_with("hash "));
        lines.filter(|change| !change.value().trim().is_empty()).count()
    };
    count(similar::ChangeTag::Delete).max(count(similar::ChangeTag::Insert))
}

/// The plans of the only study of a project.
fn plans(folder: &Path) -> BTreeMap<String, String> {
    let out = tempfile::tempdir().unwrap();
    kohort(folder, &["plan", ".", "--out", out.path().to_str().unwrap()]).ends(Exit::Fine);
    files(out.path())
}

/// Applies each edit alone and counts the lines that change.
fn a_word_is_a_line(example: &str, edits: &[Edit]) {
    let folder = copy_of(example);
    let before = plans(folder.path());
    let file = format!("{example}.kohort");
    let original = fs::read_to_string(folder.path().join(&file)).unwrap();
    for Edit {
        from,
        to,
        study,
        others,
    } in edits
    {
        edit(folder.path(), &file, from, to);
        let after = plans(folder.path());
        fs::write(folder.path().join(&file), &original).unwrap();
        assert!(before.keys().eq(after.keys()));
        for (name, old) in &before {
            let changed = changed_lines(old, &after[name]);
            let fits = match name.ends_with(".study.plan") {
                true => changed == *study,
                false => changed <= *others,
            };
            assert!(
                fits,
                "{changed} lines of {name} change with {from:?} to {to:?}:\n{}",
                similar::TextDiff::from_lines(old, &after[name])
                    .unified_diff()
                    .context_radius(0)
            );
        }
    }
}

#[test]
fn a_word_of_the_early_onset_study_is_a_line_of_its_plans() {
    a_word_is_a_line(
        "early_onset_colorectal",
        &[
            edited("age at index >= 18 years", "age at index >= 21 years", 1, 1),
            edited("age at index < 50 years", "age at index <= 50 years", 1, 1),
            edited("death.date < index,", "death.date <= index,", 1, 1),
            edited(
                "from index - 5 years to index - 1 day",
                "from index - 3 years to index - 1 day",
                1,
                1,
            ),
            edited(
                "from index - 60 days to index + 30 days",
                "from index - 90 days to index + 30 days",
                1,
                1,
            ),
            edited(
                "parameter cutoff = 2024-06-30",
                "parameter cutoff = 2023-12-31",
                1,
                1,
            ),
            edited("2015-01-01 to 2023-12-31", "2016-01-01 to 2023-12-31", 1, 1),
            edited(
                "haemoglobin_at_index.value >= 8 g/dL",
                "haemoglobin_at_index.value >= 9 g/dL",
                1,
                1,
            ),
            edited(
                "let cancer = first diagnosis",
                "let cancer = last diagnosis",
                1,
                1,
            ),
            edited(
                "where code in colorectal during accrual",
                "where code not in colorectal during accrual",
                1,
                1,
            ),
            edited(
                "precision diagnosis.date as month, placed on day 15",
                "precision diagnosis.date as month, placed on last day",
                1,
                1,
            ),
            edited("as year, placed on 1 July\n", "as year, placed on 1 June\n", 1, 1),
            edited(
                "starting cancer.date - 14 days",
                "starting cancer.date - 28 days",
                1,
                1,
            ),
            edited("never advances, regimen", "advances, regimen", 1, 1),
            edited("at 6, 12, 24 months", "at 6, 12, 36 months", 1, 0),
            edited("top 5 with sequences", "top 10 with sequences", 1, 0),
            edited(
                "of age, sex, metastatic with smd",
                "of age, sex, metastatic",
                1,
                0,
            ),
            edited("compared by log-rank", "compared by cox", 1, 0),
            edited("\"50-64\": 50 to 64", "\"50-64\": 50 to 69", 1, 1),
            edited("\"50-64\": 50 to 64", "\"50 to 64\": 50 to 64", 1, 1),
            edited(
                "/// Stage IV\n  include stage_iv: cancer.stage >= stage_iv, unknown is not met\n}\n\n/// Metastatic at diagnosis, at",
                "/// Stage 4\n  include stage_iv: cancer.stage >= stage_iv, unknown is not met\n}\n\n/// Metastatic at diagnosis, at",
                1,
                0,
            ),
            edited(
                "/// The first drug treatment of any tumour.",
                "/// The first drug treatment of a tumour.",
                1,
                0,
            ),
            edited(
                "version \"1.0.0\" on std.oncology",
                "version \"1.1.0\" on std.oncology",
                1,
                0,
            ),
            edited(
                "any visit from index to index + 90 days",
                "any visit after index",
                1,
                1,
            ),
            edited(
                "endpoint ttnt = time_to_next_treatment from of_therapy[1]",
                "endpoint ttnt = time_to_next_treatment from of_therapy[2]",
                1,
                1,
            ),
        ],
    );
}

#[test]
fn what_means_nothing_changes_no_plan() {
    a_word_is_a_line(
        "early_onset_colorectal",
        &[
            edited(
                "// One country gives the year of birth",
                "// One country has the year of birth",
                0,
                0,
            ),
            edited(
                "parameter accrual = 2015-01-01 to 2023-12-31\nparameter cutoff = 2024-06-30\n",
                "parameter cutoff = 2024-06-30\n\nparameter accrual = 2015-01-01   to 2023-12-31\n",
                0,
                0,
            ),
            edited(
                "haemoglobin_at_index.value >= 8 g/dL",
                "haemoglobin_at_index.value >= 80 g/L",
                0,
                0,
            ),
            edited(
                "test \"the fiftieth birthday divides\"",
                "test \"the fiftieth birthday\"",
                0,
                0,
            ),
        ],
    );
}

#[test]
fn a_word_of_the_transportability_study_is_a_line_of_its_plans() {
    a_word_is_a_line(
        "nsclc_transportability",
        &[
            edited("stage >= stage_iiib", "stage >= stage_iv", 1, 1),
            // With the histology fixed to one value nothing else can break ties, so that many columns are not read.
            edited(
                "histology not in { small_cell }",
                "histology in { small_cell }",
                1,
                250,
            ),
            edited(
                "let treated_disease = last diagnosis",
                "let treated_disease = first diagnosis",
                1,
                1,
            ),
            edited(
                "let targeted = any medication where drug in egfr_inhibitor or drug in alk_inhibitor",
                "let targeted = any medication where drug in egfr_inhibitor and drug in alk_inhibitor",
                2,
                1,
            ),
            edited("ecog_at_start <= 2", "ecog_at_start <= 1", 1, 1),
            edited(
                "include ecog: ecog_at_start is known",
                "include ecog: ecog_at_start is missing",
                1,
                1,
            ),
            edited(
                "first_days_lines until cutoff",
                "first_days_lines until 2019-06-30",
                1,
                1,
            ),
            edited(
                "therapy[1].drugs has all in pd1_pdl1_inhibitor",
                "therapy[1].drugs has any in pd1_pdl1_inhibitor",
                1,
                1,
            ),
            edited("\"combination\": otherwise", "\"both\": otherwise", 1, 1),
            edited("index therapy[1].start", "index therapy[2].start", 1, 1),
            edited(
                "cohort race_known from treated",
                "cohort race_known from comparable",
                1,
                1,
            ),
            edited(
                "include in_window: index in line_starts",
                "exclude in_window: index in line_starts",
                2,
                2,
            ),
        ],
    );
}

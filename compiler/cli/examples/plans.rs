//! How long the plans of the shipped studies take: `cargo run --release -p kohort --no-default-features --example plans`.
//!
//! It prints, for each study, the fastest of several rounds of checking it for all its sources and of making all its plans.
//! Nothing is asserted, since times belong to a machine.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a benchmark measures, and may stop where it cannot go on"
)]

use kohort_base::MemoryWorld;
use kohort_plan::text::{Form, PlanFile, files};
use kohort_semantics::{Analysis, Options, analyse};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: u32 = 5;

fn main() {
    println!("| study | sources | lines | check | plans |\n|---|---:|---:|---:|---:|");
    for folder in examples() {
        let measured = Measured::of(&folder);
        println!(
            "| {} | {} | {} | {} ms | {} ms |",
            measured.study,
            measured.sources,
            measured.lines,
            measured.check.as_millis(),
            measured.plans.as_millis()
        );
    }
}

/// The folders of the examples, by name.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let entries = folder.read_dir().expect("the examples are there");
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.retain(|folder| !studies(folder).is_empty());
    folders.sort();
    folders
}

/// The files of Kohort in a folder, the study's own first.
fn studies(folder: &Path) -> Vec<(String, String)> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut files: Vec<(String, String)> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "kohort"))
        .map(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(&path).expect("a file can be read"))
        })
        .collect();
    files.sort_by_key(|(name, text)| (!text.lines().any(|line| line.starts_with("study ")), name.clone()));
    files
}

/// The sources that a project's own manifest names.
fn sources(folder: &Path) -> Option<Vec<String>> {
    let manifest = std::fs::read_to_string(folder.join("kohort.toml")).ok()?;
    let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
    let sources = manifest.get("project")?.get("sources")?.as_array()?;
    sources
        .iter()
        .map(|source| source.as_str().map(str::to_owned))
        .collect()
}

struct Measured {
    study: String,
    sources: usize,
    lines: usize,
    check: Duration,
    plans: Duration,
}

impl Measured {
    fn of(folder: &Path) -> Self {
        let files = studies(folder);
        let study = files.first().expect("there is a study").0.clone();
        let world = files
            .into_iter()
            .fold(MemoryWorld::new(), |world, (name, text)| world.with(&name, text));
        let options = Options {
            sources: sources(folder),
        };
        let check = || analyse(&world, &study, &options).expect("the study can be read");
        let (check_time, analysis) = fastest(check);
        let (plan_time, plans) = fastest(|| plans(&analysis));
        Self {
            study,
            sources: analysis.sources.len(),
            lines: plans.iter().map(|plan| plan.text.lines().count()).sum(),
            check: check_time,
            plans: plan_time,
        }
    }
}

/// The plans of a study at all levels, for all its sources.
fn plans(analysis: &Analysis) -> Vec<PlanFile> {
    let study = analysis.study.as_ref().expect("the study has no errors");
    let sources = analysis.sources.iter().map(AsRef::as_ref);
    files(study, sources, Form::Text).expect("a checked study can be planned")
}

/// What something gives, and how long the fastest round took.
fn fastest<T>(mut of: impl FnMut() -> T) -> (Duration, T) {
    let mut round = || {
        let start = Instant::now();
        let value = of();
        (start.elapsed(), value)
    };
    let mut best = round();
    for _ in 1..ROUNDS {
        let next = round();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

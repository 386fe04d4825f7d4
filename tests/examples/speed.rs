//! The benchmark: a run's time beside a plain scan of the same columns with the same reader.
//!
//! `cargo run -p kohort-tests --example speed -- [COPIES] [FOLDER]` repeats the tutorial's 4,000 patients (250 times by
//! default: a million), as CSV and as Parquet, and prints the ratio for both. It asserts nothing: times belong to a
//! machine, ratios are for reading. See docs/performance.md.

use kohort_base::MemoryWorld;
use kohort_engine::{RunOptions, run_blocking, scan_blocking};
use kohort_plan::{Plan, bind::bind, rules::optimise};
use kohort_semantics::{Options, analyse};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "speed/data.rs"]
mod data;

/// How often each thing is measured; the fastest counts, since everything else only adds noise.
const ROUNDS: usize = 3;

#[allow(
    clippy::float_arithmetic,
    reason = "a ratio of times is for reading, and no result"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let copies: u32 = arguments.next().map_or(Ok(250), |text| text.parse())?;
    let kept = arguments.next().map(PathBuf::from);
    let temporary = tempfile::tempdir()?;
    let folder = kept.as_deref().unwrap_or(temporary.path());
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/trialpathfinder_tutorial");
    let rows = data::write(&example.join("data"), folder, copies)?;
    println!("{} patients, {rows} rows, {} threads", 4000 * copies, threads());
    println!("{:8} {:>9} {:>9} {:>7}", "", "scan", "run", "ratio");
    let mut attritions = Vec::new();
    for form in ["csv", "parquet"] {
        let plan = plan(&example, form)?;
        let options = RunOptions::new(folder);
        let scan = fastest(|| {
            scan_blocking(&plan, &options)
                .map(|_| ())
                .map_err(|error| error.to_string())
        })?;
        let mut results = None;
        let run = fastest(|| {
            results = Some(run_blocking(&plan, &options).map_err(|error| error.to_string())?);
            Ok(())
        })?;
        println!(
            "{form:8} {:>8.2}s {:>8.2}s {:>7.2}",
            scan.as_secs_f64(),
            run.as_secs_f64(),
            run.as_secs_f64() / scan.as_secs_f64()
        );
        attritions.push(results.map(|results| results.cohorts));
    }
    if let [csv, parquet] = attritions.as_slice()
        && csv != parquet
    {
        return Err("the two forms gave different results".into());
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory of this process: {peak}");
    }
    Ok(())
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[allow(
    clippy::disallowed_methods,
    reason = "measuring time is what this program is for"
)]
fn fastest(mut work: impl FnMut() -> Result<(), String>) -> Result<Duration, String> {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work()?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

/// The tutorial's plan over files of one form.
fn plan(example: &Path, form: &str) -> Result<Plan, Box<dyn Error>> {
    let mut world = MemoryWorld::new();
    for name in ["study", "tutorial", "tutorial_files"] {
        let text = fs::read_to_string(example.join(format!("{name}.kohort")))?;
        let text = match form {
            "parquet" => text
                .replace("= csv \"", "= parquet \"")
                .replace(".csv\"", ".parquet\""),
            _ => text,
        };
        world.insert(&format!("{name}.kohort"), text);
    }
    let analysis = analyse(&world, "study.kohort", &Options::default())?;
    let study = analysis.study.ok_or("the tutorial's study has errors")?;
    let source = analysis.sources.first().ok_or("the tutorial has no source")?;
    Ok(optimise(bind(&study, source)?)?)
}

/// The most memory this process ever had, where the system tells (Linux).
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

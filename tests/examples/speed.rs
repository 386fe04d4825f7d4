//! The benchmark: a run's time beside a plain scan of the same columns with the same reader.
//!
//! `cargo run -p kohort-tests --example speed` repeats the tutorial's 4,000 patients 250 times, as CSV and as Parquet, and
//! invents a million people in the tables of one country for the study of early-onset colorectal cancer, which runs on the
//! files as they are and prepared; and makes lines of therapy of forty million doses of a million more. It prints ratios within this one run, rows a second, and the most memory each thing had,
//! which is why each is measured in a process of its own. It asserts nothing about times: they belong to a machine. See
//! docs/performance.md; `--help` lists what can be changed.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "speed/arguments.rs"]
mod arguments;
#[path = "speed/data.rs"]
mod data;
#[path = "speed/doses.rs"]
mod doses;
#[path = "speed/measure.rs"]
mod measure;
#[path = "speed/national.rs"]
mod national;
#[path = "speed/subject.rs"]
mod subject;
#[path = "speed/tutorial.rs"]
mod tutorial;

use arguments::{Arguments, HELP};
use measure::{Measured, Task};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(arguments) = Arguments::parse(std::env::args().skip(1))? else {
        print!("{HELP}");
        return Ok(());
    };
    if let Some(task) = arguments.only {
        let folder = arguments.folder.clone().ok_or("a task needs a folder")?;
        println!("{}", measure::carry_out(task, &arguments, &folder)?.line());
        return Ok(());
    }
    let temporary = tempfile::tempdir()?;
    let folder = arguments.folder.clone().unwrap_or(temporary.path().to_path_buf());
    println!(
        "{} threads, the fastest of {} rounds\n",
        threads(),
        arguments.rounds
    );
    if arguments.copies > 0 {
        tutorial(&arguments, &folder)?;
    }
    if arguments.people > 0 {
        colorectal(&arguments, &folder)?;
    }
    if arguments.treated > 0 {
        lines(&arguments, &folder)?;
    }
    Ok(())
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn tutorial(arguments: &Arguments, folder: &Path) -> Result<(), Box<dyn Error>> {
    let tables = folder.join("tutorial");
    let rows = data::write(&tutorial::example().join("data"), &tables, arguments.copies)?;
    println!(
        "tutorial: {} patients, {rows} rows",
        4000 * u64::from(arguments.copies)
    );
    head();
    for (scan, run) in [
        (Task::ScanCsv, Task::RunCsv),
        (Task::ScanParquet, Task::RunParquet),
    ] {
        let scanned = measure::apart(scan, arguments, folder)?;
        line(scan, &scanned, &scanned);
        line(run, &measure::apart(run, arguments, folder)?, &scanned);
    }
    println!();
    same(folder, Task::RunCsv, Task::RunParquet)
}

fn colorectal(arguments: &Arguments, folder: &Path) -> Result<(), Box<dyn Error>> {
    println!(
        "early-onset colorectal cancer: {} people in the tables of `{}`",
        arguments.people, arguments.source
    );
    head();
    // What is kept from an earlier benchmark is measured again, but not made again.
    let made = national::made(arguments, folder);
    if !made {
        let written = measure::apart(Task::Synth, arguments, folder)?;
        line(Task::Synth, &written, &written);
    }
    let scanned = measure::apart(Task::ScanRaw, arguments, folder)?;
    line(Task::ScanRaw, &scanned, &scanned);
    line(
        Task::RunRaw,
        &measure::apart(Task::RunRaw, arguments, folder)?,
        &scanned,
    );
    if !made {
        line(
            Task::Prepare,
            &measure::apart(Task::Prepare, arguments, folder)?,
            &scanned,
        );
    }
    line(
        Task::RunPrepared,
        &measure::apart(Task::RunPrepared, arguments, folder)?,
        &scanned,
    );
    println!();
    same(folder, Task::RunRaw, Task::RunPrepared)
}

fn lines(arguments: &Arguments, folder: &Path) -> Result<(), Box<dyn Error>> {
    let rows = doses::write(arguments.treated, &folder.join("doses"))?;
    println!(
        "lines of therapy after Hess 2021: {} people with {} doses each, {rows} rows",
        arguments.treated,
        doses::DOSES
    );
    head();
    let scanned = measure::apart(Task::ScanDoses, arguments, folder)?;
    line(Task::ScanDoses, &scanned, &scanned);
    let made = measure::apart(Task::RunLines, arguments, folder)?;
    line(Task::RunLines, &made, &scanned);
    println!();
    Ok(())
}

fn head() {
    println!(
        "{:14} {:>10} {:>10} {:>12} {:>10}",
        "", "seconds", "per scan", "rows/second", "peak MB"
    );
}

#[allow(
    clippy::float_arithmetic,
    reason = "a ratio of times is for reading, and no result"
)]
fn line(task: Task, measured: &Measured, scanned: &Measured) {
    let per_scan = measured.seconds() / scanned.seconds();
    // Rows are those of the plain scan, whatever a run reads of them.
    let rows = match task {
        Task::Synth => measured.rows,
        _ => scanned.rows,
    };
    println!(
        "{:14} {:>10.2} {:>10.2} {:>12.0} {:>10}",
        task.word(),
        measured.seconds(),
        per_scan,
        f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) / measured.seconds(),
        measured
            .peak
            .map_or("?".to_owned(), |peak| (peak / 1000).to_string()),
    );
}

/// Two ways to the same result, or the times say nothing.
fn same(folder: &Path, one: Task, other: Task) -> Result<(), Box<dyn Error>> {
    let results = |task: Task| fs::read(results_of(folder, task));
    if results(one)? != results(other)? {
        return Err(format!("`{}` and `{}` gave different results", one.word(), other.word()).into());
    }
    Ok(())
}

/// Where a run's attritions are kept for the comparison.
fn results_of(folder: &Path, task: Task) -> PathBuf {
    folder.join(format!("{}.json", task.word().replace(' ', "-")))
}

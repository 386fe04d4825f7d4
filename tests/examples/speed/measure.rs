//! One thing measured in a process of its own: its time, its rows, and the most memory it had.

use crate::arguments::Arguments;
use crate::subject::Subject;
use crate::{doses, national, results_of, tutorial};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    ScanCsv,
    RunCsv,
    ScanParquet,
    RunParquet,
    Synth,
    ScanRaw,
    RunRaw,
    Prepare,
    RunPrepared,
    ScanDoses,
    RunLines,
}

impl Task {
    const ALL: &[Self] = &[
        Self::ScanCsv,
        Self::RunCsv,
        Self::ScanParquet,
        Self::RunParquet,
        Self::Synth,
        Self::ScanRaw,
        Self::RunRaw,
        Self::Prepare,
        Self::RunPrepared,
        Self::ScanDoses,
        Self::RunLines,
    ];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::ScanCsv => "scan CSV",
            Self::RunCsv => "run CSV",
            Self::ScanParquet => "scan Parquet",
            Self::RunParquet => "run Parquet",
            Self::Synth => "synth",
            Self::ScanRaw => "scan raw",
            Self::RunRaw => "run raw",
            Self::Prepare => "prepare",
            Self::RunPrepared => "run prepared",
            Self::ScanDoses => "scan doses",
            Self::RunLines => "lines",
        }
    }

    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|task| task.word() == word)
    }
}

/// What a measurement found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) time: Duration,
    /// Of a scan or of what was written.
    pub(crate) rows: u64,
    /// In kilobytes, where the system tells (Linux).
    pub(crate) peak: Option<u64>,
}

impl Measured {
    pub(crate) fn seconds(&self) -> f64 {
        self.time.as_secs_f64()
    }

    /// As a process tells the one that started it.
    pub(crate) fn line(&self) -> String {
        format!(
            "{} {} {}",
            self.time.as_nanos(),
            self.rows,
            self.peak.unwrap_or(0)
        )
    }

    fn of_line(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().map(|word| word.parse::<u64>());
        let mut next = || words.next()?.ok();
        Some(Self {
            time: Duration::from_nanos(next()?),
            rows: next()?,
            peak: Some(next()?).filter(|peak| *peak > 0),
        })
    }
}

/// Measures something in a process of its own.
pub(crate) fn apart(task: Task, arguments: &Arguments, folder: &Path) -> Result<Measured, Box<dyn Error>> {
    let output = Command::new(std::env::current_exe()?)
        .args(["--only", task.word(), "--source", &arguments.source])
        .args(["--people", &arguments.people.to_string()])
        .args(["--rounds", &arguments.rounds.to_string()])
        .arg("--folder")
        .arg(folder)
        .stderr(Stdio::inherit())
        .output()?;
    let told = String::from_utf8(output.stdout)?;
    if !output.status.success() {
        return Err(format!("`{}` failed", task.word()).into());
    }
    Measured::of_line(&told).ok_or_else(|| format!("`{}` told `{told}`", task.word()).into())
}

/// Does a thing in this process and measures it.
pub(crate) fn carry_out(
    task: Task,
    arguments: &Arguments,
    folder: &Path,
) -> Result<Measured, Box<dyn Error>> {
    let tables = folder.join("tutorial");
    let (time, rows) = match task {
        Task::ScanCsv => scanned(&tutorial::subject("csv", &tables)?, arguments)?,
        Task::ScanParquet => scanned(&tutorial::subject("parquet", &tables)?, arguments)?,
        Task::ScanRaw => scanned(&national::on_raw(arguments, folder)?, arguments)?,
        Task::RunCsv => ran(&tutorial::subject("csv", &tables)?, task, arguments, folder)?,
        Task::RunParquet => ran(&tutorial::subject("parquet", &tables)?, task, arguments, folder)?,
        Task::ScanDoses => scanned(&doses::subject(&folder.join("doses"))?, arguments)?,
        Task::RunLines => ran(&doses::subject(&folder.join("doses"))?, task, arguments, folder)?,
        Task::RunRaw => ran(&national::on_raw(arguments, folder)?, task, arguments, folder)?,
        Task::RunPrepared => ran(
            &national::on_prepared(arguments, folder)?,
            task,
            arguments,
            folder,
        )?,
        Task::Synth => {
            let mut rows = 0;
            let time = fastest(1, || {
                rows = national::synth(arguments, folder)?;
                Ok(())
            })?;
            (time, rows)
        }
        Task::Prepare => (fastest(1, || national::prepare(arguments, folder))?, 0),
    };
    let peak = peak_memory();
    Ok(Measured { time, rows, peak })
}

fn scanned(subject: &Subject, arguments: &Arguments) -> Result<(Duration, u64), Box<dyn Error>> {
    let mut rows = 0;
    let time = fastest(arguments.rounds, || {
        rows = subject.scan()?;
        Ok(())
    })?;
    Ok((time, rows))
}

fn ran(
    subject: &Subject,
    task: Task,
    arguments: &Arguments,
    folder: &Path,
) -> Result<(Duration, u64), Box<dyn Error>> {
    let mut cohorts = Vec::new();
    let time = fastest(arguments.rounds, || {
        cohorts = subject.run()?;
        Ok(())
    })?;
    fs::write(results_of(folder, task), serde_json::to_vec(&cohorts)?)?;
    Ok((time, 0))
}

/// The fastest of some rounds counts, since everything else only adds noise.
#[allow(
    clippy::disallowed_methods,
    reason = "measuring time is what this program is for"
)]
fn fastest(
    rounds: usize,
    mut work: impl FnMut() -> Result<(), Box<dyn Error>>,
) -> Result<Duration, Box<dyn Error>> {
    let mut best = Duration::MAX;
    for _ in 0..rounds {
        let start = Instant::now();
        work()?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

/// The most memory this process ever had in kilobytes, where the system tells (Linux).
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

//! What became of each study.
//!
//! Invariant: every study has one word, and the exit code is that of the worst.

use crate::failure::Exit;
use crate::findings::Findings;
use crate::lock::{Found, Locked, Observed, Unable};
use crate::terminal::Terminal;
use kohort_lock::{Comparison, Difference, Status};

/// A locked study that ran again.
#[derive(Debug)]
pub(super) struct Again {
    /// What it is now.
    pub(super) observed: Observed,
    /// What differs.
    pub(super) comparison: Comparison,
}

/// What became of one study.
#[derive(Debug)]
pub(super) struct Outcome {
    /// Its file, or the lock's where that cannot be used.
    pub(super) file: String,
    /// The declared name; none where the lock cannot be used.
    pub(super) name: Option<String>,
    /// The lock's file.
    pub(super) lock: String,
    /// The line of the first part that means something else, or the first one.
    line: u32,
    /// What was found.
    pub(super) verdict: Verdict,
}

/// What was found of a study.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It ran, and was compared.
    Compared(Comparison),
    /// It did not run.
    Stopped {
        /// Whose fault it is.
        exit: Exit,
        /// Why.
        why: String,
        /// The file and line of the error, where there is one.
        place: Option<(String, u32)>,
    },
}

/// What became of all.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Each locked study, in order, then each lock that cannot be used.
    pub(super) studies: Vec<Outcome>,
    /// Studies without a lock.
    pub(super) unlocked: Vec<String>,
    /// The locks that were updated, if that was asked for.
    pub(super) updated: Option<Vec<String>>,
}

impl Outcome {
    /// What became of a study.
    pub(super) fn of(locked: &Locked, result: &Result<Again, Unable>, terminal: &Terminal<'_>) -> Self {
        let verdict = match result {
            Ok(again) => Verdict::Compared(again.comparison.clone()),
            Err(Unable::Wrong(wrong)) => {
                let (analysis, project) = &**wrong;
                let (why, place) = Findings::of(analysis, project, terminal).into_text(terminal);
                Verdict::Stopped {
                    exit: Exit::Study,
                    why,
                    place,
                }
            }
            Err(Unable::Stopped(exit, why)) => Verdict::Stopped {
                exit: *exit,
                why: why.clone(),
                place: None,
            },
        };
        Self {
            file: terminal.shown(&locked.study),
            name: Some(locked.lock.study.name.clone()),
            lock: terminal.shown(&locked.file),
            line: result.as_ref().ok().and_then(changed).unwrap_or(1),
            verdict,
        }
    }

    /// The one word for it.
    pub(super) fn word(&self) -> &'static str {
        match &self.verdict {
            Verdict::Compared(comparison) => comparison.status.word(),
            Verdict::Stopped {
                exit: Exit::Study, ..
            } => "study wrong",
            Verdict::Stopped { .. } => "not compared",
        }
    }

    /// What differs or is wrong, in lines.
    pub(super) fn lines(&self) -> Vec<String> {
        match &self.verdict {
            Verdict::Compared(comparison) => comparison.lines(),
            Verdict::Stopped { why, .. } => why.lines().map(str::to_owned).collect(),
        }
    }

    /// What differs and changes no result, in lines.
    pub(super) fn notes(&self) -> Vec<String> {
        match &self.verdict {
            Verdict::Compared(comparison) => comparison.notes.iter().map(ToString::to_string).collect(),
            Verdict::Stopped { .. } => Vec::new(),
        }
    }

    /// Whether it reproduces.
    pub(super) fn is_fine(&self) -> bool {
        self.exit() == Exit::Fine
    }

    /// The file and line to look at: of an error, of the first row that differs, or of the study.
    pub(super) fn place(&self) -> (String, u32) {
        let start = (self.file.clone(), self.line);
        match &self.verdict {
            Verdict::Stopped { place, .. } => place.clone().unwrap_or(start),
            Verdict::Compared(comparison) => match comparison.status {
                Status::DataChanged => (self.lock.clone(), 1),
                Status::ResultChanged | Status::ToolChanged => {
                    let mut rows = comparison.differences.iter().filter_map(row);
                    rows.next().map_or((self.lock.clone(), 1), |(table, line)| {
                        (format!("{}/{table}", self.tables()), line)
                    })
                }
                Status::Reproduced | Status::MeaningChanged => start,
            },
        }
    }

    /// The folder of the tables beside the lock.
    fn tables(&self) -> String {
        let kept = crate::lock::kept_beside(std::path::Path::new(&self.lock));
        kept.display().to_string()
    }

    fn exit(&self) -> Exit {
        match &self.verdict {
            Verdict::Compared(comparison) if comparison.status == Status::Reproduced => Exit::Fine,
            Verdict::Compared(_) => Exit::Irreproducible,
            Verdict::Stopped { exit, .. } => *exit,
        }
    }
}

/// The line of the first part of a study that means something else.
fn changed(again: &Again) -> Option<u32> {
    let differences = again.comparison.differences.iter();
    let mut parts = differences.flat_map(|difference| match difference {
        Difference::Meaning { kind, names, .. } => {
            names.iter().map(|name| (kind.clone(), name.clone())).collect()
        }
        _ => Vec::new(),
    });
    parts.find_map(|part| again.observed.lines.get(&part).copied())
}

/// The table and line of a row that differs.
fn row(difference: &Difference) -> Option<(&str, u32)> {
    let Difference::Rows { table, rows, .. } = difference else {
        return None;
    };
    let line = rows.first().and_then(|row| row.line).unwrap_or(1);
    Some((table, u32::try_from(line).unwrap_or(1)))
}

impl Tally {
    /// Adds the locks that cannot be used.
    pub(super) fn add_unusable(&mut self, found: &Found, terminal: &Terminal<'_>) {
        let outcomes = found.unusable.iter().map(|unusable| {
            let file = terminal.shown(&unusable.file);
            Outcome {
                name: None,
                lock: file.clone(),
                line: 1,
                verdict: Verdict::Stopped {
                    exit: Exit::Environment,
                    why: format!("{}\nhelp: {}", unusable.why, unusable.help),
                    place: Some((file.clone(), 1)),
                },
                file,
            }
        });
        self.studies.extend(outcomes);
    }

    /// Whether a study could not be compared.
    pub(super) fn stopped(&self) -> bool {
        let stopped = |outcome: &Outcome| matches!(outcome.verdict, Verdict::Stopped { .. });
        self.studies.iter().any(stopped)
    }

    /// How many there are of each word, in the order in which words first come.
    pub(super) fn counts(&self) -> Vec<(&'static str, usize)> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for outcome in &self.studies {
            let word = outcome.word();
            match counts.iter_mut().find(|(known, _)| *known == word) {
                Some((_, count)) => *count += 1,
                None => counts.push((word, 1)),
            }
        }
        counts
    }

    /// How the command ends. What is locked anew reproduces.
    pub(super) fn exit(&self) -> Exit {
        let worst = self.studies.iter().map(Outcome::exit).max().unwrap_or(Exit::Fine);
        match self.updated {
            Some(_) if !self.stopped() => Exit::Fine,
            _ => worst,
        }
    }
}

//! What runs beside the compiler, and what came of it: counts above criteria, and tests that failed.
//!
//! Invariant: what came of a run is shown for as long as it is true. Failures of tests go with the text that they are of,
//! and counts with the study's meaning, after which they are shown as outdated.

use super::Server;
use crate::commands::attrition::Counted;
use crate::commands::job::Job;
use crate::commands::refused;
use crate::commands::tests::Failed;
use crate::convert::position::Positions;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::request::CodeLensRefresh;
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, ProgressToken, Uri};

/// What is known beside what the compiler says.
#[derive(Default)]
pub(crate) struct Background {
    job: Option<Job>,
    /// The name under which the editor shows how far the job is, and how it is stopped.
    shown: Option<(ProgressToken, Arc<AtomicBool>)>,
    jobs: u64,
    counts: BTreeMap<String, Counted>,
    failures: BTreeMap<String, (Arc<str>, Vec<Failed>)>,
}

/// A study that is saved, with all that it belongs to: another process can read it.
pub(crate) struct SavedStudy {
    /// The project's folder.
    pub(crate) root: PathBuf,
    /// The study's path from there.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: Arc<str>,
    /// The sources that people can be invented for.
    pub(crate) sources: Vec<String>,
    /// What it means.
    pub(crate) meaning: Option<String>,
}

/// Where the compiler has the sources whose tables are known.
const NATIONAL: &str = "std.sources.";

impl Server {
    /// A study that another process is to read; refused as long as it would read other texts than the editor shows.
    pub(crate) fn saved_study(&mut self, uri: &Uri) -> Result<SavedStudy> {
        let mut asked = self.asked(uri)?;
        let unsaved = asked.workspace().unsaved();
        let Some(root) = asked.folder() else {
            return Err(refused("this text has not been saved yet; save it first"));
        };
        if !unsaved.is_empty() {
            return Err(refused(format!(
                "not everything is saved; save first: {}",
                unsaved.join(", ")
            )));
        }
        let path = asked.path().to_owned();
        if !asked.workspace().is_study(&path) {
            return Err(refused(format!("`{path}` declares no study")));
        }
        let text = Arc::from(asked.text());
        let meaning = kohort_ide::meaning(asked.workspace(), &path);
        let analysis = asked.workspace().analyse(&path);
        let sources = match &analysis {
            Ok(analysis) if !analysis.has_errors() => analysis
                .sources
                .iter()
                .filter(|source| source.module.starts_with(NATIONAL))
                .map(|source| source.name.clone())
                .collect(),
            _ => Vec::new(),
        };
        Ok(SavedStudy {
            root,
            path,
            text,
            sources,
            meaning,
        })
    }

    /// Another job than before.
    pub(crate) fn next_job(&mut self) -> u64 {
        self.background.jobs = self.background.jobs.wrapping_add(1);
        self.background.jobs
    }

    /// What runs now.
    pub(crate) fn keep_job(&mut self, job: Job) {
        self.background.job = Some(job);
    }

    /// How the editor names what is about to run, and what stops it.
    pub(crate) fn watch_progress(&mut self, token: Option<ProgressToken>, stop: &Arc<AtomicBool>) {
        self.background.shown = token.map(|token| (token, Arc::clone(stop)));
    }

    /// Stops what runs; false if nothing did.
    pub(crate) fn stop_job(&mut self) -> bool {
        self.background.shown = None;
        self.background.job.take().is_some_and(Job::stop)
    }

    /// The user does not want what is shown under this name any more.
    pub(crate) fn cancel_progress(&mut self, token: &ProgressToken) {
        if let Some((known, stop)) = &self.background.shown
            && known == token
        {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Keeps counts of a study, and has them shown.
    pub(crate) fn keep_counts(&mut self, uri: &Uri, counted: Counted) {
        self.background.counts.insert(uri.as_str().to_owned(), counted);
        if self.abilities.refreshes_lenses {
            self.outbox.request::<CodeLensRefresh>((), |_, _| {});
        }
    }

    /// The counts of a study, if it was counted.
    pub(crate) fn counts(&self, uri: &Uri) -> Option<Counted> {
        self.background.counts.get(uri.as_str()).cloned()
    }

    /// Marks what does not hold in a text, in the place of what did not before.
    pub(crate) fn mark_failures(&mut self, uri: &Uri, text: Arc<str>, failures: Vec<Failed>) {
        let name = uri.as_str().to_owned();
        self.background.failures.insert(name.clone(), (text, failures));
        if let Some(document) = self.documents.get(&name)
            && let Some(project) = self.projects.get_mut(&document.project)
        {
            project.untold.insert(document.path.clone());
        }
    }
}

impl Background {
    /// What does not hold in a text, as findings of it.
    pub(super) fn failures(&self, uri: &Uri, text: &str, positions: &Positions) -> Vec<Diagnostic> {
        let Some((of, failures)) = self.failures.get(uri.as_str()) else {
            return Vec::new();
        };
        if **of != *text {
            return Vec::new();
        }
        let diagnostic = |failed: &Failed| Diagnostic {
            range: positions.range(&line(text, failed.line)),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some(String::from("kohort test")),
            message: failed.message.clone(),
            ..Diagnostic::default()
        };
        failures.iter().map(diagnostic).collect()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.job.take().map(Job::stop);
    }
}

/// What is written in a line, without the blanks around it.
fn line(text: &str, number: u32) -> std::ops::Range<u32> {
    let mut start = 0usize;
    let mut lines = text.split_inclusive('\n');
    for _ in 0..number {
        start = start.saturating_add(lines.next().map_or(0, str::len));
    }
    let written = lines.next().unwrap_or_default();
    let front = written.len().saturating_sub(written.trim_start().len());
    let start = start.saturating_add(front);
    let end = start.saturating_add(written.trim().len());
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    offset(start)..offset(end)
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_is_marked_without_its_blanks() {
        let text = "test \"胃\" {\n  expect in c\n}\n";
        let marked = |number| {
            let range = line(text, number);
            &text[range.start as usize..range.end as usize]
        };
        assert_eq!(
            [marked(0), marked(1), marked(2)],
            ["test \"胃\" {", "expect in c", "}"]
        );
        assert_eq!(marked(9), "");
    }
}

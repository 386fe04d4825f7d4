//! The findings of several analyses as one list.
//!
//! Invariant: a finding that several studies of a project share is shown once, and every path is written from where the
//! reader is.

use crate::arguments::Format;
use crate::failure::{Exit, Failure};
use crate::project::Project;
use crate::terminal::Terminal;
use kohort_base::{Diagnostic, Encoding, FileId, Files, Span, render, sort_diagnostics};
use kohort_semantics::Analysis;
use std::collections::BTreeMap;

/// Findings, with the texts they are about.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    files: Files,
    diagnostics: Vec<Diagnostic>,
}

impl Findings {
    /// The findings of one analysis.
    pub(crate) fn of(analysis: &Analysis, project: &Project, terminal: &Terminal<'_>) -> Self {
        let mut findings = Self::default();
        findings.add(analysis, project, terminal);
        findings
    }

    /// Adds those findings of an analysis that are new.
    pub(crate) fn add(&mut self, analysis: &Analysis, project: &Project, terminal: &Terminal<'_>) {
        self.add_named(analysis, |path| {
            if project.library().is_none() && path.starts_with("std/") {
                path.to_owned()
            } else {
                terminal.shown(&project.root.join(path))
            }
        });
    }

    /// The same where files are called otherwise.
    pub(crate) fn add_named(&mut self, analysis: &Analysis, shown: impl Fn(&str) -> String) {
        let mut ids = BTreeMap::new();
        for id in analysis.files.ids() {
            let path = shown(analysis.files.path(id));
            ids.insert(id, self.files.add(path, analysis.files.shared_text(id)));
        }
        for diagnostic in &analysis.diagnostics {
            let diagnostic = moved(diagnostic.clone(), &ids);
            if !self.diagnostics.contains(&diagnostic) {
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Adds a finding that belongs to no file.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// They as text without colour, and the place of the first error.
    #[cfg_attr(
        not(feature = "run"),
        expect(dead_code, reason = "only runs of several studies gather findings")
    )]
    pub(crate) fn into_text(mut self, terminal: &Terminal<'_>) -> (String, Option<(String, u32)>) {
        self.diagnostics.retain(Diagnostic::is_error);
        sort_diagnostics(&mut self.diagnostics, &self.files);
        let text = render::terminal(&self.diagnostics, &self.files, false, terminal.width);
        let first = self.diagnostics.iter().find_map(Diagnostic::span);
        let place = first.map(|span| {
            let line = self
                .files
                .line_index(span.file)
                .position(span.start, Encoding::Utf8)
                .line;
            (self.files.path(span.file).to_owned(), line + 1)
        });
        (text.trim_end().to_owned(), place)
    }

    /// Whether there are any.
    pub(crate) fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Shows them, as text to the errors or as JSON to the output, and says how the command ends.
    pub(crate) fn show(
        mut self,
        format: Format,
        warnings_count: bool,
        terminal: &mut Terminal<'_>,
    ) -> Result<Exit, Failure> {
        sort_diagnostics(&mut self.diagnostics, &self.files);
        match format {
            Format::Json => write!(terminal.out, "{}", render::json(&self.diagnostics, &self.files))?,
            Format::Text if self.is_empty() => {}
            Format::Text => {
                let text = render::terminal(
                    &self.diagnostics,
                    &self.files,
                    terminal.colour_errors,
                    terminal.width,
                );
                writeln!(
                    terminal.err,
                    "{}\n{}",
                    text.trim_end(),
                    render::summary(&self.diagnostics)
                )?;
            }
        }
        let wrong = self
            .diagnostics
            .iter()
            .any(|diagnostic| warnings_count || diagnostic.is_error());
        Ok(if wrong { Exit::Study } else { Exit::Fine })
    }
}

/// The same finding about the files of another store.
fn moved(mut diagnostic: Diagnostic, ids: &BTreeMap<FileId, FileId>) -> Diagnostic {
    let there = |span: Span| {
        ids.get(&span.file)
            .map_or(span, |file| Span::new(*file, span.start, span.end))
    };
    for label in &mut diagnostic.labels {
        label.span = there(label.span);
    }
    let fixes = diagnostic.fix.iter_mut().chain(&mut diagnostic.alternatives);
    for edit in fixes.flat_map(|fix| &mut fix.edits) {
        edit.span = there(edit.span);
    }
    diagnostic
}

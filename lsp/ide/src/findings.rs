//! Findings as an editor shows them under the text.
//!
//! Invariant: a finding belongs to the file of its first place; the other places come along as related.

use crate::Range;
use kohort_base::{Diagnostic, Files, Fix, Severity, Span};
use kohort_semantics::Analysis;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is marked.
    pub range: Range,
    /// How serious it is.
    pub severity: Severity,
    /// Its stable code, such as `K0302`.
    pub code: &'static str,
    /// Title, label, notes and help, one below the other.
    pub message: String,
    /// The reasons that stand elsewhere, also in other files.
    pub related: Vec<Related>,
    /// The change that removes the cause.
    pub fix: Option<(String, Vec<FixEdit>)>,
    /// Other changes of which each removes it as well.
    pub alternatives: Vec<(String, Vec<FixEdit>)>,
    /// The sources that it concerns; empty if it concerns all.
    pub sources: Vec<String>,
}

/// A second place of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file, from the project's folder; `std/…` for the standard library.
    pub path: String,
    /// Where in it.
    pub range: Range,
    /// What is to be said there.
    pub message: String,
}

/// One replacement of a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixEdit {
    /// The file, from the project's folder.
    pub path: String,
    /// What is replaced; empty for an insertion.
    pub range: Range,
    /// By what.
    pub replacement: String,
}

/// The findings of an analysis, each with the file that it belongs to, in the order of the analysis.
#[must_use]
pub fn findings(analysis: &Analysis) -> Vec<(&str, Finding)> {
    let files = &analysis.files;
    let found = analysis.diagnostics.iter().filter_map(|diagnostic| {
        let span = diagnostic.span()?;
        Some((files.path(span.file), finding(diagnostic, span, files)))
    });
    found.collect()
}

fn finding(diagnostic: &Diagnostic, span: Span, files: &Files) -> Finding {
    let first = diagnostic.labels.iter().position(|label| label.primary);
    let label = first
        .and_then(|first| diagnostic.labels.get(first))
        .map_or("", |label| &label.message);
    let mut message = diagnostic.title.clone();
    let lines = [label]
        .into_iter()
        .chain(diagnostic.notes.iter().map(String::as_str));
    for line in lines.filter(|line| !line.is_empty()) {
        message.push('\n');
        message.push_str(line);
    }
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let others = diagnostic
        .labels
        .iter()
        .enumerate()
        .filter(|(position, _)| Some(*position) != first);
    Finding {
        range: span.start..span.end,
        severity: diagnostic.severity,
        code: diagnostic.code.as_str(),
        message,
        related: others
            .map(|(_, label)| Related {
                path: files.path(label.span.file).to_owned(),
                range: label.span.start..label.span.end,
                message: label.message.clone(),
            })
            .collect(),
        fix: diagnostic.fix.as_ref().map(|fix| plain_fix(fix, files)),
        alternatives: diagnostic
            .alternatives
            .iter()
            .map(|fix| plain_fix(fix, files))
            .collect(),
        sources: diagnostic.sources.clone(),
    }
}

fn plain_fix(fix: &Fix, files: &Files) -> (String, Vec<FixEdit>) {
    let edits = fix.edits.iter().map(|edit| FixEdit {
        path: files.path(edit.span.file).to_owned(),
        range: edit.span.start..edit.span.end,
        replacement: edit.replacement.clone(),
    });
    (fix.title.clone(), edits.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::{MemoryWorld, World};
    use kohort_semantics::{Options, analyse};

    fn world() -> MemoryWorld {
        MemoryWorld::new()
            .with("clinic.kohort", "model clinic version \"1.0.0\" { one patient { birth_date: Date sex: Category { f, m } } }")
            .with(
                "study.kohort",
                "study s version \"1.0.0\" on clinic\ncohort c { index birth_date include women: sex = g, unknown is met }\nreport { attrition }",
            )
    }

    fn found(world: &MemoryWorld, file: &str) -> Vec<(String, Finding)> {
        let analysis = analyse(world, file, &Options::default()).unwrap();
        let found = findings(&analysis);
        found
            .into_iter()
            .map(|(path, finding)| (path.to_owned(), finding))
            .collect()
    }

    #[test]
    fn a_finding_is_plain_data_with_its_reason() {
        let found = found(&world(), "study.kohort");
        let [(path, finding)] = found.as_slice() else {
            panic!("{found:#?}")
        };
        let text = world().read_text("study.kohort").unwrap();
        assert_eq!(path, "study.kohort");
        assert_eq!((finding.code, finding.severity), ("K0312", Severity::Error));
        assert_eq!(
            &text[finding.range.start as usize..finding.range.end as usize],
            "g"
        );
        assert!(
            finding
                .related
                .iter()
                .any(|related| related.path == "clinic.kohort"),
            "{finding:#?}"
        );
    }

    #[test]
    fn a_finding_belongs_to_the_file_that_it_is_in() {
        let model = "model clinic version \"1.0.0\" { one patient { birth_date: Date sex: Category { g } seen: Dat } }";
        let found = found(&world().with("clinic.kohort", model), "study.kohort");
        let files: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(files, ["clinic.kohort"]);
    }
}

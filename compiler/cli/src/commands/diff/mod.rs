//! `kohort diff`: what changed in meaning between two files, folders or revisions.
//!
//! Invariant: meanings are compared, never texts; a study with errors on either side is said to have them and is not
//! compared. The exit code is 0 exactly if nothing but the cosmetic changed.

#[cfg(feature = "run")]
mod counts;
mod output;

pub(super) use output::coloured;

use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::revision::{Pair, StudyAt, pairs, two_sides};
use crate::terminal::Terminal;
use clap::Args;
use kohort_diff::{Diff, Given, compare};
#[cfg(feature = "run")]
use kohort_semantics::Source;
use kohort_semantics::{Analysis, Study};
use std::sync::Arc;

/// Show what changed in meaning between two files, folders or revisions, how much it matters, and what it affects.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort diff old.kohort new.kohort            two files
  kohort diff study.kohort@v1.2                a revision of git against the file as it is
  kohort diff study.kohort@v1.2 study.kohort@v1.3
  kohort diff HEAD~3..                         every study of this folder since then
  kohort diff main... --format markdown        for a comment on a pull request
  kohort diff study.kohort@v1.2 --counts       and who moves in or out, on the project's data
  kohort diff old.kohort new.kohort --counts --synthetic 5000

Grades, rising: cosmetic, outputs only, characteristics, endpoint, population, time zero, vocabulary, source model.
Exit codes: 0 nothing or only the cosmetic changed, 3 more changed, 1 a study has errors, 2 something cannot be read.")]
pub(crate) struct Arguments {
    /// A file or folder, `PATH@REV` of git, or a range of revisions
    #[arg(value_name = "OLD")]
    old: String,
    /// The same; what is there now, if OLD names a revision
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// Look at these sources only
    #[arg(long = "source", value_name = "NAME", value_delimiter = ',')]
    sources: Option<Vec<String>>,
    #[cfg(feature = "run")]
    #[command(flatten)]
    counts: counts::Counting,
    /// How to show the differences
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How differences are shown. The variants have no doc comments, since help would print them at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    Text,
    #[value(alias = "md")]
    Markdown,
    Json,
}

/// A study of two sides, compared.
pub(super) struct Compared {
    /// Its path from the compared folder.
    pub(super) path: String,
    pub(super) what: What,
}

/// What became of a study.
pub(super) enum What {
    /// It is on both sides.
    Both(Box<Diff>),
    /// Only on the new one.
    Added,
    /// Only on the old one.
    Removed,
    /// It has errors on one side or both, and cannot be compared.
    Wrong { old: bool, new: bool },
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (old, new) = two_sides(&arguments.old, arguments.new.as_deref(), terminal)?;
    let pairs = pairs(&old, &new);
    let alone = pairs.len() == 1;
    #[cfg(feature = "run")]
    let mut folders = arguments.counts.folders(terminal)?;
    let mut all = Vec::new();
    for Pair { path, old, new } in pairs {
        let mut findings = Findings::default();
        let sources = arguments.sources.as_deref();
        let before = checked(old.as_ref(), sources, &mut findings, terminal)?;
        let after = checked(new.as_ref(), sources, &mut findings, terminal)?;
        let what = match (&before, &after, old.is_some(), new.is_some()) {
            (Some(was), Some(is), ..) => {
                #[cfg_attr(not(feature = "run"), allow(unused_mut, reason = "nobody is counted"))]
                let mut diff = Box::new(compared(was, is));
                #[cfg(feature = "run")]
                if let (false, Some(folders), Some(old), Some(new)) =
                    (diff.changes.is_empty(), &mut folders, &old, &new)
                {
                    let (old, new) = (
                        counts::Version { at: old, sound: was },
                        counts::Version { at: new, sound: is },
                    );
                    diff.counts = Some(counts::counts(old, new, folders, terminal)?);
                }
                What::Both(diff)
            }
            (None, Some(_), false, true) => What::Added,
            (Some(_), None, true, false) => What::Removed,
            // Of one study all errors are worth reading; of many, that there are some.
            _ if alone => return findings.show(crate::arguments::Format::Text, false, terminal),
            _ => What::Wrong {
                old: old.is_some() && before.is_none(),
                new: new.is_some() && after.is_none(),
            },
        };
        all.push(Compared { path, what });
    }
    #[cfg(feature = "run")]
    if let Some(folders) = &folders {
        folders.check_names()?;
    }
    output::write(&all, (&old.label, &new.label), arguments.format, terminal)?;
    if all.iter().any(|study| matches!(study.what, What::Wrong { .. })) {
        return Ok(Exit::Study);
    }
    let cosmetic = all.iter().all(|study| match &study.what {
        What::Both(diff) => diff.is_cosmetic(),
        What::Added | What::Removed | What::Wrong { .. } => false,
    });
    Ok(if cosmetic { Exit::Fine } else { Exit::Changed })
}

/// What changed from one checked study to another.
pub(super) fn compared(old: &Sound, new: &Sound) -> Diff {
    compare(
        Given {
            study: &old.study,
            sources: &old.analysis.sources,
        },
        Given {
            study: &new.study,
            sources: &new.analysis.sources,
        },
    )
}

/// A study without errors.
pub(super) struct Sound {
    pub(super) study: Arc<Study>,
    pub(super) analysis: Analysis,
}

impl Sound {
    /// A study of a side, if it has no errors.
    pub(super) fn of(study: &StudyAt) -> Result<Option<Self>, Failure> {
        let analysis = study.analyse(None)?;
        let found = analysis.study.clone();
        Ok(found.map(|study| Self { study, analysis }))
    }

    /// A source that it is for.
    #[cfg(feature = "run")]
    fn source(&self, name: &str) -> Option<&Arc<Source>> {
        self.analysis.sources.iter().find(|source| source.name == name)
    }
}

/// Checks a study of a side. Its errors are added to the findings; warnings are what `kohort check` is for.
fn checked(
    study: Option<&StudyAt>,
    sources: Option<&[String]>,
    findings: &mut Findings,
    terminal: &Terminal<'_>,
) -> Result<Option<Sound>, Failure> {
    let Some(study) = study else {
        return Ok(None);
    };
    let mut analysis = study.analyse(sources.map(<[String]>::to_vec))?;
    analysis.diagnostics.retain(kohort_base::Diagnostic::is_error);
    findings.add_named(&analysis, |path| study.project.shown(path, terminal));
    let found = analysis.study.clone();
    Ok(found.map(|study| Sound { study, analysis }))
}

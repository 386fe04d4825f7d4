//! `kohort git textconv`: a file as the text by which git compares it.
//!
//! A study is its plan of the level `study`. Anything else is its text in canonical style, and so are a study with errors and
//! one with conflicts, whose sides git shows beside the conflict. Invariant: whatever the file holds, there is a text.

use crate::failure::{Exit, Failure, why};
use crate::git::Git;
use crate::project::existing;
use crate::revision::{StudyAt, declares_study, of_commit, of_text, overlaid};
use crate::terminal::Terminal;
use clap::Args;
use kohort_base::{Diagnostic, decode_text};
use kohort_plan::text::LevelPlan;
use kohort_semantics::Study;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file as git compares it in `git log -p` and `git show`; git gives the argument
#[derive(Debug, Args)]
#[command(hide = true)]
pub(super) struct Arguments {
    /// The file, or one that git has written with its text
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let path = terminal.path(&arguments.file);
    let bytes = std::fs::read(&path).map_err(|error| {
        Failure::environment(format!("`{}` cannot be read: {}", path.display(), why(&error)))
    })?;
    // What is wrong with a study, its project or git is no reason to show nothing of it.
    let study = study(&path, &bytes, terminal).ok().flatten();
    match study.and_then(|study| sound(&study).ok().flatten()) {
        Some(study) => write!(terminal.out, "{}", LevelPlan::study(&study).text())?,
        None => terminal.out.write_all(&canonical(&bytes))?,
    }
    Ok(Exit::Fine)
}

/// The study in a file: one of the working tree, or one whose text git has written somewhere else.
fn study(path: &Path, bytes: &[u8], terminal: &Terminal<'_>) -> Result<Option<StudyAt>, Failure> {
    if !decode_text("", bytes).is_ok_and(|text| declares_study(&text)) {
        return Ok(None);
    }
    let real = existing(path)?;
    let git = Git::around(&terminal.folder)?;
    if real.starts_with(git.top()) {
        return overlaid(&real, bytes).map(Some);
    }
    let id = git.name_of(&real)?;
    if git.is_in_conflict(&id)? {
        return Ok(None);
    }
    let file_name = real
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    match of_text(&git, file_name, &id)? {
        Some(origin) => of_commit(&git, &origin, terminal),
        None => Ok(None),
    }
}

/// The study, if it has no errors of its own. What a source lacks changes nothing in its meaning.
pub(super) fn sound(study: &StudyAt) -> Result<Option<Arc<Study>>, Failure> {
    let analysis = study.analyse(Some(Vec::new()))?;
    let wrong = analysis.diagnostics.iter().any(Diagnostic::is_error);
    Ok(analysis.study.filter(|_| !wrong))
}

/// A text in canonical style; as it is, if it has none.
fn canonical(bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = decode_text("", bytes) else {
        return bytes.to_vec();
    };
    kohort_grammar::format(&kohort_grammar::parse(&text)).map_or_else(|_| bytes.to_vec(), String::into_bytes)
}

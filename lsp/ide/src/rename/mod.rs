//! Another name for what is declared, everywhere that it is used.
//!
//! Invariant: all or nothing. A rename is tried before it is handed out: with the new texts every analysis of the project
//! finds the same findings, and every name stands for the same declaration as before.

mod edits;
mod files;
mod linked;
mod refusal;
mod spelling;
mod subject;
mod trial;
mod unread;

pub use files::rename_files;
pub use linked::linked_editing_ranges;
pub use refusal::Refusal;

use crate::navigation::{analyses, uses_of};
use crate::{FixEdit, Range, Workspace};
use edits::Edits;
use kohort_semantics::Symbol;
use std::collections::BTreeSet;
use subject::Subject;

/// The name at an offset and its place, if it can be renamed.
///
/// # Errors
/// If it cannot; the reason is for the reader.
pub fn prepare_rename(
    workspace: &mut Workspace,
    path: &str,
    offset: u32,
) -> Result<(Range, String), Refusal> {
    let subject = Subject::at(workspace, path, offset)?;
    Ok((subject.range, subject.written))
}

/// The replacements that give what is named at an offset another name, in the order of files and places.
///
/// # Errors
/// If the name is no name, is taken, or a place cannot be understood; the reason is for the reader.
pub fn rename(
    workspace: &mut Workspace,
    path: &str,
    offset: u32,
    new: &str,
) -> Result<Vec<FixEdit>, Refusal> {
    let subject = Subject::at(workspace, path, offset)?;
    spelling::check(&subject.written, new)?;
    if subject.written == new {
        return Ok(Vec::new());
    }
    let places = places(workspace, &subject);
    let edits = Edits::new(new, &places);
    free(workspace, &subject, &edits, new)?;
    unread::check(workspace, &subject, &edits)?;
    trial::check(workspace, &subject, &edits, new)?;
    Ok(edits.into_fixes())
}

/// The places where the name is written as it is at the cursor.
fn places(workspace: &mut Workspace, subject: &Subject) -> BTreeSet<(String, u32, u32)> {
    let mut places = uses_of(workspace, &subject.analysis, &subject.symbol);
    if subject.is_alias {
        // An alias is known in its own file only.
        places.retain(|(path, ..)| *path == subject.path);
    } else {
        let declared = &subject.declared;
        places.insert((declared.path.clone(), declared.range.start, declared.range.end));
    }
    places.retain(|(path, start, end)| {
        let text = workspace.text(path);
        let written = text.as_deref().ok().and_then(|text| part(text, *start, *end));
        written == Some(subject.written.as_str())
    });
    places
}

fn part(text: &str, start: u32, end: u32) -> Option<&str> {
    text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}

/// The new name must not be taken in a file that knows the old one.
fn free(workspace: &mut Workspace, subject: &Subject, edits: &Edits, new: &str) -> Result<(), Refusal> {
    if !matches!(subject.symbol, Symbol::Item { .. }) {
        return Ok(());
    }
    for analysis in analyses(workspace) {
        let module = &analysis.vocabulary.module;
        let Some(path) = analysis.vocabulary.modules.get(module) else {
            continue;
        };
        let knows = analysis.vocabulary.names.get(&subject.written) == Some(&subject.symbol);
        if edits.touches(path) && knows && analysis.vocabulary.names.contains_key(new) {
            return Err(Refusal::taken(&subject.written, new, path));
        }
    }
    Ok(())
}

//! Names that change together while one of them is typed.

use super::subject::Subject;
use crate::navigation::document_highlights;
use crate::{Range, Workspace};
use kohort_semantics::Symbol;

/// The places of a name that no other file can know, if the name at an offset is one.
#[must_use]
pub fn linked_editing_ranges(workspace: &mut Workspace, path: &str, offset: u32) -> Option<Vec<Range>> {
    let subject = Subject::at(workspace, path, offset).ok()?;
    let own = matches!(subject.symbol, Symbol::Local(_)) && subject.declared.path == path;
    if !own && !subject.is_alias {
        return None;
    }
    let text = workspace.text(path).ok()?;
    let places = document_highlights(workspace, path, offset).into_iter();
    let ranges = places.map(|place| place.range);
    let same = ranges.filter(|range| super::part(&text, range.start, range.end) == Some(&subject.written));
    Some(same.collect())
}

//! Applying the edits of a fix to a text.
//!
//! Invariant: all edits or none. Writing the text back is the caller's task.

use crate::{Edit, FileId};

/// The text of `file` after those of the edits that concern it; `None` if two of them overlap or one does not fit the
/// text. Two insertions at one place keep their order.
pub fn apply_edits(file: FileId, text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().filter(|edit| edit.span.file == file).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let start = usize::try_from(edit.span.start).ok()?;
        // A slice from behind `start` does not exist, so that this refuses overlapping edits too.
        result.push_str(text.get(done..start)?);
        result.push_str(&edit.replacement);
        done = usize::try_from(edit.span.end).ok()?;
    }
    result.push_str(text.get(done..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    fn edit(start: u32, end: u32, replacement: &str) -> Edit {
        Edit {
            span: Span::new(FileId(0), start, end),
            replacement: replacement.into(),
        }
    }

    #[test]
    fn edits_may_come_in_any_order() {
        let edits = [edit(8, 9, "18 years"), edit(4, 7, ">="), edit(0, 0, "include ")];
        assert_eq!(
            apply_edits(FileId(0), "age => 1", &[]).as_deref(),
            Some("age => 1")
        );
        assert_eq!(
            apply_edits(FileId(0), "age ==> 8", &edits).as_deref(),
            Some("include age >= 18 years")
        );
    }

    #[test]
    fn what_overlaps_or_does_not_fit_is_refused() {
        assert_eq!(
            apply_edits(FileId(0), "abc", &[edit(0, 2, "x"), edit(1, 3, "y")]),
            None
        );
        assert_eq!(apply_edits(FileId(0), "abc", &[edit(2, 9, "x")]), None);
        assert_eq!(apply_edits(FileId(0), "胃", &[edit(1, 3, "x")]), None);
    }

    #[test]
    fn edits_of_other_files_are_left_out() {
        assert_eq!(
            apply_edits(FileId(1), "abc", &[edit(0, 2, "x")]).as_deref(),
            Some("abc")
        );
    }
}

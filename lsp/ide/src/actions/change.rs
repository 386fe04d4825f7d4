//! Changes of texts.
//!
//! Invariant: the edits of a change do not overlap.

use crate::{FixEdit, Range, Workspace};
use kohort_grammar::{format, parse};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Replacements in files, and files that appear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What is replaced in files that there are.
    pub edits: Vec<FixEdit>,
    /// The files that are made first.
    pub creates: Vec<NewFile>,
}

/// A file that a change makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Where, from the project's folder.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl Change {
    /// A change of one file.
    pub(super) fn of(path: &str, edits: impl IntoIterator<Item = (Range, String)>) -> Self {
        let mut change = Self::default();
        for (range, replacement) in edits {
            change.add(path, range, replacement);
        }
        change
    }

    /// One more replacement.
    pub(super) fn add(&mut self, path: &str, range: Range, replacement: impl Into<String>) {
        self.edits.push(FixEdit {
            path: path.to_owned(),
            range,
            replacement: replacement.into(),
        });
    }

    /// The texts of all files that it changes or makes, afterwards; none if the edits do not fit.
    #[must_use]
    pub fn applied(&self, workspace: &Workspace) -> Option<BTreeMap<String, Arc<str>>> {
        let mut texts: BTreeMap<String, Arc<str>> = BTreeMap::new();
        for new in &self.creates {
            texts.insert(new.path.clone(), Arc::from(new.text.as_str()));
        }
        let mut by_file: BTreeMap<&str, Vec<&FixEdit>> = BTreeMap::new();
        for edit in &self.edits {
            by_file.entry(&edit.path).or_default().push(edit);
        }
        for (path, edits) in by_file {
            let text = match texts.get(path) {
                Some(new) => Arc::clone(new),
                None => workspace.text(path).ok()?,
            };
            texts.insert(path.to_owned(), Arc::from(replaced(&text, &edits)?));
        }
        Some(texts)
    }

    /// The same change with the canonical layout in every file that had it before.
    #[must_use]
    pub(super) fn laid_out(self, workspace: &Workspace) -> Option<Self> {
        let mut change = Self::default();
        for (path, text) in self.applied(workspace)? {
            let before = workspace.text(&path).ok();
            let text = match before.as_ref().is_none_or(|before| is_laid_out(before)) {
                true => format(&parse(&text)).map_or(text, Arc::from),
                false => text,
            };
            match before {
                None => change.creates.push(NewFile {
                    path,
                    text: text.to_string(),
                }),
                Some(before) => {
                    if let Some((range, replacement)) = differing_lines(&before, &text) {
                        change.add(&path, range, replacement);
                    }
                }
            }
        }
        Some(change)
    }
}

/// A text after replacements.
fn replaced(text: &str, edits: &[&FixEdit]) -> Option<String> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let (mut result, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        // A slice from behind the start does not exist, so that this refuses overlapping edits too.
        result.push_str(text.get(done..edit.range.start as usize)?);
        result.push_str(&edit.replacement);
        done = edit.range.end as usize;
    }
    result.push_str(text.get(done..)?);
    Some(result)
}

fn is_laid_out(text: &str) -> bool {
    format(&parse(text)).is_ok_and(|formatted| formatted == text)
}

/// What to replace in a text for it to become another: one stretch of lines, or nothing.
fn differing_lines(before: &str, after: &str) -> Option<(Range, String)> {
    if before == after {
        return None;
    }
    let lines = |text: &str| -> Vec<usize> { text.split_inclusive('\n').map(str::len).collect() };
    let same_front: usize = before
        .split_inclusive('\n')
        .zip(after.split_inclusive('\n'))
        .take_while(|(left, right)| left == right)
        .map(|(line, _)| line.len())
        .sum();
    let (mut end_before, mut end_after) = (before.len(), after.len());
    for (left, right) in lines(before)
        .into_iter()
        .rev()
        .zip(lines(after).into_iter().rev())
    {
        let (from_left, from_right) = (end_before.saturating_sub(left), end_after.saturating_sub(right));
        if from_left < same_front
            || from_right < same_front
            || before.get(from_left..end_before) != after.get(from_right..end_after)
        {
            break;
        }
        (end_before, end_after) = (from_left, from_right);
    }
    let range = u32::try_from(same_front).ok()?..u32::try_from(end_before).ok()?;
    Some((range, after.get(same_front..end_after)?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, expected: &str) {
        let (range, replacement) = differing_lines(before, after).unwrap();
        let edit = FixEdit {
            path: String::new(),
            range: range.clone(),
            replacement,
        };
        assert_eq!(replaced(before, &[&edit]).as_deref(), Some(after));
        assert_eq!(&before[range.start as usize..range.end as usize], expected);
    }

    #[test]
    fn only_lines_that_differ_are_replaced() {
        check("a\nb\nc\n", "a\nx\nc\n", "b\n");
        check("a\nb\n", "a\nb\nb\n", "");
        check("a\na\nb\n", "a\nb\n", "a\n");
        check("胃\n", "肺\n", "胃\n");
        check("a", "a\n", "a");
        assert_eq!(differing_lines("a", "a"), None);
    }
}

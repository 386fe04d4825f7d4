//! The lines that a fix would write.
//!
//! Invariant: shows whole new lines under their new numbers, or the old ones where the fix only removes. A fix that
//! cannot be applied shows nothing rather than something wrong.

use std::fmt::Write;
use std::ops::Range;

use crate::{Edit, Encoding, FileId, Files, Fix, LineIndex, apply_edits};

/// More lines than this are told by their number.
const SHOWN_LINES: usize = 8;

/// The new lines of each edited file, `home` being the file that needs no name. One string a file.
pub(super) fn replacement_lines(fix: &Fix, files: &Files, home: Option<FileId>) -> Vec<String> {
    let mut edited: Vec<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
    edited.sort_unstable();
    edited.dedup();
    edited
        .into_iter()
        .filter_map(|file| file_lines(fix, files, file, home))
        .collect()
}

fn file_lines(fix: &Fix, files: &Files, file: FileId, home: Option<FileId>) -> Option<String> {
    let new_text = apply_edits(file, files.text(file), &fix.edits)?;
    let old = Lines::new(files.text(file), files.line_index(file).clone());
    let new = Lines::new(&new_text, LineIndex::new(&new_text));
    let changed: Vec<ChangedLine> = touched_lines(file, &fix.edits, &old, &new)
        .iter()
        .flat_map(|touched| changed_lines(&old, &new, touched))
        .collect();
    let mut shown = String::new();
    if Some(file) != home {
        writeln!(shown, "in {}:", files.path(file)).ok()?;
    }
    let width = changed
        .iter()
        .map(|line| line.number)
        .max()
        .unwrap_or(0)
        .to_string()
        .len();
    for line in changed.iter().take(SHOWN_LINES) {
        writeln!(
            shown,
            "{:>width$} {} {}",
            line.number,
            line.sign,
            line.text.trim_end()
        )
        .ok()?;
    }
    let left_out = changed.len().saturating_sub(SHOWN_LINES);
    if left_out > 0 {
        writeln!(shown, "… and {left_out} more").ok()?;
    }
    Some(shown.trim_end().to_owned())
}

/// A text by lines, with the same idea of a line as everything else that shows line numbers.
struct Lines<'a> {
    index: LineIndex,
    texts: Vec<&'a str>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, index: LineIndex) -> Self {
        let slice = |range: Range<u32>| {
            text.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
        };
        let texts = (0..index.line_count())
            .filter_map(|line| slice(index.line_range(line)?))
            .collect();
        Lines { index, texts }
    }

    fn line(&self, offset: u32) -> usize {
        usize::try_from(self.index.position(offset, Encoding::Utf8).line).unwrap_or(usize::MAX)
    }

    fn texts(&self, lines: &Range<usize>) -> &[&'a str] {
        let count = self.texts.len();
        self.texts
            .get(lines.start.min(count)..lines.end.min(count))
            .unwrap_or_default()
    }
}

/// Lines that edits touch, before and after.
struct Touched {
    old: Range<usize>,
    new: Range<usize>,
}

/// Edits that share a line are one.
fn touched_lines(file: FileId, edits: &[Edit], old: &Lines<'_>, new: &Lines<'_>) -> Vec<Touched> {
    let mut edits: Vec<&Edit> = edits.iter().filter(|edit| edit.span.file == file).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut touched: Vec<Touched> = Vec::new();
    let mut growth: i64 = 0;
    for edit in edits {
        let new_start = i64::from(edit.span.start).saturating_add(growth);
        growth = growth
            .saturating_add(i64::try_from(edit.replacement.len()).unwrap_or(i64::MAX))
            .saturating_sub(i64::from(edit.span.len()));
        let new_end = i64::from(edit.span.end).saturating_add(growth);
        let new_line = |offset| new.line(u32::try_from(offset).unwrap_or(u32::MAX));
        let old_lines = old.line(edit.span.start)..old.line(edit.span.end).saturating_add(1);
        let new_lines = new_line(new_start)..new_line(new_end).saturating_add(1);
        match touched.last_mut() {
            Some(last) if last.old.end > old_lines.start => {
                last.old.end = last.old.end.max(old_lines.end);
                last.new.end = last.new.end.max(new_lines.end);
            }
            _ => touched.push(Touched {
                old: old_lines,
                new: new_lines,
            }),
        }
    }
    touched
}

struct ChangedLine<'a> {
    number: usize,
    sign: char,
    text: &'a str,
}

/// The new lines, or the lost ones where lines are only lost.
fn changed_lines<'a>(old: &Lines<'a>, new: &Lines<'a>, touched: &Touched) -> Vec<ChangedLine<'a>> {
    let (before, after) = (old.texts(&touched.old), new.texts(&touched.new));
    let same_head = before
        .iter()
        .zip(after)
        .take_while(|(left, right)| left == right)
        .count();
    let before = before.get(same_head..).unwrap_or_default();
    let after = after.get(same_head..).unwrap_or_default();
    let same_tail = before
        .iter()
        .rev()
        .zip(after.iter().rev())
        .take_while(|(left, right)| left == right)
        .count();
    let removed = before
        .get(..before.len().saturating_sub(same_tail))
        .unwrap_or_default();
    let added = after
        .get(..after.len().saturating_sub(same_tail))
        .unwrap_or_default();
    let (sign, texts, start) = if added.is_empty() {
        ('-', removed, touched.old.start)
    } else {
        ('+', added, touched.new.start)
    };
    let first = start.saturating_add(same_head).saturating_add(1);
    texts
        .iter()
        .enumerate()
        .map(|(offset, text)| ChangedLine {
            number: first.saturating_add(offset),
            sign,
            text,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    fn shown(text: &str, edits: &[(&str, &str)]) -> Vec<String> {
        let mut files = Files::new();
        let file = files.add("study.kohort".into(), text.into());
        let edit = |(old, new): &(&str, &str)| {
            let start = text.find(old).unwrap() as u32;
            Edit {
                span: Span::new(file, start, start + old.len() as u32),
                replacement: (*new).to_owned(),
            }
        };
        let fix = Fix {
            title: String::new(),
            edits: edits.iter().map(edit).collect(),
        };
        replacement_lines(&fix, &files, Some(file))
    }

    #[test]
    fn lines_are_numbered_after_the_edits_above_them() {
        assert_eq!(
            shown("a\nb\nc\n", &[("a", "x\ny"), ("c", "z")]),
            ["1 + x\n2 + y\n4 + z"]
        );
        assert_eq!(shown("a\nb\nc\n", &[("a\n", ""), ("c", "z")]), ["1 - a\n2 + z"]);
        assert_eq!(shown("a\nb", &[("b", "b\nc")]), ["3 + c"]);
        assert_eq!(shown("a b c\n", &[("a", "x"), ("c", "z")]), ["1 + x b z"]);
    }

    #[test]
    fn every_line_ending_counts() {
        assert_eq!(shown("a\r\nb\rc\nd", &[("d", "x")]), ["4 + x"]);
        assert_eq!(shown("a\r\nb\r\n", &[("b", "x\r\ny")]), ["2 + x\n3 + y"]);
    }
}

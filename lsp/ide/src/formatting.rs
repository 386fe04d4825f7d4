//! The canonical layout as edits of what an editor shows.
//!
//! Invariant: edits replace blanks and line ends and nothing else, so that the cursor, folds and marks of the editor stay
//! where they are; a text with syntax errors is not touched. The kind of line end is the editor's business and stays.

use crate::Range;
use kohort_grammar::{Parse, SyntaxKind, parse};

/// One replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced.
    pub range: Range,
    /// By what.
    pub replacement: String,
}

/// How far the entries of a block are indented, as in the canonical layout.
const INDENT: usize = 2;

/// The edits that bring a text into the canonical layout. None if it has syntax errors.
#[must_use]
pub fn format(text: &str) -> Option<Vec<TextEdit>> {
    edits(text, &parse(text))
}

/// Those of them that lie in the lines of a range.
#[must_use]
pub fn format_range(text: &str, range: &Range) -> Option<Vec<TextEdit>> {
    let lines = lines_around(text, range);
    let mut edits = format(text)?;
    // Blanks belong to the line of the word that they are before; those at the end are before nothing.
    let is_last = lines.end == offset_of(text.len());
    edits.retain(|edit| edit.range.end >= lines.start && (edit.range.end < lines.end || is_last));
    Some(edits)
}

/// What follows from a character that was just typed before an offset. A brace lays out the block that it closes; a line
/// end lays out the line that it ends, and indents the new one.
#[must_use]
pub fn format_typed(text: &str, offset: u32, typed: char) -> Option<Vec<TextEdit>> {
    let parsed = parse(text);
    match typed {
        '}' => {
            let block = closed_block(&parsed, offset)?;
            let mut edits = edits(text, &parsed)?;
            edits.retain(|edit| edit.range.start >= block.start && edit.range.end <= block.end);
            Some(edits)
        }
        '\n' => {
            let all = edits(text, &parsed)?;
            let line = lines_around(text, &(offset..offset));
            let above = lines_around(
                text,
                &(line.start.saturating_sub(1)..line.start.saturating_sub(1)),
            );
            // The blanks around the new line belong to the cursor.
            let inside = visible(text, &above);
            let mut edits: Vec<TextEdit> = all
                .into_iter()
                .filter(|edit| edit.range.start >= inside.start && edit.range.end <= inside.end)
                .collect();
            let shown = visible(text, &line);
            let indent = " ".repeat(INDENT.saturating_mul(depth(&parsed, shown.start, text)));
            let blanks = line.start..shown.start;
            if slice(text, &blanks) != indent {
                edits.push(TextEdit {
                    range: blanks,
                    replacement: indent,
                });
            }
            Some(edits)
        }
        _ => Some(Vec::new()),
    }
}

/// The differences between a text and its canonical layout, one for each run of blanks that differs.
fn edits(text: &str, parsed: &Parse) -> Option<Vec<TextEdit>> {
    let mut canonical = kohort_grammar::format(parsed).ok()?;
    if text.contains("\r\n") {
        canonical = canonical.replace('\n', "\r\n");
    }
    let mut edits = Vec::new();
    let (mut before, mut after) = (text, canonical.as_str());
    loop {
        let (blanks, rest) = split_blanks(before);
        let (wanted, wanted_rest) = split_blanks(after);
        if blanks != wanted {
            let end = offset_of(text.len().saturating_sub(rest.len()));
            let start = end.saturating_sub(offset_of(blanks.len()));
            edits.push(TextEdit {
                range: start..end,
                replacement: wanted.to_owned(),
            });
        }
        if rest.is_empty() && wanted_rest.is_empty() {
            return Some(edits);
        }
        // Where one side has blanks and the other has none, the shorter word ends first.
        let shorter = word_length(rest).min(word_length(wanted_rest));
        match (
            rest.split_at_checked(shorter),
            wanted_rest.split_at_checked(shorter),
        ) {
            (Some((word, next)), Some((same, wanted_next))) if word == same && shorter > 0 => {
                (before, after) = (next, wanted_next);
            }
            // The layout changes nothing but blanks; this would be a mistake in it, and the text must stay whole.
            _ => return None,
        }
    }
}

fn split_blanks(text: &str) -> (&str, &str) {
    let rest = text.trim_start();
    text.split_at(text.len().saturating_sub(rest.len()))
}

fn word_length(text: &str) -> usize {
    text.find(char::is_whitespace).unwrap_or(text.len())
}

/// The whole lines that a range touches, with the last one's end.
fn lines_around(text: &str, range: &Range) -> Range {
    let before = slice(text, &(0..range.start));
    let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let behind = slice(text, &(range.end..offset_of(text.len())));
    let rest = behind
        .find('\n')
        .map_or(behind.len(), |end| end.saturating_add(1));
    offset_of(start)..range.end.saturating_add(offset_of(rest))
}

/// What of a line is no blank; if it has nothing else, its end.
fn visible(text: &str, line: &Range) -> Range {
    let shown = slice(text, line).trim_end_matches(['\r', '\n']);
    let end = line.start.saturating_add(offset_of(shown.len()));
    let start = end.saturating_sub(offset_of(shown.trim_start().len()));
    start
        ..end
            .saturating_sub(offset_of(shown.len().saturating_sub(shown.trim_end().len())))
            .max(start)
}

/// The block whose closing brace ends at an offset.
fn closed_block(parsed: &Parse, offset: u32) -> Option<Range> {
    let mut open = Vec::new();
    for (kind, range) in braces(parsed) {
        if kind == SyntaxKind::LeftBrace {
            open.push(range.start);
            continue;
        }
        let start = open.pop();
        if range.end == offset {
            return Some(start?..offset);
        }
    }
    None
}

/// How many blocks are open at an offset; a brace that stands there closes one.
fn depth(parsed: &Parse, offset: u32, text: &str) -> usize {
    let mut depth = 0_usize;
    for (kind, _) in braces(parsed).take_while(|(_, range)| range.start < offset) {
        match kind {
            SyntaxKind::LeftBrace => depth = depth.saturating_add(1),
            _ => depth = depth.saturating_sub(1),
        }
    }
    let closes = slice(text, &(offset..offset_of(text.len()))).starts_with('}');
    depth.saturating_sub(usize::from(closes))
}

fn braces(parsed: &Parse) -> impl Iterator<Item = (SyntaxKind, Range)> {
    let tokens = parsed
        .syntax()
        .descendants_with_tokens()
        .filter_map(|element| element.into_token());
    tokens
        .filter(|token| matches!(token.kind(), SyntaxKind::LeftBrace | SyntaxKind::RightBrace))
        .map(|token| (token.kind(), crate::plain(token.text_range())))
}

fn slice<'t>(text: &'t str, range: &Range) -> &'t str {
    let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    text.get(place(range.start)..place(range.end)).unwrap_or("")
}

fn offset_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(text: &str, edits: &[TextEdit]) -> String {
        let mut out = String::new();
        let mut from = 0;
        for edit in edits {
            out.push_str(&text[from..edit.range.start as usize]);
            out.push_str(&edit.replacement);
            from = edit.range.end as usize;
        }
        out + &text[from..]
    }

    const UNTIDY: &str = "study s version \"1.0.0\" on clinic\n\n\n\ncohort   c{index birth_date\n      include w:sex=f,unknown is met // why  not\n}\nreport{attrition}";

    #[test]
    fn the_edits_give_the_canonical_layout_and_touch_only_blanks() {
        let edits = format(UNTIDY).unwrap();
        let canonical = kohort_grammar::format(&parse(UNTIDY)).unwrap();
        assert_eq!(applied(UNTIDY, &edits), canonical);
        for edit in &edits {
            assert!(slice(UNTIDY, &edit.range).trim().is_empty(), "{edit:?}");
            assert!(edit.replacement.trim().is_empty(), "{edit:?}");
        }
        assert_eq!(format(&canonical), Some(Vec::new()));
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        let text = UNTIDY.replace('\n', "\r\n");
        let once = applied(&text, &format(&text).unwrap());
        assert_eq!(once.matches('\n').count(), once.matches("\r\n").count());
        assert_eq!(format(&once), Some(Vec::new()));
        let canonical = kohort_grammar::format(&parse(UNTIDY)).unwrap();
        assert_eq!(once.replace("\r\n", "\n"), canonical);
    }

    #[test]
    fn a_text_with_syntax_errors_is_not_touched() {
        let broken = UNTIDY.replace("sex=f", "sex=");
        let end = broken.len() as u32;
        assert_eq!(format(&broken), None);
        assert_eq!(format_range(&broken, &(0..end)), None);
        assert_eq!(format_typed(&broken, end, '}'), None);
        assert_eq!(format_typed(&broken, end, '\n'), None);
    }

    #[test]
    fn a_range_changes_its_lines_alone() {
        let at = UNTIDY.find("include").unwrap() as u32;
        let edits = format_range(UNTIDY, &(at..at + 3)).unwrap();
        insta::assert_snapshot!(applied(UNTIDY, &edits));
    }

    #[test]
    fn a_closing_brace_lays_out_its_block() {
        let at = UNTIDY.find("}\nreport").unwrap() as u32 + 1;
        let edits = format_typed(UNTIDY, at, '}').unwrap();
        insta::assert_snapshot!(applied(UNTIDY, &edits));
        assert_eq!(format_typed(UNTIDY, at - 1, '}'), None);
    }

    #[test]
    fn a_line_end_lays_out_the_line_above_and_indents_the_new_one() {
        let text = UNTIDY.replace("birth_date\n      include", "birth_date\n\ninclude");
        let at = text.find("\ninclude").unwrap() as u32;
        let edits = format_typed(&text, at, '\n').unwrap();
        insta::assert_snapshot!(applied(&text, &edits));
    }
}

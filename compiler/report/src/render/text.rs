//! Tables for a terminal.
//!
//! Invariant: plain text in columns, the same words with and without colour. Columns that do not fit beside each other stand
//! below each other, and nothing is cut off but labels.

use super::shown::{UNDEFINED, has_not_reached, shown};
use crate::cell::Content;
use crate::table::{Report, Row, Table};

/// The least width of the column with the labels.
const NARROWEST: usize = 16;
/// What stands between columns.
const GAP: usize = 2;
/// Bold, and back to normal.
const BOLD: (&str, &str) = ("\u{1b}[1m", "\u{1b}[0m");

/// What a place can show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether heads are bold.
    pub colour: bool,
    /// The width in characters that tables must fit; none where nothing cuts them off.
    pub width: Option<usize>,
}

/// A report as text, with a blank line between tables; last, what of them is hidden.
pub fn text(report: &Report, style: Style) -> String {
    let tables = report.tables.iter().map(|table| one(table, style));
    let hidden = report.suppression.iter().filter(|_| !report.tables.is_empty());
    let hidden = hidden.map(|note| {
        let lines = wrapped(note, style.width);
        lines.iter().map(|line| format!("{line}\n")).collect()
    });
    let parts: Vec<String> = tables.chain(hidden).collect();
    parts.join("\n")
}

/// A line of a table before it is laid out.
struct Line {
    label: String,
    cells: Vec<String>,
}

fn one(table: &Table, style: Style) -> String {
    let lines = lines(&table.rows);
    let widths = widths(table, &lines);
    let longest = lines.iter().map(|line| length(&line.label)).max().unwrap_or(0);
    let mut text = bold(&table.title, style);
    for block in blocks(&widths, longest, style) {
        let widths = widths.get(block.clone()).unwrap_or_default();
        let used: usize = widths.iter().map(|width| width.saturating_add(GAP)).sum();
        let fits = style.width.map_or(longest, |width| width.saturating_sub(used));
        let room = longest.min(fits).max(NARROWEST);
        let heads: Vec<String> = table.columns.iter().map(|column| column.head.clone()).collect();
        let heads = heads.get(block.clone()).unwrap_or_default();
        text.push_str(&bold(&laid_out("", heads, room, widths), style));
        for line in &lines {
            let cells = line.cells.get(block.clone()).unwrap_or_default();
            text.push_str(&laid_out(&line.label, cells, room, widths));
            text.push('\n');
        }
    }
    for note in notes(table) {
        for line in wrapped(&note, style.width) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

/// One line for each row, and one for each section with several.
fn lines(rows: &[Row]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut section = None;
    for row in rows {
        let cells = row.cells.iter().map(|cell| shown(&cell.content)).collect();
        let unit = row
            .unit
            .as_ref()
            .map(|unit| format!(", {unit}"))
            .unwrap_or_default();
        if row.label.is_empty() {
            section = None;
            lines.push(Line {
                label: format!("  {}", row.section),
                cells,
            });
            continue;
        }
        if section != Some(&row.section) {
            section = Some(&row.section);
            lines.push(Line {
                label: format!("  {}", row.section),
                cells: Vec::new(),
            });
        }
        lines.push(Line {
            label: format!("    {}{unit}", row.label),
            cells,
        });
    }
    lines
}

fn widths(table: &Table, lines: &[Line]) -> Vec<usize> {
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(place, column)| {
            let cells = lines.iter().filter_map(|line| line.cells.get(place));
            cells
                .map(|cell| length(cell))
                .max()
                .unwrap_or(0)
                .max(length(&column.head))
        })
        .collect()
}

/// The columns that stand beside each other: as many as fit, and at least one.
fn blocks(widths: &[usize], longest: usize, style: Style) -> Vec<std::ops::Range<usize>> {
    let width = style.width.unwrap_or(usize::MAX);
    let label = longest.min(width / 2).max(NARROWEST);
    let mut blocks = Vec::new();
    let (mut start, mut used) = (0, label);
    for (place, column) in widths.iter().enumerate() {
        let with = used.saturating_add(GAP).saturating_add(*column);
        if with > width && place > start {
            blocks.push(start..place);
            (start, used) = (place, label.saturating_add(GAP).saturating_add(*column));
        } else {
            used = with;
        }
    }
    blocks.push(start..widths.len());
    blocks
}

fn laid_out(label: &str, cells: &[String], room: usize, widths: &[usize]) -> String {
    let mut text = if length(label) > room {
        let kept: String = label.chars().take(room.saturating_sub(1)).collect();
        format!("{kept}…")
    } else {
        format!("{label:<room$}")
    };
    for (cell, width) in cells.iter().zip(widths) {
        text.push_str(&format!("  {cell:>width$}"));
    }
    text.trim_end().to_owned()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn bold(text: &str, style: Style) -> String {
    let (on, off) = if style.colour { BOLD } else { ("", "") };
    format!("{on}{text}{off}\n")
}

/// The table's notes, and what its signs mean.
fn notes(table: &Table) -> Vec<String> {
    let mut notes = table.notes.clone();
    let contents = || {
        table
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| &cell.content)
    };
    if contents().any(has_not_reached) {
        notes.push(String::from("NR: not reached."));
    }
    let mut reasons: Vec<&str> = Vec::new();
    for content in contents() {
        if let Content::Undefined { why } = content
            && !reasons.contains(&why.as_str())
        {
            reasons.push(why);
        }
    }
    if !reasons.is_empty() {
        notes.push(format!("{UNDEFINED}: {}.", reasons.join("; or ")));
    }
    notes
}

/// Text in lines of at most the width, broken at blanks; two characters are left for the margin.
fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(2));
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if length(line).saturating_add(1).saturating_add(length(word)) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

//! The capability matrix for the terminal: a word for each attribute and source, and the reasons below.
//!
//! Invariant: the same text with and without colour, but for the colour.

use kohort_semantics::capability::{Capability, Cell, Matrix};
use std::fmt::Write;

/// The widest name that the columns are aligned for.
const WIDEST: usize = 34;
/// The width of a source's column.
const COLUMN: usize = 13;

/// The matrix as text.
pub(crate) fn matrix(matrix: &Matrix, colour: bool) -> String {
    let mut text = String::new();
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    let names = matrix.rows.iter().map(|row| row.name.chars().count() + 2);
    let wide = names
        .chain([matrix.model.chars().count()])
        .max()
        .unwrap_or(0)
        .min(WIDEST);
    let heads = matrix.sources.iter().map(|source| match &source.country {
        Some(country) => format!("{:<COLUMN$}", format!("{} ({country})", source.name)),
        None => format!("{:<COLUMN$}", source.name),
    });
    // Writing to a `String` cannot fail.
    let _ = writeln!(
        text,
        "{:<wide$}  {}",
        matrix.model,
        heads.collect::<String>().trim_end()
    );
    let mut entity = "";
    for row in &matrix.rows {
        if row.entity != entity {
            entity = &row.entity;
            let _ = writeln!(text, "\n{entity}");
        }
        let mut line = format!("{:<wide$}  ", format!("  {}", row.name));
        for (cell, source) in row.cells.iter().zip(&matrix.sources) {
            let padded = format!("{:<COLUMN$}", word(cell, &source.name, &mut reasons));
            line.push_str(&painted(&padded, &cell.capability, colour));
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text.push_str(
        "\npresent: as recorded · derived: by a rule of the source model · day, month, quarter, year: a date that may be \
         known\nto this precision only · - not recorded · a number: why it is not recorded, or not in all tables\n",
    );
    let anchored = matrix
        .sources
        .iter()
        .filter_map(|source| Some((source, source.days_from.as_ref()?)));
    for (source, anchor) in anchored {
        let _ = writeln!(
            text,
            "\n{}: dates are days from {anchor}, which is not disclosed; no year or month of the calendar is known",
            source.name
        );
    }
    if !reasons.is_empty() {
        text.push('\n');
    }
    for (position, (reason, sources)) in reasons.iter().enumerate() {
        let _ = writeln!(text, "{:>4}  {}: {reason}", position + 1, sources.join(", "));
    }
    text
}

/// A cell in a word, with the number of a reason if there is one.
fn word(cell: &Cell, source: &str, reasons: &mut Vec<(String, Vec<String>)>) -> String {
    match &cell.capability {
        Capability::Absent { reason } => format!("- {}", number(reasons, reason, source)),
        other if cell.not_in.is_empty() => other.word(),
        other => format!("{} {}", other.word(), number(reasons, &cell.partly(), source)),
    }
}

/// The number of a reason, and a note that a source gives it.
fn number(reasons: &mut Vec<(String, Vec<String>)>, reason: &str, source: &str) -> usize {
    let position = reasons
        .iter()
        .position(|(known, _)| known == reason)
        .unwrap_or_else(|| {
            reasons.push((reason.to_owned(), Vec::new()));
            reasons.len().saturating_sub(1)
        });
    if let Some((_, sources)) = reasons.get_mut(position)
        && !sources.iter().any(|known| known == source)
    {
        sources.push(source.to_owned());
    }
    position + 1
}

fn painted(word: &str, cell: &Capability, colour: bool) -> String {
    if !colour {
        return word.to_owned();
    }
    let code = match cell {
        Capability::Present { .. } => "32",
        Capability::Derived { .. } => "36",
        Capability::Coarser { .. } => "33",
        Capability::Absent { .. } => "2",
    };
    format!("\u{1b}[{code}m{word}\u{1b}[0m")
}

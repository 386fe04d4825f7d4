//! Reports for a terminal.
//!
//! Invariant: plain text in columns, the same with and without colour; what is not known is blank, never zero.

use super::cell::notice;
use super::{CohortReport, Report, StepReport, side_by_side};
use crate::terminal::Terminal;
use kohort_engine::StepKind;
use kohort_report::render::{Style, text};
use std::io;

/// The least width of the column with the steps.
const NARROWEST: usize = 12;
/// Bold, and back to normal.
const BOLD: (&str, &str) = ("\u{1b}[1m", "\u{1b}[0m");

/// Shows reports one below the other.
pub(crate) fn show(reports: &[Report], terminal: &mut Terminal<'_>) -> io::Result<()> {
    for (position, report) in reports.iter().enumerate() {
        if position > 0 {
            writeln!(terminal.out)?;
        }
        one(report, terminal)?;
    }
    side_by_side::show(reports, terminal)
}

fn one(report: &Report, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let country = report
        .country
        .as_ref()
        .map(|country| format!(" ({country})"))
        .unwrap_or_default();
    let title = format!(
        "{} {} on {} {}{country}",
        report.study, report.study_version, report.source, report.source_version
    );
    heading(&title, terminal)?;
    for cohort in &report.cohorts {
        writeln!(terminal.out)?;
        attrition(cohort, terminal)?;
    }
    let style = Style {
        colour: terminal.colour,
        width: terminal.table_width,
    };
    if !report.tables.tables.is_empty() {
        write!(terminal.out, "\n{}", text(&report.tables, style))?;
    }
    if !report.adaptations.is_empty() {
        writeln!(terminal.out)?;
        heading("What the study says for some sources only", terminal)?;
        for adaptation in &report.adaptations {
            writeln!(terminal.out, "  {}: {}", adaptation.place, adaptation.text)?;
        }
    }
    if !report.looking_ahead.is_empty() {
        writeln!(terminal.out)?;
        heading("Looks past the index date, as the study declares", terminal)?;
        for ahead in &report.looking_ahead {
            writeln!(
                terminal.out,
                "  {}: {} days, {}",
                ahead.name, ahead.days, ahead.reason
            )?;
        }
    }
    writeln!(terminal.out)?;
    heading("Data quality", terminal)?;
    let mut remarks = report
        .quality
        .iter()
        .filter(|remark| !remark.is_empty())
        .peekable();
    if remarks.peek().is_none() {
        writeln!(terminal.out, "  nothing was left aside, moved or unreadable")?;
    }
    for remark in remarks {
        writeln!(terminal.out, "  {}", remark.sentence())?;
    }
    if let Some(minimum) = report.minimum_cell {
        writeln!(terminal.out, "\n{}", notice(minimum).join("\n"))?;
    }
    Ok(())
}

pub(super) fn heading(text: &str, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let (on, off) = if terminal.colour { BOLD } else { ("", "") };
    writeln!(terminal.out, "{on}{text}{off}")
}

/// One row of text: what the step is, and the counts that say something about it.
pub(super) type Row = (String, Vec<String>);

fn attrition(cohort: &CohortReport, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let by_entry = cohort.steps.iter().any(|step| step.patients != step.after);
    let mut columns = vec!["before", "removed", "unknown", "after"];
    if by_entry {
        columns.push("patients");
    }
    columns.push("alone");
    let rows: Vec<Row> = cohort.steps.iter().map(|step| row(step, by_entry)).collect();
    let heads: Vec<String> = columns.iter().map(|head| (*head).to_owned()).collect();
    table(&format!("cohort {}", cohort.name), &heads, &rows, terminal)?;
    if rows
        .iter()
        .any(|(_, cells)| cells.last().is_some_and(|alone| !alone.is_empty()))
    {
        writeln!(
            terminal.out,
            "  alone: how many of all entries this criterion would remove by itself"
        )?;
    }
    Ok(())
}

/// What a step is, in words.
pub(super) fn named(step: &StepReport) -> String {
    let words = step
        .doc
        .as_deref()
        .and_then(|doc| doc.lines().next())
        .unwrap_or("")
        .trim();
    match step.kind {
        StepKind::Population => String::from("  patients"),
        StepKind::Index => String::from("  with an index date"),
        StepKind::Include | StepKind::Exclude if words.is_empty() => format!("  {}", step.step),
        StepKind::Include | StepKind::Exclude => format!("  {}: {words}", step.step),
    }
}

fn row(step: &StepReport, by_entry: bool) -> Row {
    let criterion = matches!(step.kind, StepKind::Include | StepKind::Exclude);
    let population = step.kind == StepKind::Population;
    let shown = |shown: bool, cell: super::Cell| if shown { cell.to_string() } else { String::new() };
    let mut cells = vec![
        shown(!population, step.before),
        shown(!population, step.removed),
        shown(criterion, step.unknown),
        step.after.to_string(),
    ];
    if by_entry {
        cells.push(step.patients.to_string());
    }
    cells.push(step.alone.map(|alone| alone.to_string()).unwrap_or_default());
    (named(step), cells)
}

/// A table of counts, with the steps cut to what the terminal has room for.
pub(super) fn table(
    title: &str,
    heads: &[String],
    rows: &[Row],
    terminal: &mut Terminal<'_>,
) -> io::Result<()> {
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(column, head)| {
            let cells = rows
                .iter()
                .filter_map(|(_, cells)| cells.get(column))
                .map(String::len);
            cells.max().unwrap_or(0).max(head.len())
        })
        .collect();
    let counts_width: usize = widths.iter().map(|width| width.saturating_add(2)).sum();
    let longest = rows
        .iter()
        .map(|(step, _)| step.chars().count())
        .max()
        .unwrap_or(0)
        .max(title.chars().count());
    let fits = terminal
        .table_width
        .map_or(longest, |width| width.saturating_sub(counts_width));
    let room = longest.min(fits).max(NARROWEST);
    heading(&line(title, heads, room, &widths), terminal)?;
    for (step, cells) in rows {
        writeln!(terminal.out, "{}", line(step, cells, room, &widths))?;
    }
    Ok(())
}

fn line(step: &str, cells: &[String], room: usize, widths: &[usize]) -> String {
    let mut text = if step.chars().count() > room {
        let kept: String = step.chars().take(room.saturating_sub(1)).collect();
        format!("{kept}…")
    } else {
        format!("{step:<room$}")
    };
    for (cell, width) in cells.iter().zip(widths) {
        text.push_str(&format!("  {cell:>width$}"));
    }
    text.trim_end().to_owned()
}

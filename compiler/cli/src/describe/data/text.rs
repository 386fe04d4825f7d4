//! What a dataset holds, for the terminal.
//!
//! Invariant: the same text with and without colour, but for the colour; lines are broken between items only.

use super::items::{items, lines, noticed};
use super::{AttributeReport, Count, EntityReport, Reason, Report};
use crate::report::cell::Cell;
use std::fmt::Write;

/// Where lists of items are broken.
const WIDTH: usize = 110;
/// Bold, and back to normal.
const BOLD: (&str, &str) = ("\u{1b}[1m", "\u{1b}[0m");

/// The report as text.
pub(crate) fn text(report: &Report, colour: bool) -> String {
    let mut text = Text {
        text: String::new(),
        colour,
    };
    let country = report
        .country
        .as_ref()
        .map(|country| format!(" ({country})"))
        .unwrap_or_default();
    text.heading(&format!(
        "{} {}{country}: what the data hold",
        report.source, report.source_version
    ));
    if let Some(about) = &report.about {
        text.line(about);
    }
    text.line(&format!(
        "{} patients, of the model {}",
        report.patients, report.model
    ));
    if let Some([first, last]) = &report.period {
        text.line(&format!("the source says that its data cover {first} to {last}"));
    }
    if let Some(anchor) = &report.days_from {
        text.line(&format!(
            "its dates are days from {anchor}, which it does not disclose"
        ));
    }
    for entity in &report.entities {
        text.entity(entity);
    }
    if !report.not_recorded.is_empty() {
        text.line("");
        text.heading("Not recorded by this source");
        text.reasons(&report.not_recorded);
    }
    text.line("");
    text.heading("Data quality");
    let remarks = noticed(&report.quality);
    if remarks.is_empty() {
        text.line("  nobody opted out, and nothing is contradictory or lacking");
    }
    for line in &remarks {
        let about = if line.about.is_empty() {
            String::new()
        } else {
            format!("{}: ", line.about)
        };
        text.items(&format!("  {about}"), &line.items);
    }
    if !report.faults.is_empty() {
        text.line("");
        text.heading("What contradicts the source; counted as missing here, but a run ends with it");
        for fault in &report.faults {
            text.line(&format!("\n{fault}"));
        }
    }
    if !report.notice.is_empty() {
        text.line(&format!("\n{}", report.notice.join("\n")));
    }
    text.text
}

struct Text {
    text: String,
    colour: bool,
}

impl Text {
    fn line(&mut self, line: &str) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.text, "{}", line.trim_end());
    }

    fn heading(&mut self, line: &str) {
        let (on, off) = if self.colour { BOLD } else { ("", "") };
        self.line(&format!("{on}{line}{off}"));
    }

    fn entity(&mut self, entity: &EntityReport) {
        self.line("");
        let span = match (&entity.from, &entity.to) {
            (Some(from), Some(to)) => format!(", {from} to {to}"),
            _ => String::new(),
        };
        self.heading(&format!(
            "{}: {} records of {} patients{span}",
            entity.entity, entity.records, entity.patients
        ));
        self.items("  by year: ", &items(&entity.by_year));
        self.items("  by days: ", &items(&entity.by_days));
        self.items("  from: ", &items(&entity.by_table));
        if let Some(undated) = entity.undated.filter(|undated| !undated.is_zero()) {
            self.line(&format!("  without a date: {undated}"));
        }
        if let Some(outside) = entity.outside_period.filter(|outside| !outside.is_zero()) {
            self.line(&format!(
                "  dated outside the time that the source covers: {outside}"
            ));
        }
        if !entity.repeated.is_zero() {
            self.line(&format!(
                "  repeat another record of their patient in everything: {}",
                entity.repeated
            ));
        }
        if entity.records.is_zero() {
            return;
        }
        let names = entity
            .attributes
            .iter()
            .map(|attribute| attribute.attribute.chars().count());
        let wide = names.max().unwrap_or(0).max(12);
        self.line(&format!(
            "  {:<wide$}  {:>10} {:>7} {:>10} {:>10}",
            "", "known", "%", "missing", "unreadable"
        ));
        for attribute in &entity.attributes {
            self.attribute(attribute, wide);
        }
        self.reasons_of(&entity.not_recorded);
    }

    fn attribute(&mut self, attribute: &AttributeReport, wide: usize) {
        let shown = |cell: Option<Cell>| cell.map_or_else(|| String::from("·"), |cell| cell.to_string());
        let unreadable = if attribute.unreadable.is_zero() {
            String::new()
        } else {
            attribute.unreadable.to_string()
        };
        self.line(&format!(
            "  {:<wide$}  {:>10} {:>7} {:>10} {:>10}",
            attribute.attribute,
            shown(attribute.known),
            attribute.known_percent.as_deref().unwrap_or(""),
            shown(attribute.missing),
            unreadable
        ));
        for line in lines(attribute) {
            let about = if line.about.is_empty() {
                String::new()
            } else {
                format!("{}: ", line.about)
            };
            self.items(&format!("      {about}"), &line.items);
        }
    }

    /// Items behind a beginning, broken where the line is full.
    fn items(&mut self, beginning: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        let indent = beginning.chars().take_while(|letter| *letter == ' ').count() + 2;
        let mut line = beginning.to_owned();
        for (position, item) in items.iter().enumerate() {
            let item = if position + 1 < items.len() {
                format!("{item}, ")
            } else {
                item.clone()
            };
            let filled = line.chars().count();
            if filled > indent && filled + item.chars().count() > WIDTH {
                self.line(&line);
                line = " ".repeat(indent);
            }
            line.push_str(&item);
        }
        self.line(&line);
    }

    fn reasons(&mut self, reasons: &[Reason]) {
        for reason in reasons {
            self.line(&format!("  {}: {}", reason.name, reason.reason));
        }
    }

    /// The names only; the reasons stand in the matrix.
    fn reasons_of(&mut self, reasons: &[Reason]) {
        let names: Vec<String> = reasons.iter().map(|reason| reason.name.clone()).collect();
        self.items("  not recorded: ", &names);
    }
}

impl Count {
    /// How it compares with the largest of its kind, in hundredths; nothing for a count that is not shown.
    pub(super) fn share(&self, largest: u64) -> u64 {
        match self.count {
            Cell::Count(count) => count.saturating_mul(100).checked_div(largest).unwrap_or(0),
            Cell::Below(_) => 0,
        }
    }
}

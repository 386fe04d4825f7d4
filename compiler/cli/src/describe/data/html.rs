//! What a dataset holds, as one page for a browser: no script, nothing loaded from elsewhere.

use super::items::{items, lines, noticed};
use super::{AttributeReport, EntityReport, Report};
use crate::describe::html::{plain, render};
use crate::failure::Failure;
use crate::report::cell::Cell;
use minijinja::context;
use serde::Serialize;

#[derive(Debug, Serialize)]
struct Entity<'a> {
    report: &'a EntityReport,
    years: Vec<Year>,
    /// The tables that the records come from, where they come from several.
    tables: String,
    rows: Vec<Row>,
}

/// A bar.
#[derive(Debug, Serialize)]
struct Year {
    year: String,
    count: String,
    /// Of the largest, in hundredths.
    share: u64,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    known: String,
    percent: Option<String>,
    missing: String,
    unreadable: String,
    details: Vec<String>,
}

/// The page.
pub(crate) fn page(report: &Report) -> Result<String, Failure> {
    let remarks = noticed(&report.quality)
        .into_iter()
        .map(|line| match line.about.as_str() {
            "" => line.items.join(", "),
            about => format!("{about}: {}", line.items.join(", ")),
        });
    let faults = report.faults.iter().map(ToString::to_string);
    render(
        include_str!("page.html"),
        context! {
            report => report,
            entities => report.entities.iter().map(entity).collect::<Vec<_>>(),
            about => report.about.as_deref().map(plain),
            remarks => remarks.collect::<Vec<_>>(),
            faults => faults.collect::<Vec<_>>(),
        },
    )
}

fn entity(report: &EntityReport) -> Entity<'_> {
    let largest = report.by_year.iter().map(|year| match year.count {
        Cell::Count(count) => count,
        Cell::Below(_) => 0,
    });
    let largest = largest.max().unwrap_or(0);
    let years = report.by_year.iter().map(|year| Year {
        year: year.name.clone(),
        count: year.count.to_string(),
        share: year.share(largest),
    });
    Entity {
        years: years.collect(),
        tables: items(&report.by_table).join(", "),
        rows: report.attributes.iter().map(row).collect(),
        report,
    }
}

fn row(attribute: &AttributeReport) -> Row {
    let shown = |cell: Option<Cell>| cell.map_or_else(|| String::from("·"), |cell| cell.to_string());
    let details = lines(attribute)
        .into_iter()
        .map(|line| match line.about.as_str() {
            "" => line.items.join(", "),
            about => format!("{about}: {}", line.items.join(", ")),
        });
    Row {
        name: attribute.attribute.clone(),
        known: shown(attribute.known),
        percent: attribute.known_percent.clone(),
        missing: shown(attribute.missing),
        unreadable: if attribute.unreadable.is_zero() {
            String::new()
        } else {
            attribute.unreadable.to_string()
        },
        details: details.collect(),
    }
}

//! Reports as JSON, for programs.
//!
//! Invariant: fields stand in the order of the types below and are always there; new ones may come within a format
//! version. A suppressed count is a text such as `"<10"` in the place of a number.

use super::cell::notice;
use super::quality::Remark;
use super::{Ahead, CohortReport, Report};
use kohort_plan::algebra::Adaptation;
use serde::Serialize;

/// The version of the format; it counts up when a field changes its meaning or goes.
const FORMAT_VERSION: u32 = 1;

/// A whole run: attrition, tables and data quality.
pub(crate) fn run(reports: &[Report]) -> String {
    document(reports, |report| Whole {
        of: Of::new(report),
        cohorts: &report.cohorts,
        reports: &report.tables,
        quality: &report.quality,
    })
}

/// The attrition alone.
pub(crate) fn attrition(reports: &[Report]) -> String {
    document(reports, |report| Attrition {
        of: Of::new(report),
        cohorts: &report.cohorts,
    })
}

/// The tables alone.
pub(crate) fn tables(reports: &[Report]) -> String {
    document(reports, |report| Reports {
        of: Of::new(report),
        reports: &report.tables,
    })
}

/// The data quality alone.
pub(crate) fn quality(reports: &[Report]) -> String {
    document(reports, |report| QualityOf {
        of: Of::new(report),
        quality: &report.quality,
    })
}

/// What ran: enough to run it again, and nothing that differs from run to run.
pub(crate) fn manifest(reports: &[Report], files: &[&str]) -> String {
    #[derive(Serialize)]
    struct Manifest<'a> {
        kohort: &'static str,
        files: &'a [&'a str],
        #[serde(flatten)]
        document: Document<'a, Planned<'a>>,
    }
    pretty(&Manifest {
        kohort: env!("CARGO_PKG_VERSION"),
        files,
        document: Document::new(reports, |report| Planned {
            of: Of::new(report),
            plan: report.plan.lines().collect(),
        }),
    })
}

#[derive(Serialize)]
struct Document<'a, T> {
    format_version: u32,
    study: &'a str,
    study_version: &'a str,
    sources: Vec<T>,
}

/// Which source, and how its counts are protected.
#[derive(Serialize)]
struct Of<'a> {
    source: &'a str,
    source_version: &'a str,
    country: Option<&'a str>,
    minimum_cell: Option<u32>,
    suppression: Option<String>,
    adaptations: &'a [Adaptation],
    looking_ahead: &'a [Ahead],
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    of: Of<'a>,
    cohorts: &'a [CohortReport],
    reports: &'a kohort_report::Report,
    quality: &'a [Remark],
}

#[derive(Serialize)]
struct Reports<'a> {
    #[serde(flatten)]
    of: Of<'a>,
    reports: &'a kohort_report::Report,
}

#[derive(Serialize)]
struct Attrition<'a> {
    #[serde(flatten)]
    of: Of<'a>,
    cohorts: &'a [CohortReport],
}

#[derive(Serialize)]
struct QualityOf<'a> {
    #[serde(flatten)]
    of: Of<'a>,
    quality: &'a [Remark],
}

#[derive(Serialize)]
struct Planned<'a> {
    #[serde(flatten)]
    of: Of<'a>,
    plan: Vec<&'a str>,
}

impl<'a> Of<'a> {
    fn new(report: &'a Report) -> Self {
        Self {
            source: &report.source,
            source_version: &report.source_version,
            country: report.country.as_deref(),
            minimum_cell: report.minimum_cell,
            suppression: report.minimum_cell.map(|minimum| notice(minimum).join(" ")),
            adaptations: &report.adaptations,
            looking_ahead: &report.looking_ahead,
        }
    }
}

impl<'a, T> Document<'a, T> {
    fn new(reports: &'a [Report], of: impl Fn(&'a Report) -> T) -> Self {
        // A run is of one study, so that the first report names it for all.
        let first = reports.first();
        Self {
            format_version: FORMAT_VERSION,
            study: first.map_or("", |report| &report.study),
            study_version: first.map_or("", |report| &report.study_version),
            sources: reports.iter().map(of).collect(),
        }
    }
}

fn document<'a, T: Serialize>(reports: &'a [Report], of: impl Fn(&'a Report) -> T) -> String {
    pretty(&Document::new(reports, of))
}

fn pretty(value: &impl Serialize) -> String {
    // Only maps with keys that are no strings, and writers that fail, can make this fail; there are none.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

//! The values of an attribute in words, for the terminal and the page.

use super::values::{Distinct, Measured, Values};
use super::{AttributeReport, Count};
use crate::report::cell::Cell;
use crate::report::quality::{Kind, Remark};

/// One line of details: what it is about, and its items.
pub(super) struct Line {
    pub(super) about: String,
    pub(super) items: Vec<String>,
}

impl Line {
    fn new(about: impl Into<String>, items: Vec<String>) -> Self {
        Self {
            about: about.into(),
            items,
        }
    }
}

/// What is said of an attribute's values.
pub(super) fn lines(attribute: &AttributeReport) -> Vec<Line> {
    let mut lines = match &attribute.values {
        // Where there are no values, there is nothing to tell of them.
        _ if attribute.known.is_some_and(Cell::is_zero) => Vec::new(),
        Values::Numbers {} | Values::Whole(None) | Values::Texts { different: None } => Vec::new(),
        Values::Categories(counts) => {
            let never: Vec<String> = counts
                .iter()
                .filter(|count| count.count.is_zero())
                .map(|count| count.name.clone())
                .collect();
            vec![Line::new("", items(counts)), Line::new("never", never)]
        }
        Values::Dates(counts) => vec![Line::new("known to the", items(counts))],
        Values::Whole(Some(counts)) => vec![Line::new(
            "",
            counts
                .iter()
                .map(|count| format!("{}: {}", count.name, count.count))
                .collect(),
        )],
        Values::Measured(all) => all.iter().map(measured).collect(),
        Values::Codes(systems) => systems
            .iter()
            .map(|system| distinct(&system.system, &system.codes))
            .collect(),
        Values::Analytes(names) | Values::Drugs(names) => vec![distinct("", names)],
        Values::Texts {
            different: Some(different),
        } => vec![Line::new("", vec![format!("{different} different")])],
    };
    lines.push(Line::new("cannot be resolved", unresolved(attribute)));
    lines.retain(|line| !line.items.is_empty());
    lines
}

/// The texts of the files that mean nothing that is known.
fn unresolved(attribute: &AttributeReport) -> Vec<String> {
    let named = attribute
        .unresolved
        .iter()
        .map(|text| format!("\"{}\" {}", text.name, text.count));
    let mut texts: Vec<String> = named.collect();
    if attribute.unresolved_rare > 0 {
        let more = if texts.is_empty() { "" } else { " more" };
        texts.push(match attribute.unresolved_rare {
            1 => format!("1{more} text of few rows"),
            several => format!("{several}{more} texts of few rows each"),
        });
    }
    texts
}

/// Counts other than zero.
pub(super) fn items(counts: &[Count]) -> Vec<String> {
    let there = counts.iter().filter(|count| !count.count.is_zero());
    there
        .map(|count| format!("{} {}", count.name, count.count))
        .collect()
}

/// What was noticed about the data: what counts nothing is left out, and what the dataset lacks stands together.
pub(super) fn noticed(remarks: &[Remark]) -> Vec<Line> {
    let there = || remarks.iter().filter(|remark| !remark.is_empty());
    let lacks = |kind: Kind| {
        there()
            .filter(move |remark| remark.kind == kind)
            .map(|remark| remark.about.clone())
            .collect()
    };
    let counted = there().filter(|remark| !matches!(remark.kind, Kind::LackingTable | Kind::LackingColumn));
    let mut lines: Vec<Line> = counted
        .map(|remark| Line::new("", vec![remark.sentence()]))
        .collect();
    lines.push(Line::new(
        "tables that the dataset lacks, and may",
        lacks(Kind::LackingTable),
    ));
    lines.push(Line::new(
        "columns that it lacks, and may, missing for all records",
        lacks(Kind::LackingColumn),
    ));
    lines.retain(|line| !line.items.is_empty());
    lines
}

fn distinct(about: &str, found: &Distinct) -> Line {
    if found.records.is_zero() {
        return Line::new(about, Vec::new());
    }
    let more = if found.more { "more than " } else { "" };
    let different = found
        .different
        .map(|different| format!("{more}{different} different"));
    let mut all: Vec<String> = different.into_iter().collect();
    if !about.is_empty() {
        all.insert(0, format!("{} codes", found.records));
    }
    all.extend(items(&found.frequent));
    Line::new(about, all)
}

fn measured(found: &Measured) -> Line {
    let about = found.analyte.clone().unwrap_or_default();
    let mut all = vec![format!("{} values", found.values)];
    if let Some(plausible) = &found.plausible {
        let outside = [(found.below, "below"), (found.above, "above")];
        let outside: Vec<String> = outside
            .iter()
            .filter(|(count, _)| !count.is_zero())
            .map(|(count, side)| format!("{count} {side}"))
            .collect();
        all.push(match outside.as_slice() {
            [] => format!("all in {plausible}"),
            several => format!("{} {plausible}", several.join(" and ")),
        });
    }
    all.extend(items(&found.units).iter().map(|unit| format!("in {unit}")));
    Line::new(about, all)
}

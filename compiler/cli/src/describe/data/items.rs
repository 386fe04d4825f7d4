//! The values of an attribute in words, for the terminal and the page.

use super::values::{Distinct, Measured, Values};
use super::{AttributeReport, Count};

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
        Values::Analytes(analytes) => vec![distinct("", analytes)],
        Values::Drugs {
            named,
            unnamed,
            unnamed_rare,
        } => {
            let mut texts: Vec<String> = unnamed
                .iter()
                .map(|text| format!("\"{}\" {}", text.name, text.count))
                .collect();
            if *unnamed_rare > 0 {
                let more = if texts.is_empty() { "" } else { " more" };
                let s = if *unnamed_rare == 1 { "" } else { "s" };
                texts.push(format!("{unnamed_rare}{more} text{s} of few rows each"));
            }
            vec![distinct("", named), Line::new("name no drug", texts)]
        }
        Values::Texts {
            different: Some(different),
        } => vec![Line::new("", vec![format!("{different} different")])],
    };
    lines.retain(|line| !line.items.is_empty());
    lines
}

/// Counts other than zero.
pub(super) fn items(counts: &[Count]) -> Vec<String> {
    let there = counts.iter().filter(|count| !count.count.is_zero());
    there
        .map(|count| format!("{} {}", count.name, count.count))
        .collect()
}

fn distinct(about: &str, found: &Distinct) -> Line {
    let more = if found.more { "more than " } else { "" };
    let mut all = vec![format!("{more}{} different", found.different)];
    if !about.is_empty() {
        all.insert(0, format!("{} codes", found.records));
    }
    if found.different == 0 {
        all.clear();
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

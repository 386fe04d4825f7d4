//! How a column's raw values become an attribute's values.
//!
//! Invariant: conversions are exact. Of a column that holds many analytes only those are said that the study uses.

use super::words::{bare, exact, name, quoted, unit};
use crate::algebra::Column;
use kohort_semantics::source::{ColumnUnit, Decode, UnitSpec};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::Precision;
use std::collections::BTreeMap;

/// The lines that say how a column is read; those after the first are indented.
pub(super) fn reading(column: &Column) -> Vec<String> {
    let reading = &column.reading;
    let keyword = if column.attribute.is_none() { "let " } else { "" };
    let (how, below) = decode(column);
    let unknown: Vec<String> = reading.unknown.iter().map(|text| quoted(text)).collect();
    let unknown = if unknown.is_empty() {
        String::new()
    } else {
        format!(", unknown {}", unknown.join(", "))
    };
    let otherwise = if reading.otherwise_missing {
        ", otherwise missing"
    } else {
        ""
    };
    let first = format!(
        "{keyword}{} = {}{how}{unknown}{otherwise}",
        bare(&column.name),
        name(&reading.column)
    );
    std::iter::once(first)
        .chain(below.into_iter().map(|line| format!("  {line}")))
        .collect()
}

fn decode(column: &Column) -> (String, Vec<String>) {
    let plain = |text: String| (text, Vec::new());
    match &column.reading.decode {
        Decode::Text => plain(String::from(" as text")),
        Decode::Integer => plain(String::from(" as integer")),
        Decode::Decimal => plain(String::from(" as decimal")),
        Decode::Code(system) => plain(format!(" as code {}", system.name())),
        Decode::Date { formats, precision } => {
            let formats: Vec<String> = formats.iter().map(|format| quoted(&format.to_string())).collect();
            let coarse = if *precision == Precision::Day {
                String::new()
            } else {
                format!(" precise to {precision}")
            };
            plain(format!(" as date {}{coarse}", formats.join(" or ")))
        }
        Decode::Boolean(values) => plain(listed(
            values.iter().map(|(text, truth)| (text, truth.to_string())),
        )),
        Decode::Category(values) => {
            let word = |position: &u32| match column.display.values.get(*position as usize) {
                Some(word) => word.clone(),
                None => format!("value {position}"),
            };
            plain(listed(
                values.iter().map(|(text, position)| (text, word(position))),
            ))
        }
        Decode::Analyte(values) => analytes(column, values),
        Decode::Quantity(spec) => quantity(column, spec),
    }
}

/// Texts and what they mean, in the order of what they mean and then of the texts.
fn listed<'a>(values: impl Iterator<Item = (&'a String, String)>) -> String {
    let words: Vec<String> = values
        .map(|(text, word)| format!("{}: {word}", quoted(text)))
        .collect();
    format!(" {{ {} }}", words.join(", "))
}

fn analytes(column: &Column, values: &BTreeMap<String, String>) -> (String, Vec<String>) {
    let used = values
        .iter()
        .filter_map(|(text, qualified)| Some((&column.display.analytes.get(qualified)?.name, text)));
    let mut texts: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for (analyte, text) in used {
        texts.entry(analyte).or_default().push(quoted(text));
    }
    let lines = texts
        .into_iter()
        .map(|(analyte, texts)| format!("{analyte}: {}", texts.join(", ")))
        .collect();
    (String::from(" as analyte; of those that the study uses"), lines)
}

fn quantity(column: &Column, spec: &UnitSpec) -> (String, Vec<String>) {
    match spec {
        UnitSpec::Fixed(from, conversion) => match &column.display.unit {
            Some(to) => (
                format!(" in {}{}", unit(from), converted(conversion, to)),
                Vec::new(),
            ),
            None => (
                format!(" in {}", unit(from)),
                analyte_lines(column, |_| Some((from, conversion))),
            ),
        },
        UnitSpec::ByAnalyte(units) => (
            String::from(" in the unit of its analyte"),
            analyte_lines(column, |analyte| {
                units.get(analyte).map(|(from, conversion)| (from, conversion))
            }),
        ),
        UnitSpec::ByColumn { column: by, units } => {
            let lines = units
                .iter()
                .flat_map(|(text, found)| column_unit(column, text, found))
                .collect();
            (format!(" in the unit of {}", name(by)), lines)
        }
    }
}

fn analyte_lines<'a>(
    column: &Column,
    of: impl Fn(&str) -> Option<(&'a String, &'a Conversion)>,
) -> Vec<String> {
    let line = |(qualified, shown): (&String, &crate::algebra::AnalyteDisplay)| {
        let (from, conversion) = of(qualified)?;
        Some(format!(
            "{} in {}{}",
            shown.name,
            unit(from),
            converted(conversion, &shown.unit)
        ))
    };
    column.display.analytes.iter().filter_map(line).collect()
}

fn column_unit(column: &Column, text: &str, found: &ColumnUnit) -> Vec<String> {
    let (text, from) = (quoted(text), unit(&found.unit));
    match (&found.fixed, &column.display.unit) {
        (Some(conversion), Some(to)) => vec![format!("{text}: {from}{}", converted(conversion, to))],
        _ => {
            let line = |(qualified, shown): (&String, &crate::algebra::AnalyteDisplay)| {
                let conversion = found.by_analyte.get(qualified)?;
                Some(format!(
                    "{text}: {} in {from}{}",
                    shown.name,
                    converted(conversion, &shown.unit)
                ))
            };
            column.display.analytes.iter().filter_map(line).collect()
        }
    }
}

/// What a conversion does; nothing where it changes nothing.
fn converted(conversion: &Conversion, to: &str) -> String {
    if conversion.is_identity() {
        return String::new();
    }
    let offset = match &conversion.offset {
        offset if offset.is_zero() => String::new(),
        offset if offset.is_negative() => format!(" minus {}", exact(&offset.neg())),
        offset => format!(" plus {}", exact(offset)),
    };
    format!(", times {}{offset} gives {}", exact(&conversion.factor), unit(to))
}

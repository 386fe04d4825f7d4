//! How a column's raw values become an attribute's values.
//!
//! Invariant: conversions are exact. Of a column that holds many analytes only those are said that the study uses.

use crate::algebra::Column;
use crate::words::small::{bare, converted, name, quoted, unit};
use kohort_semantics::source::{
    CodeReading, ColumnUnit, Decode, DrugLookup, PrecisionColumn, Reading, UnitSpec,
};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Day, Precision, Value};
use std::collections::BTreeMap;

/// The lines that say how a column is read; those after the first stand below it.
pub(super) fn reading(column: &Column, reading: &Reading) -> Vec<String> {
    let keyword = if column.attribute.is_none() { "let " } else { "" };
    let (how, below) = decode(column, &reading.decode);
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
    let optional = if reading.optional { ", optional" } else { "" };
    // A value that is the same for every record is read from nowhere.
    let from = match &reading.decode {
        Decode::Always(_) => String::new(),
        _ => format!("= {}", name(&reading.column)),
    };
    let first = format!(
        "{keyword}{} {from}{how}{unknown}{otherwise}{optional}",
        bare(&column.name),
    );
    std::iter::once(first).chain(below).collect()
}

fn decode(column: &Column, decode: &Decode) -> (String, Vec<String>) {
    let plain = |text: String| (text, Vec::new());
    match decode {
        Decode::Text => plain(String::from(" as text")),
        Decode::DaysFromAnchor => plain(String::from(" as days from anchor")),
        Decode::Integer => plain(String::from(" as integer")),
        Decode::Decimal => plain(String::from(" as decimal")),
        Decode::Code(code) => self::code(code),
        Decode::Drug(lookups) => plain(drugs(lookups)),
        Decode::Numbers(values) => mapped(values.iter().map(|(text, number)| (text, number.exact_text()))),
        Decode::Texts(values) => mapped(values.iter().map(|(text, other)| (text, quoted(other)))),
        Decode::Always(value) => plain(format!("always {}", always(column, value))),
        Decode::Date {
            formats,
            precision,
            by,
            unknown_parts,
        } => {
            let formats: Vec<String> = formats.iter().map(|format| quoted(&format.to_string())).collect();
            let coarse = match by {
                Some(by) => precise_by(by),
                None if *precision == Precision::Day || *unknown_parts => String::new(),
                None => format!(" precise to {precision}"),
            };
            let parts = if *unknown_parts { " with unknown parts" } else { "" };
            plain(format!(" as date {}{coarse}{parts}", formats.join(" or ")))
        }
        Decode::Boolean(values) => mapped(values.iter().map(|(text, truth)| (text, truth.to_string()))),
        Decode::Category(values) => {
            let word = |position: &u32| match column.display.values.get(*position as usize) {
                Some(word) => word.clone(),
                None => format!("value {position}"),
            };
            mapped(values.iter().map(|(text, position)| (text, word(position))))
        }
        Decode::Analyte(values) => analytes(column, values),
        Decode::Quantity(spec) => quantity(column, spec),
    }
}

/// How much of a date another column says is real.
fn precise_by(by: &PrecisionColumn) -> String {
    let word = |precision: &Option<Precision>| precision.map_or("missing", Precision::word);
    let mut words: Vec<String> = by
        .values
        .iter()
        .map(|(text, precision)| format!("{}: {}", quoted(text), word(precision)))
        .collect();
    words.extend(by.blank.map(|blank| format!("blank: {blank}")));
    format!(" precise by {} {{ {} }}", name(&by.column), words.join(", "))
}

fn code(code: &CodeReading) -> (String, Vec<String>) {
    match code {
        CodeReading::System(system) => (format!(" as code {}", system.name()), Vec::new()),
        CodeReading::ByColumn { column, systems } => {
            let systems = systems
                .iter()
                .map(|(text, system)| (text, system.name().to_owned()));
            (
                format!(" as code by {}{}", name(column), listed(systems)),
                Vec::new(),
            )
        }
        CodeReading::Listed(system, codes) => {
            let codes = codes.iter().map(|(text, code)| (text, quoted(code)));
            (format!(" as code {}{}", system.name(), listed(codes)), Vec::new())
        }
    }
}

/// The value that every record has.
fn always(column: &Column, value: &Value) -> String {
    match value {
        Value::Missing => String::from("missing"),
        Value::Boolean(truth) => truth.to_string(),
        Value::Number(number) => number.exact_text(),
        // Where the anchor stands in the calendar means nothing.
        Value::Date(date) if date.as_day() == Some(Day::ANCHOR) => String::from("anchor"),
        Value::Date(date) => date.to_string(),
        Value::Period(start, end) => format!("{start} to {end}"),
        Value::Category(position) => match column.display.values.get(*position as usize) {
            Some(word) => word.clone(),
            None => format!("value {position}"),
        },
        Value::Analyte(qualified) => match column.display.analytes.get(&**qualified) {
            Some(shown) => shown.name.clone(),
            None => qualified.to_string(),
        },
        Value::Code { system, code } => format!("{} {}", system.name(), quoted(code)),
        Value::Text(text) => match column.display.drugs.get(&**text) {
            Some(drug) => drug.clone(),
            None => quoted(text),
        },
    }
}

/// The ways from a text to a drug. The texts themselves stand in a section of their own.
fn drugs(lookups: &[DrugLookup]) -> String {
    let way = |lookup: &DrugLookup| match lookup {
        DrugLookup::Name(_) => "name",
        DrugLookup::Code(system, _) => system.name(),
    };
    let ways: Vec<&str> = lookups.iter().map(way).collect();
    format!(" as drug by {}", ways.join(" or "))
}

/// Texts and what they mean, a line for each.
fn mapped<'a>(values: impl Iterator<Item = (&'a String, String)>) -> (String, Vec<String>) {
    let lines = values.map(|(text, word)| format!("{}: {word}", quoted(text)));
    (String::from(" as listed"), lines.collect())
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

//! What a raw cell means according to the source model (2.1, 2.9).

use crate::dates::{date, days_from_anchor};
use crate::drug_name::drug;
use crate::raw::composed;
use crate::relation::RawRow;
use crate::written::decimal;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::source::{CodeReading, Decode, Reading, UnitSpec};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Number, Value};
use std::collections::BTreeMap;

/// A cell that the source model does not explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// The registry's code for this kind of contradiction.
    pub(crate) code: &'static str,
    /// The column that is not explained, which may be one that says how the value's own is to be read.
    pub(crate) column: String,
}

impl Unreadable {
    pub(crate) fn new(code: &'static str, column: &str) -> Self {
        Self {
            code,
            column: column.to_owned(),
        }
    }
}

/// The columns that a reading looks at: its own, and those that say how it is to be read.
pub(crate) fn columns_of(reading: &Reading) -> Vec<&str> {
    let own = reading.column.as_str();
    match &reading.decode {
        Decode::Always(_) => Vec::new(),
        Decode::Quantity(UnitSpec::ByColumn { column, .. })
        | Decode::Code(CodeReading::ByColumn { column, .. }) => {
            vec![own, column]
        }
        Decode::Date { by: Some(by), .. } => vec![own, &by.column],
        _ => vec![own],
    }
}

/// The value of a cell. `analyte` is what the row's record measures, for quantities whose unit depends on it.
pub(crate) fn decode(reading: &Reading, row: RawRow<'_>, analyte: Option<&str>) -> Result<Value, Unreadable> {
    if let Decode::Always(value) = &reading.decode {
        return Ok(value.clone());
    }
    // A record without an analyte, or of one that the reading does not list, has no value, whatever is written there.
    if let Decode::Quantity(unit) = &reading.decode
        && !is_measured(unit, analyte)
    {
        return Ok(Value::Missing);
    }
    let Some(text) = row.text(&reading.column) else {
        return Ok(Value::Missing);
    };
    // Sentinels are missing (2.2).
    if reading.unknown.iter().any(|sentinel| composed(sentinel) == text) {
        return Ok(Value::Missing);
    }
    let or = |value: Option<Value>, code| value.ok_or_else(|| Unreadable::new(code, &reading.column));
    match &reading.decode {
        Decode::Always(value) => Ok(value.clone()),
        Decode::Text => Ok(Value::Text((*text).into())),
        Decode::Integer => or(whole_number(&text).map(Value::Number), "D0204"),
        Decode::Decimal => or(decimal(&text).map(Value::Number), "D0204"),
        Decode::Boolean(texts) => or(listed(texts, &text).map(|truth| Value::Boolean(*truth)), "D0202"),
        Decode::Category(texts) => or(
            listed(texts, &text).map(|position| Value::Category(*position)),
            "D0202",
        ),
        Decode::Numbers(texts) => or(
            listed(texts, &text).map(|number| Value::Number(number.clone())),
            "D0202",
        ),
        Decode::Texts(texts) => or(
            listed(texts, &text).map(|meant| Value::Text((*composed(meant)).into())),
            "D0202",
        ),
        Decode::Analyte(texts) => or(
            listed(texts, &text).map(|name| Value::Analyte(name.as_str().into())),
            "D0202",
        ),
        Decode::Drug(ways) => or(drug(ways, &text).map(|name| Value::Text(name.into())), "D0212"),
        Decode::DaysFromAnchor => {
            let day = whole_number(&text).and_then(|days| days_from_anchor(&days));
            or(day.map(Value::Date), "D0201")
        }
        Decode::Date {
            formats,
            precision,
            by,
            unknown_parts,
        } => {
            let way = crate::dates::Way {
                formats,
                precision: *precision,
                by: by.as_ref(),
                unknown_parts: *unknown_parts,
            };
            date(way, &reading.column, &text, row)
        }
        Decode::Code(reading_of) => code(reading_of, &reading.column, &text, row),
        Decode::Quantity(unit) => quantity(unit, &reading.column, &text, row, analyte),
    }
}

/// What a mapping says about a text.
pub(crate) fn listed<'m, T>(texts: &'m BTreeMap<String, T>, text: &str) -> Option<&'m T> {
    let as_written = || texts.iter().find(|(written, _)| composed(written) == text);
    // Most are written as they are compared.
    texts.get(text).or_else(|| as_written().map(|(_, meant)| meant))
}

/// Whether a record of this analyte has a value at all.
fn is_measured(unit: &UnitSpec, analyte: Option<&str>) -> bool {
    match unit {
        UnitSpec::Fixed(..) => true,
        UnitSpec::ByAnalyte(units) => analyte.is_some_and(|analyte| units.contains_key(analyte)),
        UnitSpec::ByColumn { units, .. } => {
            analyte.is_some() || units.values().all(|unit| unit.fixed.is_some())
        }
    }
}

fn whole_number(text: &str) -> Option<Number> {
    decimal(text).filter(Number::is_integer)
}

/// A code in its system's normal form (2.1). Written forms are facts about code systems, not meaning of the language;
/// they are taken from the compiler's table, which has tests of its own.
fn code(reading: &CodeReading, column: &str, text: &str, row: RawRow<'_>) -> Result<Value, Unreadable> {
    let in_system = |system: CodeSystem| {
        let code = system
            .normalise(text)
            .ok_or_else(|| Unreadable::new("D0205", column))?;
        Ok(Value::Code {
            system,
            code: code.into(),
        })
    };
    match reading {
        CodeReading::System(system) => in_system(*system),
        CodeReading::ByColumn {
            column: system_column,
            systems,
        } => {
            let system = row
                .text(system_column)
                .and_then(|text| listed(systems, &text).copied());
            in_system(system.ok_or_else(|| Unreadable::new("D0202", system_column))?)
        }
        CodeReading::Listed(system, codes) => {
            let code = listed(codes, text).ok_or_else(|| Unreadable::new("D0202", column))?;
            Ok(Value::Code {
                system: *system,
                code: code.as_str().into(),
            })
        }
    }
}

/// A number, converted exactly to the attribute's unit (2.1).
fn quantity(
    unit: &UnitSpec,
    column: &str,
    text: &str,
    row: RawRow<'_>,
    analyte: Option<&str>,
) -> Result<Value, Unreadable> {
    let number = decimal(text).ok_or_else(|| Unreadable::new("D0204", column))?;
    let conversion = match unit {
        UnitSpec::Fixed(_, conversion) => Ok(conversion),
        UnitSpec::ByAnalyte(units) => analyte
            .and_then(|analyte| units.get(analyte))
            .map(|(_, conversion)| conversion)
            .ok_or(column),
        UnitSpec::ByColumn { column, units } => {
            let unit = row.text(column).and_then(|text| listed(units, &text));
            unit.and_then(|unit| unit.fixed.as_ref().or_else(|| unit.by_analyte.get(analyte?)))
                .ok_or(column.as_str())
        }
    };
    let conversion = conversion.map_err(|column| Unreadable::new("D0203", column))?;
    Ok(Value::Number(converted(&number, conversion)))
}

fn converted(number: &Number, conversion: &Conversion) -> Number {
    number.mul(&conversion.factor).add(&conversion.offset)
}

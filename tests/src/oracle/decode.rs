//! What a raw cell means according to the source model (2.1, 2.9).

use super::calendar::coarsened;
use super::raw::{RawRow, composed};
use super::written::{date_written_as, decimal};
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::source::{Decode, Reading, UnitSpec};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Number, Value};
use std::collections::BTreeMap;

/// A cell that the source model does not explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// The registry's code for this kind of contradiction.
    pub(super) code: &'static str,
}

/// The value of a cell. `analyte` is what the row's record measures, for quantities whose unit depends on it.
pub(super) fn decode(reading: &Reading, row: RawRow<'_>, analyte: Option<&str>) -> Result<Value, Unreadable> {
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
    let unreadable = |code| move || Unreadable { code };
    match &reading.decode {
        Decode::Text => Ok(Value::Text(text.into())),
        Decode::Integer => whole_number(&text)
            .map(Value::Number)
            .ok_or_else(unreadable("D0204")),
        Decode::Decimal => decimal(&text).map(Value::Number).ok_or_else(unreadable("D0204")),
        Decode::Boolean(texts) => listed(texts, &text)
            .map(|truth| Value::Boolean(*truth))
            .ok_or_else(unreadable("D0202")),
        Decode::Category(texts) => listed(texts, &text)
            .map(|position| Value::Category(*position))
            .ok_or_else(unreadable("D0202")),
        Decode::Analyte(texts) => listed(texts, &text)
            .map(|name| Value::Analyte(name.as_str().into()))
            .ok_or_else(unreadable("D0202")),
        Decode::Date { formats, precision } => {
            let written = formats.iter().find_map(|format| date_written_as(format, &text));
            let date = written.and_then(|date| coarsened(date, *precision));
            date.map(Value::Date).ok_or_else(unreadable("D0201"))
        }
        Decode::Code(system) => code(*system, &text).ok_or_else(unreadable("D0205")),
        Decode::Quantity(unit) => quantity(unit, &text, row, analyte),
    }
}

/// What a mapping says about a text.
fn listed<'m, T>(texts: &'m BTreeMap<String, T>, text: &str) -> Option<&'m T> {
    texts
        .iter()
        .find(|(written, _)| composed(written) == text)
        .map(|(_, meant)| meant)
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
fn code(system: CodeSystem, text: &str) -> Option<Value> {
    Some(Value::Code {
        system,
        code: system.normalise(text)?.into(),
    })
}

/// A number, converted exactly to the attribute's unit (2.1).
fn quantity(
    unit: &UnitSpec,
    text: &str,
    row: RawRow<'_>,
    analyte: Option<&str>,
) -> Result<Value, Unreadable> {
    let number = decimal(text).ok_or(Unreadable { code: "D0204" })?;
    let conversion = match unit {
        UnitSpec::Fixed(_, conversion) => Some(conversion),
        UnitSpec::ByAnalyte(units) => analyte
            .and_then(|analyte| units.get(analyte))
            .map(|(_, conversion)| conversion),
        UnitSpec::ByColumn { column, units } => {
            let unit = row.text(column).and_then(|text| listed(units, &text));
            unit.and_then(|unit| unit.fixed.as_ref().or_else(|| unit.by_analyte.get(analyte?)))
        }
    };
    let conversion = conversion.ok_or(Unreadable { code: "D0203" })?;
    Ok(Value::Number(converted(&number, conversion)))
}

fn converted(number: &Number, conversion: &Conversion) -> Number {
    number.mul(&conversion.factor).add(&conversion.offset)
}

//! The conversions that a quantity column may need, in one enumeration that decoding and evaluation share.
//!
//! Invariant: a decoded quantity carries the position of its conversion in [`choices`]; nothing else numbers conversions.
//! The order is the order of the source's maps, so it never depends on the data. A quantity in one fixed unit has one
//! choice and carries no position. The conversions themselves are deliberately not applied here: a decoded value is the
//! number as recorded.

use kohort_plan::algebra::Stream;
use kohort_semantics::source::{Decode, Reading, UnitSpec};
use kohort_semantics::units::Conversion;
use std::sync::Arc;

/// One way in which a quantity may be recorded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice<'a> {
    /// The text of the unit column that says so, where there is one.
    pub text: Option<&'a str>,
    /// The record's analyte (qualified name), where the unit depends on it.
    pub analyte: Option<&'a str>,
    /// The unit as the source model writes it.
    pub unit: &'a str,
    /// How the recorded number becomes one in the unit of the attribute's type.
    pub conversion: &'a Conversion,
}

/// All ways in which the reading's quantities may be recorded; empty for a reading of anything else.
///
/// By analyte: in the order of the analytes. By column: in the order of the column's texts and, where the unit is
/// converted by analyte, of the analytes that each text's unit is commensurable with.
pub fn choices(reading: &Reading) -> Vec<Choice<'_>> {
    let Decode::Quantity(spec) = &reading.decode else {
        return Vec::new();
    };
    match spec {
        UnitSpec::Fixed(unit, conversion) => vec![Choice {
            text: None,
            analyte: None,
            unit,
            conversion,
        }],
        UnitSpec::ByAnalyte(units) => units
            .iter()
            .map(|(analyte, (unit, conversion))| Choice {
                text: None,
                analyte: Some(analyte),
                unit,
                conversion,
            })
            .collect(),
        UnitSpec::ByColumn { units, .. } => {
            let mut choices = Vec::new();
            for (text, column_unit) in units {
                let unit = column_unit.unit.as_str();
                let text = Some(text.as_str());
                if let Some(conversion) = &column_unit.fixed {
                    choices.push(Choice {
                        text,
                        analyte: None,
                        unit,
                        conversion,
                    });
                } else {
                    choices.extend(column_unit.by_analyte.iter().map(|(analyte, conversion)| Choice {
                        text,
                        analyte: Some(analyte),
                        unit,
                        conversion,
                    }));
                }
            }
            choices
        }
    }
}

/// The conversion at each position, with a description for the reader of a plan or an error.
pub fn conversions(reading: &Reading) -> Vec<(String, Conversion)> {
    let describe = |choice: &Choice<'_>| match choice.analyte {
        Some(analyte) => format!("{} of {analyte}", choice.unit),
        None => choice.unit.to_owned(),
    };
    choices(reading)
        .iter()
        .map(|choice| (describe(choice), choice.conversion.clone()))
        .collect()
}

/// The conversions of a column in all parts of its stream.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnConversions {
    /// All of them, part after part; parts with the same conversions share theirs.
    pub all: Arc<[Conversion]>,
    /// For each part, where its conversions begin.
    pub first: Vec<u16>,
    lengths: Vec<usize>,
}

impl ColumnConversions {
    /// The conversions of one part.
    pub fn of(&self, part: usize) -> Arc<[Conversion]> {
        let first = self.first.get(part).copied().map_or(0, usize::from);
        let length = self.lengths.get(part).copied().unwrap_or(0);
        self.all.iter().skip(first).take(length).cloned().collect()
    }
}

/// Numbers the conversions of a column through all parts of its stream. Plain numbers need one that changes nothing.
pub fn column_conversions(stream: &Stream, column: usize) -> ColumnConversions {
    let mut all: Vec<Conversion> = Vec::new();
    let mut known: Vec<(Vec<Conversion>, u16)> = Vec::new();
    let (mut first, mut lengths) = (Vec::new(), Vec::new());
    for part in &stream.parts {
        let reading = part.readings.get(column).and_then(Option::as_ref);
        let own: Vec<Conversion> = match reading.map(|reading| (reading, &reading.decode)) {
            None => Vec::new(),
            Some((reading, Decode::Quantity(_))) => conversions(reading)
                .into_iter()
                .map(|(_, conversion)| conversion)
                .collect(),
            Some(_) => vec![Conversion::identity()],
        };
        lengths.push(own.len());
        let shared = known
            .iter()
            .find(|(conversions, _)| *conversions == own)
            .map(|(_, at)| *at);
        first.push(shared.unwrap_or_else(|| {
            // A source model with so many units cannot be written down.
            let at = u16::try_from(all.len()).unwrap_or(u16::MAX);
            all.extend(own.iter().cloned());
            known.push((own, at));
            at
        }));
    }
    if all.is_empty() {
        all.push(Conversion::identity());
    }
    ColumnConversions {
        all: all.into(),
        first,
        lengths,
    }
}

/// Whether decoded values of this reading carry the position of their conversion.
pub fn carries_positions(reading: &Reading) -> bool {
    matches!(
        &reading.decode,
        Decode::Quantity(UnitSpec::ByAnalyte(_) | UnitSpec::ByColumn { .. })
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_semantics::source::ColumnUnit;
    use kohort_semantics::value::Number;
    use std::collections::BTreeMap;

    fn reading(spec: UnitSpec) -> Reading {
        Reading {
            column: "value".into(),
            decode: Decode::Quantity(spec),
            unknown: vec![],
            otherwise_missing: false,
            optional: false,
        }
    }

    fn times(factor: i64) -> Conversion {
        Conversion {
            factor: Number::from_integer(factor),
            offset: Number::ZERO,
        }
    }

    fn described(reading: &Reading) -> Vec<String> {
        conversions(reading)
            .into_iter()
            .map(|(text, conversion)| format!("{text} x {}", conversion.factor))
            .collect()
    }

    #[test]
    fn positions_follow_the_order_of_the_maps() {
        let by_analyte = BTreeMap::from([
            ("b".into(), ("g/L".into(), times(1))),
            ("a".into(), ("g/dL".into(), times(10))),
        ]);
        let reading_by_analyte = reading(UnitSpec::ByAnalyte(by_analyte));
        assert_eq!(described(&reading_by_analyte), ["g/dL of a x 10", "g/L of b x 1"]);

        let unit = |unit: &str, fixed, by_analyte| ColumnUnit {
            unit: unit.into(),
            fixed,
            by_analyte,
        };
        let units = BTreeMap::from([
            (
                "mg".to_owned(),
                unit(
                    "mg/dL",
                    None,
                    BTreeMap::from([("b".into(), times(2)), ("a".into(), times(3))]),
                ),
            ),
            ("G".to_owned(), unit("g/L", Some(times(7)), BTreeMap::new())),
        ]);
        let reading_by_column = reading(UnitSpec::ByColumn {
            column: "unit".into(),
            units,
        });
        assert_eq!(
            described(&reading_by_column),
            ["g/L x 7", "mg/dL of a x 3", "mg/dL of b x 2"]
        );
    }

    #[test]
    fn one_fixed_unit_needs_no_position() {
        let fixed = reading(UnitSpec::Fixed("kg".into(), times(1)));
        assert_eq!(described(&fixed), ["kg x 1"]);
        assert!(!carries_positions(&fixed));
        let text = Reading {
            decode: Decode::Text,
            ..fixed
        };
        assert_eq!(conversions(&text), []);
    }
}

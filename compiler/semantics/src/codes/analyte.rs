//! Analytes: what a laboratory measures, in which unit it is compared, and how other units convert into that one.
//!
//! Invariant: a conversion is given only if it is the only one there is. Where the analyte's declared conversions and the
//! unit's dimension disagree on a unit that neither names (HbA1c in `%` and `mmol/mol`), there is none.

use super::CodePattern;
use crate::units::{self, Conversion, Unit};
use crate::value::Number;
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// A declared analyte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analyte {
    /// The declared name.
    pub name: String,
    /// The module and name, for example `std.analytes.bilirubin`.
    pub qualified: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Its codes in every system.
    pub codes: Vec<CodePattern>,
    /// The unit in which studies compare it.
    pub unit: Unit,
    /// The declared conversions into that unit.
    pub conversions: Vec<(Unit, Conversion)>,
    /// The lowest and highest plausible value, in that unit.
    pub plausible: Option<(Number, Number)>,
    /// Other names, of any country.
    pub names: Vec<String>,
    /// The declared name's place.
    pub span: Span,
}

impl Analyte {
    /// How a value in a unit becomes one in the analyte's unit; `None` if nothing says so, or two things say different.
    ///
    /// The analyte's own unit and the units it declares come first. Any other unit is first converted by its dimension to
    /// one of those: a declared `mmol/L` serves `µmol/L`.
    pub fn conversion_from(&self, from: &Unit) -> Option<Conversion> {
        let own = (&self.unit, Conversion::identity());
        let declared = self
            .conversions
            .iter()
            .map(|(unit, conversion)| (unit, conversion.clone()));
        let routes: Vec<(&Unit, Conversion)> = std::iter::once(own).chain(declared).collect();
        let by_text = routes.iter().filter(|(unit, _)| unit.text() == from.text());
        let by_size = routes.iter().filter(|(unit, _)| unit.same_as(from));
        agreed(by_text.map(|(_, conversion)| conversion.clone()))
            .or_else(|| agreed(by_size.map(|(_, conversion)| conversion.clone())))
            .or_else(|| {
                agreed(
                    routes
                        .iter()
                        .filter_map(|(unit, to_own)| Some(units::between(from, unit)?.then(to_own))),
                )
            })
    }
}

/// What all conversions say, if there are any and they say the same.
fn agreed(conversions: impl Iterator<Item = Conversion>) -> Option<Conversion> {
    let mut all = conversions;
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::Files;

    fn number(text: &str) -> Number {
        Number::parse_decimal(text).unwrap()
    }

    fn analyte(unit: &str, conversions: &[(&str, &str, &str)]) -> Analyte {
        let unit_of = |text: &str| Unit::parse(text).unwrap();
        let conversion = |(unit, factor, offset): &(&str, &str, &str)| {
            (
                unit_of(unit),
                Conversion {
                    factor: number(factor),
                    offset: number(offset),
                },
            )
        };
        Analyte {
            name: "x".into(),
            qualified: "test.x".into(),
            doc: None,
            codes: Vec::new(),
            unit: unit_of(unit),
            conversions: conversions.iter().map(conversion).collect(),
            plausible: None,
            names: Vec::new(),
            span: Span::new(Files::default().add("test.kh".into(), "".into()), 0, 0),
        }
    }

    fn convert(analyte: &Analyte, value: &str, unit: &str) -> Option<String> {
        let conversion = analyte.conversion_from(&Unit::parse(unit).unwrap())?;
        Some(conversion.apply(&number(value)).to_string())
    }

    #[test]
    fn a_declared_unit_serves_its_multiples() {
        let haemoglobin = analyte("g/dL", &[("mmol/L", "1.6114", "0")]);
        assert_eq!(convert(&haemoglobin, "13.5", "g/dL").unwrap(), "13.5");
        assert_eq!(convert(&haemoglobin, "135", "g/L").unwrap(), "13.5");
        assert_eq!(convert(&haemoglobin, "10", "mmol/L").unwrap(), "16.114");
        assert_eq!(convert(&haemoglobin, "10000", "µmol/L").unwrap(), "16.114");
        assert_eq!(convert(&haemoglobin, "10", "[iU]/L"), None);
        assert_eq!(convert(&haemoglobin, "10", "%"), None);
    }

    #[test]
    fn a_redundant_declaration_changes_nothing() {
        let haemoglobin = analyte("g/dL", &[("g/L", "0.1", "0")]);
        assert_eq!(convert(&haemoglobin, "13500", "mg/dL").unwrap(), "13.5");
    }

    #[test]
    fn where_declaration_and_dimension_disagree_only_the_named_units_convert() {
        // NGSP % = 0.09148 * IFCC mmol/mol + 2.152
        let hba1c = analyte("%", &[("mmol/mol", "0.09148", "2.152")]);
        assert_eq!(convert(&hba1c, "48", "mmol/mol").unwrap(), "6.54304");
        assert_eq!(convert(&hba1c, "6.5", "%").unwrap(), "6.5");
        assert_eq!(convert(&hba1c, "48", "[ppth]").unwrap(), "6.54304");
        assert_eq!(convert(&hba1c, "0.065", "g/g"), None);
    }
}

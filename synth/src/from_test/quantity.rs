//! Quantities of a test, back in the unit in which a person has them.

use super::CannotSay;
use super::reader::Reader;
use crate::decimal::Decimal;
use crate::person::Quantity;
use kohort_semantics::units::Unit;
use kohort_semantics::value::Number;

/// What a person is measured by: the name in `std.analytes` and the conventional unit of [`Quantity`].
const ANALYTES: &[(&str, Quantity, &str)] = &[
    ("haemoglobin", Quantity::Haemoglobin, "g/dL"),
    ("platelet_count", Quantity::Platelets, "10*9/L"),
    ("white_cell_count", Quantity::WhiteCells, "10*9/L"),
    ("neutrophil_count", Quantity::Neutrophils, "10*9/L"),
    ("creatinine", Quantity::Creatinine, "mg/dL"),
    ("bilirubin", Quantity::Bilirubin, "mg/dL"),
    ("albumin", Quantity::Albumin, "g/dL"),
    ("alanine_aminotransferase", Quantity::Alt, "U/L"),
    ("aspartate_aminotransferase", Quantity::Ast, "U/L"),
    ("lactate_dehydrogenase", Quantity::Ldh, "U/L"),
    ("alkaline_phosphatase", Quantity::Alp, "U/L"),
    ("c_reactive_protein", Quantity::Crp, "mg/L"),
    ("psa", Quantity::Psa, "ng/mL"),
    ("cea", Quantity::Cea, "ng/mL"),
    ("testosterone", Quantity::Testosterone, "ng/dL"),
    ("body_weight", Quantity::Weight, "kg"),
    ("body_height", Quantity::Height, "cm"),
];

/// What a record measures, and its value.
pub(super) fn measured(reader: &mut Reader<'_>) -> Result<(Quantity, Option<Decimal>), CannotSay> {
    let analyte = reader.analyte("test")?;
    let qualified = reader.needed(analyte, "test")?;
    let known = ANALYTES
        .iter()
        .find(|(name, ..)| qualified.strip_prefix("std.analytes.") == Some(*name));
    let Some((name, quantity, unit)) = known else {
        let names: Vec<&str> = ANALYTES.iter().map(|(name, ..)| *name).collect();
        return Err(reader.cannot(format!(
            "`{qualified}` is not measured in the people that are written into the tables of the countries; these are: {}",
            names.join(", ")
        )));
    };
    let Some(number) = reader.number("value")? else {
        return Ok((*quantity, None));
    };
    let conventional = conventional(reader, qualified, number, unit)?;
    match decimal(&conventional) {
        Some(value) => Ok((*quantity, Some(value))),
        None => Err(reader.cannot(format!(
            "this {name} is {conventional} {unit}, which no laboratory can write down; write the value in {unit}"
        ))),
    }
}

/// A number in the analyte's unit as one in the conventional unit.
fn conventional(
    reader: &Reader<'_>,
    qualified: &str,
    number: &Number,
    unit: &str,
) -> Result<Number, CannotSay> {
    let analyte = reader
        .study
        .analytes
        .iter()
        .find(|analyte| analyte.qualified == qualified);
    let conventional = Unit::parse(unit).ok();
    let back = match (analyte, conventional) {
        (Some(analyte), Some(unit)) => analyte
            .conversion_from(&unit)
            .and_then(|conversion| conversion.inverse()),
        _ => None,
    };
    match back {
        Some(back) => Ok(back.apply(number)),
        None => Err(reader.cannot(format!(
            "`{qualified}` does not say how its unit converts to {unit}"
        ))),
    }
}

/// A number as a decimal of at most 18 digits.
pub(super) fn decimal(number: &Number) -> Option<Decimal> {
    (0..=18).find_map(|scale| {
        let mantissa = number.to_decimal(scale)?;
        Some(Decimal::new(i64::try_from(mantissa).ok()?, scale))
    })
}

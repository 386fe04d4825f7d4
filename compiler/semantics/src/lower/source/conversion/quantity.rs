//! Quantities of a fixed dimension: weights, doses, temperatures.

use super::list::new_text;
use crate::lower::analyte::unit;
use crate::lower::source::Context;
use crate::lower::source::reading::Decoded;
use crate::model::Attribute;
use crate::source::{ColumnUnit, Decode, UnitSpec};
use crate::study::{Measure, Type};
use crate::units::{Conversion, Unit, between};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// `in UNIT`
pub(in crate::lower::source) fn fixed(
    written: &ast::UnitLit,
    own: &Unit,
    attribute: &Attribute,
    context: &mut Context<'_>,
) -> Option<Decode> {
    let (text, conversion) = converted(written, own, attribute, context)?;
    Some(Decode::Quantity(UnitSpec::Fixed(text, conversion)))
}

/// `in COLUMN { "text": UNIT, … }`
pub(in crate::lower::source) fn by_column(
    column: &ast::NameOrString,
    entries: &[(ast::StringLit, ast::UnitLit)],
    own: &Unit,
    attribute: &Attribute,
    context: &mut Context<'_>,
) -> Decode {
    let column = context.column(column, false);
    let mut units = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (key, written) in entries {
        let Some(text) = new_text(key, &mut places, context) else {
            continue;
        };
        if let Some((unit, conversion)) = converted(written, own, attribute, context) {
            units.insert(
                text,
                ColumnUnit {
                    unit,
                    fixed: Some(conversion),
                    by_analyte: BTreeMap::new(),
                },
            );
        }
    }
    Decode::Quantity(UnitSpec::ByColumn { column, units })
}

/// A local column in a unit, which stays its own.
pub(in crate::lower::source) fn of_its_own(
    written: &ast::UnitLit,
    context: &mut Context<'_>,
) -> Option<(Decoded, Type)> {
    let unit = unit(written, context.file, context.out)?;
    let spec = UnitSpec::Fixed(unit.text().to_owned(), Conversion::identity());
    Some((Decode::Quantity(spec).into(), Type::Quantity(Measure::Unit(unit))))
}

fn converted(
    written: &ast::UnitLit,
    own: &Unit,
    attribute: &Attribute,
    context: &mut Context<'_>,
) -> Option<(String, Conversion)> {
    let unit = unit(written, context.file, context.out)?;
    let conversion = between(&unit, own);
    if conversion.is_none() {
        let place = context.span(written.range());
        context.report(
            Diagnostic::error(Code::K0606, format!("{unit} cannot be converted to {own}"))
                .at(place, "measures something else")
                .and(attribute.span, format!("`{}` is kept in {own}", attribute.name))
                .help("correct the unit"),
        );
    }
    Some((unit.text().to_owned(), conversion?))
}

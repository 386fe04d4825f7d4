//! Quantities of an analyte: laboratory values, whose unit depends on what was measured.

use super::list::new_text;
use crate::codes::Analyte;
use crate::lower::analyte::unit;
use crate::lower::source::Context;
use crate::model::AttributeId;
use crate::source::{Availability, ColumnUnit, Decode, Reading, UnitSpec};
use crate::units::Unit;
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::{self, ConversionKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a conversion gives quantities at all.
pub(in crate::lower::source) fn fits(kind: &ConversionKind) -> bool {
    matches!(
        kind,
        ConversionKind::Unit(_) | ConversionKind::UnitByAnalyte(_) | ConversionKind::UnitByColumn { .. }
    )
}

/// Reads a quantity of the analyte that another attribute of the record names.
pub(in crate::lower::source) fn decode(
    kind: ConversionKind,
    analyte: AttributeId,
    earlier: &BTreeMap<AttributeId, Availability>,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Decode> {
    let measured = measured(analyte, earlier, place, context)?;
    match kind {
        ConversionKind::Unit(written) => one_unit(&written, &measured, context),
        ConversionKind::UnitByAnalyte(entries) => Some(by_analyte(&entries, context)),
        ConversionKind::UnitByColumn { column, entries } => {
            Some(by_column(&column?, &entries, &measured, context))
        }
        _ => None,
    }
}

/// The analytes that the records can be of; nothing if the source does not say, which is reported unless it was.
fn measured(
    analyte: AttributeId,
    earlier: &BTreeMap<AttributeId, Availability>,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Vec<Arc<Analyte>>> {
    match earlier.get(&analyte)? {
        Availability::Present(Reading {
            decode: Decode::Analyte(texts),
            ..
        }) => {
            let mut qualified: Vec<&String> = texts.values().collect();
            qualified.sort();
            qualified.dedup();
            Some(
                qualified
                    .into_iter()
                    .filter_map(|name| context.analytes.get(name).cloned())
                    .collect(),
            )
        }
        Availability::Present(Reading {
            decode: Decode::Always(Value::Analyte(name)),
            ..
        }) => Some(context.analytes.get(name.as_ref()).cloned().into_iter().collect()),
        Availability::Present(_) | Availability::Derived(_) => Some(
            context
                .scope
                .analyte_names()
                .iter()
                .filter_map(|name| context.scope.analyte(name))
                .collect(),
        ),
        Availability::Absent { .. } => {
            let path = context.model.attribute_path(analyte);
            context.report(
                Diagnostic::error(
                    Code::K0602,
                    format!("A value without its test: `{path}` is absent"),
                )
                .at(place, "nothing says what was measured")
                .help("map the test, or say that the value is absent too"),
            );
            None
        }
    }
}

/// `in UNIT` for all analytes of the source.
fn one_unit(written: &ast::UnitLit, measured: &[Arc<Analyte>], context: &mut Context<'_>) -> Option<Decode> {
    let unit = unit(written, context.file, context.out)?;
    let place = context.span(written.range());
    let mut units = BTreeMap::new();
    for analyte in measured {
        match analyte.conversion_from(&unit) {
            Some(conversion) => {
                units.insert(analyte.qualified.clone(), (unit.text().to_owned(), conversion));
            }
            None => context.report(not_convertible(&unit, analyte, place)),
        }
    }
    Some(Decode::Quantity(UnitSpec::ByAnalyte(units)))
}

/// `in { analyte: UNIT, … }`
fn by_analyte(entries: &[(ast::Name, ast::UnitLit)], context: &mut Context<'_>) -> Decode {
    let mut units = BTreeMap::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for (name, written) in entries {
        let place = context.span(name.range());
        let unit = unit(written, context.file, context.out);
        let Some(analyte) = context.analyte(&name.text(), place) else {
            continue;
        };
        if let Some(first) = places.get(&analyte.qualified) {
            let finding = Diagnostic::error(Code::K0607, format!("`{}` has two units", name.text()))
                .at(place, "the second one")
                .and(*first, "the first one")
                .help("keep one; if the unit differs from row to row, read it from its column: `in COLUMN { … }`");
            context.report(finding);
            continue;
        }
        places.insert(analyte.qualified.clone(), place);
        let Some(unit) = unit else { continue };
        match analyte.conversion_from(&unit) {
            Some(conversion) => {
                units.insert(analyte.qualified.clone(), (unit.text().to_owned(), conversion));
            }
            None => {
                let place = context.span(written.range());
                context.report(not_convertible(&unit, &analyte, place));
            }
        }
    }
    Decode::Quantity(UnitSpec::ByAnalyte(units))
}

/// `in COLUMN { "text": UNIT, … }`
fn by_column(
    column: &ast::NameOrString,
    entries: &[(ast::StringLit, ast::UnitLit)],
    measured: &[Arc<Analyte>],
    context: &mut Context<'_>,
) -> Decode {
    let column = context.column(column, false);
    let mut units = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (key, written) in entries {
        let Some(text) = new_text(key, &mut places, context) else {
            continue;
        };
        let Some(unit) = unit(written, context.file, context.out) else {
            continue;
        };
        let by_analyte: BTreeMap<_, _> = measured
            .iter()
            .filter_map(|analyte| Some((analyte.qualified.clone(), analyte.conversion_from(&unit)?)))
            .collect();
        if by_analyte.is_empty() && !measured.is_empty() {
            let names: Vec<String> = measured
                .iter()
                .map(|analyte| format!("`{}` in {}", analyte.name, analyte.unit))
                .collect();
            let place = context.span(written.range());
            context.report(
                Diagnostic::error(
                    Code::K0606,
                    format!("{unit} is a unit of no analyte of this source"),
                )
                .at(place, "cannot be converted")
                .note(format!("the source has {}", names.join(", ")))
                .help("correct the unit, or add a conversion to the analyte"),
            );
            continue;
        }
        units.insert(
            text,
            ColumnUnit {
                unit: unit.text().to_owned(),
                fixed: None,
                by_analyte,
            },
        );
    }
    Decode::Quantity(UnitSpec::ByColumn { column, units })
}

fn not_convertible(unit: &Unit, analyte: &Analyte, place: Span) -> Diagnostic {
    Diagnostic::error(
        Code::K0606,
        format!("{unit} cannot be converted to the unit of `{}`", analyte.name),
    )
    .at(
        place,
        format!("`{}` is compared in {}", analyte.name, analyte.unit),
    )
    .and(analyte.span, "declares its unit and conversions")
    .help(format!(
        "correct the unit, or add `convert {unit} = … {}` to the analyte",
        analyte.unit
    ))
}

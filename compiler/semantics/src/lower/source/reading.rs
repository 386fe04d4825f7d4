//! How a column's raw texts become values: which conversion fits which type.

use super::Context;
use super::conversion::{
    analyte_code, anchored, code_by, code_list, date, drug, list, quantity, quantity_of, unfit,
};
use crate::lower::codes::system;
use crate::model::{AttributeId, AttributeType};
use crate::source::{Availability, CodeReading, Decode, Reading};
use crate::study::Type;
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast::{self, ConversionKind};
use std::collections::{BTreeMap, BTreeSet};

/// A way to understand raw texts.
pub(super) struct Decoded {
    /// The way.
    pub(super) decode: Decode,
    /// Texts that a list of values says are missing.
    pub(super) missing: Vec<String>,
}

impl From<Decode> for Decoded {
    fn from(decode: Decode) -> Self {
        Self {
            decode,
            missing: Vec::new(),
        }
    }
}

/// How an attribute is read; nothing if that is wrong, which was then reported.
pub(super) fn attribute(
    column: &ast::NameOrString,
    conversion: Option<ast::Conversion>,
    id: AttributeId,
    earlier: &BTreeMap<AttributeId, Availability>,
    context: &mut Context<'_>,
) -> Option<Decoded> {
    let attribute = context.model.attribute(id)?;
    let place = context.span(conversion.as_ref().map_or(column.range(), ast::Conversion::range));
    // A conversion without a kind is damaged, and the parser said so.
    let kind = match conversion {
        Some(conversion) => Some(conversion.kind()?),
        None => None,
    };
    match (&attribute.ty, kind) {
        (AttributeType::Text, None | Some(ConversionKind::Text)) => Some(Decode::Text.into()),
        (AttributeType::Integer, None | Some(ConversionKind::Integer))
        | (AttributeType::Decimal, Some(ConversionKind::Integer)) => Some(Decode::Integer.into()),
        (AttributeType::Decimal, None | Some(ConversionKind::Decimal)) => Some(Decode::Decimal.into()),
        (
            AttributeType::Date,
            Some(ConversionKind::Date {
                formats,
                precise_to,
                precise_by,
                unknown_parts,
            }),
        ) => {
            let written = date::Written {
                formats,
                precise_to,
                precise_by,
                unknown_parts,
            };
            let calendar = anchored::has_calendar(place, context);
            date::decode(&written, place, context)
                .filter(|_| calendar)
                .map(Decoded::from)
        }
        (AttributeType::Date, Some(ConversionKind::DaysFromAnchor)) => {
            anchored::days(place, context).map(Decoded::from)
        }
        (
            AttributeType::Code,
            Some(
                kind @ (ConversionKind::Code(_)
                | ConversionKind::CodeBy { .. }
                | ConversionKind::CodeList { .. }),
            ),
        ) => code(kind, context),
        (AttributeType::Drug, Some(ConversionKind::Drug { lookups, module })) => {
            drug::decode(&lookups, &module?, place, context).map(Decoded::from)
        }
        (AttributeType::Integer | AttributeType::Decimal, Some(ConversionKind::Map(entries))) => {
            Some(list::numbers(&entries, attribute, context))
        }
        (AttributeType::Text, Some(ConversionKind::Map(entries))) => {
            Some(list::other_texts(&entries, context))
        }
        (AttributeType::Boolean, Some(ConversionKind::Map(entries))) => {
            Some(list::boolean(&entries, context))
        }
        (AttributeType::Category(category), Some(ConversionKind::Map(entries))) => {
            Some(list::category(&entries, attribute, category, context))
        }
        (AttributeType::Analyte, Some(ConversionKind::Map(entries))) => {
            Some(list::analyte(&entries, context))
        }
        (AttributeType::Analyte, Some(ConversionKind::Code(name))) => {
            let system = system(&name?, context.file, context.out)?;
            analyte_code::decode(system, place, context).map(Decoded::from)
        }
        (AttributeType::QuantityIn(unit), Some(ConversionKind::Unit(written))) => {
            quantity::fixed(&written, unit, attribute, context).map(Decoded::from)
        }
        (AttributeType::QuantityIn(unit), Some(ConversionKind::UnitByColumn { column, entries })) => {
            Some(quantity::by_column(&column?, &entries, unit, attribute, context).into())
        }
        (AttributeType::QuantityOf(analyte), Some(kind)) if quantity_of::fits(&kind) => {
            quantity_of::decode(kind, *analyte, earlier, place, context).map(Decoded::from)
        }
        // The model's type was reported; no reading of it is right or wrong.
        (AttributeType::Unknown, _) => Some(Decode::Text.into()),
        (_, kind) => {
            context.report(unfit::finding(attribute, kind.as_ref(), place));
            None
        }
    }
}

/// Codes in one of their three ways.
fn code(kind: ConversionKind, context: &mut Context<'_>) -> Option<Decoded> {
    match kind {
        ConversionKind::Code(name) => {
            let system = system(&name?, context.file, context.out)?;
            Some(Decode::Code(CodeReading::System(system)).into())
        }
        ConversionKind::CodeBy { column, entries } => {
            code_by::decode(&column?, &entries, context).map(Decoded::from)
        }
        ConversionKind::CodeList {
            system: name,
            entries,
        } => {
            let system = system(&name?, context.file, context.out)?;
            Some(code_list::decode(system, &entries, context))
        }
        _ => None,
    }
}

/// How a local column is read, and the type of its values.
pub(super) fn local(
    conversion: Option<ast::Conversion>,
    context: &mut Context<'_>,
) -> Option<(Decoded, Type)> {
    let Some(conversion) = conversion else {
        return Some((Decode::Text.into(), Type::Text));
    };
    let place = context.span(conversion.range());
    match conversion.kind()? {
        ConversionKind::Text => Some((Decode::Text.into(), Type::Text)),
        ConversionKind::Integer => Some((Decode::Integer.into(), Type::Integer)),
        ConversionKind::Decimal => Some((Decode::Decimal.into(), Type::Decimal)),
        ConversionKind::Date {
            formats,
            precise_to,
            precise_by,
            unknown_parts,
        } => {
            let written = date::Written {
                formats,
                precise_to,
                precise_by,
                unknown_parts,
            };
            let calendar = anchored::has_calendar(place, context);
            let decode = date::decode(&written, place, context).filter(|_| calendar)?;
            Some((decode.into(), Type::Date))
        }
        ConversionKind::DaysFromAnchor => Some((anchored::days(place, context)?.into(), Type::Date)),
        kind
        @ (ConversionKind::Code(_) | ConversionKind::CodeBy { .. } | ConversionKind::CodeList { .. }) => {
            Some((code(kind, context)?, Type::Code))
        }
        ConversionKind::Drug { lookups, module } => Some((
            drug::decode(&lookups, &module?, place, context)?.into(),
            Type::Drug,
        )),
        ConversionKind::Map(entries) => Some(local_list(&entries, context)),
        ConversionKind::Unit(written) => quantity::of_its_own(&written, context),
        ConversionKind::UnitByAnalyte(_) | ConversionKind::UnitByColumn { .. } => {
            context.report(
                Diagnostic::error(Code::K0602, "A local column has one unit")
                    .at(place, "depends on the row")
                    .help("write `in UNIT`, for example `in kg`"),
            );
            None
        }
    }
}

/// A list of a local column; what its first value is, all are.
fn local_list(entries: &[ast::MapEntry], context: &mut Context<'_>) -> (Decoded, Type) {
    let known = |value: &ast::MapValue| *value != ast::MapValue::Missing;
    match entries.iter().filter_map(ast::MapEntry::literal).find(known) {
        Some(ast::MapValue::Number(_)) => match list::local_numbers(entries, context) {
            (decoded, true) => (decoded, Type::Integer),
            (decoded, false) => (decoded, Type::Decimal),
        },
        Some(ast::MapValue::Text(_)) => (list::other_texts(entries, context), Type::Text),
        _ => (list::boolean(entries, context), Type::Boolean),
    }
}

/// A reading with its options. A text can have only one meaning.
pub(super) fn reading(
    decl: &ast::MappingDecl,
    column: String,
    decoded: Decoded,
    context: &mut Context<'_>,
) -> Reading {
    let Decoded {
        decode,
        missing: mut unknown,
    } = decoded;
    let mut known: BTreeSet<String> = unknown.iter().cloned().collect();
    let listed = listed_texts(&decode);
    for written in decl.unknown() {
        let text = written.value().trim().to_owned();
        let place = context.span(written.range());
        if text.is_empty() {
            context.report(list::empty_text(place));
        } else if listed.contains(&text.as_str()) {
            context.report(
                Diagnostic::error(Code::K0607, format!("\"{text}\" has two meanings"))
                    .at(place, "unknown here, and a value in the list before it")
                    .help("keep one of them"),
            );
        } else if known.insert(text.clone()) {
            unknown.push(text);
        }
    }
    drop(listed);
    Reading {
        column,
        decode,
        unknown,
        otherwise_missing: decl.otherwise_missing(),
        optional: decl.optional(),
    }
}

fn listed_texts(decode: &Decode) -> BTreeSet<&str> {
    match decode {
        Decode::Boolean(texts) => texts.keys().map(String::as_str).collect(),
        Decode::Category(texts) => texts.keys().map(String::as_str).collect(),
        Decode::Analyte(texts) => texts.keys().map(String::as_str).collect(),
        Decode::Numbers(texts) => texts.keys().map(String::as_str).collect(),
        Decode::Texts(texts) | Decode::Code(CodeReading::Listed(_, texts)) => {
            texts.keys().map(String::as_str).collect()
        }
        _ => BTreeSet::new(),
    }
}

//! Whether a comparison with codes or drugs can hold in a source at all.
//!
//! Only the source model is asked, never data.

use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::AttributeId;
use kohort_semantics::source::{Availability, Decode, DrugLookup};
use kohort_semantics::study::{CodeListId, Expr, ExprKind, Field, SetItem, Type};
use kohort_semantics::value::Value;
use kohort_semantics::{Source, Study};
use std::collections::BTreeSet;

/// A derived rule that leads through more rules than this is a circle, which is an error of its source.
const MOST_RULES: usize = 32;

/// Whether the source has codes of the list, or had one of the drugs, with which an expression compares.
pub(crate) fn can_hold(study: &Study, source: &Source, comparison: &Expr) -> bool {
    let with_drugs = |value: &Expr, drugs: &[String]| {
        let attributes = attributes_of(study, value, 0);
        let can_be = drugs.iter().any(|drug| can_be(study, source, &attributes, drug));
        drugs.is_empty() || can_be
    };
    match &comparison.kind {
        ExprKind::InCodes { value, list } => attributes_of(study, value, 0)
            .into_iter()
            .all(|attribute| has_codes(study, source, *list, attribute)),
        ExprKind::InDrugs { value, list } => study
            .drug_lists
            .get(list.0 as usize)
            .is_some_and(|list| with_drugs(value, &list.drugs)),
        ExprKind::InSet { value, items } if value.ty == Type::Drug => {
            let named: Option<Vec<String>> = items
                .iter()
                .map(|item| match item {
                    SetItem::Value(item) => drug(item),
                    SetItem::Range(..) => None,
                })
                .collect();
            // What is computed may be any drug.
            named.is_none_or(|drugs| with_drugs(value, &drugs))
        }
        ExprKind::Compare { left, right, .. } if left.ty == Type::Drug => match (drug(left), drug(right)) {
            (None, Some(drug)) => with_drugs(left, &[drug]),
            (Some(drug), None) => with_drugs(right, &[drug]),
            _ => true,
        },
        _ => true,
    }
}

/// The drug that an expression names.
fn drug(value: &Expr) -> Option<String> {
    match (&value.kind, &value.ty) {
        (ExprKind::Literal(Value::Text(name)), Type::Drug) => Some(name.to_string()),
        _ => None,
    }
}

/// Whether somebody of the source can have been given a drug: it was available in the country, and some text means it.
fn can_be(study: &Study, source: &Source, attributes: &[AttributeId], name: &str) -> bool {
    let declared = study.drugs.iter().find(|drug| drug.qualified == name);
    let unavailable = declared.into_iter().flat_map(|drug| &drug.unavailable);
    let is_here = |(country, _): &(String, String)| source.country.as_ref() == Some(country);
    if unavailable.into_iter().any(is_here) {
        return false;
    }
    let said = attributes
        .iter()
        .flat_map(|attribute| source.attribute(*attribute));
    let mut meant: Vec<bool> = Vec::new();
    for mapping in said {
        meant.push(match &mapping.availability {
            Availability::Absent { .. } => continue,
            Availability::Derived(_) => true,
            Availability::Present(reading) => match &reading.decode {
                Decode::Drug(ways) => ways.iter().any(|way| {
                    let (DrugLookup::Name(texts) | DrugLookup::Code(_, texts)) = way;
                    texts.values().any(|drug| drug == name)
                }),
                Decode::Always(Value::Text(only)) => **only == *name,
                _ => true,
            },
        });
    }
    meant.is_empty() || meant.contains(&true)
}

/// Whether a code list has entries of a system in which the source records an attribute; also if it is not known in which.
fn has_codes(study: &Study, source: &Source, list: CodeListId, attribute: AttributeId) -> bool {
    let Some(list) = study.code_lists.get(list.0 as usize) else {
        return false;
    };
    let recorded = systems(source, attribute, 0);
    recorded.is_empty() || list.entries.iter().any(|entry| recorded.contains(&entry.system))
}

/// The attributes that a code can come from.
fn attributes_of(study: &Study, value: &Expr, depth: usize) -> Vec<AttributeId> {
    let all = |values: &[&Expr]| -> Vec<AttributeId> {
        let each = values.iter().flat_map(|value| attributes_of(study, value, depth));
        each.collect()
    };
    match &value.kind {
        ExprKind::Attribute(attribute)
        | ExprKind::RecordField(Field::Attribute(attribute))
        | ExprKind::FieldOf {
            field: Field::Attribute(attribute),
            ..
        } => vec![*attribute],
        ExprKind::OrElse(operands) => all(&operands.iter().collect::<Vec<_>>()),
        ExprKind::If { then, otherwise, .. } => all(&[then, otherwise]),
        ExprKind::OnlyIn { value, .. } => all(&[value]),
        ExprKind::IfAvailable { preferred, fallback } => all(&[preferred, fallback]),
        ExprKind::Definition(id) if depth < MOST_RULES => match study.definition(*id) {
            Some(definition) => attributes_of(study, &definition.value, depth + 1),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The systems in which a source records an attribute.
fn systems(source: &Source, attribute: AttributeId, depth: usize) -> BTreeSet<CodeSystem> {
    let mut found = BTreeSet::new();
    for (position, mapping) in source.entities.iter().enumerate() {
        let said = mapping.attributes.iter().find(|said| said.attribute == attribute);
        match said.map(|said| &said.availability) {
            Some(Availability::Present(reading)) => found.extend(systems_of(&reading.decode)),
            Some(Availability::Derived(rule)) if depth < MOST_RULES => {
                found.extend(derived(source, position, rule, depth));
            }
            _ => {}
        }
    }
    found
}

/// The systems of the codes that a derived rule of a mapping can give.
fn derived(source: &Source, mapping: usize, value: &Expr, depth: usize) -> BTreeSet<CodeSystem> {
    let all = |values: Vec<&Expr>| {
        let each = values
            .into_iter()
            .flat_map(|value| derived(source, mapping, value, depth));
        each.collect()
    };
    match &value.kind {
        ExprKind::RecordField(Field::Attribute(input)) => systems(source, *input, depth + 1),
        ExprKind::Local(position) => source
            .entities
            .get(mapping)
            .and_then(|mapping| mapping.locals.get(*position as usize))
            .map(|local| systems_of(&local.reading.decode))
            .unwrap_or_default(),
        ExprKind::Literal(Value::Code { system, .. }) => BTreeSet::from([*system]),
        ExprKind::OrElse(operands) => all(operands.iter().collect()),
        ExprKind::If { then, otherwise, .. } => all(vec![then, otherwise]),
        _ => BTreeSet::new(),
    }
}

fn systems_of(decode: &Decode) -> BTreeSet<CodeSystem> {
    match decode {
        Decode::Code(reading) => reading.systems().into_iter().collect(),
        Decode::Always(Value::Code { system, .. }) => BTreeSet::from([*system]),
        _ => BTreeSet::new(),
    }
}

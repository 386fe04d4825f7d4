//! For each column of a table, the texts that may stand in it.

use super::literals::Literals;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::AttributeType;
use kohort_semantics::source::{Availability, Decode, EntityMapping, Reading, TableId, UnitSpec};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Day, Number};
use kohort_semantics::{Source, Study};
use std::collections::{BTreeMap, BTreeSet};

/// What stands in a column.
#[derive(Debug, Clone)]
pub(super) enum ColumnKind {
    /// The patient key.
    Key,
    /// One of these texts.
    Values(Vec<String>),
}

/// Codes of everyday diagnoses, drugs, tests and procedures, to stand beside those that a study names.
const BYSTANDERS: [&str; 12] = [
    "C18.7", "C34.1", "I10", "E11.9", "L01BC02", "A10BA02", "718-7", "J9190", "8140/3", "8070/3", "250.00",
    "5-455.4",
];

/// How many different dates a date column holds at most; few, so that they tie.
const MOST_DATES: usize = 14;

/// All columns that a source mentions of a table.
pub(super) fn columns_of(
    study: &Study,
    source: &Source,
    table: TableId,
    literals: &Literals,
    days: &[Day],
) -> BTreeMap<String, ColumnKind> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut keys: BTreeSet<String> = BTreeSet::new();
    let mut conditions = Vec::new();
    for opt_out in source.opt_outs.iter().filter(|opt_out| opt_out.table == table) {
        keys.insert(opt_out.key.clone());
        conditions.push((&opt_out.condition, 1, 5));
    }
    for mapping in source.entities.iter().filter(|mapping| mapping.table == table) {
        keys.insert(mapping.key.clone());
        conditions.extend(mapping.condition.as_ref().map(|condition| (condition, 4, 1)));
        for (reading, birth) in readings(study, mapping) {
            let days = if birth {
                literals.birthdays(days)
            } else {
                days.to_vec()
            };
            texts
                .entry(reading.column.clone())
                .or_default()
                .extend(texts_of(reading, literals, &days));
            if let Decode::Quantity(UnitSpec::ByColumn { column, units }) = &reading.decode {
                texts
                    .entry(column.clone())
                    .or_default()
                    .extend(units.keys().cloned());
            }
        }
    }
    // Most rows are records of something; most patients do not opt out.
    for (condition, wanted, others) in conditions {
        let pool = texts.entry(condition.column.clone()).or_default();
        (0..wanted).for_each(|_| pool.extend(condition.values.iter().cloned()));
        pool.extend((0..others).map(|other| format!("other {other}")));
    }
    let values = texts
        .into_iter()
        .map(|(column, texts)| (column, ColumnKind::Values(texts)));
    let keys = keys.into_iter().map(|column| (column, ColumnKind::Key));
    values.chain(keys).collect()
}

/// Every reading of a mapping, with whether it reads a date of birth.
pub(super) fn readings<'a>(study: &Study, mapping: &'a EntityMapping) -> Vec<(&'a Reading, bool)> {
    let attributes = mapping
        .attributes
        .iter()
        .filter_map(|attribute| match &attribute.availability {
            Availability::Present(reading) => {
                let named = study.model.attribute(attribute.attribute);
                let is_date = named.is_some_and(|named| named.ty == AttributeType::Date);
                let is_birth = named.is_some_and(|named| named.name.contains("birth"));
                Some((reading, is_date && is_birth))
            }
            Availability::Derived(_) | Availability::Absent { .. } => None,
        });
    attributes
        .chain(mapping.locals.iter().map(|local| (&local.reading, false)))
        .collect()
}

/// Texts that a reading understands or declares, and one that it does not if that only makes the value missing.
fn texts_of(reading: &Reading, literals: &Literals, days: &[Day]) -> BTreeSet<String> {
    let mut texts: BTreeSet<String> = match &reading.decode {
        Decode::Text => literals
            .texts
            .iter()
            .cloned()
            .chain(["a\u{308}", "ä", "other"].map(str::to_owned))
            .collect(),
        Decode::Boolean(map) => map.keys().cloned().collect(),
        Decode::Category(map) => map.keys().cloned().collect(),
        Decode::Analyte(map) => map.keys().cloned().collect(),
        Decode::Integer => near(&literals.numbers, &Conversion::identity(), 1)
            .filter(|text| !text.contains('.'))
            .collect(),
        Decode::Decimal => near(&literals.numbers, &Conversion::identity(), 2).collect(),
        Decode::Code(system) => codes(*system, literals),
        Decode::Quantity(unit) => conversions(unit)
            .iter()
            .flat_map(|conversion| near(&literals.numbers, conversion, 2))
            .collect(),
        Decode::Date { formats, .. } => {
            let few: Vec<Day> = days
                .iter()
                .step_by(days.len().div_ceil(MOST_DATES).max(1))
                .copied()
                .collect();
            few.iter()
                .zip(formats.iter().cycle())
                .map(|(day, format)| format.write(*day))
                .collect()
        }
    };
    texts.extend(reading.unknown.iter().cloned());
    if reading.otherwise_missing {
        texts.insert(String::from("???"));
    }
    texts
}

fn codes(system: CodeSystem, literals: &Literals) -> BTreeSet<String> {
    let named = literals
        .codes
        .iter()
        .filter(|(other, _)| *other == system)
        .map(|(_, code)| code.clone());
    let bystanders = BYSTANDERS
        .iter()
        .filter(|code| system.normalise(code).is_some())
        .map(|code| (*code).to_owned())
        .take(3);
    named.chain(bystanders).collect()
}

fn conversions(unit: &UnitSpec) -> Vec<Conversion> {
    match unit {
        UnitSpec::Fixed(_, conversion) => vec![conversion.clone()],
        UnitSpec::ByAnalyte(units) => units.values().map(|(_, conversion)| conversion.clone()).collect(),
        UnitSpec::ByColumn { units, .. } => units
            .values()
            .flat_map(|unit| unit.fixed.iter().chain(unit.by_analyte.values()).cloned())
            .collect(),
    }
}

/// Numbers that convert to a literal of the study, and numbers a little beside; only those that can be written exactly.
fn near(
    literals: &BTreeSet<Number>,
    conversion: &Conversion,
    decimals: u8,
) -> impl Iterator<Item = String> + use<> {
    let steps = [
        Number::ZERO,
        Number::from_decimal(1, decimals),
        Number::from_integer(1),
    ];
    let mut numbers: BTreeSet<Number> = [0, 1, 12].map(Number::from_integer).into();
    for literal in literals {
        let Some(raw) = conversion.inverse().map(|back| back.apply(literal)) else {
            continue;
        };
        for step in &steps {
            numbers.extend([raw.add(step), raw.sub(step)]);
        }
    }
    numbers
        .into_iter()
        .map(|number| number.to_string())
        .filter(|text| text.len() < 20 && !text.contains('…'))
}

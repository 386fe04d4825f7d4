//! The texts that may stand in a column, by how it is read.

use super::literals::Literals;
use kohort_semantics::Study;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::AttributeType;
use kohort_semantics::source::{
    Availability, CodeReading, Decode, DrugLookup, EntityMapping, Reading, RowCondition, RowTest,
    RowTestKind, UnitSpec,
};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Day, Number};
use std::collections::BTreeSet;

/// Codes of everyday diagnoses, drugs, tests and procedures, to stand beside those that a study names.
const BYSTANDERS: [&str; 12] = [
    "C18.7", "C34.1", "I10", "E11.9", "L01BC02", "A10BA02", "718-7", "J9190", "8140/3", "8070/3", "250.00",
    "5-455.4",
];

/// How many different dates a date column holds at most; few, so that they tie.
const MOST_DATES: usize = 14;

/// How many names or codes of drugs that a study does not name stand beside those that it does.
const OTHER_DRUGS: usize = 4;

/// All texts that a condition's columns need, most of them such that it holds `wanted` to `others`.
pub(super) fn tested(condition: &RowCondition, wanted: usize, others: usize) -> Vec<(String, Vec<String>)> {
    let foreign = || (0..).map(|other| format!("other {other}"));
    let several = |texts: &[String], times: usize| -> Vec<String> {
        (0..times).flat_map(|_| texts.iter().cloned()).collect()
    };
    let pool = |test: &RowTest| match &test.kind {
        RowTestKind::In(texts) => several(texts, wanted)
            .into_iter()
            .chain(foreign().take(others))
            .collect(),
        RowTestKind::NotIn(texts) => several(texts, others)
            .into_iter()
            .chain(foreign().take(wanted))
            .collect(),
        RowTestKind::Missing => vec![String::new(); wanted]
            .into_iter()
            .chain(foreign().take(others))
            .collect(),
        RowTestKind::Known => foreign().take(2).collect(),
    };
    condition
        .tests
        .iter()
        .map(|test| (test.column.clone(), pool(test)))
        .collect()
}

/// For each column that a reading looks at, texts that it understands or declares, and some that it does not.
pub(super) fn columns_of(
    reading: &Reading,
    birth: bool,
    literals: &Literals,
    days: &[Day],
) -> Vec<(String, Vec<String>)> {
    let born = if birth {
        literals.birthdays(days)
    } else {
        days.to_vec()
    };
    let own: Vec<String> = texts_of(reading, literals, &born).into_iter().collect();
    let beside = |column: &String, texts: Vec<String>| (column.clone(), texts);
    match &reading.decode {
        Decode::Always(_) => Vec::new(),
        Decode::Quantity(UnitSpec::ByColumn { column, units }) => {
            vec![
                (reading.column.clone(), own),
                beside(column, units.keys().cloned().collect()),
            ]
        }
        Decode::Code(CodeReading::ByColumn { column, systems }) => {
            vec![
                (reading.column.clone(), own),
                beside(column, systems.keys().cloned().collect()),
            ]
        }
        Decode::Date { by: Some(by), .. } => {
            // Some rows say nothing about how much is real.
            let mut texts: Vec<String> = by.values.keys().cloned().collect();
            texts.push(String::new());
            vec![(reading.column.clone(), own), beside(&by.column, texts)]
        }
        _ => vec![(reading.column.clone(), own)],
    }
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
        Decode::Numbers(map) => map.keys().cloned().collect(),
        Decode::Texts(map) => map.keys().cloned().collect(),
        Decode::Always(_) => BTreeSet::new(),
        Decode::Drug(ways) => ways.iter().flat_map(|way| drugs(way, literals)).collect(),
        Decode::Integer => near(&literals.numbers, &Conversion::identity(), 1)
            .filter(|text| !text.contains('.'))
            .collect(),
        // Around the anchor, and as far from it as literals of studies are.
        Decode::DaysFromAnchor => near(&literals.numbers, &Conversion::identity(), 1)
            .filter(|text| !text.contains('.'))
            .chain(["-7000", "-30", "-1", "0", "+1", "29", "30", "31", "366"].map(str::to_owned))
            .collect(),
        Decode::Decimal => near(&literals.numbers, &Conversion::identity(), 2).collect(),
        Decode::Code(CodeReading::Listed(_, map)) => map.keys().cloned().collect(),
        Decode::Code(reading) => reading
            .systems()
            .into_iter()
            .flat_map(|system| codes(system, literals))
            .collect(),
        Decode::Quantity(unit) => conversions(unit)
            .iter()
            .flat_map(|conversion| near(&literals.numbers, conversion, 2))
            .collect(),
        Decode::Date {
            formats,
            unknown_parts,
            ..
        } => {
            let few: Vec<Day> = days
                .iter()
                .step_by(days.len().div_ceil(MOST_DATES).max(1))
                .copied()
                .collect();
            let mut texts: BTreeSet<String> = few
                .iter()
                .zip(formats.iter().cycle())
                .map(|(day, format)| format.write(*day))
                .collect();
            if *unknown_parts {
                for (day, format) in few.iter().zip(formats.iter().cycle()) {
                    texts.extend(with_unknown_parts(&format.to_string(), *day));
                }
            }
            texts
        }
    };
    texts.extend(reading.unknown.iter().cloned());
    if reading.otherwise_missing {
        texts.insert(String::from("???"));
    }
    texts
}

/// A day of which the day, the month, or everything is marked as unknown.
fn with_unknown_parts(pattern: &str, day: Day) -> Vec<String> {
    let (year, month, _) = day.ymd();
    [
        (format!("{year:04}"), format!("{month:02}"), "99"),
        (format!("{year:04}"), format!("{month:02}"), "00"),
        (format!("{year:04}"), String::from("99"), "15"),
        (String::from("9999"), String::from("12"), "31"),
    ]
    .into_iter()
    .map(|(year, month, day)| {
        let text = pattern
            .replace("yyyy", &year)
            .replace("MM", &month)
            .replace("dd", day);
        text.replace('M', &month).replace('d', day)
    })
    .collect()
}

/// Names or codes of the drugs that a study names, some others, and one that nobody has heard of.
fn drugs(way: &DrugLookup, literals: &Literals) -> Vec<String> {
    let (DrugLookup::Name(known) | DrugLookup::Code(_, known)) = way;
    let (named, others): (Vec<_>, Vec<_>) = known
        .iter()
        .partition(|(_, drug)| literals.drugs.contains(drug.as_str()));
    let texts = named.into_iter().chain(others.into_iter().take(OTHER_DRUGS));
    let mut texts: Vec<String> = texts.map(|(text, _)| text.clone()).collect();
    if matches!(way, DrugLookup::Name(_)) {
        // Case and punctuation do not count.
        texts.extend(texts.first().map(|text| format!("({})", text.to_uppercase())));
        texts.push(String::from("unheardofumab"));
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

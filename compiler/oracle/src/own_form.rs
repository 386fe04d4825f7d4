//! The model's own form: a source whose tables are the entities and whose columns are the attributes.
//!
//! It records everything that a model can say, to any precision and in any code system, so that people who are invented
//! for a test can be written down without a country. Invariant: what is written reads back as the same value, exactly.

use crate::raw::{Cells, RawTable, Tables};
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::{Attribute, AttributeType, Entity, EntityId};
use kohort_semantics::source::{
    AttributeMapping, Availability, CodeReading, Decode, EntityMapping, Origin, PrecisionColumn, Reading,
    Repeats, Table, TableFile, TableFormat, TableId, UnitSpec,
};
use kohort_semantics::study::TestRecord;
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Date, DateFormat, Number, Precision, Value};
use kohort_semantics::{Model, Source, Study};
use std::collections::BTreeMap;

/// The name of the source.
pub const NAME: &str = "as_written";
/// The column with the patient key. No attribute has a blank in its name.
const KEY: &str = "patient key";
/// The texts that say how much of a date is known.
const PRECISIONS: [(&str, Precision); 4] = [
    ("day", Precision::Day),
    ("month", Precision::Month),
    ("quarter", Precision::Quarter),
    ("year", Precision::Year),
];

/// People in the model's own form.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnForm {
    /// How their tables map onto the model.
    pub source: Source,
    /// Their tables.
    pub tables: Tables,
}

/// Whether a source is the own form of its model: no module declares it.
pub(crate) fn is_own_form(source: &Source) -> bool {
    source.module.is_empty()
}

/// People with their records, by patient key, written in the own form of a study's model. None if that cannot be done,
/// since a column would need a form of dates that is not there.
pub fn own_form(study: &Study, people: &[(&str, &[TestRecord])]) -> Option<OwnForm> {
    let model = &study.model;
    let dates = DateFormat::parse("yyyy-MM-dd").ok()?;
    let mut source = Source {
        name: NAME.to_owned(),
        module: String::new(),
        version: model.version.clone(),
        doc: None,
        model: format!("{}.{}", model.module, model.name),
        country: None,
        minimum_cell: None,
        period: None,
        anchor: None,
        tables: Vec::new(),
        opt_outs: Vec::new(),
        entities: Vec::new(),
        absent: Vec::new(),
        bounds: Vec::new(),
        span: model.span,
    };
    let mut tables = Tables::new();
    for (entity, number) in model.entities.iter().zip(0..) {
        let id = EntityId(number);
        let written = people.iter().flat_map(|(key, records)| {
            let own = records.iter().filter(move |record| record.entity == id);
            own.map(move |record| (*key, record))
        });
        let written: Vec<(&str, &TestRecord)> = written.collect();
        source.tables.push(Table {
            name: entity.name.clone(),
            origin: Origin::Files(vec![TableFile {
                path: format!("{}.csv", entity.name),
                format: TableFormat::Csv {
                    delimiter: b',',
                    encoding: kohort_semantics::source::Encoding::Utf8,
                    header: None,
                },
            }]),
            optional: false,
            span: model.span,
        });
        source.entities.push(mapping(study, entity, id, &written, &dates));
        tables.insert(entity.name.clone(), rows(model, entity, id, &written));
    }
    Some(OwnForm { source, tables })
}

fn mapping(
    study: &Study,
    entity: &Entity,
    id: EntityId,
    written: &[(&str, &TestRecord)],
    dates: &DateFormat,
) -> EntityMapping {
    let attributes = study.model.attribute_ids(id).zip(&entity.attributes);
    let mapped = attributes.map(|(attribute_id, attribute)| {
        let values = written.iter().flat_map(|(_, record)| &record.values);
        let values: Vec<&Value> = values
            .filter(|(other, _)| *other == attribute_id)
            .map(|(_, value)| value)
            .collect();
        AttributeMapping {
            attribute: attribute_id,
            availability: Availability::Present(Reading {
                column: attribute.name.clone(),
                decode: decode(attribute, &values, dates),
                unknown: Vec::new(),
                otherwise_missing: false,
                optional: false,
            }),
            span: study.model.span,
        }
    });
    EntityMapping {
        entity: id,
        table: TableId(id.0),
        key: KEY.to_owned(),
        condition: None,
        repeats: Repeats::Kept,
        locals: Vec::new(),
        attributes: mapped.collect(),
        span: study.model.span,
    }
}

/// How an attribute's column is read.
fn decode(attribute: &Attribute, values: &[&Value], dates: &DateFormat) -> Decode {
    match &attribute.ty {
        AttributeType::Boolean => Decode::Boolean(
            [true, false]
                .map(|truth| (truth.to_string(), truth))
                .into_iter()
                .collect(),
        ),
        AttributeType::Date => Decode::Date {
            formats: vec![dates.clone()],
            precision: Precision::Year,
            by: Some(PrecisionColumn {
                column: beside(&attribute.name, "precision"),
                values: PRECISIONS
                    .iter()
                    .map(|(text, precision)| ((*text).to_owned(), Some(*precision)))
                    .collect(),
                blank: Some(Precision::Day),
            }),
            unknown_parts: false,
        },
        // A drug is its qualified name.
        AttributeType::Text | AttributeType::Drug | AttributeType::Unknown => Decode::Text,
        AttributeType::Code => Decode::Code(CodeReading::ByColumn {
            column: beside(&attribute.name, "system"),
            systems: CodeSystem::all()
                .iter()
                .map(|system| (system.name().to_owned(), *system))
                .collect(),
        }),
        AttributeType::Category(category) => {
            Decode::Category(category.values.iter().cloned().zip(0..).collect())
        }
        AttributeType::Analyte => Decode::Analyte(
            texts(values)
                .map(|name| (name.to_owned(), name.to_owned()))
                .collect(),
        ),
        AttributeType::Integer
        | AttributeType::Decimal
        | AttributeType::QuantityOf(_)
        | AttributeType::QuantityIn(_) => number(attribute, values),
    }
}

/// Numbers as decimals where all have an exact decimal; otherwise each value is listed.
fn number(attribute: &Attribute, values: &[&Value]) -> Decode {
    let numbers = || {
        values.iter().filter_map(|value| match value {
            Value::Number(number) => Some(number),
            _ => None,
        })
    };
    if !numbers().all(is_exact) {
        return Decode::Numbers(
            numbers()
                .map(|number| (text_of(number), number.clone()))
                .collect(),
        );
    }
    match attribute.ty {
        AttributeType::Integer => Decode::Integer,
        AttributeType::Decimal => Decode::Decimal,
        _ => Decode::Quantity(UnitSpec::Fixed(String::from("1"), Conversion::identity())),
    }
}

/// Whether the number's text is a decimal that says all of it.
fn is_exact(number: &Number) -> bool {
    Number::parse_decimal(&number.to_string()).as_ref() == Some(number)
}

/// A text that no other number has: the decimal, or the whole number of times that 1 divided by it is contained.
fn text_of(number: &Number) -> String {
    if is_exact(number) {
        return number.to_string();
    }
    // A rational has a smallest whole multiple; multiples are few, since values are written by people.
    let multiple = (2..1_000_000).map(Number::from_integer).find_map(|times| {
        let product = number.mul(&times);
        is_exact(&product).then(|| format!("{product}/{times}"))
    });
    multiple.unwrap_or_else(|| number.to_string())
}

fn texts<'v>(values: &[&'v Value]) -> impl Iterator<Item = &'v str> {
    let names = values.iter().filter_map(|value| match value {
        Value::Analyte(name) => Some(&**name),
        _ => None,
    });
    names.collect::<Vec<_>>().into_iter()
}

/// The name of a column that says more about another.
fn beside(attribute: &str, what: &str) -> String {
    format!("{attribute} {what}")
}

/// The rows of an entity's table.
fn rows(model: &Model, entity: &Entity, id: EntityId, written: &[(&str, &TestRecord)]) -> RawTable {
    let mut columns = vec![KEY.to_owned()];
    for attribute in &entity.attributes {
        columns.push(attribute.name.clone());
        columns.extend(match attribute.ty {
            AttributeType::Date => Some(beside(&attribute.name, "precision")),
            AttributeType::Code => Some(beside(&attribute.name, "system")),
            _ => None,
        });
    }
    let row = |(key, record): &(&str, &TestRecord)| -> Cells {
        let mut cells = BTreeMap::from([(KEY.to_owned(), (*key).to_owned())]);
        for (attribute_id, attribute) in model.attribute_ids(id).zip(&entity.attributes) {
            let values = record.values.iter().filter(|(other, _)| *other == attribute_id);
            for (_, value) in values {
                cells.extend(written_as(attribute, value));
            }
        }
        columns.iter().map(|column| cells.get(column).cloned()).collect()
    };
    let rows = written.iter().map(row).collect();
    RawTable { columns, rows }
}

/// The cells that write a value down.
fn written_as(attribute: &Attribute, value: &Value) -> Vec<(String, String)> {
    let own = |text: String| (attribute.name.clone(), text);
    match value {
        Value::Missing | Value::Period(..) => Vec::new(),
        Value::Boolean(truth) => vec![own(truth.to_string())],
        Value::Number(number) => vec![own(text_of(number))],
        Value::Date(date) => vec![
            own(crate::calendar::iso(date.first)),
            (beside(&attribute.name, "precision"), precision(*date).to_owned()),
        ],
        Value::Category(position) => match &attribute.ty {
            AttributeType::Category(category) => category
                .values
                .get(*position as usize)
                .map(|name| own(name.clone()))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        },
        Value::Analyte(name) | Value::Text(name) => vec![own(name.to_string())],
        Value::Code { system, code } => vec![
            own(code.to_string()),
            (beside(&attribute.name, "system"), system.name().to_owned()),
        ],
    }
}

/// How much of a date is known.
fn precision(date: Date) -> &'static str {
    let fits = |precision: Precision| crate::calendar::unit_around(precision, date.first) == Some(date);
    PRECISIONS
        .iter()
        .find(|(_, precision)| fits(*precision))
        .map_or("year", |(text, _)| *text)
}

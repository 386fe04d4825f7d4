//! People of tests against the standard model.

use super::{CannotSay, person_of_test};
use crate::decimal::Decimal;
use crate::person::{MedicationKind, Person, Quantity, Sex, Stage};
use kohort_base::{Files, Span};
use kohort_semantics::Study;
use kohort_semantics::codes::{Analyte, CodeSystem};
use kohort_semantics::model::{
    Attribute, AttributeId, AttributeType, Cardinality, Category, Dated, Entity, EntityId, Model,
};
use kohort_semantics::study::{Test, TestRecord};
use kohort_semantics::units::{Conversion, Unit};
use kohort_semantics::value::{Date, Day, Number, Value};
use std::sync::Arc;

fn span() -> Span {
    Span::new(Files::default().add("test.kohort".into(), "".into()), 0, 0)
}

fn attribute(name: &str, ty: AttributeType) -> Attribute {
    Attribute {
        name: name.to_owned(),
        doc: None,
        ty,
        span: span(),
    }
}

fn category(values: &[&str]) -> AttributeType {
    AttributeType::Category(Category {
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        ordered: false,
    })
}

/// A part of the standard model, in another order of attributes: names decide.
fn model() -> Model {
    let entity = |name: &str, cardinality, attributes| Entity {
        name: name.to_owned(),
        doc: None,
        cardinality,
        dated: Dated::Never,
        attributes,
        span: span(),
    };
    let many = Cardinality::Many;
    Model {
        name: "oncology".into(),
        module: "std.oncology".into(),
        version: "1.0.0".into(),
        doc: None,
        entities: vec![
            entity(
                "patient",
                Cardinality::One,
                vec![
                    attribute("region", AttributeType::Text),
                    attribute("sex", category(&["female", "male", "other"])),
                    attribute("birth_date", AttributeType::Date),
                ],
            ),
            entity(
                "diagnosis",
                many,
                vec![
                    attribute("date", AttributeType::Date),
                    attribute("code", AttributeType::Code),
                    attribute("stage", category(&["stage_i", "stage_iv"])),
                    attribute("gleason", AttributeType::Integer),
                ],
            ),
            entity(
                "medication",
                many,
                vec![
                    attribute("start", AttributeType::Date),
                    attribute("end", AttributeType::Date),
                    attribute("drug", AttributeType::Drug),
                ],
            ),
            entity(
                "lab",
                many,
                vec![
                    attribute("date", AttributeType::Date),
                    attribute("test", AttributeType::Analyte),
                    attribute("value", AttributeType::Decimal),
                ],
            ),
            entity("tea_time", many, vec![attribute("date", AttributeType::Date)]),
        ],
        span: span(),
    }
}

fn analyte(name: &str, unit: &str, from: &str, factor: &str) -> Analyte {
    let factor = Number::parse_decimal(factor).unwrap();
    Analyte {
        name: name.into(),
        qualified: format!("std.analytes.{name}"),
        doc: None,
        codes: Vec::new(),
        unit: Unit::parse(unit).unwrap(),
        conversions: vec![(Unit::parse(from).unwrap(), Conversion::scale(factor))],
        plausible: None,
        names: Vec::new(),
        span: span(),
    }
}

fn study() -> Study {
    Study {
        name: "s".into(),
        version: "1".into(),
        doc: None,
        model: Arc::new(model()),
        precision: Vec::new(),
        definitions: Vec::new(),
        cohorts: Vec::new(),
        endpoints: Vec::new(),
        characteristics: Vec::new(),
        outputs: Vec::new(),
        code_lists: Vec::new(),
        analytes: vec![
            analyte("haemoglobin", "g/dL", "mmol/L", "1.6114"),
            analyte("creatinine", "umol/L", "mg/dL", "88.403"),
        ],
        drugs: Vec::new(),
        drug_lists: Vec::new(),
        tests: Vec::new(),
        span: span(),
    }
}

fn made(records: &[(&str, &[(&str, Value)])]) -> Result<Person, CannotSay> {
    let study = study();
    let record = |(entity, values): &(&str, &[(&str, Value)])| {
        let (id, entity) = study.model.entity_named(entity).unwrap();
        let value = |(name, value): &(&str, Value)| {
            let (index, _) = entity.attribute_named(name).unwrap();
            (AttributeId { entity: id, index }, value.clone())
        };
        TestRecord {
            entity: EntityId(id.0),
            values: values.iter().map(value).collect(),
            span: span(),
        }
    };
    let test = Test {
        name: "t".into(),
        records: records.iter().map(record).collect(),
        expectations: Vec::new(),
        span: span(),
    };
    person_of_test(&study, &test)
}

fn date(text: &str) -> Value {
    Value::Date(Date::parse(text).unwrap())
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn number(text: &str) -> Value {
    Value::Number(Number::parse_decimal(text).unwrap())
}

fn code(system: CodeSystem, text: &str) -> Value {
    Value::Code {
        system,
        code: system.normalise(text).unwrap().into(),
    }
}

#[test]
fn a_test_becomes_a_person() {
    let colon = || code(CodeSystem::Icd10, "C18.7");
    let drug = || Value::Text("std.drugs.oxaliplatin".into());
    let person = made(&[
        (
            "patient",
            &[
                ("birth_date", date("1974-05-02")),
                ("sex", Value::Category(1)),
                ("region", Value::Missing),
            ],
        ),
        (
            "diagnosis",
            &[
                ("date", date("2019-03")),
                ("code", colon()),
                ("stage", Value::Category(1)),
                ("gleason", number("7")),
            ],
        ),
        (
            "diagnosis",
            &[
                ("date", date("2018")),
                ("code", code(CodeSystem::Icd10_2013, "C341")),
            ],
        ),
        ("medication", &[("start", date("2019-03-25")), ("drug", drug())]),
        (
            "medication",
            &[
                ("start", date("2019-Q4")),
                ("end", date("2020-01-03")),
                ("drug", drug()),
            ],
        ),
        (
            "lab",
            &[
                ("date", date("2019-03-01")),
                ("test", Value::Analyte("std.analytes.haemoglobin".into())),
                ("value", number("8.1")),
            ],
        ),
        (
            "lab",
            &[
                ("date", date("2019-03-02")),
                ("test", Value::Analyte("std.analytes.creatinine".into())),
                ("value", number("106.0836")),
            ],
        ),
    ])
    .unwrap();
    assert_eq!((person.number, person.sex), (1, Some(Sex::Male)));
    assert_eq!(person.birth, Some(day("1974-05-02")));
    let [first, second] = person.diagnoses.as_slice() else {
        panic!("{:?}", person.diagnoses)
    };
    assert_eq!(
        (first.date, first.code.as_str(), first.tumour),
        (day("2018-07-01"), "C34.1", 2)
    );
    assert_eq!(
        (second.date, second.code.as_str(), second.tumour),
        (day("2019-03-15"), "C18.7", 1)
    );
    assert_eq!((second.stage, second.gleason), (Some(Stage::IV), Some((3, 4))));
    let [dose, course] = person.medications.as_slice() else {
        panic!("{:?}", person.medications)
    };
    assert_eq!(
        (dose.kind, dose.drug.as_str(), dose.regimen),
        (MedicationKind::Administration, "oxaliplatin", 1)
    );
    assert_eq!(
        (course.kind, course.start, course.regimen),
        (MedicationKind::Course, day("2019-11-15"), 2)
    );
    let values: Vec<_> = person
        .measurements
        .iter()
        .map(|m| (m.quantity, m.value))
        .collect();
    assert_eq!(
        values,
        [
            (Quantity::Haemoglobin, Some(Decimal::new(81, 1))),
            (Quantity::Creatinine, Some(Decimal::new(12, 1)))
        ]
    );
}

#[test]
fn what_cannot_be_said_is_refused_with_what_to_write() {
    let creatinine = Value::Analyte("std.analytes.creatinine".into());
    let calcium = Value::Analyte("std.analytes.calcium".into());
    type Values<'a> = &'a [(&'a str, Value)];
    let cases: &[(&str, Values<'_>, &str)] = &[
        (
            "patient",
            &[("region", Value::Text("Kent".into()))],
            "`region` is not part of the people",
        ),
        (
            "diagnosis",
            &[("date", date("2019"))],
            "no `diagnosis` without `code`",
        ),
        (
            "diagnosis",
            &[
                ("date", date("2019")),
                ("code", code(CodeSystem::Icd10Cm, "C50.411")),
            ],
            "C50.411\" is not a code that all countries have",
        ),
        (
            "diagnosis",
            &[
                ("date", date("2019")),
                ("code", code(CodeSystem::Icd10, "C61")),
                ("gleason", number("11")),
            ],
            "write a whole number from 2 to 10",
        ),
        (
            "medication",
            &[
                ("start", date("2019")),
                ("drug", Value::Text("mine.elixir".into())),
            ],
            "drugs of `std.drugs` only",
        ),
        (
            "lab",
            &[
                ("date", date("2019")),
                ("test", creatinine),
                ("value", number("100")),
            ],
            "write the value in mg/dL",
        ),
        (
            "lab",
            &[("date", date("2019")), ("test", calcium), ("value", number("2"))],
            "is not measured",
        ),
        (
            "tea_time",
            &[("date", date("2019"))],
            "no country's tables have records of the kind `tea_time`",
        ),
        ("patient", &[("sex", number("1"))], "a value of another type"),
    ];
    for (entity, values, expected) in cases {
        let error = made(&[(entity, values)]).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

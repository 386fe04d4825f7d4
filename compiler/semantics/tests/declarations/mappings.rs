//! How attributes are read: lists, constants, codes, precision by row; entities that are mapped several times or not at all.

use crate::{analysed, shows};
use kohort_semantics::Source;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::source::{Availability, CodeReading, Decode, Reading};
use kohort_semantics::value::{Number, Precision, Value};
use std::sync::Arc;

const MODEL: &str = r#"
model clinic version "1.0.0" {
  one patient { sex: Category { female, male } }
  one death dated date { date: Date }
  many visit dated date { date: Date }
  many tumour dated date {
    date: Date
    code: Code
    grade: Integer
    dose: Decimal
    site: Text
    trial: Boolean
    status: Category { positive, negative }
    test: Analyte
    weight: Quantity in kg
  }
}
analyte haemoglobin { LOINC 718-7 unit g/dL }
"#;

const PEOPLE: &str = "  patient from people key id {\n    sex = sex { \"F\": female, \"M\": male }\n  }";

fn whole(body: &str) -> String {
    format!(
        "{MODEL}\nsource here for clinic version \"1.0.0\" {{\n  table people = csv \"people.csv\"\n  table tumours = csv \"tumours.csv\"\n{PEOPLE}\n{body}\n}}\n"
    )
}

/// Tumours of which one attribute is read, and the others are absent.
fn tumour(line: &str) -> String {
    let name = line.split(' ').next().unwrap_or_default();
    let others: Vec<&str> = [
        "date", "code", "grade", "dose", "site", "trial", "status", "test", "weight",
    ]
    .into_iter()
    .filter(|other| *other != name)
    .collect();
    whole(&format!(
        "  tumour from tumours key id {{\n    {line}\n    {} absent \"not needed\"\n  }}",
        others.join(", ")
    ))
}

fn lowered(text: &str) -> Arc<Source> {
    let analysis = analysed(text);
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    assert!(analysis.diagnostics.is_empty(), "{shown}");
    Arc::clone(analysis.sources.first().expect("one source"))
}

/// How the only attribute of the tumours is read that is.
fn reading(line: &str) -> Reading {
    let source = lowered(&tumour(line));
    let mapping = source.entities.last().expect("mapped");
    let mut read = mapping
        .attributes
        .iter()
        .filter_map(|attribute| match &attribute.availability {
            Availability::Present(reading) => Some(reading.clone()),
            _ => None,
        });
    read.next().expect("read")
}

fn always(line: &str) -> Value {
    let reading = reading(line);
    assert_eq!(reading.column, "id");
    let Decode::Always(value) = reading.decode else {
        panic!("always the same")
    };
    value
}

shows!(number_list: ["K0604"] &tumour("grade = g { \"1\": one, \"2\": 2 }"));
shows!(number_list_fraction: ["K0604"] &tumour("grade = g { \"1\": 1.5 }"));
shows!(text_list: ["K0604"] &tumour("site = s { \"1\": colon }"));
shows!(category_list: ["K0604"] &tumour("status = s { \"1\": 1, \"0\": negative }"));
shows!(code_list_malformed: ["K0402"] heals &tumour("code = s as code ICD10GM { \"Colon\": \"C18.9\", \"Rectum\": \"C2O\" }"));
shows!(code_list_wildcard: ["K0402"] &tumour("code = s as code ICD10CM { \"Colon\": \"C18.*\" }"));
shows!(code_list_system: ["K0401"] &tumour("code = s as code ICD10US { \"Colon\": \"C18.9\" }"));
shows!(code_list_name: ["K0604"] &tumour("code = s as code ICD10CM { \"Colon\": colon }"));
shows!(code_by_system: ["K0401"] heals &tumour("code = c as code by system { \"ICD-9-CM\": ICD9CN }"));
shows!(code_by_text_twice: ["K0607"] &tumour("code = c as code by system { \"9\": ICD9CM, \"9\": ICD10CM }"));
shows!(always_another_type: ["K0602"] &tumour("grade always \"high\""));
shows!(always_quantity: ["K0602"] &tumour("weight always 5"));
shows!(always_no_value: ["K0604"] heals &tumour("status always positiv"));
shows!(always_fraction: ["K0604"] &tumour("grade always 1.5"));
shows!(always_no_code: ["K0402"] heals &tumour("code always ICD10GM \"C34.O\""));
shows!(always_no_analyte: ["K0201"] heals &tumour("test always hemoglobin"));
shows!(absent_several_without_reason: ["K0602"] &whole("  tumour from tumours key id {\n    date, code, grade, dose, site, trial, status, test, weight absent \"…\"\n  }"));
shows!(absent_several_unknown: ["K0209"] heals &whole("  tumour from tumours key id {\n    date, code, grad, dose, site, trial, status, test, weight absent \"-\"\n  }"));
shows!(absent_and_mapped: ["K0607"] &tumour("grade = g as integer\n    grade absent \"-\""));
shows!(absent_entity_and_mapped: ["K0607"] &whole("  visit from tumours key id {\n    date = d as date \"yyyy\"\n  }\n  visit absent \"not recorded\""));
shows!(absent_entity_twice: ["K0607"] &whole("  visit absent \"not recorded\"\n  visit absent \"not recorded\""));
shows!(absent_entity_unknown: ["K0602"] heals &whole("  visits absent \"not recorded\""));
shows!(absent_entity_without_reason: ["K0602"] &whole("  visit absent \"\""));
shows!(mapped_twice_alike: ["K0607"] &whole("  visit from tumours key id {\n    date = d as date \"yyyy\"\n  }\n  visit from tumours key id {\n    date = d as date \"yyyy\"\n  }"));
shows!(unknown_parts_and_precise_to: ["K0605"] &tumour("date = d as date \"yyyyMMdd\" precise to month with unknown parts"));
shows!(precise_by_text_twice: ["K0607"] &tumour("date = d as date \"yyyy-MM-dd\" precise by g { \"E\": day, \"E\": month }"));
shows!(precise_by_blank_twice: ["K0607"] &tumour("date = d as date \"yyyy-MM-dd\" precise by g { \"E\": day, blank: day, blank: year }"));
shows!(precise_by_blank_missing: ["K0602"] &tumour("date = d as date \"yyyy-MM-dd\" precise by g { \"E\": day, blank: missing }"));
shows!(era_without_year: ["K0605"] &tumour("date = d as date \"GG-MM-dd\""));
shows!(period_backwards: ["K0602"] &whole("  period 2024-01-01 to 2011-12-31"));
shows!(period_no_date: ["K0311"] &whole("  period 2011-02-30 to 2011-12-31"));

#[test]
fn several_mappings_of_an_entity_add_up() {
    let source = lowered(&whole(
        "  visit from tumours key id where kind = \"a\" {\n    date = d as date \"yyyy-MM-dd\"\n  }\n  visit from people key id {\n    date = seen as date \"yyyy-MM\"\n  }\n  death absent \"not linked\"",
    ));
    let visit = source.entities.last().expect("mapped").entity;
    assert_eq!(source.mappings(visit).count(), 2);
    let date = source
        .entities
        .last()
        .and_then(|mapping| mapping.attributes.first())
        .expect("dated");
    assert_eq!(source.precision(date.attribute), Precision::Month);
    assert!(source.records(date.attribute));
    let absent: Vec<&str> = source
        .absent
        .iter()
        .map(|absent| absent.reason.as_str())
        .collect();
    assert_eq!(absent, ["not linked"]);
}

#[test]
fn what_is_always_the_same_is_a_value_of_its_type() {
    assert_eq!(always("grade always 7"), Value::Number(Number::from_integer(7)));
    assert_eq!(always("trial always false"), Value::Boolean(false));
    assert_eq!(always("status always negative"), Value::Category(1));
    assert_eq!(always("site always \"x\""), Value::Text("x".into()));
    assert_eq!(
        always("test always haemoglobin"),
        Value::Analyte("clinic.haemoglobin".into())
    );
    let code = Value::Code {
        system: CodeSystem::Icd10Cm,
        code: CodeSystem::Icd10Cm.normalise("C34.9").expect("a code").into(),
    };
    assert_eq!(always("code always ICD10CM \"C34.9\""), code);
}

#[test]
fn lists_give_numbers_texts_and_codes() {
    let numbers = reading("grade = g { \"0\": 0, \"90%\": 0, \"-\": -1, \"?\": missing, otherwise missing }");
    assert!(numbers.otherwise_missing);
    assert_eq!(numbers.unknown, ["?"]);
    let number = Number::from_integer;
    let Decode::Numbers(texts) = numbers.decode else {
        panic!("numbers")
    };
    let found: Vec<(&str, &Number)> = texts.iter().map(|(text, value)| (text.as_str(), value)).collect();
    assert_eq!(
        found,
        [("-", &number(-1)), ("0", &number(0)), ("90%", &number(0))]
    );
    let Decode::Texts(texts) = reading("site = s { \"A\": \"White British\", otherwise missing }").decode
    else {
        panic!("texts")
    };
    assert_eq!(texts.get("A").map(String::as_str), Some("White British"));
    let Decode::Code(CodeReading::Listed(CodeSystem::Icd10Cm, texts)) =
        reading("code = s as code ICD10CM { \"Colon\": \"c18.9\", \"?\": missing }").decode
    else {
        panic!("codes")
    };
    assert_eq!(
        texts.get("Colon"),
        CodeSystem::Icd10Cm.normalise("C18.9").as_ref()
    );
    let Decode::Code(by) = reading("code = c as code by system { \"10\": ICD10CM, \"9\": ICD9CM }").decode
    else {
        panic!("codes")
    };
    assert_eq!(by.systems(), [CodeSystem::Icd10Cm, CodeSystem::Icd9Cm]);
}

#[test]
fn dates_can_each_have_their_own_precision() {
    let of = |line: &str| match reading(line).decode {
        Decode::Date {
            precision,
            by,
            unknown_parts,
            ..
        } => (precision, by, unknown_parts),
        other => panic!("{other:?}"),
    };
    let (precision, by, unknown) = of(
        "date = d as date \"yyyy-MM-dd\" precise by g { \"E\": day, \"T\": month, \"V\": missing, blank: day }",
    );
    assert_eq!((precision, unknown), (Precision::Month, false));
    let by = by.expect("by a column");
    assert_eq!(by.column, "g");
    assert_eq!(by.blank, Some(Precision::Day));
    assert_eq!(by.values.get("V"), Some(&None));
    let (precision, by, unknown) =
        of("date = d as date \"yyyyMMdd\" with unknown parts, unknown \"99999999\"");
    assert_eq!((precision, by, unknown), (Precision::Year, None, true));
    assert_eq!(
        of("date = d as date \"GGyy年M月d日\" or \"Gyy.MM.dd\"").0,
        Precision::Day
    );
}

#[test]
fn a_column_may_be_lacking_and_a_country_has_a_period() {
    assert!(reading("date = d as date \"yyyy\", optional").optional);
    let source = lowered(&whole("  country DE\n  period 2011-01-01 to 2024-06"));
    let (first, last) = source.period.expect("declared");
    assert_eq!(
        (first.to_string(), last.to_string()),
        ("2011-01-01".to_owned(), "2024-06-30".to_owned())
    );
}

#[test]
fn local_columns_take_lists_too() {
    let source = lowered(&tumour(
        "grade derived karnofsky\n    let karnofsky = k { \"90%\": 0, \"80%\": 1 }",
    ));
    let local = source
        .entities
        .last()
        .and_then(|mapping| mapping.locals.first())
        .expect("a local column");
    assert!(matches!(&local.reading.decode, Decode::Numbers(texts) if texts.len() == 2));
}

//! The model, its analytes and code lists, and a source.

use kohort_base::{Files, Span};
use kohort_semantics::codes::{Analyte, CodeList, CodePattern, CodeSystem};
use kohort_semantics::model::{
    Attribute, AttributeId, AttributeType, Cardinality, Category, Dated, Entity, EntityId, Model,
};
use kohort_semantics::source::{
    AttributeMapping, Availability, CodeReading, ColumnUnit, Decode, Encoding, EntityMapping, Local, OptOut,
    Origin, Reading, Repeats, RowCondition, RowTest, RowTestKind, Source, Table, TableFile, TableFormat,
    TableId, UnitSpec,
};
use kohort_semantics::study::{Compare, Expr, ExprKind, Study, Type};
use kohort_semantics::units::{Conversion, Unit};
use kohort_semantics::value::{DateFormat, Number, Precision, Value};
use std::sync::Arc;

pub(crate) const PATIENT: EntityId = EntityId(0);
pub(crate) const DEATH: EntityId = EntityId(1);
pub(crate) const DIAGNOSIS: EntityId = EntityId(2);
pub(crate) const LAB: EntityId = EntityId(3);
pub(crate) const BIOMARKER: EntityId = EntityId(4);
pub(crate) const TREATMENT: EntityId = EntityId(5);
pub(crate) const VISIT: EntityId = EntityId(6);

const fn of(entity: EntityId, index: u32) -> AttributeId {
    AttributeId { entity, index }
}

pub(crate) const BIRTH: AttributeId = of(PATIENT, 0);
pub(crate) const SEX: AttributeId = of(PATIENT, 1);
pub(crate) const LAST_SEEN: AttributeId = of(PATIENT, 2);
pub(crate) const DEATH_DATE: AttributeId = of(DEATH, 0);
pub(crate) const DIAGNOSIS_DATE: AttributeId = of(DIAGNOSIS, 0);
pub(crate) const CODE: AttributeId = of(DIAGNOSIS, 1);
pub(crate) const STAGE: AttributeId = of(DIAGNOSIS, 2);
pub(crate) const TEST: AttributeId = of(LAB, 1);
pub(crate) const VALUE: AttributeId = of(LAB, 2);
pub(crate) const BIOMARKER_DATE: AttributeId = of(BIOMARKER, 0);
pub(crate) const GENE: AttributeId = of(BIOMARKER, 1);
pub(crate) const STATUS: AttributeId = of(BIOMARKER, 2);
pub(crate) const NOTE: AttributeId = of(BIOMARKER, 3);
pub(crate) const DRUG: AttributeId = of(TREATMENT, 2);
pub(crate) const DOSE: AttributeId = of(TREATMENT, 3);

pub(crate) fn span() -> Span {
    Span::new(Files::default().add("sample.kohort".into(), "".into()), 0, 0)
}

fn category(values: &[&str], ordered: bool) -> AttributeType {
    AttributeType::Category(Category {
        values: values.iter().map(|value| value.to_string()).collect(),
        ordered,
    })
}

fn entity(
    name: &str,
    cardinality: Cardinality,
    dated: Dated,
    attributes: Vec<(&str, AttributeType)>,
) -> Entity {
    let attribute = |(name, ty): (&str, AttributeType)| Attribute {
        name: name.into(),
        doc: None,
        ty,
        span: span(),
    };
    let attributes = attributes.into_iter().map(attribute).collect();
    Entity {
        name: name.into(),
        doc: None,
        cardinality,
        dated,
        attributes,
        span: span(),
    }
}

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap()
}

/// The model.
pub(crate) fn model() -> Model {
    use AttributeType::{Analyte, Code, Date, QuantityIn, QuantityOf, Text};
    use Cardinality::{Many, One};
    let stages = ["stage_i", "stage_ii", "stage_iii", "stage_iv"];
    Model {
        name: "tutorial".into(),
        module: "tutorial".into(),
        version: "1.0.0".into(),
        doc: None,
        entities: vec![
            entity(
                "patient",
                One,
                Dated::Never,
                vec![
                    ("birth_date", Date),
                    ("sex", category(&["female", "male"], false)),
                    ("last_seen", Date),
                ],
            ),
            entity("death", One, Dated::On(of(DEATH, 0)), vec![("date", Date)]),
            entity(
                "diagnosis",
                Many,
                Dated::On(of(DIAGNOSIS, 0)),
                vec![("date", Date), ("code", Code), ("stage", category(&stages, true))],
            ),
            entity(
                "lab",
                Many,
                Dated::On(of(LAB, 0)),
                vec![
                    ("date", Date),
                    ("test", Analyte),
                    ("value", QuantityOf(of(LAB, 1))),
                ],
            ),
            entity(
                "biomarker",
                Many,
                Dated::On(of(BIOMARKER, 0)),
                vec![
                    ("date", Date),
                    ("gene", category(&["egfr", "alk"], false)),
                    ("status", category(&["negative", "positive", "untested"], false)),
                    ("note", Text),
                ],
            ),
            entity(
                "treatment",
                Many,
                Dated::Span(of(TREATMENT, 0), of(TREATMENT, 1)),
                vec![
                    ("start", Date),
                    ("end", Date),
                    ("drug", Text),
                    ("dose", QuantityIn(unit("mg"))),
                ],
            ),
            entity("visit", Many, Dated::On(of(VISIT, 0)), vec![("date", Date)]),
        ],
        span: span(),
    }
}

/// An empty study of the model, with its code lists and analytes.
pub(crate) fn study() -> Study {
    let pattern = |system: CodeSystem, text: &str| CodePattern::parse(system, text, span()).unwrap();
    let list = |name: &str, entries: Vec<CodePattern>, except: Vec<CodePattern>| CodeList {
        name: name.into(),
        module: "tutorial".into(),
        doc: None,
        entries,
        except,
        span: span(),
    };
    let analyte = |name: &str, measured: &str| Analyte {
        name: name.into(),
        qualified: format!("tutorial.{name}"),
        doc: None,
        codes: Vec::new(),
        unit: unit(measured),
        conversions: Vec::new(),
        plausible: None,
        names: Vec::new(),
        span: span(),
    };
    use CodeSystem::{Icd10Cm, Icd10Gm};
    Study {
        name: "sample".into(),
        version: "1.0.0".into(),
        doc: Some("A sample.".into()),
        model: Arc::new(model()),
        precision: Vec::new(),
        definitions: Vec::new(),
        cohorts: Vec::new(),
        endpoints: Vec::new(),
        characteristics: Vec::new(),
        outputs: vec![kohort_semantics::study::Output::Attrition(Vec::new())],
        code_lists: vec![
            list(
                "colorectal",
                ["C18.*", "C19", "C20"]
                    .iter()
                    .map(|text| pattern(Icd10Cm, text))
                    .collect(),
                Vec::new(),
            ),
            list(
                "malignant",
                vec![pattern(Icd10Cm, "C*")],
                vec![pattern(Icd10Cm, "C44.*"), pattern(Icd10Gm, "C44.*")],
            ),
            list("german", vec![pattern(Icd10Gm, "C20")], Vec::new()),
        ],
        analytes: vec![analyte("platelets", "10*9/L"), analyte("bilirubin", "umol/L")],
        drugs: Vec::new(),
        drug_lists: Vec::new(),
        tests: Vec::new(),
        span: span(),
    }
}

pub(crate) fn reading(column: &str, decode: Decode) -> Reading {
    Reading {
        column: column.into(),
        decode,
        unknown: Vec::new(),
        otherwise_missing: false,
        optional: false,
    }
}

fn date(column: &str, format: &str, precision: Precision) -> Availability {
    let formats = vec![DateFormat::parse(format).unwrap()];
    Availability::Present(reading(
        column,
        Decode::Date {
            formats,
            precision,
            by: None,
            unknown_parts: false,
        },
    ))
}

fn day(column: &str) -> Availability {
    date(column, "yyyy-MM-dd", Precision::Day)
}

fn texts<T: Clone>(values: &[(&str, T)]) -> std::collections::BTreeMap<String, T> {
    values
        .iter()
        .map(|(text, value)| (text.to_string(), value.clone()))
        .collect()
}

/// The rows with one of these texts in a column.
pub(crate) fn rows_with(column: &str, values: &[&str]) -> RowCondition {
    RowCondition {
        tests: vec![RowTest {
            column: column.into(),
            kind: RowTestKind::In(values.iter().map(|value| value.to_string()).collect()),
        }],
    }
}

pub(crate) fn mapping(
    entity: EntityId,
    table: u32,
    rows: Option<&[&str]>,
    attributes: Vec<Availability>,
) -> EntityMapping {
    let attribute = |(index, availability)| AttributeMapping {
        attribute: of(entity, index),
        availability,
        span: span(),
    };
    EntityMapping {
        entity,
        table: TableId(table),
        key: "person".into(),
        condition: rows.map(|values| rows_with("kind", values)),
        repeats: Repeats::Kept,
        locals: Vec::new(),
        attributes: (0..).zip(attributes).map(attribute).collect(),
        span: span(),
    }
}

/// `stage_iv if t >= 4, else stage_i`
fn stage_rule() -> Expr {
    let expr = |kind, ty| Expr {
        kind,
        ty,
        span: span(),
    };
    let number = |n| {
        Box::new(expr(
            ExprKind::Literal(Value::Number(Number::from_integer(n))),
            Type::Integer,
        ))
    };
    let stage = |n| Box::new(expr(ExprKind::Literal(Value::Category(n)), Type::Category(STAGE)));
    let t = Box::new(expr(ExprKind::Local(0), Type::Integer));
    let advanced = expr(
        ExprKind::Compare {
            op: Compare::Ge,
            left: t,
            right: number(4),
        },
        Type::Boolean,
    );
    expr(
        ExprKind::If {
            then: stage(3),
            condition: Box::new(advanced),
            otherwise: stage(0),
        },
        Type::Category(STAGE),
    )
}

/// The source.
pub(crate) fn source() -> Source {
    let table = |name: &str, file: &str, format| Table {
        name: name.into(),
        origin: Origin::Files(vec![TableFile {
            path: file.into(),
            format,
        }]),
        optional: false,
        span: span(),
    };
    let csv = |delimiter| TableFormat::Csv {
        delimiter,
        encoding: Encoding::Utf8,
        header: None,
    };
    let present = |column: &str, decode| Availability::Present(reading(column, decode));
    let column_unit = |text: &str, analytes: &[(&str, &str)]| {
        let conversion = |factor: &str| Conversion::scale(Number::parse_decimal(factor).unwrap());
        let by_analyte = analytes
            .iter()
            .map(|(name, factor)| (format!("tutorial.{name}"), conversion(factor)))
            .collect();
        (
            text.to_string(),
            ColumnUnit {
                unit: text.into(),
                fixed: None,
                by_analyte,
            },
        )
    };
    let units = [
        column_unit("10*9/L", &[("platelets", "1")]),
        column_unit("mg/dL", &[("bilirubin", "17.104")]),
        column_unit("/uL", &[("platelets", "0.001")]),
    ];
    let qualified = |name: &str| format!("tutorial.{name}");
    let mut source = Source {
        name: "us".into(),
        module: "us".into(),
        version: "2.1.0".into(),
        doc: None,
        model: "tutorial.tutorial".into(),
        country: Some("US".into()),
        minimum_cell: Some(11),
        period: None,
        anchor: None,
        tables: vec![
            table("people", "people.csv", csv(b',')),
            table("events", "events.csv", csv(b';')),
            table("labs", "labs.parquet", TableFormat::Parquet),
            table("consent", "consent.csv", csv(b',')),
        ],
        opt_outs: vec![OptOut {
            table: TableId(3),
            key: "person".into(),
            condition: rows_with("use of data", &["no"]),
        }],
        entities: vec![
            mapping(
                LAB,
                2,
                None,
                vec![
                    day("taken"),
                    present(
                        "test",
                        Decode::Analyte(texts(&[
                            ("PLT", qualified("platelets")),
                            ("BILI", qualified("bilirubin")),
                            ("TBIL", qualified("bilirubin")),
                            ("NA", qualified("sodium")),
                        ])),
                    ),
                    present(
                        "result",
                        Decode::Quantity(UnitSpec::ByColumn {
                            column: "unit".into(),
                            units: units.into(),
                        }),
                    ),
                ],
            ),
            mapping(
                PATIENT,
                0,
                None,
                vec![
                    date("born", "yyyy", Precision::Year),
                    present("sex", Decode::Category(texts(&[("F", 0), ("M", 1)]))),
                    day("seen"),
                ],
            ),
            mapping(DEATH, 0, None, vec![date("died", "yyyy-MM", Precision::Month)]),
            mapping(
                DIAGNOSIS,
                1,
                Some(&["diagnosis"]),
                vec![
                    day("day"),
                    present("code", Decode::Code(CodeReading::System(CodeSystem::Icd10Cm))),
                    Availability::Derived(stage_rule()),
                ],
            ),
            mapping(
                BIOMARKER,
                1,
                Some(&["marker", "ngs"]),
                vec![
                    day("day"),
                    present("code", Decode::Category(texts(&[("EGFR", 0), ("ALK", 1)]))),
                    present(
                        "text",
                        Decode::Category(texts(&[("neg", 0), ("pos", 1), ("not done", 2)])),
                    ),
                    Availability::Absent {
                        reason: "free text is not released".into(),
                    },
                ],
            ),
            mapping(
                TREATMENT,
                1,
                Some(&["drug"]),
                vec![
                    day("day"),
                    day("until"),
                    present("text", Decode::Text),
                    present(
                        "number",
                        Decode::Quantity(UnitSpec::Fixed(
                            "g".into(),
                            Conversion::scale(Number::from_integer(1000)),
                        )),
                    ),
                ],
            ),
        ],
        absent: Vec::new(),
        bounds: Vec::new(),
        span: span(),
    };
    source.entities[3].locals = vec![Local {
        name: "t".into(),
        reading: reading("t", Decode::Integer),
    }];
    source
}

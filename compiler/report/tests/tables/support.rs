//! Studies and counts made by hand, and cells looked up by what stands beside and above them.

use kohort_base::{Files, Span};
use kohort_report::{Cell, Content, Report, Spread, Table};
use kohort_semantics::model::{
    Attribute, AttributeId, AttributeType, Cardinality, Category, Dated, Entity, EntityId, Model,
};
use kohort_semantics::study::{
    Characteristic, CharacteristicId, Cohort, CohortId, ConfidenceKind, Counted, Endpoint, EndpointEvent,
    EndpointId, Expr, ExprKind, Grouped, NoOutcome, Outcome, Output, Study, SurvivalReport, TallyValue,
    TimeUnit, Type,
};
use kohort_semantics::value::{Number, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A place in no file that matters.
pub(crate) fn span() -> Span {
    Span::at(Files::new().add(String::from("study.kohort"), "".into()), 0)
}

pub(crate) fn expression(ty: Type) -> Expr {
    Expr {
        kind: ExprKind::Literal(Value::Missing),
        ty,
        span: span(),
    }
}

/// A study with one cohort, `everybody`, and a model with the category `stage`.
pub(crate) fn study() -> Study {
    let stage = Attribute {
        name: String::from("stage"),
        doc: None,
        ty: AttributeType::Category(Category {
            values: ["i", "ii", "iii", "iv"].map(String::from).into(),
            ordered: true,
        }),
        span: span(),
    };
    let model = Model {
        name: String::from("small"),
        module: String::from("small"),
        version: String::from("1.0"),
        doc: None,
        entities: vec![Entity {
            name: String::from("patient"),
            doc: None,
            cardinality: Cardinality::One,
            dated: Dated::Never,
            attributes: vec![stage],
            span: span(),
        }],
        span: span(),
    };
    Study {
        name: String::from("trial"),
        version: String::from("1.0"),
        doc: None,
        model: Arc::new(model),
        precision: Vec::new(),
        definitions: Vec::new(),
        cohorts: vec![Cohort {
            name: String::from("everybody"),
            doc: None,
            from: None,
            index: None,
            criteria: Vec::new(),
            span: span(),
        }],
        endpoints: Vec::new(),
        characteristics: Vec::new(),
        outputs: Vec::new(),
        code_lists: Vec::new(),
        analytes: Vec::new(),
        drugs: Vec::new(),
        drug_lists: Vec::new(),
        tests: Vec::new(),
        span: span(),
    }
}

/// The type of the model's category.
pub(crate) fn stage() -> Type {
    Type::Category(AttributeId {
        entity: EntityId(0),
        index: 0,
    })
}

pub(crate) fn characteristic(name: &str, ty: Type) -> Characteristic {
    Characteristic {
        name: name.to_owned(),
        doc: None,
        declared: true,
        value: expression(ty),
        labels: None,
        looking_ahead: None,
        span: span(),
    }
}

pub(crate) fn labelled(name: &str, labels: &[&str]) -> Characteristic {
    Characteristic {
        labels: Some(labels.iter().map(|label| (*label).to_owned()).collect()),
        ..characteristic(name, Type::Integer)
    }
}

/// An endpoint whose events have these names; a name in parentheses competes.
pub(crate) fn endpoint(name: &str, events: &[&str], unit: TimeUnit) -> Endpoint {
    let event = |text: &&str| EndpointEvent {
        name: text.trim_matches(['(', ')']).to_owned(),
        doc: None,
        competing: text.starts_with('('),
        date: expression(Type::Date),
        text: (*text).to_owned(),
    };
    Endpoint {
        name: name.to_owned(),
        doc: None,
        origin: None,
        from: expression(Type::Date),
        events: events.iter().map(event).collect(),
        until: None,
        censored: None,
        entering: None,
        missing: Vec::new(),
        negative: None,
        landmark: None,
        unit,
        span: span(),
    }
}

pub(crate) fn by(characteristics: &[u32]) -> Grouped {
    Grouped {
        cohort: CohortId(0),
        by: characteristics.iter().map(|id| CharacteristicId(*id)).collect(),
        span: span(),
    }
}

/// A report of the first endpoint with nothing special.
pub(crate) fn survival_report(of: Grouped) -> SurvivalReport {
    SurvivalReport {
        of,
        endpoints: vec![EndpointId(0)],
        at: Vec::new(),
        at_unit: TimeUnit::Days,
        rmst: None,
        follow_up: false,
        at_risk: false,
        compared: None,
        stratified: Vec::new(),
        adjusted: Vec::new(),
        weighted: None,
        confidence: ConfidenceKind::LogLog,
    }
}

pub(crate) fn number(text: &str) -> Number {
    Number::parse_decimal(text).unwrap()
}

pub(crate) fn numbers(texts: &[&str]) -> Vec<Number> {
    texts.iter().map(|text| number(text)).collect()
}

pub(crate) fn value(text: &str) -> TallyValue {
    TallyValue::Value(match text {
        "?" => Value::Missing,
        "yes" => Value::Boolean(true),
        "no" => Value::Boolean(false),
        text => match Number::parse_decimal(text) {
            Some(number) => Value::Number(number),
            None => Value::Text(text.into()),
        },
    })
}

pub(crate) fn category(place: u32) -> TallyValue {
    TallyValue::Value(Value::Category(place))
}

pub(crate) fn time(entry: u32, exit: u32, event: Option<u32>) -> TallyValue {
    TallyValue::Outcome(Outcome::Time { exit, entry, event })
}

pub(crate) fn without(reason: NoOutcome) -> TallyValue {
    TallyValue::Outcome(Outcome::None(reason))
}

/// Counts of rows, each once, in the order of their JSON texts.
pub(crate) fn counted(rows: impl IntoIterator<Item = Vec<TallyValue>>) -> Counted {
    let mut counts: BTreeMap<String, (Vec<TallyValue>, u64)> = BTreeMap::new();
    for row in rows {
        let key = serde_json::to_string(&row).unwrap();
        counts.entry(key).or_insert((row, 0)).1 += 1;
    }
    Counted {
        rows: counts.into_values().collect(),
    }
}

/// The tables of a study with one output.
pub(crate) fn report(mut study: Study, output: Output, counts: &[Counted]) -> Report {
    study.outputs = vec![output];
    Report::of(&study, counts).unwrap()
}

/// The files of all tables, of the source `us`, below each other.
pub(crate) fn csv(report: &Report) -> String {
    let files = kohort_report::render::csv_files(&[("us", report)]);
    assert!(
        files
            .iter()
            .all(|(name, _)| kohort_report::render::is_csv_file(name))
    );
    files.into_iter().map(|(_, text)| text).collect()
}

/// The cell with this section, label and column.
pub(crate) fn cell<'t>(table: &'t Table, section: &str, label: &str, column: &str) -> &'t Cell {
    let column = table
        .columns
        .iter()
        .position(|known| known.head == column)
        .expect("the column");
    let row = table
        .rows
        .iter()
        .find(|row| row.section == section && row.label == label);
    match row {
        Some(row) => &row.cells[column],
        None => panic!(
            "no row {section:?} {label:?} among {:#?}",
            table
                .rows
                .iter()
                .map(|row| (&row.section, &row.label))
                .collect::<Vec<_>>()
        ),
    }
}

/// The count of a cell.
pub(crate) fn n(cell: &Cell) -> u64 {
    match cell.content {
        Content::Count { n } | Content::Share { n, .. } => n,
        _ => panic!("{cell:?} is no count"),
    }
}

/// The estimate of a cell; none for a time that is not reached.
pub(crate) fn estimate(cell: &Cell) -> (Option<f64>, Option<Spread>) {
    match cell.content {
        Content::Estimate { value, spread, .. } => (value, spread),
        _ => panic!("{cell:?} is no estimate"),
    }
}

/// The limits of a cell's estimate.
pub(crate) fn limits(cell: &Cell) -> [Option<f64>; 2] {
    match estimate(cell).1 {
        Some(Spread::Limits { lower, upper }) => [lower, upper],
        other => panic!("{other:?} are no limits"),
    }
}

/// Holds an estimate against a number as it is printed somewhere.
#[track_caller]
pub(crate) fn printed(value: Option<f64>, expected: &str) {
    let places = expected.split_once('.').map_or(0, |(_, places)| places.len());
    let value = value.expect("a number");
    assert_eq!(format!("{value:.places$}"), expected);
}

//! What the tests' plan reads.

use kohort_plan::Plan;
use kohort_plan::algebra::{
    Column, OptOutScan, Scan, ScanId, ScanOrigin, Stream, StreamId, StreamPart, ValueType,
};
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::{AttributeId, Dated, EntityId};
use kohort_semantics::source::{
    CodeReading, ColumnUnit, Decode, Encoding, Reading, Repeats, RowCondition, RowTest, RowTestKind,
    TableFile, TableFormat, UnitSpec,
};
use kohort_semantics::study::Output;
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{DateFormat, Number, Precision};
use std::collections::{BTreeMap, BTreeSet};

pub const PATIENT: StreamId = StreamId(0);
pub const LAB: StreamId = StreamId(1);
pub const DIAGNOSIS: StreamId = StreamId(2);
pub const STAY: StreamId = StreamId(3);

pub fn reading(column: &str, decode: Decode) -> Reading {
    Reading {
        column: column.to_owned(),
        decode,
        unknown: Vec::new(),
        otherwise_missing: false,
        optional: false,
    }
}

pub fn date(column: &str, formats: &[&str]) -> Reading {
    let formats = formats
        .iter()
        .map(|format| DateFormat::parse(format).unwrap())
        .collect();
    reading(
        column,
        Decode::Date {
            formats,
            precision: Precision::Day,
            by: None,
            unknown_parts: false,
        },
    )
}

pub fn conversion(numerator: i64, denominator: i64) -> Conversion {
    Conversion::scale(Number::from_ratio(numerator, denominator).unwrap())
}

fn text_map<T>(entries: impl IntoIterator<Item = (&'static str, T)>) -> BTreeMap<String, T> {
    entries
        .into_iter()
        .map(|(text, value)| (text.to_owned(), value))
        .collect()
}

fn quantity() -> Reading {
    let unit = |unit: &str, analyte: &'static str, conversion| ColumnUnit {
        unit: unit.to_owned(),
        fixed: None,
        by_analyte: text_map([(analyte, conversion)]),
    };
    let units = text_map([
        ("g/dL", unit("g/dL", "std.haemoglobin", conversion(1, 1))),
        ("g/L", unit("g/L", "std.haemoglobin", conversion(1, 10))),
        ("mg/dL", unit("mg/dL", "std.creatinine", conversion(1, 1))),
    ]);
    reading(
        "result",
        Decode::Quantity(UnitSpec::ByColumn {
            column: "unit".into(),
            units,
        }),
    )
}

pub fn column(entity: u32, index: u32, name: &str, reading: Reading, ty: ValueType) -> (Column, Reading) {
    let attribute = Some(AttributeId {
        entity: EntityId(entity),
        index,
    });
    let column = Column {
        name: name.to_owned(),
        attribute,
        analyte: None,
        ty,
        display: Default::default(),
    };
    (column, reading)
}

pub fn dated(entity: u32) -> Dated {
    Dated::On(AttributeId {
        entity: EntityId(entity),
        index: 0,
    })
}

pub fn stream(
    entity: u32,
    name: &str,
    scan: u32,
    dated: Dated,
    kind: Option<&str>,
    columns: Vec<(Column, Reading)>,
) -> Stream {
    let condition = kind.map(|kind| rows_with("kind", kind));
    let (columns, readings): (Vec<Column>, Vec<Reading>) = columns.into_iter().unzip();
    let patient = name == "patient";
    let (entity, name, scan) = (EntityId(entity), name.to_owned(), ScanId(scan));
    Stream {
        entity,
        name,
        single: patient,
        patient,
        dated,
        parts: vec![StreamPart {
            scan,
            condition,
            repeats: Repeats::Kept,
            readings: readings.into_iter().map(Some).collect(),
        }],
        columns,
    }
}

/// The rows with this text in a column.
pub fn rows_with(column: &str, text: &str) -> RowCondition {
    RowCondition {
        tests: vec![RowTest {
            column: column.to_owned(),
            kind: RowTestKind::In(vec![text.to_owned()]),
        }],
    }
}

/// One file.
pub fn file(path: &str, format: TableFormat) -> ScanOrigin {
    ScanOrigin::Files(vec![TableFile {
        path: path.to_owned(),
        format,
    }])
}

/// Delimited text in UTF-8 with a header.
pub fn csv(delimiter: u8) -> TableFormat {
    TableFormat::Csv {
        delimiter,
        encoding: Encoding::Utf8,
        header: None,
    }
}

/// A table that must be there.
pub fn scan(table: &str, origin: ScanOrigin, key: &str) -> Scan {
    Scan {
        table: table.to_owned(),
        origin,
        optional: false,
        optional_columns: BTreeSet::new(),
        key: key.to_owned(),
    }
}

/// Three tables, four entities, and a table of patients to leave out.
pub fn tables() -> Plan {
    let scan = |table: &str, key: &str| scan(table, file(&format!("{table}.csv"), csv(b',')), key);
    let unknown = |reading: Reading, text: &str| Reading {
        unknown: vec![text.to_owned()],
        ..reading
    };
    let otherwise_missing = |reading: Reading| Reading {
        otherwise_missing: true,
        ..reading
    };
    let sex = unknown(
        reading("sex", Decode::Category(text_map([("F", 0), ("M", 1)]))),
        "U",
    );
    let analytes = [
        ("CREA", "std.creatinine".to_owned()),
        ("HB", "std.haemoglobin".to_owned()),
    ];
    let test = otherwise_missing(reading("test", Decode::Analyte(text_map(analytes))));
    let mut value = column(1, 2, "lab.value", quantity(), ValueType::Number);
    value.0.analyte = Some(1);
    let ecog = otherwise_missing(reading("ecog", Decode::Integer));
    let span = Dated::Span(
        AttributeId {
            entity: EntityId(3),
            index: 0,
        },
        AttributeId {
            entity: EntityId(3),
            index: 1,
        },
    );
    Plan {
        study: "lung".into(),
        source: "test".into(),
        scans: vec![
            scan("patients", "patient_id"),
            scan("lab", "patient_id"),
            scan("events", "pid"),
        ],
        streams: vec![
            stream(
                0,
                "patient",
                0,
                Dated::Never,
                None,
                vec![
                    column(
                        0,
                        0,
                        "birth_date",
                        date("birth_date", &["yyyy-MM-dd"]),
                        ValueType::Date,
                    ),
                    column(0, 1, "sex", sex, ValueType::Category),
                ],
            ),
            stream(
                1,
                "lab",
                1,
                dated(1),
                None,
                vec![
                    column(
                        1,
                        0,
                        "lab.date",
                        date("test_date", &["yyyy-MM-dd"]),
                        ValueType::Date,
                    ),
                    column(1, 1, "lab.test", test, ValueType::Text),
                    value,
                ],
            ),
            stream(
                2,
                "diagnosis",
                2,
                dated(2),
                Some("D"),
                vec![
                    column(
                        2,
                        0,
                        "diagnosis.date",
                        date("start", &["yyyy-MM-dd"]),
                        ValueType::Date,
                    ),
                    column(
                        2,
                        1,
                        "diagnosis.code",
                        reading("code", Decode::Code(CodeReading::System(CodeSystem::Icd10Gm))),
                        ValueType::Text,
                    ),
                ],
            ),
            stream(
                3,
                "stay",
                2,
                span,
                Some("S"),
                vec![
                    column(
                        3,
                        0,
                        "stay.start",
                        date("start", &["yyyy-MM-dd"]),
                        ValueType::Date,
                    ),
                    column(3, 1, "stay.end", date("end", &["yyyy-MM-dd"]), ValueType::Date),
                    column(3, 2, "stay.ecog", ecog, ValueType::Number),
                ],
            ),
        ],
        opt_outs: vec![OptOutScan {
            table: "consent".into(),
            origin: file("consent.csv", csv(b',')),
            optional: false,
            optional_columns: BTreeSet::new(),
            key: "patient_id".into(),
            condition: rows_with("status", "2"),
        }],
        outputs: vec![Output::Attrition(Vec::new())],
        ..Plan::default()
    }
}

//! A plan built by hand: a lung cancer cohort, one drawn from it, and one with an entry for each laboratory day.

use kohort_base::{Files, Span};
use kohort_plan::Plan;
use kohort_plan::algebra::{
    CohortIndex, CohortPlan, Column, ColumnId, CriterionPlan, Domain, IndexPlan, NamedNode, Node, NodeId, Operator,
    OptOutScan, PickPlan, Scan, ScanId, Space, Stream, StreamId, ValueType, WindowPlan,
};
use kohort_semantics::codes::{CodePattern, CodeSystem};
use kohort_semantics::model::{AttributeId, Dated, EntityId};
use kohort_semantics::source::{ColumnUnit, Decode, Reading, RowCondition, TableFormat, UnitSpec};
use kohort_semantics::study::{Compare, Output, ShiftUnit};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{DateFormat, Number, Precision, Value};
use std::collections::BTreeMap;

pub const PATIENT: StreamId = StreamId(0);
pub const LAB: StreamId = StreamId(1);
pub const DIAGNOSIS: StreamId = StreamId(2);
pub const STAY: StreamId = StreamId(3);

/// Adds nodes to a plan.
pub struct Builder(pub Plan);

impl Builder {
    pub fn node(&mut self, operator: Operator, domain: Domain, ty: ValueType) -> NodeId {
        let operands = operator.operands();
        let id = self.0.graph.add_node(Node { operator, domain, ty, display: None });
        for operand in operands {
            self.0.graph.update_edge(operand, id, ());
        }
        id
    }

    pub fn column(&mut self, stream: StreamId, index: u32) -> NodeId {
        let ty = self.0.streams[stream.0 as usize].columns[index as usize].ty;
        self.node(Operator::Column(ColumnId { stream, index }), rows(None, stream), ty)
    }

    pub fn constant(&mut self, value: Value, ty: ValueType) -> NodeId {
        self.node(Operator::Constant(value), Domain::default(), ty)
    }

    pub fn compare(&mut self, op: Compare, left: NodeId, right: NodeId, domain: Domain) -> NodeId {
        self.node(Operator::Compare { op, left, right }, domain, ValueType::Boolean)
    }

    pub fn number(&mut self, text: &str) -> NodeId {
        self.constant(Value::Number(Number::parse_decimal(text).unwrap()), ValueType::Number)
    }

    /// A value of the patient's only record of a stream.
    pub fn only(&mut self, stream: StreamId, index: u32) -> NodeId {
        let value = self.column(stream, index);
        let record = self.node(Operator::OnlyRecord(stream), Domain::default(), ValueType::Record);
        let ty = self.0.graph[value].ty;
        self.node(Operator::FieldOf { record, value }, Domain::default(), ty)
    }

    pub fn criterion(&mut self, cohort: usize, name: &str, exclude: bool, condition: NodeId, unknown_is_met: bool) {
        let name = name.to_owned();
        let doc = Some(format!("What {name} means"));
        let criterion = CriterionPlan { name, doc, exclude, condition, unknown_is_met, looking_ahead: None };
        self.0.cohorts[cohort].criteria.push(criterion);
    }
}

/// The records of a stream, for each patient or each entry.
pub fn rows(cohort: Option<u32>, stream: StreamId) -> Domain {
    Domain { cohort: cohort.map(CohortIndex), space: Some(Space::Stream(stream)) }
}

/// One value for each entry of a cohort.
pub fn entry(cohort: u32) -> Domain {
    Domain { cohort: Some(CohortIndex(cohort)), space: None }
}

pub fn reading(column: &str, decode: Decode) -> Reading {
    Reading { column: column.to_owned(), decode, unknown: Vec::new(), otherwise_missing: false }
}

pub fn date(column: &str, formats: &[&str]) -> Reading {
    let formats = formats.iter().map(|format| DateFormat::parse(format).unwrap()).collect();
    reading(column, Decode::Date { formats, precision: Precision::Day })
}

pub fn conversion(numerator: i64, denominator: i64) -> Conversion {
    Conversion::scale(Number::from_ratio(numerator, denominator).unwrap())
}

fn text_map<T>(entries: impl IntoIterator<Item = (&'static str, T)>) -> BTreeMap<String, T> {
    entries.into_iter().map(|(text, value)| (text.to_owned(), value)).collect()
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
    reading("result", Decode::Quantity(UnitSpec::ByColumn { column: "unit".into(), units }))
}

fn column(entity: u32, index: u32, name: &str, reading: Reading, ty: ValueType) -> Column {
    let attribute = Some(AttributeId { entity: EntityId(entity), index });
    Column { name: name.to_owned(), attribute, reading, analyte: None, ty, display: Default::default() }
}

fn dated(entity: u32) -> Dated {
    Dated::On(AttributeId { entity: EntityId(entity), index: 0 })
}

fn stream(entity: u32, name: &str, scan: u32, dated: Dated, kind: Option<&str>, columns: Vec<Column>) -> Stream {
    let condition = kind.map(|kind| RowCondition { column: "kind".into(), values: vec![kind.to_owned()] });
    let patient = name == "patient";
    let (entity, name, scan) = (EntityId(entity), name.to_owned(), ScanId(scan));
    Stream { entity, name, scan, single: patient, patient, dated, condition, columns }
}

fn tables() -> Plan {
    let csv = TableFormat::Csv { delimiter: b',' };
    let scan = |table: &str, key: &str| Scan {
        table: table.to_owned(),
        file: format!("{table}.csv"),
        format: csv,
        key: key.to_owned(),
    };
    let unknown = |reading: Reading, text: &str| Reading { unknown: vec![text.to_owned()], ..reading };
    let otherwise_missing = |reading: Reading| Reading { otherwise_missing: true, ..reading };
    let sex = unknown(reading("sex", Decode::Category(text_map([("F", 0), ("M", 1)]))), "U");
    let analytes = [("CREA", "std.creatinine".to_owned()), ("HB", "std.haemoglobin".to_owned())];
    let test = otherwise_missing(reading("test", Decode::Analyte(text_map(analytes))));
    let value = Column { analyte: Some(1), ..column(1, 2, "lab.value", quantity(), ValueType::Number) };
    let ecog = otherwise_missing(reading("ecog", Decode::Integer));
    let span = Dated::Span(AttributeId { entity: EntityId(3), index: 0 }, AttributeId { entity: EntityId(3), index: 1 });
    Plan {
        study: "lung".into(),
        source: "test".into(),
        scans: vec![scan("patients", "patient_id"), scan("lab", "patient_id"), scan("events", "pid")],
        streams: vec![
            stream(
                0,
                "patient",
                0,
                Dated::Never,
                None,
                vec![
                    column(0, 0, "birth_date", date("birth_date", &["yyyy-MM-dd"]), ValueType::Date),
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
                    column(1, 0, "lab.date", date("test_date", &["yyyy-MM-dd"]), ValueType::Date),
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
                    column(2, 0, "diagnosis.date", date("start", &["yyyy-MM-dd"]), ValueType::Date),
                    column(2, 1, "diagnosis.code", reading("code", Decode::Code(CodeSystem::Icd10Gm)), ValueType::Text),
                ],
            ),
            stream(
                3,
                "stay",
                2,
                span,
                Some("S"),
                vec![
                    column(3, 0, "stay.start", date("start", &["yyyy-MM-dd"]), ValueType::Date),
                    column(3, 1, "stay.end", date("end", &["yyyy-MM-dd"]), ValueType::Date),
                    column(3, 2, "stay.ecog", ecog, ValueType::Number),
                ],
            ),
        ],
        opt_outs: vec![OptOutScan {
            table: "consent".into(),
            file: "consent.csv".into(),
            format: csv,
            key: "patient_id".into(),
            condition: RowCondition { column: "status".into(), values: vec!["2".into()] },
        }],
        outputs: vec![Output::Attrition],
        ..Plan::default()
    }
}

/// The plan that most tests run.
pub fn lung() -> Plan {
    let mut build = Builder(tables());
    let (each, labs) = (rows(None, DIAGNOSIS), rows(None, LAB));

    // lung: index first diagnosis where code in C34*
    let code = build.column(DIAGNOSIS, 1);
    let place = Span::new(Files::default().add("test.kh".into(), "".into()), 0, 0);
    let patterns = vec![CodePattern::parse(CodeSystem::Icd10Gm, "C34*", place).unwrap()];
    let in_codes = Operator::InCodes { value: code, list: "lung".into(), patterns, except: Vec::new() };
    let filter = build.node(in_codes, each, ValueType::Boolean);
    let all = Operator::Select { space: Space::Stream(DIAGNOSIS), base: None, filter: Some(filter), windows: Vec::new() };
    let bag = build.node(all, each, ValueType::Boolean);
    let on = build.column(DIAGNOSIS, 0);
    let pick = Operator::Pick { bag, which: PickPlan::First, date: on, ties: Vec::new() };
    let first = build.node(pick, Domain::default(), ValueType::Record);
    let diagnosed = build.node(Operator::FieldOf { record: first, value: on }, Domain::default(), ValueType::Date);
    let name = "lung_cancers".to_owned();
    build.0.definitions.push(NamedNode { name, doc: None, parameter: false, looking_ahead: None, cohort: None, node: bag });
    let cohort = |name: &str, from: Option<u32>, index| CohortPlan {
        name: name.to_owned(),
        doc: None,
        from: from.map(CohortIndex),
        index,
        criteria: Vec::new(),
    };
    build.0.cohorts.push(cohort("lung", None, IndexPlan::One(diagnosed)));

    // include adult: age at index >= 18
    let birth = build.only(PATIENT, 0);
    let index = build.node(Operator::Index, entry(0), ValueType::Date);
    let age = build.node(Operator::Age { birth, at: index }, entry(0), ValueType::Number);
    let eighteen = build.number("18");
    let adult = build.compare(Compare::Ge, age, eighteen, entry(0));
    build.criterion(0, "adult", false, adult, false);

    // include anaemic: any lab where test = haemoglobin and value < 10 g/dL from index - 30 days to index + 30 days
    let (lab_date, test, value) = (build.column(LAB, 0), build.column(LAB, 1), build.column(LAB, 2));
    let name = build.constant(Value::Analyte("std.haemoglobin".into()), ValueType::Text);
    let is_haemoglobin = build.compare(Compare::Eq, test, name, labs);
    let ten = build.number("10");
    let low = build.compare(Compare::Lt, value, ten, labs);
    let filter = build.node(Operator::And(vec![is_haemoglobin, low]), labs, ValueType::Boolean);
    let shift = |amount| Operator::Shift { date: index, amount, unit: ShiftUnit::Days };
    let from = build.node(shift(-30), entry(0), ValueType::Date);
    let to = build.node(shift(30), entry(0), ValueType::Date);
    let window = WindowPlan { date: lab_date, from: Some((from, true)), to: Some((to, true)) };
    let around =
        Operator::Select { space: Space::Stream(LAB), base: None, filter: Some(filter), windows: vec![window] };
    let low_values = build.node(around, rows(Some(0), LAB), ValueType::Boolean);
    let anaemic = build.node(Operator::Any(low_values), entry(0), ValueType::Boolean);
    build.criterion(0, "anaemic", false, anaemic, false);

    // exclude often_in_hospital: count stays > 1
    let every = Operator::Select { space: Space::Stream(STAY), base: None, filter: None, windows: Vec::new() };
    let stays = build.node(every, rows(None, STAY), ValueType::Boolean);
    let count = build.node(Operator::Count(stays), Domain::default(), ValueType::Number);
    let one = build.number("1");
    let often = build.compare(Compare::Gt, count, one, Domain::default());
    build.criterion(0, "often_in_hospital", true, often, false);

    // women from lung: include female: sex = F, unknown is met
    build.0.cohorts.push(cohort("women", Some(0), IndexPlan::Inherited));
    let sex = build.only(PATIENT, 1);
    let woman = build.constant(Value::Category(0), ValueType::Category);
    let female = build.compare(Compare::Eq, sex, woman, Domain::default());
    build.criterion(1, "female", false, female, true);

    // tested from lung: index each lab where test = haemoglobin; exclude male: sex = M
    let each_test =
        Operator::Select { space: Space::Stream(LAB), base: None, filter: Some(is_haemoglobin), windows: Vec::new() };
    let tests = build.node(each_test, labs, ValueType::Boolean);
    build.0.cohorts.push(cohort("tested", None, IndexPlan::Each { bag: tests, date: lab_date }));
    let man = build.constant(Value::Category(1), ValueType::Category);
    let male = build.compare(Compare::Eq, sex, man, Domain::default());
    build.criterion(2, "male", true, male, false);
    build.0
}

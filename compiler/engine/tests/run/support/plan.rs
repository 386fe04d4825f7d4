//! A plan built by hand: a lung cancer cohort, one drawn from it, and one with an entry for each laboratory day.

use super::tables::{DIAGNOSIS, LAB, PATIENT, STAY, tables};
use kohort_base::{Files, Span};
use kohort_plan::Plan;
use kohort_plan::algebra::{
    CohortIndex, CohortPlan, ColumnId, CriterionPlan, Domain, IndexPlan, NamedNode, Node, NodeId, Operator,
    PickPlan, Space, StreamId, ValueType, WindowPlan,
};
use kohort_semantics::codes::{CodePattern, CodeSystem};
use kohort_semantics::study::{Compare, ShiftUnit};
use kohort_semantics::value::{Number, Value};

/// Adds nodes to a plan.
pub struct Builder(pub Plan);

impl Builder {
    pub fn node(&mut self, operator: Operator, domain: Domain, ty: ValueType) -> NodeId {
        let operands = operator.operands();
        let id = self.0.graph.add_node(Node {
            operator,
            domain,
            ty,
            display: None,
        });
        for operand in operands {
            self.0.graph.update_edge(operand, id, ());
        }
        id
    }

    pub fn column(&mut self, stream: StreamId, index: u32) -> NodeId {
        let ty = self.0.streams[stream.0 as usize].columns[index as usize].ty;
        self.node(
            Operator::Column(ColumnId { stream, index }),
            rows(None, stream),
            ty,
        )
    }

    pub fn constant(&mut self, value: Value, ty: ValueType) -> NodeId {
        self.node(Operator::Constant(value), Domain::default(), ty)
    }

    pub fn compare(&mut self, op: Compare, left: NodeId, right: NodeId, domain: Domain) -> NodeId {
        self.node(Operator::Compare { op, left, right }, domain, ValueType::Boolean)
    }

    pub fn number(&mut self, text: &str) -> NodeId {
        self.constant(
            Value::Number(Number::parse_decimal(text).unwrap()),
            ValueType::Number,
        )
    }

    /// A value of the patient's only record of a stream.
    pub fn only(&mut self, stream: StreamId, index: u32) -> NodeId {
        let value = self.column(stream, index);
        let record = self.node(Operator::OnlyRecord(stream), Domain::default(), ValueType::Record);
        let ty = self.0.graph[value].ty;
        self.node(Operator::FieldOf { record, value }, Domain::default(), ty)
    }

    pub fn criterion(
        &mut self,
        cohort: usize,
        name: &str,
        exclude: bool,
        condition: NodeId,
        unknown_is_met: bool,
    ) {
        let name = name.to_owned();
        let doc = Some(format!("What {name} means"));
        let criterion = CriterionPlan {
            name,
            doc,
            exclude,
            condition,
            unknown_is_met,
            looking_ahead: None,
        };
        self.0.cohorts[cohort].criteria.push(criterion);
    }
}

/// The records of a stream, for each patient or each entry.
pub fn rows(cohort: Option<u32>, stream: StreamId) -> Domain {
    Domain {
        cohort: cohort.map(CohortIndex),
        space: Some(Space::Stream(stream)),
    }
}

/// One value for each entry of a cohort.
pub fn entry(cohort: u32) -> Domain {
    Domain {
        cohort: Some(CohortIndex(cohort)),
        space: None,
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
    let in_codes = Operator::InCodes {
        value: code,
        list: "lung".into(),
        patterns,
        except: Vec::new(),
    };
    let filter = build.node(in_codes, each, ValueType::Boolean);
    let all = Operator::Select {
        space: Space::Stream(DIAGNOSIS),
        base: None,
        filter: Some(filter),
        windows: Vec::new(),
    };
    let bag = build.node(all, each, ValueType::Boolean);
    let on = build.column(DIAGNOSIS, 0);
    let pick = Operator::Pick {
        bag,
        which: PickPlan::First,
        date: on,
        ties: Vec::new(),
    };
    let first = build.node(pick, Domain::default(), ValueType::Record);
    let diagnosed = build.node(
        Operator::FieldOf {
            record: first,
            value: on,
        },
        Domain::default(),
        ValueType::Date,
    );
    let name = "lung_cancers".to_owned();
    build.0.definitions.push(NamedNode {
        name,
        doc: None,
        parameter: false,
        looking_ahead: None,
        cohort: None,
        node: bag,
    });
    let cohort = |name: &str, from: Option<u32>, index| CohortPlan {
        name: name.to_owned(),
        doc: None,
        from: from.map(CohortIndex),
        index,
        criteria: Vec::new(),
    };
    build
        .0
        .cohorts
        .push(cohort("lung", None, IndexPlan::One(diagnosed)));

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
    let shift = |amount| Operator::Shift {
        date: index,
        amount,
        unit: ShiftUnit::Days,
    };
    let from = build.node(shift(-30), entry(0), ValueType::Date);
    let to = build.node(shift(30), entry(0), ValueType::Date);
    let window = WindowPlan {
        date: lab_date,
        from: Some((from, true)),
        to: Some((to, true)),
    };
    let around = Operator::Select {
        space: Space::Stream(LAB),
        base: None,
        filter: Some(filter),
        windows: vec![window],
    };
    let low_values = build.node(around, rows(Some(0), LAB), ValueType::Boolean);
    let anaemic = build.node(Operator::Any(low_values), entry(0), ValueType::Boolean);
    build.criterion(0, "anaemic", false, anaemic, false);

    // exclude often_in_hospital: count stays > 1
    let every = Operator::Select {
        space: Space::Stream(STAY),
        base: None,
        filter: None,
        windows: Vec::new(),
    };
    let stays = build.node(every, rows(None, STAY), ValueType::Boolean);
    let count = build.node(Operator::Count(stays), Domain::default(), ValueType::Number);
    let one = build.number("1");
    let often = build.compare(Compare::Gt, count, one, Domain::default());
    build.criterion(0, "often_in_hospital", true, often, false);

    // women from lung: include female: sex = F, unknown is met
    build
        .0
        .cohorts
        .push(cohort("women", Some(0), IndexPlan::Inherited));
    let sex = build.only(PATIENT, 1);
    let woman = build.constant(Value::Category(0), ValueType::Category);
    let female = build.compare(Compare::Eq, sex, woman, Domain::default());
    build.criterion(1, "female", false, female, true);

    // tested from lung: index each lab where test = haemoglobin; exclude male: sex = M
    let each_test = Operator::Select {
        space: Space::Stream(LAB),
        base: None,
        filter: Some(is_haemoglobin),
        windows: Vec::new(),
    };
    let tests = build.node(each_test, labs, ValueType::Boolean);
    build.0.cohorts.push(cohort(
        "tested",
        None,
        IndexPlan::Each {
            bag: tests,
            date: lab_date,
        },
    ));
    let man = build.constant(Value::Category(1), ValueType::Category);
    let male = build.compare(Compare::Eq, sex, man, Domain::default());
    build.criterion(2, "male", true, male, false);
    build.0
}

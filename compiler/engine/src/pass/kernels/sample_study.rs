//! A small study and patients for it, for the tests of whole plans.
//!
//! It has the domains there are: patients, entries of two cohorts, records, pairs of both, and periods made for an entry.

use super::testing::{PlanBuilder, boolean, dates_of, number_column, plain_column};
use crate::pass::batch::{DecodedColumn, PatientBatch, StreamBatch};
use crate::pass::evaluate::Evaluator;
use arrow::array::{Date32Array, StringArray};
use kohort_plan::Plan;
use kohort_plan::algebra::{
    CohortIndex, Column, ColumnId, Domain, IndexPlan, NodeId, Operator, PickPlan, ScanId, Space, Stream,
    StreamId, StreamPart, TieKey, TieOrder, ValueType, WindowPlan,
};
use kohort_semantics::model::{AttributeId, Dated, EntityId};
use kohort_semantics::source::{Decode, Reading, Repeats, UnitSpec};
use kohort_semantics::study::{Aggregate, Compare, Placement, ShiftUnit};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Number, Precision, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The study's plan.
pub(crate) fn plan() -> Plan {
    Study::new().build()
}

/// An evaluator of the study. One for all tests: working out the thresholds anew for each case would take most of their time.
pub(crate) fn evaluator() -> &'static Evaluator {
    static EVALUATOR: LazyLock<Evaluator> = LazyLock::new(|| Evaluator::new(Arc::new(plan())).unwrap());
    &EVALUATOR
}

const PERSON: u32 = 0;
const LAB: u32 = 1;
const STAY: u32 = 2;
const FIRST: CohortIndex = CohortIndex(0);
const SECOND: CohortIndex = CohortIndex(1);

/// Date, value with its unit, name of the test.
pub(crate) type Lab = (Option<i32>, Option<(i64, u16)>, Option<&'static str>);

/// What is recorded of a patient.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patient {
    /// The first day of the year of birth.
    pub(crate) birth: Option<i32>,
    /// Measurements.
    pub(crate) labs: Vec<Lab>,
    /// First and last day.
    pub(crate) stays: Vec<(Option<i32>, Option<i32>)>,
}

fn dates(dates: impl Iterator<Item = Option<i32>>) -> DecodedColumn {
    DecodedColumn {
        values: Arc::new(dates.collect::<Date32Array>()),
        units: None,
        last: None,
    }
}

fn offsets(lengths: impl Iterator<Item = usize>) -> Vec<u32> {
    let ends = lengths.scan(0, |end, length| {
        *end += length as u32;
        Some(*end)
    });
    [0].into_iter().chain(ends).collect()
}

/// Some patients as a batch.
pub(crate) fn batch(patients: &[Patient]) -> PatientBatch {
    let labs = || patients.iter().flat_map(|patient| &patient.labs);
    let stays = || patients.iter().flat_map(|patient| &patient.stays);
    let tests: StringArray = labs().map(|lab| lab.2).collect();
    let values = number_column(labs().map(|lab| lab.1.map(|(value, unit)| (value.to_string(), unit))));
    let tests = DecodedColumn {
        values: Arc::new(tests),
        units: None,
        last: None,
    };
    let streams = vec![
        StreamBatch {
            offsets: offsets(patients.iter().map(|_| 1)),
            parts: None,
            columns: vec![dates(patients.iter().map(|p| p.birth))],
        },
        StreamBatch {
            offsets: offsets(patients.iter().map(|patient| patient.labs.len())),
            parts: None,
            columns: vec![dates(labs().map(|lab| lab.0)), values, tests],
        },
        StreamBatch {
            offsets: offsets(patients.iter().map(|patient| patient.stays.len())),
            parts: None,
            columns: vec![
                dates(stays().map(|stay| stay.0)),
                dates(stays().map(|stay| stay.1)),
            ],
        },
    ];
    PatientBatch {
        patients: patients.len(),
        streams,
    }
}

fn stream(entity: u32, name: &str, columns: Vec<(Column, Reading)>) -> Stream {
    let (columns, readings): (Vec<Column>, Vec<Reading>) = columns.into_iter().unzip();
    let date = AttributeId {
        entity: EntityId(entity),
        index: 0,
    };
    let attribute = |index: u32| Some(AttributeId { index, ..date });
    let columns = (0..)
        .zip(columns)
        .map(|(index, column)| Column {
            attribute: attribute(index),
            ..column
        })
        .collect();
    Stream {
        entity: EntityId(entity),
        name: name.into(),
        single: entity == PERSON,
        patient: entity == PERSON,
        dated: if entity == PERSON {
            Dated::Never
        } else {
            Dated::On(date)
        },
        parts: vec![StreamPart {
            scan: ScanId(entity),
            condition: None,
            repeats: Repeats::Kept,
            readings: readings.into_iter().map(Some).collect(),
        }],
        columns,
    }
}

struct Study {
    builder: PlanBuilder,
}

const PATIENTS: Domain = Domain {
    cohort: None,
    space: None,
};

const fn records(stream: u32) -> Domain {
    Domain {
        cohort: None,
        space: Some(Space::Stream(StreamId(stream))),
    }
}

const fn of(cohort: CohortIndex, domain: Domain) -> Domain {
    Domain {
        cohort: Some(cohort),
        ..domain
    }
}

impl Study {
    fn new() -> Self {
        let date = |precision| plain_column(ValueType::Date, dates_of(Vec::new(), precision));
        let conversions =
            [(1, 1), (1, 10), (2, 1)].map(|(n, d)| Conversion::scale(Number::from_ratio(n, d).unwrap()));
        let units = ["a", "b", "c"].into_iter().zip(conversions);
        let units: BTreeMap<_, _> = units
            .map(|(text, conversion)| (text.to_owned(), ("u".to_owned(), conversion)))
            .collect();
        let value = plain_column(ValueType::Number, Decode::Quantity(UnitSpec::ByAnalyte(units)));
        let mut builder = PlanBuilder::default();
        builder.plan.streams = vec![
            stream(PERSON, "patient", vec![date(Precision::Year)]),
            stream(
                LAB,
                "lab",
                vec![
                    date(Precision::Day),
                    value,
                    plain_column(ValueType::Text, Decode::Text),
                ],
            ),
            stream(STAY, "stay", vec![date(Precision::Day), date(Precision::Day)]),
        ];
        Self { builder }
    }

    fn add(&mut self, operator: Operator, domain: Domain, ty: ValueType) -> NodeId {
        self.builder.node(operator, domain, ty)
    }

    fn number(&mut self, value: i64) -> NodeId {
        self.add(
            Operator::Constant(Value::Number(Number::from_integer(value))),
            PATIENTS,
            ValueType::Number,
        )
    }

    fn column(&mut self, stream: u32, index: u32, ty: ValueType) -> NodeId {
        self.add(
            Operator::Column(ColumnId {
                stream: StreamId(stream),
                index,
            }),
            records(stream),
            ty,
        )
    }

    fn compare(&mut self, op: Compare, left: NodeId, right: NodeId, domain: Domain) -> NodeId {
        self.add(Operator::Compare { op, left, right }, domain, ValueType::Boolean)
    }

    /// The date of birth on 1 July of its year.
    fn birth(&mut self) -> NodeId {
        let recorded = self.column(PERSON, 0, ValueType::Date);
        let placed = Operator::Place {
            date: recorded,
            attribute: AttributeId {
                entity: EntityId(PERSON),
                index: 0,
            },
            precision: Precision::Year,
            placement: Some(Placement::DayOfYear { month: 7, day: 1 }),
            otherwise: None,
            not_before: None,
            not_after: None,
        };
        let placed = self.add(placed, records(PERSON), ValueType::Date);
        let record = self.add(
            Operator::OnlyRecord(StreamId(PERSON)),
            PATIENTS,
            ValueType::Record,
        );
        self.add(
            Operator::FieldOf {
                record,
                value: placed,
            },
            PATIENTS,
            ValueType::Date,
        )
    }

    fn select(&mut self, domain: Domain, filter: Option<NodeId>, windows: Vec<WindowPlan>) -> NodeId {
        let operator = Operator::Select {
            space: domain.space.unwrap(),
            base: None,
            filter,
            windows,
        };
        self.add(operator, domain, ValueType::Boolean)
    }

    /// Two cohorts: those with a high haemoglobin, then an entry for each of their stays.
    fn build(mut self) -> Plan {
        let (date, value, test) = (
            self.column(LAB, 0, ValueType::Date),
            self.column(LAB, 1, ValueType::Number),
            self.column(LAB, 2, ValueType::Text),
        );
        let hb = self.add(
            Operator::Constant(Value::Text("hb".into())),
            PATIENTS,
            ValueType::Text,
        );
        let eight = self.number(8);
        let is_hb = self.compare(Compare::Eq, test, hb, records(LAB));
        let high = self.compare(Compare::Ge, value, eight, records(LAB));
        let both = self.add(Operator::And(vec![is_hb, high]), records(LAB), ValueType::Boolean);
        let high_hb = self.select(records(LAB), Some(both), vec![]);
        let ties = vec![
            TieKey {
                value,
                order: TieOrder::Descending,
            },
            TieKey {
                value: test,
                order: TieOrder::Ascending,
            },
        ];
        let first = Operator::Pick {
            bag: high_hb,
            which: PickPlan::First,
            date,
            ties: ties.clone(),
        };
        let first = self.add(first, PATIENTS, ValueType::Record);
        let at = self.add(
            Operator::FieldOf {
                record: first,
                value: date,
            },
            PATIENTS,
            ValueType::Date,
        );
        let how_high = self.add(
            Operator::FieldOf { record: first, value },
            PATIENTS,
            ValueType::Number,
        );
        let (start, end) = (
            self.column(STAY, 0, ValueType::Date),
            self.column(STAY, 1, ValueType::Date),
        );

        let adult = self.adult(FIRST);
        let ten = self.number(10);
        let very_high = self.compare(Compare::Gt, how_high, ten, PATIENTS);
        self.builder
            .cohort(None, IndexPlan::One(at), &[(false, adult), (true, very_high)]);

        let stays = self.select(records(STAY), None, vec![]);
        let gap = self.gap_within(SECOND, stays, start, end);
        let near = self.nearest_is_high(SECOND, date, value, ties);
        let median = self.median(SECOND, high_hb, value);
        let index = IndexPlan::Each {
            bag: stays,
            date: start,
        };
        self.builder
            .cohort(Some(FIRST), index, &[(true, gap), (false, near), (false, median)]);
        self.builder.plan
    }

    /// Aged 18 or over at index.
    fn adult(&mut self, cohort: CohortIndex) -> NodeId {
        let birth = self.birth();
        let index = self.add(Operator::Index, of(cohort, PATIENTS), ValueType::Date);
        let age = self.add(
            Operator::Age { birth, at: index },
            of(cohort, PATIENTS),
            ValueType::Number,
        );
        let eighteen = self.number(18);
        self.compare(Compare::Ge, age, eighteen, of(cohort, PATIENTS))
    }

    /// Whether a gap of more than 3 days between stays starts within 10 days after index.
    fn gap_within(&mut self, cohort: CohortIndex, stays: NodeId, start: NodeId, end: NodeId) -> NodeId {
        let entries = of(cohort, PATIENTS);
        let index = self.add(Operator::Index, entries, ValueType::Date);
        let from_index = WindowPlan {
            date: start,
            from: Some((index, true)),
            to: None,
        };
        let operator = Operator::Select {
            space: Space::Stream(StreamId(STAY)),
            base: Some(stays),
            filter: None,
            windows: vec![from_index],
        };
        let later = self.add(operator, of(cohort, records(STAY)), ValueType::Boolean);
        let gaps = Operator::Gaps {
            bag: later,
            start,
            end: Some(end),
            days: 3,
            or_equal: false,
        };
        let gaps = self.add(gaps, entries, ValueType::Period);
        let of_gaps = Domain {
            cohort: Some(cohort),
            space: Some(Space::Periods(gaps)),
        };
        let period = self.add(Operator::PeriodOfRow(gaps), of_gaps, ValueType::Period);
        let begin = self.add(
            Operator::PeriodBound { period, end: false },
            of_gaps,
            ValueType::Date,
        );
        let limit = Operator::Shift {
            date: index,
            amount: 10,
            unit: ShiftUnit::Days,
        };
        let limit = self.add(limit, entries, ValueType::Date);
        let window = WindowPlan {
            date: begin,
            from: Some((index, false)),
            to: Some((limit, true)),
        };
        let found = self.select(of_gaps, None, vec![window]);
        self.add(Operator::Any(found), entries, ValueType::Boolean)
    }

    /// Whether the measurement nearest to index is at least 8; if there is none, true.
    fn nearest_is_high(
        &mut self,
        cohort: CohortIndex,
        date: NodeId,
        value: NodeId,
        ties: Vec<TieKey>,
    ) -> NodeId {
        let entries = of(cohort, PATIENTS);
        let index = self.add(Operator::Index, entries, ValueType::Date);
        let all = self.select(records(LAB), None, vec![]);
        let nearest = Operator::Pick {
            bag: all,
            which: PickPlan::Nearest(index),
            date,
            ties,
        };
        let nearest = self.add(nearest, entries, ValueType::Record);
        let value = self.add(
            Operator::FieldOf {
                record: nearest,
                value,
            },
            entries,
            ValueType::Number,
        );
        let eight = self.number(8);
        let high = self.compare(Compare::Le, eight, value, entries);
        let none = self.add(Operator::IsMissing(nearest), entries, ValueType::Boolean);
        let yes = self.add(Operator::Constant(boolean(true)), PATIENTS, ValueType::Boolean);
        self.add(
            Operator::If {
                then: yes,
                condition: none,
                otherwise: high,
            },
            entries,
            ValueType::Boolean,
        )
    }

    /// Whether the median of a bag's values is below 100.
    fn median(&mut self, cohort: CohortIndex, bag: NodeId, value: NodeId) -> NodeId {
        let median = Operator::Aggregate {
            bag,
            function: Aggregate::Median,
            value,
        };
        let median = self.add(median, PATIENTS, ValueType::Number);
        let hundred = self.number(100);
        self.compare(Compare::Lt, median, hundred, of(cohort, PATIENTS))
    }
}

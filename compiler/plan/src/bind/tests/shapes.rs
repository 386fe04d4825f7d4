//! The nodes, tables and names that binding makes.

use crate::algebra::*;
use crate::rules::check;
use crate::testing::builder::*;
use crate::testing::project::*;
use crate::testing::sample::metastatic_study;
use crate::testing::{body, tables};
use kohort_semantics::study::*;
use kohort_semantics::value::{Precision, Value};

fn diagnosed() -> Option<Index> {
    Some(Index::One(field(
        first(all(DIAGNOSIS)),
        DIAGNOSIS_DATE,
        Type::Date,
    )))
}

fn with(condition: Expr) -> Plan {
    let mut sample = Sample::new();
    sample.cohort("c", None, diagnosed(), vec![include("x", condition)]);
    let plan = sample.plan();
    check(&plan).unwrap();
    plan
}

fn condition(plan: &Plan) -> &Node {
    plan.node(plan.cohorts[0].criteria[0].condition).unwrap()
}

fn named<'p>(plan: &'p Plan, name: &str) -> Vec<(Option<CohortIndex>, &'p Node)> {
    let found = plan
        .definitions
        .iter()
        .filter(|definition| definition.name == name);
    found
        .map(|definition| (definition.cohort, plan.node(definition.node).unwrap()))
        .collect()
}

#[test]
fn each_table_is_read_once() {
    let plan = metastatic_study().plan();
    let scans: Vec<&str> = plan.scans.iter().map(|scan| scan.table.as_str()).collect();
    let streams: Vec<(&str, u32)> = plan
        .streams
        .iter()
        .map(|stream| (stream.name.as_str(), stream.parts[0].scan.0))
        .collect();
    assert_eq!(scans, ["people", "events", "labs"]);
    assert_eq!(
        streams,
        [
            ("patient", 0),
            ("death", 0),
            ("diagnosis", 1),
            ("lab", 2),
            ("biomarker", 1)
        ]
    );
}

#[test]
fn a_table_with_two_keys_is_read_for_each() {
    let mut source = source();
    source.entities[2].key = "other".into();
    let mut sample = Sample::new();
    let death = own(DEATH_DATE, Type::Date);
    sample.cohort("c", None, Some(Index::One(death)), Vec::new());
    let plan = crate::bind::bind(&sample.study, &source).unwrap();
    let scans: Vec<(&str, &str)> = plan
        .scans
        .iter()
        .map(|scan| (scan.table.as_str(), scan.key.as_str()))
        .collect();
    assert_eq!(scans, [("people", "other"), ("people", "person")]);
}

#[test]
fn binding_is_deterministic_and_keeps_the_invariants() {
    let plan = metastatic_study().plan();
    check(&plan).unwrap();
    assert_eq!(
        crate::testing::json(&plan),
        crate::testing::json(&metastatic_study().plan())
    );
}

#[test]
fn equal_parts_are_one_node() {
    let labs = || any(all(LAB).between(index(), days(index(), 10)));
    let plan = with(or(vec![labs(), not(labs())]));
    let any = plan
        .graph
        .node_weights()
        .filter(|node| matches!(node.operator, Operator::Any(_)))
        .count();
    assert_eq!(any, 1);
}

#[test]
fn equal_constants_of_two_meanings_are_two_nodes() {
    let mut sample = Sample::new();
    let years = sample.parameter("adult", number(18, Type::Years));
    let old = compare(age(index()), Compare::Ge, years);
    let many = compare(count(all(LAB)), Compare::Ge, number(18, Type::Integer));
    sample.cohort("c", None, diagnosed(), vec![include("x", and(vec![old, many]))]);
    let text = body(&sample.plan());
    assert!(
        text.contains("age at index >= adult and count lab >= 18\n"),
        "{text}"
    );
    assert!(text.contains("parameter adult = 18 years\n"), "{text}");
}

#[test]
fn domains_say_what_a_value_is_for() {
    let plan = with(any(all(LAB).between(index(), index())));
    let own = condition(&plan);
    assert_eq!(
        own.domain,
        Domain {
            cohort: Some(CohortIndex(0)),
            space: None
        }
    );
    let Operator::Any(bag) = own.operator else {
        panic!()
    };
    let lab = plan
        .streams
        .iter()
        .position(|stream| stream.name == "lab")
        .unwrap();
    let space = Some(Space::Stream(StreamId(lab as u32)));
    assert_eq!(
        plan.node(bag).unwrap().domain,
        Domain {
            cohort: Some(CohortIndex(0)),
            space
        }
    );
    assert_eq!(condition(&with(any(all(LAB)))).domain, Domain::default());
}

#[test]
fn a_definition_with_an_index_date_is_bound_for_each_cohort_that_uses_it() {
    let mut sample = Sample::new();
    let recent = sample.define("recent", any(all(LAB).between(days(index(), -28), index())));
    let ever = sample.define("ever", any(all(LAB)));
    let both = sample.define("both", and(vec![recent.clone(), ever]));
    sample.define("nobody", compare(index(), Compare::Gt, date("2020-01-01")));
    sample.cohort("a", None, diagnosed(), vec![include("x", recent)]);
    sample.cohort("b", None, diagnosed(), vec![include("x", both)]);
    sample.cohort("c", None, diagnosed(), Vec::new());
    let plan = sample.plan();
    let cohorts = |name| {
        named(&plan, name)
            .into_iter()
            .map(|(cohort, _)| cohort.map(|found| found.0))
            .collect::<Vec<_>>()
    };
    assert_eq!(cohorts("recent"), [Some(0), Some(1)]);
    assert_eq!(cohorts("ever"), [None]);
    assert_eq!(cohorts("both"), [Some(1)]);
    assert_eq!(plan.unused_definitions, ["nobody"]);
    insta::assert_snapshot!(body(&plan));
}

#[test]
fn sets_are_comparisons() {
    let sex = || own(SEX, Type::Category(SEX));
    let one = with(in_set(sex(), vec![SetItem::Value(word(SEX, 0))]));
    assert!(matches!(
        condition(&one).operator,
        Operator::Compare { op: Compare::Eq, .. }
    ));
    let range = with(in_set(
        age(index()),
        vec![SetItem::Range(number(18, Type::Years), number(64, Type::Years))],
    ));
    assert!(matches!(&condition(&range).operator, Operator::And(limits) if limits.len() == 2));
    let several = with(in_set(
        sex(),
        vec![SetItem::Value(word(SEX, 0)), SetItem::Value(word(SEX, 1))],
    ));
    assert!(matches!(&condition(&several).operator, Operator::Or(tests) if tests.len() == 2));
}

#[test]
fn a_missing_event_is_asked_of_its_record() {
    let plan = with(missing(first(all(LAB))));
    let Operator::IsMissing(record) = condition(&plan).operator else {
        panic!()
    };
    assert_eq!(plan.node(record).unwrap().ty, ValueType::Record);
}

#[test]
fn a_precision_rule_holds_wherever_the_date_is_read() {
    let mut sample = Sample::new();
    sample.precision(DIAGNOSIS_DATE, Precision::Month, Placement::DayOfMonth(15), None);
    let picked = sample.define(
        "picked",
        first(all(DIAGNOSIS).between(date("2020-01-01"), date("2020-12-31"))),
    );
    let read = of_record(DIAGNOSIS_DATE, Type::Date);
    let tested = any(all(DIAGNOSIS).that(compare(read, Compare::Ge, date("2020-06-01"))));
    sample.cohort(
        "c",
        None,
        Some(Index::One(field(picked, DIAGNOSIS_DATE, Type::Date))),
        vec![include("x", tested)],
    );
    let plan = sample.plan();
    let places: Vec<NodeId> = plan
        .graph
        .node_indices()
        .filter(|id| matches!(plan.graph[*id].operator, Operator::Place { .. }))
        .collect();
    let [place] = places.as_slice() else {
        panic!("{places:?}")
    };
    let Operator::Place { date: column, .. } = plan.graph[*place].operator else {
        panic!()
    };
    // Nothing but the rule reads the date as it is recorded.
    let readers: Vec<NodeId> = plan.graph.neighbors(column).collect();
    assert_eq!(readers, [*place]);
    let Operator::Pick { date, .. } = named(&plan, "picked")[0].1.operator else {
        panic!()
    };
    assert_eq!(date, *place);
}

#[test]
fn ties_are_written_out() {
    let mut sample = Sample::new();
    let ties = vec![TieBreak::ValueFirst(STATUS, 1), TieBreak::HighestFirst(GENE)];
    let plain = sample.define("plain", first(all(TREATMENT)));
    let declared = sample.define("declared", pick(Pick::Nth(2), all(BIOMARKER), ties));
    let periods = EventsBase::Gaps {
        events: Box::new(all(TREATMENT)),
        days: 30,
        or_equal: true,
    };
    let gap = sample.define(
        "gap",
        pick(Pick::Last, bag(periods, RecordKind::Periods), Vec::new()),
    );
    let known = |event| not(missing(event));
    sample.cohort(
        "c",
        None,
        diagnosed(),
        vec![include("x", or(vec![known(plain), known(declared), known(gap)]))],
    );
    let shown = body(&sample.plan());
    insta::assert_snapshot!(shown);
}

#[test]
fn a_derived_attribute_is_its_rule_and_keeps_its_name() {
    let stage = of_record(STAGE, Type::Category(STAGE));
    let plan = with(any(all(DIAGNOSIS).that(compare(
        stage,
        Compare::Ge,
        word(STAGE, 2),
    ))));
    let [derived] = plan.derived.as_slice() else {
        panic!("{:?}", plan.derived)
    };
    assert_eq!(derived.name, "diagnosis.stage");
    assert!(matches!(
        plan.node(derived.node).unwrap().operator,
        Operator::If { .. }
    ));
    insta::assert_snapshot!(tables(&plan));
}

#[test]
fn literals_are_computed_but_definitions_are_not_looked_through() {
    let shifted = with(compare(index(), Compare::Ge, days(date("2020-02-28"), 2)));
    let Operator::Compare { right, .. } = condition(&shifted).operator else {
        panic!()
    };
    let first_of_march = kohort_semantics::value::Date::parse("2020-03-01").unwrap();
    assert_eq!(
        shifted.node(right).unwrap().operator,
        Operator::Constant(Value::Date(first_of_march))
    );
    let mut sample = Sample::new();
    let cutoff = sample.parameter("cutoff", date("2020-02-28"));
    sample.cohort(
        "c",
        None,
        diagnosed(),
        vec![include("x", compare(index(), Compare::Ge, days(cutoff, 2)))],
    );
    let plan = sample.plan();
    let Operator::Compare { right, .. } = condition(&plan).operator else {
        panic!()
    };
    assert!(matches!(
        plan.node(right).unwrap().operator,
        Operator::Shift { amount: 2, .. }
    ));
}

#[test]
fn a_code_list_has_the_codes_of_the_source() {
    let plan = with(any(all(DIAGNOSIS).that(in_codes(1))));
    let found = plan.graph.node_weights().find_map(|node| match &node.operator {
        Operator::InCodes {
            list,
            patterns,
            except,
            ..
        } => Some((list, patterns.len(), except.len())),
        _ => None,
    });
    assert_eq!(found, Some((&String::from("malignant"), 1, 1)));
}

#[test]
fn an_entry_for_each_event() {
    let mut sample = Sample::new();
    let each = Index::Each(all(TREATMENT).that(equal(of_record(DRUG, Type::Text), said("x"))));
    sample.cohort(
        "starts",
        None,
        Some(each),
        vec![include("x", any(all(LAB).between(index(), index())))],
    );
    let plan = sample.plan();
    check(&plan).unwrap();
    let IndexPlan::Each { bag, date } = plan.cohorts[0].index else {
        panic!()
    };
    assert_eq!(plan.node(bag).unwrap().domain, plan.node(date).unwrap().domain);
    insta::assert_snapshot!(body(&plan));
}

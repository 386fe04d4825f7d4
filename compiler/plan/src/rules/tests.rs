//! What each rule does to one study, seen as the difference it makes in the plan's text, and what holds of all rules.

use super::*;
use crate::testing::builder::*;
use crate::testing::project::*;
use crate::testing::sample::metastatic_study;
use crate::text::text;
use kohort_semantics::study::*;

/// The lines that a rule removes (`-`) and adds (`+`), in the order of the text.
fn difference(before: &Plan, after: &Plan) -> String {
    let (before, after) = (text(before), text(after));
    let lines = similar::TextDiff::from_lines(&before, &after);
    let changed = lines
        .iter_all_changes()
        .filter(|line| line.tag() != similar::ChangeTag::Equal);
    changed.map(|line| format!("{}{line}", line.tag())).collect()
}

fn applied(rule: &dyn Rule, plan: &Plan) -> Plan {
    let after = rule.apply(plan);
    check(&after).unwrap();
    after
}

/// A study with something for every rule to remove.
fn wasteful() -> Plan {
    let mut sample = metastatic_study();
    let drug = first(all(TREATMENT).that(missing(of_record(DRUG, Type::Text))));
    let drug = sample.define("untold", drug);
    sample.define("untold_dose", field(drug, DOSE, Type::Decimal));
    sample.plan()
}

#[test]
fn prune_nodes() {
    let plan = wasteful();
    let shown = difference(&plan, &applied(&PruneNodes, &plan));
    insta::assert_snapshot!(shown);
}

#[test]
fn prune_ties() {
    let plan = PruneNodes.apply(&wasteful());
    let shown = difference(&plan, &applied(&PruneTies, &plan));
    insta::assert_snapshot!(shown);
}

#[test]
fn prune_columns() {
    let plan = PruneNodes.apply(&PruneTies.apply(&PruneNodes.apply(&wasteful())));
    let shown = difference(&plan, &applied(&PruneColumns, &plan));
    insta::assert_snapshot!(shown);
}

#[test]
fn prune_streams() {
    let plan = PruneColumns.apply(&PruneNodes.apply(&wasteful()));
    let shown = difference(&plan, &applied(&PruneStreams, &plan));
    insta::assert_snapshot!(shown);
}

/// How many keys are left of a pick with these ties, of which one value is read.
fn keys_left(ties: Vec<TieBreak>, read: fn(Expr) -> Expr, filter: Option<Expr>) -> usize {
    let mut sample = Sample::new();
    let mut events = all(BIOMARKER);
    events.filter = filter;
    let picked = sample.define("picked", pick(Pick::First, events, ties));
    let date = first(all(DIAGNOSIS));
    let index_date = Index::One(field(date, DIAGNOSIS_DATE, Type::Date));
    sample.cohort("c", None, Some(index_date), vec![include("x", read(picked))]);
    let plan = optimise(sample.plan()).unwrap();
    let picked = plan
        .definitions
        .iter()
        .find(|definition| definition.name == "picked")
        .unwrap();
    match &plan.node(picked.node).unwrap().operator {
        crate::algebra::Operator::Pick { ties, .. } => ties.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_tie_break_stays_only_while_something_read_depends_on_it() {
    let status: fn(Expr) -> Expr =
        |event| equal(field(event, STATUS, Type::Category(STATUS)), word(STATUS, 1));
    let gene: fn(Expr) -> Expr = |event| equal(field(event, GENE, Type::Category(GENE)), word(GENE, 1));
    let date: fn(Expr) -> Expr =
        |event| compare(field(event, BIOMARKER_DATE, Type::Date), Compare::Ge, index());
    let there: fn(Expr) -> Expr = |event| not(missing(event));
    let both: fn(Expr) -> Expr = |event| {
        let gene = field(event.clone(), GENE, Type::Category(GENE));
        and(vec![
            equal(gene, word(GENE, 1)),
            equal(field(event, STATUS, Type::Category(STATUS)), word(STATUS, 1)),
        ])
    };
    let egfr = || Some(equal(of_record(GENE, Type::Category(GENE)), word(GENE, 0)));
    // In the order gene, status.
    assert_eq!(keys_left(vec![], date, None), 0);
    assert_eq!(keys_left(vec![], there, None), 0);
    assert_eq!(keys_left(vec![], gene, None), 1);
    assert_eq!(keys_left(vec![], status, None), 2);
    assert_eq!(keys_left(vec![], both, None), 2);
    // The where-clause settles the gene.
    assert_eq!(keys_left(vec![], gene, egfr()), 0);
    assert_eq!(keys_left(vec![], status, egfr()), 1);
    // A value put first does not settle the others, an order of all values does.
    assert_eq!(keys_left(vec![TieBreak::ValueFirst(STATUS, 1)], status, None), 3);
    assert_eq!(keys_left(vec![TieBreak::HighestFirst(STATUS)], status, None), 1);
    assert_eq!(keys_left(vec![TieBreak::ValueFirst(GENE, 1)], status, egfr()), 1);
    assert_eq!(keys_left(vec![TieBreak::ValueFirst(STATUS, 1)], date, None), 0);
}

#[test]
fn a_disjunction_settles_nothing() {
    let status: fn(Expr) -> Expr =
        |event| equal(field(event, STATUS, Type::Category(STATUS)), word(STATUS, 1));
    let of = |position| equal(of_record(GENE, Type::Category(GENE)), word(GENE, position));
    assert_eq!(keys_left(vec![], status, Some(or(vec![of(0), of(1)]))), 2);
    assert_eq!(keys_left(vec![], status, Some(not(of(0)))), 2);
}

#[test]
fn every_rule_alone_keeps_the_invariants_and_settles() {
    for rule in rules() {
        let once = applied(rule.as_ref(), &wasteful());
        let twice = applied(rule.as_ref(), &once);
        assert_eq!(
            crate::testing::json(&once),
            crate::testing::json(&twice),
            "{}",
            rule.name()
        );
        assert!(rule.doc().ends_with('.') && !rule.name().is_empty());
    }
}

#[test]
fn all_rules_together_settle() {
    let once = optimise(wasteful()).unwrap();
    let twice = optimise(once.clone()).unwrap();
    assert_eq!(crate::testing::json(&once), crate::testing::json(&twice));
}

#[test]
fn the_observer_sees_every_rule() {
    let mut seen = Vec::new();
    optimise_observed(wasteful(), &mut |name, plan| {
        seen.push((name.to_owned(), plan.graph.node_count()))
    })
    .unwrap();
    let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "prune_nodes",
            "prune_ties",
            "prune_nodes",
            "prune_columns",
            "prune_streams"
        ]
    );
    assert!(seen.windows(2).all(|pair| pair[1].1 <= pair[0].1));
}

#[test]
fn a_rule_that_breaks_a_plan_is_named() {
    struct Forgetful;
    impl Rule for Forgetful {
        fn name(&self) -> &'static str {
            "forgetful"
        }
        fn doc(&self) -> &'static str {
            "Forgets the first operator."
        }
        fn apply(&self, plan: &Plan) -> Plan {
            crate::rewrite::rebuild(plan, &|node| node.index() != 0, &mut |_, _| {})
        }
    }
    let error = optimise_with(&[Box::new(Forgetful)], wasteful(), &mut |_, _| {}).unwrap_err();
    assert_eq!(error.rule, "forgetful");
    assert!(
        matches!(error.error, InvariantError::OperandAfterUser { .. }),
        "{error}"
    );
}

mod broken_plans {
    use super::*;
    use crate::algebra::*;

    fn broken(change: impl FnOnce(&mut Plan)) -> InvariantError {
        let mut plan = metastatic_study().plan();
        check(&plan).unwrap();
        change(&mut plan);
        check(&plan).unwrap_err()
    }

    fn last(plan: &Plan) -> NodeId {
        plan.graph.node_indices().next_back().unwrap()
    }

    #[test]
    fn are_reported() {
        use InvariantError as E;
        assert!(matches!(broken(|plan| { plan.graph.clear_edges() }), E::Edges(_)));
        assert!(matches!(
            broken(|plan| {
                plan.graph.remove_node(NodeId::new(0));
            }),
            E::OperandAfterUser { .. } | E::Edges(_)
        ));
        assert!(matches!(
            broken(|plan| {
                let copy = plan.node(NodeId::new(0)).unwrap().clone();
                plan.graph.add_node(copy);
            }),
            E::Equal(0, _)
        ));
        assert!(matches!(
            broken(|plan| {
                let id = last(plan);
                plan.graph[id].domain.space = Some(Space::Stream(StreamId(0)))
            }),
            E::WrongDomain(_)
        ));
        assert!(matches!(
            broken(|plan| plan.cohorts[0].criteria[0].condition = NodeId::end()),
            E::Cohort(_)
        ));
        assert!(matches!(
            broken(|plan| plan.cohorts[0].criteria[0].condition = NodeId::new(0)),
            E::Cohort(_)
        ));
        assert!(matches!(
            broken(|plan| plan.cohorts[1].from = Some(CohortIndex(1))),
            E::Cohort(_)
        ));
        assert!(matches!(broken(|plan| plan.cohorts[1].from = None), E::Cohort(_)));
        assert!(matches!(
            broken(|plan| plan.definitions[0].node = NodeId::end()),
            E::Definition(_)
        ));
        assert!(matches!(
            broken(|plan| plan.derived[0].node = NodeId::end()),
            E::Definition(_)
        ));
        assert!(matches!(
            broken(|plan| plan.streams[0].parts[0].scan = ScanId(9)),
            E::Stream(_)
        ));
        assert!(matches!(
            broken(|plan| plan.streams[0].columns[0].analyte = Some(9)),
            E::Stream(_)
        ));
        assert!(matches!(
            broken(|plan| plan.streams[0].patient = false),
            E::Population
        ));
        assert!(matches!(
            broken(|plan| {
                plan.streams[0].columns.clear();
                plan.streams[0].parts[0].readings.clear();
            }),
            E::NoColumn(_)
        ));
        assert!(matches!(
            broken(|plan| plan.streams[0].columns.clear()),
            E::Stream(_)
        ));
        assert!(matches!(
            broken(|plan| plan.streams[0].single = false),
            E::NoColumn(_)
        ));
        assert!(matches!(
            broken(|plan| {
                let id = plan
                    .graph
                    .node_indices()
                    .find(|id| matches!(plan.graph[*id].operator, Operator::And(_)))
                    .unwrap();
                let operand = plan.graph[id].operator.operands()[0];
                plan.graph[operand].ty = ValueType::Number;
            }),
            E::NotBoolean(_)
        ));
    }
}

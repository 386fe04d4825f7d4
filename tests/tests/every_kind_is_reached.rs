//! The purpose-written studies reach every kind of expression, every operator of the plan and every choice inside them.

use kohort_plan::algebra::Operator;
use kohort_semantics::study::{
    Aggregate, Arithmetic, Compare, Events, EventsBase, Expr, ExprKind, Field, Index, Otherwise, Pick,
    Placement, Relation, SetItem, ShiftUnit, TieBreak,
};
use kohort_tests::oracle::walk::{self, Visitor};
use kohort_tests::projects::purpose_written;
use std::collections::BTreeSet;

/// Everything that must be reached. The matches below have no wildcard arm, so that a new variant does not compile until
/// it has a name, and the name belongs here.
const KINDS: &[&str] = &[
    "literal",
    "index",
    "definition",
    "attribute",
    "record field",
    "local",
    "field of",
    "not",
    "and",
    "or",
    "compare",
    "in set",
    "in codes",
    "in period",
    "relation",
    "is missing",
    "or else",
    "if",
    "negate",
    "arithmetic",
    "scale",
    "shift",
    "days between",
    "age",
    "extreme",
    "period",
    "period bound",
    "events",
    "pick",
    "any",
    "count",
    "days of",
    "aggregate",
];
const CHOICES: &[&str] = &[
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "overlaps",
    "contains",
    "starts in",
    "ends in",
    "days",
    "months",
    "first",
    "last",
    "nth",
    "nearest",
    "value first",
    "highest first",
    "lowest first",
    "min",
    "max",
    "sum",
    "mean",
    "median",
    "set value",
    "set range",
    "earliest",
    "latest",
    "all records",
    "named bag",
    "nested bag",
    "episodes",
    "gaps >",
    "gaps >=",
    "where",
    "window from included",
    "window from excluded",
    "window to included",
    "window to excluded",
    "field attribute",
    "field start",
    "field end",
    "field period",
    "index one",
    "index each",
    "index inherited",
    "place first day",
    "place last day",
    "place day of month",
    "place day of year",
    "otherwise missing",
    "otherwise placed",
    "not before",
    "not after",
    "unplaced",
    "unknown is met",
    "unknown is not met",
    "include",
    "exclude",
];
const OPERATORS: &[&str] = &[
    "constant",
    "index",
    "column",
    "only record",
    "field of",
    "place",
    "not",
    "and",
    "or",
    "compare",
    "in codes",
    "in period",
    "relation",
    "is missing",
    "or else",
    "if",
    "negate",
    "arithmetic",
    "scale",
    "shift",
    "days between",
    "age",
    "extreme",
    "period",
    "period bound",
    "select",
    "episodes",
    "gaps",
    "period of row",
    "pick",
    "any",
    "count",
    "days of",
    "aggregate",
];

#[test]
fn every_kind_of_expression_and_every_choice() {
    let mut reached = Reached::default();
    for project in purpose_written().unwrap_or_else(|why| panic!("{why}")) {
        walk::study(&project.study, &mut reached);
        for source in &project.sources {
            walk::source(source, &mut reached);
        }
        for rule in &project.study.precision {
            reached
                .choices
                .insert(rule.placement.map_or("unplaced", placement));
            reached
                .choices
                .extend(rule.not_before.as_ref().map(|_| "not before"));
            reached
                .choices
                .extend(rule.not_after.as_ref().map(|_| "not after"));
            reached
                .choices
                .extend(rule.otherwise.map(|otherwise| match otherwise {
                    Otherwise::Missing => "otherwise missing",
                    Otherwise::Placed(_) => "otherwise placed",
                }));
        }
        for cohort in &project.study.cohorts {
            reached.choices.insert(match &cohort.index {
                Some(Index::One(_)) => "index one",
                Some(Index::Each(_)) => "index each",
                None => "index inherited",
            });
            for criterion in &cohort.criteria {
                reached
                    .choices
                    .insert(if criterion.exclude { "exclude" } else { "include" });
                reached
                    .choices
                    .extend(criterion.unknown_is_met.map(|met| match met {
                        true => "unknown is met",
                        false => "unknown is not met",
                    }));
            }
        }
    }
    assert_eq!(
        missing(KINDS, &reached.kinds),
        Vec::<&str>::new(),
        "kinds of expressions that no study reaches"
    );
    assert_eq!(
        missing(CHOICES, &reached.choices),
        Vec::<&str>::new(),
        "choices that no study reaches"
    );
}

#[test]
fn every_operator_of_the_plan() {
    let mut reached = BTreeSet::new();
    for project in purpose_written().unwrap_or_else(|why| panic!("{why}")) {
        for source in &project.sources {
            let plan = kohort_plan::bind::bind(&project.study, source).unwrap_or_else(|why| panic!("{why}"));
            reached.extend(plan.graph.node_weights().map(|node| operator(&node.operator)));
        }
    }
    assert_eq!(
        missing(OPERATORS, &reached),
        Vec::<&str>::new(),
        "operators that no plan has"
    );
}

fn missing(wanted: &[&'static str], reached: &BTreeSet<&'static str>) -> Vec<&'static str> {
    assert!(
        reached.iter().all(|name| wanted.contains(name)),
        "names that are not listed above: {reached:?}"
    );
    wanted
        .iter()
        .filter(|name| !reached.contains(*name))
        .copied()
        .collect()
}

#[derive(Default)]
struct Reached {
    kinds: BTreeSet<&'static str>,
    choices: BTreeSet<&'static str>,
}

impl<'a> Visitor<'a> for Reached {
    fn expr(&mut self, expr: &'a Expr) {
        let choices = &mut self.choices;
        self.kinds.insert(match &expr.kind {
            ExprKind::Literal(_) => "literal",
            ExprKind::Index => "index",
            ExprKind::Definition(_) => "definition",
            ExprKind::Attribute(_) => "attribute",
            ExprKind::RecordField(found) => {
                choices.insert(field(*found));
                "record field"
            }
            ExprKind::Local(_) => "local",
            ExprKind::FieldOf { field: found, .. } => {
                choices.insert(field(*found));
                "field of"
            }
            ExprKind::Not(_) => "not",
            ExprKind::And(_) => "and",
            ExprKind::Or(_) => "or",
            ExprKind::Compare { op, .. } => {
                choices.insert(match op {
                    Compare::Eq => "=",
                    Compare::Ne => "!=",
                    Compare::Lt => "<",
                    Compare::Le => "<=",
                    Compare::Gt => ">",
                    Compare::Ge => ">=",
                });
                "compare"
            }
            ExprKind::InSet { items, .. } => {
                choices.extend(items.iter().map(|item| match item {
                    SetItem::Value(_) => "set value",
                    SetItem::Range(..) => "set range",
                }));
                "in set"
            }
            ExprKind::InCodes { .. } => "in codes",
            ExprKind::InPeriod { .. } => "in period",
            ExprKind::Relation { relation, .. } => {
                choices.insert(match relation {
                    Relation::Overlaps => "overlaps",
                    Relation::Contains => "contains",
                    Relation::StartsIn => "starts in",
                    Relation::EndsIn => "ends in",
                });
                "relation"
            }
            ExprKind::IsMissing(_) => "is missing",
            ExprKind::OrElse(_) => "or else",
            ExprKind::If { .. } => "if",
            ExprKind::Negate(_) => "negate",
            ExprKind::Arithmetic { op, .. } => {
                choices.insert(match op {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "-",
                    Arithmetic::Multiply => "*",
                    Arithmetic::Divide => "/",
                });
                "arithmetic"
            }
            ExprKind::Scale { .. } => "scale",
            ExprKind::Shift { unit, .. } => {
                choices.insert(match unit {
                    ShiftUnit::Days => "days",
                    ShiftUnit::Months => "months",
                });
                "shift"
            }
            ExprKind::DaysBetween { .. } => "days between",
            ExprKind::Age { .. } => "age",
            ExprKind::Extreme { latest, .. } => {
                choices.insert(if *latest { "latest" } else { "earliest" });
                "extreme"
            }
            ExprKind::Period { .. } => "period",
            ExprKind::PeriodBound { .. } => "period bound",
            ExprKind::Events(_) => "events",
            ExprKind::Pick { which, ties, .. } => {
                choices.insert(match which {
                    Pick::First => "first",
                    Pick::Last => "last",
                    Pick::Nth(_) => "nth",
                    Pick::Nearest(_) => "nearest",
                });
                choices.extend(ties.iter().map(|tie| match tie {
                    TieBreak::ValueFirst(..) => "value first",
                    TieBreak::HighestFirst(_) => "highest first",
                    TieBreak::LowestFirst(_) => "lowest first",
                }));
                "pick"
            }
            ExprKind::Any(_) => "any",
            ExprKind::Count(_) => "count",
            ExprKind::DaysOf(_) => "days of",
            ExprKind::Aggregate {
                function,
                field: found,
                ..
            } => {
                choices.insert(field(*found));
                choices.insert(match function {
                    Aggregate::Min => "min",
                    Aggregate::Max => "max",
                    Aggregate::Sum => "sum",
                    Aggregate::Mean => "mean",
                    Aggregate::Median => "median",
                });
                "aggregate"
            }
        });
    }

    fn events(&mut self, events: &'a Events) {
        self.choices.insert(match events.base {
            EventsBase::Entity(_) => "all records",
            EventsBase::Definition(_) => "named bag",
            EventsBase::Nested(_) => "nested bag",
            EventsBase::Episodes { .. } => "episodes",
            EventsBase::Gaps { or_equal: false, .. } => "gaps >",
            EventsBase::Gaps { or_equal: true, .. } => "gaps >=",
        });
        self.choices.extend(events.filter.as_ref().map(|_| "where"));
        for window in &events.windows {
            self.choices
                .extend(window.from.as_ref().map(|bound| match bound.inclusive {
                    true => "window from included",
                    false => "window from excluded",
                }));
            self.choices
                .extend(window.to.as_ref().map(|bound| match bound.inclusive {
                    true => "window to included",
                    false => "window to excluded",
                }));
        }
    }
}

fn field(field: Field) -> &'static str {
    match field {
        Field::Attribute(_) => "field attribute",
        Field::Start => "field start",
        Field::End => "field end",
        Field::Period => "field period",
    }
}

fn placement(placement: Placement) -> &'static str {
    match placement {
        Placement::FirstDay => "place first day",
        Placement::LastDay => "place last day",
        Placement::DayOfMonth(_) => "place day of month",
        Placement::DayOfYear { .. } => "place day of year",
    }
}

fn operator(operator: &Operator) -> &'static str {
    match operator {
        Operator::Constant(_) => "constant",
        Operator::Index => "index",
        Operator::Column(_) => "column",
        Operator::OnlyRecord(_) => "only record",
        Operator::FieldOf { .. } => "field of",
        Operator::Place { .. } => "place",
        Operator::Not(_) => "not",
        Operator::And(_) => "and",
        Operator::Or(_) => "or",
        Operator::Compare { .. } => "compare",
        Operator::InCodes { .. } => "in codes",
        Operator::InPeriod { .. } => "in period",
        Operator::Relation { .. } => "relation",
        Operator::IsMissing(_) => "is missing",
        Operator::OrElse(_) => "or else",
        Operator::If { .. } => "if",
        Operator::Negate(_) => "negate",
        Operator::Arithmetic { .. } => "arithmetic",
        Operator::Scale { .. } => "scale",
        Operator::Shift { .. } => "shift",
        Operator::DaysBetween { .. } => "days between",
        Operator::Age { .. } => "age",
        Operator::Extreme { .. } => "extreme",
        Operator::Period { .. } => "period",
        Operator::PeriodBound { .. } => "period bound",
        Operator::Select { .. } => "select",
        Operator::Episodes { .. } => "episodes",
        Operator::Gaps { .. } => "gaps",
        Operator::PeriodOfRow(_) => "period of row",
        Operator::Pick { .. } => "pick",
        Operator::Any(_) => "any",
        Operator::Count(_) => "count",
        Operator::DaysOf { .. } => "days of",
        Operator::Aggregate { .. } => "aggregate",
    }
}

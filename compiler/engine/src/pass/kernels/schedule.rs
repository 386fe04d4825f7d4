//! The order in which nodes are evaluated and cohorts get their entries, computed once for a plan.
//!
//! Invariant: what a step needs stands before it, whatever the order of nodes in the graph; only what some cohort or
//! tally needs is evaluated; a vector is released with the last step that reads it. A plan that needs itself is refused.

use super::check;
use super::fault::Fault;
use super::requirements::{self, Requirement};
use crate::pass::evaluate::EvaluateError;
use kohort_plan::Plan;
use kohort_plan::algebra::{CohortIndex, CohortPlan, IndexPlan, NodeId};
use std::collections::BTreeMap;

/// One step of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Evaluate a node.
    Node(NodeId),
    /// Find a cohort's entries.
    Entries(CohortIndex),
    /// Apply a cohort's criteria.
    Keep(CohortIndex),
    /// Count the rows of the tally at this position.
    Tally(u32),
}

/// The steps in their order, each with the nodes whose values nobody reads afterwards.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schedule {
    /// The steps.
    pub(crate) steps: Vec<(Step, Vec<NodeId>)>,
}

/// A step on the way down, and what it still waits for.
struct Waiting {
    step: Step,
    needs: std::vec::IntoIter<Step>,
}

impl Schedule {
    /// The schedule of a plan, which is checked on the way.
    pub(crate) fn new(plan: &Plan) -> Result<Self, EvaluateError> {
        let mut schedule = Self::default();
        // Present: begun; true: done.
        let mut states: BTreeMap<Step, bool> = BTreeMap::new();
        let mut last_reader: BTreeMap<NodeId, usize> = BTreeMap::new();
        let cohorts = (0u32..)
            .zip(&plan.cohorts)
            .map(|(cohort, _)| Step::Keep(CohortIndex(cohort)));
        let tallies = (0u32..).zip(&plan.tallies).map(|(tally, _)| Step::Tally(tally));
        for root in cohorts.chain(tallies) {
            let mut way: Vec<Waiting> = Vec::new();
            let mut next = Some(root);
            loop {
                if let Some(step) = next.take() {
                    match states.get(&step) {
                        Some(true) => {}
                        Some(false) => return Err(error(plan, step, &Fault::Other("needs itself"))),
                        None => {
                            states.insert(step, false);
                            let needs = needs(plan, step).map_err(|fault| error(plan, step, &fault))?;
                            way.push(Waiting {
                                step,
                                needs: needs.into_iter(),
                            });
                        }
                    }
                }
                let Some(waiting) = way.last_mut() else { break };
                next = waiting.needs.next();
                if next.is_none() {
                    let step = waiting.step;
                    way.pop();
                    states.insert(step, true);
                    let reads = reads(plan, step).map_err(|fault| error(plan, step, &fault))?;
                    let own = if let Step::Node(id) = step { Some(id) } else { None };
                    last_reader.extend(own.into_iter().chain(reads).map(|id| (id, schedule.steps.len())));
                    schedule.steps.push((step, Vec::new()));
                }
            }
        }
        for (node, reader) in last_reader {
            if let Some((_, released)) = schedule.steps.get_mut(reader) {
                released.push(node);
            }
        }
        Ok(schedule)
    }

    /// The nodes that are evaluated, in the order of the graph.
    pub(crate) fn nodes(&self) -> Vec<NodeId> {
        let node = |(step, _): &(Step, Vec<NodeId>)| {
            if let Step::Node(id) = step {
                Some(*id)
            } else {
                None
            }
        };
        let mut nodes: Vec<NodeId> = self.steps.iter().filter_map(node).collect();
        nodes.sort_unstable();
        nodes
    }
}

/// An error at a step.
pub(crate) fn error(plan: &Plan, step: Step, fault: &Fault) -> EvaluateError {
    match step {
        Step::Node(id) => EvaluateError::Node {
            node: id.index() as u32,
            reason: fault.to_string(),
        },
        Step::Tally(position) => EvaluateError::Tally {
            tally: position,
            reason: fault.to_string(),
        },
        Step::Entries(cohort) | Step::Keep(cohort) => {
            let name = plan
                .cohorts
                .get(cohort.0 as usize)
                .map_or("?", |cohort| cohort.name.as_str());
            EvaluateError::Cohort {
                cohort: name.to_owned(),
                reason: fault.to_string(),
            }
        }
    }
}

fn cohort(plan: &Plan, index: CohortIndex) -> Result<&CohortPlan, Fault> {
    plan.cohorts
        .get(index.0 as usize)
        .ok_or(Fault::Other("is a cohort that does not exist"))
}

/// The nodes whose values a step reads.
fn reads(plan: &Plan, step: Step) -> Result<Vec<NodeId>, Fault> {
    let requirements = match step {
        Step::Node(id) => requirements::of_node(plan, id)?,
        Step::Entries(index) => requirements::of_index(plan, cohort(plan, index)?.index)?,
        Step::Keep(index) => of_criteria(cohort(plan, index)?, index),
        Step::Tally(position) => requirements::of_tally(plan, position)?,
    };
    Ok(requirements
        .into_iter()
        .map(|requirement| requirement.operand)
        .collect())
}

fn of_criteria(cohort: &CohortPlan, index: CohortIndex) -> Vec<Requirement> {
    let at = kohort_plan::algebra::Domain {
        cohort: Some(index),
        space: None,
    };
    let ty = Some(kohort_plan::algebra::ValueType::Boolean);
    cohort
        .criteria
        .iter()
        .map(|criterion| Requirement {
            operand: criterion.condition,
            ty,
            at,
        })
        .collect()
}

/// What a step waits for. Checks that the step can be taken once it has that.
fn needs(plan: &Plan, step: Step) -> Result<Vec<Step>, Fault> {
    let mut needs = Vec::new();
    let requirements = match step {
        Step::Node(id) => {
            let requirements = requirements::of_node(plan, id)?;
            check::check(plan, id, &requirements)?;
            let (cohort, maker) = requirements::makers(plan, id)?;
            needs.extend(cohort.map(Step::Entries));
            needs.extend(maker.map(Step::Node));
            requirements
        }
        Step::Entries(index) => {
            let cohort = cohort(plan, index)?;
            if cohort.from.is_none() && cohort.index == IndexPlan::Inherited {
                return Err(Fault::Other("has no index date and no cohort to take it from"));
            }
            needs.extend(cohort.from.map(Step::Keep));
            requirements::of_index(plan, cohort.index)?
        }
        Step::Keep(index) => {
            needs.push(Step::Entries(index));
            of_criteria(cohort(plan, index)?, index)
        }
        Step::Tally(position) => {
            let tally = requirements::tally(plan, position)?;
            needs.push(Step::Keep(tally.cohort));
            needs.extend(tally.lines.map(Step::Node));
            requirements::of_tally(plan, position)?
        }
    };
    if !matches!(step, Step::Node(_)) {
        requirements
            .iter()
            .try_for_each(|requirement| check::check_one(plan, requirement))?;
    }
    needs.extend(
        requirements
            .into_iter()
            .map(|requirement| Step::Node(requirement.operand)),
    );
    Ok(needs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::{PlanBuilder, boolean};
    use kohort_plan::algebra::{Domain, Operator, ValueType};
    use kohort_semantics::study::Compare;
    use kohort_semantics::value::{Date, Day, Value};

    fn day(builder: &mut PlanBuilder) -> NodeId {
        let value = Value::Date(Date::day(Day(0)));
        builder.node(Operator::Constant(value), Domain::default(), ValueType::Date)
    }

    #[test]
    fn entries_come_before_what_depends_on_them_whatever_the_graph() {
        let mut builder = PlanBuilder::default();
        let entries = Domain {
            cohort: Some(CohortIndex(0)),
            space: None,
        };
        let index = builder.node(Operator::Index, entries, ValueType::Date);
        let at = day(&mut builder);
        let same = builder.node(
            Operator::Compare {
                op: Compare::Eq,
                left: index,
                right: at,
            },
            entries,
            ValueType::Boolean,
        );
        let unused = builder.node(
            Operator::Constant(boolean(true)),
            Domain::default(),
            ValueType::Boolean,
        );
        builder.cohort(None, IndexPlan::One(at), &[(false, same)]);
        let schedule = Schedule::new(&builder.plan).unwrap();
        let steps: Vec<Step> = schedule.steps.iter().map(|(step, _)| *step).collect();
        let cohort = CohortIndex(0);
        let expected = [
            Step::Node(at),
            Step::Entries(cohort),
            Step::Node(index),
            Step::Node(same),
            Step::Keep(cohort),
        ];
        assert_eq!(steps, expected);
        assert!(!schedule.nodes().contains(&unused));
        let released: Vec<_> = schedule
            .steps
            .iter()
            .map(|(_, released)| released.clone())
            .collect();
        assert_eq!(released, [vec![], vec![], vec![], vec![index, at], vec![same]]);
    }

    #[test]
    fn plans_that_contradict_themselves_are_refused() {
        let refused = |build: &dyn Fn(&mut PlanBuilder)| {
            let mut builder = PlanBuilder::default();
            build(&mut builder);
            Schedule::new(&builder.plan).unwrap_err().to_string()
        };
        let inherited = refused(&|builder| builder.cohort(None, IndexPlan::Inherited, &[]));
        assert_eq!(
            inherited,
            "the plan's cohort `cohort 0` has no index date and no cohort to take it from"
        );
        let itself = refused(&|builder| builder.cohort(Some(CohortIndex(0)), IndexPlan::Inherited, &[]));
        assert_eq!(itself, "the plan's cohort `cohort 0` needs itself");
        let nowhere = refused(&|builder| builder.cohort(None, IndexPlan::One(NodeId::new(7)), &[]));
        assert_eq!(
            nowhere,
            "the plan's cohort `cohort 0` refers to a node that does not exist"
        );
        let type_error = refused(&|builder| {
            let at = day(builder);
            builder.cohort(None, IndexPlan::One(at), &[(false, at)]);
        });
        assert_eq!(
            type_error,
            "the plan's cohort `cohort 0` has an operand of type Date instead of Boolean"
        );
        let cycle = refused(&|builder| {
            let not = builder.node(
                Operator::Not(NodeId::new(0)),
                Domain::default(),
                ValueType::Boolean,
            );
            let at = day(builder);
            builder.cohort(None, IndexPlan::One(at), &[(false, not)]);
        });
        assert_eq!(cycle, "node 0 of the plan needs itself");
        let index_of_itself = refused(&|builder| {
            let entries = Domain {
                cohort: Some(CohortIndex(0)),
                space: None,
            };
            let index = builder.node(Operator::Index, entries, ValueType::Date);
            builder.cohort(None, IndexPlan::One(index), &[]);
        });
        assert!(index_of_itself.contains("does not fit"), "{index_of_itself}");
    }

    #[test]
    fn deep_plans_do_not_exhaust_the_stack() {
        let mut builder = PlanBuilder::default();
        let at = day(&mut builder);
        let mut last = builder.node(
            Operator::Constant(boolean(true)),
            Domain::default(),
            ValueType::Boolean,
        );
        for _ in 0..200_000 {
            last = builder.node(Operator::Not(last), Domain::default(), ValueType::Boolean);
        }
        builder.cohort(None, IndexPlan::One(at), &[(false, last)]);
        assert_eq!(Schedule::new(&builder.plan).unwrap().steps.len(), 200_004);
    }
}

//! Whether a node keeps to the domain and the types that its operator allows, found out before any data are seen.
//!
//! Invariant: a node that passes can be evaluated in every batch that has the plan's columns.

use super::domains::{Extent, readable};
use super::fault::Fault;
use super::requirements::{Requirement, extent, native, node};
use kohort_plan::Plan;
use kohort_plan::algebra::{Domain, Node, NodeId, Operator, Space, ValueType};
use kohort_semantics::study::LineField;

/// Checks a node's own domain and that it can read its operands from there.
pub(crate) fn check(plan: &Plan, id: NodeId, requirements: &[Requirement]) -> Result<(), Fault> {
    check_own_domain(plan, id)?;
    for requirement in requirements {
        check_one(plan, requirement)?;
    }
    Ok(())
}

/// Checks that an operand has the type that is needed and can be read in the domain.
pub(crate) fn check_one(plan: &Plan, requirement: &Requirement) -> Result<(), Fault> {
    let found = match node(plan, requirement.operand)? {
        // A node that makes periods is itself the bag of all of them.
        Node {
            operator: Operator::Episodes { .. } | Operator::Gaps { .. } | Operator::Lines(_),
            ..
        } => ValueType::Boolean,
        node => node.ty,
    };
    if let Some(wanted) = requirement.ty.filter(|wanted| *wanted != found) {
        return Err(Fault::Type { wanted, found });
    }
    let native = match requirement.at.space {
        Some(space) => native(plan, space)?,
        None => None,
    };
    match extent(plan, requirement.operand)? {
        Extent::Each(smaller) if !readable(requirement.at, smaller, native) => Err(Fault::Other(
            "reads an operand of a domain that does not fit its own",
        )),
        _ => Ok(()),
    }
}

fn check_own_domain(plan: &Plan, id: NodeId) -> Result<(), Fault> {
    let node = node(plan, id)?;
    let own = node.domain;
    if own
        .cohort
        .is_some_and(|cohort| plan.cohorts.get(cohort.0 as usize).is_none())
    {
        return Err(Fault::Other(
            "has values for the entries of a cohort that does not exist",
        ));
    }
    if let Some(space) = own.space
        && native(plan, space)?.is_some_and(|native| own.cohort != Some(native))
    {
        return Err(Fault::Other(
            "uses the periods of one cohort's entries for another's",
        ));
    }
    let fits = match &node.operator {
        Operator::Index => own.cohort.is_some() && own.space.is_none(),
        Operator::Column(column) => {
            plan.column(*column).is_some_and(|column| column.ty == node.ty)
                && own
                    == Domain {
                        cohort: None,
                        space: Some(Space::Stream(column.stream)),
                    }
        }
        Operator::OnlyRecord(stream) => plan.stream(*stream).is_some() && own == Domain::default(),
        Operator::ByPart { stream, parts } => {
            own.space == Some(Space::Stream(*stream))
                && own.cohort.is_none()
                && plan
                    .stream(*stream)
                    .is_some_and(|found| found.parts.len() == parts.len())
        }
        Operator::Select { space, .. } => own.space == Some(*space),
        Operator::PeriodOfRow(maker)
        | Operator::LineField { lines: maker, .. }
        | Operator::LineDays(maker) => {
            let space = Space::Periods(*maker);
            own == Domain {
                cohort: native(plan, space)?,
                space: Some(space),
            }
        }
        Operator::Pick { .. }
        | Operator::Any(_)
        | Operator::Count(_)
        | Operator::DaysOf { .. }
        | Operator::LineSequence(_)
        | Operator::Aggregate { .. } => own.space.is_none(),
        _ => true,
    };
    let fits = fits && produced(&node.operator).is_none_or(|ty| ty == node.ty);
    if fits {
        Ok(())
    } else {
        Err(Fault::Other(
            "has another domain or type than its operator gives it",
        ))
    }
}

/// The type of an operator's values, where the operator alone decides it.
fn produced(operator: &Operator) -> Option<ValueType> {
    match operator {
        Operator::Constant(_)
        | Operator::Column(_)
        | Operator::ByPart { .. }
        | Operator::FieldOf { .. }
        | Operator::OrElse(_)
        | Operator::If { .. }
        | Operator::Episodes { .. }
        | Operator::Gaps { .. }
        | Operator::Lines(_)
        | Operator::Aggregate { .. } => None,
        Operator::Index
        | Operator::Place { .. }
        | Operator::Bounded { .. }
        | Operator::Shift { .. }
        | Operator::Extreme { .. }
        | Operator::PeriodBound { .. } => Some(ValueType::Date),
        Operator::OnlyRecord(_) | Operator::Pick { .. } => Some(ValueType::Record),
        Operator::Not(_)
        | Operator::And(_)
        | Operator::Or(_)
        | Operator::Compare { .. }
        | Operator::InCodes { .. }
        | Operator::InDrugs { .. }
        | Operator::HasDrugs { .. }
        | Operator::InPeriod { .. }
        | Operator::Relation { .. }
        | Operator::IsMissing(_)
        | Operator::Select { .. }
        | Operator::Any(_) => Some(ValueType::Boolean),
        Operator::Negate(_)
        | Operator::Arithmetic { .. }
        | Operator::Scale { .. }
        | Operator::DaysBetween { .. }
        | Operator::Age { .. }
        | Operator::Count(_)
        | Operator::LineDays(_)
        | Operator::DaysOf { .. } => Some(ValueType::Number),
        Operator::LineSequence(_) => Some(ValueType::Text),
        Operator::LineField { field, .. } => Some(match field {
            LineField::Number => ValueType::Number,
            LineField::Start | LineField::End | LineField::LineEnd | LineField::NextStart => ValueType::Date,
            LineField::Regimen | LineField::Drugs => ValueType::Text,
            LineField::Maintenance => ValueType::Boolean,
            LineField::EndReason | LineField::Setting => ValueType::Category,
        }),
        Operator::Period { .. } | Operator::PeriodOfRow(_) => Some(ValueType::Period),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::requirements::of_node;
    use crate::pass::kernels::sample_study::plan;
    use kohort_plan::algebra::{CohortIndex, ColumnId, StreamId};
    use kohort_semantics::study::{Aggregate, Compare};

    const PATIENTS: Domain = Domain {
        cohort: None,
        space: None,
    };
    const ENTRIES: Domain = Domain {
        cohort: Some(CohortIndex(0)),
        space: None,
    };

    const fn records(stream: u32) -> Domain {
        Domain {
            cohort: None,
            space: Some(Space::Stream(StreamId(stream))),
        }
    }

    #[test]
    fn all_nodes_of_a_good_plan_pass() {
        let plan = plan();
        for id in plan.graph.node_indices() {
            let requirements = of_node(&plan, id).unwrap();
            assert_eq!(check(&plan, id, &requirements), Ok(()), "{:?}", plan.node(id));
        }
    }

    /// Whether a node passes that is added to the sample.
    fn passes(operator: Operator, domain: Domain, ty: ValueType) -> bool {
        let mut plan = plan();
        let id = plan.graph.add_node(Node {
            operator,
            domain,
            ty,
            display: None,
        });
        of_node(&plan, id)
            .and_then(|requirements| check(&plan, id, &requirements))
            .is_ok()
    }

    /// The first node of the sample that is like this.
    fn find(wanted: impl Fn(&Node) -> bool) -> NodeId {
        let plan = plan();
        plan.graph
            .node_indices()
            .find(|id| wanted(plan.node(*id).unwrap()))
            .unwrap()
    }

    #[test]
    fn nodes_keep_to_their_domains_and_types() {
        use ValueType::{Boolean, Category, Date, Number, Period, Record, Text};
        let lab_date = ColumnId {
            stream: StreamId(1),
            index: 0,
        };
        assert!(passes(Operator::Column(lab_date), records(1), Date));
        assert!(!passes(Operator::Column(lab_date), records(1), Text));
        assert!(!passes(Operator::Column(lab_date), records(2), Date));
        assert!(!passes(
            Operator::Column(ColumnId {
                stream: StreamId(9),
                index: 0
            }),
            records(9),
            Date
        ));
        assert!(passes(Operator::Index, ENTRIES, Date));
        assert!(!passes(Operator::Index, PATIENTS, Date));
        assert!(!passes(
            Operator::Index,
            Domain {
                cohort: Some(CohortIndex(9)),
                space: None
            },
            Date
        ));
        assert!(!passes(Operator::OnlyRecord(StreamId(9)), PATIENTS, Record));

        let bag = find(|node| matches!(node.operator, Operator::Select { .. }) && node.domain == records(1));
        let gaps = find(|node| matches!(node.operator, Operator::Gaps { .. }));
        let period = find(|node| matches!(node.operator, Operator::PeriodOfRow(_)));
        let value = find(|node| node.domain == records(1) && node.ty == Number);
        let index = find(|node| matches!(node.operator, Operator::Index));
        assert!(
            passes(Operator::Count(bag), PATIENTS, Number) && passes(Operator::Count(bag), ENTRIES, Number)
        );
        assert!(!passes(Operator::Count(bag), records(1), Number));
        assert!(!passes(Operator::Count(index), ENTRIES, Number));
        assert!(!passes(Operator::Count(bag), PATIENTS, Boolean));
        // Gaps are a bag of all of them, for the entries they were made for.
        let second = Domain {
            cohort: Some(CohortIndex(1)),
            space: None,
        };
        assert!(
            passes(Operator::Count(gaps), second, Number) && !passes(Operator::Count(gaps), PATIENTS, Number)
        );
        assert!(!passes(Operator::PeriodOfRow(bag), records(1), Period));
        let compare = |op| Operator::Compare {
            op,
            left: period,
            right: period,
        };
        let of_gaps = plan().node(period).unwrap().domain;
        assert!(
            passes(compare(Compare::Eq), of_gaps, Boolean) && !passes(compare(Compare::Lt), of_gaps, Boolean)
        );
        let aggregate = |function| Operator::Aggregate { bag, function, value };
        assert!(passes(aggregate(Aggregate::Sum), PATIENTS, Number));
        assert!(
            !passes(aggregate(Aggregate::Max), PATIENTS, Category)
                && !passes(aggregate(Aggregate::Sum), PATIENTS, Date)
        );
        assert!(!passes(Operator::Not(value), records(1), Boolean));
        assert!(
            !passes(Operator::IsMissing(index), PATIENTS, Boolean)
                && passes(Operator::IsMissing(index), ENTRIES, Boolean)
        );
        assert!(!passes(
            Operator::IsMissing(NodeId::new(9_999)),
            PATIENTS,
            Boolean
        ));
    }
}

//! What a node needs: its operands, their types, and the domain in which it reads them.
//!
//! Invariant: [`super::dispatch`] reads an operand in exactly the domain that is named here, so what [`super::check`] finds
//! before a run holds in it.

use super::domains::{Extent, owners};
use super::fault::Fault;
use kohort_plan::Plan;
use kohort_plan::algebra::{
    CohortIndex, Domain, EndpointPlan, IndexPlan, LinesPlan, Node, NodeId, Operator, PickPlan, Space,
    TallyColumnPlan, TallyPlan, TieOrder, ValueType,
};
use kohort_semantics::study::{Aggregate, Compare};

/// One operand of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Requirement {
    /// The operand.
    pub(crate) operand: NodeId,
    /// The type it must have; any, if absent.
    pub(crate) ty: Option<ValueType>,
    /// The domain in which it is read.
    pub(crate) at: Domain,
}

/// The node with this id.
pub(crate) fn node(plan: &Plan, id: NodeId) -> Result<&Node, Fault> {
    plan.node(id)
        .ok_or(Fault::Other("refers to a node that does not exist"))
}

/// The domain of a node as the plan states it; a node that makes periods has one value for each of them.
pub(crate) fn domain(plan: &Plan, id: NodeId) -> Result<Domain, Fault> {
    let node = node(plan, id)?;
    Ok(match node.operator {
        Operator::Episodes { .. } | Operator::Gaps { .. } | Operator::Lines(_) => Domain {
            cohort: node.domain.cohort,
            space: Some(Space::Periods(id)),
        },
        _ => node.domain,
    })
}

/// For whom a node really has values.
pub(crate) fn extent(plan: &Plan, id: NodeId) -> Result<Extent, Fault> {
    let constant = matches!(node(plan, id)?.operator, Operator::Constant(_));
    Ok(if constant {
        Extent::Everybody
    } else {
        Extent::Each(domain(plan, id)?)
    })
}

/// The domain over which a node walks the records of a bag.
pub(crate) fn walked(plan: &Plan, cohort: Option<CohortIndex>, bag: NodeId) -> Result<Domain, Fault> {
    let space = domain(plan, bag)?
        .space
        .ok_or(Fault::Other("has a bag that does not range over records"))?;
    Ok(Domain {
        cohort,
        space: Some(space),
    })
}

/// The cohort to whose entries the rows of a space belong; to patients, if absent.
pub(crate) fn native(plan: &Plan, space: Space) -> Result<Option<CohortIndex>, Fault> {
    match space {
        Space::Stream(stream) if plan.stream(stream).is_some() => Ok(None),
        Space::Stream(_) => Err(Fault::Other("ranges over a stream that does not exist")),
        Space::Periods(id) => match node(plan, id)? {
            Node {
                operator: Operator::Episodes { .. } | Operator::Gaps { .. } | Operator::Lines(_),
                domain,
                ..
            } => Ok(domain.cohort),
            _ => Err(Fault::Other("ranges over the periods of a node that makes none")),
        },
    }
}

/// What a cohort's index date needs.
pub(crate) fn of_index(plan: &Plan, index: IndexPlan) -> Result<Vec<Requirement>, Fault> {
    match index {
        IndexPlan::Inherited => Ok(Vec::new()),
        IndexPlan::One(date) => Ok(vec![Requirement {
            operand: date,
            ty: Some(ValueType::Date),
            at: Domain::default(),
        }]),
        IndexPlan::Each { bag, date } => {
            let at = walked(plan, None, bag)?;
            let require = |operand, ty| Requirement {
                operand,
                ty: Some(ty),
                at,
            };
            Ok(vec![
                require(bag, ValueType::Boolean),
                require(date, ValueType::Date),
            ])
        }
    }
}

/// The tally at a position.
pub(crate) fn tally(plan: &Plan, position: u32) -> Result<&TallyPlan, Fault> {
    plan.tallies
        .get(position as usize)
        .ok_or(Fault::Other("is a tally that does not exist"))
}

/// The endpoint at a position.
pub(crate) fn endpoint(plan: &Plan, position: u32) -> Result<&EndpointPlan, Fault> {
    plan.endpoints
        .get(position as usize)
        .ok_or(Fault::Other("counts an endpoint that does not exist"))
}

/// The rows of a tally: entries of its cohort, or their lines.
pub(crate) fn rows_of(tally: &TallyPlan) -> Domain {
    Domain {
        cohort: Some(tally.cohort),
        space: tally.lines.map(Space::Periods),
    }
}

/// What a tally needs.
pub(crate) fn of_tally(plan: &Plan, position: u32) -> Result<Vec<Requirement>, Fault> {
    let tally = tally(plan, position)?;
    let mut needs = Needs {
        at: rows_of(tally),
        found: Vec::new(),
    };
    for column in &tally.columns {
        match column {
            TallyColumnPlan::Value(node) => {
                needs.at = rows_of(tally);
                needs.any(*node);
            }
            TallyColumnPlan::Outcome(position) => {
                let endpoint = endpoint(plan, *position)?;
                needs.at = owners(rows_of(tally));
                let optional = [endpoint.until, endpoint.censored, endpoint.entering];
                let events = endpoint.events.iter().map(|event| event.date);
                let dates = std::iter::once(endpoint.from).chain(events);
                needs.all(dates.chain(optional.into_iter().flatten()), ValueType::Date);
                needs.all(endpoint.missing.iter().copied(), ValueType::Boolean);
            }
        }
    }
    Ok(needs.found)
}

/// What a node needs.
pub(crate) fn of_node(plan: &Plan, id: NodeId) -> Result<Vec<Requirement>, Fault> {
    let node = node(plan, id)?;
    let mut needs = Needs {
        at: node.domain,
        found: Vec::new(),
    };
    match &node.operator {
        Operator::Constant(_) | Operator::Index | Operator::Column(_) | Operator::OnlyRecord(_) => {}
        Operator::PeriodOfRow(_)
        | Operator::LineField { .. }
        | Operator::LineDays(_)
        | Operator::LineSequence(_) => {}
        Operator::FieldOf { record, value } => {
            needs.add(*record, ValueType::Record);
            let space = domain(plan, *value)?.space;
            needs.found.push(Requirement {
                operand: *value,
                ty: Some(node.ty),
                at: Domain { space, ..node.domain },
            });
        }
        Operator::Place {
            date,
            not_before,
            not_after,
            ..
        } => {
            needs.all(
                [Some(*date), *not_before, *not_after].into_iter().flatten(),
                ValueType::Date,
            );
        }
        Operator::Not(operand) => needs.add(*operand, ValueType::Boolean),
        Operator::And(operands) | Operator::Or(operands) => {
            needs.all(operands.iter().copied(), ValueType::Boolean)
        }
        Operator::Compare { op, left, right } => {
            let ty = self::node(plan, *left)?.ty;
            let ordered = !matches!(op, Compare::Eq | Compare::Ne);
            if ty == ValueType::Record || ordered && ty == ValueType::Period {
                return Err(Fault::Other("compares what has no such comparison"));
            }
            needs.all([*left, *right], ty);
        }
        Operator::InCodes { value, .. } | Operator::InDrugs { value, .. } => {
            needs.add(*value, ValueType::Text)
        }
        Operator::HasDrugs { value, tests } => {
            needs.add(*value, ValueType::Text);
            let others = tests.iter().flat_map(|test| &test.values);
            needs.all(others.copied(), ValueType::Text);
        }
        Operator::ByPart { parts, .. } => needs.all(parts.iter().copied(), node.ty),
        Operator::Bounded { date, limit, .. } => needs.all([*date, *limit], ValueType::Date),
        Operator::InPeriod { date, period } => {
            needs.add(*date, ValueType::Date);
            needs.add(*period, ValueType::Period);
        }
        Operator::Relation { left, right, .. } => needs.all([*left, *right], ValueType::Period),
        Operator::IsMissing(operand) => needs.any(*operand),
        Operator::OrElse(operands) => needs.all(operands.iter().copied(), node.ty),
        Operator::If {
            then,
            condition,
            otherwise,
        } => {
            needs.add(*condition, ValueType::Boolean);
            needs.all([*then, *otherwise], node.ty);
        }
        Operator::Negate(operand) | Operator::Scale { value: operand, .. } => {
            needs.add(*operand, ValueType::Number)
        }
        Operator::Arithmetic { left, right, .. } => needs.all([*left, *right], ValueType::Number),
        Operator::Shift { date, .. } => needs.add(*date, ValueType::Date),
        Operator::DaysBetween { from, to } => needs.all([*from, *to], ValueType::Date),
        Operator::Age { birth, at } => needs.all([*birth, *at], ValueType::Date),
        Operator::Extreme { dates, .. } => needs.all(dates.iter().copied(), ValueType::Date),
        Operator::Period { start, end } => needs.all([*start, *end], ValueType::Date),
        Operator::PeriodBound { period, .. } => needs.add(*period, ValueType::Period),
        Operator::Select {
            base,
            filter,
            windows,
            ..
        } => {
            needs.all([*base, *filter].into_iter().flatten(), ValueType::Boolean);
            for window in windows {
                let bounds = [window.from, window.to]
                    .into_iter()
                    .flatten()
                    .map(|(bound, _)| bound);
                needs.all([window.date].into_iter().chain(bounds), ValueType::Date);
            }
        }
        Operator::Episodes { bag, start, end, .. } | Operator::Gaps { bag, start, end, .. } => {
            needs.at = walked(plan, node.domain.cohort, *bag)?;
            needs.add(*bag, ValueType::Boolean);
            needs.all([Some(*start), *end].into_iter().flatten(), ValueType::Date);
        }
        Operator::Lines(lines) => lines_needs(plan, node.domain.cohort, lines, &mut needs)?,
        Operator::Pick {
            bag,
            which,
            date,
            ties,
        } => {
            if let PickPlan::Nearest(to) = which {
                needs.at = owners(node.domain);
                needs.add(*to, ValueType::Date);
            }
            needs.at = walked(plan, node.domain.cohort, *bag)?;
            needs.add(*bag, ValueType::Boolean);
            needs.add(*date, ValueType::Date);
            for tie in ties {
                match tie.order {
                    TieOrder::ValueFirst(_) => needs.add(tie.value, ValueType::Category),
                    TieOrder::Ascending | TieOrder::Descending => needs.any(tie.value),
                }
            }
        }
        Operator::Any(bag) | Operator::Count(bag) => {
            needs.at = walked(plan, node.domain.cohort, *bag)?;
            needs.add(*bag, ValueType::Boolean);
        }
        Operator::DaysOf { bag, date } => {
            needs.at = walked(plan, node.domain.cohort, *bag)?;
            needs.add(*bag, ValueType::Boolean);
            needs.add(*date, ValueType::Date);
        }
        Operator::Aggregate { bag, function, value } => {
            needs.at = walked(plan, node.domain.cohort, *bag)?;
            needs.add(*bag, ValueType::Boolean);
            let computed = matches!(function, Aggregate::Sum | Aggregate::Mean | Aggregate::Median);
            if computed && node.ty != ValueType::Number {
                return Err(Fault::Other("computes with what are not numbers"));
            }
            needs.add(*value, node.ty);
        }
    }
    Ok(needs.found)
}

/// The other nodes and cohorts that must be evaluated before a node: those that make the domain it ranges over.
pub(crate) fn makers(plan: &Plan, id: NodeId) -> Result<(Option<CohortIndex>, Option<NodeId>), Fault> {
    let node = node(plan, id)?;
    let maker = match (&node.operator, node.domain.space) {
        (
            Operator::PeriodOfRow(maker)
            | Operator::LineField { lines: maker, .. }
            | Operator::LineDays(maker)
            | Operator::LineSequence(maker),
            _,
        ) => Some(*maker),
        (_, Some(Space::Periods(maker))) => Some(maker),
        _ => None,
    };
    // What makes periods may name them as its own domain.
    Ok((node.domain.cohort, maker.filter(|maker| *maker != id)))
}

/// Records and events are read record by record, what bounds them for each patient or entry.
fn lines_needs(
    plan: &Plan,
    cohort: Option<CohortIndex>,
    lines: &LinesPlan,
    needs: &mut Needs,
) -> Result<(), Fault> {
    let dates = [lines.starting, lines.until, lines.death];
    needs.at = Domain { cohort, space: None };
    needs.all(dates.into_iter().flatten(), ValueType::Date);
    needs.at = walked(plan, cohort, lines.records)?;
    needs.all(
        [Some(lines.records), lines.apart].into_iter().flatten(),
        ValueType::Boolean,
    );
    needs.all(
        [Some(lines.start), lines.end].into_iter().flatten(),
        ValueType::Date,
    );
    needs.add(lines.drug, ValueType::Text);
    needs.all(lines.supply, ValueType::Number);
    for dated in lines
        .breakers
        .iter()
        .chain(&lines.progression)
        .chain(&lines.without)
    {
        needs.at = walked(plan, cohort, dated.bag)?;
        needs.add(dated.bag, ValueType::Boolean);
        needs.add(dated.date, ValueType::Date);
    }
    Ok(())
}

struct Needs {
    at: Domain,
    found: Vec<Requirement>,
}

impl Needs {
    fn add(&mut self, operand: NodeId, ty: ValueType) {
        self.found.push(Requirement {
            operand,
            ty: Some(ty),
            at: self.at,
        });
    }

    fn any(&mut self, operand: NodeId) {
        self.found.push(Requirement {
            operand,
            ty: None,
            at: self.at,
        });
    }

    fn all(&mut self, operands: impl IntoIterator<Item = NodeId>, ty: ValueType) {
        for operand in operands {
            self.add(operand, ty);
        }
    }
}

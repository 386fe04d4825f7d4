//! What holds of every plan, before and after every rule.
//!
//! Operands come before their users and edges agree with them; no two nodes are equal; every domain is the one that its
//! operands give; every reference leads somewhere; a cohort is drawn from an earlier one. A breach is a fault of the
//! compiler and is returned as a value, so that a person gets a report instead of a crash.

use crate::algebra::{
    CohortIndex, ColumnId, EndpointPlan, IndexPlan, Node, NodeId, Operator, Plan, Space, StreamId,
    StreamPart, TallyColumnPlan, TallyPlan, ValueType,
};
use crate::domain::{self, DomainFault};
use petgraph::Direction;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A broken invariant. Nodes are given by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvariantError {
    /// A node uses one that does not come before it.
    OperandAfterUser {
        /// The user.
        user: usize,
        /// The operand.
        operand: usize,
    },
    /// The edges into a node are not its operands.
    Edges(usize),
    /// Two nodes are equal.
    Equal(usize, usize),
    /// A node's operands cannot be combined.
    Domain(usize, DomainFault),
    /// A node has another domain than its operands give.
    WrongDomain(usize),
    /// A bag or a condition is not a Boolean.
    NotBoolean(usize),
    /// A node mentions a stream or a column that does not exist.
    NoColumn(usize),
    /// A stream mentions a scan or a column that does not exist.
    Stream(String),
    /// No stream, or more than one, is the population.
    Population,
    /// A definition, or a derived attribute, has no node.
    Definition(String),
    /// A cohort mentions a node, or a cohort, that does not exist or is of another cohort.
    Cohort(String),
    /// An endpoint mentions a node that does not exist, or that has no single value of the right type for an entry.
    Endpoint(String),
    /// A tally, by position, counts what does not exist, or what has no value for its rows.
    Tally(usize),
}

impl fmt::Display for InvariantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OperandAfterUser { user, operand } => {
                write!(f, "operator {user} uses {operand}, which does not come before it")
            }
            Self::Edges(node) => write!(f, "the edges into operator {node} are not its operands"),
            Self::Equal(left, right) => write!(f, "operators {left} and {right} are equal"),
            Self::Domain(node, fault) => write!(f, "operator {node}: {fault}"),
            Self::WrongDomain(node) => write!(f, "operator {node} has another domain than its operands"),
            Self::NotBoolean(node) => write!(f, "operator {node} needs true or false"),
            Self::NoColumn(node) => write!(f, "operator {node} reads what the plan does not have"),
            Self::Stream(name) => write!(f, "the records `{name}` refer to what the plan does not have"),
            Self::Population => f.write_str("a plan needs one population"),
            Self::Definition(name) => write!(f, "the definition `{name}` has no operator"),
            Self::Cohort(name) => write!(f, "the cohort `{name}` refers to what the plan does not have"),
            Self::Endpoint(name) => {
                write!(f, "the endpoint `{name}` refers to what its cohort does not have")
            }
            Self::Tally(position) => write!(f, "what tally {position} counts is not what its cohort has"),
        }
    }
}

impl std::error::Error for InvariantError {}

/// Checks all invariants.
///
/// # Errors
/// The first that is broken.
pub fn check(plan: &Plan) -> Result<(), InvariantError> {
    streams(plan)?;
    let mut written: BTreeMap<String, NodeId> = BTreeMap::new();
    for id in plan.graph.node_indices() {
        let Some(node) = plan.node(id) else { continue };
        operands(plan, id, node)?;
        references(plan, id, node)?;
        let same = serde_json::to_string(node)
            .ok()
            .and_then(|text| written.insert(text, id));
        if let Some(earlier) = same {
            return Err(InvariantError::Equal(earlier.index(), id.index()));
        }
    }
    for definition in &plan.definitions {
        plan.node(definition.node)
            .ok_or_else(|| InvariantError::Definition(definition.name.clone()))?;
    }
    for derived in &plan.derived {
        plan.node(derived.node)
            .ok_or_else(|| InvariantError::Definition(derived.name.clone()))?;
    }
    for (index, cohort) in (0..).map(CohortIndex).zip(&plan.cohorts) {
        cohorts(plan, index).ok_or_else(|| InvariantError::Cohort(cohort.name.clone()))?;
    }
    for found in &plan.endpoints {
        endpoint(plan, found).ok_or_else(|| InvariantError::Endpoint(found.name.clone()))?;
    }
    for (position, found) in plan.tallies.iter().enumerate() {
        tally(plan, found).ok_or(InvariantError::Tally(position))?;
    }
    Ok(())
}

fn streams(plan: &Plan) -> Result<(), InvariantError> {
    for stream in &plan.streams {
        let columns = stream.columns.len();
        let analytes = stream.columns.iter().filter_map(|column| column.analyte);
        let parts =
            |part: &StreamPart| (part.scan.0 as usize) < plan.scans.len() && part.readings.len() == columns;
        if stream.parts.is_empty()
            || !stream.parts.iter().all(parts)
            || analytes.into_iter().any(|index| index as usize >= columns)
        {
            return Err(InvariantError::Stream(stream.name.clone()));
        }
    }
    if plan.streams.iter().filter(|stream| stream.patient).count() == 1 {
        Ok(())
    } else {
        Err(InvariantError::Population)
    }
}

fn operands(plan: &Plan, id: NodeId, node: &Node) -> Result<(), InvariantError> {
    let mut used: BTreeSet<NodeId> = BTreeSet::new();
    for operand in node.operator.operands() {
        if operand >= id {
            return Err(InvariantError::OperandAfterUser {
                user: id.index(),
                operand: operand.index(),
            });
        }
        used.insert(operand);
    }
    let mut edges: Vec<NodeId> = plan.graph.neighbors_directed(id, Direction::Incoming).collect();
    edges.sort();
    if !edges.into_iter().eq(used) {
        return Err(InvariantError::Edges(id.index()));
    }
    let domain = domain::of(&node.operator, node.domain.cohort, &plan.graph);
    if domain.map_err(|fault| InvariantError::Domain(id.index(), fault))? != node.domain {
        return Err(InvariantError::WrongDomain(id.index()));
    }
    if node
        .domain
        .cohort
        .is_some_and(|cohort| cohort.0 as usize >= plan.cohorts.len())
    {
        return Err(InvariantError::WrongDomain(id.index()));
    }
    booleans(plan, id, node)
}

/// Bags, filters and the operands of logic are true, false or unknown.
fn booleans(plan: &Plan, id: NodeId, node: &Node) -> Result<(), InvariantError> {
    let needed: Vec<NodeId> = match &node.operator {
        Operator::Not(operand) => vec![*operand],
        Operator::And(all) | Operator::Or(all) => all.clone(),
        Operator::If { condition, .. } => vec![*condition],
        Operator::Select { base, filter, .. } => base.iter().chain(filter).copied().collect(),
        Operator::Any(bag) | Operator::Count(bag) => vec![*bag],
        Operator::Lines(lines) => {
            let dated = lines
                .breakers
                .iter()
                .chain(&lines.progression)
                .chain(&lines.without);
            let records = [Some(lines.records), lines.apart];
            records
                .into_iter()
                .flatten()
                .chain(dated.map(|dated| dated.bag))
                .collect()
        }
        Operator::Pick { bag, .. }
        | Operator::DaysOf { bag, .. }
        | Operator::Aggregate { bag, .. }
        | Operator::Episodes { bag, .. }
        | Operator::Gaps { bag, .. } => vec![*bag],
        _ => Vec::new(),
    };
    let boolean = |operand: NodeId| {
        plan.node(operand)
            .is_some_and(|found| found.ty == ValueType::Boolean)
    };
    if needed.into_iter().all(boolean) {
        Ok(())
    } else {
        Err(InvariantError::NotBoolean(id.index()))
    }
}

/// Streams and columns exist.
fn references(plan: &Plan, id: NodeId, node: &Node) -> Result<(), InvariantError> {
    let stream = |stream: StreamId| plan.stream(stream).is_some();
    let column = |column: ColumnId| plan.column(column).is_some();
    let own = match &node.operator {
        Operator::Column(found) => column(*found),
        Operator::ByPart { stream, parts } => plan
            .stream(*stream)
            .is_some_and(|records| records.parts.len() == parts.len()),
        Operator::OnlyRecord(found) => plan.stream(*found).is_some_and(|records| records.single),
        Operator::LineField { lines, .. } | Operator::LineDays(lines) | Operator::LineSequence(lines) => {
            makes_lines(plan, *lines)
        }
        Operator::Select {
            space: Space::Stream(found),
            ..
        } => stream(*found),
        _ => true,
    };
    let space = match node.domain.space {
        Some(Space::Stream(found)) => stream(found),
        Some(Space::Periods(maker)) => plan.node(maker).is_some(),
        None => true,
    };
    if own && space {
        Ok(())
    } else {
        Err(InvariantError::NoColumn(id.index()))
    }
}

/// A cohort's index date is for patients, and its conditions for patients or its own entries.
fn cohorts(plan: &Plan, index: CohortIndex) -> Option<()> {
    let cohort = plan.cohorts.get(index.0 as usize)?;
    let holds = |condition: bool| condition.then_some(());
    holds(cohort.from.is_none_or(|from| from < index))?;
    match cohort.index {
        IndexPlan::Inherited => holds(cohort.from.is_some())?,
        IndexPlan::One(date) => {
            let date = plan.node(date)?;
            holds(date.domain.cohort.is_none() && date.domain.space.is_none())?;
        }
        IndexPlan::Each { bag, date } => {
            let (bag, date) = (plan.node(bag)?, plan.node(date)?);
            holds(
                bag.domain.cohort.is_none()
                    && bag.domain.space.is_some()
                    && bag.domain.space == date.domain.space,
            )?;
        }
    }
    for criterion in &cohort.criteria {
        let condition = plan.node(criterion.condition)?;
        holds(condition.ty == ValueType::Boolean && condition.domain.space.is_none())?;
        holds(condition.domain.cohort.is_none_or(|own| own == index))?;
    }
    Some(())
}

fn makes_lines(plan: &Plan, node: NodeId) -> bool {
    plan.node(node)
        .is_some_and(|found| matches!(found.operator, Operator::Lines(_)))
}

/// Whether a node has one value for each patient, or each entry of a cohort.
fn single(plan: &Plan, node: NodeId, cohort: CohortIndex) -> Option<&Node> {
    let found = plan.node(node)?;
    let fits = found.domain.space.is_none() && found.domain.cohort.is_none_or(|own| own == cohort);
    fits.then_some(found)
}

/// An endpoint is made of dates and conditions of its cohort's entries.
fn endpoint(plan: &Plan, endpoint: &EndpointPlan) -> Option<()> {
    let of_type = |node: NodeId, ty: ValueType| {
        single(plan, node, endpoint.cohort)
            .is_some_and(|found| found.ty == ty)
            .then_some(())
    };
    plan.cohorts.get(endpoint.cohort.0 as usize)?;
    let optional = [endpoint.until, endpoint.censored, endpoint.entering];
    let events = endpoint.events.iter().map(|event| event.date);
    std::iter::once(endpoint.from)
        .chain(events)
        .chain(optional.into_iter().flatten())
        .try_for_each(|date| of_type(date, ValueType::Date))?;
    let mut missing = endpoint.missing.iter();
    missing.try_for_each(|condition| of_type(*condition, ValueType::Boolean))
}

/// A tally counts values of its cohort's entries, or of their lines.
fn tally(plan: &Plan, tally: &TallyPlan) -> Option<()> {
    plan.cohorts.get(tally.cohort.0 as usize)?;
    if let Some(lines) = tally.lines {
        makes_lines(plan, lines).then_some(())?;
    }
    for column in &tally.columns {
        match column {
            TallyColumnPlan::Value(node) => {
                let found = plan.node(*node)?;
                let space = found
                    .domain
                    .space
                    .is_none_or(|space| tally.lines.map(Space::Periods) == Some(space));
                let own = found.domain.cohort.is_none_or(|own| own == tally.cohort);
                (space && own).then_some(())?;
            }
            TallyColumnPlan::Outcome(position) => {
                let endpoint = plan.endpoints.get(*position as usize)?;
                (endpoint.cohort == tally.cohort).then_some(())?;
            }
        }
    }
    Some(())
}

//! What is worked out once for a plan: conversions of columns, constants moved to the raw side, what is counted where.
//!
//! Invariant: everything here follows from the plan alone.

use super::compare::{ConstantSide, constant_side};
use super::schedule::Schedule;
use crate::units::column_conversions;
use kohort_lines::Compiled;
use kohort_plan::Plan;
use kohort_plan::algebra::{ColumnId, IndexPlan, NodeId, Operator, Space, Stream, StreamId};
use kohort_semantics::model::{AttributeId, Dated};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Number, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the undated records of a stream are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undated {
    /// The records for which this node is missing.
    Node(NodeId),
    /// The records for which this column is missing.
    Column(usize),
    /// The study asks for no date of these records.
    Nowhere,
}

/// What is prepared for a plan.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    /// The possible conversions of each column of each stream.
    pub(crate) conversions: Vec<Vec<Arc<[Conversion]>>>,
    /// Comparisons with a constant.
    pub(crate) constants: BTreeMap<NodeId, ConstantSide>,
    /// For each stream.
    pub(crate) undated: Vec<Undated>,
    /// The rules of each node that makes lines.
    pub(crate) lines: BTreeMap<NodeId, Arc<Compiled>>,
    /// The position of each node that counts among those of its kind.
    pub(crate) places: Counters,
}

/// The nodes that count something, each with its position among those of its kind in the order of the graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counters {
    /// [`Operator::Select`].
    pub(crate) selects: BTreeMap<NodeId, usize>,
    /// [`Operator::Place`].
    pub(crate) places: BTreeMap<NodeId, usize>,
    /// [`Operator::Bounded`].
    pub(crate) bounds: BTreeMap<NodeId, usize>,
    /// [`Operator::Episodes`], [`Operator::Gaps`] and [`Operator::Lines`].
    pub(crate) periods: BTreeMap<NodeId, usize>,
}

impl Prepared {
    /// Prepares a plan whose schedule was made.
    pub(crate) fn new(plan: &Plan, schedule: &Schedule) -> Self {
        let of_stream = |stream: &Stream| {
            let columns = 0..stream.columns.len();
            columns
                .map(|column| column_conversions(stream, column).all)
                .collect()
        };
        let conversions: Vec<Vec<Arc<[Conversion]>>> = plan.streams.iter().map(of_stream).collect();
        let nodes = schedule.nodes();
        let constant = |id: &NodeId| Some((*id, with_constant(plan, &conversions, *id)?));
        Self {
            constants: nodes.iter().filter_map(constant).collect(),
            lines: nodes
                .iter()
                .filter_map(|id| Some((*id, lines(plan, *id)?)))
                .collect(),
            undated: (0u32..)
                .zip(&plan.streams)
                .map(|(id, stream)| undated(plan, &nodes, StreamId(id), stream))
                .collect(),
            places: Counters::new(plan),
            conversions,
        }
    }
}

impl Counters {
    fn new(plan: &Plan) -> Self {
        let mut counters = Self::default();
        for id in plan.graph.node_indices() {
            let of_kind = match plan.node(id).map(|node| &node.operator) {
                Some(Operator::Select { .. }) => &mut counters.selects,
                Some(Operator::Place { .. }) => &mut counters.places,
                Some(Operator::Bounded { .. }) => &mut counters.bounds,
                Some(Operator::Episodes { .. } | Operator::Gaps { .. } | Operator::Lines(_)) => {
                    &mut counters.periods
                }
                _ => continue,
            };
            of_kind.insert(id, of_kind.len());
        }
        counters
    }
}

/// The rules of a node that makes lines.
fn lines(plan: &Plan, id: NodeId) -> Option<Arc<Compiled>> {
    match &plan.node(id)?.operator {
        Operator::Lines(lines) => Some(Arc::new(Compiled::new(&lines.rules))),
        _ => None,
    }
}

/// The thresholds of a comparison, if one side of it is a constant number.
fn with_constant(plan: &Plan, conversions: &[Vec<Arc<[Conversion]>>], id: NodeId) -> Option<ConstantSide> {
    let Operator::Compare { left, right, .. } = plan.node(id)?.operator else {
        return None;
    };
    let (is_left, constant, other) = match (constant(plan, left), constant(plan, right)) {
        (_, Some(constant)) => (false, constant, left),
        (Some(constant), None) => (true, constant, right),
        (None, None) => return None,
    };
    let column = column_behind(plan, other).and_then(|id| {
        let conversions = conversions.get(id.stream.0 as usize)?.get(id.index as usize)?;
        Some((id, conversions.as_ref()))
    });
    Some(constant_side(is_left, constant, column))
}

fn constant(plan: &Plan, id: NodeId) -> Option<&Number> {
    match &plan.node(id)?.operator {
        Operator::Constant(Value::Number(number)) => Some(number),
        _ => None,
    }
}

/// The column of which a node's values are some rows.
fn column_behind(plan: &Plan, mut id: NodeId) -> Option<ColumnId> {
    // Operands stand before their users, so the way down is no longer than the graph.
    for _ in 0..plan.graph.node_count() {
        match plan.node(id)?.operator {
            Operator::Column(column) => return Some(column),
            Operator::FieldOf { value, .. } | Operator::Aggregate { value, .. } => id = value,
            _ => return None,
        }
    }
    None
}

/// The undated records are those without the date that the study sees: after the source's bounds and the study's precision
/// rule, if there are any.
fn undated(plan: &Plan, nodes: &[NodeId], id: StreamId, stream: &Stream) -> Undated {
    let of_stream = |date: &NodeId| {
        plan.node(*date)
            .is_some_and(|node| node.domain.cohort.is_none() && node.domain.space == Some(Space::Stream(id)))
    };
    let attribute = date_attribute(stream.dated);
    // Bounds follow each other and the rule follows them, and operands stand before their users.
    let ruled = nodes.iter().copied().filter(|id| ruled(plan, *id) == attribute);
    if let Some(last) = ruled.filter(|_| attribute.is_some()).max().filter(of_stream) {
        return Undated::Node(last);
    }
    let mut dates: Vec<NodeId> = nodes.iter().flat_map(|id| dates(plan, *id)).collect();
    dates.extend(plan.cohorts.iter().filter_map(|cohort| match cohort.index {
        IndexPlan::Each { date, .. } => Some(date),
        _ => None,
    }));
    if let Some(date) = dates.into_iter().find(of_stream) {
        return Undated::Node(date);
    }
    let column = attribute.and_then(|date| {
        stream
            .columns
            .iter()
            .position(|column| column.attribute == Some(date))
    });
    column.map_or(Undated::Nowhere, Undated::Column)
}

fn date_attribute(dated: Dated) -> Option<AttributeId> {
    match dated {
        Dated::Never => None,
        Dated::On(date) | Dated::Span(date, _) => Some(date),
    }
}

/// The attribute whose dates a node makes what the study sees, from what is recorded.
fn ruled(plan: &Plan, id: NodeId) -> Option<AttributeId> {
    match plan.node(id)?.operator {
        Operator::Bounded { attribute, .. } | Operator::Place { attribute, .. } => Some(attribute),
        _ => None,
    }
}

/// The nodes by which a node dates records.
fn dates(plan: &Plan, id: NodeId) -> Vec<NodeId> {
    match plan.node(id).map(|node| &node.operator) {
        Some(Operator::Select { windows, .. }) => windows.iter().map(|window| window.date).collect(),
        Some(Operator::Pick { date, .. } | Operator::DaysOf { date, .. }) => vec![*date],
        Some(Operator::Episodes { start, .. } | Operator::Gaps { start, .. }) => vec![*start],
        Some(Operator::Lines(lines)) => {
            let dated = lines
                .breakers
                .iter()
                .chain(&lines.progression)
                .chain(&lines.without);
            std::iter::once(lines.start)
                .chain(dated.map(|dated| dated.date))
                .collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::sample_study::plan;

    fn prepared(plan: &Plan) -> Prepared {
        Prepared::new(plan, &Schedule::new(plan).unwrap())
    }

    #[test]
    fn constants_are_moved_to_the_side_of_the_column_they_are_compared_with() {
        let plan = plan();
        let prepared = prepared(&plan);
        let lab_value = ColumnId {
            stream: StreamId(1),
            index: 1,
        };
        let sides: Vec<_> = prepared.constants.values().collect();
        let columns: Vec<_> = sides
            .iter()
            .map(|side| side.column.as_ref().map(|(id, by_unit)| (*id, by_unit.len())))
            .collect();
        // The record's own value, its value picked, the age, the nearest value, and the median.
        let value = Some((lab_value, 3));
        assert_eq!(columns.iter().filter(|column| **column == value).count(), 4);
        assert_eq!(columns.iter().filter(|column| column.is_none()).count(), 1);
        assert_eq!(sides.iter().filter(|side| side.left).count(), 1);
    }

    #[test]
    fn undated_records_are_seen_where_the_study_dates_them() {
        let mut plan = plan();
        let Undated::Node(lab) = prepared(&plan).undated[1] else {
            panic!("labs are picked by date")
        };
        assert_eq!(
            plan.node(lab).map(|node| &node.operator),
            Some(&Operator::Column(ColumnId {
                stream: StreamId(1),
                index: 0
            }))
        );
        assert_eq!(prepared(&plan).undated[0], Undated::Nowhere);
        // Without any cohort nothing asks for dates but the columns are read all the same.
        plan.cohorts.clear();
        assert_eq!(
            prepared(&plan).undated,
            [Undated::Nowhere, Undated::Column(0), Undated::Column(0)]
        );
    }

    #[test]
    fn nodes_that_count_are_numbered_in_the_order_of_the_graph() {
        let plan = plan();
        let counters = prepared(&plan).places;
        let of = |wanted: fn(&Operator) -> bool| -> Vec<NodeId> {
            plan.graph
                .node_indices()
                .filter(|id| wanted(&plan.node(*id).unwrap().operator))
                .collect()
        };
        let selects = of(|operator| matches!(operator, Operator::Select { .. }));
        assert_eq!(counters.selects, selects.into_iter().zip(0..).collect());
        let periods = of(|operator| matches!(operator, Operator::Gaps { .. }));
        assert_eq!(counters.periods, periods.into_iter().zip(0..).collect());
        assert_eq!(counters.places.len(), 1);
    }
}

//! Steps from plan to plan that several rules share: a graph rebuilt with fewer or other nodes, and tables cut down.
//!
//! Invariant: the parts that stay keep their order, every reference follows its part to the new place, and nodes that
//! become equal become one. A reference to a part that was removed becomes one that the invariants report.

use crate::algebra::{ColumnId, IndexPlan, Node, NodeId, Operator, Plan, ScanId, Space, Stream, StreamId};
use crate::build::GraphBuilder;
use kohort_semantics::source::Repeats;
use std::collections::{BTreeMap, BTreeSet};

/// Rebuilds the graph from the nodes to keep, each after an edit of a copy that still speaks of the old nodes. Definitions
/// and derived attributes whose node goes away go with it; a definition that loses its last node is listed as unused.
pub(crate) fn rebuild(
    plan: &Plan,
    keep: &dyn Fn(NodeId) -> bool,
    edit: &mut dyn FnMut(NodeId, &mut Node),
) -> Plan {
    let mut graph = GraphBuilder::default();
    let mut moved: BTreeMap<NodeId, NodeId> = BTreeMap::new();
    for id in plan.graph.node_indices().filter(|id| keep(*id)) {
        let Some(node) = plan.node(id) else { continue };
        let mut node = node.clone();
        edit(id, &mut node);
        node.visit_mentions(&mut |mention| *mention = follow(&moved, *mention));
        moved.insert(id, graph.insert(node));
    }
    let mut rebuilt = Plan {
        graph: graph.finish(),
        ..without_graph(plan)
    };
    for cohort in &mut rebuilt.cohorts {
        match &mut cohort.index {
            IndexPlan::Inherited => {}
            IndexPlan::One(date) => *date = follow(&moved, *date),
            IndexPlan::Each { bag, date } => (*bag, *date) = (follow(&moved, *bag), follow(&moved, *date)),
        }
        for criterion in &mut cohort.criteria {
            criterion.condition = follow(&moved, criterion.condition);
        }
    }
    for endpoint in &mut rebuilt.endpoints {
        endpoint.visit_nodes(&mut |node| *node = follow(&moved, *node));
    }
    for tally in &mut rebuilt.tallies {
        tally.visit_nodes(&mut |node| *node = follow(&moved, *node));
    }
    rebuilt
        .definitions
        .retain(|definition| moved.contains_key(&definition.node));
    rebuilt
        .definitions
        .iter_mut()
        .for_each(|definition| definition.node = follow(&moved, definition.node));
    rebuilt
        .derived
        .retain(|derived| moved.contains_key(&derived.node));
    rebuilt
        .derived
        .iter_mut()
        .for_each(|derived| derived.node = follow(&moved, derived.node));
    let still: BTreeSet<&String> = rebuilt
        .definitions
        .iter()
        .map(|definition| &definition.name)
        .collect();
    let lost = plan
        .definitions
        .iter()
        .map(|definition| &definition.name)
        .filter(|name| !still.contains(name));
    let unused: BTreeSet<String> = lost.chain(&plan.unused_definitions).cloned().collect();
    rebuilt.unused_definitions = unused.into_iter().collect();
    rebuilt
}

fn follow(moved: &BTreeMap<NodeId, NodeId>, old: NodeId) -> NodeId {
    moved.get(&old).copied().unwrap_or(NodeId::end())
}

/// A copy of everything but the graph, which is about to be replaced.
fn without_graph(plan: &Plan) -> Plan {
    Plan {
        study: plan.study.clone(),
        study_version: plan.study_version.clone(),
        study_doc: plan.study_doc.clone(),
        model: plan.model.clone(),
        model_version: plan.model_version.clone(),
        source: plan.source.clone(),
        source_version: plan.source_version.clone(),
        country: plan.country.clone(),
        minimum_cell: plan.minimum_cell,
        scans: plan.scans.clone(),
        streams: plan.streams.clone(),
        opt_outs: plan.opt_outs.clone(),
        graph: Default::default(),
        definitions: plan.definitions.clone(),
        unused_definitions: plan.unused_definitions.clone(),
        derived: plan.derived.clone(),
        adaptations: plan.adaptations.clone(),
        cohorts: plan.cohorts.clone(),
        endpoints: plan.endpoints.clone(),
        tallies: plan.tallies.clone(),
        outputs: plan.outputs.clone(),
    }
}

/// Keeps the streams that a node ranges over or reads, and the patients; and the scans of those.
pub(crate) fn keep_used_streams(plan: &Plan) -> Plan {
    let mut used: BTreeSet<StreamId> = BTreeSet::new();
    for node in plan.graph.node_weights() {
        visit_streams(&mut node.clone(), &mut |stream| {
            used.insert(*stream);
        });
    }
    let kept = |id: StreamId, stream: &Stream| stream.patient || used.contains(&id);
    let places = (0..)
        .map(StreamId)
        .zip(&plan.streams)
        .filter(|(id, stream)| kept(*id, stream));
    let streams: BTreeMap<StreamId, StreamId> = places.map(|(old, _)| old).zip((0..).map(StreamId)).collect();
    let scans_used: BTreeSet<ScanId> = (0..)
        .map(StreamId)
        .zip(&plan.streams)
        .filter(|(id, _)| streams.contains_key(id))
        .flat_map(|(_, stream)| stream.parts.iter().map(|part| part.scan))
        .collect();
    let scans: BTreeMap<ScanId, ScanId> = scans_used.into_iter().zip((0..).map(ScanId)).collect();
    let mut kept = rebuild(plan, &|_| true, &mut |_, node| {
        visit_streams(node, &mut |stream| {
            *stream = streams.get(stream).copied().unwrap_or(StreamId(u32::MAX))
        });
    });
    kept.streams = (0..)
        .map(StreamId)
        .zip(&plan.streams)
        .filter(|(id, _)| streams.contains_key(id))
        .map(|(_, s)| s.clone())
        .collect();
    for part in kept.streams.iter_mut().flat_map(|stream| &mut stream.parts) {
        part.scan = scans.get(&part.scan).copied().unwrap_or(ScanId(u32::MAX));
    }
    kept.scans = (0..)
        .map(ScanId)
        .zip(&plan.scans)
        .filter(|(id, _)| scans.contains_key(id))
        .map(|(_, s)| s.clone())
        .collect();
    kept
}

/// Keeps the columns that a node reads, those that say of which analyte a kept column is, and all those by which repeated
/// rows are told apart.
pub(crate) fn keep_used_columns(plan: &Plan) -> Plan {
    let mut used: BTreeSet<ColumnId> = BTreeSet::new();
    for node in plan.graph.node_weights() {
        if let Operator::Column(column) = &node.operator {
            used.insert(*column);
        }
    }
    for (stream, records) in (0..).map(StreamId).zip(&plan.streams) {
        for part in records.parts.iter().filter(|part| part.repeats != Repeats::Kept) {
            let read = (0..).zip(&part.readings).filter(|(_, reading)| reading.is_some());
            used.extend(read.map(|(index, _)| ColumnId { stream, index }));
        }
    }
    let analytes: Vec<ColumnId> = used
        .iter()
        .filter_map(|id| {
            Some(ColumnId {
                index: plan.column(*id)?.analyte?,
                ..*id
            })
        })
        .collect();
    used.extend(analytes);
    let mut columns: BTreeMap<ColumnId, u32> = BTreeMap::new();
    let mut next: BTreeMap<StreamId, u32> = BTreeMap::new();
    for column in used {
        let place = next.entry(column.stream).or_default();
        columns.insert(column, *place);
        *place += 1;
    }
    let place = |old: ColumnId| columns.get(&old).copied().unwrap_or(u32::MAX);
    let mut kept = rebuild(plan, &|_| true, &mut |_, node| {
        if let Operator::Column(column) = &mut node.operator {
            column.index = place(*column);
        }
    });
    for (stream, records) in (0..).map(StreamId).zip(&mut kept.streams) {
        let old = std::mem::take(&mut records.columns);
        for part in &mut records.parts {
            let readings = std::mem::take(&mut part.readings);
            let stays = (0..)
                .map(|index| ColumnId { stream, index })
                .zip(readings)
                .filter(|(id, _)| columns.contains_key(id));
            part.readings = stays.map(|(_, reading)| reading).collect();
        }
        let stays = (0..)
            .map(|index| ColumnId { stream, index })
            .zip(old)
            .filter(|(id, _)| columns.contains_key(id));
        records.columns = stays.map(|(_, column)| column).collect();
        for column in &mut records.columns {
            column.analyte = column.analyte.map(|index| place(ColumnId { stream, index }));
        }
    }
    kept
}

/// Shows every stream that a node mentions, in its operator and in its domain.
fn visit_streams(node: &mut Node, visit: &mut dyn FnMut(&mut StreamId)) {
    match &mut node.operator {
        Operator::Column(column) => visit(&mut column.stream),
        Operator::OnlyRecord(stream)
        | Operator::ByPart { stream, .. }
        | Operator::Select {
            space: Space::Stream(stream),
            ..
        } => visit(stream),
        _ => {}
    }
    if let Some(Space::Stream(stream)) = &mut node.domain.space {
        visit(stream);
    }
}

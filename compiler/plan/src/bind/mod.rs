//! Binding: a typed study and a source become a plan.
//!
//! Streams become scans, attributes columns or rules, code lists the codes of the source's systems, sets comparisons, and
//! ties are written out. What a study says for some sources only is decided first. Binding trusts the check that went before: what that check reports is an error here, never a
//! guess and never a panic. Nothing is optimised here, except that equal parts are one node.

mod adaptation;
mod attribute;
mod codes;
mod cohort;
mod complete;
mod constant;
mod display;
mod error;
mod events;
mod expression;
mod lines;
mod origin;
mod part;
mod pick;
mod streams;
mod tally;
mod uses;

#[cfg(test)]
mod tests;

pub use complete::{Complete, complete};
pub use error::BindError;

use crate::algebra::{CohortIndex, DerivedAttribute, NamedNode, NodeId, Plan, Space};
use crate::build::GraphBuilder;
use crate::rewrite;
use crate::words::Vocabulary;
use kohort_semantics::check::availability::decide;
use kohort_semantics::model::{AttributeId, Model};
use kohort_semantics::source::Source;
use kohort_semantics::study::{DefinitionId, Study};
use std::collections::BTreeMap;
use streams::Layout;

/// Binds a study to a source.
///
/// # Errors
/// If the study reads what the source does not have, a code list is empty in the source's system, or the study is not one
/// that a check has passed.
pub fn bind(study: &Study, source: &Source) -> Result<Plan, BindError> {
    let decided = decide(study, source);
    let adaptations = adaptation::adaptations(study, &decided, source);
    let study = &decided.study;
    let words = Vocabulary::of(study);
    let mut binder = Binder {
        study,
        source,
        layout: Layout::new(&study.model, source, &words),
        words,
        graph: GraphBuilder::default(),
        attributes: BTreeMap::new(),
        recorded: false,
        pending: Vec::new(),
        derived: Vec::new(),
        bound: BTreeMap::new(),
        names: Vec::new(),
        unused: Vec::new(),
    };
    // The population is needed whatever the study reads.
    binder.stream(study.model.patient(), study.span)?;
    binder.definitions()?;
    let mut cohorts = Vec::new();
    for (position, cohort) in study.cohorts.iter().enumerate() {
        cohorts.push(binder.cohort(position as u32, cohort)?);
    }
    let counted = binder.counted()?;
    let plan = Plan {
        study: study.name.clone(),
        study_version: study.version.clone(),
        study_doc: study.doc.clone(),
        model: model_path(&study.model),
        model_version: study.model.version.clone(),
        source: source.name.clone(),
        source_version: source.version.clone(),
        country: source.country.clone(),
        minimum_cell: source.minimum_cell,
        scans: binder.layout.scans,
        streams: binder.layout.streams,
        opt_outs: streams::opt_outs(source),
        graph: binder.graph.finish(),
        definitions: binder.names,
        unused_definitions: binder.unused,
        derived: binder.derived,
        adaptations,
        cohorts,
        endpoints: counted.endpoints,
        tallies: counted.tallies,
        outputs: study.outputs.clone(),
    };
    Ok(rewrite::keep_used_streams(&plan))
}

/// All tables, records and columns of a source, as a plan without a study: what there is to read and decode.
pub fn layout(model: &Model, source: &Source) -> Plan {
    let layout = Layout::new(model, source, &Vocabulary::default());
    Plan {
        model: model_path(model),
        model_version: model.version.clone(),
        source: source.name.clone(),
        source_version: source.version.clone(),
        country: source.country.clone(),
        minimum_cell: source.minimum_cell,
        scans: layout.scans,
        streams: layout.streams,
        opt_outs: streams::opt_outs(source),
        ..Plan::default()
    }
}

/// The model as a study names it: its module, or the module and its name where they differ.
pub(crate) fn model_path(model: &Model) -> String {
    match model.module.rsplit('.').next() {
        Some(last) if last == model.name => model.module.clone(),
        _ if model.module.is_empty() => model.name.clone(),
        _ => format!("{}.{}", model.module, model.name),
    }
}

/// What can be seen from where an expression stands.
#[derive(Debug, Clone, Copy)]
struct Scope {
    /// The cohort whose index date it is.
    cohort: Option<CohortIndex>,
    /// The record under test.
    row: Option<Space>,
    /// The part of the record's stream, inside a rule of a source.
    part: Option<u32>,
}

impl Scope {
    /// Neither an index date nor a record.
    const PATIENT: Self = Self {
        cohort: None,
        row: None,
        part: None,
    };
}

/// A plan in the making.
struct Binder<'a> {
    study: &'a Study,
    source: &'a Source,
    /// What clinical things are called.
    words: Vocabulary<'a>,
    layout: Layout,
    graph: GraphBuilder,
    /// Attributes that are bound (of one part of a stream, or of all; as recorded, or as a study sees them), and those
    /// whose binding has begun.
    attributes: BTreeMap<(AttributeId, Option<u32>, bool), NodeId>,
    pending: Vec<(AttributeId, Option<u32>, bool)>,
    /// Whether dates are seen as recorded, as in the limits of a source's bounds.
    recorded: bool,
    derived: Vec<DerivedAttribute>,
    bound: BTreeMap<(DefinitionId, Option<CohortIndex>), NodeId>,
    names: Vec<NamedNode>,
    unused: Vec<String>,
}

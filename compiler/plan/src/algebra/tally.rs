//! What a run counts beside the attrition: endpoints, and the rows of tallies.

use super::{CohortIndex, NodeId};
use kohort_semantics::study::{EndpointOrigin, Landmark, Negative, TimeUnit};
use serde::{Deserialize, Serialize};

/// An endpoint for the entries of one cohort. Each node has one value for an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointPlan {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Where it comes from.
    pub origin: Option<EndpointOrigin>,
    /// Whose entries.
    pub cohort: CohortIndex,
    /// Time zero.
    pub from: NodeId,
    /// What ends the time, in the order that decides on one day.
    pub events: Vec<EndpointEventPlan>,
    /// Nothing is seen after it.
    pub until: Option<NodeId>,
    /// The date that counts where no event is seen.
    pub censored: Option<NodeId>,
    /// The date from which the entry is at risk.
    pub entering: Option<NodeId>,
    /// Conditions under which the outcome is missing.
    pub missing: Vec<NodeId>,
    /// What a time before zero becomes.
    pub negative: Option<Negative>,
    /// Where the clock starts anew.
    pub landmark: Option<Landmark>,
    /// The unit in which times are shown.
    pub unit: TimeUnit,
}

/// One event of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointEventPlan {
    /// The status of those who have it.
    pub name: String,
    /// Whether it competes with the event of interest.
    pub competing: bool,
    /// Its date.
    pub date: NodeId,
}

/// Something that is counted: a [`kohort_semantics::study::Tally`], bound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TallyPlan {
    /// Whose kept entries.
    pub cohort: CohortIndex,
    /// The node that makes the lines whose parts are counted; the entry itself, if absent.
    pub lines: Option<NodeId>,
    /// The values of a row.
    pub columns: Vec<TallyColumnPlan>,
}

/// One value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TallyColumnPlan {
    /// A value of the entry, or of the line.
    Value(NodeId),
    /// The outcome of the endpoint at this position of [`super::Plan::endpoints`].
    Outcome(u32),
}

impl EndpointPlan {
    /// Shows every node, which `visit` may replace.
    pub fn visit_nodes(&mut self, visit: &mut dyn FnMut(&mut NodeId)) {
        visit(&mut self.from);
        self.events.iter_mut().for_each(|event| visit(&mut event.date));
        [&mut self.until, &mut self.censored, &mut self.entering]
            .into_iter()
            .flatten()
            .for_each(&mut *visit);
        self.missing.iter_mut().for_each(visit);
    }
}

impl TallyPlan {
    /// Shows every node, which `visit` may replace.
    pub fn visit_nodes(&mut self, visit: &mut dyn FnMut(&mut NodeId)) {
        self.lines.iter_mut().for_each(&mut *visit);
        for column in &mut self.columns {
            if let TallyColumnPlan::Value(node) = column {
                visit(node);
            }
        }
    }
}

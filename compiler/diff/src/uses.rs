//! What differs in what: the roots of a study that are in both versions, the definitions between, and how they depend.
//!
//! Invariant: each pair of definitions is looked at once, so that the work grows with the size of the studies.

use crate::Grade;
use crate::order::Versions;
use crate::pairs::{Paired, Pairs};
use crate::places::Places;
use crate::walk::{Cause, Node, Walk};
use kohort_semantics::study::{
    CharacteristicId, CohortId, DefinitionId, Endpoint, EndpointId, Index, Output, PrecisionRule,
};
use std::collections::{BTreeMap, BTreeSet};

/// Where what is defined counts, by its place in the new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Root {
    Index(CohortId),
    Criterion(CohortId, usize),
    Endpoint(EndpointId),
    Characteristic(CharacteristicId),
    Output(usize),
}

/// Where a cause counts, and in which sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) roots: BTreeSet<Root>,
    pub(crate) places: Places,
}

/// What makes the versions differ, and where.
#[derive(Debug)]
pub(crate) struct Uses {
    pub(crate) roots: BTreeMap<Root, Node>,
    /// Definitions and precision rules that mean something else in each version.
    pub(crate) between: BTreeMap<Cause, Node>,
    pub(crate) causes: BTreeMap<Cause, Use>,
}

impl Root {
    /// How much a change of what counts there matters.
    pub(crate) fn grade(self) -> Grade {
        match self {
            Self::Index(_) => Grade::TimeZero,
            Self::Criterion(..) => Grade::Population,
            Self::Endpoint(_) => Grade::Endpoint,
            Self::Characteristic(_) => Grade::Characteristics,
            Self::Output(_) => Grade::OutputsOnly,
        }
    }
}

impl Uses {
    pub(crate) fn of(versions: &Versions<'_>, pairs: &Pairs, outputs: &Paired<usize>) -> Self {
        let walk = Walk { versions };
        let mut uses = Self {
            roots: walk.roots(pairs, outputs),
            between: BTreeMap::new(),
            causes: BTreeMap::new(),
        };
        uses.follow(walk);
        let roots: Vec<Root> = uses.roots.keys().copied().collect();
        for root in roots {
            uses.trace(root);
        }
        uses
    }

    /// Looks into each definition that is a cause, and into those that it names.
    fn follow(&mut self, walk: Walk<'_>) {
        let mut waiting: Vec<Cause> = self
            .roots
            .values()
            .flat_map(|node| node.causes.keys().cloned())
            .collect();
        while let Some(cause) = waiting.pop() {
            if self.between.contains_key(&cause) {
                continue;
            }
            if let Some(node) = walk.inside(&cause) {
                waiting.extend(node.causes.keys().cloned());
                self.between.insert(cause, node);
            }
        }
    }

    /// Notes all that makes a root differ, also through definitions.
    fn trace(&mut self, root: Root) {
        let Some(node) = self.roots.get(&root) else {
            return;
        };
        let direct = node
            .causes
            .iter()
            .map(|(cause, places)| (cause.clone(), places.clone()));
        let mut waiting: Vec<(Cause, Places)> = direct.collect();
        let mut seen: BTreeMap<Cause, Places> = BTreeMap::new();
        while let Some((cause, places)) = waiting.pop() {
            let joined = seen
                .get(&cause)
                .map_or_else(|| places.clone(), |known| known.joined(&places));
            if seen.get(&cause) == Some(&joined) {
                continue;
            }
            if let Some(node) = self.between.get(&cause) {
                let further = node.causes.iter();
                waiting.extend(further.map(|(further, inner)| (further.clone(), inner.both(&joined))));
            }
            seen.insert(cause, joined);
        }
        for (cause, places) in seen {
            let known = self.causes.entry(cause).or_insert_with(|| Use {
                roots: BTreeSet::new(),
                places: places.clone(),
            });
            known.roots.insert(root);
            known.places = known.places.joined(&places);
        }
    }

    /// Which definition of the old version is which of the new one, where they differ.
    pub(crate) fn definitions(&self) -> impl Iterator<Item = (DefinitionId, DefinitionId)> {
        self.between.keys().filter_map(|cause| match cause {
            Cause::Definition(old, new) => Some((*old, *new)),
            _ => None,
        })
    }
}

impl Walk<'_> {
    fn roots(self, pairs: &Pairs, outputs: &Paired<usize>) -> BTreeMap<Root, Node> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let mut roots = BTreeMap::new();
        let mut note = |root: Root, node: Node| {
            if node != Node::default() {
                roots.insert(root, node);
            }
        };
        for (old_id, new_id) in &pairs.cohorts.both {
            let (Some(old), Some(new)) = (before.cohort(*old_id), after.cohort(*new_id)) else {
                continue;
            };
            let mut node = Node::default();
            match (&old.index, &new.index) {
                (Some(Index::One(old)), Some(Index::One(new))) => {
                    self.expression(old, new, &Places::Everywhere, &mut node);
                }
                (Some(Index::Each(old)), Some(Index::Each(new))) => {
                    self.events(old, new, &Places::Everywhere, &mut node);
                }
                (None, None) => {}
                _ => node.own = Some(Places::Everywhere),
            }
            note(Root::Index(*new_id), node);
            for (left, right) in Pairs::criteria(self.versions, old, new).both {
                let (Some(old), Some(new)) = (old.criteria.get(left), new.criteria.get(right)) else {
                    continue;
                };
                let mut node = Node::default();
                self.expression(&old.condition, &new.condition, &Places::Everywhere, &mut node);
                if (old.exclude, old.unknown_is_met.unwrap_or(false))
                    != (new.exclude, new.unknown_is_met.unwrap_or(false))
                    || old.looking_ahead != new.looking_ahead
                {
                    node.own = Some(Places::Everywhere);
                }
                note(Root::Criterion(*new_id, right), node);
            }
        }
        for (left, right) in &pairs.endpoints.both {
            if let (Some(old), Some(new)) = (before.endpoint(*left), after.endpoint(*right)) {
                note(Root::Endpoint(*right), self.endpoint(old, new));
            }
        }
        for (left, right) in &pairs.characteristics.both {
            let (Some(old), Some(new)) = (before.characteristic(*left), after.characteristic(*right)) else {
                continue;
            };
            let mut node = Node::default();
            self.expression(&old.value, &new.value, &Places::Everywhere, &mut node);
            if old.labels != new.labels || old.looking_ahead != new.looking_ahead {
                node.own = Some(Places::Everywhere);
            }
            note(Root::Characteristic(*right), node);
        }
        for (left, right) in &outputs.both {
            let pair = (before.outputs.get(*left), after.outputs.get(*right));
            if let (Some(Output::Treatments { lines: old, .. }), Some(Output::Treatments { lines: new, .. })) =
                pair
                && self.versions.old.definition(*old) != self.versions.new.definition(*new)
            {
                let cause = Cause::Definition(*old, *new);
                let causes = BTreeMap::from([(cause, Places::Everywhere)]);
                note(Root::Output(*right), Node { causes, own: None });
            }
        }
        roots
    }

    fn endpoint(self, old: &Endpoint, new: &Endpoint) -> Node {
        let mut node = Node::default();
        if self.versions.old.outcome(old) == self.versions.new.outcome(new) {
            return node;
        }
        let at = Places::Everywhere;
        self.expression(&old.from, &new.from, &at, &mut node);
        let optional = [
            (&old.until, &new.until),
            (&old.censored, &new.censored),
            (&old.entering, &new.entering),
        ];
        for pair in optional {
            match pair {
                (Some(old), Some(new)) => self.expression(old, new, &at, &mut node),
                (None, None) => {}
                _ => node.own = Some(at.clone()),
            }
        }
        let said = |endpoint: &Endpoint| {
            let events = endpoint.events.iter();
            let events: Vec<(String, bool)> = events
                .map(|event| (event.name.clone(), event.competing))
                .collect();
            (
                events,
                endpoint.negative,
                endpoint.landmark,
                endpoint.unit,
                endpoint.missing.len(),
            )
        };
        if said(old) != said(new) {
            node.own = Some(at.clone());
        }
        for (old, new) in old.events.iter().zip(&new.events) {
            self.expression(&old.date, &new.date, &at, &mut node);
        }
        for (old, new) in old.missing.iter().zip(&new.missing) {
            self.expression(old, new, &at, &mut node);
        }
        node
    }

    /// What makes a cause itself differ, if it is made of expressions.
    fn inside(self, cause: &Cause) -> Option<Node> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let mut node = Node::default();
        match cause {
            Cause::Definition(old, new) => {
                let (old, new) = (before.definition(*old)?, after.definition(*new)?);
                self.expression(&old.value, &new.value, &Places::Everywhere, &mut node);
                if old.looking_ahead != new.looking_ahead {
                    node.own = Some(Places::Everywhere);
                }
            }
            Cause::Precision(old, new) => match (before.precision_rule(*old), after.precision_rule(*new)) {
                (Some(old), Some(new)) => self.precision(old, new, &mut node),
                _ => node.own = Some(Places::Everywhere),
            },
            _ => return None,
        }
        Some(node)
    }

    fn precision(self, old: &PrecisionRule, new: &PrecisionRule, node: &mut Node) {
        let at = Places::Everywhere;
        for pair in [
            (&old.not_before, &new.not_before),
            (&old.not_after, &new.not_after),
        ] {
            match pair {
                (Some(old), Some(new)) => self.expression(old, new, &at, node),
                (None, None) => {}
                _ => node.own = Some(at.clone()),
            }
        }
        if (old.precision, old.placement, old.otherwise) != (new.precision, new.placement, new.otherwise) {
            node.own = Some(at);
        }
    }
}

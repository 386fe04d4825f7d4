//! Where in a study records can be left aside: every bag of events that the cohorts reach (2.4).

use crate::reach;
use crate::uses::Uses;
use crate::walk::{self, Visitor};
use kohort_semantics::Study;
use kohort_semantics::study::{CohortId, DefinitionId, Events, EventsBase, Expr, ExprKind};
use std::collections::BTreeSet;

/// A bag of events in the study's text, with the cohort for whose entries it has a value of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'a> {
    /// The bag.
    pub(crate) events: &'a Events,
    /// The definition it stands in, if it stands in one.
    pub(crate) definition: Option<DefinitionId>,
    /// The cohort (by position) on whose index date it depends, if it depends on one.
    pub(crate) cohort: Option<usize>,
}

/// Every bag of events that the cohorts and the bounds of used precision rules reach, once for each cohort on whose index
/// date it depends.
pub(crate) fn sites<'a>(study: &'a Study, uses: &Uses) -> Vec<Site<'a>> {
    let mut sites: Vec<Site<'a>> = Vec::new();
    let mut bounds = Finder::default();
    for rule in study
        .precision
        .iter()
        .filter(|rule| uses.attributes.contains(&rule.attribute))
    {
        for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
            walk::expr(bound, &mut bounds);
        }
    }
    bounds.follow_definitions(study);
    sites.extend(bounds.found.into_iter().map(|(definition, events)| Site {
        events,
        definition,
        cohort: None,
    }));
    for (position, id) in (0..study.cohorts.len()).zip((0u32..).map(CohortId)) {
        let mut finder = Finder::default();
        reach::cohort(study, id, &mut finder);
        finder.named.extend(reach::counted_lines(study, id));
        finder.follow_definitions(study);
        for (definition, events) in finder.found {
            let cohort = uses_index(events, study).then_some(position);
            let known = sites
                .iter()
                .any(|site| std::ptr::eq(site.events, events) && site.cohort == cohort);
            if !known {
                sites.push(Site {
                    events,
                    definition,
                    cohort,
                });
            }
        }
    }
    sites
}

/// Whether a bag has another value for another index date.
pub(crate) fn uses_index(events: &Events, study: &Study) -> bool {
    let mut finder = Finder::default();
    walk::events(events, &mut finder);
    finder.follow_definitions(study);
    finder.index
}

/// Collects bags of events, the definitions that are named, and whether the index date is.
#[derive(Default)]
struct Finder<'a> {
    found: Vec<(Option<DefinitionId>, &'a Events)>,
    named: BTreeSet<DefinitionId>,
    index: bool,
    inside: Option<DefinitionId>,
}

impl<'a> Finder<'a> {
    /// A definition names only earlier ones, so that going backwards meets each once.
    fn follow_definitions(&mut self, study: &'a Study) {
        while let Some(id) = self.named.pop_last() {
            if let Some(definition) = study.definition(id) {
                self.inside = Some(id);
                walk::expr(&definition.value, self);
            }
        }
    }
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn expr(&mut self, expr: &'a Expr) {
        match expr.kind {
            ExprKind::Definition(id) => {
                self.named.insert(id);
            }
            ExprKind::Index => self.index = true,
            _ => {}
        }
    }

    fn events(&mut self, events: &'a Events) {
        self.found.push((self.inside, events));
        if let EventsBase::Definition(id) = events.base {
            self.named.insert(id);
        }
    }
}

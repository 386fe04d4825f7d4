//! Gathers what a timeline says.

use super::{
    CohortTimeline, CriterionTimeline, EndpointTimeline, EntryTimeline, LinesTimeline, PartTimeline,
    StepTimeline,
};
use crate::calendar::iso;
use crate::cohorts::{self, Entry};
use crate::evaluate::{Evaluation, Scope};
use crate::expect::outcome::told;
use crate::lines::Line;
use crate::load::Loaded;
use crate::reach;
use crate::sites::uses_index;
use kohort_semantics::study::{CohortId, DefinitionId, Endpoint, EndpointId, Events, Expr, ExprKind};
use kohort_semantics::value::Day;
use kohort_semantics::{Source, Study};

/// What is known of the one patient.
pub(super) struct Teller<'a> {
    pub(super) study: &'a Study,
    pub(super) source: &'a Source,
    pub(super) loaded: &'a Loaded<'a>,
    pub(super) entries: &'a [Vec<Entry>],
}

impl<'a> Teller<'a> {
    fn evaluation(&self) -> Option<Evaluation<'a>> {
        let patient = self.loaded.patients.values().next()?;
        Some(Evaluation::new(self.study, self.source, patient))
    }

    pub(super) fn cohorts(&self) -> Vec<CohortTimeline> {
        let cohorts = self
            .study
            .cohorts
            .iter()
            .zip(self.entries)
            .zip((0u32..).map(CohortId));
        let shown = cohorts.map(|((cohort, entries), id)| CohortTimeline {
            cohort: cohort.name.clone(),
            entries: entries.iter().map(|entry| self.entry(id, entry)).collect(),
        });
        shown.collect()
    }

    fn entry(&self, id: CohortId, entry: &Entry) -> EntryTimeline {
        let criteria = self.study.cohort(id).map_or(&[][..], |cohort| &cohort.criteria);
        let criteria = criteria.iter().zip(&entry.outcomes);
        let endpoints = (0u32..).map(EndpointId).zip(&self.study.endpoints);
        EntryTimeline {
            index: iso(entry.index),
            kept: entry.kept,
            criteria: criteria
                .map(|(criterion, outcome)| CriterionTimeline {
                    name: criterion.name.clone(),
                    exclude: criterion.exclude,
                    outcome: *outcome,
                    keeps: cohorts::keeps(criterion, *outcome),
                })
                .collect(),
            endpoints: endpoints
                .filter(|(endpoint, _)| self.is_of(*endpoint, id))
                .filter_map(|(_, endpoint)| self.endpoint(endpoint, entry))
                .collect(),
        }
    }

    /// Whether an endpoint is counted for a cohort, or for none.
    fn is_of(&self, endpoint: EndpointId, cohort: CohortId) -> bool {
        let counts = |id| self.study.counted_of(id).0.contains(&endpoint);
        let mut all = (0u32..).map(CohortId).take(self.study.cohorts.len());
        counts(cohort) || !all.any(counts)
    }

    fn endpoint(&self, endpoint: &'a Endpoint, entry: &Entry) -> Option<EndpointTimeline> {
        let found = self.evaluation()?.outcome(endpoint, of(entry));
        let date = |day: Option<Day>| day.map(iso);
        Some(EndpointTimeline {
            name: endpoint.name.clone(),
            from: date(found.from),
            events: endpoint
                .events
                .iter()
                .zip(&found.events)
                .map(|(event, day)| (event.name.clone(), date(*day)))
                .collect(),
            until: date(found.until),
            censored: date(found.censored),
            entering: date(found.entering),
            exit: date(found.exit.map(|(day, _)| day)),
            outcome: found.outcome,
            told: told(endpoint, &found, endpoint.unit),
        })
    }

    /// The lines of a declaration: once, or once for each entry of the cohorts that ask for it, if they depend on the index.
    pub(super) fn lines(&self, id: DefinitionId) -> Vec<LinesTimeline> {
        let (Some(definition), Some(lines)) = (self.study.definition(id), self.study.lines(id)) else {
            return Vec::new();
        };
        let shown = |entry: Option<(&str, &Entry)>| {
            let scope = entry.map_or_else(Scope::default, |(_, entry)| of(entry));
            let parts = self.evaluation().map(|evaluation| evaluation.lines_of(id, scope));
            LinesTimeline {
                name: definition.name.clone(),
                rule_set: lines.rule_set.path.clone(),
                version: lines.rule_set.version.clone(),
                entry: entry.map(|(cohort, entry)| (cohort.to_owned(), iso(entry.index))),
                parts: parts.into_iter().flatten().map(part).collect(),
            }
        };
        if !events_of(&definition.value).is_some_and(|events| uses_index(events, self.study)) {
            return vec![shown(None)];
        }
        let cohorts = self
            .study
            .cohorts
            .iter()
            .zip(self.entries)
            .zip((0u32..).map(CohortId));
        let asking: Vec<_> = cohorts
            .clone()
            .filter(|(_, cohort)| reach::asks_for(self.study, *cohort, id))
            .collect();
        let asking = if asking.is_empty() {
            cohorts.collect()
        } else {
            asking
        };
        let entries = asking
            .into_iter()
            .flat_map(|((cohort, entries), _)| entries.iter().map(|entry| (cohort.name.as_str(), entry)));
        entries.map(|entry| shown(Some(entry))).collect()
    }
}

fn of<'a>(entry: &Entry) -> Scope<'a> {
    Scope {
        index: Some(entry.index),
        row: None,
    }
}

fn events_of(value: &Expr) -> Option<&Events> {
    match &value.kind {
        ExprKind::Events(events) => Some(events),
        _ => None,
    }
}

fn part(line: &Line) -> PartTimeline {
    PartTimeline {
        number: line.number,
        maintenance: line.maintenance,
        setting: line.setting,
        start: iso(line.start),
        end: iso(line.end),
        regimen: line.regimen.clone(),
        drugs: line.drugs.clone(),
        end_reason: line.end_reason,
        trail: line
            .trail
            .iter()
            .map(|step| StepTimeline {
                day: iso(step.day),
                what: step.what.clone(),
                rules: step.rules.clone(),
            })
            .collect(),
    }
}

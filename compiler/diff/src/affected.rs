//! What has to be computed again when something changes.
//!
//! Invariant: what is named depends on what changed, through cohorts drawn from others and through what outputs report; what
//! is not named does not.

use crate::Affected;
use crate::uses::Root;
use kohort_semantics::study::{
    CharacteristicId, CohortId, EndpointId, Grouped, Output, Study, SurvivalReport,
};
use std::collections::BTreeSet;

/// What depends on what in a study.
pub(crate) struct Downstream<'s> {
    study: &'s Study,
    outputs: Vec<Needs>,
}

/// What an output is made of.
#[derive(Default)]
struct Needs {
    cohorts: BTreeSet<CohortId>,
    endpoints: BTreeSet<EndpointId>,
    characteristics: BTreeSet<CharacteristicId>,
}

impl<'s> Downstream<'s> {
    pub(crate) fn of(study: &'s Study) -> Self {
        Self {
            study,
            outputs: study.outputs.iter().map(|output| needs(study, output)).collect(),
        }
    }

    /// All that depends on these.
    pub(crate) fn affected(&self, roots: impl IntoIterator<Item = Root>) -> Affected {
        let mut changed = Needs::default();
        let mut outputs = BTreeSet::new();
        for root in roots {
            match root {
                Root::Index(id) | Root::Criterion(id, _) => drop(changed.cohorts.insert(id)),
                Root::Endpoint(id) => drop(changed.endpoints.insert(id)),
                Root::Characteristic(id) => drop(changed.characteristics.insert(id)),
                Root::Output(position) => drop(outputs.insert(position)),
            }
        }
        // A cohort is drawn from earlier ones only.
        for (id, cohort) in (0u32..).map(CohortId).zip(&self.study.cohorts) {
            if cohort.from.is_some_and(|from| changed.cohorts.contains(&from)) {
                changed.cohorts.insert(id);
            }
        }
        let (mut endpoints, mut characteristics) =
            (changed.endpoints.clone(), changed.characteristics.clone());
        for (position, needs) in self.outputs.iter().enumerate() {
            let people = !needs.cohorts.is_disjoint(&changed.cohorts);
            if people {
                endpoints.extend(&needs.endpoints);
                characteristics.extend(&needs.characteristics);
            }
            if people
                || !needs.endpoints.is_disjoint(&changed.endpoints)
                || !needs.characteristics.is_disjoint(&changed.characteristics)
            {
                outputs.insert(position);
            }
        }
        let study = self.study;
        let named = |name: Option<&String>| name.cloned().unwrap_or_default();
        Affected {
            cohorts: changed
                .cohorts
                .iter()
                .map(|id| named(study.cohort(*id).map(|found| &found.name)))
                .collect(),
            endpoints: endpoints
                .iter()
                .map(|id| named(study.endpoint(*id).map(|found| &found.name)))
                .collect(),
            characteristics: characteristics
                .iter()
                .map(|id| named(study.characteristic(*id).map(|found| &found.name)))
                .collect(),
            outputs: outputs
                .iter()
                .filter_map(|position| study.outputs.get(*position))
                .map(|output| label(study, output))
                .collect(),
        }
    }
}

fn needs(study: &Study, output: &Output) -> Needs {
    let mut needs = Needs::default();
    match output {
        Output::Attrition(cohorts) if cohorts.is_empty() => {
            needs.cohorts = (0u32..).take(study.cohorts.len()).map(CohortId).collect();
        }
        Output::Attrition(cohorts) => needs.cohorts.extend(cohorts),
        Output::Baseline { of, rows, .. } | Output::Proportion { of, rows } => {
            needs.grouped(of);
            needs.characteristics.extend(rows);
        }
        Output::Treatments { of, .. } => needs.grouped(of),
        Output::Survival(report) | Output::Incidence(report) => needs.survival(report),
        Output::Rates { of, endpoints, .. } => {
            needs.grouped(of);
            needs.endpoints.extend(endpoints);
        }
    }
    needs
}

impl Needs {
    fn grouped(&mut self, of: &Grouped) {
        self.cohorts.insert(of.cohort);
        self.characteristics.extend(&of.by);
    }

    fn survival(&mut self, report: &SurvivalReport) {
        self.grouped(&report.of);
        self.endpoints.extend(&report.endpoints);
        let more = report
            .stratified
            .iter()
            .chain(&report.adjusted)
            .chain(&report.weighted);
        self.characteristics.extend(more);
    }
}

/// What an output is called: its kind, whose it is, and what it shows.
pub(crate) fn label(study: &Study, output: &Output) -> String {
    let cohort = |id: CohortId| study.cohort(id).map_or("?", |found| found.name.as_str());
    let endpoints = |ids: &[EndpointId]| {
        let names = ids.iter().filter_map(|id| study.endpoint(*id));
        let names: Vec<&str> = names.map(|found| found.name.as_str()).collect();
        names.join(", ")
    };
    let word = output.word();
    match output {
        Output::Attrition(cohorts) if cohorts.is_empty() => format!("{word} for every cohort"),
        Output::Attrition(cohorts) => {
            let names: Vec<&str> = cohorts.iter().map(|id| cohort(*id)).collect();
            format!("{word} for {}", names.join(", "))
        }
        Output::Baseline { of, .. } | Output::Proportion { of, .. } | Output::Treatments { of, .. } => {
            format!("{word} for {}", cohort(of.cohort))
        }
        Output::Survival(report) | Output::Incidence(report) => {
            format!(
                "{word} of {} for {}",
                endpoints(&report.endpoints),
                cohort(report.of.cohort)
            )
        }
        Output::Rates {
            of, endpoints: ids, ..
        } => {
            format!("{word} of {} for {}", endpoints(ids), cohort(of.cohort))
        }
    }
}

//! Characteristics that see past the index date of a cohort and show or divide people as if that were known at it.

use super::{Analysis, Role, Subject};
use crate::study::{
    CharacteristicId, CohortId, EndpointId, ExprKind, Grouped, Landmark, Output, Study, SurvivalReport,
};
use kohort_base::Diagnostic;
use std::collections::BTreeMap;

/// Warns once of each characteristic of a cohort that a baseline table shows, or that divides or weighs survival times. A
/// proportion and the treatments may look ahead: they are outcomes.
pub(super) fn check(study: &Study, out: &mut Vec<Diagnostic>) {
    let mut uses = Uses {
        study,
        found: BTreeMap::new(),
    };
    for output in &study.outputs {
        match output {
            Output::Baseline { of, rows, .. } => {
                uses.add(of, rows, Role::Baseline, &[]);
                uses.add(of, &of.by, Role::Baseline, &[]);
            }
            Output::Survival(report) | Output::Incidence(report) => {
                let SurvivalReport {
                    of,
                    endpoints,
                    stratified,
                    adjusted,
                    weighted,
                    ..
                } = report;
                for ids in [&of.by, stratified, adjusted] {
                    uses.add(of, ids, Role::Group, endpoints);
                }
                uses.add(of, weighted.as_slice(), Role::Group, endpoints);
            }
            Output::Rates { of, endpoints, .. } => uses.add(of, &of.by, Role::Group, endpoints),
            Output::Attrition(_) | Output::Proportion { .. } | Output::Treatments { .. } => {}
        }
    }
    let mut analyses: BTreeMap<CohortId, Analysis<'_>> = BTreeMap::new();
    for ((cohort, id), used) in uses.found {
        let (Some(found), Some(characteristic)) = (study.cohort(cohort), study.characteristic(id)) else {
            continue;
        };
        let analysis = analyses
            .entry(cohort)
            .or_insert_with(|| Analysis::new(study, found));
        let subject = Subject {
            name: &characteristic.name,
            value: &characteristic.value,
            looking_ahead: characteristic.looking_ahead.as_ref(),
            span: characteristic.span,
            role: used.role,
            declared: characteristic.declared,
            landmark: used.landmark,
        };
        let finding = analysis.finding(&subject);
        if let Some(finding) = finding
            && !out.contains(&finding)
        {
            out.push(finding);
        }
    }
}

/// How a cohort's characteristic is used.
struct Used {
    role: Role,
    landmark: i64,
}

struct Uses<'s> {
    study: &'s Study,
    found: BTreeMap<(CohortId, CharacteristicId), Used>,
}

impl Uses<'_> {
    /// Notes a use. Of several, dividing survival times is the graver, and the earliest landmark counts.
    fn add(&mut self, of: &Grouped, ids: &[CharacteristicId], role: Role, endpoints: &[EndpointId]) {
        let landmark = endpoints.iter().map(|id| self.landmark(*id)).min().unwrap_or(0);
        for id in ids {
            let known = self
                .found
                .entry((of.cohort, *id))
                .or_insert(Used { role, landmark });
            known.landmark = known.landmark.min(landmark);
            if role == Role::Group {
                known.role = role;
            }
        }
    }

    /// How many days after the index date the clock of an endpoint starts at least.
    fn landmark(&self, id: EndpointId) -> i64 {
        let Some(endpoint) = self.study.endpoint(id) else {
            return 0;
        };
        match (&endpoint.from.kind, endpoint.landmark) {
            (ExprKind::Index, Some(Landmark::Days(days))) => days,
            // A month has at least 28 days.
            (ExprKind::Index, Some(Landmark::Months(months))) => months.saturating_mul(28),
            _ => 0,
        }
    }
}

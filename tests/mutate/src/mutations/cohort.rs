//! Cohorts: criteria dropped, exchanged, turned, renamed; what an unknown means; what a cohort is drawn from.

use super::name_of;
use crate::sites::Sites;
use kohort_semantics::study::{CohortId, Place, Study};

pub(super) fn visit(study: &mut Study, sites: &mut Sites) {
    let names: Vec<Vec<String>> = (0u32..)
        .zip(&study.cohorts)
        .map(|(at, cohort)| {
            let criteria = 0..cohort.criteria.len();
            criteria
                .map(|own| name_of(study, Place::Criterion(CohortId(at), own)))
                .collect()
        })
        .collect();
    for (cohort, names) in study.cohorts.iter_mut().zip(&names) {
        sites.enter(format!("cohort \"{}\"", cohort.name));
        if sites.here("cohort renamed") {
            cohort.name.push_str("_renamed");
        }
        if cohort.from.is_some() && cohort.index.is_some() && sites.here("cohort drawn from everybody") {
            cohort.from = None;
        }
        for at in 0..cohort.criteria.len() {
            sites.enter(names.get(at).map_or("?", String::as_str));
            if sites.here("criterion dropped") {
                cohort.criteria.remove(at);
                break;
            }
            if at > 0 && sites.here("criteria exchanged") {
                cohort.criteria.swap(at - 1, at);
            }
            let Some(criterion) = cohort.criteria.get_mut(at) else {
                break;
            };
            if sites.here("criterion renamed") {
                criterion.name.push_str("_renamed");
            }
            if sites.here("inclusion and exclusion exchanged") {
                criterion.exclude = !criterion.exclude;
            }
            if sites.here("meaning of unknown changed") {
                // Not said is not met.
                criterion.unknown_is_met = Some(criterion.unknown_is_met != Some(true));
            }
        }
    }
}

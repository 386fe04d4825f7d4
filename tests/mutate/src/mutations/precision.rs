//! Precision rules: how coarse, where a date is placed, what bounds it.

use super::{Known, name_of};
use crate::sites::Sites;
use kohort_semantics::study::{Otherwise, Place, Placement, Study};
use kohort_semantics::value::Precision;

pub(super) fn visit(study: &mut Study, known: &Known, sites: &mut Sites) {
    let names: Vec<String> = (0..study.precision.len())
        .map(|at| name_of(study, Place::Precision(at)))
        .collect();
    for (rule, name) in study.precision.iter_mut().zip(names) {
        if !known.used.attributes.contains(&rule.attribute) {
            continue;
        }
        sites.enter(name);
        let coarser = match rule.precision {
            Precision::Day => Some(Precision::Month),
            Precision::Month | Precision::Quarter => Some(Precision::Year),
            Precision::Year => None,
        };
        if let Some(coarser) = coarser
            && sites.here("dates coarsened further")
        {
            rule.precision = coarser;
        }
        if rule.precision > Precision::Day
            && let Some(placement) = &mut rule.placement
            && sites.here("placement changed")
        {
            *placement = elsewhere(*placement);
        }
        match &mut rule.otherwise {
            Some(Otherwise::Placed(placement)) => {
                if sites.here("placement of coarser dates changed") {
                    *placement = elsewhere(*placement);
                }
            }
            otherwise @ Some(Otherwise::Missing) => {
                if rule.precision < Precision::Year && sites.here("coarser dates placed instead of missing") {
                    *otherwise = Some(Otherwise::Placed(Placement::LastDay));
                }
            }
            None => {}
        }
        if rule.not_before.is_some() && sites.here("earliest placement dropped") {
            rule.not_before = None;
        }
        if rule.not_after.is_some() && sites.here("latest placement dropped") {
            rule.not_after = None;
        }
    }
}

/// Another placement, which is another day for every month and year.
fn elsewhere(placement: Placement) -> Placement {
    match placement {
        Placement::FirstDay => Placement::LastDay,
        Placement::LastDay => Placement::FirstDay,
        Placement::DayOfMonth(day) => Placement::DayOfMonth(if day == 14 { 13 } else { 14 }),
        Placement::DayOfYear { month, day } => Placement::DayOfYear {
            month,
            day: if day == 14 { 13 } else { 14 },
        },
    }
}

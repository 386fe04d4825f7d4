//! Endpoints: events, ends, delayed entry, missing, negative times, landmarks, units, names.

use super::Known;
use crate::sites::Sites;
use kohort_semantics::study::{Endpoint, EndpointId, Landmark, Negative, Study, TimeUnit};

pub(super) fn visit(study: &mut Study, known: &Known, sites: &mut Sites) {
    for (at, endpoint) in (0u32..).zip(&mut study.endpoints) {
        if known.used.endpoints.contains(&EndpointId(at)) {
            sites.enter(format!("endpoint \"{}\"", endpoint.name));
            one(endpoint, sites);
        }
    }
}

fn one(endpoint: &mut Endpoint, sites: &mut Sites) {
    if sites.here("endpoint renamed") {
        endpoint.name.push_str("_renamed");
    }
    events(endpoint, sites);
    if endpoint.until.is_some() && sites.here("end of observation dropped") {
        endpoint.until = None;
    }
    if endpoint.until.is_some() && endpoint.censored.is_some() && sites.here("censoring dropped") {
        endpoint.censored = None;
    }
    if endpoint.until.is_some()
        && endpoint.until != endpoint.censored
        && sites.here("censoring and end exchanged")
    {
        std::mem::swap(&mut endpoint.until, &mut endpoint.censored);
    }
    if endpoint.entering.is_some() && sites.here("delayed entry dropped") {
        endpoint.entering = None;
    }
    for at in 0..endpoint.missing.len() {
        if sites.here("reason for a missing outcome dropped") {
            endpoint.missing.remove(at);
            break;
        }
    }
    if sites.here("meaning of a negative time changed") {
        endpoint.negative = match endpoint.negative {
            Some(Negative::Missing) => Some(Negative::AsZero),
            Some(Negative::AsZero) | None => Some(Negative::Missing),
        };
    }
    if sites.here("landmark changed") {
        endpoint.landmark = Some(match endpoint.landmark {
            Some(Landmark::Days(days)) => Landmark::Days(days.saturating_add(1)),
            Some(Landmark::Months(months)) => Landmark::Months(months.saturating_add(1)),
            None => Landmark::Days(30),
        });
    }
    if let Some(landmark) = &mut endpoint.landmark
        && sites.here("unit of a landmark changed")
    {
        *landmark = match *landmark {
            Landmark::Days(days) => Landmark::Months(days),
            Landmark::Months(months) => Landmark::Days(months),
        };
    }
    if sites.here("unit of time changed") {
        endpoint.unit = other_unit(endpoint.unit);
    }
}

fn events(endpoint: &mut Endpoint, sites: &mut Sites) {
    let of_interest = endpoint.events.iter().filter(|event| !event.competing).count();
    for at in 0..endpoint.events.len() {
        let last_of_interest =
            of_interest == 1 && endpoint.events.get(at).is_some_and(|event| !event.competing);
        if !last_of_interest && endpoint.events.len() > 1 && sites.here("event dropped") {
            endpoint.events.remove(at);
            break;
        }
        if at > 0 && sites.here("events exchanged") {
            endpoint.events.swap(at - 1, at);
        }
        let Some(event) = endpoint.events.get_mut(at) else {
            break;
        };
        if !last_of_interest && sites.here("competing event changed") {
            event.competing = !event.competing;
        }
        if sites.here("event renamed") {
            event.name.push_str("_renamed");
        }
    }
}

pub(super) fn other_unit(unit: TimeUnit) -> TimeUnit {
    match unit {
        TimeUnit::Days => TimeUnit::Months,
        TimeUnit::Months => TimeUnit::Years,
        TimeUnit::Years => TimeUnit::Days,
    }
}

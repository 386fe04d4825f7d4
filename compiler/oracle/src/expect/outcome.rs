//! Whether the outcome of an endpoint is as a test expects it, and what it is instead.

use super::Person;
use super::why::{Reason, value_of};
use crate::calendar::iso;
use crate::cohorts::Entry;
use crate::outcome::Found;
use kohort_semantics::study::{
    Endpoint, ExpectedOutcome, ExpectedTime, Landmark, NoOutcome, Outcome, TimeUnit,
};
use kohort_semantics::value::Number;

/// To how many decimals a time is told.
const DECIMALS: u8 = 2;

impl<'a> Person<'a> {
    /// Why the outcome of an entry is not the expected one; nothing if it is.
    pub(super) fn why_other_outcome(&self, expected: &'a ExpectedOutcome, entry: &Entry) -> Vec<Reason> {
        let endpoint = self.study.endpoint(expected.endpoint);
        let (Some(endpoint), Some((evaluation, scope))) = (endpoint, self.evaluation(entry)) else {
            return Vec::new();
        };
        let found = evaluation.outcome(endpoint, scope);
        if is_expected(endpoint, expected, found.outcome) {
            return Vec::new();
        }
        let unit = expected.time.as_ref().map_or(endpoint.unit, |time| time.unit);
        let mut reasons = vec![Reason::Happened(format!(
            "with index {}, `{}` is {}",
            iso(entry.index),
            endpoint.name,
            told(endpoint, &found, unit)
        ))];
        // A condition of `missing when` that is true says enough; otherwise all dates lead to the outcome.
        let excluding: Vec<_> = found
            .missing
            .iter()
            .filter_map(|at| endpoint.missing.get(*at))
            .collect();
        if excluding.is_empty() {
            let events = endpoint.events.iter().map(|event| &event.date);
            let others = [&endpoint.until, &endpoint.censored, &endpoint.entering];
            let dates = events.chain(others.into_iter().flatten());
            // Time zero need not be written.
            reasons.push(Reason::Happened(format!(
                "time zero is {}",
                found.from.map_or_else(|| String::from("missing"), iso)
            )));
            reasons.extend(dates.map(|date| value_of(evaluation, date, scope)));
        } else {
            for condition in excluding {
                reasons.extend(self.values(condition, entry));
            }
        }
        reasons
    }
}

fn is_expected(endpoint: &Endpoint, expected: &ExpectedOutcome, outcome: Outcome) -> bool {
    match (outcome, &expected.time) {
        (Outcome::None(_), None) => true,
        (Outcome::Time { exit, event, .. }, Some(time)) => {
            is_time(exit, time) && is_status(endpoint, expected.status.as_deref(), event)
        }
        _ => false,
    }
}

/// The time in the unit, rounded half to even to as many decimals as are written.
fn is_time(exit: u32, expected: &ExpectedTime) -> bool {
    let decimals = u8::try_from(expected.decimals).unwrap_or(u8::MAX);
    in_unit(exit, expected.unit)
        .is_some_and(|time| time.round_half_even(decimals) == expected.number.round_half_even(decimals))
}

fn is_status(endpoint: &Endpoint, expected: Option<&str>, event: Option<u32>) -> bool {
    match expected {
        None => true,
        Some("censored") => event.is_none(),
        Some("event") => event.is_some(),
        Some(name) => event_name(endpoint, event) == Some(name),
    }
}

fn event_name(endpoint: &Endpoint, event: Option<u32>) -> Option<&str> {
    let event = endpoint.events.get(event? as usize)?;
    Some(event.name.as_str())
}

/// Days as days, months of 30.4375 days, or years of 365.25 days.
pub(crate) fn in_unit(days: u32, unit: TimeUnit) -> Option<Number> {
    let length = match unit {
        TimeUnit::Days => Number::from_integer(1),
        TimeUnit::Months => Number::from_decimal(304_375, 4),
        TimeUnit::Years => Number::from_decimal(36_525, 2),
    };
    Number::from_integer(i64::from(days)).div(&length)
}

/// An outcome in words: the time and what ended it, or why there is none.
pub(crate) fn told(endpoint: &Endpoint, found: &Found, unit: TimeUnit) -> String {
    match found.outcome {
        Outcome::None(why) => format!("missing: {}", words(endpoint, found, why)),
        Outcome::Time { exit, entry, event } => {
            let status = match event_name(endpoint, event) {
                Some(name) => format!("event ({name})"),
                None => String::from("censored"),
            };
            let late = if entry > 0 {
                format!(", at risk after {entry} days")
            } else {
                String::new()
            };
            format!("{}, {status}{late}", time(exit, unit))
        }
    }
}

/// A time in its unit; in days beside it where they are another unit.
fn time(days: u32, unit: TimeUnit) -> String {
    let name = match unit {
        TimeUnit::Days => return format!("{days} days"),
        TimeUnit::Months => "months",
        TimeUnit::Years => "years",
    };
    let rounded = in_unit(days, unit).map_or_else(String::new, |time| time.round_half_even(DECIMALS));
    format!("{rounded} {name} ({days} days)")
}

fn words(endpoint: &Endpoint, found: &Found, why: NoOutcome) -> String {
    let on = |day: Option<_>| day.map_or_else(|| String::from("an unknown date"), iso);
    let exit = found.exit.map(|(day, _)| day);
    match why {
        NoOutcome::Excluded => String::from("a condition of `missing when` is true"),
        NoOutcome::Missing if found.from.is_none() => String::from("time zero is missing"),
        NoOutcome::Missing => String::from("no event is seen, and no date of an end is known"),
        NoOutcome::Negative => format!("its time ends on {}, before time zero", on(exit)),
        NoOutcome::NeverAtRisk => match found.entering {
            None => String::from("the date of entering is missing"),
            Some(entering) => format!(
                "it enters on {} and its time ends on {}, so that it was never at risk",
                iso(entering),
                on(exit)
            ),
        },
        NoOutcome::BeforeLandmark => {
            let landmark = match endpoint.landmark {
                Some(Landmark::Days(days)) => format!("{days} days"),
                Some(Landmark::Months(months)) => format!("{months} months"),
                None => String::from("none"),
            };
            format!(
                "its time ends on {}, not after the landmark ({landmark})",
                on(exit)
            )
        }
    }
}

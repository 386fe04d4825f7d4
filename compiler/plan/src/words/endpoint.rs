//! Endpoints, clause by clause.
//!
//! Invariant: what no clause says is said as the default that holds.

use super::Words;
use super::operators::unit_of_time;
use super::phrase::Level;
use super::small::whole;
use kohort_semantics::study::{Endpoint, Expr, Landmark, Negative, TimeUnit};

impl Words<'_> {
    /// Where an endpoint comes from, if from a library, and what the study changed of it. The clauses say what holds.
    pub fn endpoint_origin(&self, endpoint: &Endpoint) -> Vec<String> {
        let Some(origin) = &endpoint.origin else {
            return Vec::new();
        };
        let version = origin.version.iter().map(|version| format!(" version {version}"));
        let first = format!("as {}{}", origin.path, version.collect::<String>());
        let changed = origin.changed.iter().map(|clause| format!("with {clause}"));
        std::iter::once(first).chain(changed).collect()
    }

    /// Each clause of an endpoint.
    pub fn endpoint_clauses(&self, endpoint: &Endpoint) -> Vec<String> {
        let date = |date: &Expr| self.at(date, None, Level::Else);
        let mut lines = vec![format!("from {}", date(&endpoint.from))];
        for event in &endpoint.events {
            let word = event_word(event.competing);
            lines.push(format!("{word} {}: {}", event.name, date(&event.date)));
        }
        let optional = [
            ("censored at", &endpoint.censored),
            ("until", &endpoint.until),
            ("entering at", &endpoint.entering),
        ];
        for (words, given) in optional {
            lines.extend(given.as_ref().map(|given| format!("{words} {}", date(given))));
        }
        let missing = endpoint.missing.iter();
        lines.extend(missing.map(|condition| format!("missing when {}", self.expression(condition))));
        lines.extend(conventions(endpoint.negative, endpoint.landmark, endpoint.unit));
        lines
    }
}

/// The word before an event.
pub(crate) fn event_word(competing: bool) -> &'static str {
    if competing { "competing event" } else { "event" }
}

/// What is said of times alone.
pub(crate) fn conventions(
    negative: Option<Negative>,
    landmark: Option<Landmark>,
    unit: TimeUnit,
) -> impl Iterator<Item = String> {
    let negative = match negative {
        Some(Negative::Missing) => "a time before zero is missing",
        Some(Negative::AsZero) => "a time before zero counts as zero",
        None => "no time can be before zero",
    };
    let landmark = landmark.map(|landmark| match landmark {
        Landmark::Days(days) => format!("landmark at {}", whole(days.unsigned_abs(), "day")),
        Landmark::Months(months) => format!("landmark at {}", whole(months.unsigned_abs(), "month")),
    });
    std::iter::once(negative.to_owned())
        .chain(landmark)
        .chain(std::iter::once(format!("in {}", unit_of_time(unit))))
}

//! Endpoints: time zero, events, and where observation ends.

use crate::block::{Entry, Section};
use crate::say::Say;
use crate::text::{amount, capital, doc, ended, listed, name, plain, sentence};
use kohort_semantics::study::{Endpoint, EndpointEvent, Landmark, Negative, TimeUnit};

pub(super) fn sections(say: &Say<'_>) -> Vec<Section> {
    if say.study.endpoints.is_empty() {
        return Vec::new();
    }
    let mut first = Section::new(2, "Endpoints");
    first.paragraph(
        "The time runs from time zero to the earliest event that is seen; of several on one day, the one that stands first \
         decides. Anyone without an event is censored. Time is counted in days.",
    );
    let endpoints = say.study.endpoints.iter().map(|endpoint| one(say, endpoint));
    std::iter::once(first).chain(endpoints).collect()
}

/// One of them.
pub(crate) fn one(say: &Say<'_>, endpoint: &Endpoint) -> Section {
    let mut section = Section::new(3, format!("Endpoint: {}", name(&endpoint.name)));
    if let Some(doc) = doc(endpoint.doc.as_deref()) {
        section.paragraph(doc);
    }
    if let Some(origin) = &endpoint.origin {
        let version = origin
            .version
            .iter()
            .map(|version| format!(", version {}", plain(version)));
        let changed: Vec<String> = origin.changed.iter().map(|clause| name(clause)).collect();
        let changed = match changed.is_empty() {
            true => String::from("unchanged"),
            false => format!("with {} in place of its own", listed(&changed, "and")),
        };
        section.paragraph(format!(
            "Taken from the library: {}{}, {changed}.",
            name(&origin.path),
            version.collect::<String>()
        ));
    }
    let mut entries = vec![Entry::new(format!(
        "Time zero: {}",
        ended(&say.free(&endpoint.from))
    ))];
    let events = endpoint
        .events
        .iter()
        .map(|event| Entry::new(self::event(say, event)));
    entries.push(Entry {
        text: String::from("Events:"),
        more: events.collect(),
    });
    entries.extend(observation(say, endpoint));
    entries.push(Entry::new(match endpoint.unit {
        TimeUnit::Days => "Times are shown in days.",
        TimeUnit::Months => "Times are shown in months of 30.4375 days.",
        TimeUnit::Years => "Times are shown in years of 365.25 days.",
    }));
    section.list(entries);
    let terms = super::definitions::terms(say, &endpoint.name);
    if !terms.is_empty() {
        section.paragraph("Terms of this endpoint:");
        section.list(terms);
    }
    section
}

fn event(say: &Say<'_>, event: &EndpointEvent) -> String {
    let competing = if event.competing {
        ", which competes with the event of interest"
    } else {
        ""
    };
    let date = say.free(&event.date);
    let said = match doc(event.doc.as_deref()) {
        Some(doc) => format!("{doc} {}", sentence(&date)),
        None => ended(&date),
    };
    format!("{}{competing}: {said}", name(&event.name))
}

/// What bounds observation, and what makes the outcome missing.
fn observation(say: &Say<'_>, endpoint: &Endpoint) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |text: String| entries.push(Entry::new(text));
    if let Some(until) = &endpoint.until {
        add(format!("Nothing is seen after: {}", ended(&say.free(until))));
    }
    add(match (&endpoint.censored, &endpoint.until) {
        (Some(date), Some(_)) => format!(
            "Without an event, censored at this date or at the end of observation, if that is earlier: {}",
            ended(&say.free(date))
        ),
        (Some(date), None) => format!("Without an event, censored at: {}", ended(&say.free(date))),
        (None, _) => String::from("Without an event, censored at the end of observation."),
    });
    if let Some(entering) = &endpoint.entering {
        add(format!(
            "At risk only from (delayed entry): {}",
            ended(&say.free(entering))
        ));
    }
    if !endpoint.missing.is_empty() {
        let reasons = endpoint.missing.iter();
        let more = reasons
            .map(|reason| Entry::new(sentence(&say.free_clause(reason))))
            .collect();
        entries.push(Entry {
            text: String::from("The outcome is missing, and counted as such, if one of these holds:"),
            more,
        });
    }
    let mut add = |text: String| entries.push(Entry::new(text));
    match endpoint.negative {
        Some(Negative::Missing) => add(String::from(
            "Where the time would be negative, the outcome is missing, and counted as such.",
        )),
        Some(Negative::AsZero) => add(String::from(
            "Where the time would be negative, it is zero, and the status is kept.",
        )),
        None => {}
    }
    if let Some(landmark) = endpoint.landmark {
        let after = match landmark {
            Landmark::Days(days) => amount(days, "day"),
            Landmark::Months(months) => amount(months, "calendar month"),
        };
        add(capital(&format!(
            "landmark {after} after time zero: the clock starts there, for those whose time has not ended by then."
        )));
    }
    entries
}

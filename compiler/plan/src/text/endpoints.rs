//! Endpoints, clause by clause.
//!
//! Invariant: what no clause says is said as the default that holds.

use super::document::Document;
use super::expression::{Printer, View};
use super::kind::Kind;
use crate::algebra::{EndpointPlan, NodeId};
use crate::words::phrase::Level;
use crate::words::{conventions, event_word};

/// The section of the endpoints.
pub(super) fn endpoints(printer: &Printer<'_>, document: &mut Document) {
    if printer.plan.endpoints.is_empty() {
        return;
    }
    document.section("endpoints");
    for endpoint in &printer.plan.endpoints {
        document.gap();
        let cohort = printer.plan.cohorts.get(endpoint.cohort.0 as usize);
        let cohort = cohort.map_or("?", |found| found.name.as_str());
        let name = &endpoint.name;
        let line = format!("endpoint {name} for each entry of {cohort}");
        document.named(1, Kind::Endpoint, name, &line);
        super::cohorts::doc(printer, 2, endpoint.doc.as_ref(), document);
        document.lines(2, clauses(printer, endpoint));
    }
}

fn clauses(printer: &Printer<'_>, endpoint: &EndpointPlan) -> Vec<String> {
    let date = |node: NodeId| printer.at(node, View::default(), Level::Else);
    let mut lines = Vec::new();
    if let Some(origin) = endpoint.origin.as_ref().filter(|_| printer.docs) {
        let version = origin.version.iter().map(|version| format!(" version {version}"));
        lines.push(format!("as {}{}", origin.path, version.collect::<String>()));
        lines.extend(origin.changed.iter().map(|clause| format!("with {clause}")));
    }
    lines.push(format!("from {}", date(endpoint.from)));
    for event in &endpoint.events {
        let word = event_word(event.competing);
        lines.push(format!("{word} {}: {}", event.name, date(event.date)));
    }
    lines.extend(
        endpoint
            .censored
            .map(|node| format!("censored at {}", date(node))),
    );
    lines.extend(endpoint.until.map(|node| format!("until {}", date(node))));
    lines.extend(
        endpoint
            .entering
            .map(|node| format!("entering at {}", date(node))),
    );
    let missing = endpoint.missing.iter();
    lines.extend(missing.map(|node| format!("missing when {}", printer.text(*node))));
    lines.extend(conventions(endpoint.negative, endpoint.landmark, endpoint.unit));
    lines
}

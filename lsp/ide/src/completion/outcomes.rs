//! What can have become of an expected time: `expect os = 12 months, event`.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use kohort_grammar::SyntaxKind;

/// The words for any end, and the names of the endpoint's events.
pub(super) fn statuses(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let subject = asked.inside(SyntaxKind::ExpectEntry).and_then(|expected| {
        expected
            .descendants()
            .find(|node| node.kind() == SyntaxKind::Path)
    });
    let (Some(subject), Some(study)) = (subject, &asked.analysis.draft) else {
        return;
    };
    let name = super::place::significant(&subject);
    let Some(endpoint) = study.endpoints.iter().find(|endpoint| endpoint.name == name) else {
        return;
    };
    let any = [("event", "any of its events"), ("censored", "no event was seen")];
    for (order, (word, about)) in any.into_iter().enumerate() {
        drafts.push(
            Draft::new(word, CompletionKind::Value, Fit::Exact, Near::Local)
                .order(order)
                .detail(about),
        );
    }
    let named = endpoint.events.iter().filter(|event| event.name != "event");
    for (order, event) in named.enumerate() {
        drafts.push(
            Draft::new(event.name.clone(), CompletionKind::Value, Fit::Exact, Near::Local)
                .order(any.len().saturating_add(order))
                .detail(format!("event of {name}"))
                .doc(event.doc.clone()),
        );
    }
}

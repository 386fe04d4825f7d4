//! Types of attributes and parameters that have names of their own.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use kohort_grammar::SyntaxKind;

/// What the parameter of an endpoint can be besides the types that are words of the language.
pub(super) fn types(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    if asked.inside(SyntaxKind::EndpointParam).is_none() {
        return;
    }
    for (order, (name, doc)) in [
        ("Duration", "A length of time."),
        ("Line", "A line of therapy; time begins with it."),
    ]
    .into_iter()
    .enumerate()
    {
        drafts.push(
            Draft::new(name, CompletionKind::Type, Fit::Exact, Near::Local)
                .order(order)
                .doc(Some(doc.to_owned())),
        );
    }
}

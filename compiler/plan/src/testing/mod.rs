//! A small project for the tests: a model with every kind of attribute, a source, and studies built by hand; and one project in Kohort.
//!
//! What is built here is what the checker hands out, except where a test wants a study that no check would pass.

pub(crate) mod builder;
pub(crate) mod kohort;
pub(crate) mod project;
pub(crate) mod sample;

use crate::algebra::Plan;

/// A plan with all its nodes, to be compared with another.
pub(crate) fn json(plan: &Plan) -> String {
    serde_json::to_string_pretty(plan).unwrap()
}

/// The definitions and cohorts of a plan's text.
pub(crate) fn body(plan: &Plan) -> String {
    between(plan, &["\ndefinitions", "\ncohorts"], "\noutputs")
}

/// The tables of a plan's text.
pub(crate) fn tables(plan: &Plan) -> String {
    between(plan, &["\ntables"], "\ncohorts")
}

fn between(plan: &Plan, from: &[&str], to: &str) -> String {
    let text = crate::text::text(plan);
    let from = from.iter().find_map(|from| text.find(from)).unwrap() + 1;
    text[from..text.find(to).unwrap()].to_owned()
}

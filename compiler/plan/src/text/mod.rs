//! Plans as text, for the people who review a study, and as JSON, for programs (docs/plans.md).
//!
//! Invariant: a text follows from the study and the source alone and is the same on every machine: no counters, no places
//! in files, no day of printing. It says every default. Reading a text back is not intended.

mod attributes;
mod cohorts;
mod definitions;
mod document;
mod endpoints;
mod events;
mod expression;
mod files;
mod kind;
mod level;
mod lines;
mod lists;
mod names;
mod origin;
mod outputs;
mod query;
mod reading;
mod sets;
mod source;
mod study;
mod tables;
mod tallies;

pub use files::{Difference, Form, PlanError, PlanFile, difference, files, is_plan_of, optimised};
pub use kind::Kind;
pub use level::{FORMAT, FORMAT_VERSION, Level, LevelPlan};

use crate::algebra::Plan;
use document::Document;
use expression::Printer;
use kohort_semantics::meaning::Hash;

/// Everything that a plan says, on one page: how a study is read from a source, and what is computed.
pub fn text(plan: &Plan) -> String {
    let printer = Printer::new(plan);
    let mut document = Document::default();
    header(plan, &mut document);
    source::adaptations(plan, &mut document);
    tables::tables(&printer, &mut document);
    lists::code_lists(plan, &mut document);
    lists::drug_sets(plan, &mut document);
    lists::drugs(plan, &mut document);
    definitions::definitions(&printer, &mut document);
    definitions::unused(plan, &mut document);
    cohorts::cohorts(&printer, &mut document);
    endpoints::endpoints(&printer, &mut document);
    outputs::outputs(&printer, &mut document);
    provenance(plan, &mut document);
    document.text()
}

fn header(plan: &Plan, document: &mut Document) {
    document.section(&format!("study {}", plan.study));
    let doc = plan.study_doc.iter().flat_map(|doc| doc.lines());
    doc.for_each(|line| document.fact(1, Kind::About, line.trim()));
    document.section(&format!("source {}", plan.source));
    source::country(plan, document);
}

/// The head of the two levels that are about a source.
fn bound_head(plan: &Plan, hash: Hash, document: &mut Document) {
    document.section(&format!("study {} in source {}", plan.study, plan.source));
    document.fact(1, Kind::Hash, &format!("hash    {hash}"));
    let (source, version) = (&plan.source, &plan.source_version);
    document.named(
        1,
        Kind::Source,
        source,
        &format!("source  {source} version {version}"),
    );
    let (model, version) = (&plan.model, &plan.model_version);
    document.named(
        1,
        Kind::Model,
        model,
        &format!("model   {model} version {version}"),
    );
}

fn provenance(plan: &Plan, document: &mut Document) {
    document.section("provenance");
    document.line(1, &format!("study {} version {}", plan.study, plan.study_version));
    document.line(1, &format!("model {} version {}", plan.model, plan.model_version));
    document.line(
        1,
        &format!("source {} version {}", plan.source, plan.source_version),
    );
    document.line(1, &format!("kohort version {}", env!("CARGO_PKG_VERSION")));
}

#[cfg(test)]
mod from_kohort;
#[cfg(test)]
mod tests;

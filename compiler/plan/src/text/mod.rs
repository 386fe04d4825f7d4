//! The plan as text, for the people who review a study, and as JSON, for programs.
//!
//! Invariant: the text follows from the plan alone and is the same on every machine: no counters, no places in files, no
//! day of printing. It says every default. Reading the text back is not intended.

mod cohorts;
mod definitions;
mod document;
mod endpoints;
mod events;
mod expression;
mod lines;
mod names;
mod origin;
mod outputs;
mod reading;
mod sets;
mod tables;

use crate::algebra::Plan;
use document::Document;
use expression::Printer;
use serde::Serialize;

/// The version of the JSON form. Additions keep it; anything else raises it.
pub const FORMAT_VERSION: u32 = 2;

/// The plan in words.
pub fn text(plan: &Plan) -> String {
    let printer = Printer::new(plan);
    let mut document = Document::default();
    header(plan, &mut document);
    adaptations(plan, &mut document);
    tables::tables(&printer, &mut document);
    definitions::definitions(&printer, &mut document);
    cohorts::cohorts(&printer, &mut document);
    endpoints::endpoints(&printer, &mut document);
    outputs::outputs(&printer, &mut document);
    provenance(plan, &mut document);
    document.finish()
}

fn header(plan: &Plan, document: &mut Document) {
    document.section(&format!("study {}", plan.study));
    document.lines(
        1,
        plan.study_doc
            .iter()
            .flat_map(|doc| doc.lines())
            .map(|line| line.trim().to_owned()),
    );
    document.section(&format!("source {}", plan.source));
    document.lines(1, plan.country.iter().map(|country| format!("country {country}")));
    document.lines(
        1,
        plan.minimum_cell
            .iter()
            .map(|cell| format!("no count below {cell} is published")),
    );
}

/// What the study says for some sources only.
fn adaptations(plan: &Plan, document: &mut Document) {
    if !plan.adaptations.is_empty() {
        document.section("what the study says for some sources only");
        for adaptation in &plan.adaptations {
            document.line(1, &format!("{}: {}", adaptation.place, adaptation.text));
        }
    }
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

/// The plan for programs, in a stable order of fields.
pub fn json(plan: &Plan) -> String {
    #[derive(Serialize)]
    struct Versioned<'a> {
        format_version: u32,
        plan: &'a Plan,
    }
    // Writing cannot fail: a plan is plain data with text keys. If it did, the message would stand in the plan's place.
    serde_json::to_string_pretty(&Versioned {
        format_version: FORMAT_VERSION,
        plan,
    })
    .unwrap_or_else(|error| {
        serde_json::json!({ "format_version": FORMAT_VERSION, "error": error.to_string() }).to_string()
    })
}

#[cfg(test)]
mod from_kohort;
#[cfg(test)]
mod tests;

//! How a study is read from one source: the second level of a plan.
//!
//! Invariant: it says of every attribute that the study asks for what the source records of it, of every table how its
//! columns become values, and of every list what it is in this source.

use super::document::Document;
use super::expression::Printer;
use super::kind::Kind;
use super::{attributes, lists, tables};
use crate::algebra::Plan;
use kohort_semantics::meaning::Hash;
use kohort_semantics::source::Source;
use kohort_semantics::study::Study;

/// The document.
pub(super) fn document(study: &Study, hash: Hash, source: &Source, plan: &Plan) -> Document {
    let printer = Printer::brief(plan);
    let mut document = Document::default();
    super::bound_head(plan, hash, &mut document);
    country(plan, &mut document);
    let anchor = source.anchor.iter();
    document.lines(
        1,
        anchor.map(|anchor| format!("dates are counted from {}", anchor.what)),
    );
    adaptations(plan, &mut document);
    attributes::attributes(study, source, &mut document);
    tables::tables(&printer, &mut document);
    lists::code_lists(plan, &mut document);
    lists::drugs(plan, &mut document);
    document
}

/// What a study says for some sources only, and what that is for this one.
pub(super) fn adaptations(plan: &Plan, document: &mut Document) {
    if !plan.adaptations.is_empty() {
        document.section("what the study says for some sources only");
    }
    for adaptation in &plan.adaptations {
        let line = format!("{}: {}", adaptation.place, adaptation.text);
        document.named(1, Kind::Adaptation, &adaptation.place, &line);
    }
}

/// Whose data these are, and what may be published.
pub(super) fn country(plan: &Plan, document: &mut Document) {
    document.lines(1, plan.country.iter().map(|country| format!("country {country}")));
    let cell = plan.minimum_cell.iter();
    document.lines(1, cell.map(|cell| format!("no count below {cell} is published")));
}

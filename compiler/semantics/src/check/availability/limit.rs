//! The limits of a source's own bounds: what needs a day there has one.
//!
//! Bounds see dates as recorded, so no precision rule of a study can help.

use super::exactness::{Cause, Exactness, Within, local};
use super::needs::{self, Needs, Operation};
use crate::model::{Cardinality, Model};
use crate::source::Source;
use crate::study::{Record, RecordKind, Study};
use crate::study_walk::walk_parts;
use kohort_base::{Code, Diagnostic, Span};
use std::sync::Arc;

/// One finding for each operation of a bound that needs a day and does not have one.
pub(crate) fn check(model: &Arc<Model>, source: &Source, out: &mut Vec<Diagnostic>) {
    if source.bounds.is_empty() {
        return;
    }
    let study = without_rules(model, source.span);
    let exactness = Exactness::new(&study, source);
    let mut found = Found(Vec::new());
    for bound in &source.bounds {
        let many = model
            .entity(bound.attribute.entity)
            .is_some_and(|entity| entity.cardinality == Cardinality::Many);
        let within = Within::record(many.then_some(Record {
            kind: RecordKind::Entity(bound.attribute.entity),
            analyte: None,
        }));
        walk_parts(&bound.limit, &mut |part| {
            needs::part(part, within, &exactness, &mut found)
        });
    }
    for (operation, cause, place) in found.0 {
        let (path, known, declared) = match cause {
            Cause::Attribute(attribute) => (
                model.attribute_path(attribute),
                exactness.known(attribute),
                exactness.declared(attribute),
            ),
            Cause::Local(at, position) => match exactness.mapping(at) {
                Some(mapping) => (
                    String::from("a column"),
                    local(mapping, position),
                    Some(mapping.span),
                ),
                None => continue,
            },
        };
        let mut finding = Diagnostic::error(
            Code::K0504,
            format!("`{}` does not know all `{path}` to the day", source.name),
        )
        .at(place, format!("{} needs the day", operation.words()));
        if let Some(declared) = declared {
            finding = finding.and(declared, format!("known to the {known} here"));
        }
        out.push(finding.help("let the limit be a date that is known to the day"));
    }
}

/// A study that changes nothing about any date.
fn without_rules(model: &Arc<Model>, span: Span) -> Study {
    Study {
        name: String::new(),
        version: String::new(),
        doc: None,
        model: Arc::clone(model),
        precision: Vec::new(),
        definitions: Vec::new(),
        cohorts: Vec::new(),
        endpoints: Vec::new(),
        characteristics: Vec::new(),
        outputs: Vec::new(),
        code_lists: Vec::new(),
        analytes: Vec::new(),
        drugs: Vec::new(),
        drug_lists: Vec::new(),
        tests: Vec::new(),
        span,
    }
}

struct Found(Vec<(Operation, Cause, Span)>);

impl Needs for Found {
    fn needs(&mut self, operation: Operation, cause: Cause, place: Span) {
        self.0.push((operation, cause, place));
    }
}

//! Changes of meaning, one group a file.

mod cohort;
mod endpoint;
mod events;
mod expression;
mod line_rules;
mod literal;
mod output;
mod precision;
mod vocabulary;

use crate::sites::Sites;
use crate::used::Used;
use kohort_semantics::model::{AttributeId, AttributeType, Category, Model};
use kohort_semantics::study::{Expr, Part, PartMut, Place, Study, Type};
use std::sync::Arc;

/// What of the study a change has to know while it is changed.
pub(crate) struct Known {
    pub(crate) model: Arc<Model>,
    pub(crate) used: Used,
}

/// Meets every site at which a change of meaning is possible.
pub(crate) fn visit(study: &mut Study, sites: &mut Sites) {
    let known = Known {
        model: Arc::clone(&study.model),
        used: Used::of(study),
    };
    expressions(study, &known, sites);
    cohort::visit(study, sites);
    endpoint::visit(study, &known, sites);
    output::visit(study, &known, sites);
    line_rules::visit(study, &known, sites);
    precision::visit(study, &known, sites);
    vocabulary::visit(study, &known, sites);
}

fn expressions(study: &mut Study, known: &Known, sites: &mut Sites) {
    let mut places: Vec<(bool, String)> = Vec::new();
    study.roots(&mut |place, _| places.push((known.used.place(study, place), name_of(study, place))));
    let labelled: Vec<bool> = study
        .characteristics
        .iter()
        .map(|one| one.labels.is_some())
        .collect();
    let mut places = places.into_iter();
    study.roots_mut(&mut |place, part| {
        let Some((true, name)) = places.next() else { return };
        sites.enter(name);
        match (place, part) {
            (Place::Characteristic(id), PartMut::Operand(value))
                if labelled.get(id.0 as usize).is_some_and(|labelled| *labelled) =>
            {
                expression::choice(value, known, sites);
            }
            (_, part) => changed_part(part, known, sites),
        }
    });
}

/// Meets the sites in a part of an expression or of a bag of events.
fn changed_part(part: PartMut<'_>, known: &Known, sites: &mut Sites) {
    match part {
        PartMut::Operand(expr) | PartMut::Date(expr) | PartMut::Filter(expr) => {
            expression::visit(expr, known, sites)
        }
        PartMut::Events(events) => events::visit(events, known, sites),
    }
}

/// Whether an expression decides which analyte is meant. Such a comparison is never changed, since the unit of other values
/// follows from it.
fn fixes_analyte(expr: &Expr) -> bool {
    let mut found = expr.ty == Type::Analyte;
    expr.parts(&mut |part| {
        if let Part::Operand(operand) = part {
            found |= fixes_analyte(operand);
        }
    });
    found
}

impl Known {
    fn category(&self, attribute: AttributeId) -> Option<&Category> {
        match &self.model.attribute(attribute)?.ty {
            AttributeType::Category(category) => Some(category),
            _ => None,
        }
    }
}

/// What of a study a place is, for a reader.
pub(crate) fn name_of(study: &Study, place: Place) -> String {
    let cohort = |id| study.cohort(id).map_or("?", |found| found.name.as_str());
    match place {
        Place::Definition(id) => {
            let name = study.definition(id).map_or("?", |found| found.name.as_str());
            format!("definition \"{name}\"")
        }
        Place::Precision(at) => {
            let rule = study.precision.get(at);
            let path = rule.map_or_else(String::new, |rule| study.model.attribute_path(rule.attribute));
            format!("precision rule of \"{path}\"")
        }
        Place::Index(id) => format!("index of \"{}\"", cohort(id)),
        Place::Criterion(id, at) => {
            let criterion = study.cohort(id).and_then(|found| found.criteria.get(at));
            let name = criterion.map_or("?", |found| found.name.as_str());
            format!("criterion \"{name}\" of \"{}\"", cohort(id))
        }
        Place::Endpoint(id) => {
            let name = study.endpoint(id).map_or("?", |found| found.name.as_str());
            format!("endpoint \"{name}\"")
        }
        Place::Characteristic(id) => {
            let name = study.characteristic(id).map_or("?", |found| found.name.as_str());
            format!("characteristic \"{name}\"")
        }
        Place::Test(at) => format!("test {}", at + 1),
    }
}

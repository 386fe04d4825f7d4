//! The check of a study against its sources: does each record what the study reads, in the codes and drugs it lists, as
//! exactly as it needs, and in the calendar where it needs one?
//!
//! Invariant: no data are read. Whatever is reported names the source, the study's use and the line of the source
//! that is the reason.

mod absent;
pub(crate) mod anchored;
mod calendar;
mod choice;
mod coarse;
mod codes;
mod day;
mod drugs;
mod exactness;
mod in_use;
mod insertion;
mod instead;
pub(crate) mod limit;
mod needs;
mod origin;
mod records;
mod uses;

pub use choice::{Choice, Chosen, Decided, decide};
pub use codes::systems as recorded_systems;
pub use records::records_all;
pub use uses::used_attributes;

use crate::model::{AttributeId, Model};
use crate::source::{Availability, Source};
use crate::study::Study;
use crate::value::Precision;
use kohort_base::{Code, Diagnostic, Files, Span};
use serde::Serialize;
use std::sync::Arc;
use uses::Uses;

/// What one source says about the attributes that a study reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// The source's name.
    pub source: String,
    /// The attributes in the model's order.
    pub attributes: Vec<AttributeVerdict>,
}

/// What a source says about one attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttributeVerdict {
    /// The attribute.
    pub attribute: AttributeId,
    /// Its name as a study writes it.
    pub path: String,
    /// What the source says.
    pub verdict: Verdict,
    /// Where the study first uses it.
    pub first_use: Span,
}

/// Whether and how a source records an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// Read from a column, dates to the day.
    Present,
    /// Computed by a written rule.
    Derived,
    /// A date that is known to this precision only.
    Coarser(Precision),
    /// Not recorded, for this reason.
    Absent(String),
}

/// Checks a study against sources of its model. What each is asked may differ: see [`decide`].
pub fn check(
    study: &Study,
    sources: &[Arc<Source>],
    files: &Files,
    out: &mut Vec<Diagnostic>,
) -> Vec<Verdicts> {
    let model = format!("{}.{}", study.model.module, study.model.name);
    let mut asked: Vec<Asked<'_>> = Vec::new();
    for source in sources {
        if source.model == model {
            let study = decide(study, source).study;
            let uses = Uses::of(&study);
            asked.push(Asked { study, source, uses });
        } else {
            out.push(other_model(study, source, &model));
        }
    }
    absent::check(study, &asked, files, out);
    drugs::check(&asked, out);
    codes::check(&asked, out);
    day::check(&asked, files, out);
    anchored::check(&asked, out);
    let verdict = |source: &Arc<Source>| {
        let found = asked.iter().find(|one| std::ptr::eq(one.source, source.as_ref()));
        match found {
            Some(one) => verdicts(one),
            None => Verdicts {
                source: source.name.clone(),
                attributes: Vec::new(),
            },
        }
    };
    sources.iter().map(verdict).collect()
}

/// A study as it is asked of one source.
struct Asked<'s> {
    study: Study,
    source: &'s Source,
    uses: Uses,
}

fn other_model(study: &Study, source: &Source, model: &str) -> Diagnostic {
    Diagnostic::error(
        Code::K0704,
        format!("The source `{}` is not for this study's model", source.name),
    )
    .at(study.span, format!("this study is written on `{model}`"))
    .and(source.span, format!("this source maps `{}`", source.model))
    .help("choose a source of the same model, or map its tables to this model in a source of their own")
    .for_source(source.name.as_str())
}

fn verdicts(asked: &Asked<'_>) -> Verdicts {
    let model = &asked.study.model;
    let attributes = asked.uses.attributes.iter().filter_map(|(attribute, places)| {
        Some(AttributeVerdict {
            attribute: *attribute,
            path: model.attribute_path(*attribute),
            verdict: verdict(model, asked.source, *attribute),
            first_use: *places.first()?,
        })
    });
    Verdicts {
        source: asked.source.name.clone(),
        attributes: attributes.collect(),
    }
}

/// Of several mappings the best: what one of them records is recorded.
fn verdict(model: &Model, source: &Source, attribute: AttributeId) -> Verdict {
    let mut reasons: Vec<&str> = Vec::new();
    let (mut present, mut derived) = (false, false);
    for mapping in source.attribute(attribute) {
        match &mapping.availability {
            Availability::Present(_) => present = true,
            Availability::Derived(_) => derived = true,
            Availability::Absent { reason } if !reasons.contains(&reason.as_str()) => reasons.push(reason),
            Availability::Absent { .. } => {}
        }
    }
    if present {
        return match source.precision(attribute) {
            Precision::Day => Verdict::Present,
            coarser => Verdict::Coarser(coarser),
        };
    }
    if derived {
        return Verdict::Derived;
    }
    let whole = source
        .absent
        .iter()
        .find(|absent| absent.entity == attribute.entity);
    match whole {
        _ if !reasons.is_empty() => Verdict::Absent(reasons.join("; ")),
        Some(absent) => Verdict::Absent(absent.reason.clone()),
        None => {
            let entity = model
                .entity(attribute.entity)
                .map_or("?", |entity| entity.name.as_str());
            Verdict::Absent(format!("the source `{}` does not map `{entity}`", source.name))
        }
    }
}

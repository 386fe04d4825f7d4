//! The check of a study against a source: does the source record what the study reads, in the codes it lists, and as
//! exactly as it needs?
//!
//! Invariant: no data are read. Whatever is reported names the source, the study's use and the line of the source
//! that is the reason.

mod absent;
mod codes;
mod day;
mod exactness;
mod insertion;
mod needs;
mod uses;

pub use uses::used_attributes;

use crate::model::AttributeId;
use crate::source::{Availability, Source};
use crate::study::Study;
use crate::value::Precision;
use kohort_base::{Code, Diagnostic, Files, Span};
use serde::Serialize;
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

/// Checks a study against a source of its model.
pub fn check(study: &Study, source: &Source, files: &Files, out: &mut Vec<Diagnostic>) -> Verdicts {
    let model = format!("{}.{}", study.model.module, study.model.name);
    if source.model != model {
        out.push(
            Diagnostic::error(
                Code::K0704,
                format!("The source `{}` is not for this study's model", source.name),
            )
            .at(study.span, format!("this study is written on `{model}`"))
            .and(source.span, format!("this source maps `{}`", source.model))
            .help(
                "choose a source of the same model, or map its tables to this model in a source of their own",
            )
            .for_source(source.name.as_str()),
        );
        return Verdicts {
            source: source.name.clone(),
            attributes: Vec::new(),
        };
    }
    let uses = Uses::of(study);
    absent::check(study, source, &uses, out);
    codes::check(study, source, out);
    day::check(study, source, &uses, files, out);
    verdicts(study, source, &uses)
}

fn verdicts(study: &Study, source: &Source, uses: &Uses) -> Verdicts {
    let attributes = uses.attributes.iter().filter_map(|(attribute, places)| {
        Some(AttributeVerdict {
            attribute: *attribute,
            path: study.model.attribute_path(*attribute),
            verdict: verdict(study, source, *attribute),
            first_use: *places.first()?,
        })
    });
    Verdicts {
        source: source.name.clone(),
        attributes: attributes.collect(),
    }
}

fn verdict(study: &Study, source: &Source, attribute: AttributeId) -> Verdict {
    match source.attribute(attribute).map(|mapping| &mapping.availability) {
        Some(Availability::Absent { reason }) => Verdict::Absent(reason.clone()),
        Some(Availability::Derived(_)) => Verdict::Derived,
        Some(Availability::Present(_)) => match source.precision(attribute) {
            Precision::Day => Verdict::Present,
            coarser => Verdict::Coarser(coarser),
        },
        None => {
            let entity = study
                .model
                .entity(attribute.entity)
                .map_or("?", |entity| entity.name.as_str());
            Verdict::Absent(format!("the source `{}` does not map `{entity}`", source.name))
        }
    }
}

//! Population and data: what the study asks, in which sources, and how coarse dates are made comparable.

use crate::about::{About, Country};
use crate::block::{Entry, Section};
use crate::say::{Say, placement};
use crate::text::{doc, name, plain, sentence};
use kohort_semantics::study::{Otherwise, PrecisionRule};
use kohort_semantics::value::Precision;

pub(super) fn sections(say: &Say<'_>, about: &About) -> Vec<Section> {
    let study = say.study;
    let mut section = Section::new(2, "Population and data");
    if let Some(doc) = doc(study.doc.as_deref()) {
        section.paragraph(doc);
    }
    section.paragraph(format!(
        "The study is written against the data model {} ({}, version {}). The appendix lists the records that it reads.",
        name(&study.model.name),
        plain(&study.model.module),
        plain(&study.model.version)
    ));
    section.table(
        &[
            "Source",
            "Country",
            "Version",
            "What it is",
            "Smallest count shown",
        ],
        about.countries.iter().map(country).collect(),
    );
    let mut dates = Section::new(3, "Dates of different precision");
    if study.precision.is_empty() {
        return vec![section];
    }
    dates.paragraph(
        "Sources know some dates less exactly than others. So that all are treated alike, these dates are coarsened in every \
         source and then placed on a day:",
    );
    dates.list(
        study
            .precision
            .iter()
            .map(|rule| Entry::new(self::rule(say, rule)))
            .collect(),
    );
    vec![section, dates]
}

fn country(country: &Country) -> Vec<String> {
    vec![
        name(&country.source),
        country.country.as_deref().map_or_else(String::new, plain),
        plain(&country.version),
        doc(country.doc.as_deref()).unwrap_or_default(),
        country
            .minimum_cell
            .map_or_else(|| String::from("any"), |least| least.to_string()),
    ]
}

/// One rule.
pub(crate) fn rule(say: &Say<'_>, rule: &PrecisionRule) -> String {
    let mut text = format!("{}: ", crate::text::capital(&say.attribute(rule.attribute)));
    text += match rule.precision {
        Precision::Day => "used as a day",
        Precision::Month => "coarsened to its month",
        Precision::Quarter => "coarsened to its quarter",
        Precision::Year => "coarsened to its year",
    };
    match rule.placement {
        Some(place) => text += &format!(" and placed on {}", placement(place)),
        None if rule.precision == Precision::Day => {}
        None => text += " and left so",
    }
    if let Some(bound) = &rule.not_before {
        text += &format!(", but not before {}", say.free(bound));
    }
    if let Some(bound) = &rule.not_after {
        text += &format!(", but not after {}", say.free(bound));
    }
    let otherwise = match rule.otherwise {
        None => String::new(),
        Some(Otherwise::Missing) => String::from(" Where a source knows it less exactly, it is missing."),
        Some(Otherwise::Placed(place)) => {
            format!(
                " Where a source knows it less exactly, it is placed on {}.",
                placement(place)
            )
        }
    };
    sentence(&text) + &otherwise
}

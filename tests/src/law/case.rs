//! The studies that every country can answer, each with the countries that answer it.

use crate::projects::{Project, repository, shipped, shipped_with};
use kohort_semantics::{Source, Study};
use kohort_synth::national::{Writer, writers};
use std::sync::Arc;

/// A study that all of some countries can answer.
#[derive(Debug, Clone)]
pub struct Case {
    /// Where the study comes from.
    pub name: String,
    /// The study.
    pub study: Arc<Study>,
    /// Who answers it.
    pub countries: Vec<Country>,
}

/// Who writes people down, and the source model that reads what was written.
#[derive(Debug, Clone)]
pub struct Country {
    /// Writes people down.
    pub writer: &'static dyn Writer,
    /// Reads it.
    pub source: Arc<Source>,
}

impl Country {
    /// The name, for example `uk`.
    pub fn name(&self) -> &str {
        &self.source.name
    }
}

/// The shipped studies that have a source for each writer.
///
/// # Errors
/// A study that does not check, or what the disk says.
pub fn cases() -> Result<Vec<Case>, String> {
    Ok(of_all(shipped()?))
}

/// The same with another text for the source model of one country, which `change` makes of the shipped one.
///
/// # Errors
/// A study that does not check, a change that changes nothing, or what the disk says.
pub fn cases_with(country: &str, change: impl Fn(&str) -> String) -> Result<Vec<Case>, String> {
    let path = repository().join(format!("stdlib/std/sources/{country}.kohort"));
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let changed = change(&text);
    if changed == text {
        return Err(format!("the change leaves {country} as it is"));
    }
    Ok(of_all(shipped_with(&format!("{country}.kohort"), &changed)?))
}

fn of_all(projects: Vec<Project>) -> Vec<Case> {
    let of_all = projects.into_iter().filter_map(|project| {
        let countries = writers().iter().map(|writer| {
            let mut sources = project.sources.iter();
            let source = sources.find(|source| source.name == writer.source())?;
            Some(Country {
                writer: *writer,
                source: Arc::clone(source),
            })
        });
        Some(Case {
            countries: countries.collect::<Option<_>>()?,
            name: project.name,
            study: project.study,
        })
    });
    of_all.collect()
}

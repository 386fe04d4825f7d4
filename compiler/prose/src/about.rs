//! What a protocol says beside the study: the countries it is run in, and counts.
//!
//! Invariant: counts come as they may be shown. Nothing here is suppressed afterwards.

use kohort_plan::algebra::{Adaptation, Chosen};
use kohort_plan::bind::BindError;
use kohort_semantics::{Source, Study};

/// What is known beside the study itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The sources, in the order in which they are shown.
    pub countries: Vec<Country>,
}

/// A source of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// The source's name.
    pub source: String,
    /// Its version.
    pub version: String,
    /// The country, as an upper-case ISO 3166 code, where one is declared.
    pub country: Option<String>,
    /// What the source says about itself.
    pub doc: Option<String>,
    /// The smallest count that may be published.
    pub minimum_cell: Option<u32>,
    /// What the study says for some sources only, and what that is here.
    pub adapted: Vec<Adapted>,
    /// The counts of a run, if there was one.
    pub counts: Option<Counts>,
}

/// A place of the study that is not the same in every source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapted {
    /// The definition, or `cohort.criterion`.
    pub place: String,
    /// What holds here, and why.
    pub what: String,
}

/// The attritions of a run, in the order of the study's cohorts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// For each cohort its steps: population, index, and the criteria in order.
    pub cohorts: Vec<Vec<CountedStep>>,
}

/// The counts of one step of an attrition, as they may be shown: `1234`, or `< 5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedStep {
    /// How many the step removed.
    pub removed: String,
    /// How many are left.
    pub after: String,
}

impl Country {
    /// What a protocol says of a source: itself, and what the study says for some sources only.
    ///
    /// # Errors
    /// If the study cannot be planned on the source, which for a study without errors is a fault of Kohort.
    pub fn of(study: &Study, source: &Source, counts: Option<Counts>) -> Result<Self, BindError> {
        let plan = kohort_plan::bind::bind(study, source)?;
        Ok(Self {
            source: source.name.clone(),
            version: source.version.clone(),
            country: source.country.clone(),
            doc: source.doc.clone(),
            minimum_cell: source.minimum_cell,
            adapted: plan.adaptations.iter().filter_map(adapted).collect(),
            counts,
        })
    }
}

/// What is not as it is elsewhere. That a first choice holds is what a reader expects.
fn adapted(adaptation: &Adaptation) -> Option<Adapted> {
    let Adaptation { place, text, chosen } = adaptation;
    let what = match chosen {
        Chosen::Asked => format!("{text}: asked here"),
        Chosen::NotAsked => format!("{text}: missing here"),
        Chosen::Preferred => return None,
        Chosen::Fallback => text.clone(),
    };
    Some(Adapted {
        place: place.clone(),
        what,
    })
}

//! Where one study says something else for some sources: decided when it is bound, and listed in every plan and result.

use serde::{Deserialize, Serialize};

/// A place of the study that is not the same in every source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Adaptation {
    /// The definition, or `cohort.criterion`, that it is part of.
    pub place: String,
    /// What the study says and why this was chosen: `only in us, uk`, or `fallback, since jp does not record race`.
    pub text: String,
    /// What holds for this source.
    pub chosen: Chosen,
}

/// What holds for a source where a study distinguishes sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// `only in …`: this source is listed, so the value is asked for.
    Asked,
    /// `only in …`: this source is not listed, so the value is missing.
    NotAsked,
    /// `… if available, else …`: the first, since the source records all that it needs.
    Preferred,
    /// `… if available, else …`: the second.
    Fallback,
}

//! The three levels of a plan, each as text and for programs.
//!
//! Invariant: a level holds what the one above it does not: `study` is independent of any source, `source` says how it is
//! read from one, `query` what is computed there.

use super::document::{Document, Section};
use super::{query, source, study};
use crate::algebra::Plan;
use kohort_semantics::meaning::{Hash, Meanings};
use kohort_semantics::source::Source;
use kohort_semantics::study::Study;
use serde::Serialize;

/// The name of the JSON form.
pub const FORMAT: &str = "kohort.plan";

/// The version of the JSON form. Further kinds of lines and further fields keep it; anything else raises it.
pub const FORMAT_VERSION: u32 = 3;

/// Which of the three plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// What the study says, whatever the source.
    Study,
    /// How it is read from one source.
    Source,
    /// What is computed there.
    Query,
}

impl Level {
    /// All, from the study to what is computed.
    pub const ALL: [Self; 3] = [Self::Study, Self::Source, Self::Query];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Source => "source",
            Self::Query => "query",
        }
    }
}

/// A plan at one level.
#[derive(Debug)]
pub struct LevelPlan {
    level: Level,
    study: String,
    source: Option<String>,
    hash: Hash,
    document: Document,
}

impl LevelPlan {
    /// What a study says.
    pub fn study(study: &Study) -> Self {
        let meanings = Meanings::new(study);
        let hash = meanings.study();
        Self {
            level: Level::Study,
            study: study.name.clone(),
            source: None,
            hash,
            document: study::document(&meanings, hash),
        }
    }

    /// How a study with this hash is read from a source, for which it is bound in a plan.
    pub fn source(study: &Study, hash: Hash, source: &Source, plan: &Plan) -> Self {
        let document = source::document(study, hash, source, plan);
        Self::bound(Level::Source, hash, plan, document)
    }

    /// What is computed for a study with this hash, as it is bound in a plan.
    pub fn query(study: &Study, hash: Hash, plan: &Plan) -> Self {
        let document = query::document(study, hash, plan);
        Self::bound(Level::Query, hash, plan, document)
    }

    fn bound(level: Level, hash: Hash, plan: &Plan, document: Document) -> Self {
        Self {
            level,
            study: plan.study.clone(),
            source: Some(plan.source.clone()),
            hash,
            document,
        }
    }

    /// The semantic hash of the study.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The level.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The name of the source; none for the plan of the study alone.
    pub fn source_name(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// The plan for people: one fact a line.
    pub fn text(&self) -> String {
        self.document.text()
    }

    /// The plan for programs, in a stable order of fields, with a line break at the end.
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Versioned<'a> {
            format: &'a str,
            format_version: u32,
            level: Level,
            study: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            source: Option<&'a str>,
            hash: String,
            sections: Vec<Section<'a>>,
        }
        let versioned = Versioned {
            format: FORMAT,
            format_version: FORMAT_VERSION,
            level: self.level,
            study: &self.study,
            source: self.source.as_deref(),
            hash: self.hash.to_string(),
            sections: self.document.sections(),
        };
        // Writing cannot fail: everything is text. If it did, the message would stand in the plan's place.
        let written = serde_json::to_string_pretty(&versioned);
        let mut json =
            written.unwrap_or_else(|error| serde_json::json!({ "error": error.to_string() }).to_string());
        json.push('\n');
        json
    }
}

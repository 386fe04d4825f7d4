//! What changed between two versions of a study, as data.
//!
//! Invariant: plain data in words, in the order of the study, the same on every machine; whoever shows it computes nothing.

use crate::counts::Counts;
use crate::{Direction, Grade};
use serde::{Deserialize, Serialize};

/// The version of the JSON form. Additions keep it; anything else raises it.
pub const FORMAT_VERSION: u32 = 1;

/// All that changed in meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diff {
    /// The form's version, [`FORMAT_VERSION`].
    pub format_version: u32,
    /// What the study was.
    pub old: Version,
    /// What the study is.
    pub new: Version,
    /// The sources of both versions, by name.
    pub sources: Vec<String>,
    /// The highest grade among the changes; none where nothing changed.
    pub grade: Option<Grade>,
    /// The changes, highest grade first and then in the order of the study.
    pub changes: Vec<Change>,
    /// What all changes together do to who is in each cohort that both versions have and whose definition differs.
    pub cohorts: Vec<Verdict>,
    /// Who moves, where somebody asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
}

/// A version of a study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The study's name.
    pub name: String,
    /// Its declared version.
    pub version: String,
    /// Its semantic hash, 64 hexadecimal digits.
    pub hash: String,
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// How much it matters, by the most sensitive of its uses.
    pub grade: Grade,
    /// Whether the thing itself takes in less or more, where it takes in people, events, codes or drugs.
    pub direction: Option<Direction>,
    /// What changed.
    pub subject: Subject,
    /// What happened to it.
    pub happened: Happened,
    /// Clause by clause, what was said and what is said now.
    pub edits: Vec<Edit>,
    /// What has to be computed again.
    pub affects: Affected,
    /// The sources in which it can make a difference, by name; all that are known, if everywhere.
    pub sources: Vec<String>,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// Its kind.
    pub kind: Kind,
    /// Its name now, or what it was called if it is gone.
    pub name: String,
    /// What it belongs to: of a criterion and an index date the cohort, of lines the rule set, of a list that the study's
    /// own file does not declare the module.
    pub of: Option<String>,
}

/// The kinds of things that change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The whole study.
    Study,
    /// A `let` or a parameter.
    Definition,
    /// Lines of therapy.
    Lines,
    /// A cohort as a whole.
    Cohort,
    /// The index date of a cohort.
    IndexDate,
    /// A criterion of a cohort.
    Criterion,
    /// An endpoint.
    Endpoint,
    /// A characteristic.
    Characteristic,
    /// What is reported.
    Output,
    /// A precision rule.
    PrecisionRule,
    /// A code list.
    CodeList,
    /// A set of drugs.
    DrugSet,
    /// A drug.
    Drug,
    /// An analyte.
    Analyte,
    /// An entity or attribute of the model.
    Model,
    /// How a source is read.
    Source,
}

impl Kind {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Definition => "definition",
            Self::Lines => "lines",
            Self::Cohort => "cohort",
            Self::IndexDate => "index date",
            Self::Criterion => "criterion",
            Self::Endpoint => "endpoint",
            Self::Characteristic => "characteristic",
            Self::Output => "output",
            Self::PrecisionRule => "precision rule",
            Self::CodeList => "code list",
            Self::DrugSet => "drug set",
            Self::Drug => "drug",
            Self::Analyte => "analyte",
            Self::Model => "model",
            Self::Source => "source",
        }
    }
}

/// What happened to something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It is called otherwise and says the same.
    Renamed {
        /// What it was called.
        from: String,
    },
    /// Things of it stand in another order.
    Reordered {
        /// What stands in another order, as `criteria`.
        what: String,
    },
}

impl Happened {
    /// What happened, in a word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Renamed { .. } => "renamed",
            Self::Reordered { .. } => "reordered",
        }
    }
}

/// A clause that is gone, new, or says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What was said.
    pub old: Option<String>,
    /// What is said now.
    pub new: Option<String>,
}

/// What has to be computed again: names, in the order of the study.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// Cohorts.
    pub cohorts: Vec<String>,
    /// Endpoints.
    pub endpoints: Vec<String>,
    /// Characteristics.
    pub characteristics: Vec<String>,
    /// Outputs.
    pub outputs: Vec<String>,
}

/// What all changes together do to a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The cohort's name now.
    pub cohort: String,
    /// How its entries relate to those before.
    pub direction: Direction,
}

impl Diff {
    /// Whether nothing but names and layout of results can differ.
    pub fn is_cosmetic(&self) -> bool {
        self.grade.is_none_or(|grade| grade == Grade::Cosmetic)
    }
}

impl Affected {
    /// Whether nothing has to be computed again.
    pub fn is_empty(&self) -> bool {
        let Self {
            cohorts,
            endpoints,
            characteristics,
            outputs,
        } = self;
        [cohorts, endpoints, characteristics, outputs]
            .iter()
            .all(|names| names.is_empty())
    }
}

//! Cohorts with their index and criteria, and the modifiers of a value.

use super::expression::Expr;
use super::item::{BadEntry, named};
use super::literal::{DurationLit, StringLit};
use super::name::Name;
use super::support::{child, child_after, children, doc, has_keyword, keywords, view, view_enum};

view! {
    /// `cohort NAME from NAME { … }`
    CohortDecl
}
named!(CohortDecl);

impl CohortDecl {
    /// The cohort this one is taken from.
    #[must_use]
    pub fn from(&self) -> Option<Name> {
        child_after(&self.syntax, "from")
    }

    /// The index and the criteria, in the order written; damaged ones too.
    #[must_use]
    pub fn entries(&self) -> Vec<CohortEntry> {
        children(&self.syntax)
    }
}

view_enum! {
    /// What stands in a cohort.
    CohortEntry {
        /// `index …`
        Index(IndexEntry),
        /// `include …` or `exclude …`
        Criterion(CriterionEntry),
        /// What could not be understood.
        Bad(BadEntry),
    }
}

view! {
    /// `index VALUE`, `index each VALUE` or `index each line of VALUE`
    IndexEntry
}

impl IndexEntry {
    /// Whether there is one entry for each event, not one for each patient.
    #[must_use]
    pub fn each(&self) -> bool {
        has_keyword(&self.syntax, "each")
    }

    /// Whether there is one entry for each line of therapy; the value then names the lines.
    #[must_use]
    pub fn each_line(&self) -> bool {
        has_keyword(&self.syntax, "line")
    }

    /// The index date, or the events it is taken from.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }
}

view! {
    /// `include NAME: VALUE, MODIFIER …` or `exclude NAME: VALUE, MODIFIER …`
    CriterionEntry
}
named!(CriterionEntry);

impl CriterionEntry {
    /// Whether it removes the patients for whom it is true.
    #[must_use]
    pub fn is_exclude(&self) -> bool {
        has_keyword(&self.syntax, "exclude")
    }

    /// The condition.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// What is said about the condition after it.
    #[must_use]
    pub fn modifiers(&self) -> Vec<Modifier> {
        children(&self.syntax)
    }
}

view! {
    /// What is said about a value after a comma.
    Modifier
}

/// Which modifier it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModifierKind {
    /// `unknown is met` or `unknown is not met`
    UnknownIs {
        /// Whether an unknown criterion counts as met.
        met: bool,
    },
    /// `looking ahead 14 days "reason"`
    LookingAhead {
        /// How far after the index date the value may look.
        duration: Option<DurationLit>,
        /// Why that is sound.
        reason: Option<StringLit>,
    },
    /// `positive first`: of events that tie, those with this value come first.
    ValueFirst(Name),
    /// `highest value first`: of events that tie, the one with the highest attribute comes first.
    HighestFirst(Name),
    /// `lowest value first`: of events that tie, the one with the lowest attribute comes first.
    LowestFirst(Name),
}

impl Modifier {
    /// Which modifier it is; none where it is damaged.
    #[must_use]
    pub fn kind(&self) -> Option<ModifierKind> {
        match keywords(&self.syntax).next()?.text() {
            "unknown" => Some(ModifierKind::UnknownIs {
                met: !has_keyword(&self.syntax, "not"),
            }),
            "looking" => Some(ModifierKind::LookingAhead {
                duration: child(&self.syntax),
                reason: child(&self.syntax),
            }),
            "highest" => child(&self.syntax).map(ModifierKind::HighestFirst),
            "lowest" => child(&self.syntax).map(ModifierKind::LowestFirst),
            "first" => child(&self.syntax).map(ModifierKind::ValueFirst),
            _ => None,
        }
    }
}

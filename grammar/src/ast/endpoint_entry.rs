//! The clauses of an endpoint.

use super::clause::Clause;
use super::expression::Expr;
use super::item::{BadEntry, LetDecl};
use super::lines::UntilPart;
use super::literal::{DurationLit, TimeUnit};
use super::name::Name;
use super::support::{child, children, doc, has_keyword, keywords, view, view_enum};

view_enum! {
    /// What stands in an endpoint.
    EndpointEntry {
        /// `let …`
        Let(LetDecl),
        /// `event …` or `competing event …`
        Event(EventEntry),
        /// `censored at …`
        Censored(CensoredEntry),
        /// `until …`
        Until(UntilPart),
        /// `entering at …`
        Entering(EnteringEntry),
        /// `missing when …`
        Missing(MissingEntry),
        /// `negative …`
        Negative(NegativeEntry),
        /// `landmark at …`
        Landmark(LandmarkEntry),
        /// `in months`
        Measure(MeasureEntry),
        /// What could not be understood.
        Bad(BadEntry),
    }
}

view! {
    /// `event NAME: DATE where … after … on or before …`, `competing event …`
    EventEntry
}

impl EventEntry {
    /// What the event is called in results.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }

    /// Whether it competes with the events of interest.
    #[must_use]
    pub fn is_competing(&self) -> bool {
        has_keyword(&self.syntax, "competing")
    }

    /// The date of the event, or the dates of events.
    #[must_use]
    pub fn date(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// What the event and its date must satisfy.
    #[must_use]
    pub fn clauses(&self) -> Vec<Clause> {
        children(&self.syntax)
    }
}

view! {
    /// `censored at DATE`
    CensoredEntry
}

impl CensoredEntry {
    /// The date used where no event is seen.
    #[must_use]
    pub fn date(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `entering at DATE`
    EnteringEntry
}

impl EnteringEntry {
    /// From when on a patient is at risk.
    #[must_use]
    pub fn date(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `missing when CONDITION, or CONDITION`
    MissingEntry
}

impl MissingEntry {
    /// The conditions, one of which is enough.
    #[must_use]
    pub fn conditions(&self) -> Vec<Expr> {
        children(&self.syntax)
    }
}

/// What becomes of a time below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NegativeKind {
    /// `negative missing`
    Missing,
    /// `negative as zero`
    AsZero,
}

view! {
    /// `negative missing`, `negative as zero`
    NegativeEntry
}

impl NegativeEntry {
    /// What becomes of it.
    #[must_use]
    pub fn kind(&self) -> Option<NegativeKind> {
        keywords(&self.syntax).find_map(|word| match word.text() {
            "missing" => Some(NegativeKind::Missing),
            "zero" => Some(NegativeKind::AsZero),
            _ => None,
        })
    }
}

view! {
    /// `landmark at 6 months`
    LandmarkEntry
}

impl LandmarkEntry {
    /// How long after the start the clock begins, for those still at risk.
    #[must_use]
    pub fn at(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }
}

view! {
    /// `in months`
    MeasureEntry
}

impl MeasureEntry {
    /// The unit that times are shown in.
    #[must_use]
    pub fn unit(&self) -> Option<TimeUnit> {
        keywords(&self.syntax).find_map(|word| TimeUnit::from_word(word.text()))
    }
}

//! Bags of events in English.
//!
//! Invariant: inside a sentence what narrows records stands in parentheses; only at its end it stands without.

use super::Say;
use crate::text::{OWN, SELF, words};
use kohort_semantics::study::{DefinitionId, Events, EventsBase, ExprKind};

/// A bag of events: what its records are called, and what narrows them.
pub(crate) struct Bag {
    one: String,
    many: String,
    clauses: Vec<String>,
}

impl Bag {
    /// One of them: `visit record (dated …)`.
    pub(super) fn one(&self) -> String {
        self.closed(&self.one, ("its", "it is"))
    }

    /// All of them, within a sentence.
    pub(super) fn many(&self) -> String {
        self.closed(&self.many, ("their", "they are"))
    }

    /// One of them, at the end of a sentence.
    pub(super) fn free_one(&self) -> String {
        self.open(&self.one, ("its", "it is"))
    }

    /// All of them, at the end of a sentence.
    pub(super) fn free_many(&self) -> String {
        self.open(&self.many, ("their", "they are"))
    }

    fn closed(&self, noun: &str, pronouns: (&str, &str)) -> String {
        if self.clauses.is_empty() {
            return noun.to_owned();
        }
        format!("{noun} ({})", self.said(pronouns))
    }

    fn said(&self, (own, itself): (&str, &str)) -> String {
        let clauses = self.clauses.join("; ");
        clauses.replace(OWN, own).replace(SELF, itself)
    }

    fn open(&self, noun: &str, pronouns: (&str, &str)) -> String {
        if self.clauses.is_empty() {
            return noun.to_owned();
        }
        format!("{noun} {}", self.said(pronouns))
    }
}

impl Say<'_> {
    /// A bag of events. What narrows a bag in parentheses narrows this one too.
    pub(crate) fn bag(&self, events: &Events) -> Bag {
        let mut bag = match &events.base {
            EventsBase::Nested(inner) => self.bag(inner),
            base => {
                let (one, many) = self.base(base);
                Bag {
                    one,
                    many,
                    clauses: Vec::new(),
                }
            }
        };
        let filter = events.filter.as_ref();
        let filter = filter.map(|filter| format!("where {}", self.clause(filter)));
        let windows = events.windows.iter();
        let windows = windows.map(|window| format!("dated {}", self.window(window)));
        bag.clauses.extend(filter.into_iter().chain(windows));
        bag
    }

    /// What records are called that a definition stands for.
    fn called(&self, id: DefinitionId) -> (&'static str, &'static str) {
        let value = self.study.definition(id).map(|definition| &definition.value.kind);
        let mut base = match value {
            Some(ExprKind::Events(events)) => &events.base,
            Some(ExprKind::Definition(other)) if *other < id => return self.called(*other),
            _ => return ("record", "records"),
        };
        loop {
            match base {
                EventsBase::Nested(inner) => base = &inner.base,
                EventsBase::Definition(other) if *other < id => return self.called(*other),
                EventsBase::Lines(_) => return ("line of therapy", "lines of therapy"),
                EventsBase::Episodes { .. } => return ("episode", "episodes"),
                EventsBase::Gaps { .. } => return ("gap", "gaps"),
                EventsBase::Entity(_) | EventsBase::Definition(_) => return ("record", "records"),
            }
        }
    }

    /// What a bag starts from: what one of its records is called, and what all are.
    fn base(&self, base: &EventsBase) -> (String, String) {
        let both = |one: &str, many: &str, of: String| (format!("{one}{of}"), format!("{many}{of}"));
        match base {
            EventsBase::Entity(id) => {
                let entity = self.study.model.entity(*id);
                let entity = entity.map_or_else(|| String::from("?"), |entity| words(&entity.name));
                (format!("{entity} record"), format!("{entity} records"))
            }
            EventsBase::Definition(id) => {
                let (one, many) = self.called(*id);
                both(one, many, format!(" of {}", self.definition(*id)))
            }
            EventsBase::Lines(_) => (String::from("line of therapy"), String::from("lines of therapy")),
            // A bag in parentheses is said with what narrows it.
            EventsBase::Nested(inner) => self.base(&inner.base),
            EventsBase::Episodes {
                events,
                joined_within,
            } => both(
                "episode",
                "episodes",
                format!(
                    " of {} (joined where the next begins at most {} after the last covered day)",
                    self.bag(events).many(),
                    crate::text::amount(*joined_within, "day")
                ),
            ),
            EventsBase::Gaps {
                events,
                days,
                or_equal,
            } => {
                let least = if *or_equal { "at least" } else { "more than" };
                let days = crate::text::amount(*days, "day");
                both(
                    "gap",
                    "gaps",
                    format!(" of {least} {days} between {}", self.bag(events).many()),
                )
            }
        }
    }
}

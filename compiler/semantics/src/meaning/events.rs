//! Bags of events, flat: what they start from, and all tests and windows that narrow it, in no order.
//!
//! Invariant: a bag of a bag is the bag of both their clauses, since a record belongs if all of them hold in Kleene's
//! logic. Windows stay whole: one with two ends is unknown if either is missing, and two windows with one end each are not.

use super::Meanings;
use super::hash::{Encoder, Hash};
use crate::study::{Bound, DefinitionId, Events, EventsBase, ExprKind, Window};
use std::collections::BTreeSet;

/// A flat bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flat {
    /// All records of an entity, lines, episodes or gaps.
    root: Hash,
    /// The conjuncts of all where-clauses.
    tests: BTreeSet<Hash>,
    windows: BTreeSet<Hash>,
}

impl Meanings<'_> {
    /// The meaning of a bag of events.
    pub fn events(&self, events: &Events) -> Hash {
        let Flat { root, tests, windows } = self.flat(events);
        if tests.is_empty() && windows.is_empty() {
            return root;
        }
        let mut encoder = Encoder::new("bag");
        encoder.hash(root).hashes(tests).hashes(windows);
        encoder.finish()
    }

    /// The meaning of a window.
    pub fn window(&self, window: &Window) -> Hash {
        let Window { from, to, span: _ } = window;
        let mut encoder = Encoder::new("window");
        for bound in [from, to] {
            encoder.maybe(bound.as_ref(), |encoder, Bound { date, inclusive }| {
                encoder.truth(*inclusive).hash(self.expression(date))
            });
        }
        encoder.finish()
    }

    fn flat(&self, events: &Events) -> Flat {
        let Events {
            base,
            filter,
            windows,
            record: _,
            span: _,
        } = events;
        let mut flat = self.base(base);
        if let Some(filter) = filter {
            flat.tests.extend(self.condition(filter, false).conjuncts());
        }
        // A window without ends holds for every record with a date, which is a test too.
        flat.windows
            .extend(windows.iter().map(|window| self.window(window)));
        flat
    }

    fn base(&self, base: &EventsBase) -> Flat {
        let root = match base {
            EventsBase::Nested(inner) => return self.flat(inner),
            EventsBase::Definition(id) => return self.defined_bag(*id),
            EventsBase::Entity(entity) => self.entity(*entity),
            EventsBase::Lines(lines) => self.lines(lines),
            EventsBase::Episodes {
                events,
                joined_within,
            } => Encoder::new("episodes")
                .signed(*joined_within)
                .hash(self.events(events))
                .finish(),
            EventsBase::Gaps {
                events,
                days,
                or_equal,
            } => Encoder::new("gaps")
                .signed(*days)
                .truth(*or_equal)
                .hash(self.events(events))
                .finish(),
        };
        Flat {
            root,
            tests: BTreeSet::new(),
            windows: BTreeSet::new(),
        }
    }

    /// The bag that a definition stands for.
    fn defined_bag(&self, id: DefinitionId) -> Flat {
        if let Some(known) = self.bags.borrow().get(&id) {
            return known.clone();
        }
        let flat = match self.study.definition(id).map(|definition| &definition.value.kind) {
            Some(ExprKind::Events(events)) => self.flat(events),
            Some(ExprKind::Definition(other)) => self.defined_bag(*other),
            // A bag that is chosen between others has no clauses of its own.
            _ => Flat {
                root: self.definition(id),
                tests: BTreeSet::new(),
                windows: BTreeSet::new(),
            },
        };
        self.bags.borrow_mut().insert(id, flat.clone());
        flat
    }
}

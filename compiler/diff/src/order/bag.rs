//! The order of bags of events by which records belong to them.

use super::{Order, Side, Test, Versions};
use kohort_semantics::meaning::Hash;
use kohort_semantics::study::{Bound, Events, EventsBase, ExprKind, Window};

/// A bag taken apart: what it starts from, and all that narrows it.
struct Parts<'e> {
    root: &'e Events,
    tests: Vec<Test<'e>>,
    windows: Vec<&'e Window>,
}

impl Versions<'_> {
    /// How the records of a new bag relate to the old one's: each record's belonging, by truth.
    pub(crate) fn bag(&self, old: &Events, new: &Events) -> Order {
        if self.old.events(old) == self.new.events(new) {
            return Order::SAME;
        }
        let (old, new) = (self.parts(Side::Old, old), self.parts(Side::New, new));
        if self.root(Side::Old, old.root) != self.root(Side::New, new.root) {
            return Order::OPEN;
        }
        // As in an `and`: never more, if everything that narrowed the old one has a match in the new one.
        let test = |old: &Test<'_>, new: &Test<'_>| self.truth(*old, *new);
        let at_most = old
            .tests
            .iter()
            .all(|old| new.tests.iter().any(|new| test(old, new).at_most))
            && old
                .windows
                .iter()
                .all(|old| new.windows.iter().any(|new| self.window(old, new).at_most));
        let at_least = new
            .tests
            .iter()
            .all(|new| old.tests.iter().any(|old| test(old, new).at_least))
            && new
                .windows
                .iter()
                .all(|new| old.windows.iter().any(|old| self.window(old, new).at_least));
        Order { at_most, at_least }
    }

    /// The meaning of what a bag starts from.
    fn root(&self, side: Side, root: &Events) -> Hash {
        let bare = Events {
            filter: None,
            windows: Vec::new(),
            ..root.clone()
        };
        self.side(side).events(&bare)
    }

    fn parts<'e>(&'e self, side: Side, events: &'e Events) -> Parts<'e> {
        let (mut tests, mut windows) = (Vec::new(), Vec::new());
        let mut at = events;
        loop {
            if let Some(filter) = &at.filter {
                tests.extend(self.taken_apart(side, Test::new(filter), true));
            }
            windows.extend(&at.windows);
            at = match &at.base {
                EventsBase::Nested(inner) => inner,
                EventsBase::Definition(id) => match self.defined(side, *id) {
                    Some(inner) => inner,
                    None => break,
                },
                _ => break,
            };
        }
        Parts {
            root: at,
            tests,
            windows,
        }
    }

    /// The bag that a definition stands for.
    fn defined(&self, side: Side, id: kohort_semantics::study::DefinitionId) -> Option<&Events> {
        let value = &self.side(side).of().definition(id)?.value;
        match &self.resolved(side, value).kind {
            ExprKind::Events(events) => Some(events),
            _ => None,
        }
    }

    /// How a new window relates to the old one. A bound that one of them lacks must not be missing in the other: a window
    /// with a missing end is unknown even for records that lie outside of its other end.
    pub(crate) fn window(&self, old: &Window, new: &Window) -> Order {
        let mut order = Order::SAME;
        for (old, new, start) in [(&old.from, &new.from, true), (&old.to, &new.to, false)] {
            order = order.and(match (old, new) {
                (None, None) => Order::SAME,
                (Some(old), Some(new)) => self.bound(old, new, start),
                (None, Some(new)) => Order {
                    at_most: self.always_known(Side::New, &new.date),
                    at_least: false,
                },
                (Some(old), None) => Order {
                    at_most: false,
                    at_least: self.always_known(Side::Old, &old.date),
                },
            });
        }
        order
    }

    fn bound(&self, old: &Bound, new: &Bound, start: bool) -> Order {
        let date = self.value(&old.date, &new.date);
        let date = if start { date.turned() } else { date };
        date.and(Order::from_comparison(new.inclusive.cmp(&old.inclusive)))
    }
}

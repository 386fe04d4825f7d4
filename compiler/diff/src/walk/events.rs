//! Bags of events side by side.

use super::expression::flat as operands_of;
use super::{Cause, Node, Walk};
use crate::order::Side;
use crate::places::Places;
use kohort_semantics::study::{Bound, Events, EventsBase, Expr, ExprKind, Window};

/// A bag with all its clauses in one place.
struct Flat<'e> {
    base: &'e EventsBase,
    tests: Vec<&'e Expr>,
    windows: Vec<&'e Window>,
}

impl Walk<'_> {
    /// What makes two versions of a bag of events differ.
    pub(crate) fn events(self, old: &Events, new: &Events, at: &Places, node: &mut Node) {
        if self.versions.old.events(old) == self.versions.new.events(new) {
            return;
        }
        let (mut old, mut new) = (flat(old), flat(new));
        loop {
            let opened = match (old.base, new.base) {
                (EventsBase::Definition(_), EventsBase::Definition(_)) => break,
                (EventsBase::Definition(_), _) => self.opened(Side::Old, &mut old),
                (_, EventsBase::Definition(_)) => self.opened(Side::New, &mut new),
                _ => break,
            };
            if !opened {
                return Self::own(node, at);
            }
        }
        self.base(old.base, new.base, at, node);
        self.operands(old.tests, new.tests, at, node);
        self.windows(old.windows, new.windows, at, node);
    }

    /// Puts what a definition stands for in its place.
    fn opened<'e>(&'e self, side: Side, flat: &mut Flat<'e>) -> bool {
        let EventsBase::Definition(id) = flat.base else {
            return false;
        };
        let Some(definition) = self.versions.side(side).of().definition(*id) else {
            return false;
        };
        let ExprKind::Events(events) = &self.versions.resolved(side, &definition.value).kind else {
            return false;
        };
        let inner = self::flat(events);
        flat.base = inner.base;
        flat.tests.extend(inner.tests);
        flat.windows.extend(inner.windows);
        true
    }

    fn base(self, old: &EventsBase, new: &EventsBase, at: &Places, node: &mut Node) {
        match (old, new) {
            (EventsBase::Definition(old), EventsBase::Definition(new)) => {
                if self.versions.old.definition(*old) != self.versions.new.definition(*new) {
                    Self::caused(node, Cause::Definition(*old, *new), at);
                }
            }
            (EventsBase::Entity(old), EventsBase::Entity(new)) => self.entity(*old, *new, at, node),
            (EventsBase::Lines(old), EventsBase::Lines(new)) => self.lines(old, new, at, node),
            (
                EventsBase::Episodes {
                    events: old,
                    joined_within: old_within,
                },
                EventsBase::Episodes {
                    events: new,
                    joined_within: new_within,
                },
            ) => {
                if old_within != new_within {
                    Self::own(node, at);
                }
                self.events(old, new, at, node);
            }
            (
                EventsBase::Gaps {
                    events: old,
                    days: old_days,
                    or_equal: old_equal,
                },
                EventsBase::Gaps {
                    events: new,
                    days: new_days,
                    or_equal: new_equal,
                },
            ) => {
                if (old_days, old_equal) != (new_days, new_equal) {
                    Self::own(node, at);
                }
                self.events(old, new, at, node);
            }
            _ => Self::own(node, at),
        }
    }

    fn entity(
        self,
        old: kohort_semantics::model::EntityId,
        new: kohort_semantics::model::EntityId,
        at: &Places,
        node: &mut Node,
    ) {
        let (before, after) = (&self.versions.old, &self.versions.new);
        if before.entity(old) == after.entity(new) {
            return;
        }
        let (Some(old_entity), Some(new_entity)) =
            (before.of().model.entity(old), after.of().model.entity(new))
        else {
            return Self::own(node, at);
        };
        if old_entity.name != new_entity.name {
            return Self::own(node, at);
        }
        let known = node.causes.len();
        if old_entity.attributes.len() == new_entity.attributes.len() {
            let attributes = before.of().model.attribute_ids(old);
            for (old, new) in attributes.zip(after.of().model.attribute_ids(new)) {
                self.attribute(old, new, at, node);
            }
        }
        if node.causes.len() == known && node.own.is_none() {
            Self::caused(node, Cause::Model(new_entity.name.clone()), at);
        }
    }

    fn windows(self, mut old: Vec<&Window>, mut new: Vec<&Window>, at: &Places, node: &mut Node) {
        old.retain(|before| {
            let hash = self.versions.old.window(before);
            let same = new
                .iter()
                .position(|after| self.versions.new.window(after) == hash);
            same.map(|position| new.remove(position)).is_none()
        });
        if old.len() != new.len() {
            return Self::own(node, at);
        }
        for (old, new) in old.into_iter().zip(new) {
            for bounds in [(&old.from, &new.from), (&old.to, &new.to)] {
                match bounds {
                    (None, None) => {}
                    (
                        Some(Bound {
                            date: old,
                            inclusive: old_end,
                        }),
                        Some(Bound {
                            date: new,
                            inclusive: new_end,
                        }),
                    ) if old_end == new_end => self.expression(old, new, at, node),
                    _ => Self::own(node, at),
                }
            }
        }
    }
}

fn conjuncts(filter: &Expr) -> Vec<&Expr> {
    match &filter.kind {
        ExprKind::And(_) => operands_of(filter),
        _ => vec![filter],
    }
}

/// A bag with the clauses of those that stand inside it.
fn flat(events: &Events) -> Flat<'_> {
    let mut flat = Flat {
        base: &events.base,
        tests: Vec::new(),
        windows: Vec::new(),
    };
    let mut at = events;
    loop {
        flat.tests.extend(at.filter.iter().flat_map(conjuncts));
        flat.windows.extend(&at.windows);
        flat.base = &at.base;
        match &at.base {
            EventsBase::Nested(inner) => at = inner,
            _ => return flat,
        }
    }
}

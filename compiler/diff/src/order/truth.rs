//! The order of conditions by truth.

use super::test::ends;
use super::{Order, Side, Test, Versions, covers, drugs_within};
use kohort_semantics::study::{Compare, Events, Expr, ExprKind, Pick, SetItem, Study};

impl Versions<'_> {
    /// How a new condition's truth relates to the old one's.
    pub(crate) fn truth(&self, old: Test<'_>, new: Test<'_>) -> Order {
        if self.hash_of(Side::Old, old) == self.hash_of(Side::New, new) {
            return Order::SAME;
        }
        let all = self.joined(old, new, true);
        if all != Order::OPEN {
            return all;
        }
        self.joined(old, new, false)
    }

    /// The order of two conditions as what they are made of.
    fn joined(&self, old: Test<'_>, new: Test<'_>, all: bool) -> Order {
        let (old, new) = (
            self.taken_apart(Side::Old, old, all),
            self.taken_apart(Side::New, new, all),
        );
        if let ([old], [new]) = (old.as_slice(), new.as_slice()) {
            return self.one(*old, *new);
        }
        let order = |old: &Test<'_>, new: &Test<'_>| match (old.is_joined(!all), new.is_joined(!all)) {
            (true, _) | (_, true) => self.truth(*old, *new),
            _ => self.one(*old, *new),
        };
        // Of `and`, the new is never more if each old operand has a new one that is never more; it is never less if each
        // new operand has an old one that is never more. Of `or`, the other way round.
        let each_old =
            |holds: fn(Order) -> bool| old.iter().all(|old| new.iter().any(|new| holds(order(old, new))));
        let each_new =
            |holds: fn(Order) -> bool| new.iter().all(|new| old.iter().any(|old| holds(order(old, new))));
        if all {
            Order {
                at_most: each_old(|order| order.at_most),
                at_least: each_new(|order| order.at_least),
            }
        } else {
            Order {
                at_most: each_new(|order| order.at_most),
                at_least: each_old(|order| order.at_least),
            }
        }
    }

    /// The order of two conditions that are made of no others.
    fn one(&self, old: Test<'_>, new: Test<'_>) -> Order {
        if self.hash_of(Side::Old, old) == self.hash_of(Side::New, new) {
            return Order::SAME;
        }
        if let (
            ExprKind::Compare {
                op: old_op,
                left: old_left,
                right: old_right,
            },
            ExprKind::Compare {
                op: new_op,
                left: new_left,
                right: new_right,
            },
        ) = (&old.condition.kind, &new.condition.kind)
        {
            let old = (negated(*old_op, old.negated), &**old_left, &**old_right);
            let new = (negated(*new_op, new.negated), &**new_left, &**new_right);
            return self.compared(old, new);
        }
        if old.negated != new.negated {
            return Order::OPEN;
        }
        let order = self.upright(old.condition, new.condition);
        if new.negated { order.turned() } else { order }
    }

    fn upright(&self, old: &Expr, new: &Expr) -> Order {
        let studies = (self.old.of(), self.new.of());
        match (&old.kind, &new.kind) {
            (ExprKind::Any(old), ExprKind::Any(new)) => self.bag(old, new),
            (ExprKind::IsMissing(old), ExprKind::IsMissing(new)) => self.picked(old, new).turned(),
            (
                ExprKind::InCodes {
                    value: old_value,
                    list: old,
                },
                ExprKind::InCodes {
                    value: new_value,
                    list: new,
                },
            ) if self.same(old_value, new_value) => {
                let lists = (
                    studies.0.code_lists.get(old.0 as usize),
                    studies.1.code_lists.get(new.0 as usize),
                );
                match lists {
                    (Some(old), Some(new)) => Order {
                        at_most: covers(old, new),
                        at_least: covers(new, old),
                    },
                    _ => Order::OPEN,
                }
            }
            (
                ExprKind::InDrugs {
                    value: old_value,
                    list: old,
                },
                ExprKind::InDrugs {
                    value: new_value,
                    list: new,
                },
            ) if self.same(old_value, new_value) => {
                let of =
                    |study: &'_ Study, id: usize| study.drug_lists.get(id).map(|list| list.drugs.clone());
                match (of(studies.0, old.0 as usize), of(studies.1, new.0 as usize)) {
                    (Some(old), Some(new)) => Order {
                        at_most: drugs_within(self, Side::New, &new, &old),
                        at_least: drugs_within(self, Side::Old, &old, &new),
                    },
                    _ => Order::OPEN,
                }
            }
            (
                ExprKind::InPeriod {
                    date: old_date,
                    period: old,
                },
                ExprKind::InPeriod {
                    date: new_date,
                    period: new,
                },
            ) if self.same(old_date, new_date) => self.period(old, new),
            (
                ExprKind::InSet {
                    value: old_value,
                    items: old,
                },
                ExprKind::InSet {
                    value: new_value,
                    items: new,
                },
            ) if self.same(old_value, new_value) => self.items(old, new),
            (
                ExprKind::OnlyIn {
                    sources: old_sources,
                    value: old,
                },
                ExprKind::OnlyIn {
                    sources: new_sources,
                    value: new,
                },
            ) if old_sources == new_sources => self.truth(Test::new(old), Test::new(new)),
            _ => Order::OPEN,
        }
    }

    /// Each item a test of its own: never less if every old item lies in a new one.
    fn items(&self, old: &[SetItem], new: &[SetItem]) -> Order {
        let within = |order: Order, other: Order| order.at_least && other.at_most;
        Order {
            at_least: old.iter().all(|old| {
                new.iter().any(|new| {
                    let ((old_low, old_high), (new_low, new_high)) = (ends(old), ends(new));
                    within(self.value(old_high, new_high), self.value(old_low, new_low))
                })
            }),
            at_most: new.iter().all(|new| {
                old.iter().any(|old| {
                    let ((old_low, old_high), (new_low, new_high)) = (ends(old), ends(new));
                    within(self.value(old_low, new_low), self.value(old_high, new_high))
                })
            }),
        }
    }

    /// A comparison `x < y` rises with y and falls with x; a wider operator is never less.
    fn compared(&self, old: (Compare, &Expr, &Expr), new: (Compare, &Expr, &Expr)) -> Order {
        let (old_op, old_low, old_high) = upwards(old);
        let (new_op, new_low, new_high) = upwards(new);
        let same_operands = |one: (&Expr, &Expr), other: (&Expr, &Expr)| {
            self.same(one.0, other.0) && self.same(one.1, other.1)
        };
        match (old_op, new_op) {
            (Compare::Lt | Compare::Le, Compare::Lt | Compare::Le) => {
                let operator = Order::from_comparison((new_op == Compare::Le).cmp(&(old_op == Compare::Le)));
                let low = self.value(old_low, new_low);
                let high = self.value(old_high, new_high);
                operator.and(low.turned()).and(high)
            }
            // Equal dates and values are not later and not earlier.
            (Compare::Eq, Compare::Le) | (Compare::Lt, Compare::Ne)
                if same_operands((old_low, old_high), (new_low, new_high))
                    || (old_op == Compare::Eq || new_op == Compare::Ne)
                        && same_operands((old_low, old_high), (new_high, new_low)) =>
            {
                Order {
                    at_most: false,
                    at_least: true,
                }
            }
            (Compare::Le, Compare::Eq) | (Compare::Ne, Compare::Lt)
                if same_operands((old_low, old_high), (new_low, new_high))
                    || same_operands((old_low, old_high), (new_high, new_low)) =>
            {
                Order {
                    at_most: true,
                    at_least: false,
                }
            }
            _ => Order::OPEN,
        }
    }

    /// Whether there is an event, by which events it is picked from: one of more events is never missing more often.
    fn picked(&self, old: &Expr, new: &Expr) -> Order {
        let (old, new) = (self.resolved(Side::Old, old), self.resolved(Side::New, new));
        match (&old.kind, &new.kind) {
            (
                ExprKind::Pick {
                    which: old_which,
                    events: old,
                    ties: _,
                },
                ExprKind::Pick {
                    which: new_which,
                    events: new,
                    ties: _,
                },
            ) => self.found(old_which, old, new_which, new),
            _ => Order::OPEN,
        }
    }

    fn found(&self, old_which: &Pick, old: &Events, new_which: &Pick, new: &Events) -> Order {
        let rank = |which: &Pick| match which {
            Pick::First | Pick::Last => Some(1),
            Pick::Nth(n) => Some(*n),
            Pick::Nearest(_) => None,
        };
        let which = match (old_which, new_which) {
            (Pick::Nearest(old), Pick::Nearest(new)) if self.same(old, new) => Order::SAME,
            _ => match (rank(old_which), rank(new_which)) {
                (Some(old), Some(new)) => Order::from_comparison(old.cmp(&new)),
                _ => return Order::OPEN,
            },
        };
        which.and(self.bag(old, new))
    }

    /// Whether two expressions mean the same.
    pub(crate) fn same(&self, old: &Expr, new: &Expr) -> bool {
        self.old.expression(old) == self.new.expression(new)
    }
}

impl Test<'_> {
    /// Whether it is an `and` (or, with `all` false, an `or`).
    fn is_joined(self, all: bool) -> bool {
        match self.condition.kind {
            ExprKind::And(_) => all != self.negated,
            ExprKind::Or(_) => all == self.negated,
            _ => false,
        }
    }
}

fn negated(op: Compare, negated: bool) -> Compare {
    if negated { op.opposite() } else { op }
}

/// A comparison with the smaller side first.
fn upwards<'e>((op, left, right): (Compare, &'e Expr, &'e Expr)) -> (Compare, &'e Expr, &'e Expr) {
    match op {
        Compare::Gt => (Compare::Lt, right, left),
        Compare::Ge => (Compare::Le, right, left),
        other => (other, left, right),
    }
}

//! Operands without an order side by side.

use super::{Node, Walk};
use crate::places::Places;
use kohort_semantics::study::Expr;

impl Walk<'_> {
    /// What makes the operands of two conjunctions or disjunctions differ.
    ///
    /// Operands that mean the same belong together, then those that differ by what they name alone, then the rest in order.
    pub(super) fn operands(self, mut old: Vec<&Expr>, mut new: Vec<&Expr>, at: &Places, node: &mut Node) {
        old.retain(|before| {
            let hash = self.versions.old.expression(before);
            let same = new
                .iter()
                .position(|after| self.versions.new.expression(after) == hash);
            same.map(|position| new.remove(position)).is_none()
        });
        old.retain(|before| {
            let alike = new.iter().enumerate().find_map(|(position, after)| {
                let mut between = Node::default();
                self.expression(before, after, at, &mut between);
                between.own.is_none().then_some((position, between))
            });
            let Some((position, between)) = alike else {
                return true;
            };
            new.remove(position);
            for (cause, places) in between.causes {
                Self::caused(node, cause, &places);
            }
            false
        });
        if old.len() != new.len() {
            return Self::own(node, at);
        }
        for (old, new) in old.into_iter().zip(new) {
            self.expression(old, new, at, node);
        }
    }
}

//! Walking through two versions of something side by side, to find what makes them differ.
//!
//! Where both versions name a definition, a code list, a drug or an attribute that means something else in each, the
//! difference lies there and not in what names it: that is a cause. What is left is the thing's own.
//!
//! Invariant: two versions that mean the same have no causes and nothing of their own; two that differ have one or the other.

mod cause;
mod events;
mod expression;
mod field;
mod lines;
mod operands;

pub(crate) use cause::{Cause, Node};

use crate::order::Versions;
use crate::places::Places;

/// Looks for what makes two versions differ.
#[derive(Clone, Copy)]
pub(crate) struct Walk<'v> {
    pub(crate) versions: &'v Versions<'v>,
}

impl Walk<'_> {
    /// Notes that something differs by itself.
    fn own(node: &mut Node, at: &Places) {
        node.own = Some(match &node.own {
            Some(known) => known.joined(at),
            None => at.clone(),
        });
    }

    /// Notes that something differs by what it names.
    fn caused(node: &mut Node, cause: Cause, at: &Places) {
        let places = match node.causes.get(&cause) {
            Some(known) => known.joined(at),
            None => at.clone(),
        };
        node.causes.insert(cause, places);
    }
}

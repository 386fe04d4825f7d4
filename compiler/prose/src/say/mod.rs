//! Expressions, events and rules in English.
//!
//! Invariant: what differs in meaning differs in its words. What extends to the right is put in parentheses where something
//! follows it, so that every sentence can be read in one way only.

mod condition;
mod drug_sets;
mod events;
mod expression;
mod fields;
mod names;
mod phrase;
mod pick;
mod small;
mod value;
mod window;

pub(crate) use names::Names;
pub(crate) use small::{placement, time};

use kohort_semantics::study::Study;

/// Says the parts of one study.
pub(crate) struct Say<'s> {
    pub(crate) study: &'s Study,
    pub(crate) names: Names,
    /// Whether sets of drugs are said as the study writes them, because no appendix follows that lists them.
    pub(crate) sets_as_written: bool,
}

impl<'s> Say<'s> {
    pub(crate) fn new(study: &'s Study) -> Self {
        Self {
            study,
            names: Names::of(study),
            sets_as_written: false,
        }
    }
}

//! A typed study in Kohort's own words and canonical units, part by part.
//!
//! [`Words`] says expressions, events, windows, rules of lines, endpoints and outputs of a [`Study`] as a study would write
//! them. Plans, the protocol text and the comparison of two studies all speak through it, so that one thing is said in one
//! way.
//!
//! Invariant: what is printed depends on the meaning and on the names of definitions alone, not on layout, aliases or the
//! unit in which something was written; and two expressions that differ differ in their texts. Everything is said: ends of
//! windows, tie-breaks, conversions, what is asked in some sources only.

mod characteristic;
mod drug_sets;
mod endpoint;
mod events;
mod expression;
mod lines;
mod literal;
mod membership;
mod names;
pub(crate) mod operators;
mod output;
pub(crate) mod phrase;
mod pick;
mod precision;
mod rules;
pub(crate) mod small;
mod vocabulary;
mod written_out;

pub(crate) use endpoint::{conventions, event_word};
pub(crate) use events::{Bag, WindowWords};
pub(crate) use literal::literal;
pub(crate) use vocabulary::{Vocabulary, code_list_name, drug_list_name};
pub(crate) use written_out::WrittenOut;

use kohort_semantics::study::{Events, Expr, Study};
use names::Names;

/// Says the parts of one study.
pub struct Words<'s> {
    study: &'s Study,
    vocabulary: Vocabulary<'s>,
    names: Names,
}

impl<'s> Words<'s> {
    /// The words of a study.
    pub fn new(study: &'s Study) -> Self {
        Self {
            study,
            vocabulary: Vocabulary::of(study),
            names: Names::of(study),
        }
    }

    /// The study that is spoken of.
    pub fn study(&self) -> &'s Study {
        self.study
    }

    /// An expression. A reference to a definition is its name.
    pub fn expression(&self, expr: &Expr) -> String {
        self.phrase(expr, None).text
    }

    /// A condition as the tests that all have to hold: the operands of a conjunction, otherwise itself.
    pub fn conjuncts(&self, condition: &Expr) -> Vec<String> {
        self.all_of(condition, None)
    }

    /// Events with their clauses, on one line.
    pub fn events(&self, events: &Events) -> String {
        self.bag(events).phrase().text
    }
}

#[cfg(test)]
mod tests;

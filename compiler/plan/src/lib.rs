//! From a typed study and a source to a plan: the cohort algebra, binding, rewrite rules and the plan's text.
//!
//! A [`Plan`] is plain data: it names tables and columns, but knows nothing of the engine that runs it, performs no I/O and
//! can be serialised. Rules are functions from plan to plan and never change a result.

pub mod algebra;
pub mod bind;
mod build;
mod domain;
mod operands;
mod rewrite;
pub mod rules;
#[cfg(test)]
mod testing;
pub mod text;
pub mod words;

pub use algebra::Plan;
pub use bind::{Complete, bind, complete, layout};
pub use domain::DomainFault;

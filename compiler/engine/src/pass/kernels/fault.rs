//! Why a kernel cannot run: the plan contradicts itself.
//!
//! Invariant: a fault never depends on what the data say, only on the plan and on the shape of a batch.

use kohort_plan::algebra::ValueType;

/// Why a node cannot be evaluated. Which node it is, is added by whoever runs the kernel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// An operand has values of another type than its user needs.
    #[error("has an operand of type {found:?} instead of {wanted:?}")]
    Type {
        /// What the user needs.
        wanted: ValueType,
        /// What the operand has.
        found: ValueType,
    },
    /// Anything else.
    #[error("{0}")]
    Other(&'static str),
}

//! The kernels of the evaluation: one concept a file, each a plain function over whole vectors.
//!
//! Invariant: a kernel sees its operands through readers that already lead from its own domain to the operand's, cannot
//! fail on data, and has a test against the obvious definition for one value. Order and lifetime of vectors are
//! [`super::evaluate`]'s business.

pub(crate) mod aggregate;
pub(crate) mod arithmetic;
pub(crate) mod bag;
pub(crate) mod bounded;
pub(crate) mod check;
pub(crate) mod choose;
pub(crate) mod codes;
pub(crate) mod columns;
pub(crate) mod compare;
pub(crate) mod constant;
pub(crate) mod dates;
pub(crate) mod dispatch;
pub(crate) mod domains;
pub(crate) mod drugs;
pub(crate) mod elementwise;
pub(crate) mod entries;
pub(crate) mod episodes;
pub(crate) mod fault;
pub(crate) mod layout;
pub(crate) mod lines;
pub(crate) mod logic;
pub(crate) mod make_lines;
pub(crate) mod numbers;
pub(crate) mod operand;
pub(crate) mod periods;
pub(crate) mod pick;
pub(crate) mod place;
pub(crate) mod prepare;
pub(crate) mod raw;
pub(crate) mod requirements;
pub(crate) mod schedule;
pub(crate) mod select;
pub(crate) mod tally;
pub(crate) mod texts;
pub(crate) mod threshold;
pub(crate) mod ties;
pub(crate) mod values;

#[cfg(test)]
pub(crate) mod sample_study;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod whole_plans;

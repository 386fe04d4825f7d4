//! Describing a dataset: everything that a source maps, read once and counted.
//!
//! The way of the data is that of a run as far as whole patients, raw or prepared; instead of evaluating a study, every
//! attribute of every record is looked at ([`subject`]) and counted ([`tally`]), and the counts of all batches add up to a
//! [`Description`]. Invariants: only counts, names of drugs and codes, and texts that can hardly identify anybody leave;
//! what is counted does not depend on the order of rows, on threads or on batches; memory is bounded by that of a run and
//! by a fixed number of distinct values for each attribute. Values that contradict the source are counted like missing
//! ones and told as the faults that a run would end with; where a file itself is at fault there is no description, since
//! nobody knows what stands in the rest of it. Which counts may be shown is decided by whoever shows them.

mod description;
mod finish;
mod job;
mod looking;
mod subject;
mod tally;

pub use description::{
    AttributeDescription, Description, EntityDescription, Listed, MeasuredValues, Precisions,
    ValuesDescription,
};
pub use job::{describe, describe_blocking};

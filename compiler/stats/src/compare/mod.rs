//! Tests of whether groups have the same survival.

mod log_rank;
mod weighted;

pub use log_rank::{GroupResult, LogRank, LogRankError, log_rank, stratified_log_rank};
pub use weighted::{WeightedLogRank, weighted_log_rank};

//! What the tests of Kohort are made of.
//!
//! Invariant: this library never names the plan or the engine; tests bring those and compare.

pub mod chapters;
pub mod generate;
pub mod law;
pub mod projects;
mod setting;

pub use kohort_oracle as oracle;
pub use setting::setting;

//! What the estimators have to give: numbers from outside, cases worked out by hand, laws, and R.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a test that cannot go on has failed, and these tests are about floats"
)]

mod baseline;
mod cases;
mod cox;
mod laws;
mod people;
mod r;
mod reference;
mod rwpfs;
mod support;
mod tcga;

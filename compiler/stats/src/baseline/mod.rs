//! Tables of baseline characteristics, and how far apart groups are.

mod categories;
mod difference;
mod values;

pub use categories::Categories;
pub use difference::{SmdError, smd_binary, smd_categories, smd_continuous};
pub use values::{QuantileRule, Values};

//! Lines of therapy: rule sets, which stand for themselves, and their use on the records of a study's model.
//!
//! A rule set is read once where it is declared (`read`): drugs, lengths and numbers become plain data, and what is said of
//! the model's records stays text until a study with a model uses it (`take`). Invariant: what a use changes takes the place
//! of the rules that it is about (`change`), and the rules that result are checked like those of a declaration (`check`).

mod advance;
mod assemble;
mod change;
mod check;
mod kind;
mod maintenance;
mod other;
mod question;
mod read;
mod records;
mod regimen;
mod rule;
mod settings;
mod take;
mod time;

pub(in crate::lower) use read::{RuleSet, rule_sets};
pub(in crate::lower) use regimen::regimens;
pub use settings::line_settings;

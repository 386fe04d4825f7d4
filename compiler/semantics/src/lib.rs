//! From trees to typed studies: names, types, units, precision, grain, code lists, models, sources and checks.
//!
//! The one product of this crate is a [`Study`]: source-independent, fully resolved, every expression typed. Beside it
//! stand [`Model`] (what studies are written against) and [`Source`] (how one dataset maps onto a model), and the check
//! of a study against a source. Nothing here reads data, performs I/O, or knows how a study is executed.

pub mod capability;
pub mod check;
pub mod codes;
pub mod facts;
pub mod lower;
pub mod meaning;
pub mod model;
mod modules;
pub mod moves;
mod not_yet;
pub mod project;
pub mod source;
pub mod study;
pub mod study_walk;
pub mod units;
pub mod value;

pub use facts::{Fact, Facts, RecordOf, Shape, Sort, Symbol};
pub use model::Model;
pub use modules::project_files;
pub use project::{Analysis, Catalogue, Options, Session, Usable, Vocabulary, analyse, catalogue, reached};
pub use source::Source;
pub use study::Study;

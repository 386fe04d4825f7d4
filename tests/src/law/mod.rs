//! The projection law: the same people, written down in the tables of several countries, are the same people to every study
//! that all of these countries can answer.
//!
//! Here are the people's files, who of them the oracle finds in which cohort, and the search for those on whom countries do
//! not agree. Invariant: nothing here reads a source model to make a file; what is compared comes from the writers.

mod case;
mod members;
mod records;
mod said;
mod search;
mod show;
mod shrink;

pub use case::{Case, Country, cases, cases_with};
pub use members::{Members, members, not_in_both, person_number};
pub use records::Records;
pub use said::said_of;
pub use search::{differing, in_half};
pub use show::{shown_person, shown_records};
pub use shrink::shrunk;

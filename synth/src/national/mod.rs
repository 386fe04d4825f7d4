//! The records of a person in the tables of one country, one country a folder.
//!
//! A writer knows its country's tables, columns, codes, units and date forms, and what the country does not record. It is
//! written from the published descriptions of these tables and not from the source model, so that reading what was written
//! tests the source model.

pub mod de;
mod defects;
pub mod jp;
#[cfg(test)]
mod nasty;
#[cfg(test)]
mod rich;
pub mod uk;
pub mod us;

use crate::person::Person;
use crate::rows::{Rows, TableLayout};

/// Writes people into the tables of one country.
pub trait Writer: std::fmt::Debug + Send + Sync {
    /// The name of the source that reads these tables, for example `us`.
    fn source(&self) -> &'static str;

    /// The tables.
    fn tables(&self) -> &'static [TableLayout];

    /// Adds all records of a person. What cannot be said in the country's form is left out.
    fn write(&self, person: &Person, mess: Mess, rows: &mut Rows);
}

/// The writers of all countries, in the order in which they are shown.
pub fn writers() -> &'static [&'static dyn Writer] {
    static ALL: [&dyn Writer; 4] = [&us::WRITER, &uk::WRITER, &de::WRITER, &jp::WRITER];
    &ALL
}

/// Whether the records have the defects of real ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mess {
    /// Every record is complete, and all countries say the same of a person, as far as they record it.
    #[default]
    Clean,
    /// With the nasty cases of real data, decided by this seed and the person's number.
    Realistic {
        /// The seed.
        seed: u64,
    },
}

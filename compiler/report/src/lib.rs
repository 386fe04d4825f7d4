//! What a study reports: tables made from counts.
//!
//! The engine and the oracle both give how often each row of values occurs ([`Counted`]); everything that a report shows
//! follows from these counts. [`Report::of`] makes tables of typed cells from them, [`Report::suppressed`] hides what rests
//! on too few people, and [`render`] writes them as text, CSV and JSON.
//!
//! Invariant: pure functions; the same counts give the same bytes. Every cell knows the smallest count that it gives away,
//! so that nothing has to be worked out again to decide whether it may be shown. Estimators live in `kohort-stats`; there is
//! no arithmetic of floats here.

mod baseline;
mod cell;
mod error;
mod groups;
mod heading;
mod incidence;
mod observed;
mod percentage;
mod proportion;
mod rates;
pub mod render;
mod suppress;
mod survival;
mod table;
mod treatments;
mod units;
mod words;

pub use cell::{Cell, Content, Quantity, Spread};
pub use error::ReportError;
pub use table::{Column, ColumnKind, Kind, Report, Row, Table};

use kohort_semantics::Study;
use kohort_semantics::study::{Counted, Output, Tally};

/// The counts of a study, in which an output finds its own.
struct Counts<'c> {
    tallies: Vec<Tally>,
    counted: &'c [Counted],
}

impl<'c> Counts<'c> {
    /// What an output counts, in the order of [`Output::tallies`].
    fn of(&self, output: &Output) -> Vec<&'c Counted> {
        let places = output.tallies().into_iter().filter_map(|tally| {
            let place = self.tallies.iter().position(|known| *known == tally)?;
            self.counted.get(place)
        });
        places.collect()
    }
}

impl Report {
    /// The tables of a study, output after output. The attrition is no part of it: it is not counted by tallies.
    ///
    /// # Errors
    /// [`ReportError`], if the counts are not those of this study's tallies in their order.
    pub fn of(study: &Study, counted: &[Counted]) -> Result<Self, ReportError> {
        let counts = Counts {
            tallies: study.tallies(),
            counted,
        };
        error::check(&counts.tallies, counted)?;
        let mut tables: Vec<Table> = Vec::new();
        for (place, output) in study.outputs.iter().enumerate() {
            let own = counts.of(output);
            let of_output = match output {
                Output::Attrition(_) => Vec::new(),
                Output::Baseline { of, rows, smd } => {
                    vec![baseline::table(study, of, rows, *smd, &own)]
                }
                Output::Proportion { of, rows } => vec![proportion::table(study, of, rows, &own)],
                Output::Treatments {
                    of,
                    lines,
                    top,
                    sequences,
                    time_on_line,
                } => {
                    let asked = treatments::Asked {
                        lines: *lines,
                        top: *top,
                        sequences: *sequences,
                        time_on_line: *time_on_line,
                    };
                    treatments::tables(study, of, asked, &own)
                }
                Output::Survival(report) => survival::tables(study, report, &own),
                Output::Incidence(report) => incidence::tables(study, report, &own),
                Output::Rates {
                    of,
                    endpoints,
                    per,
                    unit,
                } => rates::tables(study, of, endpoints, (per, *unit), &own),
            };
            for mut table in of_output {
                let name = format!("{:02}_{}", place.saturating_add(1), table.name);
                table.name = unused(&tables, name);
                tables.push(table);
            }
        }
        Ok(Self {
            tables,
            suppression: None,
        })
    }
}

/// The name, with a number if another table has it.
fn unused(tables: &[Table], name: String) -> String {
    let taken = |name: &str| tables.iter().any(|table| table.name == name);
    if !taken(&name) {
        return name;
    }
    let numbered = (2u64..).map(|number| format!("{name}_{number}"));
    let free = numbered.into_iter().find(|name| !taken(name));
    free.unwrap_or(name)
}

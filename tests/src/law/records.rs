//! The records of some people in one country's tables.

use crate::oracle::{Content, Dataset};
use kohort_synth::national::{Mess, Writer};
use kohort_synth::people::Encode;
use kohort_synth::person::Person;
use kohort_synth::rows::{Rows, TableLayout, TableRows};
use kohort_synth::text::{Text, TextError, header};
use kohort_synth::{Realistic, Simulator};

/// The rows of all tables of a writer.
#[derive(Debug, Clone)]
pub struct Records {
    /// Whose tables they are.
    pub writer: &'static dyn Writer,
    rows: Vec<TableRows>,
}

impl Records {
    /// The records of the people of a seed who have these numbers.
    pub fn of(
        writer: &'static dyn Writer,
        seed: u64,
        numbers: impl IntoIterator<Item = u64>,
        mess: Mess,
    ) -> Self {
        let simulator = Simulator::new(seed, &[]);
        let people = numbers.into_iter().map(|number| simulator.person(number));
        Self::of_people(writer, people, mess)
    }

    /// The records of these people.
    pub fn of_people(
        writer: &'static dyn Writer,
        people: impl IntoIterator<Item = Person>,
        mess: Mess,
    ) -> Self {
        let mut rows = Rows::of(writer.tables().len());
        for mut person in people {
            if let Mess::Realistic { seed } = mess {
                Realistic { seed }.apply(&mut person);
            }
            writer.write(&person, mess, &mut rows);
        }
        Self {
            writer,
            rows: rows.tables().to_vec(),
        }
    }

    /// The same rows in another order, which follows from the number.
    pub fn shuffled(&self, number: u64) -> Self {
        let tables = self.writer.tables().iter().zip(&self.rows);
        let rows = tables
            .zip(0..)
            .map(|((layout, rows), table)| shuffled(layout, rows, number + table));
        Self {
            writer: self.writer,
            rows: rows.collect(),
        }
    }

    /// The tables with their rows.
    pub fn tables(&self) -> impl Iterator<Item = (&'static TableLayout, &TableRows)> {
        self.writer.tables().iter().zip(&self.rows)
    }

    /// The name and the bytes of each table's text file. They are made one by one, since many people have much text.
    ///
    /// # Errors
    /// A cell that the encoding of its file lacks.
    pub fn texts(&self) -> impl Iterator<Item = Result<(&'static str, Vec<u8>), TextError>> {
        self.tables().map(|(layout, rows)| {
            let mut bytes = header(layout)?;
            bytes.extend(Text.encode(0, 0, layout, rows)?);
            Ok((layout.file, bytes))
        })
    }

    /// The text files of these tables.
    ///
    /// # Errors
    /// A cell that the encoding of its file lacks.
    pub fn files(&self) -> Result<Dataset, TextError> {
        let mut dataset = Dataset::default();
        for text in self.texts() {
            let (file, bytes) = text?;
            dataset.files.insert(file.to_owned(), Content::Bytes(bytes));
        }
        Ok(dataset)
    }
}

/// Rows drawn one after the other from those that are left.
fn shuffled(layout: &TableLayout, rows: &TableRows, number: u64) -> TableRows {
    let cells: Vec<&str> = rows.cells().collect();
    let mut left: Vec<&[&str]> = cells.chunks(layout.columns.len().max(1)).collect();
    let mut state = number;
    let mut drawn = TableRows::default();
    while !left.is_empty() {
        // The generator of Knuth's MMIX; its high bits are the good ones.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(state >> 33).unwrap_or(0) % left.len();
        drawn.row(left.swap_remove(place));
    }
    drawn
}

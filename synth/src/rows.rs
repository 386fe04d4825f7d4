//! Rows of text for the tables of one country: what a writer fills and a file takes.
//!
//! Invariant: every row has as many cells as its table has columns. The texts of a table lie in one buffer, since a million
//! people have some hundred million cells.

/// How one table of a country is written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableLayout {
    /// The table's file name without ending, for example `sim_av_tumour`.
    pub name: &'static str,
    /// The text file's name, for example `sim_av_tumour.csv`.
    pub file: &'static str,
    /// The columns in order.
    pub columns: &'static [&'static str],
    /// The column separator of the text form.
    pub delimiter: u8,
    /// The encoding of the text form.
    pub encoding: TextEncoding,
    /// Whether the text form begins with the names of the columns.
    pub header: bool,
}

/// The encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8.
    Utf8,
    /// Windows code page 932.
    Cp932,
}

/// Rows of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableRows {
    text: String,
    ends: Vec<u32>,
}

/// Rows of all tables of one country, by the position of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    tables: Vec<TableRows>,
    /// Stands in where no table can be made, so that [`Rows::table`] needs no panic.
    spare: TableRows,
}

impl TableRows {
    /// Adds one cell.
    pub fn cell(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self
    }

    /// Adds one cell that formats itself.
    pub fn show(&mut self, value: impl std::fmt::Display) -> &mut Self {
        use std::fmt::Write;
        // Writing to a `String` cannot fail.
        let _ = write!(self.text, "{value}");
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self
    }

    /// Adds a whole row.
    pub fn row(&mut self, cells: &[&str]) {
        for cell in cells {
            self.cell(cell);
        }
    }

    /// All cells, row after row.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let to = *end as usize;
            let cell = self.text.get(from..to).unwrap_or_default();
            from = to;
            cell
        })
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many bytes of text there are.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Forgets the rows and keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }
}

impl Rows {
    /// Without rows, for so many tables.
    pub fn of(tables: usize) -> Self {
        Self {
            tables: vec![TableRows::default(); tables],
            spare: TableRows::default(),
        }
    }

    /// The rows of a table. A position beyond the last makes a table.
    pub fn table(&mut self, position: usize) -> &mut TableRows {
        if position >= self.tables.len() {
            self.tables.resize_with(position + 1, TableRows::default);
        }
        // The line above made it.
        self.tables.get_mut(position).unwrap_or(&mut self.spare)
    }

    /// The tables in order.
    pub fn tables(&self) -> &[TableRows] {
        &self.tables
    }

    /// Forgets all rows and keeps the memory.
    pub fn clear(&mut self) {
        self.tables.iter_mut().for_each(TableRows::clear);
    }
}

//! Lines of therapy: the columns of the lines that a node made.
//!
//! Invariant: lines of one owner stand together, in the order of their first days; a field is a vector over all lines.

use super::layout::Layout;
use super::numbers::Numbers;
use super::texts::Texts;
use super::values::Values;
use arrow::array::StringArray;
use kohort_semantics::study::{LineField, LineSetting};
use kohort_semantics::value::{Date, Day};

/// What a node that makes lines made.
pub(crate) struct MadeLines {
    /// The lines of each owner.
    pub(crate) layout: Layout,
    /// The lines.
    pub(crate) rows: LineRows,
    /// How many records end before they start.
    pub(crate) contradictory: u64,
}

/// One part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineRow {
    /// See [`LineField::Number`].
    pub(crate) number: u32,
    /// See [`LineField::Start`].
    pub(crate) start: i32,
    /// See [`LineField::End`].
    pub(crate) end: i32,
    /// See [`LineField::Maintenance`].
    pub(crate) maintenance: bool,
    /// See [`LineField::EndReason`].
    pub(crate) end_reason: u32,
    /// See [`LineField::Setting`].
    pub(crate) setting: u32,
    /// See [`LineField::LineEnd`].
    pub(crate) line_end: i32,
    /// See [`LineField::NextStart`].
    pub(crate) next_start: Option<i32>,
    /// The first day of the whole line.
    pub(crate) line_start: i32,
    /// The position of the set of drugs among the names.
    pub(crate) drugs: u32,
}

/// Lines, with the texts that they share.
#[derive(Debug, Clone, Default)]
pub(crate) struct LineRows {
    /// The lines.
    pub(crate) rows: Vec<LineRow>,
    /// The texts of sets of drugs, by position.
    pub(crate) drugs: Vec<String>,
    /// The names of the regimens that they are.
    pub(crate) regimens: Vec<String>,
}

impl LineRows {
    /// One field of all lines.
    pub(crate) fn field(&self, field: LineField) -> Values {
        match field {
            LineField::Number => self.whole(|row| i64::from(row.number)),
            LineField::Start => self.dates(|row| Some(row.start)),
            LineField::End => self.dates(|row| Some(row.end)),
            LineField::LineEnd => self.dates(|row| Some(row.line_end)),
            LineField::NextStart => self.dates(|row| row.next_start),
            LineField::Maintenance => {
                Values::Boolean(self.rows.iter().map(|row| Some(row.maintenance)).collect())
            }
            LineField::EndReason => self.categories(|row| row.end_reason),
            LineField::Setting => self.categories(|row| row.setting),
            LineField::Drugs => self.texts(&self.drugs),
            LineField::Regimen => self.texts(&self.regimens),
        }
    }

    /// Days from the first to the last of each line, its maintenance included, both counted.
    pub(crate) fn days(&self) -> Values {
        self.whole(|row| i64::from(row.line_end) - i64::from(row.line_start) + 1)
    }

    /// For each owner the regimens of its lines of the setting `main`, without maintenance, joined by ` > `.
    pub(crate) fn sequences(&self, layout: &Layout) -> Values {
        let main = LineSetting::Main.position();
        let sequence = |rows: std::ops::Range<usize>| {
            let names: Vec<&str> = self
                .rows
                .get(rows)
                .unwrap_or_default()
                .iter()
                .filter(|row| row.setting == main && !row.maintenance)
                .filter_map(|row| self.regimens.get(row.drugs as usize).map(String::as_str))
                .collect();
            (!names.is_empty()).then(|| names.join(" > "))
        };
        let sequences: StringArray = layout.ranges().map(sequence).collect();
        Values::Text(Texts::of_array(&sequences))
    }

    fn whole(&self, of: impl Fn(&LineRow) -> i64) -> Values {
        Values::Number(Numbers::Integer(
            self.rows.iter().map(|row| Some(of(row))).collect(),
        ))
    }

    fn dates(&self, of: impl Fn(&LineRow) -> Option<i32>) -> Values {
        let date = |row| of(row).map(|day| Date::day(Day(day)));
        Values::Date(self.rows.iter().map(date).collect())
    }

    fn categories(&self, of: impl Fn(&LineRow) -> u32) -> Values {
        Values::Category(self.rows.iter().map(|row| Some(of(row))).collect())
    }

    fn texts(&self, texts: &[String]) -> Values {
        let array = StringArray::from_iter_values(texts);
        let places = self.rows.iter().map(|row| Some(row.drugs)).collect();
        Values::Text(Texts::of_rows(array, places))
    }
}

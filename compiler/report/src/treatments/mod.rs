//! Regimens by line, why lines ended, how long they lasted, and which followed each other.

mod lines;
mod patterns;
mod reasons;
mod sequences;
mod time;

use crate::cell::Cell;
use crate::groups::Groups;
use crate::heading::Heading;
use crate::table::{Kind, Row, Table};
use kohort_semantics::Study;
use kohort_semantics::study::{Counted, DefinitionId, Grouped};
use lines::Numbering;

/// What a study asks for about lines.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    /// The definition whose value the lines are.
    pub(crate) lines: DefinitionId,
    /// How many regimens of each line are shown.
    pub(crate) top: Option<u32>,
    /// Whether sequences are shown.
    pub(crate) sequences: bool,
    /// Whether the time on each line is shown.
    pub(crate) time_on_line: bool,
}

/// The tables of one output.
pub(crate) fn tables(study: &Study, of: &Grouped, asked: Asked, counted: &[&Counted]) -> Vec<Table> {
    let name = study.definition(asked.lines);
    let name = name.map_or("", |definition| definition.name.as_str());
    let groups = Groups::of(study, of, counted);
    let numbering = Numbering::of(study.lines(asked.lines));
    let table = |kind: Kind, file: &str, what: &str, rows: Vec<Row>, notes: Vec<String>| {
        let heading = Heading::new(study, of, &format!("{what} of {name}"));
        Table {
            name: file.to_owned(),
            kind,
            title: heading.title,
            cohort: heading.cohort,
            columns: groups.columns(),
            rows,
            notes,
        }
    };
    let mut tables = Vec::new();
    let mut counted = counted.iter();
    if let Some(regimens) = counted.next() {
        let parts = lines::parts(&groups, regimens);
        let (rows, notes) = (
            patterns::rows(&parts, numbering, asked.top),
            vec![numbering.note()],
        );
        tables.push(table(Kind::Treatments, "treatments", "Regimens", rows, notes));
        let (rows, notes) = (reasons::rows(&parts), vec![reasons::NOTE.to_owned()]);
        tables.push(table(Kind::EndReasons, "end_reasons", "Ends", rows, notes));
    }
    if asked.time_on_line
        && let Some(days) = counted.next()
    {
        let rows = time::rows(&groups.split(days), numbering);
        let notes = vec![time::NOTE.to_owned()];
        tables.push(table(
            Kind::TimeOnLine,
            "time_on_line",
            "Time on lines",
            rows,
            notes,
        ));
    }
    if asked.sequences
        && let Some(sequences) = counted.next()
    {
        let rows = sequences::rows(&groups.split(sequences), asked.top);
        let notes = vec![sequences::NOTE.to_owned()];
        tables.push(table(Kind::Sequences, "sequences", "Sequences", rows, notes));
    }
    tables
}

/// The first few of some names and how many the rest are, from counts of everybody: the most frequent first, and by name
/// where they are equally frequent.
fn most_frequent(mut counts: Vec<(String, u64)>, top: Option<u32>) -> (Vec<String>, Vec<String>) {
    counts.sort_by(|(one, n), (other, m)| m.cmp(n).then_with(|| one.cmp(other)));
    let mut shown: Vec<String> = counts.into_iter().map(|(name, _)| name).collect();
    let top = top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX));
    let rest = shown.split_off(top.min(shown.len()));
    (shown, rest)
}

/// The row of what is not among the most frequent.
fn other(section: &str, rest: &[String], what: &str, cells: Vec<Cell>) -> Row {
    let what = if rest.len() == 1 {
        what.trim_end_matches('s')
    } else {
        what
    };
    Row::new(section, &format!("other ({} {what})", rest.len()), cells)
}

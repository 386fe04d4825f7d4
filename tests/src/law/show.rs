//! A person's records, as they were invented and as a country has them, for somebody who looks for a fault.

use super::records::Records;
use kohort_synth::person::Person;
use std::fmt::{Debug, Write};

/// The person as invented, one record a line.
pub fn shown_person(person: &Person) -> String {
    let mut text = String::new();
    let mut line = |name: &str, record: &dyn Debug| {
        let _ = writeln!(text, "  {name}: {record:?}");
    };
    line("birth", &person.birth);
    line("sex", &person.sex);
    line("death", &person.death);
    line("last_alive", &person.last_alive);
    macro_rules! lists {
        ($($field:ident),* $(,)?) => { $(for record in &person.$field { line(stringify!($field), record); })* };
    }
    lists![
        diagnoses,
        metastases,
        medications,
        procedures,
        radiotherapies,
        measurements,
        performance,
        biomarkers,
        progressions,
        responses,
        phases,
        visits,
        insurance,
    ];
    text
}

/// The rows of a country's tables: what stands in which column.
pub fn shown_records(records: &Records) -> String {
    let mut text = String::new();
    for (layout, rows) in records.tables() {
        let cells: Vec<&str> = rows.cells().collect();
        for row in cells.chunks(layout.columns.len().max(1)) {
            let full = layout
                .columns
                .iter()
                .zip(row)
                .filter(|(_, cell)| !cell.is_empty());
            let full: Vec<String> = full.map(|(column, cell)| format!("{column}={cell}")).collect();
            let _ = writeln!(text, "  {}: {}", layout.name, full.join(" "));
        }
    }
    text
}

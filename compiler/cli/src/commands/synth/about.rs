//! What stands beside the tables: that nobody in them exists, and how to make them again.
//!
//! Invariant: no day and no machine stands here, so that two runs make the same bytes.

use super::Arguments;
use kohort_synth::Cancer;
use kohort_synth::national::Writer;
use serde::Serialize;
use std::fmt::Write;

/// The facts about the tables of one source.
#[derive(Debug, Serialize)]
pub(super) struct About {
    notice: &'static str,
    generator: &'static str,
    version: &'static str,
    source: &'static str,
    patients: u64,
    seed: u64,
    brief: bool,
    realistic: bool,
    cancers: Vec<&'static str>,
    format: &'static str,
    /// The tables in order, each with its rows.
    tables: Vec<TableFacts>,
}

#[derive(Debug, Serialize)]
struct TableFacts {
    file: String,
    rows: u64,
    columns: usize,
}

impl About {
    pub(super) fn new(arguments: &Arguments, writer: &dyn Writer, rows: &[u64]) -> Self {
        let chosen = &arguments.cancers;
        let cancers = Cancer::ALL
            .iter()
            .filter(|cancer| chosen.is_empty() || chosen.contains(cancer));
        let table = |(layout, rows): (&kohort_synth::rows::TableLayout, &u64)| TableFacts {
            file: arguments.format.file(layout),
            rows: *rows,
            columns: layout.columns.len(),
        };
        Self {
            notice: "Nobody in these tables exists.",
            generator: "kohort synth",
            version: env!("CARGO_PKG_VERSION"),
            source: writer.source(),
            patients: arguments.patients,
            seed: arguments.seed,
            brief: arguments.brief,
            realistic: arguments.realistic,
            cancers: cancers.map(|cancer| cancer.word()).collect(),
            format: arguments.format.word(),
            tables: writer.tables().iter().zip(rows).map(table).collect(),
        }
    }

    /// For programs.
    pub(super) fn json(&self) -> String {
        // A struct of texts and numbers always has a JSON form.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "# Invented patients: `{}`\n\n\
             **{}** `kohort synth` {} made them up from the seed {}; any likeness to a person is chance.\n\
             Rates are plausible where a publication gave one and otherwise chosen so that every case occurs: \
             these tables test studies and say nothing about patients.\n\n\
             {} people with cancer ({}), {}{}.\n\n\
             Made by:\n\n    kohort synth {}\n\n\
             | table | rows | columns |\n|---|---:|---:|\n",
            self.source,
            self.notice,
            self.version,
            self.seed,
            self.patients,
            self.cancers.join(", "),
            if self.brief {
                "with few of the doses, measurements and visits that only repeat, "
            } else {
                ""
            },
            if self.realistic {
                "with the defects of real records"
            } else {
                "every record complete"
            },
            self.command(),
        );
        for TableFacts { file, rows, columns } in &self.tables {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "| {file} | {rows} | {columns} |");
        }
        text
    }

    /// The arguments that make the same tables.
    fn command(&self) -> String {
        let mut words = format!(
            "--source {} --patients {} --seed {} --format {}",
            self.source, self.patients, self.seed, self.format
        );
        if self.cancers.len() < Cancer::ALL.len() {
            let _ = write!(words, " --cancer {}", self.cancers.join(","));
        }
        if self.brief {
            words.push_str(" --brief");
        }
        if self.realistic {
            words.push_str(" --realistic");
        }
        words.push_str(" --out FOLDER");
        words
    }
}

//! `kohort hash`: the semantic hash of a study, and of what is defined in it.
//!
//! Invariant: a hash says what is meant, not how it is written; see the language reference, "Identity".

use super::plan::Checked;
use crate::arguments::Format;
use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;
use clap::Args;
use kohort_semantics::meaning::{Item, Meaning, VERSION};
use serde::Serialize;
use std::path::PathBuf;

/// Show the semantic hash of a study: the same for two studies exactly if they mean the same.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort hash study.kohort                  one line: the hash
  kohort hash study.kohort --items          also of each definition, cohort, endpoint, output, list and drug
  kohort hash study.kohort --format json    for programs; all items in full

Names of definitions, layout, comments and the order of `and` have no part in it; whatever can change a result has.")]
pub(crate) struct Arguments {
    /// The study: a file, or a folder with one study
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Show the hash of each thing that the study defines or uses
    #[arg(long)]
    items: bool,
    /// How to show the hashes
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let checked = Checked::study(&arguments.study, None, terminal)?;
    let meaning = Meaning::of(&checked.study);
    match arguments.format {
        Format::Text => {
            writeln!(terminal.out, "{}  {}", meaning.study, checked.study.name)?;
            if arguments.items {
                items(&meaning, terminal)?;
            }
        }
        Format::Json => {
            let all = Hashes {
                format: "kohort.hash",
                format_version: 1,
                meaning_version: VERSION,
                study: &checked.study.name,
                hash: meaning.study.to_string(),
                items: &meaning.items,
            };
            let json = serde_json::to_string_pretty(&all).map_err(std::io::Error::from)?;
            writeln!(terminal.out, "{json}")?;
        }
    }
    Ok(Exit::Fine)
}

/// A line for each thing, those of one kind together.
fn items(meaning: &Meaning, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let widest = meaning.items.iter().map(|item| item.kind.word().len()).max();
    let width = widest.unwrap_or_default();
    let mut before = None;
    for item in &meaning.items {
        if before.replace(item.kind) != Some(item.kind) {
            writeln!(terminal.out)?;
        }
        let (hash, kind) = (item.hash.short(), item.kind.word());
        writeln!(terminal.out, "{hash}  {kind:width$}  {}", item.name)?;
    }
    Ok(())
}

/// All hashes, for programs.
#[derive(Serialize)]
struct Hashes<'a> {
    format: &'static str,
    format_version: u32,
    /// The version of the canonical form: hashes of different versions cannot be compared.
    meaning_version: u32,
    study: &'a str,
    hash: String,
    items: &'a [Item],
}

//! What the files of one source hold.

use super::{Arguments, Chosen, Format, not_written};
use crate::describe::data::{Report, page, text};
use crate::failure::{Exit, Failure};
use crate::project::existing;
use crate::terminal::Terminal;
use kohort_engine::describe::describe_blocking;
use kohort_engine::{RunError, RunOptions};
use std::num::NonZeroUsize;
use std::path::Path;

pub(super) fn run(
    arguments: &Arguments,
    chosen: &Chosen,
    folder: &Path,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let [source] = chosen.sources.as_slice() else {
        let names: Vec<&str> = chosen.sources.iter().map(|source| source.name.as_str()).collect();
        return Err(Failure::environment("`--data` names the folder of one source")
            .help(format!("name the source: {}", names.join(", "))));
    };
    let usual = RunOptions::new(existing(&terminal.path(folder))?);
    let options = RunOptions {
        threads: arguments.threads.map_or(usual.threads, NonZeroUsize::get),
        ..usual
    };
    let found = match describe_blocking(&chosen.model, source, &chosen.analytes, &options) {
        Ok(found) => found,
        Err(error) => {
            writeln!(terminal.err, "{error}")?;
            if let RunError::Data(_) = error {
                writeln!(
                    terminal.err,
                    "\nthe files are not those that the source `{}` declares; nothing can be said of what they hold",
                    source.name
                )?;
            }
            return Err(Failure::said(Exit::Environment));
        }
    };
    let report = Report::new(&chosen.model, source, found);
    match arguments.format {
        Format::Text => write!(terminal.out, "{}", text(&report, terminal.colour))?,
        Format::Html => write!(terminal.out, "{}", page(&report)?)?,
        Format::Json => write!(
            terminal.out,
            "{}",
            report.json().map_err(|error| not_written(&error))?
        )?,
    }
    Ok(if report.is_at_fault() {
        Exit::Environment
    } else {
        Exit::Fine
    })
}

//! `kohort fmt`: one canonical style.
//!
//! Invariant: a file is replaced as a whole or not at all, only its layout changes, and files with syntax errors are left
//! as they are.

use crate::arguments::Format;
use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::study_file::{files, project};
use crate::terminal::Terminal;
use crate::write::replace_file;
use clap::Args;
use kohort_base::{World, decode_text};
use kohort_semantics::{Analysis, Options, analyse};
use std::path::PathBuf;

/// Write files in the one canonical style; comments stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort fmt               every file below this folder
  kohort fmt study.kohort  one file
  kohort fmt --check       change nothing; exit code 1 if something would change")]
pub(crate) struct Arguments {
    /// Files, or folders for all files below them
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Change nothing, and say which files would change
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut findings = Findings::default();
    let (mut changed, mut same) = (0_usize, 0_usize);
    for file in files(&arguments.paths, terminal)? {
        let project = project(&file, true)?;
        let world = project.world();
        let path = project.path_of(&file.path)?;
        let bytes = world.read(&path)?;
        let text = decode_text(&path, &bytes)?;
        match kohort_grammar::format(&kohort_grammar::parse(&text)) {
            Ok(canonical) if canonical.as_bytes() == bytes => same += 1,
            Ok(canonical) => {
                changed += 1;
                let shown = terminal.shown(&file.path);
                if arguments.check {
                    writeln!(terminal.out, "would change {shown}")?;
                } else {
                    replace_file(&file.path, canonical.as_bytes())?;
                    writeln!(terminal.out, "changed {shown}")?;
                }
            }
            Err(_) => findings.add(&syntax(&world, &path)?, &project, terminal),
        }
    }
    let verb = if arguments.check {
        "would change"
    } else {
        "changed"
    };
    writeln!(terminal.out, "{changed} {verb}, {same} already in style")?;
    let would_change = arguments.check && changed > 0;
    match findings.show(Format::Text, false, terminal)? {
        Exit::Fine if would_change => Ok(Exit::Study),
        exit => Ok(exit),
    }
}

/// The syntax errors of a file, and nothing else that an analysis finds.
fn syntax(world: &dyn World, path: &str) -> Result<Analysis, Failure> {
    let mut analysis = analyse(world, path, &Options::default())?;
    let files = &analysis.files;
    analysis.diagnostics.retain(|diagnostic| {
        diagnostic.code.as_str().starts_with("K01")
            && diagnostic
                .span()
                .is_some_and(|span| files.path(span.file) == path)
    });
    Ok(analysis)
}

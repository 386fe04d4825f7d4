//! `kohort library`: the standard library that comes with the tool, listed or written into a folder to be kept.
//!
//! Invariant: only a folder that holds nothing but modules is replaced, and it is replaced as a whole or not at all.

use crate::failure::{Exit, Failure, why};
use crate::manifest::MANIFEST;
use crate::project::{Project, existing};
use crate::terminal::Terminal;
use crate::write::NewFolder;
use clap::Args;
use std::path::{Path, PathBuf};

/// List the modules of the standard library, or write them into a folder so that the project keeps its own.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort library                        the modules that come with this version
  kohort library --out std              a copy for the project, named by `library = \"std\"` in kohort.toml
  kohort library --out std --replace    the copy of this version in the place of an earlier one

Under version control, `git diff std` then shows what a new version changes.")]
pub(crate) struct Arguments {
    /// Write the modules into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace the modules that are in the folder
    #[arg(long, requires = "out")]
    replace: bool,
}

/// What the paths of modules begin with.
const STD: &str = "std.";

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let Some(out) = &arguments.out else {
        for path in kohort_stdlib::modules() {
            writeln!(terminal.out, "{path}")?;
        }
        return Ok(Exit::Fine);
    };
    let place = terminal.path(out);
    may_be_written(&place, out, arguments.replace)?;
    let folder = NewFolder::at(&place)?;
    let mut count = 0_usize;
    for path in kohort_stdlib::modules() {
        let text = kohort_stdlib::module(path).unwrap_or_default();
        let file = path.strip_prefix(STD).unwrap_or(path).replace('.', "/");
        folder.write(&format!("{file}.kohort"), text.as_bytes())?;
        count += 1;
    }
    folder.finish()?;
    let shown = out.display();
    writeln!(
        terminal.out,
        "wrote {count} modules of kohort {} to `{shown}`",
        env!("CARGO_PKG_VERSION")
    )?;
    say_what_is_next(&place, terminal)?;
    Ok(Exit::Fine)
}

/// Refuses a folder in which something would be lost.
fn may_be_written(place: &Path, given: &Path, replace: bool) -> Result<(), Failure> {
    if !place.exists() {
        return Ok(());
    }
    let shown = given.display();
    let Some((modules, other)) = holds(place)? else {
        return Err(Failure::environment(format!("`{shown}` is not a folder")).help("name a new folder"));
    };
    if let Some(other) = other {
        let other = other.strip_prefix(place).unwrap_or(&other).display();
        return Err(Failure::environment(format!(
            "`{shown}` is not replaced, since it also holds `{other}`, which is no module"
        ))
        .help("name a folder for the library alone"));
    }
    if modules && !replace {
        return Err(Failure::environment(format!("`{shown}` already holds modules"))
            .help("replace them with `--replace`; commit them first, so that the difference can be seen"));
    }
    Ok(())
}

/// Whether there is anything in a folder, and something in it that is no module; none if it is no folder.
fn holds(place: &Path) -> Result<Option<(bool, Option<PathBuf>)>, Failure> {
    if !place.is_dir() {
        return Ok(None);
    }
    let unreadable = |error: std::io::Error| {
        Failure::environment(format!("`{}` cannot be read: {}", place.display(), why(&error)))
    };
    let mut folders = vec![place.to_path_buf()];
    let mut any = false;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            any = true;
            let path = entry.path();
            if entry.file_type().map_err(unreadable)?.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|ending| ending != "kohort") {
                return Ok(Some((true, Some(path))));
            }
        }
    }
    Ok(Some((any, None)))
}

/// What has to be in the manifest, so that the folder is read.
fn say_what_is_next(place: &Path, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let place = existing(place)?;
    let project = Project::around(place.parent().unwrap_or(&place))?;
    let inside = project.path_of(&place)?;
    if project.library() == Some(inside.as_str()) {
        writeln!(terminal.out, "the project's {MANIFEST} names it already")?;
    } else if project.has_manifest() {
        let manifest = terminal.shown(&project.root.join(MANIFEST));
        writeln!(
            terminal.out,
            "\nnext: write this below `[project]` in `{manifest}`\n  library = \"{inside}\""
        )?;
    } else {
        writeln!(
            terminal.out,
            "\nnext: in the project's folder, a {MANIFEST} that names it\n  [project]\n  library = \"FOLDER\""
        )?;
    }
    Ok(())
}

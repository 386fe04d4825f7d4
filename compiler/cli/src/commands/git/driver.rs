//! `kohort git diff`: what git calls to show how one file changed.
//!
//! Git gives the two texts in files, and neither their revisions nor what they use. Where a commit has the text at this
//! path, the study is read as of that commit; otherwise with what is in the working tree. Invariant: there is always
//! something shown, and the exit code tells git that it went well.

use super::show::show;
use crate::failure::{Exit, Failure, why};
use crate::git::{self, Git};
use crate::revision::{Edge, StudyAt, declares_study, of_commit, of_path, of_text, overlaid};
use crate::terminal::Terminal;
use clap::Args;
use kohort_base::decode_text;
use std::path::Path;

/// What git calls to show how a file changed; git gives the arguments
#[derive(Debug, Args)]
#[command(hide = true)]
pub(super) struct Arguments {
    /// PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE, then NEW-PATH and a note if it was renamed; PATH alone if
    /// it was not merged
    #[arg(value_name = "ARGUMENT", num_args = 1..=9, required = true, allow_hyphen_values = true)]
    given: Vec<String>,
}

/// One of the two texts.
struct Given<'a> {
    /// The path in the repository.
    path: &'a str,
    /// The file that holds it.
    file: &'a str,
    /// Its name in git; zeros for what git has not stored.
    id: &'a str,
    edge: Edge,
}

/// What git gives in the place of a file that is not there.
const NOTHING: &str = "/dev/null";

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (old, new, note) = match arguments.given.as_slice() {
        [path] => {
            writeln!(terminal.out, "kohort {path}\n  not merged yet")?;
            return Ok(Exit::Fine);
        }
        [path, file, id, _, new_file, new_id, _, rest @ ..] => {
            let new_path = rest.first().unwrap_or(path);
            let old = Given {
                path,
                file,
                id,
                edge: Edge::Old,
            };
            let new = Given {
                path: new_path,
                file: new_file,
                id: new_id,
                edge: Edge::New,
            };
            (old, new, rest.get(1))
        }
        _ => {
            return Err(
                Failure::environment("git calls this with seven or nine arguments").help(
                    "`kohort git install` tells git how; to compare studies yourself: `kohort diff OLD NEW`",
                ),
            );
        }
    };
    if old.path == new.path {
        writeln!(terminal.out, "kohort {}", old.path)?;
    } else {
        writeln!(terminal.out, "kohort {} -> {}", old.path, new.path)?;
    }
    for line in note.iter().flat_map(|note| note.lines()) {
        writeln!(terminal.out, "  {line}")?;
    }
    match meaning(&old, &new, terminal) {
        Ok(true) => {}
        Ok(false) => texts(&old, &new, terminal)?,
        Err(failure) => {
            failure.show(terminal);
            texts(&old, &new, terminal)?;
        }
    }
    Ok(Exit::Fine)
}

/// Shows what changed in meaning, if both texts are studies.
fn meaning(old: &Given<'_>, new: &Given<'_>, terminal: &mut Terminal<'_>) -> Result<bool, Failure> {
    let git = Git::around(&terminal.folder)?;
    let within = within(&git, old, new)?;
    let was = old.study(&git, &within, terminal)?;
    let is = new.study(&git, &within, terminal)?;
    match (was, is) {
        (Some(was), Some(is)) => show(&was, &is, terminal),
        (None, Some(_)) => {
            writeln!(terminal.out, "  the study is new")?;
            Ok(old.file == NOTHING)
        }
        (Some(_), None) => {
            writeln!(terminal.out, "  the study is gone")?;
            Ok(new.file == NOTHING)
        }
        (None, None) => {
            writeln!(
                terminal.out,
                "  no study; what it changes in the studies that use it: kohort diff HEAD.."
            )?;
            Ok(false)
        }
    }
}

/// The folder that the paths start from, ending with `/`: the top of the repository, or where the user is with
/// `--relative`, which git does not tell. It is where one of the texts stands at the end of its path.
fn within(git: &Git, old: &Given<'_>, new: &Given<'_>) -> Result<String, Failure> {
    if git.top().join(new.path).exists() || git.top().join(old.path).exists() {
        return Ok(String::new());
    }
    for given in [old, new] {
        let file_name = given.path.rsplit('/').next().unwrap_or(given.path);
        let origin = of_text(git, file_name, given.id)?;
        let folder = origin.and_then(|origin| origin.path.strip_suffix(given.path).map(str::to_owned));
        if let Some(folder) = folder.filter(|folder| folder.ends_with('/')) {
            return Ok(folder);
        }
    }
    Ok(String::new())
}

/// The difference of the texts.
fn texts(old: &Given<'_>, new: &Given<'_>, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let difference = git::difference(&terminal.folder, old.file, new.file)?;
    let side = |given: &Given<'_>, letter: char| {
        if given.file == NOTHING {
            NOTHING.to_owned()
        } else {
            format!("{letter}/{}", given.path)
        }
    };
    if !difference.is_empty() {
        writeln!(terminal.out, "--- {}\n+++ {}", side(old, 'a'), side(new, 'b'))?;
    }
    terminal.out.write_all(&difference)?;
    Ok(())
}

impl Given<'_> {
    /// The study that it is, with the project it belongs to; none if it declares none or cannot be read as a text.
    fn study(&self, git: &Git, within: &str, terminal: &Terminal<'_>) -> Result<Option<StudyAt>, Failure> {
        if self.file == NOTHING {
            return Ok(None);
        }
        let file = terminal.path(Path::new(self.file));
        let bytes = std::fs::read(&file).map_err(|error| {
            Failure::environment(format!("`{}` cannot be read: {}", self.file, why(&error)))
        })?;
        if !decode_text(self.path, &bytes).is_ok_and(|text| declares_study(&text)) {
            return Ok(None);
        }
        let path = format!("{within}{}", self.path);
        if let Some(origin) = of_path(git, &path, self.id, self.edge)? {
            return of_commit(git, &origin, terminal);
        }
        overlaid(&git.top().join(path), &bytes).map(Some)
    }
}

//! `kohort git install`: the settings that make git call this program.
//!
//! Invariant: a second time changes nothing, `--undo` takes back what was added and nothing else, and settings of the user
//! or the machine are never touched.

use crate::failure::{Exit, Failure, why};
use crate::git::Git;
use crate::terminal::Terminal;
use crate::write::{put_file, remove_file};
use clap::Args;
use std::fs;
use std::io;
use std::path::Path;

/// Make git show studies by their meaning, in this repository
#[derive(Debug, Args)]
#[command(
    after_help = "Two settings are written to the repository's own configuration, and one line to .gitattributes at its top.
The line is to be committed; the settings are not, and everybody who clones the repository runs this once."
)]
pub(super) struct Arguments {
    /// Take the settings and the line back
    #[arg(long)]
    undo: bool,
}

/// What git calls, by the setting that says so. A person's own program is not named by its place, which changes.
const SETTINGS: [(&str, &str); 2] = [
    ("diff.kohort.command", "kohort git diff"),
    ("diff.kohort.textconv", "kohort git textconv"),
];
/// The section of the settings.
const SECTION: &str = "diff.kohort";
const ATTRIBUTES: &str = ".gitattributes";
/// Which files they are for.
const LINE: &str = "*.kohort diff=kohort";

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let git = Git::around(&terminal.folder)?;
    let path = git.top().join(ATTRIBUTES);
    let shown = terminal.shown(&path);
    let before = attributes(&path, &shown)?;
    let (settings, after) = if arguments.undo {
        (forget(&git)?, without_line(&before))
    } else {
        (set(&git)?, with_line(&before))
    };
    let changed = after != before;
    if after.is_empty() && changed {
        remove_file(&path)?;
    } else if changed {
        put_file(&path, after.as_bytes())?;
    }
    let (done, line) = if arguments.undo {
        ("git shows studies as text again", "removed from")
    } else {
        ("git shows studies by their meaning", "added to")
    };
    if !settings && !changed {
        writeln!(terminal.out, "nothing to do: {done} already")?;
        return Ok(Exit::Fine);
    }
    writeln!(terminal.out, "{done}, in `{}`", git.top().display())?;
    if changed {
        writeln!(terminal.out, "`{LINE}` is {line} `{shown}`; commit it")?;
    }
    if !arguments.undo {
        writeln!(
            terminal.out,
            "\nnext:\n  git diff\n  git diff --no-ext-diff    the text itself"
        )?;
    }
    Ok(Exit::Fine)
}

/// Writes the settings that are not yet as they should be; whether there were any.
fn set(git: &Git) -> Result<bool, Failure> {
    let mut changed = false;
    for (name, value) in SETTINGS {
        if local(git, name)?.as_deref() != Some(value) {
            git.ask(&["config", "--local", "--replace-all", name, value], None)?;
            changed = true;
        }
    }
    Ok(changed)
}

/// Removes the settings; whether there were any.
fn forget(git: &Git) -> Result<bool, Failure> {
    let mut changed = false;
    for (name, _) in SETTINGS {
        if local(git, name)?.is_some() {
            git.ask(&["config", "--local", "--unset-all", name], None)?;
            changed = true;
        }
    }
    let left = git.run(&["config", "--local", "--get-regexp", r"^diff\.kohort\."])?;
    if changed && !left.status.success() {
        // Git leaves the heading of an emptied section, or has removed it by itself; either is fine.
        git.run(&["config", "--local", "--remove-section", SECTION])?;
    }
    Ok(changed)
}

/// What a setting says in this repository.
fn local(git: &Git, name: &str) -> Result<Option<String>, Failure> {
    let output = git.run(&["config", "--local", "--get", name])?;
    let value = String::from_utf8_lossy(&output.stdout);
    Ok(output
        .status
        .success()
        .then(|| value.trim_end_matches(['\r', '\n']).to_owned()))
}

/// The text of the attributes; empty where there are none.
fn attributes(path: &Path, shown: &str) -> Result<String, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Failure::environment(format!(
            "`{shown}` cannot be read: {}",
            why(&error)
        ))),
    }
}

/// The attributes with the line, which is added where none says the same.
fn with_line(text: &str) -> String {
    let says_so = |line: &str| {
        let mut words = line.split_ascii_whitespace();
        words.next() == Some("*.kohort") && words.any(|word| word == "diff=kohort")
    };
    if text.lines().any(says_so) {
        return text.to_owned();
    }
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{text}{end}{LINE}\n")
}

/// The attributes without the line that was added; one that says more is somebody's own.
fn without_line(text: &str) -> String {
    text.split_inclusive('\n')
        .filter(|line| line.trim_end() != LINE)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_added_once_and_taken_back_alone() {
        for before in ["", "*.csv -text\n", "# ours\n\n*.kohort text\n"] {
            let after = with_line(before);
            assert_eq!(after, format!("{before}{LINE}\n"));
            assert_eq!(with_line(&after), after);
            assert_eq!(without_line(&after), before);
        }
        assert_eq!(with_line("*.csv -text"), format!("*.csv -text\n{LINE}\n"));
        let own = "*.kohort text eol=lf diff=kohort\n";
        assert_eq!((with_line(own).as_str(), without_line(own).as_str()), (own, own));
    }
}

//! The program `git`, as far as it is needed: which repository a folder is in, and what a revision of it holds.
//!
//! Invariant: nothing is run through a shell; what a user wrote never stands where git looks for options; and git is told
//! to stay off the network. No revision is changed by anything here.

use crate::failure::{Failure, why};
use std::ffi::OsStr;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What names the repository in the environment. Git sets these for the hooks and drivers that it runs; here the folder
/// alone decides, since it need not be the one that git was started in.
pub(crate) const NAMES_A_REPOSITORY: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
];

/// A repository with a working tree.
#[derive(Clone, Debug)]
pub(crate) struct Git {
    top: PathBuf,
}

impl Git {
    /// The repository that a folder is in.
    pub(crate) fn around(folder: &Path) -> Result<Self, Failure> {
        let output = run(folder, &["rev-parse", "--show-toplevel"], None)?;
        if !output.status.success() {
            let said = said(&output);
            let failure = if said.contains("not a git repository") {
                Failure::environment(format!("`{}` is in no git repository", folder.display()))
            } else {
                Failure::environment(format!(
                    "git cannot tell the repository of `{}`: {said}",
                    folder.display()
                ))
            };
            return Err(failure.help("a revision is named in the working tree of a repository"));
        }
        let top = PathBuf::from(line(&output)?);
        let top = top.canonicalize().map_err(|error| {
            Failure::environment(format!("`{}` cannot be read: {}", top.display(), why(&error)))
        })?;
        Ok(Self { top })
    }

    /// The top folder of the working tree, free of links.
    pub(crate) fn top(&self) -> &Path {
        &self.top
    }

    /// The full name of the commit that a revision means.
    pub(crate) fn commit(&self, revision: &str) -> Result<String, Failure> {
        let unknown = || {
            Failure::environment(format!(
                "git knows no revision `{}` in `{}`",
                revision.escape_debug(),
                self.top.display()
            ))
            .help("a revision is a tag, a branch or a commit, such as `v1.2`, `main` or `HEAD~3`; `git log` and `git tag` list them")
        };
        // No revision of git begins like an option or has characters that are not shown.
        if revision.is_empty() || revision.starts_with('-') || revision.chars().any(char::is_control) {
            return Err(unknown());
        }
        let commit = format!("{revision}^{{commit}}");
        let output = self.run(&["rev-parse", "--verify", "--quiet", &commit])?;
        if !output.status.success() {
            return Err(unknown());
        }
        line(&output)
    }

    /// The last commit that two commits have in common.
    pub(crate) fn common(&self, left: &str, right: &str) -> Result<String, Failure> {
        let (left, right) = (self.commit(left)?, self.commit(right)?);
        let output = self.run(&["merge-base", &left, &right])?;
        if !output.status.success() {
            return Err(Failure::environment("the two revisions have no commit in common")
                .help("a clone may be too shallow for it: fetch more of its history"));
        }
        line(&output)
    }

    /// The name under which git would store the text of a file that git has written for somebody to read.
    pub(crate) fn name_of(&self, file: &Path) -> Result<String, Failure> {
        let Some(file) = file.to_str() else {
            return Ok(String::new());
        };
        // The path decides which line ends the stored text has.
        line(&self.run(&["hash-object", "--path=any.kohort", "--", file])?)
    }

    /// Whether a text is a side of a conflict of a merge.
    pub(crate) fn is_in_conflict(&self, id: &str) -> Result<bool, Failure> {
        let sides = self.ask(&["ls-files", "--unmerged", "-z"], None)?;
        let mut sides = sides.split(|byte| *byte == 0);
        Ok(sides.any(|side| side.split(|byte| *byte == b' ').nth(1) == Some(id.as_bytes())))
    }

    /// Runs a command of git in the working tree.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<Output, Failure> {
        run(&self.top, arguments, None)
    }

    /// The output of a command that has to succeed, given its input.
    pub(crate) fn ask(&self, arguments: &[&str], input: Option<&[u8]>) -> Result<Vec<u8>, Failure> {
        let output = run(&self.top, arguments, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let command = arguments.first().copied().unwrap_or_default();
        Err(Failure::environment(format!(
            "`git {command}` failed in `{}`: {}",
            self.top.display(),
            said(&output)
        )))
    }
}

/// How the text of two files differs, without the lines that name them; nothing if it does not.
pub(crate) fn difference(folder: &Path, old: &str, new: &str) -> Result<Vec<u8>, Failure> {
    let output = run(
        folder,
        &[
            "diff",
            "--no-index",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--",
            old,
            new,
        ],
        None,
    )?;
    let lines: Vec<&[u8]> = output.stdout.split_inclusive(|byte| *byte == b'\n').collect();
    let begins = |line: &&[u8]| line.starts_with(b"@@") || line.starts_with(b"Binary files");
    let named = lines.iter().take_while(|line| !begins(line)).count();
    Ok(lines.get(named..).unwrap_or_default().concat())
}

/// Runs git in a folder. Input comes from a file, so that neither side waits for the other.
fn run(folder: &Path, arguments: &[&str], input: Option<&[u8]>) -> Result<Output, Failure> {
    let stdin = match input {
        None => Stdio::null(),
        Some(bytes) => from_file(bytes).map_err(|error| {
            Failure::environment(format!("a temporary file cannot be written: {}", why(&error)))
        })?,
    };
    let mut command = Command::new("git");
    for name in NAMES_A_REPOSITORY {
        command.env_remove(name);
    }
    command
        .args(["--no-replace-objects", "-c", "protocol.allow=never"])
        .args(arguments.iter().map(OsStr::new))
        .env("LC_ALL", "C")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .current_dir(folder)
        .stdin(stdin)
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Failure::environment("the program `git` cannot be found")
                .help("install git to read revisions of a study; files and folders are compared without it"),
            _ => Failure::environment(format!("the program `git` cannot be run: {}", why(&error))),
        })
}

fn from_file(bytes: &[u8]) -> io::Result<Stdio> {
    let mut file = tempfile::tempfile()?;
    file.write_all(bytes)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(Stdio::from(file))
}

/// What git said was wrong, on one line.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

/// The only line of an answer.
fn line(output: &Output) -> Result<String, Failure> {
    match std::str::from_utf8(&output.stdout) {
        Ok(text) => Ok(text.trim_end_matches(['\r', '\n']).to_owned()),
        Err(_) => Err(Failure::environment(
            "git answers with a name that is not Unicode text",
        )),
    }
}

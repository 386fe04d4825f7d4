//! Where in its history a text comes from that git knows by its name alone.
//!
//! Git gives a diff driver the texts, their names and their path, but no revision. Invariant: a commit that is found has
//! exactly this text at this path. Of several commits the nearest one to the change is taken: on the old side the last
//! that had the text, on the new side the one that brought it.

use crate::failure::Failure;
use crate::git::Git;

/// Which side of a change a text is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Old,
    New,
}

/// A text of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) commit: String,
    /// Its path from the top of the repository.
    pub(crate) path: String,
}

/// The commit that a text at a path is from; none if no commit that leads to the current one has it there.
pub(crate) fn of_path(git: &Git, path: &str, id: &str, edge: Edge) -> Result<Option<Origin>, Failure> {
    if !is_name(id) {
        return Ok(None);
    }
    let origin = |commit: &str| {
        Some(Origin {
            commit: commit.to_owned(),
            path: path.to_owned(),
        })
    };
    let Ok(head) = git.commit("HEAD") else {
        return Ok(None);
    };
    if edge == Edge::Old && has(git, &head, path, id)? {
        return Ok(origin(&head));
    }
    let find = format!("--find-object={id}");
    let log = git.run(&[
        "--literal-pathspecs",
        "log",
        "--format=%H %P",
        &find,
        &head,
        "--",
        path,
    ])?;
    // Each of these commits brought the text, or took it away from what one of its parents had.
    for line in String::from_utf8_lossy(&log.stdout).lines() {
        let mut commits = line.split_ascii_whitespace();
        let commit = commits.next().unwrap_or_default();
        match edge {
            Edge::New if has(git, commit, path, id)? => return Ok(origin(commit)),
            Edge::New => {}
            Edge::Old => {
                for parent in commits {
                    if has(git, parent, path, id)? {
                        return Ok(origin(parent));
                    }
                }
            }
        }
    }
    Ok(None)
}

/// The newest place of a text whose path is not known; one with the given file name, if there are several.
pub(crate) fn of_text(git: &Git, file_name: &str, id: &str) -> Result<Option<Origin>, Failure> {
    let Ok(head) = git.commit("HEAD") else {
        return Ok(None);
    };
    if !is_name(id) {
        return Ok(None);
    }
    let listing = git.ask(&["ls-tree", "-r", "-z", "--full-tree", &head], None)?;
    let paths = listing.split(|byte| *byte == 0).filter_map(|entry| {
        let (about, path) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
        about.ends_with(id).then_some(path)
    });
    let paths: Vec<&str> = paths.collect();
    if let Some(path) = nearest(&paths, file_name) {
        return Ok(Some(Origin { commit: head, path }));
    }
    let find = format!("--find-object={id}");
    let log = git.run(&[
        "log",
        "--all",
        "--max-count=1",
        "--format=",
        "--name-only",
        "--no-renames",
        "-z",
        &find,
    ])?;
    let names = String::from_utf8_lossy(&log.stdout).into_owned();
    let names: Vec<&str> = names
        .split('\0')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let Some(path) = nearest(&names, file_name) else {
        return Ok(None);
    };
    let found = of_path(git, &path, id, Edge::Old)?;
    match found {
        Some(found) => Ok(Some(found)),
        None => of_path(git, &path, id, Edge::New),
    }
}

/// The first path with a file name, else the first.
fn nearest(paths: &[&str], file_name: &str) -> Option<String> {
    let named = |path: &&&str| path.rsplit('/').next() == Some(file_name);
    let found = paths.iter().find(named).or_else(|| paths.first());
    found.map(|path| (*path).to_owned())
}

/// Whether a commit has exactly this text at a path.
fn has(git: &Git, commit: &str, path: &str, id: &str) -> Result<bool, Failure> {
    let output = git.run(&["rev-parse", "--verify", "--quiet", &format!("{commit}:{path}")])?;
    Ok(output.status.success() && String::from_utf8_lossy(&output.stdout).trim() == id)
}

/// Whether it is the name of an object, and none that stands for a text which git has not stored.
fn is_name(id: &str) -> bool {
    id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && id.bytes().any(|byte| byte != b'0')
}

//! All files of one commit.
//!
//! Invariant: names and sizes are read at once and contents only when asked for, many in one go; what git calls a
//! submodule, and what has a name that is not Unicode, is no file here.

use crate::failure::Failure;
use crate::git::Git;
use kohort_base::MAX_FILE_BYTES;
use std::collections::BTreeMap;

/// The files of a commit, by path from the top of the repository.
#[derive(Debug)]
pub(super) struct Tree {
    git: Git,
    entries: BTreeMap<String, Entry>,
}

/// What is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Whether its content is the target of a link.
    pub(super) is_link: bool,
    /// Its size in bytes.
    pub(super) size: u64,
    id: String,
}

impl Tree {
    /// The files of a commit, whose full name is given.
    pub(super) fn of(git: &Git, commit: &str) -> Result<Self, Failure> {
        let listing = git.ask(&["ls-tree", "-r", "-z", "-l", "--full-tree", commit], None)?;
        Ok(Self {
            git: git.clone(),
            entries: listing.split(|byte| *byte == 0).filter_map(entry).collect(),
        })
    }

    /// The file at a path.
    pub(super) fn file(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// Whether there is a folder at a path; the repository itself is the empty one.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        path.is_empty() || self.below(path).next().is_some()
    }

    /// The files below a folder, by path from it.
    pub(super) fn below<'t>(&'t self, folder: &str) -> impl Iterator<Item = (&'t str, &'t Entry)> + use<'t> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let from = self.entries.range(prefix.clone()..);
        from.map_while(move |(path, entry)| Some((path.strip_prefix(prefix.as_str())?, entry)))
    }

    /// The contents of some files, in their order. A file that is too large for a text is not read.
    pub(super) fn contents(&self, files: &[&Entry]) -> Result<Vec<Option<Vec<u8>>>, Failure> {
        let wanted: Vec<&&Entry> = files
            .iter()
            .filter(|entry| entry.size <= MAX_FILE_BYTES)
            .collect();
        if wanted.is_empty() {
            return Ok(vec![None; files.len()]);
        }
        let asked: String = wanted.iter().map(|entry| format!("{}\n", entry.id)).collect();
        let answer = self.git.ask(&["cat-file", "--batch"], Some(asked.as_bytes()))?;
        let mut rest = answer.as_slice();
        let mut contents = Vec::new();
        for entry in files {
            if entry.size > MAX_FILE_BYTES {
                contents.push(None);
                continue;
            }
            let (content, after) = content(rest).ok_or_else(|| {
                Failure::environment(format!("git does not have the object `{}`", entry.id))
                    .help("a clone may be partial: fetch the rest of it")
            })?;
            contents.push(Some(content.to_vec()));
            rest = after;
        }
        Ok(contents)
    }
}

/// One line of a listing: `MODE TYPE ID SIZE<tab>PATH`.
fn entry(line: &[u8]) -> Option<(String, Entry)> {
    let line = std::str::from_utf8(line).ok()?;
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split_ascii_whitespace();
    let (mode, kind, id, size) = (about.next()?, about.next()?, about.next()?, about.next()?);
    let entry = Entry {
        is_link: mode == "120000",
        size: size.parse().ok()?,
        id: id.to_owned(),
    };
    (kind == "blob").then(|| (path.to_owned(), entry))
}

/// The first content of a batch, `ID TYPE SIZE<newline>CONTENT<newline>`, and what follows.
fn content(batch: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = batch.iter().position(|byte| *byte == b'\n')?;
    let (header, rest) = batch.split_at_checked(end)?;
    let size = std::str::from_utf8(header).ok()?.rsplit_once("blob ")?.1;
    let (content, rest) = rest.get(1..)?.split_at_checked(size.parse().ok()?)?;
    Some((content, rest.strip_prefix(b"\n")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_gives_files_and_links() {
        let id = "a".repeat(40);
        let line = |mode: &str, kind: &str, size: &str| {
            entry(format!("{mode} {kind} {id} {size}\ta b/c.kohort").as_bytes())
        };
        let (path, file) = line("100644", "blob", "     12").unwrap();
        assert_eq!(
            (path.as_str(), file.is_link, file.size),
            ("a b/c.kohort", false, 12)
        );
        assert!(line("120000", "blob", "3").unwrap().1.is_link);
        assert_eq!(line("160000", "commit", "-"), None);
        assert_eq!(entry(b""), None);
        assert_eq!(entry(b"100644 blob x 1\t\xff.kohort"), None);
    }

    #[test]
    fn a_batch_is_read_by_its_sizes() {
        let batch = b"id blob 3\na\nb\nid blob 0\n\nid missing\n";
        let (first, rest) = content(batch).unwrap();
        assert_eq!(first, b"a\nb");
        let (second, rest) = content(rest).unwrap();
        assert_eq!(second, b"");
        assert_eq!(content(rest), None);
        assert_eq!(content(b"id blob 9\nshort\n"), None);
    }
}

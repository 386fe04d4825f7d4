//! What is compared with what: two sides from the command line, and the studies of the one with those of the other.
//!
//! Invariant: every study of either side is in exactly one pair, and the pairs are in the order of their paths.

use super::notation::{Given, Range};
use super::{SHORT, Side, StudyAt, absent, exists, then};
use crate::failure::Failure;
use crate::terminal::Terminal;
use std::collections::BTreeMap;

/// A study on two sides.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// What a reader calls it: its path from the compared folder.
    pub(crate) path: String,
    /// As it was; none if it was added.
    pub(crate) old: Option<StudyAt>,
    /// As it is; none if it was removed.
    pub(crate) new: Option<StudyAt>,
}

/// The studies that a text on the command line means: a file or folder, perhaps with `@REV`.
pub(crate) fn one_side(text: &str, terminal: &Terminal<'_>) -> Result<Side, Failure> {
    match Given::parse(text, &exists(terminal)) {
        Given::Place { path, revision } => Side::at(&path, revision.as_deref(), terminal),
        Given::Range { .. } => Err(Failure::environment(format!(
            "`{text}` names two revisions, and one is asked for here"
        ))
        .help("write one as `PATH@REV`")),
    }
}

/// The two sides that one or two texts on the command line mean: two places, one place at a revision against what it is
/// now, or a range of revisions with or without a place.
pub(crate) fn two_sides(
    first: &str,
    second: Option<&str>,
    terminal: &Terminal<'_>,
) -> Result<(Side, Side), Failure> {
    let exists = exists(terminal);
    let second = second.map(|text| (text, Given::parse(text, &exists)));
    match (Given::parse(first, &exists), second) {
        (
            Given::Place { path, revision },
            Some((
                _,
                Given::Place {
                    path: other,
                    revision: then,
                },
            )),
        ) => Ok((
            Side::at(&path, revision.as_deref(), terminal)?,
            Side::at(&other, then.as_deref(), terminal)?,
        )),
        (
            Given::Place {
                path,
                revision: Some(revision),
            },
            None,
        ) => of_one_place(&path, &revision, None, terminal),
        (Given::Place { path, revision: None }, None) => {
            // Where nothing is wrong with the path, what is missing is the other side.
            Side::at(&path, None, terminal)?;
            Err(Failure::environment(format!("`{path}` is compared with what?")).help(format!(
                "name two files or folders, or a revision: `kohort diff {path}@HEAD`, `kohort diff HEAD~3.. {path}`"
            )))
        }
        (Given::Range { path, range }, None) => of_range(path.as_deref().unwrap_or("."), &range, terminal),
        (Given::Range { path: None, range }, Some((_, Given::Place { path, revision: None }))) => {
            of_range(&path, &range, terminal)
        }
        (Given::Range { .. }, Some((text, _))) | (_, Some((text, Given::Range { .. }))) => {
            Err(Failure::environment(format!(
                "a range of revisions has both sides already, and `{text}` would be a third"
            ))
            .help("write the range first and then a plain path, as in `HEAD~3.. studies`"))
        }
    }
}

fn of_range(path: &str, range: &Range, terminal: &Terminal<'_>) -> Result<(Side, Side), Failure> {
    let new = range.new.as_deref();
    if !range.since_common {
        return of_one_place(path, &range.old, new, terminal);
    }
    let (git, _) = then::around(path, terminal)?;
    let common = git.common(&range.old, new.unwrap_or("HEAD"))?;
    of_one_place(path, common.get(..SHORT).unwrap_or(&common), new, terminal)
}

/// A file or folder at a revision and at a later one or now. It may have been added or removed in between.
fn of_one_place(
    path: &str,
    old: &str,
    new: Option<&str>,
    terminal: &Terminal<'_>,
) -> Result<(Side, Side), Failure> {
    let was = Side::found(path, Some(old), terminal)?;
    let is = Side::found(path, new, terminal)?;
    match (was, is) {
        (None, None) => Err(absent(path, Some(old))),
        (Some(was), None) => {
            let nothing = Side::without(path, new, was.is_file);
            Ok((was, nothing))
        }
        (None, Some(is)) => Ok((Side::without(path, Some(old), is.is_file), is)),
        (Some(was), Some(is)) => Ok((was, is)),
    }
}

/// The studies of two sides, matched by their paths; two files are a pair whatever their names are.
pub(crate) fn pairs(old: &Side, new: &Side) -> Vec<Pair> {
    if let (true, true, [was], [is]) = (
        old.is_file,
        new.is_file,
        old.studies.as_slice(),
        new.studies.as_slice(),
    ) {
        return vec![Pair {
            path: is.path.clone(),
            old: Some(was.clone()),
            new: Some(is.clone()),
        }];
    }
    let mut matched: BTreeMap<&str, (Option<&StudyAt>, Option<&StudyAt>)> = BTreeMap::new();
    for study in &old.studies {
        matched.entry(&study.path).or_default().0 = Some(study);
    }
    for study in &new.studies {
        matched.entry(&study.path).or_default().1 = Some(study);
    }
    let pair = |(path, (old, new)): (&str, (Option<&StudyAt>, Option<&StudyAt>))| Pair {
        path: path.to_owned(),
        old: old.cloned(),
        new: new.cloned(),
    };
    matched.into_iter().map(pair).collect()
}

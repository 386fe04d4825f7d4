//! How a place and a revision are written: `PATH`, `PATH@REV`, `REV..`, `REV1..REV2`, `PATH@REV1..REV2`.
//!
//! Invariant: a path that exists as written is that path, whatever characters it has. Nothing here asks git.

/// What a text on the command line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// A file or folder, at a revision or as it is now.
    Place { path: String, revision: Option<String> },
    /// A file or folder, the whole folder if none is named, at two revisions.
    Range { path: Option<String>, range: Range },
}

/// Two revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) old: String,
    /// What it is compared with; none means what is there now.
    pub(crate) new: Option<String>,
    /// Whether the old side is the last commit that both have in common, written with three dots.
    pub(crate) since_common: bool,
}

impl Given {
    /// Reads a text; `exists` tells whether there is a file or folder now.
    pub(crate) fn parse(text: &str, exists: &dyn Fn(&str) -> bool) -> Self {
        let place = |path: &str, revision: Option<&str>| Self::Place {
            path: path.to_owned(),
            revision: revision.map(str::to_owned),
        };
        if exists(text) {
            return place(text, None);
        }
        if let Some((path, revision)) = split(text, exists) {
            return match Range::parse(revision) {
                Some(range) => Self::Range {
                    path: (!path.is_empty()).then(|| path.to_owned()),
                    range,
                },
                None if path.is_empty() => place(".", Some(revision)),
                None => place(path, Some(revision)),
            };
        }
        match Range::parse(text) {
            Some(range) => Self::Range { path: None, range },
            None => place(text, None),
        }
    }
}

impl Range {
    /// Reads `OLD..`, `OLD..NEW`, `OLD...` and `OLD...NEW`. What goes up with `..` is a path and no range.
    fn parse(text: &str) -> Option<Self> {
        let (old, new, since_common) = match text.split_once("...") {
            Some((old, new)) => (old, new, true),
            None => {
                let (old, new) = text.split_once("..")?;
                (old, new, false)
            }
        };
        if old.is_empty() || old.ends_with('/') || new.starts_with('/') || new.contains("..") {
            return None;
        }
        Some(Self {
            old: old.to_owned(),
            new: (!new.is_empty()).then(|| new.to_owned()),
            since_common,
        })
    }
}

/// The path and the revision of a text with `@`. Of several, the first that follows a path that exists counts, else the
/// last; `@{` is within a revision.
fn split<'t>(text: &'t str, exists: &dyn Fn(&str) -> bool) -> Option<(&'t str, &'t str)> {
    let parts = text.match_indices('@').filter_map(|(at, _)| {
        let (path, rest) = text.split_at(at);
        let revision = rest.strip_prefix('@')?;
        let begins_one = !revision.is_empty() && !revision.starts_with('{');
        begins_one.then_some((path, revision))
    });
    let parts: Vec<(&str, &str)> = parts.collect();
    let known = parts
        .iter()
        .find(|(path, _)| !path.is_empty() && exists(path))
        .copied();
    known.or_else(|| parts.last().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let exists =
            |path: &str| ["study.kohort", "me@home", "me@home/s.kohort", "a..b", ".."].contains(&path);
        match Given::parse(text, &exists) {
            Given::Place { path, revision } => format!("{path} at {}", revision.as_deref().unwrap_or("now")),
            Given::Range { path, range } => format!(
                "{} from {}{} to {}",
                path.as_deref().unwrap_or("all"),
                if range.since_common {
                    "what is common with "
                } else {
                    ""
                },
                range.old,
                range.new.as_deref().unwrap_or("now"),
            ),
        }
    }

    #[test]
    fn a_revision_follows_a_path() {
        assert_eq!(read("study.kohort"), "study.kohort at now");
        assert_eq!(read("study.kohort@v1.2"), "study.kohort at v1.2");
        assert_eq!(read("gone.kohort@v1.2"), "gone.kohort at v1.2");
        assert_eq!(read("study.kohort@main@{2}"), "study.kohort at main@{2}");
        assert_eq!(read("study.kohort@@{2}"), "study.kohort at @{2}");
        assert_eq!(read("@HEAD~1"), ". at HEAD~1");
        assert_eq!(read("study.kohort@"), "study.kohort@ at now");
    }

    #[test]
    fn a_path_that_exists_is_that_path() {
        assert_eq!(read("me@home"), "me@home at now");
        assert_eq!(read("me@home/s.kohort@v1"), "me@home/s.kohort at v1");
        assert_eq!(read("me@home/gone.kohort@v1"), "me@home/gone.kohort at v1");
        assert_eq!(read("a..b"), "a..b at now");
        assert_eq!(read(".."), ".. at now");
    }

    #[test]
    fn two_dots_make_a_range_unless_they_go_up() {
        assert_eq!(read("HEAD~3.."), "all from HEAD~3 to now");
        assert_eq!(read("v1..v2"), "all from v1 to v2");
        assert_eq!(
            read("origin/main...HEAD"),
            "all from what is common with origin/main to HEAD"
        );
        assert_eq!(read("main@{1}.."), "all from main@{1} to now");
        assert_eq!(read("study.kohort@v1.."), "study.kohort from v1 to now");
        assert_eq!(read("study.kohort@v1..v2"), "study.kohort from v1 to v2");
        assert_eq!(read("../gone.kohort"), "../gone.kohort at now");
        assert_eq!(read("folder/../gone.kohort"), "folder/../gone.kohort at now");
        assert_eq!(read("v1..v2..v3"), "v1..v2..v3 at now");
    }
}

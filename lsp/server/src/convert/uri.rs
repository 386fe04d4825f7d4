//! The names of documents.
//!
//! Invariant: what a document's name says about where it is, is decided here. Three schemes are ours to show and never to
//! edit: the texts of the standard library (`kohort-std:///std/oncology.kohort`) and the pages of codes
//! (`kohort-explain:///K0312.md`).

use std::path::{Path, PathBuf};
use std::str::FromStr;
use tower_lsp::ls_types::Uri;

const STANDARD: &str = "kohort-std";
const EXPLAIN: &str = "kohort-explain";

/// What a document's name names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// A file on the disk.
    File(PathBuf),
    /// A text of the standard library, by its path such as `std/oncology.kohort`.
    Standard(String),
    /// The page of a code.
    Page(String),
    /// A text that lies nowhere yet, with a name for its file.
    Unsaved(String),
}

/// What a name names.
pub(crate) fn named(uri: &Uri) -> Named {
    let path = uri.path().decode().to_string_lossy();
    let inside = path.trim_start_matches('/');
    match uri.scheme().as_str() {
        "file" => match uri.to_file_path() {
            Some(path) => Named::File(path.into_owned()),
            None => Named::Unsaved(unsaved(inside)),
        },
        STANDARD => Named::Standard(inside.to_owned()),
        EXPLAIN => Named::Page(inside.trim_end_matches(".md").to_owned()),
        _ => Named::Unsaved(unsaved(inside)),
    }
}

/// A name for the file of a text that has none: no folder, and the ending of Kohort's files.
fn unsaved(path: &str) -> String {
    let last = path.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let name = last.strip_suffix(".kohort").unwrap_or(last);
    match name.trim_matches('.') {
        "" => String::from("untitled.kohort"),
        name => format!("{name}.kohort"),
    }
}

/// The name of a file.
pub(crate) fn of_file(path: &Path) -> Option<Uri> {
    Uri::from_file_path(path)
}

/// The name of a text of the standard library. With two slashes before the path, without which Vim takes a name for that of a
/// file; editors that write it without them are understood too.
pub(crate) fn of_standard(path: &str) -> Option<Uri> {
    Uri::from_str(&format!("{STANDARD}:///{path}")).ok()
}

/// The name of a code's page.
pub(crate) fn of_page(code: &str) -> Option<Uri> {
    Uri::from_str(&format!("{EXPLAIN}:///{code}.md")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(uri: &str) -> Named {
        named(&Uri::from_str(uri).unwrap())
    }

    #[test]
    #[cfg(unix)]
    fn files_come_back_whatever_their_names() {
        for path in ["/a/b.kohort", "/with blank/100%/胃癌.kohort", "/a#b?c.kohort"] {
            let uri = of_file(Path::new(path)).unwrap();
            assert_eq!(named(&uri), Named::File(PathBuf::from(path)), "{uri:?}");
        }
    }

    #[test]
    fn texts_of_our_own_come_back() {
        let standard = of_standard("std/lists/lung.kohort").unwrap();
        assert_eq!(named(&standard), Named::Standard("std/lists/lung.kohort".into()));
        assert_eq!(standard.as_str(), "kohort-std:///std/lists/lung.kohort");
        assert_eq!(of("kohort-std:/std/lists/lung.kohort"), named(&standard));
        assert_eq!(named(&of_page("K0312").unwrap()), Named::Page("K0312".into()));
    }

    #[test]
    fn what_lies_nowhere_gets_a_name_for_a_file() {
        assert_eq!(
            of("untitled:Untitled-1"),
            Named::Unsaved("Untitled-1.kohort".into())
        );
        assert_eq!(of("untitled:/a/../b.kohort"), Named::Unsaved("b.kohort".into()));
        assert_eq!(
            of("vscode-vfs://github/x/.."),
            Named::Unsaved("untitled.kohort".into())
        );
    }
}

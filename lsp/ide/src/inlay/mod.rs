//! What is not written and holds all the same, for editors to show between the words.
//!
//! Invariant: hints stand inside the range that is asked for, in the order of the text; each is a few words, and what it
//! stands for is found by the compiler or written in the text itself.

mod lists;
mod types;
mod unknown;
mod windows;

pub(crate) use unknown::is_undecided;

use crate::place::Understood;
use crate::{Range, Workspace};
use kohort_grammar::{SyntaxNode, TextRange};

/// Words between the words of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// Where they stand.
    pub offset: u32,
    /// What they are about.
    pub kind: InlayKind,
    /// The words.
    pub label: Vec<LabelPart>,
    /// More about it, in Markdown.
    pub tooltip: Option<String>,
}

/// What a hint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InlayKind {
    /// The type of a definition.
    Type,
    /// How long a window is.
    Window,
    /// How much is in a list or a set.
    List,
    /// What holds where nothing is said.
    Default,
}

/// A part of a hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelPart {
    /// The words.
    pub text: String,
    /// Where what they name is declared: the file and the name in it.
    pub target: Option<(String, Range)>,
}

impl LabelPart {
    fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            target: None,
        }
    }
}

/// The hints in a range of a file.
#[must_use]
pub fn inlay_hints(workspace: &mut Workspace, path: &str, range: &Range) -> Vec<InlayHint> {
    let Some(here) = Understood::of(workspace, path) else {
        return Vec::new();
    };
    let mut hints = Vec::new();
    let wanted = |node: &SyntaxNode| {
        let own: TextRange = node.text_range();
        u32::from(own.start()) <= range.end && u32::from(own.end()) >= range.start
    };
    for node in here.root.descendants().filter(wanted) {
        hints.extend(types::hint(&here, &node));
        hints.extend(windows::hint(&node));
        hints.extend(lists::hint(&here, &node));
        hints.extend(unknown::hint(&here, &node));
    }
    hints.retain(|hint| range.start <= hint.offset && hint.offset <= range.end);
    hints.sort_by_key(|hint| (hint.offset, hint.kind));
    hints
}

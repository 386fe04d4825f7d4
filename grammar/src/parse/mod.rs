//! From text to tree.
//!
//! Steps: `kohort.pest` cuts the text into rules; `build` makes one owned tree of them, with `precedence` giving
//! expressions their shape; `message`, `unexpected` and `foreign` have the sentences; `report` keeps one error for each damaged
//! place; `check` adds the few rules of the syntax that need the finished tree.
//! Invariant: the text of the tree is the input, whatever the input is.

mod build;
mod check;
mod continuation;
mod foreign;
mod grammar;
mod kinds;
mod message;
mod precedence;
mod report;
mod tried;
mod unexpected;

pub use continuation::Beginning;

use crate::{SyntaxKind, SyntaxNode, ast};
use grammar::{Grammar, Rule};
use pest::Parser;
use rowan::{GreenNode, GreenNodeBuilder, TextRange, TextSize};
use std::num::NonZeroUsize;
use std::sync::Once;

/// The longest file that is read. Long lists of codes belong in data files.
const LONGEST_FILE: usize = 1 << 20;

/// How much work the generated parser may do on one file. The grammar is linear: the worst file of the longest permitted
/// length needs a third of this. It is a fuse against mistakes in the grammar.
const MOST_STEPS: usize = 300_000_000;

/// Something that is wrong with the text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The stable code: `K0101`.
    pub code: &'static str,
    /// Where it is; never empty.
    pub range: TextRange,
    /// What is wrong, in one line.
    pub title: String,
    /// What to say at the range.
    pub label: String,
    /// What could be written instead.
    pub help: Option<String>,
    /// A replacement that repairs it.
    pub fix: Option<(TextRange, String)>,
}

/// A parsed file: its tree and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parse {
    green: GreenNode,
    errors: Vec<SyntaxError>,
}

impl Parse {
    /// The file as a typed view.
    #[must_use]
    pub fn tree(&self) -> ast::File {
        ast::File::from_root(self.syntax())
    }

    /// The root of the tree.
    #[must_use]
    pub fn syntax(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }

    /// What is wrong, in order of place.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The tree as immutable data that can be shared between threads.
    #[must_use]
    pub fn green(&self) -> &GreenNode {
        &self.green
    }
}

/// Parses a file. Never fails: what is wrong with the text is in [`Parse::errors`].
#[must_use]
pub fn parse(text: &str) -> Parse {
    if text.len() > LONGEST_FILE {
        let help = "A file may have 1 MiB. Split it, and keep long lists of codes in data files.";
        return unread(
            text,
            "K0109",
            "This file is too large",
            "the file begins here",
            help,
        );
    }
    static FUSE: Once = Once::new();
    FUSE.call_once(|| pest::set_call_limit(NonZeroUsize::new(MOST_STEPS)));
    match Grammar::parse(Rule::file, text) {
        Ok(pairs) => {
            let (green, errors) = build::tree(text, pairs);
            check::add_errors(Parse { green, errors })
        }
        Err(refused) if refused.variant.message().contains("stack") => {
            let help = "Give parts of it names of their own with `let`.";
            unread(
                text,
                "K0107",
                "This file is nested too deeply",
                "the file begins here",
                help,
            )
        }
        Err(_) => {
            let help = "Split it into several files that `use` each other.";
            unread(
                text,
                "K0109",
                "This file is too complex to be read",
                "the file begins here",
                help,
            )
        }
    }
}

/// A file that was not read: one token, one error at its first line.
fn unread(text: &str, code: &'static str, title: &str, label: &str, help: &str) -> Parse {
    let mut builder = GreenNodeBuilder::new();
    builder.start_node(SyntaxKind::File.into());
    // A tree cannot count beyond 4 GiB; such a text is left out of it, the only one that ever is.
    if u32::try_from(text.len()).is_ok() {
        builder.token(SyntaxKind::Unexpected.into(), text);
    }
    builder.finish_node();
    let first_line = text
        .lines()
        .next()
        .filter(|line| !line.is_empty() && line.len() < 200);
    let shown = first_line.map_or(TextSize::from(1), TextSize::of);
    let error = unexpected::error(code, TextRange::up_to(shown), title, label).help(help);
    Parse {
        green: builder.finish(),
        errors: vec![error],
    }
}

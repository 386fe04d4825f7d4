//! The place in a text that an editor asks about: the word there, what surrounds it, and what the compiler noted of it.
//!
//! Invariant: a place is found in any text, damaged ones too; what is not noted is not known here.

use crate::{Range, Workspace, plain};
use kohort_base::{FileId, Span};
use kohort_grammar::{SyntaxKind, SyntaxNode, SyntaxToken, TextRange, parse};
use kohort_semantics::{Analysis, Fact, Shape, Symbol};
use std::rc::Rc;
use std::sync::Arc;

/// A file as the compiler understands it.
pub(crate) struct Understood {
    /// What the compiler says of it and of all that it reaches.
    pub(crate) analysis: Rc<Analysis>,
    /// It among the texts of the analysis.
    pub(crate) file: FileId,
    /// Its text.
    pub(crate) text: Arc<str>,
    /// The root of its tree.
    pub(crate) root: SyntaxNode,
}

impl Understood {
    /// A file, unless it cannot be read.
    pub(crate) fn of(workspace: &mut Workspace, path: &str) -> Option<Self> {
        let analysis = workspace.analyse(path).ok()?;
        let file = analysis.files.find(path)?;
        let text = analysis.files.shared_text(file);
        let root = parse(&text).syntax();
        Some(Self {
            analysis,
            file,
            text,
            root,
        })
    }

    /// The word or mark at an offset; of two that touch there, the one that says more.
    pub(crate) fn token(&self, offset: u32) -> Option<SyntaxToken> {
        if offset > u32::from(self.root.text_range().end()) {
            return None;
        }
        let both = self.root.token_at_offset(offset.into());
        // The right one wins where both say as much: an offset stands before its letter.
        both.max_by_key(|token| weight(token.kind()))
            .filter(|token| !token.kind().is_trivia())
    }

    /// A range of the tree as a place of the analysis.
    pub(crate) fn span(&self, range: TextRange) -> Span {
        Span::new(self.file, range.start().into(), range.end().into())
    }

    /// What a name stands for, with the whole name: a path may be several words.
    pub(crate) fn symbol(&self, name: TextRange) -> Option<(Span, &Symbol)> {
        let name = self.span(name);
        let names = self.around(name).filter_map(|(span, fact)| match fact {
            Fact::Names(symbol) => Some((span, symbol)),
            _ => None,
        });
        names.min_by_key(|(span, _)| span.len())
    }

    /// The type of the value that stands at just this range.
    pub(crate) fn shape(&self, value: TextRange) -> Option<&Shape> {
        let value = self.span(value);
        self.around(value).find_map(|(span, fact)| match fact {
            Fact::Is(shape) if span == value => Some(shape),
            _ => None,
        })
    }

    /// The type of the value that belongs at just this range.
    pub(crate) fn wanted(&self, value: TextRange) -> Option<&Shape> {
        let value = self.span(value);
        self.around(value).find_map(|(span, fact)| match fact {
            Fact::Wants(shape) if span == value => Some(shape),
            _ => None,
        })
    }

    /// The notes about places that hold another.
    fn around(&self, inner: Span) -> impl Iterator<Item = (Span, &Fact)> {
        let all = self.analysis.facts.of(self.file);
        // They are in the order of where they begin, so none behind can hold it.
        let before = all.partition_point(|(span, _)| span.start <= inner.start);
        let before = all.get(..before).unwrap_or(&[]);
        let around = before.iter().filter(move |(span, _)| span.end >= inner.end);
        around.map(|(span, fact)| (*span, fact))
    }
}

/// How much a token says, for choosing between two that touch.
fn weight(kind: SyntaxKind) -> u8 {
    match kind {
        SyntaxKind::Word | SyntaxKind::Code | SyntaxKind::Text => 4,
        SyntaxKind::Number | SyntaxKind::Ordinal | SyntaxKind::Date | SyntaxKind::Unit => 4,
        SyntaxKind::Keyword => 3,
        kind if kind.is_trivia() => 0,
        _ => 1,
    }
}

/// The innermost node around a token that a view is of.
pub(crate) fn enclosing<V>(token: &SyntaxToken, cast: impl Fn(SyntaxNode) -> Option<V>) -> Option<V> {
    token.parent_ancestors().find_map(cast)
}

/// The place of a token.
pub(crate) fn range_of(token: &SyntaxToken) -> Range {
    plain(token.text_range())
}

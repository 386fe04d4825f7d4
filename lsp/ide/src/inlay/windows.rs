//! How long windows are: `from index - 28 days to index` is 29 days, day 0 included.

use super::{InlayHint, InlayKind, LabelPart};
use crate::extent::Extent;
use crate::plain;
use kohort_grammar::SyntaxNode;
use kohort_grammar::ast::Clause;

pub(super) fn hint(node: &SyntaxNode) -> Option<InlayHint> {
    let clause = Clause::cast(node.clone())?;
    let extent = Extent::of(&clause)?;
    Some(InlayHint {
        offset: plain(clause.range()).end,
        kind: InlayKind::Window,
        label: vec![LabelPart::plain(format!(" ({})", extent.words()))],
        tooltip: Some(String::from(
            "Both ends of a window are included. Day 0 is the index date; `before` and `after` exclude the date that they name.",
        )),
    })
}

//! How a protocol is written: Markdown and HTML.
//!
//! Invariant: every text is escaped for where it stands, since a study may hold any.

pub(super) mod html;
pub(super) mod markdown;
mod mermaid;
mod svg;

use crate::flow::Node;
use crate::text::NAME;

/// What a box of a flow says, in lines.
fn lines(node: &Node) -> Vec<String> {
    let text: String = node
        .text
        .chars()
        .filter(|letter| *letter != NAME.0 && *letter != NAME.1)
        .collect();
    let counts = node
        .counts
        .iter()
        .map(|(source, count)| format!("{source}: {count}"));
    std::iter::once(text).chain(counts).collect()
}

//! Blocks as they should be, written into the document.

use super::block::Block;

/// A block's new lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Update {
    first_line: usize,
    old_length: usize,
    lines: Vec<String>,
}

impl Update {
    /// The block with this text.
    pub(super) fn of(block: &Block, text: &str) -> Self {
        let lines = text.trim_end().lines().map(str::to_owned).collect();
        Self {
            first_line: block.first_line,
            old_length: block.lines.len(),
            lines,
        }
    }
}

/// The document with all updates.
pub(super) fn applied(text: &str, mut updates: Vec<Update>) -> String {
    updates.sort_by_key(|update| update.first_line);
    updates.dedup_by_key(|update| update.first_line);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // From the end, so that the numbers of earlier lines stay true.
    for update in updates.into_iter().rev() {
        let start = update.first_line.saturating_sub(1).min(lines.len());
        let end = (start + update.old_length).min(lines.len());
        lines.splice(start..end, update.lines);
    }
    let mut result = lines.join("\n");
    if text.ends_with('\n') {
        result.push('\n');
    }
    result
}

//! What a protocol consists of: sections of paragraphs, lists, tables and flows.
//!
//! Invariant: texts are plain with marks of [`crate::text`]; only the writers know Markdown or HTML.

use crate::flow::Flow;

/// A section with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) title: String,
    /// 2 for a section, 3 for one in it.
    pub(crate) level: u8,
    pub(crate) blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Paragraph(String),
    /// Entries, each with what belongs to it.
    List(Vec<Entry>),
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    Flow(Flow),
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) text: String,
    pub(crate) more: Vec<Entry>,
}

impl Entry {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            more: Vec::new(),
        }
    }
}

impl Section {
    pub(crate) fn new(level: u8, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            level,
            blocks: Vec::new(),
        }
    }

    pub(crate) fn paragraph(&mut self, text: impl Into<String>) -> &mut Self {
        self.blocks.push(Block::Paragraph(text.into()));
        self
    }

    /// A list, unless there is nothing in it.
    pub(crate) fn list(&mut self, entries: Vec<Entry>) -> &mut Self {
        if !entries.is_empty() {
            self.blocks.push(Block::List(entries));
        }
        self
    }

    /// A table, unless it has no row.
    pub(crate) fn table(&mut self, head: &[&str], rows: Vec<Vec<String>>) -> &mut Self {
        if !rows.is_empty() {
            let head = head.iter().map(|cell| (*cell).to_owned()).collect();
            self.blocks.push(Block::Table { head, rows });
        }
        self
    }
}

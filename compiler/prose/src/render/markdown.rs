//! Markdown, in the common dialect of code hosts, which draw Mermaid diagrams.

use super::mermaid;
use crate::block::{Block, Entry, Section};
use crate::text::{NAME, OWN, SELF};

/// The whole document.
pub(crate) fn document(title: &str, hash: Option<&str>, sections: &[Section]) -> String {
    let mut text = format!("# {}\n", inline(title));
    if let Some(hash) = hash {
        text += &format!("\nSemantic hash: `{hash}`\n");
    }
    for section in sections {
        let marks = "#".repeat(section.level.into());
        text += &format!("\n{marks} {}\n", inline(&section.title));
        for block in &section.blocks {
            text.push('\n');
            text += &self::block(block);
        }
    }
    text
}

/// A block as it stands in a document.
pub(crate) fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("{}\n", inline(text)),
        Block::List(entries) => list(entries, 0),
        Block::Table { head, rows } => {
            let row = |cells: &[String]| {
                let cells: Vec<String> = cells.iter().map(|cell| inline(cell)).collect();
                format!("| {} |\n", cells.join(" | "))
            };
            let rule: Vec<String> = head.iter().map(|_| String::from("---")).collect();
            let mut text = row(head) + &format!("|{}|\n", rule.join("|"));
            rows.iter().for_each(|cells| text += &row(cells));
            text
        }
        Block::Flow(flow) => format!("```mermaid\n{}```\n", mermaid::source(flow)),
    }
}

fn list(entries: &[Entry], depth: usize) -> String {
    let line = |entry: &Entry| {
        let more = list(&entry.more, depth + 1);
        format!(
            "{:indent$}* {}\n{more}",
            "",
            inline(&entry.text),
            indent = 2 * depth
        )
    };
    entries.iter().map(line).collect()
}

/// A text with its names as code, and everything else as it stands.
fn inline(text: &str) -> String {
    let mut shown = String::new();
    let mut named: Option<String> = None;
    for letter in text.chars() {
        match (letter, &mut named) {
            (letter, None) if letter == NAME.0 => named = Some(String::new()),
            (letter, Some(name)) if letter == NAME.1 => {
                shown += &code(name);
                named = None;
            }
            (letter, Some(name)) => name.push(letter),
            ('\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~', None) => {
                shown.push('\\');
                shown.push(letter);
            }
            ('&', None) => shown += "&amp;",
            (OWN, None) => shown += "its",
            (SELF, None) => shown += "it is",
            (letter, None) => shown.push(letter),
        }
    }
    let begins = shown.starts_with(['#', '-', '+', '=']);
    if begins { format!("\\{shown}") } else { shown }
}

/// A name as code. In a table a bar would end the cell, also in code.
fn code(name: &str) -> String {
    let name = name.replace('|', "\\|");
    if name.contains('`') {
        format!("`` {name} ``")
    } else {
        format!("`{name}`")
    }
}

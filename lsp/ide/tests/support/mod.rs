//! Places in texts of the repository, and how answers about them are shown.

#![allow(dead_code, reason = "each test needs a part of it")]

use kohort_base::MemoryWorld;
use kohort_ide::{Workspace, standard_text};
use std::fs;
use std::path::Path;

/// The folder of examples as one project, as its manifest says.
pub(crate) fn examples() -> Workspace {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut world = MemoryWorld::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        let mut entries: Vec<_> = fs::read_dir(next)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "kohort" || ending == "toml")
            {
                let text = fs::read_to_string(&path).unwrap();
                let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
                world = world.with(&name, text);
            }
        }
    }
    Workspace::project(Box::new(world), None)
}

/// The text of a file of a workspace.
pub(crate) fn text(workspace: &Workspace, path: &str) -> String {
    match workspace.text(path) {
        Ok(text) => text.to_string(),
        Err(_) => standard_text(path).unwrap().to_owned(),
    }
}

/// The offset of `$0` in a piece of a text, where the text has the piece first.
pub(crate) fn offset(text: &str, piece: &str) -> u32 {
    let (before, after) = piece
        .split_once("$0")
        .unwrap_or_else(|| panic!("no $0 in {piece}"));
    let whole = format!("{before}{after}");
    let start = text
        .find(&whole)
        .unwrap_or_else(|| panic!("{whole} is not in the text"));
    (start + before.len()) as u32
}

/// The line around a range, with carets below it.
pub(crate) fn marked(text: &str, range: std::ops::Range<u32>) -> String {
    let (start, end) = (range.start as usize, range.end as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |found| found + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |found| start + found);
    let line = &text[line_start..line_end];
    let indent = line.len() - line.trim_start().len();
    let blanks = text[line_start..start].chars().count() - indent;
    let carets = text[start..end.min(line_end)].chars().count();
    format!(
        "{}\n{}{}",
        line.trim_start(),
        " ".repeat(blanks),
        "^".repeat(carets.max(1))
    )
}

//! Where an import is written into a file.

use crate::{Range, plain};
use kohort_grammar::ast::{self, Item, UseDecl};

/// The edit that lets a file see a name of a module, under another name where one is given.
pub(super) fn import(
    tree: &ast::File,
    text: &str,
    module: &str,
    name: &str,
    alias: Option<&str>,
) -> Option<(Range, String)> {
    let written = match alias {
        Some(alias) => format!("{name} as {alias}"),
        None => name.to_owned(),
    };
    let items = tree.items();
    let uses: Vec<&UseDecl> = items
        .iter()
        .filter_map(|item| match item {
            Item::Use(decl) => Some(decl),
            _ => None,
        })
        .collect();
    let same = uses
        .iter()
        .find(|decl| decl.path().is_some_and(|path| path.text() == module) && !decl.names().is_empty());
    if let Some(last) = same.and_then(|decl| decl.names().pop()) {
        let end = plain(last.range()).end;
        return Some((end..end, format!(", {written}")));
    }
    let line = format!("use {module}.{{{written}}}");
    if let Some(last) = uses.last() {
        let end = line_end(text, plain(last.range()).end)?;
        return Some((end..end, format!("\n{line}")));
    }
    let study = items.iter().find(|item| matches!(item, Item::Study(_)));
    match study {
        Some(study) => {
            let end = line_end(text, plain(study.range()).end)?;
            Some((end..end, format!("\n\n{line}")))
        }
        None => {
            let start = items.first().map_or(0, |item| {
                plain(kohort_grammar::documented_range(item.syntax())).start
            });
            Some((start..start, format!("{line}\n\n")))
        }
    }
}

/// The end of a line that holds nothing more than a comment; the place itself otherwise.
fn line_end(text: &str, from: u32) -> Option<u32> {
    let rest = text.get(from as usize..)?.split(['\n', '\r']).next()?;
    let trimmed = rest.trim_start();
    match trimmed.is_empty() || trimmed.starts_with("//") {
        true => from.checked_add(u32::try_from(rest.len()).ok()?),
        false => Some(from),
    }
}

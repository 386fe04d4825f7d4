//! What in a file can be followed like a link: modules of `use`, addresses in comments, files of tables.
//!
//! Invariant: a link is only where its target is: a module or a file that can be read, or an address as it is written.

use crate::{Range, Workspace, plain};
use kohort_grammar::{SyntaxKind, ast, parse};

/// A part of the text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is clicked.
    pub range: Range,
    /// Where it leads.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To a file of the project, or to `std/…`.
    File(String),
    /// To an address of the web.
    Address(String),
}

/// The links of a file, in the order of the text.
#[must_use]
pub fn document_links(workspace: &Workspace, path: &str) -> Vec<Link> {
    let Ok(text) = workspace.text(path) else {
        return Vec::new();
    };
    let parse = parse(&text);
    let mut links = Vec::new();
    for node in parse.syntax().descendants() {
        if let Some(used) = ast::UseDecl::cast(node.clone()).and_then(|used| used.path()) {
            links.extend(module(workspace, &used));
        }
        if let Some(table) = ast::TableFile::cast(node).and_then(|table| table.path()) {
            links.extend(file(workspace, path, &table));
        }
    }
    for token in parse
        .syntax()
        .descendants_with_tokens()
        .filter_map(|element| element.into_token())
    {
        if matches!(token.kind(), SyntaxKind::Comment | SyntaxKind::DocComment) {
            addresses(token.text(), token.text_range().start().into(), &mut links);
        }
    }
    links.sort_by_key(|link| (link.range.start, link.range.end));
    links
}

fn module(workspace: &Workspace, used: &ast::Path) -> Option<Link> {
    let path = workspace.path_of(&used.text())?;
    Some(Link {
        range: plain(used.range()),
        target: LinkTarget::File(path),
    })
}

/// A file of a table, below the project's folder or beside the source.
fn file(workspace: &Workspace, path: &str, written: &ast::StringLit) -> Option<Link> {
    let named = written.value();
    let beside = path
        .rsplit_once('/')
        .map(|(folder, _)| format!("{folder}/{named}"));
    let found = [Some(named), beside]
        .into_iter()
        .flatten()
        .find(|candidate| workspace.world().exists(candidate))?;
    Some(Link {
        range: plain(written.range()),
        target: LinkTarget::File(found),
    })
}

/// Puts the addresses in a comment to the links.
fn addresses(comment: &str, start: u32, links: &mut Vec<Link>) {
    let mut from = 0;
    while let Some(found) = comment.get(from..).and_then(|rest| next_address(rest)) {
        let (at, address) = found;
        let begin = from + at;
        let end = begin + address.len();
        if let (Ok(before), Ok(behind)) = (u32::try_from(begin), u32::try_from(end)) {
            links.push(Link {
                range: start + before..start + behind,
                target: LinkTarget::Address(address.to_owned()),
            });
        }
        from = end;
    }
}

/// The next address in a text, without the marks of the sentence around it.
fn next_address(text: &str) -> Option<(usize, &str)> {
    let starts = ["https://", "http://"];
    let at = starts.iter().filter_map(|start| text.find(start)).min()?;
    let rest = text.get(at..)?;
    let end = rest
        .find(|found: char| found.is_whitespace() || matches!(found, '<' | '>' | '"' | '`'))
        .unwrap_or(rest.len());
    let address = rest.get(..end)?;
    let open = address.contains('(');
    let address = address.trim_end_matches(|found: char| {
        matches!(found, '.' | ',' | ';' | ':' | '!' | '?' | '\'') || (found == ')' && !open)
    });
    Some((at, address))
}

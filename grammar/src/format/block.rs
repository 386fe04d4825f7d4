//! Arranges the items of a file and the entries of a block: one on a line, comments and blank lines between them.
//!
//! Invariants: a comment that ends a line stays at the end of what it follows; a comment on its own line stays between
//! its neighbours; there is never more than one blank line.

use super::flow::{Piece, flow, flow_heading};
use super::group::{print_row, print_tall};
use super::layout::{fits, write_row};
use super::{INDENT, push_indent};
use crate::{SyntaxElement, SyntaxKind, SyntaxNode};
use rowan::NodeOrToken;

/// Prints a whole file.
pub(super) fn print_file(file: &SyntaxNode) -> String {
    let mut out = String::new();
    print_parts(&mut out, &parts(file.children_with_tokens()), 0, true);
    out
}

/// An entry, or a comment that stands alone, in a file or block.
struct Part {
    kind: PartKind,
    /// The comment at the end of its line.
    trailing: Option<String>,
    /// Whether the source has a blank line before it.
    blank_before: bool,
}

enum PartKind {
    Entry(SyntaxNode),
    Comment(String),
}

/// Sorts the children of a file or block into entries and comments.
fn parts(children: impl Iterator<Item = SyntaxElement>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut line_ends = 0;
    for child in children {
        match child {
            NodeOrToken::Token(token) if token.kind() == SyntaxKind::Whitespace => {
                line_ends += count_line_ends(token.text())
            }
            NodeOrToken::Token(token) if token.kind().is_trivia() => {
                let text = token.text().trim_end().to_owned();
                match parts.last_mut() {
                    Some(last)
                        if line_ends == 0
                            && last.trailing.is_none()
                            && matches!(last.kind, PartKind::Entry(_)) =>
                    {
                        last.trailing = Some(text);
                    }
                    _ => parts.push(Part {
                        kind: PartKind::Comment(text),
                        trailing: None,
                        blank_before: line_ends > 1,
                    }),
                }
                line_ends = 0;
            }
            NodeOrToken::Token(_) => {}
            NodeOrToken::Node(node) => {
                parts.push(Part {
                    kind: PartKind::Entry(node),
                    trailing: None,
                    blank_before: line_ends > 1,
                });
                line_ends = 0;
            }
        }
    }
    parts
}

fn count_line_ends(blank: &str) -> usize {
    blank.replace("\r\n", "\n").matches(['\n', '\r']).count()
}

/// Prints entries and comments, each from the beginning of a line to the end of one.
fn print_parts(out: &mut String, parts: &[Part], indent: usize, top_level: bool) {
    let mut separate = vec![false; parts.len()];
    if top_level {
        separate_items(parts, &mut separate);
    }
    for (position, (part, separate)) in parts.iter().zip(separate).enumerate() {
        if position > 0 && (part.blank_before || separate) {
            out.push('\n');
        }
        match &part.kind {
            PartKind::Comment(text) => push_line(out, indent, text),
            PartKind::Entry(node) => {
                print_entry(out, node, indent);
                if let Some(comment) = &part.trailing {
                    out.push_str("  ");
                    out.push_str(comment);
                }
                out.push('\n');
            }
        }
    }
}

/// Marks where a blank line has to separate two items. Where one stands anywhere between them, comments and all, it is
/// enough; otherwise it goes directly after the first.
fn separate_items(parts: &[Part], separate: &mut [bool]) {
    let mut previous: Option<(usize, &SyntaxNode)> = None;
    for (position, part) in parts.iter().enumerate() {
        let PartKind::Entry(node) = &part.kind else {
            continue;
        };
        if let Some((before, first)) = previous {
            let has_blank = parts
                .iter()
                .take(position + 1)
                .skip(before + 1)
                .any(|part| part.blank_before);
            if !has_blank
                && !may_be_adjacent(first, node)
                && let Some(mark) = separate.get_mut(before + 1)
            {
                *mark = true;
            }
        }
        previous = Some((position, node));
    }
}

/// Whether two items may follow each other without a blank line: both are lines of a study's head, or rows of a table.
fn may_be_adjacent(first: &SyntaxNode, second: &SyntaxNode) -> bool {
    let is_line = |node: &SyntaxNode| {
        matches!(
            node.kind(),
            SyntaxKind::UseDecl
                | SyntaxKind::ParameterDecl
                | SyntaxKind::PrecisionDecl
                | SyntaxKind::LetDecl
                | SyntaxKind::CharacteristicDecl
                | SyntaxKind::LinesDecl
                | SyntaxKind::EndpointDecl
        ) && !is_block(node)
    };
    (is_line(first) && is_line(second)) || (first.kind() == second.kind() && is_row(first) && is_row(second))
}

/// Whether a block is printed on one line: it is one of the kinds that libraries have many of, and was written so.
fn is_row(node: &SyntaxNode) -> bool {
    let kind = matches!(
        node.kind(),
        SyntaxKind::CodesDecl
            | SyntaxKind::AnalyteDecl
            | SyntaxKind::DrugDecl
            | SyntaxKind::DrugsDecl
            | SyntaxKind::RegimenDecl
            | SyntaxKind::ReportDecl
    );
    let mut body = node
        .children_with_tokens()
        .skip_while(|child| child.kind() != SyntaxKind::LeftBrace);
    let plain = |child: SyntaxElement| match child {
        NodeOrToken::Token(token) => !is_comment(token.kind()) && !token.text().contains(['\n', '\r']),
        NodeOrToken::Node(node) => !node.text().contains_char('\n') && !node.text().contains_char('\r'),
    };
    kind && body.all(plain) && fits(&row(node), 0)
}

fn is_comment(kind: SyntaxKind) -> bool {
    kind.is_trivia() && kind != SyntaxKind::Whitespace
}

/// A block on one line; two blanks stand between its entries.
fn row(node: &SyntaxNode) -> Vec<Piece> {
    if matches!(node.kind(), SyntaxKind::DrugsDecl | SyntaxKind::RegimenDecl) {
        return flow(node);
    }
    let mut pieces = flow_heading(node);
    let entries: Vec<SyntaxNode> = node
        .children_with_tokens()
        .skip_while(|child| child.kind() != SyntaxKind::LeftBrace)
        .filter_map(NodeOrToken::into_node)
        .collect();
    for (position, entry) in entries.iter().enumerate() {
        let mut flow = flow(entry);
        if let Some(first) = flow.first_mut() {
            first.blanks = if position == 0 { 1 } else { 2 };
        }
        pieces.extend(flow);
    }
    let close = Piece {
        blanks: 1,
        ..Piece::of("}".to_owned())
    };
    pieces.push(close);
    pieces
}

/// Prints an item or entry, without the line end after it.
fn print_entry(out: &mut String, node: &SyntaxNode, indent: usize) {
    for child in node.children_with_tokens() {
        match child {
            NodeOrToken::Token(token) if is_comment(token.kind()) => {
                push_line(out, indent, token.text().trim_end())
            }
            NodeOrToken::Token(token) if token.kind() == SyntaxKind::Whitespace => {}
            _ => break,
        }
    }
    push_indent(out, indent);
    if !is_block(node) {
        return print_row(out, node, indent);
    }
    if is_row(node) {
        return write_row(out, &row(node), indent);
    }
    if matches!(node.kind(), SyntaxKind::DrugsDecl | SyntaxKind::RegimenDecl) {
        return print_tall(out, &flow(node), indent);
    }
    write_row(out, &flow_heading(node), indent);
    let body = node
        .children_with_tokens()
        .skip_while(|child| child.kind() != SyntaxKind::LeftBrace)
        .skip(1);
    print_body(out, body, indent);
    out.push('}');
}

/// Prints what stands between the braces of a block, from the end of the line of `{` to the indentation of `}`.
fn print_body(out: &mut String, body: impl Iterator<Item = SyntaxElement>, indent: usize) {
    let body: Vec<SyntaxElement> = body.collect();
    let after_open = body
        .iter()
        .take_while(|child| child.kind() != SyntaxKind::Whitespace || !has_line_end(child));
    let on_open_line = after_open.clone().find(|child| is_comment(child.kind()));
    let consumed = match on_open_line.and_then(SyntaxElement::as_token) {
        Some(comment) if after_open.clone().all(|child| child.as_node().is_none()) => {
            out.push_str("  ");
            out.push_str(comment.text().trim_end());
            after_open.count()
        }
        _ => 0,
    };
    out.push('\n');
    print_parts(
        out,
        &parts(body.into_iter().skip(consumed)),
        indent + INDENT,
        false,
    );
    push_indent(out, indent);
}

fn has_line_end(element: &SyntaxElement) -> bool {
    element
        .as_token()
        .is_some_and(|token| token.text().contains(['\n', '\r']))
}

/// Whether a node has entries in braces. Lines and endpoints may also be the use of others, without any.
fn is_block(node: &SyntaxNode) -> bool {
    matches!(
        node.kind(),
        SyntaxKind::CodesDecl
            | SyntaxKind::AnalyteDecl
            | SyntaxKind::DrugDecl
            | SyntaxKind::DrugsDecl
            | SyntaxKind::RegimenDecl
            | SyntaxKind::ModelDecl
            | SyntaxKind::EntityDecl
            | SyntaxKind::SourceDecl
            | SyntaxKind::EntityMappingDecl
            | SyntaxKind::CohortDecl
            | SyntaxKind::ReportDecl
            | SyntaxKind::TestDecl
            | SyntaxKind::TestPatient
    ) || matches!(node.kind(), SyntaxKind::LinesDecl | SyntaxKind::EndpointDecl)
        && node
            .children_with_tokens()
            .any(|child| child.kind() == SyntaxKind::LeftBrace)
}

fn push_line(out: &mut String, indent: usize, text: &str) {
    push_indent(out, indent);
    out.push_str(text);
    out.push('\n');
}

//! Prints entries without a block of entries, and the lists in braces that such an entry can have.
//!
//! A list that does not fit has one row on a line; the lists of a table always have. The names of a set fill their lines.
//! Invariant: as in `layout`, the result depends only on the tokens and on which comments stand alone.

use super::flow::{Brace, Piece, flow};
use super::layout::{fits, write_filled, write_row};
use super::{INDENT, push_indent};
use crate::SyntaxNode;

/// Prints an entry without a block.
pub(super) fn print_row(out: &mut String, node: &SyntaxNode, indent: usize) {
    let pieces = flow(node);
    let tall = pieces.iter().any(|piece| piece.brace == Some(Brace::OpenTable))
        || !fits(&pieces, indent)
        || pieces.iter().any(|piece| piece.comment);
    match tall {
        true => print_tall(out, &pieces, indent),
        false => write_row(out, &pieces, indent),
    }
}

/// Prints an entry with its lists on lines of their own.
pub(super) fn print_tall(out: &mut String, pieces: &[Piece], indent: usize) {
    let mut rest = pieces;
    while let Some((open, brace)) = opened(rest) {
        let (head, list) = rest.split_at(open + 1);
        let close = list
            .iter()
            .position(|piece| piece.brace == Some(Brace::Close))
            .unwrap_or(list.len());
        let (list, tail) = list.split_at(close);
        write_row(out, head, indent);
        let list = after_comment(out, list);
        match brace {
            Brace::OpenSet => print_set(out, list, indent + INDENT),
            Brace::Open | Brace::OpenTable | Brace::Close => print_list(out, list, indent + INDENT),
        }
        out.push('\n');
        push_indent(out, indent);
        rest = tail;
    }
    write_row(out, rest, indent);
}

/// The first brace that begins a list, and its place.
fn opened(pieces: &[Piece]) -> Option<(usize, Brace)> {
    let mut braces = pieces.iter().map(|piece| piece.brace).enumerate();
    braces.find_map(|(place, brace)| Some((place, brace.filter(|brace| *brace != Brace::Close)?)))
}

/// Prints what stands between braces, each row on a line, from the end of the line of `{`.
fn print_list(out: &mut String, list: &[Piece], indent: usize) {
    let mut rest = list;
    while !rest.is_empty() {
        let end = (1..rest.len())
            .find(|end| rest.get(*end..).is_some_and(begins_row))
            .unwrap_or(rest.len());
        let (row, after) = rest.split_at(end);
        out.push('\n');
        push_indent(out, indent);
        write_row(out, row, indent);
        rest = after;
    }
}

/// Whether a row begins here, or comments that stand above one.
fn begins_row(pieces: &[Piece]) -> bool {
    let above = pieces.iter().take_while(|piece| piece.own_line).count();
    match pieces.get(above) {
        Some(next) => next.begins_row,
        None => above > 0,
    }
}

/// Prints names that fill their lines.
fn print_set(out: &mut String, names: &[Piece], indent: usize) {
    out.push('\n');
    push_indent(out, indent);
    write_filled(out, names, indent);
}

/// A comment directly after `{` stays on its line. Answers with the rest.
fn after_comment<'p>(out: &mut String, pieces: &'p [Piece]) -> &'p [Piece] {
    match pieces.split_first() {
        Some((first, rest)) if first.comment && !first.own_line => {
            out.push_str("  ");
            out.push_str(&first.text);
            rest
        }
        _ => pieces,
    }
}

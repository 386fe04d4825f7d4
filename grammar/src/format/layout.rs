//! Breaks the row of one entry into lines.
//!
//! A row that fits stays on one line. Otherwise it is cut at its outermost breaks, and each part goes on the current
//! line if it fits there, or begins a new one; a part that is too long for a line of its own is cut in turn.
//! Invariant: the result depends only on the tokens and on which comments stand alone, not on where lines ended before.

use super::flow::Piece;
use super::{CONTINUATION, WIDTH};

/// Writes a row, beginning at the end of `out`, where the current line is already indented.
pub(super) fn write_row(out: &mut String, pieces: &[Piece], indent: usize) {
    write(out, pieces, indent, indent + CONTINUATION);
}

/// The same for names of which none is the first: its further lines begin where the first does.
pub(super) fn write_filled(out: &mut String, pieces: &[Piece], indent: usize) {
    write(out, pieces, indent, indent);
}

fn write(out: &mut String, pieces: &[Piece], column: usize, continuation: usize) {
    let mut writer = Writer {
        out,
        column,
        continuation,
        at_start: true,
    };
    let mut rest = pieces;
    while !rest.is_empty() {
        // A comment ends its line, so the row consists of stretches up to and including a comment.
        let end = rest
            .iter()
            .position(|piece| piece.comment)
            .map_or(rest.len(), |position| position + 1);
        let (stretch, after) = rest.split_at(end);
        writer.stretch(stretch);
        rest = after;
        if !rest.is_empty() && !rest.first().is_some_and(|next| next.own_line) {
            writer.new_line();
        }
    }
}

/// Whether a row fits on one line at this indentation.
pub(super) fn fits(pieces: &[Piece], indent: usize) -> bool {
    indent + flat_width(pieces) <= WIDTH
}

/// The width of a row on one line, without the blanks before it.
fn flat_width(pieces: &[Piece]) -> usize {
    let blanks = pieces.first().map_or(0, |first| first.blanks);
    pieces
        .iter()
        .map(Piece::width)
        .sum::<usize>()
        .saturating_sub(blanks)
}

struct Writer<'a> {
    out: &'a mut String,
    column: usize,
    continuation: usize,
    /// Nothing stands on the current line yet but its indentation.
    at_start: bool,
}

impl Writer<'_> {
    /// Writes pieces of which at most the last is a comment.
    fn stretch(&mut self, pieces: &[Piece]) {
        match pieces.split_last() {
            Some((comment, before)) if comment.comment => {
                self.part(before);
                if comment.own_line && !self.at_start {
                    self.new_line();
                }
                self.flat(std::slice::from_ref(comment));
            }
            _ => self.part(pieces),
        }
    }

    /// Writes pieces on the current line if they fit, broken if not.
    fn part(&mut self, pieces: &[Piece]) {
        let rank = pieces.iter().skip(1).filter_map(|piece| piece.rank).min();
        let Some(rank) = rank.filter(|_| !self.has_room(pieces)) else {
            return self.flat(pieces);
        };
        let mut rest = pieces;
        let mut broken = false;
        while !rest.is_empty() {
            let end = rest
                .iter()
                .skip(1)
                .position(|piece| piece.rank == Some(rank))
                .map_or(rest.len(), |position| position + 1);
            let (part, after) = rest.split_at(end);
            let first = rest.len() == pieces.len();
            if !first && (broken || !self.has_room(part)) {
                self.new_line();
            }
            broken = !self.has_room(part);
            self.part(part);
            rest = after;
        }
    }

    fn has_room(&self, pieces: &[Piece]) -> bool {
        let blanks = if self.at_start {
            0
        } else {
            pieces.first().map_or(0, |first| first.blanks)
        };
        self.column + blanks + flat_width(pieces) <= WIDTH
    }

    fn flat(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let blanks = if self.at_start { 0 } else { piece.blanks };
            self.out.extend(std::iter::repeat_n(' ', blanks));
            self.out.push_str(&piece.text);
            self.column += blanks + piece.text.chars().count();
            self.at_start = false;
        }
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.continuation));
        self.column = self.continuation;
        self.at_start = true;
    }
}

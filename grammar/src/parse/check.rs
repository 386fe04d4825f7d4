//! The rules of the syntax that need the finished tree.
//!
//!  * What follows `in` is a set, a range or a name.
//!  * Clauses belong to the outermost events, so after a pick that stands bare inside a clause a reader could take a
//!    further clause for the pick's. Such a text is refused, and the parentheses that make it plain are offered.
//!  * The options of a file and the parts of a report may stand in any order, but each only once.
//!  * All that a report shows is named, but attrition.

use super::unexpected::{error, not_a_set};
use super::{Parse, SyntaxError};
use crate::ast::{
    Clause, Expr, InExpr, ReportEntry, ReportKind, ReportPartKind, TableFile, significant_source,
};
use crate::{SyntaxKind, SyntaxNode};

/// Adds what is wrong with the shape of the tree.
pub(super) fn add_errors(mut parse: Parse) -> Parse {
    let mut found = Vec::new();
    for node in parse.syntax().descendants() {
        match node.kind() {
            SyntaxKind::EventsExpr | SyntaxKind::PickExpr => found.extend(ambiguous_clauses(&node)),
            SyntaxKind::InExpr => {
                found.extend(InExpr::cast(node).and_then(|membership| without_set(&membership)))
            }
            SyntaxKind::TableFile => found.extend(TableFile::cast(node).into_iter().flat_map(said_twice)),
            SyntaxKind::ReportEntry => {
                found.extend(ReportEntry::cast(node).into_iter().flat_map(report_parts))
            }
            _ => {}
        }
    }
    let known = parse.errors.len();
    found.retain(|error| {
        !parse
            .errors
            .iter()
            .take(known)
            .any(|other| other.range.intersect(error.range).is_some())
    });
    parse.errors.extend(found);
    parse
        .errors
        .sort_by_key(|error| (error.range.start(), error.range.end()));
    parse
}

/// `x in 5`
fn without_set(membership: &InExpr) -> Option<SyntaxError> {
    let last = membership.syntax().last_child().and_then(Expr::cast)?;
    let is_value = membership.value().is_some_and(|value| value == last);
    (membership.set().is_none() && !is_value)
        .then(|| not_a_set(&significant_source(last.syntax()), last.range()))
}

/// Clauses right after a bare pick: one that ends the clause before, or the date after `nearest … to`.
fn ambiguous_clauses(events: &SyntaxNode) -> Vec<SyntaxError> {
    let parts: Vec<SyntaxNode> = events.children().collect();
    let pairs = parts.iter().zip(parts.iter().skip(1));
    pairs
        .filter_map(|(part, next)| Some(ambiguous(&bare_pick_at_end(part)?, &Clause::cast(next.clone())?)))
        .collect()
}

fn ambiguous(pick: &Expr, next: &Clause) -> SyntaxError {
    let text = significant_source(pick.syntax());
    let help = format!("Write `({text})`, or `({text} …)` with the clause inside if it is meant for that.");
    let title = "It is not clear which events this clause narrows";
    let label = format!("this could be meant for `{text}`");
    error("K0102", next.range(), title, &label)
        .help(&help)
        .fix(pick.range(), format!("({text})"))
}

/// The pick or aggregate without parentheses that ends a node, if one does.
fn bare_pick_at_end(node: &SyntaxNode) -> Option<Expr> {
    let mut last = node.clone();
    loop {
        match last.kind() {
            SyntaxKind::PickExpr | SyntaxKind::AggregateExpr => return Expr::cast(last),
            SyntaxKind::ParenExpr
            | SyntaxKind::ExtremeExpr
            | SyntaxKind::ItemSet
            | SyntaxKind::OnlyInExpr
            | SyntaxKind::Misplaced => return None,
            _ => last = last.last_child()?,
        }
    }
}

/// `csv "a.csv" delimiter ";" delimiter ","`
fn said_twice(file: TableFile) -> Vec<SyntaxError> {
    let repeated = file.repeated().into_iter();
    repeated
        .map(|(word, place)| {
            let title = format!("`{word}` is said twice");
            error("K0102", place, &title, "said before").help("Each option of a file is written once.")
        })
        .collect()
}

/// `survival by arm`, `baseline of age of sex`
fn report_parts(entry: ReportEntry) -> Vec<SyntaxError> {
    let mut errors: Vec<SyntaxError> = entry
        .repeated()
        .into_iter()
        .map(|(word, place)| {
            let title = format!("`{word}` is said twice");
            error("K0102", place, &title, "said before")
                .help("Each part of a report's entry is written once.")
        })
        .collect();
    let shows = |part: &ReportPartKind| matches!(part, ReportPartKind::Of(_));
    let named = entry
        .parts()
        .iter()
        .filter_map(|part| part.kind())
        .any(|part| shows(&part));
    if !named && entry.kind().is_some_and(|kind| kind != ReportKind::Attrition) {
        let (word, place) = entry.word();
        let title = format!("`{word}` does not say of what");
        let help = format!("Name what is shown: `{word} of …`.");
        errors.push(error("K0101", place, &title, "`of` and names should follow").help(&help));
    }
    errors
}

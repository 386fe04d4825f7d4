//! A rename, tried: what the compiler says of the new texts must be what it said of the old ones.

use super::Refusal;
use super::edits::{Edits, renamed};
use super::subject::Subject;
use crate::Workspace;
use crate::navigation::analyses;
use kohort_base::Span;
use kohort_semantics::{Analysis, Fact, Symbol};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// Refuses a rename after which anything is found that was not, or a name stands for something else.
pub(super) fn check(
    workspace: &mut Workspace,
    subject: &Subject,
    edits: &Edits,
    new: &str,
) -> Result<(), Refusal> {
    let before = analyses(workspace);
    let texts: Option<Vec<(String, Arc<str>)>> = edits
        .paths()
        .map(|path| {
            let text = workspace.text(path).ok()?;
            Some((path.to_owned(), Arc::from(edits.apply(path, &text)?)))
        })
        .collect();
    let texts = texts.ok_or_else(Refusal::nothing)?;
    let after = workspace.trying(&texts.into_iter().collect(), analyses);
    if before.len() != after.len() {
        return Err(Refusal::nothing());
    }
    for (before, after) in before.iter().zip(&after) {
        compare(subject, edits, new, (before, after))?;
    }
    Ok(())
}

fn compare(
    subject: &Subject,
    edits: &Edits,
    new: &str,
    (before, after): (&Rc<Analysis>, &Rc<Analysis>),
) -> Result<(), Refusal> {
    let expected: BTreeSet<(&str, Option<Span>)> = before
        .diagnostics
        .iter()
        .map(|found| {
            let span = found
                .span()
                .map(|span| edits.moved(before.files.path(span.file), span));
            (found.code.as_str(), span)
        })
        .collect();
    for found in &after.diagnostics {
        let span = found.span();
        if !expected.contains(&(found.code.as_str(), span)) {
            let (path, line) = span.map_or((subject.path.as_str(), 1), |span| place(after, span));
            return Err(Refusal::finding(&subject.written, new, &found.title, path, line));
        }
    }
    let old = meanings(before, &|analysis, span| {
        edits.moved(analysis.files.path(span.file), span)
    });
    let old: BTreeSet<(Span, Symbol)> = match subject.is_alias {
        true => old,
        false => old
            .into_iter()
            .map(|(span, symbol)| (span, renamed(&symbol, &subject.symbol, new)))
            .collect(),
    };
    let now = meanings(after, &|_, span| span);
    match old.symmetric_difference(&now).next() {
        None => Ok(()),
        Some((span, _)) => {
            let (path, line) = place(after, *span);
            Err(Refusal::other_meaning(&subject.written, new, path, line))
        }
    }
}

/// What the names of an analysis stand for, each at its place as `moved` says.
fn meanings(analysis: &Analysis, moved: &dyn Fn(&Analysis, Span) -> Span) -> BTreeSet<(Span, Symbol)> {
    let facts = &analysis.facts;
    let all = facts.files().flat_map(|file| facts.of(file));
    let names = all.filter_map(|(span, fact)| match fact {
        Fact::Names(Symbol::Local(declared)) => {
            Some((moved(analysis, *span), Symbol::Local(moved(analysis, *declared))))
        }
        Fact::Names(symbol) => Some((moved(analysis, *span), symbol.clone())),
        _ => None,
    });
    names.collect()
}

/// The file and the line of a place.
fn place(analysis: &Analysis, span: Span) -> (&str, usize) {
    let text = analysis.files.text(span.file);
    (analysis.files.path(span.file), line_of(text, span.start))
}

/// The line of an offset, counted from 1.
pub(super) fn line_of(text: &str, offset: u32) -> usize {
    let end = usize::try_from(offset).unwrap_or(text.len());
    text.bytes().take(end).filter(|byte| *byte == b'\n').count() + 1
}

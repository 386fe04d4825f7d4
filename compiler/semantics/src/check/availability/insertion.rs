//! Where a precision rule, or a part of one, is written into the text of a study.

use crate::modules::span;
use crate::study::{PrecisionRule, Study};
use crate::value::Precision;
use kohort_base::{FileId, Files, Span};
use kohort_grammar::ast::{self, Item};

/// The rule that is offered for dates that are known to one precision at best and to another at worst. Where only some are as
/// coarse as a year, the others keep their month.
pub(super) fn offered(path: &str, finest: Precision, coarsest: Precision) -> String {
    let kept = match coarsest {
        Precision::Day | Precision::Month => coarsest,
        Precision::Quarter | Precision::Year => finest.max(Precision::Month),
    };
    let kept = if finest == coarsest { coarsest } else { kept };
    let otherwise = if kept < coarsest {
        ", otherwise missing"
    } else {
        ""
    };
    format!("precision {path} as {kept}, {}{otherwise}", placement(kept))
}

/// Where dates of a precision are usually placed: about the middle.
pub(super) fn placement(known: Precision) -> &'static str {
    match known {
        Precision::Day | Precision::Month => "placed on day 15",
        Precision::Quarter => "placed on first day",
        Precision::Year => "placed on 1 July",
    }
}

/// A new rule behind the study's other rules, or behind its header and imports.
pub(super) fn of_rule(study: &Study, rule: &str, files: &Files) -> Option<(Span, String)> {
    let text = files.text(study.span.file);
    let tree = kohort_grammar::parse(text).tree();
    let mut after = None;
    let mut blank_line = true;
    for item in tree.items() {
        match item {
            Item::Study(_) | Item::Use(_) | Item::Parameter(_) => {
                (after, blank_line) = (Some(item.range().end()), true)
            }
            Item::Precision(_) => (after, blank_line) = (Some(item.range().end()), false),
            _ => {}
        }
    }
    let end = usize::from(after?);
    let end = end + rest_of_line(text.get(end..)?);
    let at = Span::at(study.span.file, u32::try_from(end).ok()?);
    Some((at, format!("{}{rule}", if blank_line { "\n\n" } else { "\n" })))
}

/// The rest of a line, if it has nothing but a comment.
fn rest_of_line(rest: &str) -> usize {
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let comment = line.trim_start();
    if comment.is_empty() || comment.starts_with("//") {
        line.len()
    } else {
        0
    }
}

/// The end of a written rule.
pub(super) fn end_of_rule(rule: &PrecisionRule, files: &Files) -> Option<Span> {
    let decl = written(rule, files)?;
    Some(Span::at(rule.span.file, decl.range().end().into()))
}

/// The place behind a rule's precision, where a placement goes.
pub(super) fn behind_precision(rule: &PrecisionRule, files: &Files) -> Option<Span> {
    let decl = written(rule, files)?;
    Some(Span::at(rule.span.file, decl.precision_range()?.end().into()))
}

/// The declaration of a rule, whose span is its path.
fn written(rule: &PrecisionRule, files: &Files) -> Option<ast::PrecisionDecl> {
    let file: FileId = rule.span.file;
    let tree = kohort_grammar::parse(files.text(file)).tree();
    tree.items().into_iter().find_map(|item| match item {
        Item::Precision(decl)
            if decl
                .path()
                .is_some_and(|path| span(file, path.range()) == rule.span) =>
        {
            Some(decl)
        }
        _ => None,
    })
}

//! The types of definitions and parameters: `let hb: one record of lab`.

use super::{InlayHint, InlayKind, LabelPart};
use crate::place::Understood;
use crate::plain;
use kohort_base::Span;
use kohort_grammar::SyntaxNode;
use kohort_grammar::ast;
use kohort_semantics::{RecordOf, Shape, Sort, Symbol};

pub(super) fn hint(here: &Understood, node: &SyntaxNode) -> Option<InlayHint> {
    let (name, value) = match ast::LetDecl::cast(node.clone()) {
        Some(view) => (view.name()?, view.value()?),
        None => {
            let view = ast::ParameterDecl::cast(node.clone())?;
            (view.name()?, view.value()?)
        }
    };
    let shape = here.shape(value.range())?;
    // What a date or a period is can be read where it is written.
    if matches!(value, ast::Expr::Literal(_) | ast::Expr::Range(_)) {
        return None;
    }
    Some(InlayHint {
        offset: plain(name.range()).end,
        kind: InlayKind::Type,
        label: label(here, shape),
        tooltip: Some(format!("The value of `{}` is {}.", name.text(), shape.words)),
    })
}

/// The words of a type; the record or the analyte in them leads to its declaration.
fn label(here: &Understood, shape: &Shape) -> Vec<LabelPart> {
    let target = match &shape.sort {
        Sort::Event(RecordOf::Entity { model, entity })
        | Sort::Events(RecordOf::Entity { model, entity }) => entity_place(here, model, entity),
        Sort::Quantity {
            analyte: Some(Symbol::Item { module, name }),
            ..
        } => {
            let key = (module.clone(), name.clone());
            let analyte = here.analysis.vocabulary.analytes.get(&key);
            analyte.and_then(|analyte| place(here, module, analyte.span))
        }
        _ => None,
    };
    let mut parts = vec![LabelPart::plain(": ")];
    let mut pieces = shape.words.split('`');
    if let Some(first) = pieces.next() {
        parts.push(LabelPart::plain(first));
    }
    for (position, piece) in pieces.enumerate() {
        parts.push(LabelPart {
            text: piece.to_owned(),
            target: target.clone().filter(|_| position == 0),
        });
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

fn entity_place(here: &Understood, model: &str, entity: &str) -> Option<(String, crate::Range)> {
    let (module, name) = model.rsplit_once('.')?;
    let models = &here.analysis.vocabulary.models;
    let model = models.get(&(module.to_owned(), name.to_owned()))?;
    place(here, module, model.entity_named(entity)?.1.span)
}

/// A place in the text of a module.
pub(super) fn place(here: &Understood, module: &str, span: Span) -> Option<(String, crate::Range)> {
    let path = here.analysis.vocabulary.modules.get(module)?;
    Some((path.clone(), span.start..span.end))
}

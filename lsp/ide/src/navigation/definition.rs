//! Where a name is declared, where it comes into the file, and where its type is declared.

use super::{Target, locate, named_at};
use crate::{Workspace, plain};
use kohort_grammar::{ast, parse};
use kohort_semantics::{Fact, RecordOf, Sort, Symbol};

/// Where what a name stands for is declared: in the project, in the standard library, in a model.
#[must_use]
pub fn definition(workspace: &mut Workspace, path: &str, offset: u32) -> Option<Target> {
    let named = named_at(workspace, path, offset)?;
    locate(workspace, &named.analysis, &named.symbol)
}

/// Where a name comes into the file: its import, otherwise its declaration.
#[must_use]
pub fn declaration(workspace: &mut Workspace, path: &str, offset: u32) -> Option<Target> {
    let named = named_at(workspace, path, offset)?;
    if let Symbol::Item { module, name } = &named.symbol
        && *module != named.analysis.vocabulary.module
    {
        let text = workspace.text(path).ok()?;
        for item in parse(&text).tree().items() {
            let ast::Item::Use(used) = item else { continue };
            if used.path().is_none_or(|path| path.text() != *module) {
                continue;
            }
            for imported in used.names() {
                let Some(own) = imported.name() else { continue };
                if own.text() == *name {
                    let here = imported.alias().unwrap_or(own);
                    return Some(Target {
                        path: path.to_owned(),
                        range: plain(here.range()),
                        whole: plain(used.range()),
                    });
                }
            }
        }
    }
    locate(workspace, &named.analysis, &named.symbol)
}

/// Where the type of the value at the cursor is declared: its entity, its category's attribute, its analyte.
#[must_use]
pub fn type_definition(workspace: &mut Workspace, path: &str, offset: u32) -> Option<Target> {
    let analysis = workspace.analyse(path).ok()?;
    let file = analysis.files.find(path)?;
    let touched = analysis.facts.at(file, offset);
    let smallest = touched.iter().map(|(span, _)| span.len()).min()?;
    let symbol = touched
        .into_iter()
        .filter(|(span, fact)| span.len() == smallest || matches!(fact, Fact::Is(_)))
        .find_map(|(_, fact)| match fact {
            Fact::Is(shape) => Some(of_type(&shape.sort)),
            _ => None,
        })??;
    locate(workspace, &analysis, &symbol)
}

/// What is declared of a type, if anything is.
fn of_type(sort: &Sort) -> Option<Symbol> {
    match sort {
        Sort::Quantity { analyte, .. } => analyte.clone(),
        Sort::Category { attribute, .. } => Some(attribute.clone()),
        Sort::Event(RecordOf::Entity { model, entity })
        | Sort::Events(RecordOf::Entity { model, entity }) => Some(Symbol::Entity {
            model: model.clone(),
            entity: entity.clone(),
        }),
        _ => None,
    }
}

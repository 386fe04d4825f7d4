//! Where a symbol is declared.
//!
//! Invariant: it is the place that the compiler means, in the text that it reads: the editor's, the project's, or that of
//! the standard library.

use super::{Declared, Target, declarations, model_parts};
use crate::{Range, Workspace, plain};
use kohort_grammar::parse;
use kohort_semantics::{Analysis, Symbol};

/// The place of a symbol's declaration, as seen from an analysis that knows it.
pub(crate) fn locate(workspace: &Workspace, analysis: &Analysis, symbol: &Symbol) -> Option<Target> {
    match symbol {
        Symbol::Module(path) => module(workspace, analysis, path),
        Symbol::Item { module, .. } => declared(workspace, analysis, module, symbol),
        Symbol::Entity { model, .. } | Symbol::Attribute { model, .. } | Symbol::Value { model, .. } => {
            let (module, _) = model_parts(model)?;
            declared(workspace, analysis, module, symbol)
        }
        Symbol::Local(span) => {
            let path = analysis.files.path(span.file).to_owned();
            let range = span.start..span.end;
            let whole = own_declaration(workspace, analysis, &path, symbol);
            Some(Target {
                whole: whole.map_or_else(|| range.clone(), |found| found.whole),
                path,
                range,
            })
        }
        // What the language itself gives has no place, and a class has as many as drugs.
        Symbol::Class(_) | Symbol::Field(..) | Symbol::Word(..) => None,
    }
}

/// What a file declares.
pub(crate) fn declared_in(workspace: &Workspace, analysis: &Analysis, path: &str) -> Vec<Declared> {
    let (Ok(text), Some(file)) = (workspace.text(path), analysis.files.find(path)) else {
        return Vec::new();
    };
    declarations(&workspace.module_of(path), file, &parse(&text).tree())
}

/// The path of a module's text.
pub(crate) fn path_of_module(workspace: &Workspace, analysis: &Analysis, module: &str) -> Option<String> {
    let loaded = analysis.vocabulary.modules.get(module).cloned();
    loaded.or_else(|| workspace.path_of(module))
}

fn module(workspace: &Workspace, analysis: &Analysis, module: &str) -> Option<Target> {
    let path = path_of_module(workspace, analysis, module)?;
    let text = workspace.text(&path).ok()?;
    Some(Target {
        path,
        range: 0..0,
        whole: plain(parse(&text).syntax().text_range()),
    })
}

fn declared(workspace: &Workspace, analysis: &Analysis, module: &str, symbol: &Symbol) -> Option<Target> {
    let path = path_of_module(workspace, analysis, module)?;
    let found = own_declaration(workspace, analysis, &path, symbol)?;
    let (range, whole): (Range, Range) = (found.selection, found.whole);
    Some(Target { path, range, whole })
}

fn own_declaration(
    workspace: &Workspace,
    analysis: &Analysis,
    path: &str,
    symbol: &Symbol,
) -> Option<Declared> {
    declared_in(workspace, analysis, path)
        .into_iter()
        .find(|found| found.symbol == *symbol)
}

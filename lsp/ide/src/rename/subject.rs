//! What is to be renamed.

use super::{Refusal, part};
use crate::navigation::{Target, locate, model_parts, named_at};
use crate::{Range, Workspace};
use kohort_semantics::{Analysis, Symbol};
use std::rc::Rc;

/// A name that can be changed.
pub(super) struct Subject {
    /// What it stands for.
    pub(super) symbol: Symbol,
    /// As it is written at the cursor.
    pub(super) written: String,
    /// Where the cursor is.
    pub(super) range: Range,
    /// The file of the cursor.
    pub(super) path: String,
    /// Whether it is the name of an import, which only its file knows.
    pub(super) is_alias: bool,
    /// Where it is declared.
    pub(super) declared: Target,
    /// The analysis that says so.
    pub(super) analysis: Rc<Analysis>,
}

impl Subject {
    /// The name at an offset, if it can be changed.
    pub(super) fn at(workspace: &mut Workspace, path: &str, offset: u32) -> Result<Self, Refusal> {
        let named = named_at(workspace, path, offset).ok_or_else(Refusal::nothing)?;
        let text = workspace.text(path).map_err(|_| Refusal::nothing())?;
        let written = part(&text, named.range.start, named.range.end)
            .unwrap_or_default()
            .to_owned();
        let own = own_name(&named.symbol);
        match &named.symbol {
            Symbol::Module(module) => return Err(Refusal::a_module(module)),
            Symbol::Class(class) => return Err(Refusal::a_class(class)),
            Symbol::Field(..) | Symbol::Word(..) => return Err(Refusal::of_the_language(&written)),
            _ => {}
        }
        let is_alias = own.is_some_and(|own| own != written) && !named.is_declaration;
        let module = module_of(&named.symbol);
        if let Some(module) = module.filter(|module| is_standard(module) && !is_alias) {
            return Err(match &named.symbol {
                Symbol::Item { name, .. } => Refusal::of_the_standard_library(name, module),
                _ => Refusal::part_of_the_standard_library(&written, module),
            });
        }
        let declared = locate(workspace, &named.analysis, &named.symbol).ok_or_else(Refusal::nothing)?;
        let module = workspace.module_of(&declared.path);
        if is_standard(&workspace.module_of(path)) || (is_standard(&module) && !is_alias) {
            return Err(Refusal::part_of_the_standard_library(&written, &module));
        }
        if matches!(named.symbol, Symbol::Local(_)) {
            let declares = workspace.text(&declared.path).is_ok_and(|text| {
                part(&text, declared.range.start, declared.range.end) == Some(written.as_str())
            });
            // `from` is where every endpoint starts, whether it declares it or not.
            if !declares || written == "from" {
                return Err(Refusal::of_the_language(&written));
            }
        }
        Ok(Self {
            symbol: named.symbol,
            written,
            range: named.range,
            path: path.to_owned(),
            is_alias,
            declared,
            analysis: named.analysis,
        })
    }
}

/// Whether a module is one of the standard library.
fn is_standard(module: &str) -> bool {
    module == "std" || module.starts_with("std.")
}

/// The module in which something is declared.
fn module_of(symbol: &Symbol) -> Option<&str> {
    match symbol {
        Symbol::Item { module, .. } => Some(module),
        Symbol::Entity { model, .. } | Symbol::Attribute { model, .. } | Symbol::Value { model, .. } => {
            Some(model_parts(model)?.0)
        }
        _ => None,
    }
}

/// The name under which something is declared, where an import may give it another.
fn own_name(symbol: &Symbol) -> Option<&str> {
    match symbol {
        Symbol::Item { name, .. } => Some(name),
        _ => None,
    }
}

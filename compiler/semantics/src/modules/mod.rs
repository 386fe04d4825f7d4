//! Modules: the files that a study reaches through `use`, `on` and `for`, each parsed once.
//!
//! A module's path is its place below the project with dots (`codes.lung` is `codes/lung.kohort`); `std.…` is the
//! standard library, embedded or kept by the project. Invariant: loading never fails; what cannot be loaded is a diagnostic and is absent from the map.

mod listing;
mod loader;
mod standard;

pub(crate) use listing::{files_below, project_files};
pub(crate) use loader::Loader;
pub(crate) use standard::Standard;

use kohort_base::{FileId, Span};
use kohort_grammar::{TextRange, ast};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// One loaded module.
pub(crate) struct Module {
    /// Its dotted path.
    pub(crate) path: String,
    /// Its text.
    pub(crate) file: FileId,
    /// Its tree.
    pub(crate) tree: ast::File,
    /// What it declares, by name; of two alike, the first.
    pub(crate) names: BTreeMap<String, ast::Item>,
    /// What it imports, by the name used here.
    pub(crate) imports: BTreeMap<String, Import>,
    /// The names of this module that something referred to.
    pub(crate) used: RefCell<BTreeSet<String>>,
}

/// One imported name.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    /// The module it comes from.
    pub(crate) module: String,
    /// Its name there.
    pub(crate) name: String,
    /// Where it is imported.
    pub(crate) span: Span,
}

/// All modules that a study reaches.
pub(crate) struct Modules {
    /// By path.
    pub(crate) by_path: BTreeMap<String, Module>,
}

/// A name that was found, with the module that declares it.
#[derive(Clone, Copy)]
pub(crate) struct Found<'m> {
    /// The declaring module.
    pub(crate) module: &'m Module,
    /// The declaration.
    pub(crate) item: &'m ast::Item,
}

impl Module {
    /// A place in this module.
    pub(crate) fn span(&self, range: TextRange) -> Span {
        span(self.file, range)
    }
}

/// A tree's range as a span.
pub(crate) fn span(file: FileId, range: TextRange) -> Span {
    Span::new(file, range.start().into(), range.end().into())
}

/// The declared name of an item, if it declares one.
pub(crate) fn declared_name(item: &ast::Item) -> Option<ast::Name> {
    match item {
        ast::Item::Parameter(decl) => decl.name(),
        ast::Item::Let(decl) => decl.name(),
        ast::Item::Codes(decl) => decl.name(),
        ast::Item::Analyte(decl) => decl.name(),
        ast::Item::Drug(decl) => decl.name(),
        ast::Item::Drugs(decl) => decl.name(),
        ast::Item::Regimen(decl) => decl.name(),
        ast::Item::Model(decl) => decl.name(),
        ast::Item::Source(decl) => decl.name(),
        ast::Item::Cohort(decl) => decl.name(),
        ast::Item::Lines(decl) => decl.name(),
        ast::Item::Endpoint(decl) => decl.name(),
        ast::Item::Characteristic(decl) => decl.name(),
        ast::Item::Study(_)
        | ast::Item::Test(_)
        | ast::Item::Use(_)
        | ast::Item::Precision(_)
        | ast::Item::Report(_)
        | ast::Item::Bad(_) => None,
    }
}

/// The path of the module in a file of the project's own: `codes/lung.kohort` is `codes.lung`.
pub(crate) fn module_path(file: &str) -> String {
    file.strip_suffix(".kohort").unwrap_or(file).replace('/', ".")
}

impl Modules {
    /// Finds a name as seen from a module: its own declarations first, then its imports.
    pub(crate) fn find(&self, from: &Module, name: &str) -> Option<Found<'_>> {
        if let Some(module) = self.by_path.get(&from.path)
            && let Some(item) = module.names.get(name)
        {
            module.used.borrow_mut().insert(name.to_owned());
            return Some(Found { module, item });
        }
        let import = from.imports.get(name)?;
        from.used.borrow_mut().insert(name.to_owned());
        let module = self.by_path.get(&import.module)?;
        let item = module.names.get(&import.name)?;
        module.used.borrow_mut().insert(import.name.clone());
        Some(Found { module, item })
    }

    /// The names visible from a module, for suggestions.
    pub(crate) fn visible<'m>(&self, from: &'m Module) -> impl Iterator<Item = &'m str> + use<'m> {
        from.names.keys().chain(from.imports.keys()).map(String::as_str)
    }
}

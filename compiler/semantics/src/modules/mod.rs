//! Modules: the files that a study reaches through `use`, `on` and `for`, each parsed once.
//!
//! A module's path is its place below the project with dots (`codes.lung` is `codes/lung.kohort`); `std.…` is the
//! standard library, embedded or kept by the project. Invariant: loading never fails; what cannot be loaded is a diagnostic and is absent from the map.

mod listing;
mod loader;
mod named;
mod parsed;
mod settled;
mod standard;
mod trouble;

pub(crate) use listing::files_below;
pub use listing::project_files;
pub(crate) use loader::Loader;
pub(crate) use parsed::{Parsed, Texts};
pub(crate) use settled::Settled;
pub(crate) use standard::Standard;

use crate::facts::Fact;
use kohort_base::{FileId, Span};
use kohort_grammar::{TextRange, ast};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::rc::Rc;

/// One loaded module.
pub(crate) struct Module {
    /// Its dotted path.
    pub(crate) path: String,
    /// Its text, its tree and what it declares.
    pub(crate) parsed: Rc<Parsed>,
    /// What it imports, by the name used here.
    pub(crate) imports: BTreeMap<String, Import>,
    /// The names under which it imports what is not there, which was reported.
    pub(crate) missing: BTreeSet<String>,
    /// The paths of the modules that it names, those that cannot be loaded too.
    pub(crate) needs: BTreeSet<String>,
    /// Whether it and all that it needs belong to the standard library, and nothing is wrong with how they were loaded.
    pub(crate) settled: bool,
}

impl Deref for Module {
    type Target = Parsed;

    fn deref(&self) -> &Parsed {
        &self.parsed
    }
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
    by_path: BTreeMap<String, Rc<Module>>,
    /// What something referred to: modules and names in them.
    used: RefCell<BTreeSet<(String, String)>>,
    /// What was found out about places.
    noted: RefCell<Vec<(Span, Fact)>>,
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

    /// Whether a name stands for nothing because its import failed. That was reported where it is imported, and is not said
    /// again wherever the name is used.
    pub(crate) fn lacks(&self, name: &str) -> bool {
        self.missing.contains(name) && !self.names.contains_key(name) && !self.imports.contains_key(name)
    }
}

/// A tree's range as a span.
pub(crate) fn span(file: FileId, range: TextRange) -> Span {
    Span::new(file, range.start().into(), range.end().into())
}

/// The declared name of an item, if it declares one.
pub(crate) fn declared_name(item: &ast::Item) -> Option<ast::Name> {
    match item {
        // Nothing refers to a study.
        ast::Item::Study(_) => None,
        _ => item.name(),
    }
}

/// The path of the module in a file of the project's own: `codes/lung.kohort` is `codes.lung`.
pub(crate) fn module_path(file: &str) -> String {
    file.strip_suffix(".kohort").unwrap_or(file).replace('/', ".")
}

impl Modules {
    /// These modules, with nothing referred to yet.
    pub(crate) fn new(by_path: BTreeMap<String, Rc<Module>>) -> Self {
        Self {
            by_path,
            used: RefCell::default(),
            noted: RefCell::default(),
        }
    }

    /// Takes a note about a place.
    pub(crate) fn note(&self, place: Span, fact: Fact) {
        self.noted.borrow_mut().push((place, fact));
    }

    /// Takes the notes about what one place names for another place, too.
    pub(crate) fn note_again(&self, place: Span, earlier: Span) {
        let mut noted = self.noted.borrow_mut();
        let again = noted
            .iter()
            .filter(|(span, fact)| *span == earlier && matches!(fact, Fact::Names(_)));
        let again: Vec<(Span, Fact)> = again.map(|(_, fact)| (place, fact.clone())).collect();
        noted.extend(again);
    }

    /// Hands out the notes.
    pub(crate) fn take_notes(&self) -> Vec<(Span, Fact)> {
        self.noted.take()
    }

    /// The module of a path.
    pub(crate) fn get(&self, path: &str) -> Option<&Module> {
        self.by_path.get(path).map(Rc::as_ref)
    }

    /// All modules, by path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Module> {
        self.by_path.values().map(Rc::as_ref)
    }

    /// The same, with notes about places.
    pub(crate) fn with_notes(self, notes: Vec<(Span, Fact)>) -> Self {
        self.noted.borrow_mut().extend(notes);
        self
    }

    /// Whether something referred to a name that a module declares or imports.
    pub(crate) fn is_used(&self, module: &Module, name: &str) -> bool {
        self.used
            .borrow()
            .contains(&(module.path.clone(), name.to_owned()))
    }

    /// The modules that need not be lowered again.
    pub(crate) fn settled(&self) -> Vec<Rc<Module>> {
        let settled = self.by_path.values().filter(|module| module.settled);
        settled.cloned().collect()
    }

    fn refer(&self, module: &Module, name: &str) {
        self.used
            .borrow_mut()
            .insert((module.path.clone(), name.to_owned()));
    }

    /// Finds a name as seen from a module: its own declarations first, then its imports.
    pub(crate) fn find(&self, from: &Module, name: &str) -> Option<Found<'_>> {
        if let Some(module) = self.get(&from.path)
            && let Some(item) = module.names.get(name)
        {
            self.refer(module, name);
            return Some(Found { module, item });
        }
        let import = from.imports.get(name)?;
        self.refer(from, name);
        let module = self.get(&import.module)?;
        let item = module.names.get(&import.name)?;
        self.refer(module, &import.name);
        Some(Found { module, item })
    }

    /// The names visible from a module, for suggestions.
    pub(crate) fn visible<'m>(&self, from: &'m Module) -> impl Iterator<Item = &'m str> + use<'m> {
        from.names.keys().chain(from.imports.keys()).map(String::as_str)
    }
}

//! Modules of the standard library that need not be loaded again.
//!
//! Invariant: a module is kept only if it, and everything that it needs, is of the standard library and loaded without a
//! finding; it is handed out only while its text is the same.

use super::{Module, Standard};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Loaded modules of the standard library, by path.
#[derive(Default)]
pub(crate) struct Settled {
    modules: BTreeMap<String, Rc<Module>>,
    /// The folder from which they come; none if they are embedded.
    folder: Option<String>,
}

impl Settled {
    /// Forgets what comes from elsewhere than the project's library.
    pub(crate) fn begin(&mut self, library: Option<&str>) {
        if self.folder.as_deref() != library {
            self.modules.clear();
            self.folder = library.map(str::to_owned);
        }
    }

    /// The module of a path, if it is as it was. One that a project keeps is compared with its file; if it changed,
    /// everything is forgotten, since anything may need it.
    pub(super) fn get(&mut self, path: &str, standard: &Standard<'_>) -> Option<Rc<Module>> {
        let module = self.modules.get(path)?;
        if self.folder.is_some()
            && standard.text(path).ok().map(|(_, text)| text).as_ref() != Some(&module.text)
        {
            self.modules.clear();
            return None;
        }
        Some(Rc::clone(module))
    }

    /// Keeps a module.
    pub(super) fn insert(&mut self, path: String, module: Rc<Module>) {
        self.modules.insert(path, module);
    }
}

//! All sources that there are, without a study: those of the project and those of the standard library.
//!
//! Invariant: a source is handed out only if nothing about it, its model or whatever its file uses is an error; one that
//! is left out is named.

use super::session::Session;
use super::sources::{STANDARD, load_sources, lower_sources};
use super::watched::Watched;
use crate::codes::{Analyte, Drug};
use crate::lower::Library;
use crate::model::Model;
use crate::modules::{Loader, Module, Modules, project_files};
use crate::source::Source;
use kohort_base::{Diagnostic, FileId, Files, World, sort_diagnostics};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was found.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The texts, for rendering the diagnostics.
    pub files: Files,
    /// All findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources about which nothing is an error, each with its model, by model and name. A source of the project hides
    /// one of the standard library of the same model and name.
    pub sources: Vec<(Arc<Source>, Arc<Model>)>,
    /// The names of the sources that are left out, since something about them is wrong.
    pub left_out: Vec<String>,
    /// The analytes that the loaded modules declare.
    pub analytes: Vec<Arc<Analyte>>,
    /// The drugs that the loaded modules declare.
    pub drugs: Vec<Arc<Drug>>,
}

/// Finds all sources of a project and of the standard library. A folder with a manifest of its own is another project and
/// is not entered. A folder without a manifest is no project: no source below it is its own, only what lies in it.
pub fn catalogue(world: &dyn World) -> Catalogue {
    list(&mut Session::new(), &Watched::new(world))
}

/// The same with what a session keeps.
pub(super) fn list(session: &mut Session, world: &Watched<'_>) -> Catalogue {
    session.settled.begin(world.library());
    let mut loader = Loader::new(world, &mut session.texts, &mut session.settled);
    let entries = world.list("").unwrap_or_default();
    let is_project = entries.iter().any(|entry| entry == "kohort.toml");
    let files = project_files(world)
        .into_iter()
        .filter(|file| is_project || !file.contains('/'));
    load_sources(world, files, &mut loader, "");
    for path in loader.standard.modules() {
        if path.starts_with(STANDARD) {
            loader.load_named(&path);
        }
    }
    let (modules, files, mut diagnostics) = loader.finish();
    let standards = session.standards(&modules);
    diagnostics.extend(standards.out.iter().cloned());
    let declarations = standards.declarations.clone();
    let library = Library::new(&modules, declarations, &|module| module.settled, &mut diagnostics);
    let mut declared = lower_sources(&library, &|module| !module.settled, &mut diagnostics);
    declared.extend(standards.sources.iter().cloned());
    // Those of one module stay in their order.
    declared.sort_by(|left, right| left.module.cmp(&right.module));
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
    let wrong: BTreeSet<FileId> = errors
        .filter_map(|error| error.span())
        .map(|span| span.file)
        .collect();
    let mut sources: Vec<(Arc<Source>, Arc<Model>)> = Vec::new();
    let mut left_out = Vec::new();
    for source in &declared {
        if source.module.starts_with(STANDARD) && declared.iter().any(|other| hides(other, source)) {
            continue;
        }
        let module = modules.get(&source.module);
        let model = module
            .filter(|module| {
                !reached(&modules, module, source)
                    .iter()
                    .any(|file| wrong.contains(file))
            })
            .and_then(|module| model_of(&library, module, &source.name));
        match model {
            Some(model) => sources.push((Arc::clone(source), model)),
            None => left_out.push(source.name.clone()),
        }
    }
    sources.sort_by(|(left, _), (right, _)| (&left.model, &left.name).cmp(&(&right.model, &right.name)));
    left_out.sort();
    sort_diagnostics(&mut diagnostics, &files);
    let names = || {
        let of_module = |module: &Module| -> Vec<(String, String)> {
            module
                .names
                .keys()
                .map(|name| (module.path.clone(), name.clone()))
                .collect()
        };
        modules.iter().flat_map(of_module)
    };
    Catalogue {
        analytes: names()
            .filter_map(|(module, name)| library.analyte_in(&module, &name))
            .collect(),
        drugs: names()
            .filter_map(|(module, name)| library.drug_in(&module, &name))
            .collect(),
        files,
        diagnostics,
        sources,
        left_out,
    }
}

/// Whether a source of the project stands in the place of a standard one.
fn hides(other: &Source, standard: &Source) -> bool {
    !other.module.starts_with(STANDARD) && other.name == standard.name && other.model == standard.model
}

/// The model of the source that a module declares under a name.
fn model_of<'m>(library: &Library<'m>, module: &'m Module, name: &str) -> Option<Arc<Model>> {
    let kohort_grammar::ast::Item::Source(decl) = module.names.get(name)? else {
        return None;
    };
    Some(library.model_at(module, &decl.model()?.text())?.0)
}

/// The files that a source rests on: its own, its model's, and those that they use.
fn reached(modules: &Modules, module: &Module, source: &Source) -> BTreeSet<FileId> {
    let model = source.model.rsplit_once('.').map_or("", |(module, _)| module);
    let mut paths: Vec<&str> = vec![&module.path, model];
    let mut files = BTreeSet::new();
    while let Some(path) = paths.pop() {
        if let Some(found) = modules.get(path)
            && files.insert(found.file)
        {
            paths.extend(found.imports.values().map(|import| import.module.as_str()));
        }
    }
    files
}

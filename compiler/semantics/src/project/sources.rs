//! The sources that a study meets: those of its project, those of the standard library, and the choice among them.

use super::Options;
use super::scope::Scope;
use super::watched::Watched;
use crate::check::availability;
use crate::lower::source::{SourceScope, source};
use crate::lower::{Library, item_symbol};
use crate::modules::{Loader, Module, Standard};
use crate::source::Source;
use crate::study::Study;
use kohort_base::{Code, Diagnostic, suggest};
use kohort_grammar::ast;
use std::sync::Arc;

/// Where the standard library has its sources.
pub(super) const STANDARD: &str = "std.sources.";

/// Loads those of a project's files that declare sources; nothing `use`s a source, a study is checked against all.
pub(super) fn load_sources(
    world: &Watched<'_>,
    files: impl IntoIterator<Item = String>,
    loader: &mut Loader<'_>,
    root: &str,
) {
    for file in files {
        if crate::modules::module_path(&file) == *root {
            continue;
        }
        if world.declares_source(loader.texts, &file) {
            // The file was just read; if it is gone now, there is no source to check against.
            let _ = loader.load_file(&file);
        }
    }
}

/// Loads the standard library's sources of the study's model. A source of the project replaces the one of its name; what
/// was not asked for is not read.
pub(super) fn load_std_sources(loader: &mut Loader<'_>, root: &str, options: &Options) {
    let Some(model) = loader.model_of_study(root) else {
        return;
    };
    let declared = loader.source_names();
    let standard = std_sources(&loader.standard, &model);
    let known = |name: &String| declared.contains(name) || standard.iter().any(|(_, known)| known == name);
    // For a name that nothing has, the message is to say which names there are.
    let asked = options.sources.as_ref().filter(|asked| asked.iter().all(known));
    for (path, name) in &standard {
        if asked.is_none_or(|asked| asked.contains(name)) && !declared.contains(name) {
            loader.load_named(path);
        }
    }
}

/// The modules of the standard library with sources of a model, each with the name of its source.
fn std_sources(standard: &Standard<'_>, model: &str) -> Vec<(String, String)> {
    if !Standard::owns(model) {
        return Vec::new();
    }
    let of_model = |path: String| {
        // A module there is named like the source that it declares. It is not parsed to find out.
        let name = path.strip_prefix(STANDARD)?.to_owned();
        let header = format!("source {name} for {model} ");
        let (_, text) = standard.text(&path).ok()?;
        text.contains(&header).then_some((path, name))
    };
    standard.modules().into_iter().filter_map(of_model).collect()
}

/// The names of all sources of the study's model, chosen or not.
pub(super) fn names_of(study: &Study, standard: &Standard<'_>, declared: &[Arc<Source>]) -> Vec<String> {
    let model = format!("{}.{}", study.model.module, study.model.name);
    let of_project = declared.iter().filter(|source| source.model == model);
    let mut names: Vec<String> = of_project.map(|source| source.name.clone()).collect();
    names.extend(
        std_sources(standard, &study.model.module)
            .into_iter()
            .map(|(_, name)| name),
    );
    names.sort_unstable();
    names.dedup();
    names
}

/// The sources of those loaded modules that are wanted.
pub(super) fn lower_sources<'m>(
    library: &'m Library<'m>,
    wanted: &dyn Fn(&Module) -> bool,
    out: &mut Vec<Diagnostic>,
) -> Vec<Arc<Source>> {
    let mut sources = Vec::new();
    for module in library.modules.iter().filter(|module| wanted(module)) {
        for item in module.names.values() {
            let ast::Item::Source(decl) = item else { continue };
            let Some(path) = decl.model() else { continue };
            let Some((model, model_module)) = library.model_at(module, &path.text()) else {
                out.extend(library.no_model(module, &path));
                continue;
            };
            let mut scope = Scope {
                library,
                module,
                model_module,
                model: Arc::clone(&model),
            };
            if let Some(symbol) = library.modules.find(module, &path.text()).and_then(item_symbol) {
                scope.note(module.span(path.range()), symbol);
            }
            let name = format!("{}.{}", model.module, model.name);
            let lowered = source(decl, module.file, &module.path, &name, &model, &mut scope, out);
            availability::limit::check(&model, &lowered, out);
            availability::anchored::own_rules(&lowered, out);
            sources.push(Arc::new(lowered));
        }
    }
    sources
}

/// The sources of the study's model that the options ask for.
pub(super) fn choose(
    study: Option<&Study>,
    declared: Vec<Arc<Source>>,
    options: &Options,
    module: &Module,
    out: &mut Vec<Diagnostic>,
) -> Vec<Arc<Source>> {
    let Some(study) = study else { return declared };
    let model = format!("{}.{}", study.model.module, study.model.name);
    let Some(wanted) = &options.sources else {
        return declared
            .into_iter()
            .filter(|source| source.model == model)
            .collect();
    };
    let mut chosen = Vec::new();
    for name in wanted {
        match declared.iter().find(|source| source.name == *name) {
            Some(source) if source.model == model => chosen.push(Arc::clone(source)),
            Some(source) => out.push(
                Diagnostic::error(
                    Code::K0704,
                    format!("The source `{name}` is not for this study's model"),
                )
                .at(
                    study.span,
                    format!("this study is written against `{}`", study.model.name),
                )
                .and(source.span, format!("this source maps `{}`", source.model))
                .help("choose a source of the same model"),
            ),
            None => {
                let names: Vec<&str> = declared
                    .iter()
                    .filter(|source| source.model == model)
                    .map(|source| source.name.as_str())
                    .collect();
                let mut diagnostic = Diagnostic::error(Code::K0703, format!("There is no source `{name}`"))
                    .at(
                        if study.span.is_empty() {
                            module.span(module.tree.range())
                        } else {
                            study.span
                        },
                        "to check this study against",
                    );
                diagnostic = match suggest::nearest(name, names.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None if names.is_empty() => {
                        diagnostic.help("the project declares no source for this study's model")
                    }
                    None => diagnostic.help(format!("there are: {}", names.join(", "))),
                };
                out.push(diagnostic);
            }
        }
    }
    chosen
}

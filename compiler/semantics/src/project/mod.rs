//! The entry point: one file, the modules it reaches, and the sources of its project, analysed together.
//!
//! Invariant: a study is handed out only if nothing about it is an error, and a source only if nothing about it is; what
//! is checked against each other is what is handed out.

mod catalogue;
mod reached;
mod scope;
mod session;
mod sources;
mod vocabulary;
mod watched;

use crate::check::availability::{self, Verdicts};
use crate::check::only_in;
use crate::facts::Facts;
use crate::lower::{Library, study};
use crate::modules::{Loader, Standard, project_files};
use crate::source::Source;
use crate::study::Study;
use kohort_base::{Diagnostic, FileId, Files, Severity, World, WorldError, sort_diagnostics};
use sources::{choose, load_sources, load_std_sources, lower_sources, names_of};
use std::sync::Arc;
use watched::Watched;

pub use catalogue::{Catalogue, catalogue};
pub use reached::reached;
pub use session::{Session, Usable};
pub use vocabulary::{Declared, Vocabulary};

/// What to analyse a study against.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Options {
    /// The names of the sources to check against; all sources of the study's model, if absent.
    pub sources: Option<Vec<String>>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The texts, for rendering the diagnostics. Those of a session hold all that it ever read.
    pub files: Files,
    /// The files whose modules are part of it: its own, and what that and its sources use.
    pub reached: Vec<FileId>,
    /// All findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The study, if the file declares one and nothing about it is an error.
    pub study: Option<Arc<Study>>,
    /// The study as far as it could be understood, for editors: the same, or one with expressions of the type
    /// [`crate::study::Type::Error`] and with parts left out. Nothing may be computed from it.
    pub draft: Option<Arc<Study>>,
    /// The chosen sources of the study's model, by name.
    pub sources: Vec<Arc<Source>>,
    /// For each of these sources, what it says about the attributes that the study reads.
    pub verdicts: Vec<Verdicts>,
    /// What was found out about places, for editors.
    pub facts: Facts,
    /// What can be named, for editors.
    pub vocabulary: Vocabulary,
}

impl Analysis {
    /// Whether there is an error among the findings.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Analyses the study, library or source in a file of a project.
///
/// # Errors
/// If the file itself cannot be read. Whatever else is wrong is a diagnostic.
pub fn analyse(world: &dyn World, file: &str, options: &Options) -> Result<Analysis, WorldError> {
    run(&mut Session::new(), &Watched::new(world), file, options)
}

/// One analysis, with what a session keeps.
fn run(
    session: &mut Session,
    world: &Watched<'_>,
    file: &str,
    options: &Options,
) -> Result<Analysis, WorldError> {
    session.settled.begin(world.library());
    let mut loader = Loader::new(world, &mut session.texts, &mut session.settled);
    let root = loader.load_root(file)?;
    load_sources(world, project_files(world), &mut loader, &root);
    load_std_sources(&mut loader, &root, options);
    let (modules, files, mut diagnostics) = loader.finish();
    let reached = modules.iter().map(|module| module.file).collect();
    let standards = session.standards(&modules);
    diagnostics.extend(standards.out.iter().cloned());
    let declarations = standards.declarations.clone();
    let library = Library::new(&modules, declarations, &|module| module.settled, &mut diagnostics);
    let Some(module) = modules.get(&root) else {
        return Ok(Analysis {
            files,
            reached,
            diagnostics,
            study: None,
            draft: None,
            sources: Vec::new(),
            verdicts: Vec::new(),
            facts: Facts::default(),
            vocabulary: Vocabulary::default(),
        });
    };
    let study = study(&library, module, &mut diagnostics);
    let mut declared = lower_sources(&library, &|module| !module.settled, &mut diagnostics);
    declared.extend(standards.sources.iter().cloned());
    // Those of one module stay in their order.
    declared.sort_by(|left, right| left.module.cmp(&right.module));
    if let Some(study) = &study {
        let names = names_of(study, &Standard::of(world), &declared);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        only_in::check(study, &names, &mut diagnostics);
    }
    let study_is_wrong = diagnostics.iter().any(Diagnostic::is_error);
    let mut sources = choose(study.as_ref(), declared, options, module, &mut diagnostics);
    sources.sort_by(|left, right| left.name.cmp(&right.name));
    let mut verdicts = Vec::new();
    if let Some(study) = &study
        && !study_is_wrong
    {
        verdicts = availability::check(study, &sources, &files, &mut diagnostics);
    }
    sort_diagnostics(&mut diagnostics, &files);
    let wrong = diagnostics.iter().any(Diagnostic::is_error);
    let texts = modules
        .iter()
        .map(|module| (module.path.clone(), files.path(module.file).to_owned()));
    let texts = texts.collect();
    let draft = study.map(Arc::new);
    Ok(Analysis {
        files,
        reached,
        study: draft.clone().filter(|_| !wrong),
        draft,
        sources,
        verdicts,
        diagnostics,
        facts: Facts::new(modules.take_notes()),
        vocabulary: Vocabulary {
            modules: texts,
            ..library.vocabulary(module)
        },
    })
}

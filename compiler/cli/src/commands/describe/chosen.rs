//! Which sources are meant, and of which model.
//!
//! Invariant: sources that are shown side by side are of one model. Which one is never guessed where several would do.

use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::project::Project;
use crate::terminal::Terminal;
use kohort_base::suggest;
use kohort_semantics::{Catalogue, Model, Source, catalogue};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The model that is meant where neither sources nor a project of one's own say which.
const USUAL: &str = "std.oncology.oncology";
/// Where the modules of the standard library begin.
const STANDARD: &str = "std.";

/// The sources that are meant, and their model.
pub(super) struct Chosen {
    pub(super) model: Arc<Model>,
    pub(super) sources: Vec<Arc<Source>>,
    #[cfg(feature = "run")]
    pub(super) analytes: Vec<Arc<kohort_semantics::codes::Analyte>>,
    /// How the command ends if nothing else goes wrong: sources that are wrong are left out, and that is said.
    pub(super) exit: Exit,
}

impl Chosen {
    /// The sources of these names, or all of the model, in the order given.
    pub(super) fn of(
        names: &[String],
        model: Option<&str>,
        terminal: &mut Terminal<'_>,
    ) -> Result<Self, Failure> {
        let folder = terminal
            .folder
            .canonicalize()
            .unwrap_or_else(|_| terminal.folder.clone());
        let project = Project::around(&folder)?;
        let found = catalogue(&project.world());
        let exit = show_findings(&found, &project, terminal)?;
        let meant = match model {
            Some(model) => model.to_owned(),
            None => usual(names, &found)?,
        };
        let mut of_model = found
            .sources
            .iter()
            .filter(|(source, _)| is_model(&meant, &source.model))
            .peekable();
        let Some((_, declared)) = of_model.peek() else {
            let failure = Failure::environment(format!("there is no source for the model `{meant}`"));
            let models: Vec<&str> = found
                .sources
                .iter()
                .map(|(source, _)| source.model.as_str())
                .collect();
            return Err(match suggest::nearest(&meant, models.iter().copied()) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help(format!("there are sources for: {}", listed(&models))),
            });
        };
        let model = Arc::clone(declared);
        let known: Vec<Arc<Source>> = of_model.map(|(source, _)| Arc::clone(source)).collect();
        let sources = if names.is_empty() {
            known
        } else {
            named(names, &known, &found.left_out)?
        };
        Ok(Self {
            model,
            sources,
            #[cfg(feature = "run")]
            analytes: found.analytes,
            exit,
        })
    }
}

/// The model that is meant where none is named: that of the sources named, or that of the project's own sources.
fn usual(names: &[String], found: &Catalogue) -> Result<String, Failure> {
    if let Some(unknown) = names.iter().find(|name| !is_known(name, found)) {
        return Err(unknown_source(
            unknown,
            found
                .sources
                .iter()
                .map(|(source, _)| source.name.as_str())
                .collect(),
        ));
    }
    let meant = |source: &Source| {
        if names.is_empty() {
            !source.module.starts_with(STANDARD)
        } else {
            names.contains(&source.name)
        }
    };
    let models: BTreeSet<&str> = found
        .sources
        .iter()
        .filter(|(source, _)| meant(source))
        .map(|(source, _)| source.model.as_str())
        .collect();
    let models: Vec<&str> = models.into_iter().collect();
    match models.as_slice() {
        [] => Ok(USUAL.to_owned()),
        [only] => Ok((*only).to_owned()),
        several => {
            let of = if names.is_empty() {
                "the project has sources of"
            } else {
                "these names are of sources of"
            };
            Err(Failure::environment(format!("{of} {} models", several.len()))
                .help(format!("choose the model with `--model`: {}", listed(several))))
        }
    }
}

fn is_known(name: &str, found: &Catalogue) -> bool {
    found.left_out.iter().any(|left_out| left_out == name)
        || found.sources.iter().any(|(source, _)| source.name == name)
}

/// Whether a model is meant: by its module and name, or by its module alone as studies name it.
fn is_model(meant: &str, model: &str) -> bool {
    meant == model || model.rsplit_once('.').is_some_and(|(module, _)| module == meant)
}

fn show_findings(found: &Catalogue, project: &Project, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let analysis = kohort_semantics::Analysis {
        files: found.files.clone(),
        reached: Vec::new(),
        diagnostics: found.diagnostics.clone(),
        study: None,
        draft: None,
        sources: Vec::new(),
        verdicts: Vec::new(),
        facts: kohort_semantics::Facts::default(),
        vocabulary: kohort_semantics::Vocabulary::default(),
    };
    Findings::of(&analysis, project, terminal).show(crate::arguments::Format::Text, false, terminal)
}

fn named(names: &[String], known: &[Arc<Source>], left_out: &[String]) -> Result<Vec<Arc<Source>>, Failure> {
    let mut chosen: Vec<Arc<Source>> = Vec::new();
    for name in names {
        match known.iter().find(|source| source.name == *name) {
            Some(source) if chosen.iter().any(|other| other.name == source.name) => {}
            Some(source) => chosen.push(Arc::clone(source)),
            // What is wrong with it was shown.
            None if left_out.contains(name) => return Err(Failure::said(Exit::Study)),
            None => {
                return Err(unknown_source(
                    name,
                    known.iter().map(|source| source.name.as_str()).collect(),
                ));
            }
        }
    }
    Ok(chosen)
}

fn unknown_source(name: &str, known: Vec<&str>) -> Failure {
    let failure = Failure::environment(format!("there is no source `{name}`"));
    match suggest::nearest(name, known.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!("there are: {}", listed(&known))),
    }
}

/// Names, each once.
fn listed(names: &[&str]) -> String {
    let names: BTreeSet<&str> = names.iter().copied().collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

//! Analyses of texts that change: what a change cannot have affected is not computed again.
//!
//! Three things are kept: trees, as long as their texts stay the same; the modules of the standard library, loaded and
//! lowered, and its sources; and whole analyses, as long as the world replies to what they asked of it as it did. Invariant:
//! an answer is the one that a new session would give; the order of questions and changes cannot be seen in it.

use super::catalogue::{Catalogue, list};
use super::sources::lower_sources;
use super::watched::{Replies, Watched};
use super::{Analysis, Options, run};
use crate::lower::{Declarations, Library};
use crate::modules::{Module, Modules, Settled, Standard, Texts, project_files};
use crate::source::Source;
use kohort_base::{Diagnostic, World, WorldError};
use kohort_grammar::ast;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// How many different parts of the standard library are kept lowered. Studies mostly use one of a few.
const STANDARDS: usize = 16;

/// Analyses that are remembered. It belongs to one project and lives on one thread: trees are shared without locks.
#[derive(Default)]
pub struct Session {
    pub(super) texts: Texts,
    pub(super) settled: Settled,
    standards: Vec<Rc<Standards>>,
    remembered: BTreeMap<(String, Options), (Replies, Rc<Analysis>)>,
    catalogue: Option<(Replies, Rc<Catalogue>)>,
}

/// A module that a file can use.
#[derive(Debug, Clone)]
pub struct Usable {
    /// Its path, with dots.
    pub path: String,
    /// The path of its text.
    pub file: String,
    /// Its text: the same one as long as nothing in it changes.
    pub text: Arc<str>,
    /// Its tree.
    pub tree: ast::File,
}

/// Modules of the standard library, lowered.
pub(super) struct Standards {
    modules: Vec<Rc<Module>>,
    pub(super) declarations: Declarations,
    pub(super) sources: Vec<Arc<Source>>,
    /// What was found wrong with them.
    pub(super) out: Vec<Diagnostic>,
}

impl Session {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Analyses the study, library or source in a file of a project, or remembers what was found.
    ///
    /// # Errors
    /// If the file itself cannot be read. Whatever else is wrong is a diagnostic.
    pub fn analyse(
        &mut self,
        world: &dyn World,
        file: &str,
        options: &Options,
    ) -> Result<Rc<Analysis>, WorldError> {
        let key = (file.to_owned(), options.clone());
        if let Some((replies, analysis)) = self.remembered.get(&key) {
            let texts = &mut self.texts;
            if replies.hold(world, &mut |path| texts.declares_source(world, path)) {
                return Ok(Rc::clone(analysis));
            }
        }
        let watched = Watched::new(world);
        let analysis = run(self, &watched, file, options);
        let analysis = match analysis {
            Ok(analysis) => Rc::new(analysis),
            Err(error) => {
                self.remembered.remove(&key);
                return Err(error);
            }
        };
        let replies = watched.into_replies();
        self.remembered.insert(key, (replies, Rc::clone(&analysis)));
        Ok(analysis)
    }

    /// All sources that there are, or what was found of them.
    pub fn catalogue(&mut self, world: &dyn World) -> Rc<Catalogue> {
        if let Some((replies, catalogue)) = &self.catalogue {
            let texts = &mut self.texts;
            if replies.hold(world, &mut |path| texts.declares_source(world, path)) {
                return Rc::clone(catalogue);
            }
        }
        let watched = Watched::new(world);
        let catalogue = Rc::new(list(self, &watched));
        self.catalogue = Some((watched.into_replies(), Rc::clone(&catalogue)));
        catalogue
    }

    /// Analyses a file without remembering what was found, nor forgetting what was remembered of it: for a question about a
    /// text that nobody wrote. The tree is the file's own.
    ///
    /// # Errors
    /// If the file itself cannot be read.
    pub fn analyse_aside(
        &mut self,
        world: &dyn World,
        file: &str,
        options: &Options,
    ) -> Result<(Analysis, ast::File), WorldError> {
        let analysis = run(self, &Watched::new(world), file, options)?;
        let text = world.read_text(file)?;
        Ok((analysis, self.texts.parse(file, &text).tree.clone()))
    }

    /// All modules that a file of the project can use: those of the project and those of the standard library, by path.
    /// Of two with one path, the first.
    pub fn modules(&mut self, world: &dyn World) -> Vec<Usable> {
        let standard = Standard::of(world);
        let own = project_files(world).into_iter().filter_map(|file| {
            let text = world.read_text(&file).ok()?;
            Some((standard.module_path(&file), file, text))
        });
        let library = standard.modules().into_iter().filter_map(|path| {
            let (file, text) = standard.text(&path).ok()?;
            Some((path, file, text))
        });
        let mut usable: Vec<Usable> = own
            .chain(library)
            .map(|(path, file, text)| {
                let parsed = self.texts.parse(&file, &text);
                Usable {
                    path,
                    file,
                    text: Arc::clone(&parsed.text),
                    tree: parsed.tree.clone(),
                }
            })
            .collect();
        usable.sort_by(|left, right| left.path.cmp(&right.path));
        usable.dedup_by(|next, first| next.path == first.path);
        usable
    }

    /// Forgets the analyses of files that are not asked for any more.
    pub fn keep(&mut self, wanted: &dyn Fn(&str) -> bool) {
        self.remembered.retain(|(file, _), _| wanted(file));
    }

    /// The lowered modules of the standard library among some modules.
    pub(super) fn standards(&mut self, modules: &Modules) -> Rc<Standards> {
        let of_standard = modules.settled();
        let same = |known: &Rc<Standards>| {
            known.modules.len() == of_standard.len()
                && known
                    .modules
                    .iter()
                    .zip(&of_standard)
                    .all(|(left, right)| Rc::ptr_eq(left, right))
        };
        if let Some(position) = self.standards.iter().position(same) {
            let known = self.standards.remove(position);
            self.standards.push(Rc::clone(&known));
            return known;
        }
        let alone = Modules::new(
            of_standard
                .iter()
                .map(|module| (module.path.clone(), Rc::clone(module)))
                .collect(),
        );
        let mut out = Vec::new();
        let library = Library::new(&alone, Declarations::default(), &|_| false, &mut out);
        let sources = lower_sources(&library, &|_| true, &mut out);
        let new = Rc::new(Standards {
            declarations: library.into_declarations(),
            sources,
            out,
            modules: of_standard,
        });
        if self.standards.len() >= STANDARDS {
            self.standards.remove(0);
        }
        self.standards.push(Rc::clone(&new));
        new
    }
}

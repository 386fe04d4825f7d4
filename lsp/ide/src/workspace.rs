//! A project as an editor sees it: its files, the texts that are open, and what they are checked against.
//!
//! Invariant: an answer depends on the texts alone, never on what was asked or edited before. Every question of an editor
//! is a function of a workspace, a path from the project's folder, and an offset in bytes.

use crate::declared::{Declarations, DeclaredIn};
use crate::overlay::Overlay;
use kohort_base::{World, WorldError, project_path};
use kohort_grammar::{ast, parse};
use kohort_semantics::{Analysis, Options, Session, Source, project_files};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// The first part of the path of every text of the standard library.
const STANDARD: &str = "std/";

/// A project with the open texts of an editor.
pub struct Workspace {
    world: Overlay,
    session: Session,
    /// What its studies are checked against.
    sources: Option<Vec<String>>,
    /// Whether all its files belong together, or only those that are open.
    whole: bool,
    /// Whether a text declares a study, for the text that was looked at last.
    studies: BTreeMap<String, (Arc<str>, bool)>,
    declarations: Declarations,
    /// Whether somebody still waits for the answer that is being looked for.
    wanted: Option<Box<dyn Fn() -> bool>>,
}

impl Workspace {
    /// A project whose files all belong together, as a manifest says.
    #[must_use]
    pub fn project(world: Box<dyn World + Send>, sources: Option<Vec<String>>) -> Self {
        Self {
            world: Overlay::new(world),
            session: Session::new(),
            sources,
            whole: true,
            studies: BTreeMap::new(),
            declarations: Declarations::default(),
            wanted: None,
        }
    }

    /// A folder without a manifest: of its files, those that are open are looked at, with what they use.
    #[must_use]
    pub fn folder(world: Box<dyn World + Send>, sources: Option<Vec<String>>) -> Self {
        Self {
            whole: false,
            ..Self::project(world, sources)
        }
    }

    /// The sources that its studies are checked against; none means all of their model.
    pub fn check_against(&mut self, sources: Option<Vec<String>>) {
        self.sources = sources;
    }

    /// Shows a text in the place of a file's, or another one than before.
    pub fn open(&mut self, path: &str, text: Arc<str>) {
        self.world.open(path, text);
    }

    /// Reads the file as it lies there again.
    pub fn close(&mut self, path: &str) {
        self.world.close(path);
    }

    /// Whether an editor shows the file.
    #[must_use]
    pub fn is_open(&self, path: &str) -> bool {
        self.world.is_open(path)
    }

    /// The open texts that are not what lies in their files, in order.
    #[must_use]
    pub fn unsaved(&self) -> Vec<String> {
        self.world.unsaved()
    }

    /// Forgets what was read, since files may have changed where they lie.
    pub fn reload(&mut self) {
        self.world.forget();
    }

    /// The world that questions are answered in.
    #[must_use]
    pub fn world(&self) -> &dyn World {
        &self.world
    }

    /// The text of a file of the project, or of the standard library below `std/`.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn text(&self, path: &str) -> Result<Arc<str>, WorldError> {
        let read = self.world.read_text(path);
        match (&read, self.is_embedded(path)) {
            (Err(_), true) => standard_text(path).map_or(read, |text| Ok(Arc::from(text))),
            _ => read,
        }
    }

    /// Whether a path names a text of the standard library that comes with the compiler, which nobody can edit.
    #[must_use]
    pub fn is_embedded(&self, path: &str) -> bool {
        self.world.library().is_none() && path.starts_with(STANDARD)
    }

    /// The path of the module in a file.
    #[must_use]
    pub fn module_of(&self, path: &str) -> String {
        let inside = self.world.library().and_then(|folder| {
            let folder = project_path(folder).unwrap_or_else(|_| folder.to_owned());
            Some(format!(
                "{STANDARD}{}",
                path.strip_prefix(&folder)?.strip_prefix('/')?
            ))
        });
        let path = inside.as_deref().unwrap_or(path);
        path.strip_suffix(".kohort").unwrap_or(path).replace('/', ".")
    }

    /// The path of a module's text, if there is one.
    #[must_use]
    pub fn path_of(&self, module: &str) -> Option<String> {
        let file = format!("{}.kohort", module.replace('.', "/"));
        let kept = self.world.library().and_then(|folder| {
            let folder = project_path(folder).unwrap_or_else(|_| folder.to_owned());
            Some(format!("{folder}/{}", file.strip_prefix(STANDARD)?))
        });
        let path = kept.unwrap_or(file);
        self.text(&path).is_ok().then_some(path)
    }

    /// The files that are looked at, in order: those of a project, those that are open.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let mut files = match self.whole {
            true => project_files(&self.world),
            false => Vec::new(),
        };
        files.extend(self.world.open_files().map(str::to_owned));
        files.sort();
        files.dedup();
        files
    }

    /// Whether a file declares a study. One that cannot be read declares none.
    pub fn is_study(&mut self, path: &str) -> bool {
        let Ok(text) = self.world.read_text(path) else {
            return false;
        };
        match self.studies.get(path) {
            Some((known, is_study)) if Arc::ptr_eq(known, &text) => *is_study,
            _ => {
                let is_study = declares_study(&text);
                self.studies.insert(path.to_owned(), (text, is_study));
                is_study
            }
        }
    }

    /// What the compiler says of a file and of all that it reaches. A study is checked against its sources.
    ///
    /// # Errors
    /// If the file itself cannot be read.
    pub fn analyse(&mut self, path: &str) -> Result<Rc<Analysis>, WorldError> {
        let sources = match self.is_study(path) {
            true => self.sources.clone(),
            false => None,
        };
        let options = Options { sources };
        match self.is_embedded(path) && !self.world.exists(path) {
            true => self.session.analyse(&WithStandard(&self.world), path, &options),
            false => self.session.analyse(&self.world, path, &options),
        }
    }

    /// The sources of a model that editors tell about: those that an analysis has, or, as for a library, those that a
    /// study of the model would be checked against. By name.
    pub(crate) fn sources(&mut self, analysis: &Analysis, model: &str) -> Vec<Arc<Source>> {
        let of_model = |source: &&Arc<Source>| source.model == model;
        if analysis.sources.iter().any(|source| of_model(&source)) {
            return analysis.sources.iter().filter(of_model).cloned().collect();
        }
        let catalogue = self.session.catalogue(&self.world);
        let all = catalogue.sources.iter().map(|(source, _)| source);
        let chosen = |source: &&Arc<Source>| match &self.sources {
            Some(names) => names.contains(&source.name),
            None => true,
        };
        all.filter(of_model).filter(chosen).cloned().collect()
    }

    /// What the compiler would say of a file if its text were another one, and the tree of that text. What is known of the
    /// real one stays known.
    pub(crate) fn analyse_as(
        &mut self,
        path: &str,
        text: Arc<str>,
    ) -> Result<(Analysis, ast::File), WorldError> {
        let sources = match self.is_study(path) {
            true => self.sources.clone(),
            false => None,
        };
        let texts = BTreeMap::from([(path.to_owned(), text)]);
        self.trying(&texts, |workspace| {
            workspace
                .session
                .analyse_aside(&workspace.world, path, &Options { sources })
        })
    }

    /// What the modules declare that a file can use, in the order of their paths.
    pub(crate) fn declared(&mut self) -> Vec<Rc<DeclaredIn>> {
        let modules = self.session.modules(&self.world);
        self.declarations.of(modules)
    }

    /// Asks a question as if some files had other texts, or were there.
    pub(crate) fn trying<T>(
        &mut self,
        texts: &BTreeMap<String, Arc<str>>,
        question: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.world.lay_over(texts);
        let answer = question(self);
        self.world.put_back(before);
        answer
    }

    /// Answers a question that takes long as long as somebody waits; none if nobody does before the end.
    pub fn while_wanted<T>(
        &mut self,
        wanted: impl Fn() -> bool + 'static,
        answer: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        self.wanted = Some(Box::new(wanted));
        let answer = answer(self);
        let wanted = self.wanted.take();
        wanted.is_none_or(|wanted| wanted()).then_some(answer)
    }

    /// Whether the answer is still wanted. What is found after it is not will be dropped, and may be anything.
    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted())
    }

    /// Forgets the analyses of files that are not asked for any more.
    pub(crate) fn keep(&mut self, wanted: &dyn Fn(&str) -> bool) {
        self.session.keep(wanted);
        self.studies.retain(|file, _| wanted(file));
    }
}

/// A world in which the texts of the standard library are files as well.
struct WithStandard<'w>(&'w dyn World);

impl World for WithStandard<'_> {
    fn read_text(&self, path: &str) -> Result<Arc<str>, WorldError> {
        let read = self.0.read_text(path);
        match (&read, standard_text(path)) {
            (Err(_), Some(text)) => Ok(Arc::from(text)),
            _ => read,
        }
    }

    fn exists(&self, path: &str) -> bool {
        self.0.exists(path) || standard_text(path).is_some()
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, WorldError> {
        self.0.list(dir)
    }

    fn library(&self) -> Option<&str> {
        self.0.library()
    }
}

/// The text of the standard library at a path such as `std/oncology.kohort`.
#[must_use]
pub fn standard_text(path: &str) -> Option<&'static str> {
    let module = path.strip_suffix(".kohort")?.replace('/', ".");
    kohort_stdlib::module(&module)
}

fn declares_study(text: &str) -> bool {
    // Parsing is only worth it where the word stands at all.
    text.contains("study")
        && parse(text)
            .tree()
            .items()
            .iter()
            .any(|item| matches!(item, ast::Item::Study(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::MemoryWorld;

    fn world() -> Box<MemoryWorld> {
        Box::new(
            MemoryWorld::new()
                .with("codes/lung.kohort", "codes lung { icd10cm: C34.* }")
                .with("a.kohort", "study a version \"1.0.0\" on std.oncology"),
        )
    }

    #[test]
    fn a_project_has_all_its_files_and_a_folder_those_that_are_open() {
        let mut project = Workspace::project(world(), None);
        project.open("new.kohort", "".into());
        assert_eq!(project.files(), ["a.kohort", "codes/lung.kohort", "new.kohort"]);
        let mut folder = Workspace::folder(world(), None);
        assert_eq!(folder.files(), Vec::<String>::new());
        folder.open("a.kohort", "".into());
        assert_eq!(folder.files(), ["a.kohort"]);
    }

    #[test]
    fn a_file_is_a_study_as_long_as_it_says_so() {
        let mut workspace = Workspace::project(world(), None);
        assert!(workspace.is_study("a.kohort") && !workspace.is_study("codes/lung.kohort"));
        workspace.open("a.kohort", "let study = 1".into());
        assert!(!workspace.is_study("a.kohort"));
        workspace.close("a.kohort");
        assert!(workspace.is_study("a.kohort") && !workspace.is_study("none.kohort"));
    }

    #[test]
    fn the_standard_library_can_be_read_and_not_be_edited() {
        let workspace = Workspace::project(world(), None);
        assert!(
            workspace
                .text("std/oncology.kohort")
                .unwrap()
                .contains("model oncology")
        );
        assert!(workspace.is_embedded("std/oncology.kohort") && !workspace.is_embedded("a.kohort"));
        assert!(workspace.text("std/none.kohort").is_err());
        let kept = Workspace::project(Box::new(MemoryWorld::new().with_library("std")), None);
        assert!(!kept.is_embedded("std/oncology.kohort") && kept.text("std/oncology.kohort").is_err());
    }
}

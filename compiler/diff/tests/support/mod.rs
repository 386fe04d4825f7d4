//! Projects in memory for the tests of this crate.

use kohort_base::{MemoryWorld, render};
use kohort_semantics::{Options, Source, Study, analyse};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The files of a project, one of which is the study.
#[derive(Clone)]
pub(crate) struct Project {
    files: BTreeMap<String, String>,
}

/// A study with the sources of its project.
pub(crate) struct Analysed {
    pub(crate) study: Arc<Study>,
    pub(crate) sources: Vec<Arc<Source>>,
}

/// The base study of this name in `tests/diff`.
pub(crate) fn base(name: &str) -> Project {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/diff");
    let read = |file: &str| {
        std::fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    };
    Project::new(&read(&format!("{name}.kohort"))).with("lists.kohort", &read("lists.kohort"))
}

impl Project {
    pub(crate) fn new(study: &str) -> Self {
        Self {
            files: BTreeMap::from([(String::from("study.kohort"), study.to_owned())]),
        }
    }

    pub(crate) fn with(mut self, file: &str, text: &str) -> Self {
        self.files.insert(file.to_owned(), text.to_owned());
        self
    }

    /// Puts a text in the place of another, which must stand in one file.
    pub(crate) fn replace(&mut self, old: &str, new: &str, title: &str) {
        let (old, new) = (old.trim_end_matches('\n'), new.trim_end_matches('\n'));
        let found = self.files.values_mut().find(|text| text.contains(old));
        let Some(text) = found else {
            panic!("{title}: no file has\n{old}");
        };
        *text = text.replacen(old, new, 1);
    }

    pub(crate) fn analysed(&self) -> Analysed {
        let mut world = MemoryWorld::new();
        for (file, text) in &self.files {
            world.insert(file, text);
        }
        let analysis = analyse(&world, "study.kohort", &Options::default()).expect("the file is there");
        let rendered = render::terminal(&analysis.diagnostics, &analysis.files, false, 120);
        let study = analysis.study.unwrap_or_else(|| {
            panic!(
                "{rendered}\n{}",
                self.files.get("study.kohort").expect("it was put there")
            )
        });
        Analysed {
            study,
            sources: analysis.sources,
        }
    }
}

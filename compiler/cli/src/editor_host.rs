//! The disk as the language server sees it.
//!
//! Invariant: a file belongs to the project that `kohort check` would read it in, and an editor sees of a project what the
//! compiler sees.

use crate::disk_world::DiskWorld;
use crate::failure::why;
use crate::itself::Itself;
use crate::manifest::{MANIFEST, Manifest};
use crate::project::manifest_root;
use crate::revision::project_at;
use crate::study_file::{KohortFile, folder_of, is_study};
use kohort_lsp::{Host, Opened, Place, Problem, Runner};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The disk.
pub(crate) struct EditorHost;

impl Host for EditorHost {
    fn locate(&self, file: &Path, folders: &[PathBuf]) -> Option<Place> {
        let path = real(file)?;
        let own = path.parent()?.to_path_buf();
        let folders = folders.iter().filter_map(|folder| folder.canonicalize().ok());
        let within = folders
            .filter(|folder| own.starts_with(folder))
            .max_by_key(|folder| folder.components().count());
        let kohort = KohortFile {
            named: true,
            within: within.unwrap_or_else(|| own.clone()),
            path,
        };
        let start = folder_of(&kohort, is_study(&kohort.path));
        let root = manifest_root(&start).unwrap_or(start);
        let inside = kohort.path.strip_prefix(&root).ok()?;
        let parts: Option<Vec<&str>> = inside
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect();
        Some(Place {
            path: parts?.join("/"),
            root,
        })
    }

    fn open(&self, root: &Path) -> Opened {
        let file = root.join(MANIFEST);
        let mut problem = None;
        let mut manifest = Manifest::default();
        if file.is_file() {
            match fs::read_to_string(&file) {
                Ok(text) => match Manifest::parse(MANIFEST, &text) {
                    Ok(read) => manifest = read,
                    Err(failure) => {
                        problem = Some(Problem {
                            message: failure.into_text().1,
                            line: Manifest::line_of_mistake(&text),
                        });
                    }
                },
                Err(error) => {
                    problem = Some(Problem {
                        message: format!("`{MANIFEST}` cannot be read: {}", why(&error)),
                        line: 0,
                    });
                }
            }
        }
        Opened {
            world: Box::new(DiskWorld::new(root).with_library(manifest.library())),
            sources: manifest.sources(),
            has_manifest: file.is_file(),
            problem,
        }
    }

    fn last_commit(&self, root: &Path) -> Result<Opened, String> {
        let project = project_at(root, "HEAD", MANIFEST).map_err(|failure| failure.into_text().1)?;
        Ok(Opened {
            has_manifest: project.world.exists(MANIFEST),
            sources: project.sources,
            world: project.world,
            problem: None,
        })
    }

    fn can_run_data(&self) -> bool {
        cfg!(feature = "run")
    }

    fn runner(&self) -> Arc<dyn Runner> {
        Arc::new(Itself)
    }
}

/// A path free of links, of a file that need not exist yet.
fn real(file: &Path) -> Option<PathBuf> {
    if let Ok(real) = file.canonicalize() {
        return Some(real);
    }
    let mut missing = Vec::new();
    let mut above = file;
    loop {
        missing.push(above.file_name()?);
        above = above.parent()?;
        if let Ok(real) = above.canonicalize() {
            return Some(missing.iter().rev().fold(real, |path, part| path.join(part)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for inside in ["project/codes", "loose/codes"] {
            fs::create_dir_all(root.join(inside)).unwrap();
        }
        fs::write(
            root.join("project/kohort.toml"),
            "[project]\nsources = [\"us\"]\n",
        )
        .unwrap();
        fs::write(
            root.join("loose/s.kohort"),
            "study s version \"1.0.0\" on std.oncology",
        )
        .unwrap();
        (folder, root)
    }

    fn located(root: &Path, file: &str) -> (PathBuf, String) {
        let place = EditorHost
            .locate(&root.join(file), &[root.to_path_buf()])
            .unwrap();
        (place.root.strip_prefix(root).unwrap().to_path_buf(), place.path)
    }

    #[test]
    fn files_that_do_not_exist_yet_have_a_place() {
        let (_keep, root) = folder();
        assert_eq!(
            located(&root, "project/codes/new.kohort"),
            ("project".into(), "codes/new.kohort".into())
        );
        assert_eq!(
            located(&root, "project/not/there/new.kohort"),
            ("project".into(), "not/there/new.kohort".into())
        );
    }

    #[test]
    fn without_a_manifest_the_folder_is_that_of_a_study() {
        let (_keep, root) = folder();
        assert_eq!(
            located(&root, "loose/s.kohort"),
            ("loose".into(), "s.kohort".into())
        );
        assert_eq!(
            located(&root, "loose/codes/new.kohort"),
            ("loose".into(), "codes/new.kohort".into())
        );
    }

    #[test]
    fn what_is_wrong_with_a_manifest_has_its_line() {
        let (_keep, root) = folder();
        let project = root.join("project");
        let opened = EditorHost.open(&project);
        assert!(opened.has_manifest && opened.problem.is_none());
        assert_eq!(opened.sources, Some(vec![String::from("us")]));
        fs::write(project.join(MANIFEST), "[project]\n\nsauces = 3\n").unwrap();
        let problem = EditorHost.open(&project).problem.unwrap();
        assert_eq!(problem.line, 2);
        insta::assert_snapshot!(problem.message);
    }
}

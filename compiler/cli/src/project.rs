//! A project: the folder with `kohort.toml`, and what that file says.
//!
//! Invariant: a data folder named in `kohort.toml` lies inside the project, links followed. Data elsewhere are named on
//! the command line, where the person who runs the study sees it.

use crate::disk_world::DiskWorld;
use crate::failure::{Failure, why};
use crate::manifest::{MANIFEST, Manifest};
use kohort_base::suggest;
use std::path::{Path, PathBuf};

/// A project's folder and its manifest.
#[derive(Debug)]
pub(crate) struct Project {
    /// The folder, free of links.
    pub(crate) root: PathBuf,
    manifest: Manifest,
}

impl Project {
    /// The project that a folder is in: the nearest one with a manifest at or above it, else the folder itself. The
    /// folder's path must be free of links.
    pub(crate) fn around(folder: &Path) -> Result<Self, Failure> {
        match manifest_root(folder) {
            Some(root) => Ok(Self {
                manifest: manifest(&root)?,
                root,
            }),
            None => Ok(Self {
                root: folder.to_path_buf(),
                manifest: Manifest::default(),
            }),
        }
    }

    /// The sources that its studies are for, where nobody names others; none means all of their model.
    pub(crate) fn sources(&self) -> Option<Vec<String>> {
        self.manifest.sources()
    }

    /// Whether it has a manifest, which fixes its root.
    pub(crate) fn has_manifest(&self) -> bool {
        self.root.join(MANIFEST).is_file()
    }

    /// The project as the compiler reads it.
    pub(crate) fn world(&self) -> DiskWorld {
        DiskWorld::new(&self.root).with_library(self.manifest.library())
    }

    /// The folder of the standard library that it keeps; none means the one that comes with the tool.
    pub(crate) fn library(&self) -> Option<&str> {
        self.manifest.library()
    }

    /// The path of a file of the project, from its root and with `/`.
    pub(crate) fn path_of(&self, file: &Path) -> Result<String, Failure> {
        let inside = file.strip_prefix(&self.root).unwrap_or(file);
        let parts: Option<Vec<&str>> = inside
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect();
        parts.map(|parts| parts.join("/")).ok_or_else(|| {
            Failure::environment(format!(
                "`{}` has a name that is not Unicode text",
                file.display()
            ))
        })
    }
}

impl Project {
    /// The sources with data, by name.
    pub(crate) fn sources_with_data(&self) -> Vec<String> {
        self.manifest.data.keys().cloned().collect()
    }

    /// The data folder of a source as the manifest names it.
    #[cfg_attr(not(feature = "run"), expect(dead_code, reason = "only locks name it"))]
    pub(crate) fn data_name(&self, source: &str) -> Option<String> {
        self.manifest.data.get(source).cloned()
    }

    /// The data folder of a source.
    pub(crate) fn data_folder(&self, source: &str) -> Result<PathBuf, Failure> {
        let manifest = self.root.join(MANIFEST);
        let Some(folder) = self.manifest.data.get(source) else {
            let failure = Failure::environment(format!("there is no data folder for the source `{source}`"));
            return Err(
                match suggest::nearest(source, self.manifest.data.keys().map(String::as_str)) {
                    Some(near) => failure.help(format!("`{}` names data for `{near}`", manifest.display())),
                    None => failure.help(format!(
                        "name it with `--data`, or write `{source} = \"FOLDER\"` under `[data]` in `{}`",
                        manifest.display()
                    )),
                },
            );
        };
        self.world().locate(folder).map_err(|error| {
            Failure::environment(format!(
                "the data of `{source}` in `{}`: {error}",
                manifest.display()
            ))
            .help("a folder named there lies inside the project; name any other with `--data`")
        })
    }
}

/// The nearest folder with a manifest, at or above a folder.
pub(crate) fn manifest_root(folder: &Path) -> Option<PathBuf> {
    let root = folder.ancestors().find(|above| above.join(MANIFEST).is_file());
    root.map(Path::to_path_buf)
}

fn manifest(root: &Path) -> Result<Manifest, Failure> {
    let path = root.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Failure::environment(format!("`{}` cannot be read: {}", path.display(), why(&error)))
    })?;
    Manifest::parse(&path.display().to_string(), &text)
}

/// A path that exists, free of links.
pub(crate) fn existing(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|error| {
        Failure::environment(format!("`{}` cannot be read: {}", path.display(), why(&error)))
    })
}

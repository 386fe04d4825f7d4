//! A project of the working tree in which one file has another text.

use super::{ProjectAt, StudyAt};
use crate::disk_world::DiskWorld;
use crate::failure::Failure;
use crate::project::Project;
use kohort_base::{World, WorldError, decode_text, project_path};
use std::path::Path;
use std::sync::Arc;

/// A project as it is on the disk but for one text.
#[derive(Debug)]
struct Overlaid {
    disk: DiskWorld,
    path: String,
    text: Result<Arc<str>, WorldError>,
}

impl Overlaid {
    fn is(&self, path: &str) -> bool {
        project_path(path).is_ok_and(|path| path == self.path)
    }
}

impl World for Overlaid {
    fn read_text(&self, path: &str) -> Result<Arc<str>, WorldError> {
        if self.is(path) {
            return self.text.clone();
        }
        self.disk.read_text(path)
    }

    fn exists(&self, path: &str) -> bool {
        self.is(path) || self.disk.exists(path)
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, WorldError> {
        self.disk.list(dir)
    }

    fn library(&self) -> Option<&str> {
        self.disk.library()
    }
}

/// A study that is on no commit and not on the disk, read with what is on the disk beside it.
pub(crate) fn overlaid(place: &Path, bytes: &[u8]) -> Result<StudyAt, Failure> {
    let folder = place.ancestors().skip(1).find(|above| above.is_dir());
    let project = Project::around(folder.unwrap_or(place))?;
    let file = project.path_of(place)?;
    let world = Overlaid {
        disk: project.world(),
        text: decode_text(&file, bytes),
        path: file.clone(),
    };
    Ok(StudyAt {
        path: file.clone(),
        file,
        project: Arc::new(ProjectAt {
            root: project.root.clone(),
            sources: project.sources(),
            world: Box::new(world),
            revision: None,
        }),
    })
}

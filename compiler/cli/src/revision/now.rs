//! The studies of the working tree, or of any folder on the disk.

use super::{ProjectAt, Side, StudyAt, no_study};
use crate::failure::Failure;
use crate::project::{Project, existing};
use crate::study_file::{files, is_study, project};
use crate::terminal::Terminal;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The studies in a file or folder; none if it is not there.
pub(super) fn side(given: &str, terminal: &Terminal<'_>) -> Result<Option<Side>, Failure> {
    if !terminal.path(Path::new(given)).exists() {
        return Ok(None);
    }
    let place = existing(&terminal.path(Path::new(given)))?;
    let is_file = !place.is_dir();
    let mut projects: BTreeMap<PathBuf, Arc<ProjectAt>> = BTreeMap::new();
    let mut studies = Vec::new();
    for file in files(&[PathBuf::from(given)], terminal)? {
        if !is_study(&file.path) {
            continue;
        }
        let project = project(&file, true)?;
        let within = if is_file {
            place.parent()
        } else {
            Some(place.as_path())
        };
        let path = within
            .and_then(|within| file.path.strip_prefix(within).ok())
            .unwrap_or(&file.path);
        let path = path.to_string_lossy().replace('\\', "/");
        studies.push(StudyAt {
            path,
            file: project.path_of(&file.path)?,
            project: Arc::clone(
                projects
                    .entry(project.root.clone())
                    .or_insert_with(|| Arc::new(at(&project))),
            ),
        });
    }
    if is_file && studies.is_empty() {
        return Err(no_study(given, is_file));
    }
    Ok(Some(Side {
        label: given.to_owned(),
        is_file,
        studies,
    }))
}

fn at(project: &Project) -> ProjectAt {
    ProjectAt {
        root: project.root.clone(),
        sources: project.sources(),
        world: Box::new(project.world()),
        revision: None,
    }
}

//! `kohort.toml`: what a project says about itself.
//!
//! Invariant: the folder of a standard library is canonical and lies below the project. A manifest is read from its text
//! alone, so that one of an earlier revision is read like the one on the disk.

use crate::failure::Failure;
use kohort_base::project_path;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file that makes a folder a project.
pub(crate) const MANIFEST: &str = "kohort.toml";

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    #[serde(default)]
    project: About,
    /// The data folder of each source.
    #[serde(default)]
    pub(crate) data: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    #[serde(default, rename = "name")]
    _name: Option<String>,
    /// The sources that its studies are for; all of their model, if this is not said.
    sources: Option<Vec<String>>,
    /// The folder of the standard library that it keeps.
    library: Option<String>,
}

impl Manifest {
    /// Reads a manifest; `shown` is what a reader calls its file.
    pub(crate) fn parse(shown: &str, text: &str) -> Result<Self, Failure> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut manifest: Self = toml::from_str(text).map_err(|error| {
            Failure::environment(format!(
                "`{shown}` is not as it should be\n{}",
                error.to_string().trim_end()
            ))
            .help("it has `[project]` with `name` and perhaps `sources` and `library`, and `[data]` with a folder for each source")
        })?;
        if let Some(folder) = &manifest.project.library {
            manifest.project.library = Some(library(shown, folder)?);
        }
        Ok(manifest)
    }

    /// The line where a manifest stops being as it should be, counted from 0; the first if that cannot be told.
    pub(crate) fn line_of_mistake(text: &str) -> u32 {
        let mistake = toml::from_str::<Self>(text).err();
        let place = mistake.and_then(|mistake| mistake.span());
        let before = place.and_then(|place| text.get(..place.start)).unwrap_or("");
        u32::try_from(before.matches('\n').count()).unwrap_or(0)
    }

    /// The sources that its studies are for, where nobody names others; none means all of their model.
    pub(crate) fn sources(&self) -> Option<Vec<String>> {
        self.project.sources.clone()
    }

    /// The folder of the standard library that it keeps; none means the one that comes with the tool.
    pub(crate) fn library(&self) -> Option<&str> {
        self.project.library.as_deref()
    }
}

/// The canonical form of a library's folder.
fn library(shown: &str, folder: &str) -> Result<String, Failure> {
    let help = "`library` names a folder inside the project, such as `std`";
    match project_path(folder) {
        Ok(canonical) if !canonical.is_empty() => Ok(canonical),
        Ok(_) => Err(Failure::environment(format!(
            "the standard library in `{shown}` cannot be the project's own folder"
        ))
        .help(help)),
        Err(error) => {
            Err(Failure::environment(format!("the standard library in `{shown}`: {error}")).help(help))
        }
    }
}

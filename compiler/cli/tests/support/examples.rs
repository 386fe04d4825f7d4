//! The examples of the repository, and copies of them to be changed.

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The studies that are shipped: a folder each below `examples`.
pub(crate) const EXAMPLES: [&str; 7] = [
    "early_onset_colorectal",
    "nsclc_rwpfs",
    "nsclc_transportability",
    "prostate_uk_management",
    "rwpfs_reference",
    "tcga_lines",
    "trialpathfinder_tutorial",
];

/// The repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// A project with nothing but the `.kohort` files of an example.
pub(crate) fn copy_of(example: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = repository().join("examples").join(example);
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.extension().is_some_and(|ending| ending == "kohort") || name == "kohort.toml" {
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    let manifest = folder.path().join("kohort.toml");
    if !manifest.exists() {
        fs::write(manifest, "[project]\nname = \"copy\"\n").unwrap();
    }
    folder
}

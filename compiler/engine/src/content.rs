//! Which data a plan reads, by content.
//!
//! Of files the bytes are hashed, as they come: whoever has a file can compare it with another program, and rows in another
//! order are another content. Prepared data carry hashes of their records, which no order changes. Invariant: only what
//! the plan reads is looked at, a file is never held in memory, and nothing outside the data folder is opened.

use crate::error::{EnvironmentFault, RunError};
use crate::fault::{Site, files};
use crate::prepared::{PreparedFolder, is_prepared};
use crate::read::folder::DataFolder;
use kohort_plan::Plan;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

/// The data that a plan reads: names, each with a BLAKE3 hash in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Files below the data folder, with hashes of their bytes.
    Files(BTreeMap<String, String>),
    /// Kinds of prepared records, with the fingerprints of their manifest.
    Records(BTreeMap<String, String>),
}

/// Looks at the data that a plan reads. A table that the folder lacks has no file here; whether it may be lacking is
/// said by the run.
///
/// # Errors
/// [`RunError`], if the folder or a file of it cannot be read.
pub fn content(plan: &Plan, folder: &Path) -> Result<Content, RunError> {
    if is_prepared(folder) {
        let prepared = PreparedFolder::open(folder).map_err(EnvironmentFault::from)?;
        return Ok(Content::Records(records(plan, &prepared)));
    }
    let folder = DataFolder::open(folder)?;
    let scans = plan.scans.iter().map(|scan| (&scan.table, &scan.origin));
    let opt_outs = plan.opt_outs.iter().map(|scan| (&scan.table, &scan.origin));
    let mut hashes = BTreeMap::new();
    for (table, origin) in scans.chain(opt_outs) {
        for (table, declared) in origin.files(table) {
            let sites: Vec<Site> = declared
                .iter()
                .map(|file| Site {
                    table: table.to_owned(),
                    file: file.path.clone(),
                })
                .collect();
            let found = folder
                .first(&sites)
                .map_err(|fault| RunError::Data(vec![*fault]))?;
            let Some((position, path)) = found else { continue };
            let Some(site) = sites
                .get(position)
                .filter(|site| !hashes.contains_key(&site.file))
            else {
                continue;
            };
            let hash =
                hash(&path).map_err(|error| RunError::Data(vec![files::unreadable(site, error.kind())]))?;
            hashes.insert(site.file.clone(), hash);
        }
    }
    Ok(Content::Files(hashes))
}

/// The kinds of records that the plan reads.
fn records(plan: &Plan, folder: &PreparedFolder) -> BTreeMap<String, String> {
    let read = |entity: &str| plan.streams.iter().any(|stream| stream.name == entity);
    let streams = folder
        .manifest
        .streams
        .iter()
        .filter(|stream| read(&stream.entity));
    streams
        .map(|stream| (stream.entity.clone(), stream.fingerprint.clone()))
        .collect()
}

fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

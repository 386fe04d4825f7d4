//! The files of a folder that `kohort synth` wrote.
//!
//! Invariant: nothing of a folder is read for one person unless the folder says that nobody in it exists.

use crate::failure::{Failure, why};
use crate::terminal::Terminal;
use kohort_oracle::{Content, Dataset};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// What `kohort synth` says of a folder.
#[derive(Deserialize)]
struct About {
    generator: String,
    format: String,
}

/// All files of a folder of invented people.
pub(super) fn dataset(folder: &Path, terminal: &Terminal<'_>) -> Result<Dataset, Failure> {
    let shown = terminal.shown(folder);
    let about = fs::read_to_string(folder.join("synth.json")).ok();
    let about = about.and_then(|text| serde_json::from_str::<About>(&text).ok());
    match about {
        Some(about) if about.generator == "kohort synth" && about.format == "csv" => {}
        Some(about) if about.generator == "kohort synth" => {
            return Err(
                Failure::environment(format!("`{shown}` holds invented people as {}", about.format))
                    .help("one person is read from CSV: `kohort synth --format csv`"),
            );
        }
        _ => {
            return Err(Failure::environment(format!("`{shown}` does not say that its people are invented"))
                .help("a person is shown only in data that `kohort synth` wrote, which have a file `synth.json`"));
        }
    }
    let unreadable =
        |error: std::io::Error| Failure::environment(format!("`{shown}` cannot be read: {}", why(&error)));
    let mut dataset = Dataset::default();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_type().map_err(unreadable)?.is_file()
            && let Some(name) = entry.file_name().to_str()
        {
            let bytes = fs::read(entry.path()).map_err(unreadable)?;
            dataset.files.insert(name.to_owned(), Content::Bytes(bytes));
        }
    }
    Ok(dataset)
}

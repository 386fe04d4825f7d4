//! The tutorial's study on its repeated tables.

use crate::subject::Subject;
use kohort_base::MemoryWorld;
use kohort_semantics::{Options, analyse};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/trialpathfinder_tutorial")
}

/// The tutorial over files of one form, `csv` or `parquet`.
pub(crate) fn subject(form: &str, data: &Path) -> Result<Subject, Box<dyn Error>> {
    let mut world = MemoryWorld::new();
    for name in ["study", "tutorial", "tutorial_files"] {
        let text = fs::read_to_string(example().join(format!("{name}.kohort")))?;
        let text = match form {
            "parquet" => text
                .replace("= csv \"", "= parquet \"")
                .replace(".csv\"", ".parquet\""),
            _ => text,
        };
        world.insert(&format!("{name}.kohort"), text);
    }
    let analysis = analyse(&world, "study.kohort", &Options::default())?;
    let study = analysis.study.ok_or("the tutorial's study has errors")?;
    let source = analysis.sources.first().ok_or("the tutorial has no source")?;
    Subject::new(&study, source, data)
}

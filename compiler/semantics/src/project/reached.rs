//! The modules that a study and its sources use.
//!
//! Invariant: what neither of them reaches is not named, so that a file that merely lies in the project, or a source that
//! the study does not run on, can change without anybody being told that the study's libraries did.

use crate::modules::{Loader, Settled, Texts};
use crate::source::Source;
use kohort_base::{World, WorldError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of all modules that the study in a file reaches, or one of some sources, by path and without that file.
///
/// # Errors
/// If the file itself cannot be read. What cannot be loaded beside it is absent; an analysis says so.
pub fn reached(
    world: &dyn World,
    file: &str,
    sources: &[Arc<Source>],
) -> Result<BTreeMap<String, Arc<str>>, WorldError> {
    let (mut texts, mut settled) = (Texts::default(), Settled::default());
    let mut loader = Loader::new(world, &mut texts, &mut settled);
    loader.load_file(file)?;
    for source in sources {
        loader.load_named(&source.module);
    }
    let (_, files, _) = loader.finish();
    let texts = files
        .ids()
        .map(|id| (files.path(id).to_owned(), files.shared_text(id)));
    Ok(texts.filter(|(path, _)| path != file).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Options, analyse};
    use kohort_base::MemoryWorld;

    #[test]
    fn only_what_the_study_and_its_sources_reach_is_named() {
        let study = "study s version \"1.0.0\" on std.oncology\n\nuse codes.{lung}\n\ncohort c {\n  index (first diagnosis where code in lung).date\n}\n\nreport { attrition }\n";
        let world = MemoryWorld::new()
            .with("s.kohort", study)
            .with("codes.kohort", "codes lung { icd10cm: C34.* }\n")
            .with("other.kohort", "codes breast { icd10cm: C50.* }\n");
        let options = Options {
            sources: Some(vec![String::from("us")]),
        };
        let analysis = analyse(&world, "s.kohort", &options).unwrap();
        let found = reached(&world, "s.kohort", &analysis.sources).unwrap();
        let paths: Vec<&str> = found.keys().map(String::as_str).collect();
        assert!(
            paths.contains(&"codes.kohort") && paths.contains(&"std/oncology.kohort"),
            "{paths:?}"
        );
        assert!(paths.contains(&"std/sources/us.kohort"), "{paths:?}");
        for strange in ["s.kohort", "other.kohort", "std/sources/uk.kohort"] {
            assert!(!paths.contains(&strange), "{paths:?}");
        }
    }
}

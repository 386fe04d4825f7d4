//! Another place for a file: the `use` lines that name its module follow.

use super::spelling::is_name;
use crate::navigation::analyses;
use crate::{FixEdit, Workspace};
use kohort_semantics::{Fact, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// The replacements that keep every path of a module right when files or folders get other places, from and to. Where the
/// new place is no module, nothing can be kept right, and the compiler will say what is missing.
#[must_use]
pub fn rename_files(workspace: &mut Workspace, moves: &[(String, String)]) -> Vec<FixEdit> {
    let modules = moved_modules(workspace, moves);
    let mut found: BTreeSet<(String, u32, u32, String)> = BTreeSet::new();
    for analysis in analyses(workspace) {
        for file in analysis.facts.files() {
            let path = analysis.files.path(file);
            for (span, fact) in analysis.facts.of(file) {
                let Fact::Names(Symbol::Module(module)) = fact else {
                    continue;
                };
                let written: String = analysis.files.slice(*span).split_whitespace().collect();
                if let Some(new) = modules.get(module)
                    && written == *module
                {
                    found.insert((path.to_owned(), span.start, span.end, new.clone()));
                }
            }
        }
    }
    let fix = |(path, start, end, replacement): (String, u32, u32, String)| FixEdit {
        path,
        range: start..end,
        replacement,
    };
    found.into_iter().map(fix).collect()
}

/// The modules that get other paths, with these.
fn moved_modules(workspace: &Workspace, moves: &[(String, String)]) -> BTreeMap<String, String> {
    let files = workspace.files();
    let mut modules = BTreeMap::new();
    for (from, to) in moves {
        let moved: Vec<(String, String)> = match (from.strip_suffix(".kohort"), to.strip_suffix(".kohort")) {
            (Some(_), Some(_)) => vec![(from.clone(), to.clone())],
            (None, None) => {
                let inside = files.iter().filter_map(|file| {
                    let rest = file.strip_prefix(from.as_str())?.strip_prefix('/')?;
                    Some((file.clone(), format!("{to}/{rest}")))
                });
                inside.collect()
            }
            _ => Vec::new(),
        };
        for (from, to) in moved {
            let (old, new) = (workspace.module_of(&from), workspace.module_of(&to));
            if old != new && new.split('.').all(is_name) {
                modules.insert(old, new);
            }
        }
    }
    modules
}

//! Where a declaration is named, as the compiler noted it.

use super::place::Place;
use crate::{Range, Workspace};
use kohort_semantics::{Fact, Symbol};
use std::collections::BTreeSet;

/// All places of the project that name a declaration, the declaration itself among them, in the order of files and places.
pub(super) fn of(workspace: &mut Workspace, place: &Place, symbol: &Symbol) -> BTreeSet<(String, u32, u32)> {
    let mut found = BTreeSet::new();
    let mut files = workspace.files();
    files.extend(place.roots.iter().cloned());
    for file in files {
        let Ok(analysis) = workspace.analyse(&file) else {
            continue;
        };
        for id in analysis.facts.files() {
            let path = analysis.files.path(id);
            if workspace.is_embedded(path) {
                continue;
            }
            for (span, fact) in analysis.facts.of(id) {
                if matches!(fact, Fact::Names(named) if named == symbol) {
                    found.insert((path.to_owned(), span.start, span.end));
                }
            }
        }
    }
    found
}

/// Those of a file, without its declaration there.
pub(super) fn in_file(uses: &BTreeSet<(String, u32, u32)>, path: &str, declaration: &Range) -> Vec<Range> {
    uses.iter()
        .filter(|(file, _, _)| file == path)
        .map(|(_, start, end)| *start..*end)
        .filter(|range| range != declaration)
        .collect()
}

//! The uses of what is declared, over the whole project.
//!
//! Invariant: every file of the project is analysed by itself, and the uses are those that any of these analyses noted, so
//! that what a library's clause means in one study counts, too.

use super::{Target, locate, named_at};
use crate::{Range, Workspace};
use kohort_base::FileId;
use kohort_semantics::{Analysis, Fact, Symbol};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A use of a name in the same file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Where.
    pub range: Range,
    /// Whether it is declared there.
    pub is_declaration: bool,
}

/// The analyses of all files of the project, in their order.
pub(crate) fn analyses(workspace: &mut Workspace) -> Vec<Rc<Analysis>> {
    let files = workspace.files();
    files
        .iter()
        .filter_map(|file| workspace.analyse(file).ok())
        .collect()
}

/// The places that stand for a symbol in the files of the project, without its declaration, and those in a text of the
/// standard library that is asked from.
pub(crate) fn uses_of(workspace: &mut Workspace, from: &Rc<Analysis>, symbol: &Symbol) -> BTreeSet<Place> {
    let mut all = analyses(workspace);
    all.push(Rc::clone(from));
    let mut found = BTreeSet::new();
    for analysis in all {
        for file in analysis.facts.files() {
            found.extend(places(&analysis, file, symbol));
        }
    }
    found
}

/// A file and a part of it.
pub(crate) type Place = (String, u32, u32);

fn places<'a>(analysis: &'a Analysis, file: FileId, symbol: &'a Symbol) -> impl Iterator<Item = Place> + 'a {
    let facts = analysis.facts.of(file).iter();
    facts
        .filter(move |(_, fact)| matches!(fact, Fact::Names(named) if named == symbol))
        .map(move |(span, _)| (analysis.files.path(file).to_owned(), span.start, span.end))
}

/// All uses of what the name at an offset stands for, in the order of files and places. With its declaration, if asked.
#[must_use]
pub fn references(
    workspace: &mut Workspace,
    path: &str,
    offset: u32,
    with_declaration: bool,
) -> Option<Vec<Target>> {
    let named = named_at(workspace, path, offset)?;
    let mut places = uses_of(workspace, &named.analysis, &named.symbol);
    let declared = locate(workspace, &named.analysis, &named.symbol);
    if let Some(declared) = declared.filter(|_| !matches!(named.symbol, Symbol::Module(_))) {
        let place = (declared.path, declared.range.start, declared.range.end);
        match with_declaration {
            true => places.insert(place),
            false => places.remove(&place),
        };
    }
    let target = |(path, start, end): Place| Target {
        path,
        range: start..end,
        whole: start..end,
    };
    Some(places.into_iter().map(target).collect())
}

/// The places in the same file that stand for what the name at an offset stands for.
#[must_use]
pub fn document_highlights(workspace: &mut Workspace, path: &str, offset: u32) -> Vec<Highlight> {
    let Some(named) = named_at(workspace, path, offset) else {
        return Vec::new();
    };
    let analysis = &named.analysis;
    let Some(file) = analysis.files.find(path) else {
        return Vec::new();
    };
    let declared = locate(workspace, analysis, &named.symbol)
        .filter(|target| target.path == path && !matches!(named.symbol, Symbol::Module(_)))
        .map(|target| target.range);
    let uses = places(analysis, file, &named.symbol).map(|(_, start, end)| start..end);
    let mut ranges: Vec<Range> = uses.chain(declared.clone()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup();
    let highlight = |range: Range| Highlight {
        is_declaration: Some(&range) == declared.as_ref(),
        range,
    };
    ranges.into_iter().map(highlight).collect()
}

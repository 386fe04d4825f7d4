//! What uses what: from definitions to the criteria, endpoints and outputs that use them, and down to the model.
//!
//! Invariant: an edge is a name that the analysis noted inside of a declaration; names that only the declaration itself sees
//! are part of it and no step of their own.

use super::owner::{Owner, owner_at};
use super::references::{analyses, uses_of};
use super::{Target, declarations, locate, named_at};
use crate::{Range, SymbolKind, Workspace};
use kohort_grammar::parse;
use kohort_semantics::{Analysis, Fact, Symbol};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A declaration, or an entry of a report, as a step of a hierarchy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallItem {
    /// The file, from the project's folder; `std/…` for the standard library.
    pub path: String,
    /// Its name; of an entry of a report, its text.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Inside of what it is declared, if not in the file itself.
    pub container: Option<String>,
    /// The name's place.
    pub selection: (u32, u32),
    /// The whole declaration.
    pub whole: (u32, u32),
}

/// One step, with the places that make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The other end.
    pub item: CallItem,
    /// Where the name is used: in the other end for incoming steps, in the item itself for outgoing ones.
    pub places: Vec<Range>,
}

/// What is named or declared at an offset, as the start of a hierarchy.
#[must_use]
pub fn prepare_calls(workspace: &mut Workspace, path: &str, offset: u32) -> Option<CallItem> {
    let named = named_at(workspace, path, offset);
    let found = named.and_then(|named| {
        let target = locate(workspace, &named.analysis, &named.symbol)?;
        item_of(workspace, &named.symbol, &target)
    });
    found.or_else(|| {
        let text = workspace.text(path).ok()?;
        let owner = owner_at(&parse(&text).tree(), &(offset..offset))?;
        (owner.kind == SymbolKind::Output).then(|| item(path, owner))
    })
}

/// The declarations, criteria and outputs that use an item.
#[must_use]
pub fn incoming_calls(workspace: &mut Workspace, of: &CallItem) -> Vec<Call> {
    let Some(named) = named_at(workspace, &of.path, of.selection.0) else {
        return Vec::new();
    };
    let places = uses_of(workspace, &named.analysis, &named.symbol);
    let mut trees = BTreeMap::new();
    let mut found: BTreeMap<CallItem, Vec<Range>> = BTreeMap::new();
    for (path, start, end) in places {
        let tree = trees
            .entry(path.clone())
            .or_insert_with(|| workspace.text(&path).ok().map(|text| parse(&text).tree()));
        let Some(tree) = tree else { continue };
        // An import is no use.
        let Some(owner) = owner_at(tree, &(start..end)) else {
            continue;
        };
        let user = item(&path, owner);
        if user != *of {
            found.entry(user).or_default().push(start..end);
        }
    }
    calls(found)
}

/// Places in one text, in their order.
type Places = BTreeSet<(u32, u32)>;

/// What an item uses: definitions, code lists, drugs, and attributes of the model in the end.
#[must_use]
pub fn outgoing_calls(workspace: &mut Workspace, of: &CallItem) -> Vec<Call> {
    let mut all = analyses(workspace);
    all.extend(workspace.analyse(&of.path).ok());
    let mut symbols: BTreeMap<Symbol, (Rc<Analysis>, Places)> = BTreeMap::new();
    for analysis in all {
        let Some(file) = analysis.files.find(&of.path) else {
            continue;
        };
        for (span, fact) in analysis.facts.of(file) {
            let inside = of.whole.0 <= span.start && span.end <= of.whole.1;
            if let Fact::Names(symbol) = fact
                && inside
                && (span.start, span.end) != of.selection
                && !matches!(symbol, Symbol::Local(_) | Symbol::Module(_))
            {
                let known = symbols.entry(symbol.clone());
                let (_, places) = known.or_insert_with(|| (Rc::clone(&analysis), Places::new()));
                places.insert((span.start, span.end));
            }
        }
    }
    let mut found: BTreeMap<CallItem, Vec<Range>> = BTreeMap::new();
    for (symbol, (analysis, places)) in symbols {
        let target = locate(workspace, &analysis, &symbol);
        if let Some(used) = target.and_then(|target| item_of(workspace, &symbol, &target)) {
            let places = places.into_iter().map(|(start, end)| start..end);
            found.entry(used).or_default().extend(places);
        }
    }
    calls(found)
}

fn calls(found: BTreeMap<CallItem, Vec<Range>>) -> Vec<Call> {
    let calls = found.into_iter().map(|(item, mut places)| {
        places.sort_by_key(|place| (place.start, place.end));
        Call { item, places }
    });
    calls.collect()
}

/// A declaration as a step.
fn item_of(workspace: &mut Workspace, symbol: &Symbol, target: &Target) -> Option<CallItem> {
    let text = workspace.text(&target.path).ok()?;
    let tree = parse(&text).tree();
    let analysis = workspace.analyse(&target.path).ok()?;
    let file = analysis.files.find(&target.path)?;
    let declared = declarations(&workspace.module_of(&target.path), file, &tree);
    let found = declared.into_iter().find(|found| found.symbol == *symbol)?;
    let steps = !matches!(
        found.kind,
        SymbolKind::Value | SymbolKind::Table | SymbolKind::Local
    );
    steps.then(|| CallItem {
        path: target.path.clone(),
        name: found.name,
        kind: found.kind,
        container: found.container,
        selection: (found.selection.start, found.selection.end),
        whole: (found.whole.start, found.whole.end),
    })
}

fn item(path: &str, owner: Owner) -> CallItem {
    CallItem {
        path: path.to_owned(),
        name: owner.name,
        kind: owner.kind,
        container: owner.container,
        selection: owner.selection,
        whole: owner.whole,
    }
}

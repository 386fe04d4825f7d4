//! A code list beside those of the standard library: the same codes under its name, or the same list in further systems.
//!
//! Invariant: no code is invented. What is added stands in a list of the library that has exactly the same codes in every
//! system that this one has; codes of one system are never turned into codes of another, since no mapping between them
//! is without loss.

use super::place::Place;
use super::{Action, ActionKind, Change, trial, uses};
use crate::imports::Imports;
use crate::{Workspace, plain};
use kohort_grammar::ast::{CodesDecl, Item};
use kohort_grammar::{lines_to_remove, parse};
use kohort_semantics::Symbol;
use kohort_semantics::codes::{CodeList, CodePattern, CodeSystem};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where the library has its code lists.
const LISTS: &str = "std.codes.";
/// A text that names all of them, for the compiler to read. No project has a file in a folder with such a name.
const ALL: &str = ".kohort/all-code-lists.kohort";

/// Offered at the name of a code list of the project.
pub(super) fn offered(workspace: &mut Workspace, place: &Place) -> Vec<Action> {
    let Some((Item::Codes(decl), name)) = place.declared() else {
        return Vec::new();
    };
    let own = (place.module(), name.text());
    let Some(list) = place.analysis.vocabulary.code_lists.get(&own).cloned() else {
        return Vec::new();
    };
    let mut actions = Vec::new();
    for standard in standard_lists(workspace) {
        if equal(&list, &standard) {
            actions.extend(replaced(workspace, place, &decl, &standard));
        } else {
            actions.extend(extended(workspace, place, &decl, &list, &standard));
        }
    }
    actions
}

/// The code lists of the standard library.
fn standard_lists(workspace: &mut Workspace) -> Vec<Arc<CodeList>> {
    let mut text = String::new();
    for module in standard_modules(workspace) {
        let Some(source) = module_text(workspace, &module) else {
            continue;
        };
        let items = parse(&source).tree().items();
        let names: Vec<String> = items
            .iter()
            .filter_map(|item| match item {
                Item::Codes(decl) => decl.name().map(|name| name.text()),
                _ => None,
            })
            .collect();
        if !names.is_empty() {
            text.push_str(&format!("use {module}.{{{}}}\n", names.join(", ")));
        }
    }
    let over = BTreeMap::from([(ALL.to_owned(), Arc::from(text))]);
    let analysis = workspace.trying(&over, |workspace| workspace.analyse(ALL).ok());
    let lists = analysis
        .iter()
        .flat_map(|analysis| &analysis.vocabulary.code_lists);
    lists
        .filter(|((module, _), _)| module.starts_with(LISTS))
        .map(|(_, list)| Arc::clone(list))
        .collect()
}

/// The modules with code lists: the library's own, or those of the project's copy of it.
fn standard_modules(workspace: &Workspace) -> Vec<String> {
    let mut modules: Vec<String> = match workspace.world().library() {
        None => kohort_stdlib::modules().map(str::to_owned).collect(),
        Some(folder) => {
            let listed = workspace.world().list(&format!("{folder}/codes"));
            let listed = listed.unwrap_or_default();
            let names = listed
                .iter()
                .filter_map(|file| file.rsplit('/').next()?.strip_suffix(".kohort"));
            names.map(|name| format!("{LISTS}{name}")).collect()
        }
    };
    modules.retain(|module| module.starts_with(LISTS));
    modules.sort();
    modules
}

fn module_text(workspace: &Workspace, module: &str) -> Option<Arc<str>> {
    let below = module.strip_prefix("std.")?.replace('.', "/");
    let folder = workspace.world().library().unwrap_or("std");
    workspace.text(&format!("{folder}/{below}.kohort")).ok()
}

/// What a list says of one system, in any order: what is in it and what is left out.
fn of_system(list: &CodeList, system: CodeSystem) -> impl Iterator<Item = (bool, &CodePattern)> {
    let entries = list.entries.iter().map(|pattern| (false, pattern));
    let except = list.except.iter().map(|pattern| (true, pattern));
    entries
        .chain(except)
        .filter(move |(_, pattern)| pattern.system == system)
}

/// Whether two lists have the same codes for the same times.
fn equal(left: &CodeList, right: &CodeList) -> bool {
    left.systems() == right.systems()
        && left.systems().into_iter().all(|system| {
            let said = |list| -> BTreeSet<_> {
                of_system(list, system)
                    .map(|(out, pattern)| (out, &pattern.code, pattern.wildcard, pattern.from, pattern.until))
                    .collect()
            };
            said(left) == said(right)
        })
}

/// The systems that only the second list has, if it has the same codes as the first in all that the first has.
fn further(list: &CodeList, standard: &CodeList) -> Vec<CodeSystem> {
    let own = list.systems();
    let said = |list, system| -> BTreeSet<_> {
        of_system(list, system)
            .map(|(out, pattern)| (out, &pattern.code, pattern.wildcard))
            .collect()
    };
    if own.is_empty()
        || own
            .iter()
            .any(|system| said(list, *system) != said(standard, *system))
    {
        return Vec::new();
    }
    let mut further = standard.systems();
    further.retain(|system| !own.contains(system));
    further
}

/// The library's list in the place of this one, under its name.
fn replaced(
    workspace: &mut Workspace,
    place: &Place,
    decl: &CodesDecl,
    standard: &CodeList,
) -> Option<Action> {
    let name = decl.name()?.text();
    let symbol = Symbol::Item {
        module: place.module(),
        name: name.clone(),
    };
    // Another file would have to import it from elsewhere.
    if uses::of(workspace, place, &symbol)
        .iter()
        .any(|(path, _, _)| *path != place.path)
    {
        return None;
    }
    let visible = match name == standard.name {
        true => name,
        false => format!("{} as {name}", standard.name),
    };
    let cut = plain(lines_to_remove(decl.syntax()));
    let import = Imports::of(&place.tree, &place.text).import(&standard.module, &[&visible]);
    let edits = std::iter::once((cut, String::new())).chain(import);
    let change = Change::of(&place.path, edits);
    Some(Action {
        title: format!(
            "Use `{}.{}`, which has exactly these codes",
            standard.module, standard.name
        ),
        kind: ActionKind::Rewrite,
        change: trial::keeps_meaning(workspace, &place.roots, change)?,
        finding: None,
        preferred: false,
        keeps_meaning: true,
    })
}

/// This list with the codes that the library's has in further systems.
fn extended(
    workspace: &mut Workspace,
    place: &Place,
    decl: &CodesDecl,
    list: &CodeList,
    standard: &CodeList,
) -> Option<Action> {
    let further = further(list, standard);
    if further.is_empty() {
        return None;
    }
    let source = module_text(workspace, &standard.module)?;
    let items = parse(&source).tree().items();
    let written = items.iter().find_map(|item| match item {
        Item::Codes(decl) if decl.name()?.text() == standard.name => Some(decl),
        _ => None,
    })?;
    let names: Vec<&str> = further.iter().map(|system| system.name()).collect();
    let mut lines = String::new();
    for entry in written.entries() {
        let system = entry
            .system()
            .and_then(|name| CodeSystem::from_name(&name.text()));
        if system.is_some_and(|system| further.contains(&system)) {
            let range = entry.range();
            let text = source.get(usize::from(range.start())..usize::from(range.end()))?;
            lines.push_str(&format!("\n  {text}"));
        }
    }
    let end = plain(decl.entries().last()?.range()).end;
    let change = Change::of(&place.path, [(end..end, lines)]);
    Some(Action {
        title: format!(
            "Add the codes of {} from `{}.{}` (this changes what is selected)",
            names.join(", "),
            standard.module,
            standard.name
        ),
        kind: ActionKind::Rewrite,
        change: trial::brings_nothing_new(workspace, &place.roots, change)?,
        finding: None,
        preferred: false,
        keeps_meaning: false,
    })
}

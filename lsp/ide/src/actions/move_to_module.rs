//! Move to module: a declaration goes into another file of the project, and what named it imports it from there.

use super::place::{Place, module_of};
use super::{Action, ActionKind, Change, NewFile, trial, uses};
use crate::imports::Imports;
use crate::{Workspace, findings, plain};
use kohort_grammar::ast::Item;
use kohort_grammar::{documented_range, lines_to_remove, parse};
use kohort_semantics::{Fact, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// More files than this are not offered, lest the menu gets long.
const MOST_TARGETS: usize = 5;

/// Offered at the declared name of what another module may hold.
pub(super) fn offered(workspace: &mut Workspace, place: &Place) -> Vec<Action> {
    let Some((item, name)) = place.declared() else {
        return Vec::new();
    };
    if !is_movable(&item) {
        return Vec::new();
    }
    let name = name.text();
    let mut targets: Vec<String> = modules(workspace)
        .into_iter()
        .filter(|path| *path != place.path)
        .take(MOST_TARGETS)
        .collect();
    targets.push(new_file(workspace, place, &name));
    let mut actions = Vec::new();
    for target in targets {
        let Some(change) = moved(workspace, place, &item, &name, &target) else {
            continue;
        };
        let title = match change.creates.is_empty() {
            true => format!("Move `{name}` to {target}"),
            false => format!("Move `{name}` to the new file {target}"),
        };
        actions.push(Action {
            title,
            kind: ActionKind::Move,
            change,
            finding: None,
            preferred: false,
            keeps_meaning: true,
        });
    }
    actions
}

/// What studies can share.
fn is_movable(item: &Item) -> bool {
    matches!(
        item,
        Item::Let(_)
            | Item::Codes(_)
            | Item::Analyte(_)
            | Item::Drug(_)
            | Item::Drugs(_)
            | Item::Regimen(_)
            | Item::Lines(_)
            | Item::Endpoint(_)
    )
}

/// The files of the project that hold what studies share: no study, model or source.
fn modules(workspace: &mut Workspace) -> Vec<String> {
    let files = workspace.files();
    let shared = files.into_iter().filter(|file| {
        workspace.text(file).is_ok_and(|text| {
            let items = parse(&text).tree().items();
            let mut own = items.iter();
            !own.any(|item| matches!(item, Item::Study(_) | Item::Model(_) | Item::Source(_)))
        })
    });
    shared.collect()
}

/// A file beside this one that there is not yet.
fn new_file(workspace: &Workspace, place: &Place, name: &str) -> String {
    let folder = match place.path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/"),
        None => String::new(),
    };
    let numbered = (2u32..1000).map(|number| format!("{folder}{name}_{number}.kohort"));
    std::iter::once(format!("{folder}{name}.kohort"))
        .chain(numbered)
        .find(|path| workspace.text(path).is_err())
        .unwrap_or_else(|| format!("{folder}{name}_.kohort"))
}

/// The change, if everything means the same after it.
fn moved(workspace: &mut Workspace, place: &Place, item: &Item, name: &str, target: &str) -> Option<Change> {
    let module = module_of(target);
    let existing = workspace.text(target).ok();
    let documented = plain(documented_range(item.syntax()));
    let declaration = place.slice(&documented).to_owned();
    let mut change = Change::default();
    change.add(&place.path, plain(lines_to_remove(item.syntax())), "");

    // What it names itself is imported there.
    let needed = needed(place, item, &module)?;
    let text = existing.clone().unwrap_or_default();
    let tree = parse(&text).tree();
    let mut by_module: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (of, needs) in &needed {
        by_module.entry(of).or_default().insert(needs);
    }
    let mut head = String::new();
    for (of, names) in by_module {
        let known = place_names(&tree, of);
        let missing: Vec<&str> = names.into_iter().filter(|name| !known.contains(*name)).collect();
        if missing.is_empty() {
            continue;
        }
        match existing {
            Some(_) => {
                for (range, written) in Imports::of(&tree, &text).import(of, &missing) {
                    change.add(target, range, written);
                }
            }
            None => head.push_str(&format!("use {of}.{{{}}}\n", missing.join(", "))),
        }
    }
    match &existing {
        Some(text) => {
            let end = u32::try_from(text.trim_end().len()).ok()?;
            let whole = u32::try_from(text.len()).ok()?;
            let gap = if end == 0 { "" } else { "\n\n" };
            change.add(target, end..whole, format!("{gap}{declaration}\n"));
        }
        None => {
            let gap = if head.is_empty() { "" } else { "\n" };
            change.creates.push(NewFile {
                path: target.to_owned(),
                text: format!("{head}{gap}{declaration}\n"),
            });
        }
    }

    // Who names it imports it from there.
    let symbol = Symbol::Item {
        module: place.module(),
        name: name.to_owned(),
    };
    let named = uses::of(workspace, place, &symbol);
    if named.iter().any(|(path, _, _)| *path != place.path) {
        return None;
    }
    let own = plain(item.syntax().text_range());
    let is_used = named
        .iter()
        .any(|(_, start, end)| *start < own.start || *end > own.end);
    if is_used {
        for (range, written) in Imports::of(&place.tree, &place.text).import(&module, &[name]) {
            change.add(&place.path, range, written);
        }
    }
    let change = without_idle_imports(workspace, place, change)?;
    let mut roots = place.roots.clone();
    roots.retain(|root| root != target);
    trial::keeps_meaning(workspace, &roots, change)
}

/// The names of other declarations that a declaration needs, each with its module. None if it needs something of its own
/// file, which the other file cannot import without a circle.
fn needed(place: &Place, item: &Item, target: &str) -> Option<BTreeSet<(String, String)>> {
    let own = plain(item.syntax().text_range());
    let mut needed = BTreeSet::new();
    for (span, fact) in place.analysis.facts.of(place.file) {
        let Fact::Names(Symbol::Item { module, name }) = fact else {
            continue;
        };
        if span.start < own.start || own.end < span.end || module == target {
            continue;
        }
        let is_itself = *module == place.module()
            && plain(documented_range(item.syntax())).start <= span.start
            && item.syntax().children().next().is_some_and(|first| {
                let first = plain(first.text_range());
                first.start <= span.start && span.end <= first.end
            });
        if is_itself {
            continue;
        }
        if *module == place.module() {
            return None;
        }
        // Drugs and analytes are named without being imported.
        let is_imported = place
            .analysis
            .vocabulary
            .names
            .values()
            .any(|known| matches!(known, Symbol::Item { module: of, name: known } if of == module && known == name));
        if is_imported {
            needed.insert((module.clone(), name.clone()));
        }
    }
    Some(needed)
}

/// The names that a file imports from a module.
fn place_names(tree: &kohort_grammar::ast::File, module: &str) -> BTreeSet<String> {
    let items = tree.items();
    let uses = items.iter().filter_map(|item| match item {
        Item::Use(decl) if decl.path().is_some_and(|path| path.text() == module) => Some(decl),
        _ => None,
    });
    uses.flat_map(|decl| decl.names())
        .filter_map(|used| Some(used.name()?.text()))
        .collect()
}

/// The change together with the removal of imports that only the moved declaration needed.
fn without_idle_imports(workspace: &mut Workspace, place: &Place, change: Change) -> Option<Change> {
    let known: Vec<String> = idle(workspace, place)
        .into_iter()
        .map(|(title, _)| title)
        .collect();
    let mut texts = change.applied(workspace)?;
    // As many rounds as there can be imports beside each other whose removals overlap.
    for _ in 0..16 {
        if !workspace.is_wanted() {
            return None;
        }
        let found = workspace.trying(&texts, |workspace| idle(workspace, place));
        let Some((_, edits)) = found.into_iter().find(|(title, _)| !known.contains(title)) else {
            break;
        };
        let cut = Change {
            edits,
            creates: Vec::new(),
        };
        let after = workspace.trying(&texts, |workspace| cut.applied(workspace))?;
        texts.extend(after);
    }
    let mut result = Change::default();
    for (path, text) in texts {
        match workspace.text(&path) {
            Ok(before) => {
                let whole = 0..u32::try_from(before.len()).ok()?;
                result.add(&path, whole, text.to_string());
            }
            Err(_) => result.creates.push(NewFile {
                path,
                text: text.to_string(),
            }),
        }
    }
    Some(result)
}

/// The imports of the file that nothing uses, with their removals.
fn idle(workspace: &mut Workspace, place: &Place) -> Vec<(String, Vec<crate::FixEdit>)> {
    let mut all = Vec::new();
    for root in &place.roots {
        let Ok(analysis) = workspace.analyse(root) else {
            continue;
        };
        for (path, finding) in findings(&analysis) {
            if path == place.path
                && finding.code == "K0206"
                && let Some((_, edits)) = finding.fix
            {
                all.push((finding.message, edits));
            }
        }
    }
    all
}

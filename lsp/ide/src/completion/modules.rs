//! Modules behind `use`, the names of a module, and models.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use super::values::{kind, kind_words};
use crate::declared::{Declared, What};
use std::collections::BTreeSet;

/// Modules below a path that is already written.
pub(super) fn modules(
    asked: &Asked<'_>,
    below: &str,
    wanted: &dyn Fn(&Declared) -> bool,
    drafts: &mut Vec<Draft>,
) {
    let prefix = if below.is_empty() {
        String::new()
    } else {
        format!("{below}.")
    };
    for found in asked.declared {
        if asked.is_own(&found.module) || !found.items.iter().any(wanted) {
            continue;
        }
        let Some(rest) = found.module.strip_prefix(&prefix) else {
            continue;
        };
        let near = if found.module.starts_with("std.") {
            Near::Library
        } else {
            Near::Own
        };
        let count = found.items.len();
        let names = if count == 1 {
            String::from("1 name")
        } else {
            format!("{count} names")
        };
        drafts.push(
            Draft::new(rest, CompletionKind::Module, Fit::Exact, near)
                .detail(format!("module · {names}"))
                .doc(found.about.clone()),
        );
    }
}

/// The names that a module declares and that a `use` of it does not have yet.
pub(super) fn names(asked: &Asked<'_>, module: &str, grouped: bool, drafts: &mut Vec<Draft>) {
    if !grouped {
        modules(asked, module, &|_| true, drafts);
    }
    let Some(found) = asked.declared.iter().find(|found| found.module == module) else {
        return;
    };
    let written: BTreeSet<String> = asked
        .inside(kohort_grammar::SyntaxKind::UseDecl)
        .into_iter()
        .flat_map(|declaration| declaration.children())
        .filter(|child| child.kind() == kohort_grammar::SyntaxKind::UseName)
        .map(|child| super::place::first_word(&child))
        .collect();
    for (order, item) in found.items.iter().enumerate() {
        if written.contains(&item.name) {
            continue;
        }
        let also = match &item.what {
            What::Codes(codes) => codes.iter().map(|(_, code)| code.clone()).collect(),
            What::Drug { also, .. } | What::Analyte { also, .. } => also.clone(),
            _ => Vec::new(),
        };
        let existence = match item.what {
            What::Drug { .. } => asked.countries.drug(&format!("{module}.{}", item.name)),
            _ => super::countries::Existence::default(),
        };
        drafts.push(
            Draft::new(item.name.clone(), kind(&item.what), Fit::Exact, Near::Imported)
                .order(order)
                .detail(super::fields::joined(kind_words(&item.what), &existence.marks))
                .doc(item.doc.clone())
                .also(also)
                .absent(existence.absent),
        );
    }
}

/// Models, by the module that declares them.
pub(super) fn models(asked: &Asked<'_>, below: &str, drafts: &mut Vec<Draft>) {
    modules(asked, below, &|item| matches!(item.what, What::Model), drafts);
}

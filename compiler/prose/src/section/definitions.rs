//! The terms that other sections use.
//!
//! Invariant: a term that a shown text names is defined here, or, if it stands for lines of therapy, there.

use crate::block::{Entry, Section};
use crate::say::Say;
use crate::text::{doc, ended, sentence};
use kohort_semantics::Study;
use kohort_semantics::study::{
    Definition, DefinitionId, EventsBase, ExprKind, Output, Part as Direct, Place, Type,
};
use kohort_semantics::study_walk::{Part, walk_events, walk_parts};
use std::collections::BTreeSet;

pub(super) fn section(say: &Say<'_>) -> Option<Section> {
    let entries = entries(say, &|definition| owner(say.study, definition).is_none());
    if entries.is_empty() {
        return None;
    }
    let mut section = Section::new(2, "Definitions");
    section.paragraph("Terms that the other sections use. Each is worked out for every person on their own.");
    section.list(entries);
    Some(section)
}

/// The terms that belong to an endpoint or a characteristic alone.
pub(super) fn terms(say: &Say<'_>, of: &str) -> Vec<Entry> {
    entries(say, &|definition| owner(say.study, definition) == Some(of))
}

/// The endpoint or characteristic that a definition belongs to: it has its name before a point.
fn owner<'d>(study: &Study, definition: &'d Definition) -> Option<&'d str> {
    let (owner, _) = definition.name.split_once('.')?;
    let endpoints = study.endpoints.iter().map(|endpoint| &endpoint.name);
    let characteristics = study.characteristics.iter().map(|one| &one.name);
    let owns = endpoints.chain(characteristics).any(|name| name == owner);
    owns.then_some(owner)
}

fn entries(say: &Say<'_>, wanted: &dyn Fn(&Definition) -> bool) -> Vec<Entry> {
    let shown = shown(say.study);
    let definitions = (0u32..).map(DefinitionId).zip(&say.study.definitions);
    definitions
        .filter(|(id, found)| shown.contains(id) && say.study.lines(*id).is_none() && wanted(found))
        .map(|(id, definition)| entry(say, id, definition))
        .collect()
}

fn entry(say: &Say<'_>, id: DefinitionId, definition: &Definition) -> Entry {
    let said = match &definition.value.ty {
        Type::Boolean => format!("it is true if {}", say.free_clause(&definition.value)),
        _ => say.free(&definition.value),
    };
    let what = if definition.parameter {
        ", a parameter of the study"
    } else {
        ""
    };
    let name = format!("{}{what}", say.definition(id));
    match doc(definition.doc.as_deref()) {
        Some(doc) => Entry {
            text: format!("{name}: {doc}"),
            more: vec![Entry::new(sentence(&said))],
        },
        None => Entry::new(format!("{name}: {}", ended(&said))),
    }
}

/// The definitions that anything shown names, also through others.
pub(super) fn shown(study: &Study) -> BTreeSet<DefinitionId> {
    let mut found = Vec::new();
    for output in &study.outputs {
        if let Output::Treatments { lines, .. } = output {
            found.push(*lines);
        }
    }
    study.roots(&mut |place, part| match (place, part) {
        (Place::Definition(_) | Place::Test(_), _) => {}
        (_, Direct::Operand(value) | Direct::Date(value) | Direct::Filter(value)) => {
            walk_parts(value, &mut |part| named(part, &mut found));
        }
        (_, Direct::Events(events)) => walk_events(events, &mut |part| named(part, &mut found)),
    });
    let mut shown = BTreeSet::new();
    while let Some(id) = found.pop() {
        if shown.insert(id)
            && let Some(definition) = study.definition(id)
        {
            walk_parts(&definition.value, &mut |part| named(part, &mut found));
        }
    }
    shown
}

fn named(part: Part<'_>, found: &mut Vec<DefinitionId>) {
    match part {
        Part::Expr(expr, _) => {
            if let ExprKind::Definition(id) = &expr.kind {
                found.push(*id);
            }
        }
        Part::Events(events) => {
            if let EventsBase::Definition(id) = &events.base {
                found.push(*id);
            }
        }
    }
}

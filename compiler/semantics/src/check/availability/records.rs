//! Whether a source records all that a value needs.

use super::uses::Uses;
use super::{choice, codes, drugs};
use crate::source::Source;
use crate::study::{Expr, ExprKind, Study};
use crate::study_walk::{Part, walk_parts};
use std::collections::BTreeSet;

/// Whether a source records every attribute and entity that a value of the study needs, has codes of its code lists, and
/// had a drug of its sets of drugs. What stands in `only in` is not recorded by a source that is not listed there.
pub fn records_all(study: &Study, source: &Source, value: &Expr) -> bool {
    let mut uses = Uses::default();
    let mut reached = BTreeSet::new();
    if !part_is_recorded(study, source, value, &mut uses, &mut reached) {
        return false;
    }
    // Each definition refers to earlier ones only.
    for (position, definition) in study.definitions.iter().enumerate().rev() {
        if reached.contains(&position)
            && !part_is_recorded(study, source, &definition.value, &mut uses, &mut reached)
        {
            return false;
        }
    }
    uses.bounds(study);
    uses.entities
        .keys()
        .all(|entity| source.mappings(*entity).next().is_some())
        && uses.attributes.keys().all(|attribute| source.records(*attribute))
}

/// Gathers what one expression uses; says whether that which can be judged at once is recorded.
fn part_is_recorded(
    study: &Study,
    source: &Source,
    value: &Expr,
    uses: &mut Uses,
    reached: &mut BTreeSet<usize>,
) -> bool {
    let mut recorded = true;
    // A choice inside is judged as a whole, and what is in it not again.
    let mut judged: Vec<&Expr> = Vec::new();
    walk_parts(value, &mut |part| {
        if judged.iter().any(|outer| contains(outer, part)) {
            return;
        }
        if let Part::Expr(expr, _) = part {
            match &expr.kind {
                ExprKind::OnlyIn { sources, .. } => recorded &= sources.contains(&source.name),
                ExprKind::IfAvailable { preferred, fallback } => {
                    recorded &= records_all(study, source, preferred) || records_all(study, source, fallback);
                    judged.extend([preferred.as_ref(), fallback.as_ref()]);
                }
                _ => {}
            }
        }
        uses.part(study, part);
        choice::named(part, reached);
        recorded &= codes::recorded(study, source, part) && drugs::recorded(study, source, part);
    });
    recorded
}

/// Whether a part is one of an expression.
fn contains(outer: &Expr, wanted: Part<'_>) -> bool {
    let mut found = false;
    walk_parts(outer, &mut |part| {
        found |= match (part, wanted) {
            (Part::Expr(here, _), Part::Expr(wanted, _)) => std::ptr::eq(here, wanted),
            (Part::Events(here), Part::Events(wanted)) => std::ptr::eq(here, wanted),
            _ => false,
        };
    });
    found
}

//! Lines that are declared for a cohort are of its people only: another cohort has another index, or people without them.
//! What a report shows of a cohort is held to that too.

use crate::lower::LineCohort;
use crate::study::{self, Cohort, CohortId, EventsBase, ExprKind, Index, Output, Study};
use crate::study_walk::{Part, walk_events, walk_parts};
use kohort_base::{Code, Diagnostic, Span};
use std::collections::BTreeSet;

/// Reports every cohort that uses lines of another one from which it is not drawn.
pub(crate) fn check(study: &Study, declared: &[LineCohort], out: &mut Vec<Diagnostic>) {
    for lines in declared {
        let is_lines = |definition: &crate::study::Definition| definition.span == lines.span;
        let Some(position) = study.definitions.iter().position(is_lines) else {
            continue;
        };
        let of_lines = depending(study, position);
        for (id, cohort) in (0u32..).map(CohortId).zip(&study.cohorts) {
            if is_drawn_from(study, cohort, &lines.cohort) {
                continue;
            }
            let used = used_by(cohort, &of_lines).or_else(|| reported_of(study, id, &of_lines));
            if let Some(place) = used {
                out.push(finding(lines, cohort, place));
            }
        }
    }
}

fn finding(lines: &LineCohort, cohort: &Cohort, place: Span) -> Diagnostic {
    let (name, owner) = (&lines.lines, &lines.cohort);
    Diagnostic::error(
        Code::K1007,
        format!("`{name}` are lines of `{owner}`, not of `{}`", cohort.name),
    )
    .at(place, "used here")
    .and(lines.span, format!("declared for `{owner}`"))
    .help(format!(
        "declare lines for `{}` too, or draw it from `{owner}`: `cohort {} from {owner}`",
        cohort.name, cohort.name
    ))
}

/// A definition and those that use it; each refers to earlier ones only.
fn depending(study: &Study, position: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::from([position]);
    for (later, definition) in study.definitions.iter().enumerate().skip(position) {
        let mut uses = false;
        walk_parts(&definition.value, &mut |part| {
            uses |= names_any(part, &found).is_some();
        });
        if uses {
            found.insert(later);
        }
    }
    found
}

fn names_any(part: Part<'_>, wanted: &BTreeSet<usize>) -> Option<Span> {
    let (id, span) = match part {
        Part::Expr(expr, _) => match &expr.kind {
            ExprKind::Definition(id) => (*id, expr.span),
            _ => return None,
        },
        Part::Events(events) => match &events.base {
            EventsBase::Definition(id) => (*id, events.span),
            _ => return None,
        },
    };
    wanted.contains(&(id.0 as usize)).then_some(span)
}

/// Where a cohort first uses one of some definitions.
fn used_by(cohort: &Cohort, wanted: &BTreeSet<usize>) -> Option<Span> {
    let mut place = None;
    let mut visit = |part: Part<'_>| place = place.or_else(|| names_any(part, wanted));
    match &cohort.index {
        Some(Index::One(date)) => walk_parts(date, &mut visit),
        Some(Index::Each(events)) => walk_events(events, &mut visit),
        None => {}
    }
    for criterion in &cohort.criteria {
        walk_parts(&criterion.condition, &mut visit);
    }
    place
}

/// Where a report of a cohort first uses one of some definitions.
fn reported_of(study: &Study, cohort: CohortId, wanted: &BTreeSet<usize>) -> Option<Span> {
    let of_lines = study.outputs.iter().find_map(|output| match output {
        Output::Treatments { of, lines, .. } if of.cohort == cohort => {
            wanted.contains(&(lines.0 as usize)).then_some(of.span)
        }
        _ => None,
    });
    let mut place = of_lines;
    let mut visit = |part: Part<'_>| place = place.or_else(|| names_any(part, wanted));
    let (endpoints, characteristics) = study.counted_of(cohort);
    for characteristic in characteristics.iter().filter_map(|id| study.characteristic(*id)) {
        walk_parts(&characteristic.value, &mut visit);
    }
    for endpoint in endpoints.iter().filter_map(|id| study.endpoint(*id)) {
        endpoint.parts(&mut |part| {
            if let study::Part::Operand(value) = part {
                walk_parts(value, &mut visit);
            }
        });
    }
    place
}

/// Whether a cohort is the one of this name, or drawn from it, directly or through others.
fn is_drawn_from(study: &Study, cohort: &Cohort, name: &str) -> bool {
    let mut current = Some(cohort);
    while let Some(cohort) = current {
        if cohort.name == name {
            return true;
        }
        // A cohort is drawn from an earlier one, so this ends.
        current = cohort.from.and_then(|parent| study.cohort(parent));
    }
    false
}

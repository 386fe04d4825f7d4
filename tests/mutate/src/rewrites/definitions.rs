//! Definitions renamed, inlined, extracted, moved; and definitions that nothing reads.

use crate::mutations::name_of;
use crate::sites::Sites;
use kohort_semantics::study::{
    Definition, DefinitionId, Events, EventsBase, Expr, ExprKind, Output, Part, PartMut, Place, Study, Type,
};

pub(super) fn visit(study: &mut Study, sites: &mut Sites) {
    renamed(study, sites);
    moved(study, sites);
    inlined(study, sites);
    extracted(study, sites);
    sites.enter("study");
    let constant = study
        .definitions
        .iter()
        .find(|definition| !reads_a_record(&definition.value));
    if let Some(unused) = constant.cloned()
        && sites.here("definition that nothing reads")
    {
        let name = format!("{}_unused", unused.name);
        study.definitions.push(Definition { name, ..unused });
    }
}

fn renamed(study: &mut Study, sites: &mut Sites) {
    for definition in &mut study.definitions {
        sites.enter(format!("definition \"{}\"", definition.name));
        if sites.here("definition renamed") {
            definition.name.push_str("_renamed");
        }
        if sites.here("parameter and definition exchanged") {
            definition.parameter = !definition.parameter;
        }
    }
}

/// Two neighbours, of which the later does not read the earlier.
fn moved(study: &mut Study, sites: &mut Sites) {
    for at in 1..study.definitions.len() {
        let (Ok(earlier), Ok(later)) = (u32::try_from(at - 1), u32::try_from(at)) else {
            return;
        };
        let reads = study
            .definitions
            .get(at)
            .is_some_and(|found| reads(&found.value, DefinitionId(earlier)));
        sites.enter(format!("definition {}", at + 1));
        if !reads && sites.here("definitions in another order") {
            study.definitions.swap(at - 1, at);
            renumbered(study, &|id| match id.0 {
                old if old == earlier => DefinitionId(later),
                old if old == later => DefinitionId(earlier),
                _ => id,
            });
            return;
        }
    }
}

/// A use of a definition replaced by what it stands for. Lines of therapy are the value of a definition and of nothing else.
fn inlined(study: &mut Study, sites: &mut Sites) {
    let values: Vec<Expr> = study
        .definitions
        .iter()
        .map(|definition| definition.value.clone())
        .collect();
    each_root(study, &mut |part, sites| inlined_in(part, &values, sites), sites);
}

fn inlined_in(part: PartMut<'_>, values: &[Expr], sites: &mut Sites) {
    let value_of = |id: DefinitionId| values.get(id.0 as usize);
    match part {
        PartMut::Operand(expr) | PartMut::Date(expr) | PartMut::Filter(expr) => {
            if let ExprKind::Definition(id) = expr.kind
                && let Some(value) = value_of(id)
                && !matches!(value.kind, ExprKind::Events(_))
            {
                if sites.here("definition inlined") {
                    *expr = value.clone();
                }
                return;
            }
            expr.parts_mut(&mut |part| inlined_in(part, values, sites));
        }
        PartMut::Events(events) => {
            if let EventsBase::Definition(id) = events.base
                && let Some(Expr {
                    kind: ExprKind::Events(bag),
                    ..
                }) = value_of(id)
                && !matches!(bag.base, EventsBase::Lines(_))
                && sites.here("bag inlined")
            {
                events.base = EventsBase::Nested(bag.clone());
                return;
            }
            events.parts_mut(&mut |part| inlined_in(part, values, sites));
        }
    }
}

/// A part of a cohort, an endpoint or a characteristic as a definition of its own.
fn extracted(study: &mut Study, sites: &mut Sites) {
    let Ok(next) = u32::try_from(study.definitions.len()) else {
        return;
    };
    let mut found: Option<Expr> = None;
    each_root(
        study,
        &mut |part, sites| extracted_from(part, DefinitionId(next), &mut found, sites),
        sites,
    );
    if let Some(value) = found {
        study.definitions.push(Definition {
            name: String::from("extracted"),
            doc: None,
            parameter: false,
            span: value.span,
            value,
            looking_ahead: None,
        });
    }
}

fn extracted_from(part: PartMut<'_>, id: DefinitionId, found: &mut Option<Expr>, sites: &mut Sites) {
    match part {
        PartMut::Operand(expr) | PartMut::Date(expr) | PartMut::Filter(expr) => {
            let simple = matches!(
                expr.kind,
                ExprKind::Literal(_) | ExprKind::Definition(_) | ExprKind::Index
            );
            let nameable = !matches!(expr.ty, Type::Events(_) | Type::Error);
            if !simple && nameable && !reads_a_record(expr) && sites.here("definition extracted") {
                *found = Some(expr.clone());
                expr.kind = ExprKind::Definition(id);
                return;
            }
            expr.parts_mut(&mut |part| extracted_from(part, id, found, sites));
        }
        PartMut::Events(events) => events.parts_mut(&mut |part| extracted_from(part, id, found, sites)),
    }
}

/// Visits the roots that may read all definitions.
fn each_root(study: &mut Study, each: &mut dyn FnMut(PartMut<'_>, &mut Sites), sites: &mut Sites) {
    let mut names = Vec::new();
    study.roots(&mut |place, _| names.push(name_of(study, place)));
    let mut names = names.into_iter();
    study.roots_mut(&mut |place, part| {
        sites.enter(names.next().unwrap_or_default());
        match place {
            Place::Index(_) | Place::Criterion(..) | Place::Endpoint(_) | Place::Characteristic(_) => {
                each(part, sites)
            }
            Place::Definition(_) | Place::Precision(_) | Place::Test(_) => {}
        }
    });
}

/// Whether an expression has a value only for a record under test.
fn reads_a_record(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::RecordField(_) | ExprKind::Local(_));
    expr.parts(&mut |part| {
        // Filters have a record of their own; dates and bags have none.
        if let Part::Operand(operand) = part {
            found |= reads_a_record(operand);
        }
    });
    found
}

/// Whether an expression reads a definition itself.
fn reads(expr: &Expr, id: DefinitionId) -> bool {
    let mut found = expr.kind == ExprKind::Definition(id);
    expr.parts(&mut |part| found |= part_reads(part, id));
    found
}

fn part_reads(part: Part<'_>, id: DefinitionId) -> bool {
    match part {
        Part::Operand(expr) | Part::Date(expr) | Part::Filter(expr) => reads(expr, id),
        Part::Events(events) => bag_reads(events, id),
    }
}

fn bag_reads(events: &Events, id: DefinitionId) -> bool {
    let mut found = events.base == EventsBase::Definition(id);
    events.parts(&mut |part| found |= part_reads(part, id));
    found
}

/// Every id of a definition replaced by its new one.
fn renumbered(study: &mut Study, new: &dyn Fn(DefinitionId) -> DefinitionId) {
    study.roots_mut(&mut |_, part| renumbered_in(part, new));
    for output in &mut study.outputs {
        if let Output::Treatments { lines, .. } = output {
            *lines = new(*lines);
        }
    }
}

fn renumbered_in(part: PartMut<'_>, new: &dyn Fn(DefinitionId) -> DefinitionId) {
    match part {
        PartMut::Operand(expr) | PartMut::Date(expr) | PartMut::Filter(expr) => {
            if let ExprKind::Definition(id) = &mut expr.kind {
                *id = new(*id);
            }
            expr.parts_mut(&mut |part| renumbered_in(part, new));
        }
        PartMut::Events(events) => {
            if let EventsBase::Definition(id) = &mut events.base {
                *id = new(*id);
            }
            events.parts_mut(&mut |part| renumbered_in(part, new));
        }
    }
}

//! What a cohort asks: its index, its criteria, and what reports count of its entries.

use crate::walk::{self, Visitor};
use kohort_semantics::Study;
use kohort_semantics::study::{
    CohortId, DefinitionId, Endpoint, Events, EventsBase, Expr, ExprKind, Index, Part, TallyColumn,
};
use std::collections::BTreeSet;

/// All expressions and bags of a cohort, except what the definitions it names stand for.
pub(crate) fn cohort<'a>(study: &'a Study, id: CohortId, visitor: &mut dyn Visitor<'a>) {
    let Some(cohort) = study.cohort(id) else {
        return;
    };
    match &cohort.index {
        Some(Index::One(date)) => walk::expr(date, visitor),
        Some(Index::Each(events)) => walk::events(events, visitor),
        None => {}
    }
    for criterion in &cohort.criteria {
        walk::expr(&criterion.condition, visitor);
    }
    let (endpoints, characteristics) = study.counted_of(id);
    for endpoint in endpoints.into_iter().filter_map(|id| study.endpoint(id)) {
        for clause in clauses(endpoint) {
            walk::expr(clause, visitor);
        }
    }
    for characteristic in characteristics
        .into_iter()
        .filter_map(|id| study.characteristic(id))
    {
        walk::expr(&characteristic.value, visitor);
    }
}

/// The definitions whose lines are counted for a cohort.
pub(crate) fn counted_lines(study: &Study, id: CohortId) -> BTreeSet<DefinitionId> {
    let mut found = BTreeSet::new();
    for tally in study.tallies().iter().filter(|tally| tally.cohort == id) {
        found.extend(tally.lines);
        for column in &tally.columns {
            if let TallyColumn::Sequence(lines) = column {
                found.insert(*lines);
            }
        }
    }
    found
}

/// The expressions of an endpoint's clauses.
pub(crate) fn clauses(endpoint: &Endpoint) -> Vec<&Expr> {
    let mut found = Vec::new();
    endpoint.parts(&mut |part| {
        if let Part::Operand(clause) | Part::Date(clause) | Part::Filter(clause) = part {
            found.push(clause);
        }
    });
    found
}

/// Whether a cohort asks for a definition, also through others.
pub(crate) fn asks_for(study: &Study, id: CohortId, wanted: DefinitionId) -> bool {
    let mut named = Named::default();
    cohort(study, id, &mut named);
    named.0.extend(counted_lines(study, id));
    // A definition names only earlier ones, so that going backwards meets each once.
    while let Some(next) = named.0.pop_last() {
        if next == wanted {
            return true;
        }
        if let Some(definition) = study.definition(next) {
            walk::expr(&definition.value, &mut named);
        }
    }
    false
}

/// The definitions that are named.
#[derive(Default)]
struct Named(BTreeSet<DefinitionId>);

impl<'a> Visitor<'a> for Named {
    fn expr(&mut self, expr: &'a Expr) {
        if let ExprKind::Definition(id) = expr.kind {
            self.0.insert(id);
        }
    }

    fn events(&mut self, events: &'a Events) {
        if let EventsBase::Definition(id) = events.base {
            self.0.insert(id);
        }
    }
}

//! Which definitions an expression mentions, and whether it mentions the index date.
//!
//! Invariant: every part of an expression is visited, so that a definition is bound before the first expression that uses
//! it, and for exactly the cohorts whose index date it needs.

use kohort_semantics::study::{
    self, CohortId, Definition, DefinitionId, EventsBase, Expr, ExprKind, Place, Study, TallyColumn,
};
use kohort_semantics::study_walk::{Part, walk_events, walk_parts};
use std::collections::BTreeSet;

/// What an expression mentions.
#[derive(Debug, Clone, Default)]
pub(super) struct Uses {
    /// The definitions, directly mentioned.
    pub(super) definitions: BTreeSet<DefinitionId>,
    /// Whether the index date is mentioned.
    pub(super) index: bool,
}

/// For each definition of a study, what it mentions itself, and whether it needs the index date, also through others.
pub(super) fn of_definitions(study: &Study) -> Vec<Uses> {
    let mut found: Vec<Uses> = Vec::new();
    for Definition { value, .. } in &study.definitions {
        let mut uses = Uses::default();
        uses.expr(value);
        uses.index |= uses
            .definitions
            .iter()
            .any(|id| found.get(id.0 as usize).is_some_and(|earlier| earlier.index));
        found.push(uses);
    }
    found
}

/// The definitions that a cohort needs, and what is counted of it, also through others.
pub(super) fn of_cohort(study: &Study, cohort: CohortId, definitions: &[Uses]) -> BTreeSet<DefinitionId> {
    let mut uses = Uses::default();
    let (endpoints, characteristics) = study.counted_of(cohort);
    study.roots(&mut |place, part| {
        let own = match place {
            Place::Index(id) | Place::Criterion(id, _) => id == cohort,
            Place::Endpoint(id) => endpoints.contains(&id),
            Place::Characteristic(id) => characteristics.contains(&id),
            Place::Definition(_) | Place::Precision(_) | Place::Test(_) => false,
        };
        if own {
            uses.root(part);
        }
    });
    for tally in study.tallies().iter().filter(|tally| tally.cohort == cohort) {
        uses.definitions.extend(tally.lines);
        uses.definitions
            .extend(tally.columns.iter().filter_map(|column| match column {
                TallyColumn::Sequence(id) => Some(*id),
                _ => None,
            }));
    }
    // Each definition mentions only earlier ones, so that one pass from the last to the first finds all.
    for (position, definition) in definitions.iter().enumerate().rev() {
        if uses.definitions.contains(&DefinitionId(position as u32)) {
            uses.definitions.extend(&definition.definitions);
        }
    }
    uses.definitions
}

impl Uses {
    fn expr(&mut self, expr: &Expr) {
        walk_parts(expr, &mut |part| self.part(part));
    }

    fn root(&mut self, root: study::Part<'_>) {
        match root {
            study::Part::Events(events) => walk_events(events, &mut |part| self.part(part)),
            study::Part::Operand(value) | study::Part::Date(value) | study::Part::Filter(value) => {
                self.expr(value);
            }
        }
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Expr(expr, _) => match &expr.kind {
                ExprKind::Index => self.index = true,
                ExprKind::Definition(id) => {
                    self.definitions.insert(*id);
                }
                _ => {}
            },
            Part::Events(events) => {
                if let EventsBase::Definition(id) = &events.base {
                    self.definitions.insert(*id);
                }
            }
        }
    }
}

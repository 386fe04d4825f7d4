//! Which definitions an expression mentions, and whether it mentions the index date.
//!
//! Invariant: every part of an expression is visited, so that a definition is bound before the first expression that uses
//! it, and for exactly the cohorts whose index date it needs.

use kohort_semantics::study::{
    Cohort, Definition, DefinitionId, Events, EventsBase, Expr, ExprKind, Index, Pick, SetItem, Study,
};
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

/// The definitions that a cohort needs, also through others.
pub(super) fn of_cohort(cohort: &Cohort, definitions: &[Uses]) -> BTreeSet<DefinitionId> {
    let mut uses = Uses::default();
    match &cohort.index {
        Some(Index::One(date)) => uses.expr(date),
        Some(Index::Each(events)) => uses.events(events),
        None => {}
    }
    cohort
        .criteria
        .iter()
        .for_each(|criterion| uses.expr(&criterion.condition));
    // Each definition mentions only earlier ones, so that one pass from the last to the first finds all.
    for (position, definition) in definitions.iter().enumerate().rev() {
        if uses.definitions.contains(&DefinitionId(position as u32)) {
            uses.definitions.extend(&definition.definitions);
        }
    }
    uses.definitions
}

impl Uses {
    fn all<'a>(&mut self, parts: impl IntoIterator<Item = &'a Expr>) {
        parts.into_iter().for_each(|part| self.expr(part));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::Attribute(_) | ExprKind::RecordField(_) | ExprKind::Local(_) => {
            }
            ExprKind::Index => self.index = true,
            ExprKind::Definition(id) => {
                self.definitions.insert(*id);
            }
            ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::OrElse(parts)
            | ExprKind::Extreme { dates: parts, .. } => {
                self.all(parts);
            }
            ExprKind::Not(part)
            | ExprKind::IsMissing(part)
            | ExprKind::Negate(part)
            | ExprKind::FieldOf { event: part, .. }
            | ExprKind::InCodes { value: part, .. }
            | ExprKind::InDrugs { value: part, .. }
            | ExprKind::OnlyIn { value: part, .. }
            | ExprKind::Scale { value: part, .. }
            | ExprKind::Shift { date: part, .. }
            | ExprKind::PeriodBound { period: part, .. } => self.expr(part),
            ExprKind::Compare { left, right, .. }
            | ExprKind::IfAvailable {
                preferred: left,
                fallback: right,
            }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Relation { left, right, .. }
            | ExprKind::InPeriod {
                date: left,
                period: right,
            }
            | ExprKind::DaysBetween {
                from: left,
                to: right,
            }
            | ExprKind::Age {
                birth: left,
                at: right,
            }
            | ExprKind::Period {
                start: left,
                end: right,
            } => self.all([&**left, &**right]),
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => self.all([&**then, &**condition, &**otherwise]),
            ExprKind::InSet { value, items } => {
                self.expr(value);
                for item in items {
                    match item {
                        SetItem::Value(single) => self.expr(single),
                        SetItem::Range(low, high) => self.all([low, high]),
                    }
                }
            }
            ExprKind::Pick { which, events, .. } => {
                if let Pick::Nearest(to) = which {
                    self.expr(to);
                }
                self.events(events);
            }
            ExprKind::Events(events)
            | ExprKind::Any(events)
            | ExprKind::Count(events)
            | ExprKind::DaysOf(events)
            | ExprKind::Aggregate { events, .. } => self.events(events),
        }
    }

    fn events(&mut self, events: &Events) {
        match &events.base {
            EventsBase::Entity(_) => {}
            EventsBase::Definition(id) => {
                self.definitions.insert(*id);
            }
            EventsBase::Nested(inner)
            | EventsBase::Episodes { events: inner, .. }
            | EventsBase::Gaps { events: inner, .. } => self.events(inner),
        }
        self.all(&events.filter);
        for window in &events.windows {
            self.all(window.from.iter().chain(&window.to).map(|bound| &bound.date));
        }
    }
}

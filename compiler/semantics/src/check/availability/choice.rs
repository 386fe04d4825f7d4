//! What a study asks of one source: `only in` and `if available`, decided.
//!
//! Invariant: a decision looks at the source's declaration and never at data. A study that was decided for a source has
//! neither kind of expression, and nothing in it that only left-out parts needed.

use super::records::records_all;
use crate::source::Source;
use crate::study::{self, Events, EventsBase, Expr, ExprKind, PartMut, Place, Study};
use crate::study_walk::{Part, walk_events, walk_parts};
use crate::value::Value;
use kohort_base::Span;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A study as it is asked of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// The study without `only in` and `if available`.
    pub study: Study,
    /// What was decided, in the order of the text as far as one file goes, and what stands around before what is in it.
    pub choices: Vec<Choice>,
}

/// One place whose meaning depends on the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Choice {
    /// The whole `only in … { … }` or `… if available, else …`.
    pub span: Span,
    /// What holds in the source.
    pub chosen: Chosen,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Chosen {
    /// `only in`: the source is among those asked.
    Asked,
    /// `only in`: it is not; the value is missing.
    NotAsked,
    /// `if available`: the source records all that the value needs.
    Preferred,
    /// `if available`: it does not; what stands after `else` counts.
    Fallback,
}

/// Decides a study for a source.
pub fn decide(study: &Study, source: &Source) -> Decided {
    let mut decided = study.clone();
    let mut decision = Decision {
        study,
        source,
        choices: BTreeSet::new(),
    };
    decided.roots_mut(&mut |place, part| {
        if !matches!(place, Place::Test(_)) {
            decision.part(part);
        }
    });
    let mut choices: Vec<Choice> = decision.choices.into_iter().collect();
    choices.sort_by_key(|choice| (choice.span.file, choice.span.start, Reverse(choice.span.end)));
    leave_out(study, &mut decided);
    Decided {
        study: decided,
        choices,
    }
}

/// Definitions that only left-out parts used are asked of nobody.
fn leave_out(study: &Study, decided: &mut Study) {
    let (before, after) = (reached(study), reached(decided));
    for (position, definition) in decided.definitions.iter_mut().enumerate() {
        if before.contains(&position) && !after.contains(&position) {
            definition.value.kind = ExprKind::Literal(Value::Missing);
        }
    }
}

/// The definitions that anything but tests uses, also through others.
pub(super) fn reached(study: &Study) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    study.roots(&mut |place, part| {
        if matches!(place, Place::Definition(_) | Place::Test(_)) {
            return;
        }
        match part {
            study::Part::Events(events) => walk_events(events, &mut |part| named(part, &mut found)),
            study::Part::Operand(value) | study::Part::Date(value) | study::Part::Filter(value) => {
                walk_parts(value, &mut |part| named(part, &mut found));
            }
        }
    });
    // Each refers to earlier ones only.
    for (position, definition) in study.definitions.iter().enumerate().rev() {
        if found.contains(&position) {
            walk_parts(&definition.value, &mut |part| named(part, &mut found));
        }
    }
    found
}

/// Notes the definition that a part names.
pub(super) fn named(part: Part<'_>, found: &mut BTreeSet<usize>) {
    let id = match part {
        Part::Expr(expr, _) => match &expr.kind {
            ExprKind::Definition(id) => *id,
            _ => return,
        },
        Part::Events(events) => match &events.base {
            EventsBase::Definition(id) => *id,
            _ => return,
        },
    };
    found.insert(id.0 as usize);
}

/// The walk that decides.
struct Decision<'s> {
    study: &'s Study,
    source: &'s Source,
    choices: BTreeSet<Choice>,
}

impl Decision<'_> {
    fn expr(&mut self, expr: &mut Expr) {
        while let Some(chosen) = self.chosen(expr) {
            *expr = chosen;
        }
        self.parts(expr);
    }

    /// What an expression that depends on the source is in this one.
    fn chosen(&mut self, expr: &mut Expr) -> Option<Expr> {
        let missing = || Expr {
            kind: ExprKind::Literal(Value::Missing),
            ty: expr.ty.clone(),
            span: expr.span,
        };
        let (chosen, value) = match &expr.kind {
            ExprKind::OnlyIn { sources, value } if sources.contains(&self.source.name) => {
                (Chosen::Asked, value.as_ref().clone())
            }
            ExprKind::OnlyIn { .. } => (Chosen::NotAsked, missing()),
            ExprKind::IfAvailable { preferred, fallback } => {
                if records_all(self.study, self.source, preferred) {
                    (Chosen::Preferred, preferred.as_ref().clone())
                } else {
                    (Chosen::Fallback, fallback.as_ref().clone())
                }
            }
            _ => return None,
        };
        self.choices.insert(Choice {
            span: expr.span,
            chosen,
        });
        Some(value)
    }

    fn parts(&mut self, expr: &mut Expr) {
        expr.parts_mut(&mut |part| self.part(part));
    }

    fn events(&mut self, events: &mut Events) {
        events.parts_mut(&mut |part| self.part(part));
    }

    fn part(&mut self, part: PartMut<'_>) {
        match part {
            PartMut::Operand(inner) | PartMut::Date(inner) | PartMut::Filter(inner) => self.expr(inner),
            PartMut::Events(events) => self.events(events),
        }
    }
}

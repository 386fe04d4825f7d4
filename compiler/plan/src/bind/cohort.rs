//! Definitions and cohorts.
//!
//! Invariant: a definition is bound before anything that uses it: once for all patients or, if it needs the index date,
//! once for each cohort that uses it. A cohort's own index date does not need an index date.

use super::{BindError, Binder, Scope, uses};
use crate::algebra::{CohortIndex, CohortPlan, CriterionPlan, IndexPlan, NamedNode, NodeId};
use kohort_base::Span;
use kohort_semantics::study::{Cohort, CohortId, DefinitionId, Index};

impl Binder<'_> {
    /// All definitions, those that need an index date for each cohort that uses them.
    pub(super) fn definitions(&mut self) -> Result<(), BindError> {
        let study = self.study;
        let mentioned = uses::of_definitions(study);
        let cohorts: Vec<_> = (0..study.cohorts.len() as u32)
            .map(|cohort| uses::of_cohort(study, CohortId(cohort), &mentioned))
            .collect();
        for (position, definition) in study.definitions.iter().enumerate() {
            let id = DefinitionId(position as u32);
            let users: Vec<Option<CohortIndex>> = if mentioned.get(position).is_some_and(|found| found.index)
            {
                let users = cohorts
                    .iter()
                    .enumerate()
                    .filter(|(_, cohort)| cohort.contains(&id));
                users
                    .map(|(cohort, _)| Some(CohortIndex(cohort as u32)))
                    .collect()
            } else {
                vec![None]
            };
            if users.is_empty() {
                self.unused.push(definition.name.clone());
            }
            for cohort in users {
                let node = self.named(
                    &definition.value,
                    &definition.name,
                    Scope {
                        cohort,
                        ..Scope::PATIENT
                    },
                )?;
                self.bound.insert((id, cohort), node);
                self.names.push(NamedNode {
                    name: definition.name.clone(),
                    cohort,
                    node,
                    doc: definition.doc.clone(),
                    parameter: definition.parameter,
                    looking_ahead: definition.looking_ahead.clone(),
                });
            }
        }
        Ok(())
    }

    /// The node of a definition for the scope's cohort.
    pub(super) fn definition(&self, id: DefinitionId, scope: Scope, span: Span) -> Result<NodeId, BindError> {
        let found = self
            .bound
            .get(&(id, None))
            .or_else(|| self.bound.get(&(id, scope.cohort)));
        found.copied().ok_or_else(|| {
            let name = self
                .study
                .definition(id)
                .map_or("?", |definition| &definition.name);
            BindError::invalid(
                format!("`{name}` is used before it is defined, or where there is no index date"),
                span,
            )
        })
    }

    /// A cohort.
    pub(super) fn cohort(&mut self, position: u32, cohort: &Cohort) -> Result<CohortPlan, BindError> {
        let from = match cohort.from {
            Some(CohortId(earlier)) if earlier < position => Some(CohortIndex(earlier)),
            Some(_) => {
                return Err(BindError::invalid(
                    "a cohort is drawn from a later one",
                    cohort.span,
                ));
            }
            None => None,
        };
        let index = match &cohort.index {
            Some(Index::One(date)) => IndexPlan::One(self.expr(date, Scope::PATIENT)?),
            Some(Index::Each(events)) => {
                let (bag, space) = self.events(events, Scope::PATIENT)?;
                IndexPlan::Each {
                    bag,
                    date: self.date_of(space, events.span)?,
                }
            }
            None if from.is_some() => IndexPlan::Inherited,
            None => return Err(BindError::invalid("a cohort has no index date", cohort.span)),
        };
        let scope = Scope {
            cohort: Some(CohortIndex(position)),
            ..Scope::PATIENT
        };
        let mut criteria = Vec::new();
        for criterion in &cohort.criteria {
            criteria.push(CriterionPlan {
                name: criterion.name.clone(),
                doc: criterion.doc.clone(),
                exclude: criterion.exclude,
                condition: self.expr(&criterion.condition, scope)?,
                unknown_is_met: criterion.unknown_is_met.unwrap_or(false),
                looking_ahead: criterion.looking_ahead.clone(),
            });
        }
        Ok(CohortPlan {
            name: cohort.name.clone(),
            doc: cohort.doc.clone(),
            from,
            index,
            criteria,
        })
    }
}

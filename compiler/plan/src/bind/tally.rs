//! What is counted beside the attrition: endpoints and tallies, for the cohorts whose reports show them.
//!
//! Invariant: tallies are in the order of [`kohort_semantics::study::Study::tallies`]; an endpoint is bound once for each
//! cohort that counts it.

use super::{BindError, Binder, Scope};
use crate::algebra::{
    CohortIndex, EndpointEventPlan, EndpointPlan, Operator, TallyColumnPlan, TallyPlan, ValueType,
};
use kohort_semantics::study::{EndpointId, Tally, TallyColumn};
use std::collections::BTreeMap;

/// Endpoints and tallies in the making.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) endpoints: Vec<EndpointPlan>,
    pub(super) tallies: Vec<TallyPlan>,
    known: BTreeMap<(EndpointId, CohortIndex), u32>,
}

impl Binder<'_> {
    /// All tallies of the study, with the endpoints that they count.
    pub(super) fn counted(&mut self) -> Result<Counted, BindError> {
        let mut counted = Counted::default();
        for tally in self.study.tallies() {
            let tally = self.tally(&tally, &mut counted)?;
            counted.tallies.push(tally);
        }
        Ok(counted)
    }

    fn tally(&mut self, tally: &Tally, counted: &mut Counted) -> Result<TallyPlan, BindError> {
        let span = self
            .study
            .cohort(tally.cohort)
            .map_or(self.study.span, |cohort| cohort.span);
        let cohort = CohortIndex(tally.cohort.0);
        let scope = Scope {
            cohort: Some(cohort),
            ..Scope::PATIENT
        };
        let lines = match tally.lines {
            Some(id) => Some(self.lines_of(id, scope, span)?),
            None => None,
        };
        let outside = || BindError::invalid("a field of a line is counted where there are no lines", span);
        let mut columns = Vec::new();
        for column in &tally.columns {
            columns.push(match column {
                TallyColumn::Characteristic(id) => {
                    let found = self.study.characteristic(*id);
                    let value = &found
                        .ok_or_else(|| BindError::invalid("a characteristic is not part of the study", span))?
                        .value;
                    TallyColumnPlan::Value(self.expr(value, scope)?)
                }
                TallyColumn::Outcome(id) => TallyColumnPlan::Outcome(self.endpoint(*id, cohort, counted)?),
                TallyColumn::Line(field) => {
                    TallyColumnPlan::Value(self.line_field(lines.ok_or_else(outside)?, *field, span)?)
                }
                TallyColumn::LineDays => {
                    let days = Operator::LineDays(lines.ok_or_else(outside)?);
                    TallyColumnPlan::Value(self.add(days, ValueType::Number, scope, span)?)
                }
                TallyColumn::Sequence(id) => {
                    let sequence = Operator::LineSequence(self.lines_of(*id, scope, span)?);
                    TallyColumnPlan::Value(self.add(sequence, ValueType::Text, scope, span)?)
                }
            });
        }
        Ok(TallyPlan {
            cohort,
            lines,
            columns,
        })
    }

    /// The position of an endpoint for a cohort.
    fn endpoint(
        &mut self,
        id: EndpointId,
        cohort: CohortIndex,
        counted: &mut Counted,
    ) -> Result<u32, BindError> {
        if let Some(known) = counted.known.get(&(id, cohort)) {
            return Ok(*known);
        }
        let study = self.study;
        let endpoint = study
            .endpoint(id)
            .ok_or_else(|| BindError::invalid("an endpoint is not part of the study", study.span))?;
        let scope = Scope {
            cohort: Some(cohort),
            ..Scope::PATIENT
        };
        let mut events = Vec::new();
        for event in &endpoint.events {
            events.push(EndpointEventPlan {
                name: event.name.clone(),
                competing: event.competing,
                date: self.expr(&event.date, scope)?,
            });
        }
        let mut missing = Vec::new();
        for condition in &endpoint.missing {
            missing.push(self.expr(condition, scope)?);
        }
        let plan = EndpointPlan {
            name: endpoint.name.clone(),
            doc: endpoint.doc.clone(),
            origin: endpoint.origin.clone(),
            cohort,
            from: self.expr(&endpoint.from, scope)?,
            events,
            until: self.optional(&endpoint.until, scope)?,
            censored: self.optional(&endpoint.censored, scope)?,
            entering: self.optional(&endpoint.entering, scope)?,
            missing,
            negative: endpoint.negative,
            landmark: endpoint.landmark,
            unit: endpoint.unit,
        };
        let position = counted.endpoints.len() as u32;
        counted.endpoints.push(plan);
        counted.known.insert((id, cohort), position);
        Ok(position)
    }
}

//! Lines of therapy, and sets of substances.
//!
//! Invariant: what bounds and breaks lines are dates of the patient or the entry; what makes them are values of one
//! stream's records.

use super::{BindError, Binder, Scope};
use crate::algebra::{DatedBag, DrugsTestPlan, LinesPlan, NodeId, Operator, Space, ValueType};
use kohort_base::Span;
use kohort_semantics::model::Dated;
use kohort_semantics::study::{DefinitionId, DrugsTest, Events, Expr, LineField, Lines};

impl Binder<'_> {
    /// The space of a patient's, or an entry's, lines.
    pub(super) fn lines(&mut self, lines: &Lines, scope: Scope, span: Span) -> Result<Space, BindError> {
        let scope = Scope {
            row: None,
            part: None,
            ..scope
        };
        let (records, space) = self.events(&lines.records, scope)?;
        let apart = match &lines.apart {
            Some(events) => Some(self.events(events, scope)?.0),
            None => None,
        };
        let plan = LinesPlan {
            rule_set: lines.rule_set.clone(),
            rules: lines.rules.clone(),
            records,
            apart,
            start: self.date_of(space, span)?,
            end: self.recorded_end(space, span)?,
            drug: self.attribute(lines.drug, span)?,
            supply: lines
                .supply
                .map(|supply| self.attribute(supply, span))
                .transpose()?,
            starting: self.optional(&lines.starting, scope)?,
            until: self.optional(&lines.until, scope)?,
            death: self.optional(&lines.death, scope)?,
            breakers: self.dated_bags(&lines.breakers, scope)?,
            progression: self.dated_bags(&lines.progression, scope)?.into_iter().next(),
            without: self.dated_bags(&lines.without, scope)?,
        };
        let maker = self.add(Operator::Lines(Box::new(plan)), ValueType::Period, scope, span)?;
        Ok(Space::Periods(maker))
    }

    /// The last day of each record; none where the source knows days only, which rules of lines can do with.
    fn recorded_end(&mut self, space: Space, span: Span) -> Result<Option<NodeId>, BindError> {
        match space {
            Space::Stream(stream) => match self.dated(stream) {
                Dated::Span(_, end) if !self.source.records(end) => Ok(None),
                _ => self.end_of(space, span),
            },
            Space::Periods(_) => self.end_of(space, span),
        }
    }

    /// The node of an optional expression.
    pub(super) fn optional(
        &mut self,
        expr: &Option<Expr>,
        scope: Scope,
    ) -> Result<Option<NodeId>, BindError> {
        expr.as_ref().map(|expr| self.expr(expr, scope)).transpose()
    }

    fn dated_bags<'e>(
        &mut self,
        all: impl IntoIterator<Item = &'e Events>,
        scope: Scope,
    ) -> Result<Vec<DatedBag>, BindError> {
        let mut bags = Vec::new();
        for events in all {
            let (bag, space) = self.events(events, scope)?;
            bags.push(DatedBag {
                bag,
                date: self.date_of(space, events.span)?,
            });
        }
        Ok(bags)
    }

    /// Whether the rows that a node makes are lines.
    pub(super) fn makes_lines(&self, maker: NodeId) -> bool {
        self.node(maker)
            .is_some_and(|found| matches!(found.operator, Operator::Lines(_)))
    }

    /// A field of each line that a node makes.
    pub(super) fn line_field(
        &mut self,
        lines: NodeId,
        field: LineField,
        span: Span,
    ) -> Result<NodeId, BindError> {
        let ty = match field {
            LineField::Number => ValueType::Number,
            LineField::Start | LineField::End | LineField::LineEnd | LineField::NextStart => ValueType::Date,
            LineField::Regimen | LineField::Drugs => ValueType::Text,
            LineField::Maintenance => ValueType::Boolean,
            LineField::EndReason | LineField::Setting => ValueType::Category,
        };
        self.add(Operator::LineField { lines, field }, ty, Scope::PATIENT, span)
    }

    /// What makes the lines that a definition stands for.
    pub(super) fn lines_of(&self, id: DefinitionId, scope: Scope, span: Span) -> Result<NodeId, BindError> {
        let bag = self.definition(id, scope, span)?;
        match self.node(bag).and_then(|found| found.domain.space) {
            Some(Space::Periods(maker)) if self.makes_lines(maker) => Ok(maker),
            _ => Err(BindError::invalid(
                "what is not lines of therapy is used as lines",
                span,
            )),
        }
    }

    /// Tests of a set of substances.
    pub(super) fn has_drugs(
        &mut self,
        value: &Expr,
        tests: &[DrugsTest],
        scope: Scope,
    ) -> Result<Operator, BindError> {
        let value = self.expr(value, scope)?;
        let mut bound = Vec::new();
        for test in tests {
            let mut values = Vec::new();
            for other in &test.values {
                values.push(self.expr(other, scope)?);
            }
            bound.push(DrugsTestPlan {
                quantity: test.quantity,
                text: test.drugs.text.clone(),
                drugs: test.drugs.drugs.clone(),
                values,
            });
        }
        Ok(Operator::HasDrugs { value, tests: bound })
    }
}

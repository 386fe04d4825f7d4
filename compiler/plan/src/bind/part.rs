//! Attributes of a stream that is put together from several mappings, each of which may have a rule of its own.
//!
//! Invariant: inside the rule of one part, an attribute of the record is what this part says of it, so that rules of two
//! parts may use each other's attributes without a circle. A date with a precision rule or a bound is the exception: it is
//! the same node everywhere.

use super::{BindError, Binder, Scope};
use crate::algebra::{ConstantDisplay, DerivedAttribute, NodeId, Operator, Space, StreamId, ValueType};
use crate::bind::streams::type_of_attribute;
use kohort_base::Span;
use kohort_semantics::model::{AttributeId, AttributeType};
use kohort_semantics::source::{Availability, Decode, UnitSpec};
use kohort_semantics::study::Expr;
use kohort_semantics::value::Value;

impl<'a> Binder<'a> {
    /// The attribute as the source has it, in all parts of its stream.
    pub(super) fn recorded(&mut self, id: AttributeId, span: Span) -> Result<NodeId, BindError> {
        let stream = self.stream(id.entity, span)?;
        let said = self.said(id, stream);
        if said.is_empty() {
            return Err(self.not_mentioned(id, span));
        }
        if !said.iter().any(|availability| availability.is_available()) {
            let reason = said.iter().find_map(|availability| match availability {
                Availability::Absent { reason } => Some(reason.clone()),
                _ => None,
            });
            return Err(BindError::Absent {
                attribute: self.path(id),
                reason: reason.unwrap_or_default(),
                span,
            });
        }
        match said.as_slice() {
            [Availability::Derived(rule)] => self.derived(id, rule, stream, 0),
            all if all.iter().any(|found| matches!(found, Availability::Derived(_))) => {
                let parts = (0..all.len() as u32)
                    .map(|part| self.part_of(id, stream, part, span))
                    .collect::<Result<Vec<_>, _>>()?;
                let node = self.add(
                    Operator::ByPart { stream, parts },
                    self.type_of(id),
                    Scope::PATIENT,
                    span,
                )?;
                self.note(id, None, node);
                Ok(node)
            }
            _ => self.column(id, span),
        }
    }

    /// An attribute of the record under test, inside a rule of one part of its stream.
    pub(super) fn of_part(&mut self, id: AttributeId, scope: Scope, span: Span) -> Result<NodeId, BindError> {
        let (Some(part), Some(Space::Stream(stream))) = (scope.part, scope.row) else {
            return self.attribute(id, span);
        };
        if self.layout.entity_of(stream) != Some(id.entity) {
            return Err(BindError::invalid(
                "an attribute is read of a record that does not have it",
                span,
            ));
        }
        let parts = self.layout.records(stream).map_or(1, |found| found.parts.len());
        let shared = !self.recorded
            && (self.study.precision_rule(id).is_some()
                || self.source.bounds.iter().any(|bound| bound.attribute == id));
        if parts == 1 || shared || !self.source.records(id) {
            return self.attribute(id, span);
        }
        self.part_of(id, stream, part, span)
    }

    /// What one part of a stream says of an attribute.
    fn part_of(
        &mut self,
        id: AttributeId,
        stream: StreamId,
        part: u32,
        span: Span,
    ) -> Result<NodeId, BindError> {
        let key = (id, Some(part), self.recorded);
        if let Some(known) = self.attributes.get(&key) {
            return Ok(*known);
        }
        let said = self.said(id, stream);
        let node = match said.get(part as usize) {
            Some(Availability::Present(_)) => self.column(id, span)?,
            Some(Availability::Derived(rule)) => {
                self.without_cycles(key, span, |binder| binder.derived(id, rule, stream, part))?
            }
            Some(Availability::Absent { .. }) => {
                let display = ConstantDisplay {
                    text: String::from("missing"),
                    name: None,
                };
                let added =
                    self.graph
                        .constant(Operator::Constant(Value::Missing), self.type_of(id), display);
                added.map_err(|fault| BindError::domain(fault, span))?
            }
            None => return Err(self.not_mentioned(id, span)),
        };
        self.attributes.insert(key, node);
        Ok(node)
    }

    fn column(&mut self, id: AttributeId, span: Span) -> Result<NodeId, BindError> {
        let lost = || BindError::invalid("a mapped attribute has no column", span);
        let column_id = self.layout.attribute(id).ok_or_else(lost)?;
        let column = self.layout.column(column_id).ok_or_else(lost)?;
        let records = self.layout.records(column_id.stream).ok_or_else(lost)?;
        let of_analyte = matches!(
            self.study.model.attribute(id).map(|found| &found.ty),
            Some(AttributeType::QuantityOf(_))
        );
        for part in &records.parts {
            let read = |index: u32| part.readings.get(index as usize).and_then(Option::as_ref);
            let needs_analyte = match read(column_id.index).map(|reading| &reading.decode) {
                Some(Decode::Quantity(UnitSpec::ByAnalyte(_))) => true,
                Some(Decode::Quantity(UnitSpec::ByColumn { .. })) => of_analyte,
                _ => false,
            };
            if needs_analyte && column.analyte.and_then(read).is_none() {
                let what = format!(
                    "the unit of `{}` depends on the analyte, which the source does not read from a column",
                    self.path(id)
                );
                return Err(BindError::invalid(what, span));
            }
        }
        let ty = column.ty;
        self.add(Operator::Column(column_id), ty, Scope::PATIENT, span)
    }

    fn derived(
        &mut self,
        id: AttributeId,
        rule: &Expr,
        stream: StreamId,
        part: u32,
    ) -> Result<NodeId, BindError> {
        let scope = Scope {
            cohort: None,
            row: Some(Space::Stream(stream)),
            part: Some(part),
        };
        let node = self.named(rule, &self.qualified(id), scope)?;
        self.note(id, Some(part), node);
        Ok(node)
    }

    /// Keeps the node of a rule for the reader of the plan.
    fn note(&mut self, id: AttributeId, part: Option<u32>, node: NodeId) {
        let derived = DerivedAttribute {
            name: self.qualified(id),
            attribute: id,
            part,
            node,
        };
        if !self.derived.contains(&derived) {
            self.derived.push(derived);
        }
    }

    /// What each part of a stream says of an attribute.
    fn said(&self, id: AttributeId, stream: StreamId) -> Vec<&'a Availability> {
        let mappings = self.layout.mappings(stream, self.source);
        let said = mappings
            .into_iter()
            .filter_map(|mapping| mapping.attributes.get(id.index as usize));
        said.map(|mapping| &mapping.availability).collect()
    }

    fn not_mentioned(&self, id: AttributeId, span: Span) -> BindError {
        BindError::invalid(format!("the source says nothing about `{}`", self.path(id)), span)
    }

    fn type_of(&self, id: AttributeId) -> ValueType {
        let attribute = self.study.model.attribute(id);
        attribute.map_or(ValueType::Text, |found| type_of_attribute(&found.ty))
    }
}

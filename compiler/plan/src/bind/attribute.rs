//! Attributes of a record: a column or a rule of the source, then the source's bounds, then the study's precision rule.
//!
//! Invariant: an attribute is the same node wherever a study reads it, so a precision rule holds everywhere alike: in
//! windows, picks, ties and fields, and in the rules by which a source derives another attribute. Only the limits of a
//! source's bounds see dates as they are recorded.

use super::{BindError, Binder, Scope};
use crate::algebra::{Node, NodeId, Operator, Space, StreamId, ValueType};
use kohort_base::Span;
use kohort_semantics::model::{AttributeId, Cardinality, Dated, EntityId};
use kohort_semantics::study::{Expr, Field, LineField, PrecisionRule};

/// How deep attributes may be derived from each other, as deep as expressions may be nested.
const DEEPEST: usize = 128;

impl Binder<'_> {
    /// The stream of an entity.
    pub(super) fn stream(&self, entity: EntityId, span: Span) -> Result<StreamId, BindError> {
        self.layout.stream_of(entity).ok_or_else(|| {
            let entity = self
                .study
                .model
                .entity(entity)
                .map_or_else(|| String::from("?"), |found| found.name.clone());
            BindError::NotRecorded { entity, span }
        })
    }

    /// An attribute of each record, after the source's bounds and its precision rule; as recorded, inside a bound.
    pub(super) fn attribute(&mut self, id: AttributeId, span: Span) -> Result<NodeId, BindError> {
        let key = (id, None, self.recorded);
        if let Some(known) = self.attributes.get(&key) {
            return Ok(*known);
        }
        let node = self.without_cycles(key, span, |binder| {
            let value = binder.recorded(id, span)?;
            if binder.recorded {
                return Ok(value);
            }
            let value = binder.bounded(id, value, span)?;
            binder.placed(id, value, span)
        })?;
        self.attributes.insert(key, node);
        Ok(node)
    }

    /// Binds an attribute unless its binding has begun already.
    pub(super) fn without_cycles(
        &mut self,
        key: (AttributeId, Option<u32>, bool),
        span: Span,
        bind: impl FnOnce(&mut Self) -> Result<NodeId, BindError>,
    ) -> Result<NodeId, BindError> {
        if self.pending.len() >= DEEPEST {
            return Err(BindError::invalid(
                "attributes are derived from each other too deeply",
                span,
            ));
        }
        if self.pending.contains(&key) {
            return Err(BindError::invalid(
                format!("`{}` depends on itself", self.path(key.0)),
                span,
            ));
        }
        self.pending.push(key);
        let bound = bind(self);
        self.pending.pop();
        bound
    }

    /// The date as the source's bounds let it be.
    fn bounded(&mut self, id: AttributeId, date: NodeId, span: Span) -> Result<NodeId, BindError> {
        let source = self.source;
        // Where a patient may have many records, the limit may be a date of the same record.
        let entity = self.study.model.entity(id.entity);
        let many = entity.is_some_and(|entity| entity.cardinality == Cardinality::Many);
        let scope = Scope {
            row: match many {
                true => Some(Space::Stream(self.stream(id.entity, span)?)),
                false => None,
            },
            ..Scope::PATIENT
        };
        let mut bounded = date;
        for bound in source.bounds.iter().filter(|bound| bound.attribute == id) {
            let outside = std::mem::replace(&mut self.recorded, true);
            let limit = self.expr(&bound.limit, scope);
            self.recorded = outside;
            let operator = Operator::Bounded {
                date: bounded,
                attribute: id,
                limit: limit?,
                after: bound.after,
                otherwise: bound.otherwise,
            };
            bounded = self.add(operator, ValueType::Date, Scope::PATIENT, span)?;
        }
        Ok(bounded)
    }

    fn placed(&mut self, id: AttributeId, date: NodeId, span: Span) -> Result<NodeId, BindError> {
        let study = self.study;
        let Some(rule) = study.precision_rule(id) else {
            return Ok(date);
        };
        let PrecisionRule {
            precision,
            placement,
            not_before,
            not_after,
            otherwise,
            ..
        } = rule;
        let mut bound = |limit: &Option<Expr>| {
            limit
                .as_ref()
                .map(|limit| self.expr(limit, Scope::PATIENT))
                .transpose()
        };
        let (not_before, not_after) = (bound(not_before)?, bound(not_after)?);
        let operator = Operator::Place {
            date,
            attribute: id,
            precision: *precision,
            placement: *placement,
            otherwise: *otherwise,
            not_before,
            not_after,
        };
        self.add(operator, ValueType::Date, Scope::PATIENT, span)
    }

    /// A local column of each record.
    pub(super) fn local(&mut self, position: u32, scope: Scope, span: Span) -> Result<NodeId, BindError> {
        let lost = || BindError::invalid("a local is used outside a rule of its entity", span);
        let Some(Space::Stream(stream)) = scope.row else {
            return Err(lost());
        };
        let part = scope.part.ok_or_else(lost)?;
        let column = self.layout.local(stream, part, position).ok_or_else(lost)?;
        let ty = self.layout.column(column).ok_or_else(lost)?.ty;
        self.add(Operator::Column(column), ty, Scope::PATIENT, span)
    }

    /// A field of each record of a space.
    pub(super) fn field(&mut self, field: Field, space: Space, span: Span) -> Result<NodeId, BindError> {
        match (field, space) {
            (Field::Attribute(id), Space::Stream(stream))
                if self.layout.entity_of(stream) == Some(id.entity) =>
            {
                self.attribute(id, span)
            }
            (Field::Attribute(_), _) => Err(BindError::invalid(
                "an attribute is read of a record that does not have it",
                span,
            )),
            (Field::Line(field), Space::Periods(maker)) if self.makes_lines(maker) => {
                self.line_field(maker, field, span)
            }
            (Field::Line(_), _) => Err(BindError::invalid(
                "a field of a line is read of something else",
                span,
            )),
            (Field::Start, space) => self.date_of(space, span),
            (Field::End, Space::Periods(maker)) => self.period_bound(maker, true, span),
            (Field::End, Space::Stream(_)) => match self.end_of(space, span)? {
                Some(end) => Ok(end),
                None => Err(BindError::invalid(
                    "records that happen on a day have no end",
                    span,
                )),
            },
            (Field::Period, Space::Periods(maker)) => self.row_period(maker, span),
            (Field::Period, Space::Stream(_)) => {
                let start = self.date_of(space, span)?;
                let end = self.field(Field::End, space, span)?;
                self.add(
                    Operator::Period { start, end },
                    ValueType::Period,
                    Scope::PATIENT,
                    span,
                )
            }
        }
    }

    /// The date that places each record of a space in time.
    pub(super) fn date_of(&mut self, space: Space, span: Span) -> Result<NodeId, BindError> {
        match space {
            Space::Periods(maker) if self.makes_lines(maker) => {
                self.line_field(maker, LineField::Start, span)
            }
            Space::Periods(maker) => self.period_bound(maker, false, span),
            Space::Stream(stream) => match self.dated(stream) {
                Dated::On(date) | Dated::Span(date, _) => self.attribute(date, span),
                Dated::Never => Err(BindError::invalid("these records have no date", span)),
            },
        }
    }

    /// The last day of each record of a space, if its records last.
    pub(super) fn end_of(&mut self, space: Space, span: Span) -> Result<Option<NodeId>, BindError> {
        match space {
            Space::Periods(maker) if self.makes_lines(maker) => {
                self.line_field(maker, LineField::End, span).map(Some)
            }
            Space::Periods(maker) => self.period_bound(maker, true, span).map(Some),
            Space::Stream(stream) => match self.dated(stream) {
                Dated::Span(_, end) => self.attribute(end, span).map(Some),
                Dated::On(_) | Dated::Never => Ok(None),
            },
        }
    }

    pub(super) fn dated(&self, stream: StreamId) -> Dated {
        self.layout
            .streams
            .get(stream.0 as usize)
            .map_or(Dated::Never, |found| found.dated)
    }

    fn row_period(&mut self, maker: NodeId, span: Span) -> Result<NodeId, BindError> {
        self.add(
            Operator::PeriodOfRow(maker),
            ValueType::Period,
            Scope::PATIENT,
            span,
        )
    }

    fn period_bound(&mut self, maker: NodeId, end: bool, span: Span) -> Result<NodeId, BindError> {
        let period = self.row_period(maker, span)?;
        self.add(
            Operator::PeriodBound { period, end },
            ValueType::Date,
            Scope::PATIENT,
            span,
        )
    }

    /// The attribute as a study writes it.
    pub(super) fn path(&self, id: AttributeId) -> String {
        self.study.model.attribute_path(id)
    }

    /// `entity.attribute`, also for the patient's own.
    pub(super) fn qualified(&self, id: AttributeId) -> String {
        match (self.study.model.entity(id.entity), self.study.model.attribute(id)) {
            (Some(entity), Some(attribute)) => format!("{}.{}", entity.name, attribute.name),
            _ => self.path(id),
        }
    }

    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.graph.graph().node_weight(id)
    }
}

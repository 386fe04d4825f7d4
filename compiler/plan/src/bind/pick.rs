//! One of several events, with every tie-break written out.
//!
//! Invariant: two records that tie in all keys are equal in everything the source maps, so a pick never depends on the
//! order of rows.

use super::{BindError, Binder, Scope};
use crate::algebra::{NodeId, Operator, PickPlan, Space, TieKey, TieOrder, ValueType};
use kohort_base::Span;
use kohort_semantics::model::{AttributeId, Dated};
use kohort_semantics::study::{Events, Pick, TieBreak};

impl Binder<'_> {
    pub(super) fn pick(
        &mut self,
        which: &Pick,
        events: &Events,
        ties: &[TieBreak],
        scope: Scope,
        span: Span,
    ) -> Result<NodeId, BindError> {
        let (bag, space) = self.events(events, scope)?;
        let date = self.date_of(space, span)?;
        let which = match which {
            Pick::First => PickPlan::First,
            Pick::Last => PickPlan::Last,
            Pick::Nth(position) => PickPlan::Nth(*position),
            Pick::Nearest(to) => PickPlan::Nearest(self.expr(
                to,
                Scope {
                    row: None,
                    part: None,
                    ..scope
                },
            )?),
        };
        let ties = self.ties(space, ties, span)?;
        self.add(
            Operator::Pick {
                bag,
                which,
                date,
                ties,
            },
            ValueType::Record,
            scope,
            span,
        )
    }

    /// The declared ties and then every other attribute that the source has. A value that is put first leaves the order of
    /// the others open, so its attribute comes again in its place.
    fn ties(&mut self, space: Space, declared: &[TieBreak], span: Span) -> Result<Vec<TieKey>, BindError> {
        let Space::Stream(stream) = space else {
            // Of periods that start on one day, the shorter first.
            let end = self.end_of(space, span)?;
            return Ok(end
                .into_iter()
                .map(|value| TieKey {
                    value,
                    order: TieOrder::Ascending,
                })
                .collect());
        };
        let mut keys = Vec::new();
        let mut ordered: Vec<AttributeId> = match self.dated(stream) {
            Dated::On(date) | Dated::Span(date, _) => vec![date],
            Dated::Never => Vec::new(),
        };
        for tie in declared {
            let (attribute, order) = match tie {
                TieBreak::ValueFirst(attribute, position) => (*attribute, TieOrder::ValueFirst(*position)),
                TieBreak::HighestFirst(attribute) => (*attribute, TieOrder::Descending),
                TieBreak::LowestFirst(attribute) => (*attribute, TieOrder::Ascending),
            };
            if !matches!(order, TieOrder::ValueFirst(_)) {
                ordered.push(attribute);
            }
            keys.push(TieKey {
                value: self.attribute(attribute, span)?,
                order,
            });
        }
        let entity = self.layout.entity_of(stream);
        for attribute in entity
            .into_iter()
            .flat_map(|entity| self.study.model.attribute_ids(entity))
        {
            if self.source.records(attribute) && !ordered.contains(&attribute) {
                keys.push(TieKey {
                    value: self.attribute(attribute, span)?,
                    order: TieOrder::Ascending,
                });
            }
        }
        Ok(keys)
    }
}

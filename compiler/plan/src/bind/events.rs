//! Bags of events: what they start from, the where-clause and the windows.
//!
//! Invariant: a bag is a Boolean for each record of one space. A bag that narrows nothing is the wider bag itself.

use super::{BindError, Binder, Scope};
use crate::algebra::{NodeId, Operator, Space, ValueType, WindowPlan};
use kohort_base::Span;
use kohort_semantics::study::{Bound, Events, EventsBase, Window};

impl Binder<'_> {
    /// A bag and the space of its records.
    pub(super) fn events(&mut self, events: &Events, scope: Scope) -> Result<(NodeId, Space), BindError> {
        let span = events.span;
        let (base, space) = match &events.base {
            EventsBase::Entity(entity) => (None, Space::Stream(self.stream(*entity, span)?)),
            EventsBase::Lines(lines) => (None, self.lines(lines, scope, span)?),
            EventsBase::Definition(id) => self.wider(self.definition(*id, scope, span)?, span)?,
            EventsBase::Nested(inner) => {
                let (base, space) = self.events(inner, scope)?;
                (Some(base), space)
            }
            EventsBase::Episodes {
                events: inner,
                joined_within,
            } => {
                let (bag, start, end) = self.lasting(inner, scope)?;
                let operator = Operator::Episodes {
                    bag,
                    start,
                    end,
                    joined_within: *joined_within,
                };
                (
                    None,
                    Space::Periods(self.add(operator, ValueType::Period, scope, span)?),
                )
            }
            EventsBase::Gaps {
                events: inner,
                days,
                or_equal,
            } => {
                let (bag, start, end) = self.lasting(inner, scope)?;
                let operator = Operator::Gaps {
                    bag,
                    start,
                    end,
                    days: *days,
                    or_equal: *or_equal,
                };
                (
                    None,
                    Space::Periods(self.add(operator, ValueType::Period, scope, span)?),
                )
            }
        };
        let within = Scope {
            row: Some(space),
            part: None,
            ..scope
        };
        let filter = events
            .filter
            .as_ref()
            .map(|filter| self.expr(filter, within))
            .transpose()?;
        let mut windows = Vec::new();
        for window in &events.windows {
            windows.push(self.window(window, space, scope)?);
        }
        match base {
            Some(base) if filter.is_none() && windows.is_empty() => Ok((base, space)),
            base => {
                let operator = Operator::Select {
                    space,
                    base,
                    filter,
                    windows,
                };
                Ok((self.add(operator, ValueType::Boolean, scope, span)?, space))
            }
        }
    }

    fn wider(&self, bag: NodeId, span: Span) -> Result<(Option<NodeId>, Space), BindError> {
        match self.node(bag).and_then(|node| node.domain.space) {
            Some(space) => Ok((Some(bag), space)),
            None => Err(BindError::invalid(
                "a single value is used where events belong",
                span,
            )),
        }
    }

    /// A bag with its records' first and, where they last, last day.
    fn lasting(
        &mut self,
        events: &Events,
        scope: Scope,
    ) -> Result<(NodeId, NodeId, Option<NodeId>), BindError> {
        let (bag, space) = self.events(events, scope)?;
        let start = self.date_of(space, events.span)?;
        Ok((bag, start, self.end_of(space, events.span)?))
    }

    /// A window. Its ends are values of the patient or the entry: a record under test outside does not reach them.
    fn window(&mut self, window: &Window, space: Space, scope: Scope) -> Result<WindowPlan, BindError> {
        let date = self.date_of(space, window.span)?;
        let outside = Scope {
            row: None,
            part: None,
            ..scope
        };
        let mut bound = |end: &Option<Bound>| match end {
            Some(end) => Ok(Some((self.expr(&end.date, outside)?, end.inclusive))),
            None => Ok(None),
        };
        Ok(WindowPlan {
            date,
            from: bound(&window.from)?,
            to: bound(&window.to)?,
        })
    }
}

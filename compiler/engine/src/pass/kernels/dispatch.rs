//! From a node to its kernel: reads the operands in the domains that [`super::requirements`] names and runs the kernel.
//!
//! Invariant: evaluating a node changes nothing; what it computed, counted and made is handed back.

use super::bounded::bounded;
use super::domains::{Domains, Extent, owners};
use super::episodes::{Covering, Periods, episodes, gaps};
use super::fault::Fault;
use super::layout::Layout;
use super::lines::{LineRows, MadeLines};
use super::operand::{Operand, Reader};
use super::pick::{Which, pick};
use super::place::{Rule, place};
use super::prepare::Prepared;
use super::requirements::{self, extent, walked};
use super::select::{Window, select};
use super::ties::Tie;
use super::values::Values;
use super::{aggregate, bag, choose, columns, constant};
use crate::pass::batch::PatientBatch;
use kohort_plan::Plan;
use kohort_plan::algebra::{
    ColumnId, Domain, Node, NodeId, Operator, PickPlan, StreamId, TieKey, WindowPlan,
};
use kohort_semantics::value::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known so far in one batch.
pub(crate) struct Scope<'a> {
    /// The plan.
    pub(crate) plan: &'a Plan,
    /// What was prepared for it.
    pub(crate) prepared: &'a Prepared,
    /// The batch.
    pub(crate) batch: &'a PatientBatch,
    /// The domains.
    pub(crate) domains: Domains,
    /// The nodes' values, as long as somebody reads them.
    pub(crate) values: BTreeMap<NodeId, Values>,
    /// The periods that nodes made.
    pub(crate) periods: BTreeMap<NodeId, Vec<Option<(Date, Date)>>>,
    /// The lines that nodes made.
    pub(crate) lines: BTreeMap<NodeId, LineRows>,
}

/// What a node computed.
pub(crate) struct Computed {
    /// Its values.
    pub(crate) values: Values,
    /// How many dates it placed, and moved to a bound.
    pub(crate) placed: (u64, u64),
    /// How many dates certainly break a bound of the source.
    pub(crate) contradictions: u64,
    /// The space it made.
    pub(crate) made: Option<Made>,
}

/// A space that a node made.
pub(crate) enum Made {
    /// Of episodes or gaps.
    Periods(Periods),
    /// Of lines of therapy.
    Lines(MadeLines),
}

impl Made {
    /// How many records end before they start.
    pub(crate) fn contradictory(&self) -> u64 {
        match self {
            Self::Periods(made) => made.contradictory,
            Self::Lines(made) => made.contradictory,
        }
    }
}

impl From<Values> for Computed {
    fn from(values: Values) -> Self {
        Self {
            values,
            placed: (0, 0),
            contradictions: 0,
            made: None,
        }
    }
}

impl Scope<'_> {
    /// A node's values as they are seen from a domain.
    pub(crate) fn operand(&self, id: NodeId, at: Domain) -> Result<Operand<'_>, Fault> {
        let values = self
            .values
            .get(&id)
            .ok_or(Fault::Other("reads a node that has no values yet"))?;
        Ok(Operand {
            values,
            positions: self.domains.positions(at, extent(self.plan, id)?)?,
        })
    }

    /// Several nodes' values as they are seen from a domain.
    pub(crate) fn operands(&self, ids: &[NodeId], at: Domain) -> Result<Vec<Operand<'_>>, Fault> {
        ids.iter().map(|id| self.operand(*id, at)).collect()
    }

    fn optional(&self, id: Option<NodeId>, at: Domain) -> Result<Option<Operand<'_>>, Fault> {
        id.map(|id| self.operand(id, at)).transpose()
    }

    /// Evaluates a node whose operands have been evaluated.
    pub(crate) fn evaluate(&self, id: NodeId) -> Result<Computed, Fault> {
        let node = requirements::node(self.plan, id)?;
        let at = node.domain;
        let values = match &node.operator {
            Operator::Constant(value) => constant::constant(value, node.ty)?,
            Operator::Index => Values::Date(self.entries_dates(at)?),
            Operator::Column(column) => self.column(*column)?,
            Operator::OnlyRecord(stream) => {
                let space = Some(kohort_plan::algebra::Space::Stream(*stream));
                Values::Record(choose::only_record(
                    &*self.domains.layout(Domain { cohort: None, space })?,
                ))
            }
            Operator::PeriodOfRow(maker) => {
                let made = self
                    .periods
                    .get(maker)
                    .ok_or(Fault::Other("reads periods that were not made yet"))?;
                Values::Period(made.clone())
            }
            Operator::FieldOf { record, value } => self.field_of(at, *record, *value)?,
            Operator::Place { .. } => return self.place(node),
            Operator::Bounded { .. } => return self.bounded(node),
            Operator::ByPart { stream, parts } => self.by_part(at, *stream, parts)?,
            Operator::Episodes { .. } | Operator::Gaps { .. } => return self.make_periods(node),
            Operator::Lines(lines) => return self.make_lines(id, at, lines),
            Operator::LineField { lines, field } => self.made_lines(*lines)?.field(*field),
            Operator::LineDays(lines) => self.made_lines(*lines)?.days(),
            Operator::LineSequence(lines) => self.line_sequence(at, *lines)?,
            Operator::Select {
                base,
                filter,
                windows,
                ..
            } => Values::Boolean(self.select(at, *base, *filter, windows)?),
            Operator::Pick {
                bag,
                which,
                date,
                ties,
            } => Values::Record(self.pick(at, *bag, which, *date, ties)?),
            Operator::Any(bag) => {
                let (layout, members) = self.bag(at, *bag)?;
                Values::Boolean(bag::any(&layout, members.booleans()?))
            }
            Operator::Count(bag) => {
                let (layout, members) = self.bag(at, *bag)?;
                Values::Number(bag::count(&layout, members.booleans()?))
            }
            Operator::DaysOf { bag, date } => {
                let (layout, members) = self.bag(at, *bag)?;
                let dates = self.operand(*date, walked(self.plan, at.cohort, *bag)?)?;
                Values::Number(bag::days_of(&layout, members.booleans()?, dates.dates()?))
            }
            Operator::Aggregate { bag, function, value } => {
                let (layout, members) = self.bag(at, *bag)?;
                let value = self.operand(*value, walked(self.plan, at.cohort, *bag)?)?;
                aggregate::aggregate(*function, &layout, members.booleans()?, &value)?
            }
            _ => self.elementwise(id, node)?,
        };
        Ok(values.into())
    }

    fn entries_dates(&self, at: Domain) -> Result<Vec<Option<Date>>, Fault> {
        let cohort = at.cohort.ok_or(Fault::Other("is the index date of no cohort"))?;
        Ok(self.domains.entries(cohort)?.dates())
    }

    fn column(&self, id: ColumnId) -> Result<Values, Fault> {
        let (stream, index) = (id.stream.0 as usize, id.index as usize);
        let decoded = self
            .batch
            .streams
            .get(stream)
            .and_then(|stream| stream.columns.get(index));
        let conversions = self
            .prepared
            .conversions
            .get(stream)
            .and_then(|columns| columns.get(index));
        let precision = self
            .plan
            .stream(id.stream)
            .map(|stream| columns::precision(stream, index));
        match (self.plan.column(id), precision, conversions, decoded) {
            (Some(column), Some(precision), Some(conversions), Some(decoded)) => {
                columns::column(id, column, precision, conversions, decoded)
            }
            _ => Err(Fault::Other("is a column that does not exist")),
        }
    }

    /// The records of each owner of a domain, and which of them are in a bag.
    pub(crate) fn bag(&self, at: Domain, bag: NodeId) -> Result<(Arc<Layout>, Operand<'_>), Fault> {
        let walked = walked(self.plan, at.cohort, bag)?;
        Ok((self.domains.layout(walked)?, self.operand(bag, walked)?))
    }

    fn field_of(&self, at: Domain, record: NodeId, value: NodeId) -> Result<Values, Fault> {
        let (records, len) = (self.operand(record, at)?, self.domains.len(at)?);
        let Extent::Each(Domain {
            cohort,
            space: Some(space),
        }) = extent(self.plan, value)?
        else {
            // The same for all records of an owner.
            let value = self.operand(value, at)?;
            return choose::field_of(
                records.records()?,
                value.values,
                |position, _| value.lead(position),
                len,
            );
        };
        let of_value = Domain {
            cohort,
            space: Some(space),
        };
        let layout = self.domains.layout(of_value)?;
        let owner = self.domains.positions(at, Extent::Each(owners(of_value)))?;
        let place = |position: usize, record: u32| {
            let records = layout.range(owner.lead(position)?);
            let row = records.start.checked_add(record as usize)?;
            (row < records.end).then_some(row)
        };
        let values = self
            .values
            .get(&value)
            .ok_or(Fault::Other("reads a node that has no values yet"))?;
        choose::field_of(records.records()?, values, place, len)
    }

    fn place(&self, node: &Node) -> Result<Computed, Fault> {
        let Operator::Place {
            date,
            precision,
            placement,
            otherwise,
            not_before,
            not_after,
            ..
        } = &node.operator
        else {
            return Err(Fault::Other("places no dates"));
        };
        let at = node.domain;
        let dates = self.operand(*date, at)?;
        let (before, after) = (self.optional(*not_before, at)?, self.optional(*not_after, at)?);
        let rule = Rule {
            precision: *precision,
            placement: *placement,
            otherwise: *otherwise,
            not_before: before.as_ref().map(Operand::dates).transpose()?,
            not_after: after.as_ref().map(Operand::dates).transpose()?,
        };
        let placed = place(dates.dates()?, &rule, self.domains.len(at)?);
        Ok(Computed {
            values: Values::Date(placed.dates),
            placed: (placed.placed, placed.moved),
            contradictions: 0,
            made: None,
        })
    }

    fn bounded(&self, node: &Node) -> Result<Computed, Fault> {
        let Operator::Bounded {
            date,
            limit,
            after,
            otherwise,
            ..
        } = &node.operator
        else {
            return Err(Fault::Other("bounds no dates"));
        };
        let at = node.domain;
        let (dates, limits) = (self.operand(*date, at)?, self.operand(*limit, at)?);
        let len = self.domains.len(at)?;
        let bounded = bounded(dates.dates()?, limits.dates()?, *after, *otherwise, len);
        Ok(Computed {
            contradictions: bounded.contradictions,
            ..Values::Date(bounded.dates).into()
        })
    }

    fn by_part(&self, at: Domain, stream: StreamId, parts: &[NodeId]) -> Result<Values, Fault> {
        let batch = self
            .batch
            .streams
            .get(stream.0 as usize)
            .ok_or(Fault::Other("ranges over a stream that does not exist"))?;
        let operands = self.operands(parts, at)?;
        choose::by_part(&operands, batch.parts.as_deref(), self.domains.len(at)?)
    }

    fn make_periods(&self, node: &Node) -> Result<Computed, Fault> {
        let (Operator::Episodes { bag, start, end, .. } | Operator::Gaps { bag, start, end, .. }) =
            &node.operator
        else {
            return Err(Fault::Other("makes no periods"));
        };
        let walked = walked(self.plan, node.domain.cohort, *bag)?;
        let (layout, members) = self.bag(node.domain, *bag)?;
        let (start, end) = (self.operand(*start, walked)?, self.optional(*end, walked)?);
        let covering = Covering {
            layout: &layout,
            bag: members.booleans()?,
            start: start.dates()?,
            end: end.as_ref().map(Operand::dates).transpose()?,
        };
        let made = match &node.operator {
            Operator::Gaps { days, or_equal, .. } => gaps(&covering, *days, *or_equal),
            Operator::Episodes { joined_within, .. } => episodes(&covering, *joined_within),
            _ => return Err(Fault::Other("makes no periods")),
        };
        let all = vec![Some(true); made.rows.len()];
        Ok(Computed {
            values: Values::Boolean(all),
            placed: (0, 0),
            contradictions: 0,
            made: Some(Made::Periods(made)),
        })
    }

    fn select(
        &self,
        at: Domain,
        base: Option<NodeId>,
        filter: Option<NodeId>,
        windows: &[WindowPlan],
    ) -> Result<Vec<Option<bool>>, Fault> {
        let (base, filter) = (self.optional(base, at)?, self.optional(filter, at)?);
        let mut operands = Vec::with_capacity(windows.len());
        for window in windows {
            let bound = |bound: Option<(NodeId, bool)>| match bound {
                Some((date, inclusive)) => Ok::<_, Fault>(Some((self.operand(date, at)?, inclusive))),
                None => Ok(None),
            };
            operands.push((
                self.operand(window.date, at)?,
                bound(window.from)?,
                bound(window.to)?,
            ));
        }
        let mut readers = Vec::with_capacity(windows.len());
        for (date, from, to) in &operands {
            readers.push(Window {
                date: date.dates()?,
                from: end(from)?,
                to: end(to)?,
            });
        }
        let base = base.as_ref().map(Operand::booleans).transpose()?;
        let filter = filter.as_ref().map(Operand::booleans).transpose()?;
        Ok(select(base, filter, &readers, self.domains.len(at)?))
    }

    fn pick(
        &self,
        at: Domain,
        bag: NodeId,
        which: &PickPlan,
        date: NodeId,
        ties: &[TieKey],
    ) -> Result<Vec<Option<u32>>, Fault> {
        let walked = walked(self.plan, at.cohort, bag)?;
        let (layout, members) = self.bag(at, bag)?;
        let dates = self.operand(date, walked)?;
        let keys: Vec<Operand<'_>> = ties
            .iter()
            .map(|tie| self.operand(tie.value, walked))
            .collect::<Result<_, _>>()?;
        let ties: Vec<Tie<'_>> = keys
            .iter()
            .zip(ties)
            .map(|(key, tie)| Tie::new(key, tie.order))
            .collect::<Result<_, _>>()?;
        let nearest = match which {
            PickPlan::Nearest(to) => Some(self.operand(*to, owners(at))?),
            PickPlan::First | PickPlan::Last | PickPlan::Nth(_) => None,
        };
        let which = match (which, &nearest) {
            (_, Some(to)) => Which::Nearest(to.dates()?),
            (PickPlan::Last, None) => Which::Last,
            (PickPlan::Nth(nth), None) => Which::Nth(*nth),
            (PickPlan::First | PickPlan::Nearest(_), None) => Which::First,
        };
        Ok(pick(&layout, members.booleans()?, dates.dates()?, &ties, &which))
    }
}

/// One end of a window, read.
fn end<'a>(bound: &'a Option<(Operand<'a>, bool)>) -> Result<Option<(Reader<'a, Date>, bool)>, Fault> {
    match bound {
        Some((dates, inclusive)) => Ok(Some((dates.dates()?, *inclusive))),
        None => Ok(None),
    }
}

//! For what an operator has a value, given the domains of its operands.
//!
//! Invariant: no operator combines the entries of two cohorts, or the records of two spaces. Where one would, the reason is
//! returned and nothing is built.

use crate::algebra::{CohortIndex, Domain, Node, NodeId, Operator, PickPlan, Space};
use petgraph::graph::DiGraph;
use std::fmt;

/// Why an operator cannot have these operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainFault {
    /// An operand is not in the graph.
    Dangling,
    /// Entries of two cohorts.
    TwoCohorts,
    /// Records of two spaces, or a record where a single value belongs.
    TwoSpaces,
    /// A single value where a bag of records belongs.
    NoSpace,
    /// The index date does not say of which cohort.
    NoCohort,
}

impl fmt::Display for DomainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dangling => "an operand is not part of the plan",
            Self::TwoCohorts => "the entries of two cohorts are combined",
            Self::TwoSpaces => "a value of one kind of record is used for another",
            Self::NoSpace => "a single value is used where records belong",
            Self::NoCohort => "an index date belongs to no cohort",
        })
    }
}

type Graph = DiGraph<Node, ()>;

/// The domain of an operator. `cohort` is the cohort whose index date [`Operator::Index`] is.
pub(crate) fn of(
    operator: &Operator,
    cohort: Option<CohortIndex>,
    graph: &Graph,
) -> Result<Domain, DomainFault> {
    let join = Join { graph };
    match operator {
        Operator::Index if cohort.is_none() => Err(DomainFault::NoCohort),
        Operator::Index => Ok(Domain { cohort, space: None }),
        Operator::Column(column) => Ok(Domain {
            cohort: None,
            space: Some(Space::Stream(column.stream)),
        }),
        Operator::ByPart { stream, parts } => {
            let space = Space::Stream(*stream);
            parts.iter().try_for_each(|part| join.within(*part, space))?;
            Ok(Domain {
                space: Some(space),
                ..join.reduced(operator)?
            })
        }
        Operator::FieldOf { record, value } => {
            let space = record_space(graph, *record).ok_or(DomainFault::NoSpace)?;
            join.single(*record)?;
            join.within(*value, space)?;
            join.reduced(operator)
        }
        Operator::Select {
            space,
            base,
            filter,
            windows,
        } => {
            if let Some(base) = base {
                join.bag_of(*base, *space)?;
            }
            filter
                .iter()
                .try_for_each(|filter| join.within(*filter, *space))?;
            for window in windows {
                join.within(window.date, *space)?;
                window
                    .from
                    .iter()
                    .chain(&window.to)
                    .try_for_each(|(bound, _)| join.single(*bound))?;
            }
            Ok(Domain {
                space: Some(*space),
                ..join.reduced(operator)?
            })
        }
        Operator::Episodes { bag, start, end, .. } | Operator::Gaps { bag, start, end, .. } => {
            let space = join.bag(*bag)?;
            join.within(*start, space)?;
            end.iter().try_for_each(|end| join.within(*end, space))?;
            join.reduced(operator)
        }
        Operator::Lines(lines) => {
            let space = join.bag(lines.records)?;
            lines
                .apart
                .iter()
                .try_for_each(|apart| join.bag_of(*apart, space))?;
            let values = [Some(lines.start), lines.end, Some(lines.drug), lines.supply];
            values
                .into_iter()
                .flatten()
                .try_for_each(|value| join.within(value, space))?;
            let dates = [lines.starting, lines.until, lines.death];
            dates
                .into_iter()
                .flatten()
                .try_for_each(|date| join.single(date))?;
            for dated in lines
                .breakers
                .iter()
                .chain(&lines.progression)
                .chain(&lines.without)
            {
                let space = join.bag(dated.bag)?;
                join.within(dated.date, space)?;
            }
            join.reduced(operator)
        }
        Operator::LineSequence(_) => join.reduced(operator),
        Operator::PeriodOfRow(maker)
        | Operator::LineField { lines: maker, .. }
        | Operator::LineDays(maker) => Ok(Domain {
            space: Some(Space::Periods(*maker)),
            ..join.reduced(operator)?
        }),
        Operator::Pick {
            bag,
            which,
            date,
            ties,
        } => {
            let space = join.bag(*bag)?;
            join.within(*date, space)?;
            ties.iter().try_for_each(|tie| join.within(tie.value, space))?;
            if let PickPlan::Nearest(to) = which {
                join.single(*to)?;
            }
            join.reduced(operator)
        }
        Operator::Any(bag) | Operator::Count(bag) => {
            join.bag(*bag)?;
            join.reduced(operator)
        }
        Operator::DaysOf { bag, date: value } | Operator::Aggregate { bag, value, .. } => {
            let space = join.bag(*bag)?;
            join.within(*value, space)?;
            join.reduced(operator)
        }
        _ => join.pointwise(operator),
    }
}

/// From which space a node of type record takes its record; nothing if it may be one of several.
pub(crate) fn record_space(graph: &Graph, node: NodeId) -> Option<Space> {
    let mut space = None;
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        let found = match &graph.node_weight(node)?.operator {
            Operator::OnlyRecord(stream) => Space::Stream(*stream),
            // No record is a record of any space.
            Operator::Constant(_) => continue,
            Operator::Pick { bag, .. } => graph.node_weight(*bag)?.domain.space?,
            Operator::OrElse(choices) => {
                waiting.extend(choices);
                continue;
            }
            Operator::If { then, otherwise, .. } => {
                waiting.extend([*then, *otherwise]);
                continue;
            }
            _ => return None,
        };
        if *space.get_or_insert(found) != found {
            return None;
        }
    }
    space
}

struct Join<'a> {
    graph: &'a Graph,
}

impl Join<'_> {
    fn domain(&self, node: NodeId) -> Result<Domain, DomainFault> {
        self.graph
            .node_weight(node)
            .map(|found| found.domain)
            .ok_or(DomainFault::Dangling)
    }

    /// The space of a bag.
    fn bag(&self, node: NodeId) -> Result<Space, DomainFault> {
        self.domain(node)?.space.ok_or(DomainFault::NoSpace)
    }

    fn bag_of(&self, node: NodeId, space: Space) -> Result<(), DomainFault> {
        if self.bag(node)? == space {
            Ok(())
        } else {
            Err(DomainFault::TwoSpaces)
        }
    }

    /// A value for each record of the space, or one for all of them.
    fn within(&self, node: NodeId, space: Space) -> Result<(), DomainFault> {
        if self.domain(node)?.space.is_none_or(|own| own == space) {
            Ok(())
        } else {
            Err(DomainFault::TwoSpaces)
        }
    }

    /// One value for a patient or an entry.
    fn single(&self, node: NodeId) -> Result<(), DomainFault> {
        if self.domain(node)?.space.is_none() {
            Ok(())
        } else {
            Err(DomainFault::TwoSpaces)
        }
    }

    /// One value for each patient, or for each entry where an operand has one.
    fn reduced(&self, operator: &Operator) -> Result<Domain, DomainFault> {
        let mut cohort = None;
        for operand in operator.operands() {
            cohort = agree(cohort, self.domain(operand)?.cohort).ok_or(DomainFault::TwoCohorts)?;
        }
        Ok(Domain { cohort, space: None })
    }

    /// One value wherever an operand has one.
    fn pointwise(&self, operator: &Operator) -> Result<Domain, DomainFault> {
        let mut space = None;
        for operand in operator.operands() {
            space = agree(space, self.domain(operand)?.space).ok_or(DomainFault::TwoSpaces)?;
        }
        Ok(Domain {
            space,
            ..self.reduced(operator)?
        })
    }
}

/// The one of two that is there; nothing if they differ.
fn agree<T: PartialEq>(left: Option<T>, right: Option<T>) -> Option<Option<T>> {
    match (left, right) {
        (Some(left), Some(right)) => (left == right).then_some(Some(left)),
        (left, right) => Some(left.or(right)),
    }
}

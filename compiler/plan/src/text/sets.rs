//! Sets and ranges, which a plan holds as comparisons, and the negated forms of tests.
//!
//! Invariant: comparisons are said as a set only if all of them test the same value and none has a name of its own.

use super::expression::{Printer, View};
use crate::algebra::{Node, NodeId, Operator};
use crate::words::phrase::{Level, Phrase};
use kohort_semantics::study::Compare;

impl<'a> Printer<'a> {
    /// A negation; tests have a form of their own.
    pub(super) fn negation(&self, operand: NodeId, view: View<'_>) -> Phrase {
        let test = |text: String| Phrase::new(Level::Compare, text);
        let node = self
            .plan
            .node(operand)
            .filter(|_| self.names.definition(operand).is_none());
        match node.map(|found| &found.operator) {
            Some(Operator::IsMissing(value)) => {
                test(format!("{} is known", self.at(*value, view, Level::Else)))
            }
            Some(Operator::InCodes { value, list, .. } | Operator::InDrugs { value, list, .. }) => {
                test(format!("{} not in {list}", self.at(*value, view, Level::Else)))
            }
            Some(Operator::InPeriod { date, period }) => {
                let date = self.at(*date, view, Level::Else);
                test(format!("{date} not in {}", self.phrase(*period, view).text))
            }
            Some(Operator::Or(all)) if let Some((value, set)) = self.set(all, view) => {
                test(format!("{value} not in {set}"))
            }
            Some(Operator::And(_)) if let Some((value, range)) = self.range(operand, view) => {
                test(format!("{value} not in {range}"))
            }
            _ => Phrase::new(Level::Not, format!("not {}", self.at(operand, view, Level::Not))),
        }
    }

    /// A disjunction of tests of one value, as that value and the set.
    pub(super) fn set(&self, all: &[NodeId], view: View<'_>) -> Option<(String, String)> {
        let mut tested = None;
        let mut items = Vec::new();
        for test in all {
            let (value, item) = match &self.unnamed(*test)?.operator {
                Operator::Compare {
                    op: Compare::Eq,
                    left,
                    right,
                } => (*left, self.at(*right, view, Level::Add)),
                Operator::And(_) => {
                    let (value, low, high) = self.limits(*test)?;
                    (
                        value,
                        format!(
                            "{} to {}",
                            self.at(low, view, Level::Add),
                            self.at(high, view, Level::Add)
                        ),
                    )
                }
                _ => return None,
            };
            if *tested.get_or_insert(value) != value {
                return None;
            }
            items.push(item);
        }
        Some((
            self.at(tested?, view, Level::Else),
            format!("{{ {} }}", items.join(", ")),
        ))
    }

    /// A test that one value is between two limits, as that value and the range.
    pub(super) fn range(&self, test: NodeId, view: View<'_>) -> Option<(String, String)> {
        let (value, low, high) = self.limits(test)?;
        let range = format!(
            "{} to {}",
            self.at(low, view, Level::Add),
            self.at(high, view, Level::Add)
        );
        Some((self.at(value, view, Level::Else), range))
    }

    fn limits(&self, test: NodeId) -> Option<(NodeId, NodeId, NodeId)> {
        let Operator::And(all) = &self.plan.node(test)?.operator else {
            return None;
        };
        let [low, high] = all.as_slice() else { return None };
        match (&self.unnamed(*low)?.operator, &self.unnamed(*high)?.operator) {
            (
                Operator::Compare {
                    op: Compare::Ge,
                    left: value,
                    right: low,
                },
                Operator::Compare {
                    op: Compare::Le,
                    left: same,
                    right: high,
                },
            ) if value == same => Some((*value, *low, *high)),
            _ => None,
        }
    }

    fn unnamed(&self, id: NodeId) -> Option<&'a Node> {
        self.plan.node(id).filter(|_| self.names.definition(id).is_none())
    }
}

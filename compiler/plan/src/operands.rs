//! The operands of an operator: the one place that lists them.
//!
//! Invariant: every [`NodeId`] inside an [`Operator`], the node of a space of periods included, is visited once for each
//! time it is mentioned. The domain of a node mentions no node that is not also reached through its operands.

use crate::algebra::{Domain, LinesPlan, Node, NodeId, Operator, PickPlan, Space};

impl Operator {
    /// The operands, in the order in which they are written.
    pub fn operands(&self) -> Vec<NodeId> {
        let mut found = Vec::new();
        self.clone().visit_operands(&mut |operand| found.push(*operand));
        found
    }

    /// Shows every operand to `visit`, which may replace it.
    pub fn visit_operands(&mut self, visit: &mut dyn FnMut(&mut NodeId)) {
        match self {
            Self::Constant(_) | Self::Index | Self::Column(_) | Self::OnlyRecord(_) => {}
            Self::FieldOf {
                record: first,
                value: second,
            }
            | Self::Compare {
                left: first,
                right: second,
                ..
            }
            | Self::InPeriod {
                date: first,
                period: second,
            }
            | Self::Relation {
                left: first,
                right: second,
                ..
            }
            | Self::Arithmetic {
                left: first,
                right: second,
                ..
            }
            | Self::DaysBetween {
                from: first,
                to: second,
            }
            | Self::Age {
                birth: first,
                at: second,
            }
            | Self::Period {
                start: first,
                end: second,
            }
            | Self::Bounded {
                date: first,
                limit: second,
                ..
            }
            | Self::DaysOf {
                bag: first,
                date: second,
            }
            | Self::Aggregate {
                bag: first,
                value: second,
                ..
            } => {
                visit(first);
                visit(second);
            }
            Self::HasDrugs { value, tests } => {
                visit(value);
                tests.iter_mut().flat_map(|test| &mut test.values).for_each(visit);
            }
            Self::Not(only)
            | Self::InCodes { value: only, .. }
            | Self::InDrugs { value: only, .. }
            | Self::IsMissing(only)
            | Self::Negate(only)
            | Self::Scale { value: only, .. }
            | Self::Shift { date: only, .. }
            | Self::PeriodBound { period: only, .. }
            | Self::PeriodOfRow(only)
            | Self::LineField { lines: only, .. }
            | Self::LineDays(only)
            | Self::LineSequence(only)
            | Self::Any(only)
            | Self::Count(only) => visit(only),
            Self::And(all)
            | Self::Or(all)
            | Self::OrElse(all)
            | Self::Extreme { dates: all, .. }
            | Self::ByPart { parts: all, .. } => {
                all.iter_mut().for_each(visit);
            }
            Self::Place {
                date,
                not_before,
                not_after,
                ..
            } => {
                visit(date);
                not_before.iter_mut().chain(not_after).for_each(visit);
            }
            Self::If {
                then,
                condition,
                otherwise,
            } => [then, condition, otherwise].into_iter().for_each(visit),
            Self::Select {
                space,
                base,
                filter,
                windows,
            } => {
                space.visit_node(visit);
                base.iter_mut().chain(filter).for_each(&mut *visit);
                for window in windows {
                    visit(&mut window.date);
                    for (bound, _) in window.from.iter_mut().chain(&mut window.to) {
                        visit(bound);
                    }
                }
            }
            Self::Episodes { bag, start, end, .. } | Self::Gaps { bag, start, end, .. } => {
                visit(bag);
                visit(start);
                end.iter_mut().for_each(visit);
            }
            Self::Lines(lines) => lines.visit_operands(visit),
            Self::Pick {
                bag,
                which,
                date,
                ties,
            } => {
                visit(bag);
                if let PickPlan::Nearest(to) = which {
                    visit(to);
                }
                visit(date);
                ties.iter_mut().for_each(|tie| visit(&mut tie.value));
            }
        }
    }
}

impl LinesPlan {
    fn visit_operands(&mut self, visit: &mut dyn FnMut(&mut NodeId)) {
        let Self {
            rule_set: _,
            rules: _,
            records,
            apart,
            start,
            end,
            drug,
            supply,
            starting,
            until,
            death,
            breakers,
            progression,
            without,
        } = self;
        for required in [records, start, drug] {
            visit(required);
        }
        for optional in [apart, end, supply, starting, until, death] {
            optional.iter_mut().for_each(&mut *visit);
        }
        for dated in breakers.iter_mut().chain(progression).chain(without) {
            visit(&mut dated.bag);
            visit(&mut dated.date);
        }
    }
}

impl Space {
    /// Shows the node that makes the space, if one does.
    fn visit_node(&mut self, visit: &mut dyn FnMut(&mut NodeId)) {
        if let Self::Periods(node) = self {
            visit(node);
        }
    }
}

impl Domain {
    /// Shows the node that makes the domain's space, if one does.
    pub(crate) fn visit_node(&mut self, visit: &mut dyn FnMut(&mut NodeId)) {
        if let Some(space) = &mut self.space {
            space.visit_node(visit);
        }
    }
}

impl Node {
    /// Shows every node that this one mentions, in its operator and in its domain.
    pub(crate) fn visit_mentions(&mut self, visit: &mut dyn FnMut(&mut NodeId)) {
        self.operator.visit_operands(visit);
        self.domain.visit_node(visit);
    }
}

//! Lines of therapy, with every rule on a line of its own, and tests of sets of substances.
//!
//! Invariant: a rule is said as the formatter writes it, in the order in which the rules decide; what a study changed of
//! a rule set is said beside it.

use super::expression::{Printer, View};
use crate::algebra::{DatedBag, DrugsTestPlan, LinesPlan, NodeId, Operator, Space};
use crate::words::operators;
use crate::words::phrase::{Level, Phrase};
use crate::words::small::quoted;
use kohort_semantics::study::LineRules;

impl<'a> Printer<'a> {
    /// What makes lines, if a node does.
    pub(super) fn lines_plan(&self, maker: NodeId) -> Option<&'a LinesPlan> {
        match &self.plan.node(maker)?.operator {
            Operator::Lines(lines) => Some(lines),
            _ => None,
        }
    }

    /// What makes the lines that a definition is, if it is all lines of something.
    pub(super) fn lines_of(&self, node: NodeId) -> Option<&'a LinesPlan> {
        match &self.plan.node(node)?.operator {
            Operator::Select {
                space: Space::Periods(maker),
                base: None,
                filter: None,
                windows,
            } if windows.is_empty() => self.lines_plan(*maker),
            _ => None,
        }
    }

    /// Lines as a study writes them.
    pub(super) fn lines(&self, maker: NodeId, lines: &LinesPlan) -> String {
        let named = self.plan.definitions.iter().find(|definition| {
            let space = self
                .plan
                .node(definition.node)
                .and_then(|found| found.domain.space);
            space == Some(Space::Periods(maker)) && self.lines_of(definition.node).is_some()
        });
        match named {
            Some(definition) => definition.name.clone(),
            None => self.rule_set(lines),
        }
    }

    fn rule_set(&self, lines: &LinesPlan) -> String {
        let date = |word: &str, node: Option<NodeId>| {
            node.map(|node| format!(" {word} {}", self.at(node, View::default(), Level::Add)))
                .unwrap_or_default()
        };
        let (starting, until) = (date("starting", lines.starting), date("until", lines.until));
        format!("{}{starting}{until}", lines.rule_set.path)
    }

    /// Tests of a set of substances.
    pub(super) fn has_drugs(&self, value: NodeId, tests: &[DrugsTestPlan], view: View<'_>) -> Phrase {
        let words: Vec<String> = tests
            .iter()
            .map(|test| {
                let quantity = operators::quantity(test.quantity);
                let values = test.values.iter().map(|other| self.at(*other, view, Level::Else));
                let drugs = Some(test.text.clone()).filter(|text| !text.is_empty());
                let sets: Vec<String> = drugs.into_iter().chain(values).collect();
                format!("{quantity} {}", sets.join(", "))
            })
            .collect();
        let value = self.at(value, view, Level::Else);
        Phrase::new(Level::Compare, format!("{value} has {}", words.join(" and ")))
    }
}

/// What lines are made by, and a line for each rule.
pub(super) fn lines_block(printer: &Printer<'_>, _maker: NodeId, lines: &LinesPlan) -> (String, Vec<String>) {
    let mut below = Vec::new();
    let version = lines
        .rule_set
        .version
        .iter()
        .map(|version| format!("version {}", quoted(version)));
    let changed = lines.rule_set.changed.iter();
    let changed = changed.map(|clause| format!("with    {clause}"));
    below.extend(version.chain(changed).filter(|_| printer.docs));
    below.push(format!("records {}", printer.bag(lines.records).phrase().text));
    if let Some(apart) = lines.apart {
        below.push(format!("apart   {}", printer.bag(apart).phrase().text));
    }
    if let Some(death) = lines.death {
        below.push(format!(
            "death   {}",
            printer.at(death, View::default(), Level::Add)
        ));
    }
    below.extend(
        rules(&lines.rules)
            .into_iter()
            .map(|rule| format!("rule    {rule}")),
    );
    let dated = |bag: &DatedBag| printer.bag(bag.bag).phrase().text;
    below.extend(lines.breakers.iter().map(|bag| format!("breaker {}", dated(bag))));
    below.extend(
        lines
            .progression
            .iter()
            .map(|bag| format!("after   {}", dated(bag))),
    );
    below.extend(lines.without.iter().map(|bag| format!("without {}", dated(bag))));
    (printer.rule_set(lines), below)
}

/// The rules in the order in which they stand in [`LineRules`], which of one kind is the order in which they decide.
fn rules(rules: &LineRules) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    all.extend(rules.windows.iter().map(|rule| rule.text.clone()));
    all.extend(rules.gaps.iter().map(|rule| rule.text.clone()));
    all.extend(rules.covers.iter().map(|rule| rule.text.clone()));
    all.extend(rules.cycle_days.map(|days| format!("cycle within {days} days")));
    all.extend((rules.look_back != 0).then(|| format!("look back {} days", rules.look_back)));
    all.extend(rules.new_drugs.iter().map(|rule| rule.text.clone()));
    all.extend(rules.added.iter().map(|rule| rule.text.clone()));
    all.extend(rules.interchange.iter().map(|rule| rule.text.clone()));
    all.extend(rules.dropped.iter().map(|rule| rule.text.clone()));
    all.extend(rules.maintenance.iter().map(|rule| rule.text.clone()));
    all.extend(rules.breakers.iter().map(|rule| rule.text.clone()));
    all.extend(rules.advances_only.iter().map(|rule| rule.text.clone()));
    all.extend(
        rules
            .confirmed_days
            .map(|days| format!("discontinuation confirmed by {days} days")),
    );
    all.extend(rules.at_most.map(|most| format!("at most {most} lines")));
    // Several parts of one clause have its words.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|text| seen.insert(text.clone()));
    all
}

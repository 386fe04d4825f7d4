//! Sets of drugs: those that the study declares, and those that only a rule or a test names.
//!
//! Invariant: a set is said by the name of a declared one with the same drugs, by its drugs where they are few, or by the
//! number under which the appendix lists it.

use super::Say;
use super::names::distinct;
use crate::text::{listed, name};
use kohort_semantics::study::{DrugListId, DrugSet, EventsBase, ExprKind, LineRules, Study};
use kohort_semantics::study_walk::{Part, walk_study};
use std::collections::BTreeSet;

/// Up to so many drugs are said where they stand.
const FEW: usize = 8;

/// All sets of drugs that are listed in the appendix.
pub(crate) struct DrugSets {
    /// The names of declared sets, and the drugs, by position in the study.
    pub(crate) declared: Vec<(String, Vec<String>)>,
    /// Larger sets that are not declared, in the order in which the study names them.
    pub(crate) others: Vec<Vec<String>>,
}

impl DrugSets {
    pub(super) fn of(study: &Study) -> Self {
        let lists = study.drug_lists.iter();
        let names = distinct(lists.map(|list| (list.name.as_str(), Some(list.module.as_str()))));
        // The drugs of lines have the name of the lines.
        let defined = |name: &str| study.definitions.iter().any(|definition| definition.name == name);
        let names = names.into_iter().map(|name| match defined(&name) {
            true => format!("drugs of {name}"),
            false => name,
        });
        let drugs = study.drug_lists.iter().map(|list| list.drugs.clone());
        let mut sets = Self {
            declared: names.zip(drugs).collect(),
            others: Vec::new(),
        };
        walk_study(study, &mut |part| match part {
            Part::Expr(expr, _) => {
                if let ExprKind::HasDrugs { tests, .. } = &expr.kind {
                    tests.iter().for_each(|test| sets.add(&test.drugs.drugs));
                }
            }
            Part::Events(events) => {
                if let EventsBase::Lines(lines) = &events.base {
                    of_rules(&lines.rules)
                        .into_iter()
                        .for_each(|set| sets.add(&set.drugs));
                    sets.add(&lines.rules.drug_names.keys().cloned().collect::<Vec<_>>());
                }
            }
        });
        sets
    }

    fn add(&mut self, drugs: &[String]) {
        let declared = self.declared.iter().any(|(_, known)| known.as_slice() == drugs);
        let known = self.others.iter().any(|known| known.as_slice() == drugs);
        if drugs.len() > FEW && !declared && !known {
            self.others.push(drugs.to_vec());
        }
    }
}

/// The sets that rules of lines name.
fn of_rules(rules: &LineRules) -> Vec<&DrugSet> {
    let windows = rules.windows.iter().map(|rule| rule.drugs.as_ref());
    let gaps = rules.gaps.iter().map(|rule| rule.drugs.as_ref());
    let covers = rules.covers.iter().map(|rule| rule.drugs.as_ref());
    let new = rules.new_drugs.iter().map(|rule| rule.drugs.as_ref());
    let added = rules
        .added
        .iter()
        .flat_map(|rule| [rule.added.as_ref(), Some(&rule.to)]);
    let dropped = rules.dropped.iter().map(|rule| rule.drugs.as_ref());
    let maintenance = rules.maintenance.iter().map(|rule| Some(&rule.drugs));
    let all = windows.chain(gaps).chain(covers).chain(new).chain(added);
    all.chain(dropped).chain(maintenance).flatten().collect()
}

impl Say<'_> {
    /// A declared set of drugs.
    pub(crate) fn drug_list(&self, id: DrugListId) -> String {
        let found = self.names.drug_sets.declared.get(id.0 as usize);
        name(found.map_or("?", |(name, _)| name.as_str()))
    }

    /// Some drugs, by qualified names.
    pub(crate) fn drugs(&self, drugs: &[String]) -> String {
        let sets = &self.names.drug_sets;
        if let Some((declared, _)) = sets.declared.iter().find(|(_, known)| known.as_slice() == drugs) {
            return name(declared);
        }
        let other = sets.others.iter().position(|known| known.as_slice() == drugs);
        if let Some(position) = other {
            return name(&format!("drug set {}", position + 1));
        }
        let drugs: BTreeSet<&String> = drugs.iter().collect();
        let drugs: Vec<String> = drugs.into_iter().map(|drug| self.drug(drug)).collect();
        listed(&drugs, "or")
    }

    /// A set of drugs, marked at both ends.
    pub(crate) fn drug_set(&self, set: &DrugSet) -> String {
        if self.sets_as_written {
            return name(&set.text);
        }
        let text = self.drugs(&set.drugs);
        if set.drugs.len() > 1 && !text.starts_with(crate::text::NAME.0) {
            format!("({text})")
        } else {
            text
        }
    }
}

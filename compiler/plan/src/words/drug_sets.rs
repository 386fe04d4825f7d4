//! Sets of drugs that rules and questions name.
//!
//! Invariant: a small set is its drugs by name, in order; a large one is called as it was written, with how many drugs it
//! has, and only as long as nothing else of the study is called so: otherwise all its drugs are named.

use super::Words;
use super::operators::quantity;
use super::phrase::Level;
use super::small::whole;
use kohort_semantics::study::{DrugSet, DrugsTest, EventsBase, ExprKind, LineRules, RecordKind, Study};
use kohort_semantics::study_walk::{self, Part};
use std::collections::{BTreeMap, BTreeSet};

/// The most drugs that are named one by one.
const FEW: usize = 8;

/// The large sets of a study by what they are called.
pub(super) struct DrugSets {
    by_text: BTreeMap<String, BTreeSet<Vec<String>>>,
}

impl DrugSets {
    pub(super) fn of(study: &Study) -> Self {
        let mut by_text: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
        let mut note = |set: &DrugSet| {
            if set.drugs.len() > FEW {
                by_text
                    .entry(set.text.clone())
                    .or_default()
                    .insert(set.drugs.clone());
            }
        };
        study_walk::walk_study(study, &mut |part| match part {
            Part::Expr(expr, _) => {
                if let ExprKind::HasDrugs { tests, .. } = &expr.kind {
                    tests.iter().for_each(|test| note(&test.drugs));
                }
            }
            Part::Events(events) => {
                if let EventsBase::Lines(lines) = &events.base {
                    sets_of(&lines.rules).for_each(&mut note);
                }
            }
        });
        Self { by_text }
    }

    /// What a large set is called, if nothing else is called so.
    fn name_of(&self, set: &DrugSet) -> Option<&str> {
        let (text, sets) = self.by_text.get_key_value(&set.text)?;
        (sets.len() == 1 && sets.contains(&set.drugs)).then_some(text)
    }

    /// The large sets that are called by a name: the name, and the qualified names of the drugs.
    pub(super) fn named(&self) -> impl Iterator<Item = (&str, &[String])> {
        let alone = self.by_text.iter().filter(|(_, sets)| sets.len() == 1);
        alone.flat_map(|(text, sets)| sets.iter().map(move |drugs| (text.as_str(), drugs.as_slice())))
    }
}

/// The sets that the rules of lines name.
fn sets_of(rules: &LineRules) -> impl Iterator<Item = &DrugSet> {
    let windows = rules.windows.iter().filter_map(|rule| rule.drugs.as_ref());
    let gaps = rules.gaps.iter().filter_map(|rule| rule.drugs.as_ref());
    let covers = rules.covers.iter().filter_map(|rule| rule.drugs.as_ref());
    let new_drugs = rules.new_drugs.iter().filter_map(|rule| rule.drugs.as_ref());
    let added = rules.added.iter();
    let added = added.flat_map(|rule| rule.added.iter().chain([&rule.to]));
    let dropped = rules.dropped.iter().filter_map(|rule| rule.drugs.as_ref());
    let maintenance = rules.maintenance.iter().map(|rule| &rule.drugs);
    windows
        .chain(gaps)
        .chain(covers)
        .chain(new_drugs)
        .chain(added)
        .chain(dropped)
        .chain(maintenance)
}

impl Words<'_> {
    /// A set of drugs that a rule or a question names: its drugs where they are few, otherwise its name and their number.
    pub fn drug_set(&self, set: &DrugSet) -> String {
        match self.names.drug_sets().name_of(set) {
            Some(name) => format!("{name} ({})", whole(set.drugs.len() as u64, "drug")),
            None => self.drugs(&set.drugs),
        }
    }

    /// Drugs by name, in order.
    pub fn drugs(&self, qualified: &[String]) -> String {
        let mut names: Vec<String> = qualified.iter().map(|drug| self.drug(drug)).collect();
        names.sort();
        format!("{{ {} }}", names.join(", "))
    }

    /// The large sets that [`Words::drug_set`] calls by a name, each with the qualified names of its drugs.
    pub fn large_drug_sets(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.names.drug_sets().named()
    }

    /// A test of a set of substances.
    pub(super) fn drugs_test(&self, test: &DrugsTest, row: Option<RecordKind>) -> String {
        let drugs = (!test.drugs.drugs.is_empty()).then(|| self.drug_set(&test.drugs));
        let values = test.values.iter().map(|value| self.at(value, row, Level::Else));
        let sets: Vec<String> = drugs.into_iter().chain(values).collect();
        format!("{} {}", quantity(test.quantity), sets.join(", "))
    }
}

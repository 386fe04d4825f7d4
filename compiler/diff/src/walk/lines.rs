//! Lines of therapy side by side.

use super::{Node, Walk};
use crate::places::Places;
use kohort_semantics::study::{DrugSet, Events, LineRules, Lines};

impl Walk<'_> {
    /// What makes two versions of lines differ.
    pub(super) fn lines(self, old: &Lines, new: &Lines, at: &Places, node: &mut Node) {
        self.events(&old.records, &new.records, at, node);
        for pair in [(&old.apart, &new.apart), (&old.progression, &new.progression)] {
            match pair {
                (Some(old), Some(new)) => self.events(old, new, at, node),
                (None, None) => {}
                _ => Self::own(node, at),
            }
        }
        for pair in [
            (&old.starting, &new.starting),
            (&old.until, &new.until),
            (&old.death, &new.death),
        ] {
            match pair {
                (Some(old), Some(new)) => self.expression(old, new, at, node),
                (None, None) => {}
                _ => Self::own(node, at),
            }
        }
        self.bags(&old.breakers, &new.breakers, at, node);
        self.bags(&old.without, &new.without, at, node);
        self.attribute(old.drug, new.drug, at, node);
        match (old.supply, new.supply) {
            (Some(old), Some(new)) => self.attribute(old, new, at, node),
            (None, None) => {}
            _ => Self::own(node, at),
        }
        self.rules(&old.rules, &new.rules, at, node);
    }

    fn bags(self, old: &[Events], new: &[Events], at: &Places, node: &mut Node) {
        if old.len() != new.len() {
            return Self::own(node, at);
        }
        for (old, new) in old.iter().zip(new) {
            self.events(old, new, at, node);
        }
    }

    fn rules(self, old: &LineRules, new: &LineRules, at: &Places, node: &mut Node) {
        if self.versions.old.line_rules(old) == self.versions.new.line_rules(new) {
            return;
        }
        let (before, after) = (sets(old), sets(new));
        if before.len() != after.len() {
            return Self::own(node, at);
        }
        for (old, new) in before.into_iter().zip(after) {
            self.drug_set(old, new, at, node);
        }
        let named = old.interchange.iter().flat_map(|rule| &rule.drugs);
        let named = named.chain(old.regimens.iter().flat_map(|regimen| &regimen.drugs));
        // What results call a drug is the drug's own.
        let named = named.chain(old.drug_names.keys());
        named.for_each(|drug| self.drug(drug, at, node));
        // A name that is the rules' own: the drug is called as before.
        let renamed = old.drug_names.iter().any(|(drug, name)| {
            new.drug_names.get(drug).is_some_and(|now| now != name)
                && self.versions.old.drug(drug) == self.versions.new.drug(drug)
        });
        if renamed || without_sets(old) != without_sets(new) {
            Self::own(node, at);
        }
    }
}

/// The sets of drugs that rules name, in the order of the rules.
fn sets(rules: &LineRules) -> Vec<&DrugSet> {
    let mut all: Vec<&DrugSet> = Vec::new();
    all.extend(rules.windows.iter().filter_map(|rule| rule.drugs.as_ref()));
    all.extend(rules.gaps.iter().filter_map(|rule| rule.drugs.as_ref()));
    all.extend(rules.covers.iter().filter_map(|rule| rule.drugs.as_ref()));
    all.extend(rules.new_drugs.iter().filter_map(|rule| rule.drugs.as_ref()));
    let added = rules.added.iter();
    all.extend(added.flat_map(|rule| rule.added.iter().chain([&rule.to])));
    all.extend(rules.dropped.iter().filter_map(|rule| rule.drugs.as_ref()));
    all.extend(rules.maintenance.iter().map(|rule| &rule.drugs));
    all
}

/// Rules with empty sets of drugs, so that what is left to compare is all the rest.
fn without_sets(rules: &LineRules) -> LineRules {
    let mut rest = rules.clone();
    let empty = |set: &mut DrugSet| {
        set.text.clear();
        set.drugs.clear();
    };
    rest.windows.iter_mut().for_each(|rule| {
        rule.text.clear();
        rule.drugs.iter_mut().for_each(empty);
    });
    rest.gaps.iter_mut().for_each(|rule| {
        rule.text.clear();
        rule.drugs.iter_mut().for_each(empty);
    });
    rest.covers.iter_mut().for_each(|rule| {
        rule.text.clear();
        rule.drugs.iter_mut().for_each(empty);
    });
    rest.new_drugs.iter_mut().for_each(|rule| {
        rule.text.clear();
        rule.drugs.iter_mut().for_each(empty);
    });
    rest.added.iter_mut().for_each(|rule| {
        rule.text.clear();
        rule.added.iter_mut().for_each(empty);
        empty(&mut rule.to);
    });
    rest.interchange.iter_mut().for_each(|rule| rule.text.clear());
    rest.dropped.iter_mut().for_each(|rule| {
        rule.text.clear();
        rule.drugs.iter_mut().for_each(empty);
    });
    rest.maintenance.iter_mut().for_each(|rule| {
        rule.text.clear();
        empty(&mut rule.drugs);
    });
    rest.breakers.iter_mut().for_each(|rule| rule.text.clear());
    rest.advances_only.iter_mut().for_each(|rule| rule.text.clear());
    rest.drug_names.clear();
    rest
}

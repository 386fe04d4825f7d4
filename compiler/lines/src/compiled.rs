//! A rule set, made ready for any number of patients.

use crate::DrugBits;
use crate::number_rules::NumberRules;
use kohort_semantics::study::{Cover, LineNumbers, LineRules};
use std::collections::{BTreeMap, BTreeSet};

/// Rules with their drugs as small numbers.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The substances; the position of a name is the substance's number.
    substances: Vec<Substance>,
    ids: BTreeMap<String, u32>,
    groups: usize,
    /// By the first line number that they are for, ascending.
    numbers: Vec<NumberRules>,
    regimens: Vec<NamedRegimen>,
    pub(crate) cycle_days: i64,
    pub(crate) look_back: i64,
    pub(crate) advances_only: Option<OnlyAfter>,
    pub(crate) confirmed_days: Option<i64>,
    pub(crate) at_most: Option<u32>,
}

#[derive(Debug, Clone)]
struct Substance {
    qualified: String,
    shown: String,
    group: u32,
    cover: Option<Cover>,
}

/// A regimen's name with its substances and with their groups.
#[derive(Debug, Clone)]
pub(crate) struct NamedRegimen {
    pub(crate) name: String,
    pub(crate) drugs: DrugBits,
    pub(crate) groups: DrugBits,
}

/// Lines advance only after an event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OnlyAfter {
    pub(crate) within: Option<i64>,
}

impl Compiled {
    /// Makes rules ready.
    pub fn new(rules: &LineRules) -> Self {
        let substances = substances(rules);
        let ids = (0u32..)
            .zip(&substances)
            .map(|(id, substance)| (substance.qualified.clone(), id))
            .collect();
        let mut compiled = Self {
            groups: substances.len(),
            substances,
            ids,
            numbers: Vec::new(),
            regimens: Vec::new(),
            cycle_days: rules.cycle_days.unwrap_or(0),
            look_back: rules.look_back,
            advances_only: rules
                .advances_only
                .as_ref()
                .map(|only| OnlyAfter { within: only.within }),
            confirmed_days: rules.confirmed_days,
            at_most: rules.at_most,
        };
        compiled.numbers = first_numbers(rules)
            .into_iter()
            .map(|first| NumberRules::new(&compiled, rules, first))
            .collect();
        compiled.regimens = rules
            .regimens
            .iter()
            .map(|regimen| NamedRegimen {
                name: regimen.name.clone(),
                drugs: regimen
                    .drugs
                    .iter()
                    .filter_map(|drug| compiled.drug(drug))
                    .collect(),
                groups: compiled.groups_of(&regimen.drugs),
            })
            .collect();
        compiled
    }

    /// The number of an eligible substance, by its qualified name. Numbers are given from 0 in the order of the names.
    pub fn drug(&self, qualified: &str) -> Option<u32> {
        self.ids.get(qualified).copied()
    }

    /// The qualified name of a substance.
    pub fn qualified(&self, drug: u32) -> Option<&str> {
        self.substance(drug).map(|substance| substance.qualified.as_str())
    }

    /// The name by which a reader knows a substance.
    pub(crate) fn shown(&self, drug: u32) -> Option<&str> {
        self.substance(drug).map(|substance| substance.shown.as_str())
    }

    /// The group of interchangeable substances, which has the number of the first of them.
    pub(crate) fn group(&self, drug: u32) -> Option<u32> {
        self.substance(drug).map(|substance| substance.group)
    }

    /// What a record of a substance covers that has no end.
    pub(crate) fn cover(&self, drug: u32) -> Option<Cover> {
        self.substance(drug)?.cover
    }

    /// How many numbers groups have.
    pub(crate) fn groups(&self) -> usize {
        self.groups
    }

    /// The groups of substances; those that are not eligible have none.
    pub(crate) fn groups_of(&self, qualified: &[String]) -> DrugBits {
        qualified
            .iter()
            .filter_map(|name| self.group(self.drug(name)?))
            .collect()
    }

    /// The groups of a set of substances.
    pub(crate) fn grouped(&self, drugs: &DrugBits) -> DrugBits {
        drugs.iter().filter_map(|drug| self.group(drug)).collect()
    }

    /// The rules for a line's number; numbers start at 1.
    pub(crate) fn for_number(&self, number: u32) -> Option<&NumberRules> {
        let behind = self.numbers.partition_point(|rules| rules.from <= number);
        self.numbers.get(behind.checked_sub(1)?)
    }

    pub(crate) fn regimens(&self) -> &[NamedRegimen] {
        &self.regimens
    }

    fn substance(&self, drug: u32) -> Option<&Substance> {
        self.substances.get(usize::try_from(drug).ok()?)
    }
}

/// All eligible substances, and those that a comparison after interchange or a regimen may ask about.
fn substances(rules: &LineRules) -> Vec<Substance> {
    let known: BTreeSet<&String> = rules
        .drug_names
        .keys()
        .chain(rules.interchange.iter().flat_map(|rule| &rule.drugs))
        .chain(rules.regimens.iter().flat_map(|regimen| &regimen.drugs))
        .collect();
    let ids: BTreeMap<&String, u32> = known.iter().copied().zip(0u32..).collect();
    let group = |name: &String| {
        let partners = rules.interchange.iter().find(|rule| rule.drugs.contains(name));
        let first = partners.and_then(|rule| rule.drugs.iter().min()).unwrap_or(name);
        ids.get(first).copied().unwrap_or_default()
    };
    let cover = |name: &String| {
        let applies = |drugs: &Option<kohort_semantics::study::DrugSet>| {
            drugs.as_ref().is_none_or(|drugs| drugs.contains(name))
        };
        let last = rules.covers.iter().rev().find(|rule| applies(&rule.drugs));
        last.map(|rule| rule.cover)
    };
    known
        .into_iter()
        .map(|name| Substance {
            qualified: name.clone(),
            shown: match rules.drug_names.get(name) {
                Some(shown) => shown.clone(),
                None => name.rsplit('.').next().unwrap_or(name).to_owned(),
            },
            group: group(name),
            cover: cover(name),
        })
        .collect()
}

/// The line numbers at which some rule begins or ceases to apply: between two of them all lines have the same rules.
fn first_numbers(rules: &LineRules) -> BTreeSet<u32> {
    let of_rules = rules
        .windows
        .iter()
        .map(|rule| rule.lines)
        .chain(rules.gaps.iter().map(|rule| rule.lines))
        .chain(rules.new_drugs.iter().map(|rule| rule.lines))
        .chain(rules.added.iter().map(|rule| rule.lines))
        .chain(rules.dropped.iter().map(|rule| rule.lines))
        .chain(rules.maintenance.iter().map(|rule| rule.lines))
        .chain(rules.breakers.iter().map(|rule| rule.lines))
        .chain(rules.breakers.iter().filter_map(|rule| rule.except_first_in));
    let changes = |lines: LineNumbers| [Some(lines.from), lines.to.and_then(|to| to.checked_add(1))];
    of_rules.flat_map(changes).flatten().chain([0]).collect()
}

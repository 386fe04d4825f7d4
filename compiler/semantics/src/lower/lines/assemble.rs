//! Rules as the typed study keeps them, with the events that they name lowered against the study's model.

use super::records::Medication;
use super::rule::{Meaning, Rule};
use crate::lower::Lowering;
use crate::study::{Cover, Events, InterchangeRule, LineRules, Record};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;
use std::collections::{BTreeMap, BTreeSet};

/// Rules and the events that they name.
#[derive(Default)]
pub(super) struct Assembled {
    pub(super) rules: LineRules,
    pub(super) breakers: Vec<Events>,
    pub(super) progression: Option<Events>,
    pub(super) without: Vec<Events>,
}

impl Lowering<'_> {
    /// All rules of a use. Nothing if an event that one of them names is wrong, which was then reported.
    pub(super) fn assembled(&mut self, rules: &[Rule]) -> Option<Assembled> {
        let mut all = Assembled::default();
        let mut wrong = false;
        let mut groups: Vec<InterchangeRule> = Vec::new();
        for rule in rules {
            let LineRules {
                windows,
                gaps,
                covers,
                new_drugs,
                added,
                dropped,
                maintenance,
                regimens,
                ..
            } = &mut all.rules;
            match &rule.meaning {
                Meaning::Window(rule) => windows.push(rule.clone()),
                Meaning::Gap(rule) => gaps.push(rule.clone()),
                Meaning::Cover(rule) => covers.push(rule.clone()),
                Meaning::Cycle(days) => all.rules.cycle_days = Some(*days),
                Meaning::LookBack(days) => all.rules.look_back = *days,
                Meaning::NewDrug(rule) => new_drugs.push(rule.clone()),
                Meaning::Added(rule) => added.push(rule.clone()),
                Meaning::Interchange(rule) => groups.push(rule.clone()),
                Meaning::Dropped(rule) => dropped.push(rule.clone()),
                Meaning::Discontinuation(days) => all.rules.confirmed_days = Some(*days),
                Meaning::AtMost(most) => all.rules.at_most = Some(*most),
                Meaning::Regimens(named) => {
                    for regimen in named {
                        if !regimens.iter().any(|known| known.drugs == regimen.drugs) {
                            regimens.push(regimen.clone());
                        }
                    }
                }
                Meaning::Maintenance(meaning, without) => {
                    let mut meaning = meaning.clone();
                    if let Some(without) = without {
                        match self.events_of_rule(rule, without) {
                            Some(events) => {
                                meaning.without = Some(all.without.len() as u32);
                                all.without.push(events);
                            }
                            None => wrong = true,
                        }
                    }
                    maintenance.push(meaning);
                }
                Meaning::Breaker(meaning, events) => match self.events_of_rule(rule, events) {
                    Some(events) => {
                        all.rules.breakers.push(meaning.clone());
                        all.breakers.push(events);
                    }
                    None => wrong = true,
                },
                Meaning::AdvancesOnly(meaning, events) => match self.events_of_rule(rule, events) {
                    Some(events) => {
                        all.rules.advances_only = Some(meaning.clone());
                        all.progression = Some(events);
                    }
                    None => wrong = true,
                },
                // These decide which records make lines.
                Meaning::Drugs(_) | Meaning::Records(_) | Meaning::Setting(_) | Meaning::Absent(_) => {}
            }
        }
        all.rules.interchange = merged(groups);
        all.rules.drug_names = self.drug_names(rules);
        (!wrong).then_some(all)
    }

    /// The events that a rule names, in the words of the module that declares it.
    fn events_of_rule(&mut self, rule: &Rule, written: &ast::Expr) -> Option<Events> {
        let module = self.library.modules.get(&rule.module)?;
        self.in_module(module, |lowering| {
            let found = lowering.events(written)?;
            if let Some((name, place)) = found.field {
                lowering.report(
                    Diagnostic::error(Code::K0306, "A rule names records; their date is what counts")
                        .at(place, "an attribute")
                        .help(format!("leave out `.{name}`")),
                );
                return None;
            }
            let record: Record = found.events.record;
            lowering
                .demand_dated(record, "a rule of lines", found.events.span)
                .then_some(found.events)
        })
    }

    /// The names by which readers know the eligible substances.
    fn drug_names(&self, rules: &[Rule]) -> BTreeMap<String, String> {
        let names = super::check::eligible(rules).into_iter().filter_map(|qualified| {
            let drug = self.library.drug_qualified(qualified)?;
            let name = drug.display.clone().unwrap_or_else(|| drug.name.clone());
            Some((qualified.to_owned(), name))
        });
        names.collect()
    }

    /// The attribute for `supply covers its days`, where a rule says so.
    pub(super) fn supply_of(
        &mut self,
        rules: &[Rule],
        medication: Medication,
        place: kohort_base::Span,
    ) -> Option<Option<crate::model::AttributeId>> {
        let needed = rules
            .iter()
            .find(|rule| matches!(&rule.meaning, Meaning::Cover(rule) if rule.cover == Cover::Supply));
        match needed {
            Some(rule) => self.supply(medication, rule.span, place).map(Some),
            None => Some(None),
        }
    }
}

/// Groups that share a drug are one group: no drug is in two of those that result.
fn merged(groups: Vec<InterchangeRule>) -> Vec<InterchangeRule> {
    let mut merged: Vec<InterchangeRule> = Vec::new();
    for group in groups {
        let mut drugs: BTreeSet<String> = group.drugs.into_iter().collect();
        let mut texts = Vec::new();
        merged.retain(|known| {
            let shares = known.drugs.iter().any(|drug| drugs.contains(drug));
            if shares {
                drugs.extend(known.drugs.iter().cloned());
                texts.push(known.text.clone());
            }
            !shares
        });
        if !texts.contains(&group.text) {
            texts.push(group.text);
        }
        merged.push(InterchangeRule {
            text: texts.join(", "),
            drugs: drugs.into_iter().collect(),
        });
    }
    merged
}

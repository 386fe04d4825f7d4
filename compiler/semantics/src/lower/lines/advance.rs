//! Rules that say which changes of drugs begin a new line.

use super::read::Reader;
use super::rule::Meaning;
use crate::study::{
    AddedRule, AdvancesOnly, Decision, Dropped, DroppedRule, DrugSet, InterchangeRule, NewDrugRule,
};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;

impl Reader<'_, '_> {
    /// `new drug A advances after 180 days, B after 90 days`: one rule for each part, in their order.
    pub(super) fn new_drug(&mut self, written: &ast::NewDrugRule, text: &str) -> Option<Vec<Meaning>> {
        let place = self.module.span(written.range());
        let lines = self.lines(written.lines(), place)?;
        let first = self.some_drugs(&written.sets())?;
        let decision = self.decision(written.never(), written.after().as_ref())?;
        let parts = self.parts(first, decision, &written.delays())?;
        let rule = |(drugs, decision)| {
            Meaning::NewDrug(NewDrugRule {
                text: text.to_owned(),
                drugs,
                decision,
                if_all_others_stopped: written.if_all_others_stopped(),
                lines,
            })
        };
        Some(parts.into_iter().map(rule).collect())
    }

    /// `added A to B alone advances after 60 days`
    pub(super) fn added(&mut self, written: &ast::AddedRule, text: &str) -> Option<Vec<Meaning>> {
        let place = self.module.span(written.range());
        let lines = self.lines(written.lines(), place)?;
        let first = self.some_drugs(&written.added())?;
        let to = self.drugs(&written.to())?;
        let decision = self.decision(written.never(), written.after().as_ref())?;
        let parts = self.parts(first, decision, &written.delays())?;
        let rule = |(added, decision)| {
            Meaning::Added(AddedRule {
                text: text.to_owned(),
                added,
                to: to.clone(),
                alone: written.alone(),
                decision,
                if_all_others_stopped: written.if_all_others_stopped(),
                lines,
            })
        };
        Some(parts.into_iter().map(rule).collect())
    }

    fn decision(&mut self, never: bool, after: Option<&ast::AfterPart>) -> Option<Decision> {
        if never {
            return Some(Decision::Joins);
        }
        self.after(after).map(Decision::Advances)
    }

    /// The first part and those for which another time holds.
    fn parts(
        &mut self,
        first: Option<DrugSet>,
        decision: Decision,
        delays: &[ast::DrugDelay],
    ) -> Option<Vec<(Option<DrugSet>, Decision)>> {
        let mut parts = vec![(first, decision)];
        for delay in delays {
            let drugs = self.drugs(&[delay.set()?])?;
            let after = self.after(Some(&delay.after()?))?;
            parts.push((Some(drugs), Decision::Advances(after)));
        }
        Some(parts)
    }

    /// `interchange cisplatin with carboplatin, { a, b }`: one rule for each group.
    pub(super) fn interchange(&mut self, written: &ast::InterchangeRule, text: &str) -> Option<Vec<Meaning>> {
        let mut rules = Vec::new();
        for group in written.groups() {
            let drugs = self.drugs(&group.sets())?.drugs;
            if drugs.len() < 2 {
                self.out.push(
                    Diagnostic::error(Code::K1002, "A drug is interchanged with itself")
                        .at(self.module.span(group.range()), "these are one drug already")
                        .help("name the drugs that count as one: `interchange cisplatin with carboplatin`"),
                );
                return None;
            }
            rules.push(Meaning::Interchange(InterchangeRule {
                text: text.to_owned(),
                drugs,
            }));
        }
        Some(rules)
    }

    /// `dropped drug continues`, `dropped drug A advances after 28 days`
    pub(super) fn dropped(&mut self, written: &ast::DroppedRule, text: &str) -> Option<DroppedRule> {
        let place = self.module.span(written.range());
        let lines = self.lines(written.lines(), place)?;
        let drugs = self.some_drugs(&written.sets())?;
        let meaning = if !written.advances() {
            if written.without_its_name() {
                Dropped::ContinuesWithoutName
            } else {
                Dropped::Continues
            }
        } else {
            let after = self.after(written.after().as_ref())?;
            if after.cycles.is_some() {
                self.out.push(
                    Diagnostic::error(Code::K1001, "A dropped drug is known by days, not by cycles")
                        .at(place, "counts cycles")
                        .help("write `dropped drug advances after 28 days`"),
                );
                return None;
            }
            Dropped::Advances(after.days.unwrap_or(0))
        };
        Some(DroppedRule {
            text: text.to_owned(),
            drugs,
            meaning,
            lines,
        })
    }

    /// `advances only within 90 days after progression`
    pub(super) fn advances_only(&mut self, written: &ast::AdvanceRule, text: &str) -> Option<Vec<Meaning>> {
        let within = match written.within() {
            Some(length) => Some(self.days(&length, "How soon after an event a line may begin")?),
            None => None,
        };
        let rule = AdvancesOnly {
            text: text.to_owned(),
            within,
        };
        Some(vec![Meaning::AdvancesOnly(rule, written.events()?)])
    }
}

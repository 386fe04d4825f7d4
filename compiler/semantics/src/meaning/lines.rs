//! Lines of therapy and their rules.
//!
//! Invariant: rules keep their order, since of several that apply one decides by its place. How a rule is written, and
//! which rule set it comes from, is no part of the meaning.

use super::Meanings;
use super::hash::{Encoder, Hash};
use crate::study::{
    AddedRule, AdvancesOnly, After, BreakerRule, CoverRule, Decision, DroppedRule, DrugSet, GapRule,
    InterchangeRule, LineNumbers, LineRules, Lines, MaintenanceRule, NewDrugRule, Regimen, WindowRule,
};

impl Meanings<'_> {
    /// The meaning of lines of therapy.
    pub fn lines(&self, lines: &Lines) -> Hash {
        let Lines {
            rule_set: _,
            rules,
            records,
            apart,
            drug,
            supply,
            starting,
            until,
            death,
            breakers,
            progression,
            without,
        } = lines;
        let mut encoder = Encoder::new("lines");
        encoder.hash(self.line_rules(rules)).hash(self.events(records));
        for events in [apart, progression] {
            encoder.maybe(events.as_ref(), |encoder, events| {
                encoder.hash(self.events(events))
            });
        }
        encoder.hash(self.attribute(*drug));
        encoder.maybe(*supply, |encoder, supply| encoder.hash(self.attribute(supply)));
        for date in [starting, until, death] {
            encoder.maybe(date.as_ref(), |encoder, date| encoder.hash(self.expression(date)));
        }
        for all in [breakers, without] {
            encoder.hashes(all.iter().map(|events| self.events(events)));
        }
        encoder.finish()
    }

    /// The meaning of the rules of lines.
    pub fn line_rules(&self, rules: &LineRules) -> Hash {
        let LineRules {
            windows,
            gaps,
            covers,
            cycle_days,
            look_back,
            new_drugs,
            added,
            interchange,
            dropped,
            maintenance,
            breakers,
            advances_only,
            confirmed_days,
            at_most,
            regimens,
            drug_names,
        } = rules;
        let mut encoder = Encoder::new("rules");
        encoder.hashes(windows.iter().map(|rule| self.window_rule(rule)));
        encoder.hashes(gaps.iter().map(|rule| self.gap_rule(rule)));
        encoder.hashes(covers.iter().map(|rule| self.cover_rule(rule)));
        encoder.hashes(new_drugs.iter().map(|rule| self.new_drug_rule(rule)));
        encoder.hashes(added.iter().map(|rule| self.added_rule(rule)));
        encoder.unordered(
            interchange
                .iter()
                .map(|InterchangeRule { text: _, drugs }| self.drugs(drugs)),
        );
        encoder.hashes(dropped.iter().map(|rule| self.dropped_rule(rule)));
        encoder.hashes(maintenance.iter().map(|rule| self.maintenance_rule(rule)));
        encoder.hashes(breakers.iter().map(breaker_rule));
        encoder.maybe(
            advances_only.as_ref(),
            |encoder, AdvancesOnly { text: _, within }| {
                encoder.maybe(*within, |encoder, days| encoder.signed(days))
            },
        );
        encoder.signed(*look_back);
        for days in [cycle_days, confirmed_days] {
            encoder.maybe(*days, |encoder, days| encoder.signed(days));
        }
        encoder.maybe(*at_most, |encoder, most| encoder.number(most.into()));
        encoder.hashes(regimens.iter().map(|Regimen { name, drugs }| {
            Encoder::new("regimen")
                .text(name)
                .hash(self.drugs(drugs))
                .finish()
        }));
        encoder.number(drug_names.len() as u64);
        for (drug, name) in drug_names {
            encoder.text(drug).text(name);
        }
        encoder.finish()
    }

    fn window_rule(&self, rule: &WindowRule) -> Hash {
        let WindowRule {
            text: _,
            days,
            inclusive,
            drugs,
            lines,
        } = rule;
        let mut encoder = Encoder::new("window");
        encoder.signed(*days).truth(*inclusive);
        self.scope(&mut encoder, drugs.as_ref(), *lines);
        encoder.finish()
    }

    fn gap_rule(&self, rule: &GapRule) -> Hash {
        let GapRule {
            text: _,
            limit,
            from_last_start,
            drugs,
            lines,
        } = rule;
        let mut encoder = Encoder::new("gap");
        encoder.maybe(*limit, |encoder, limit| {
            encoder.signed(limit.days).truth(limit.or_equal)
        });
        encoder.truth(*from_last_start);
        self.scope(&mut encoder, drugs.as_ref(), *lines);
        encoder.finish()
    }

    fn cover_rule(&self, rule: &CoverRule) -> Hash {
        let CoverRule {
            text: _,
            cover,
            drugs,
        } = rule;
        let mut encoder = Encoder::new("cover");
        encoder.text(&format!("{cover:?}"));
        self.scope(&mut encoder, drugs.as_ref(), LineNumbers::ALL);
        encoder.finish()
    }

    fn new_drug_rule(&self, rule: &NewDrugRule) -> Hash {
        let NewDrugRule {
            text: _,
            drugs,
            decision,
            if_all_others_stopped,
            lines,
        } = rule;
        let mut encoder = Encoder::new("new drug");
        decided(&mut encoder, *decision);
        encoder.truth(*if_all_others_stopped);
        self.scope(&mut encoder, drugs.as_ref(), *lines);
        encoder.finish()
    }

    fn added_rule(&self, rule: &AddedRule) -> Hash {
        let AddedRule {
            text: _,
            added,
            to,
            alone,
            decision,
            if_all_others_stopped,
            lines,
        } = rule;
        let mut encoder = Encoder::new("added");
        encoder.hash(self.drug_set(to)).truth(*alone);
        decided(&mut encoder, *decision);
        encoder.truth(*if_all_others_stopped);
        self.scope(&mut encoder, added.as_ref(), *lines);
        encoder.finish()
    }

    fn dropped_rule(&self, rule: &DroppedRule) -> Hash {
        let DroppedRule {
            text: _,
            drugs,
            meaning,
            lines,
        } = rule;
        let mut encoder = Encoder::new("dropped");
        encoder.text(&format!("{meaning:?}"));
        self.scope(&mut encoder, drugs.as_ref(), *lines);
        encoder.finish()
    }

    fn maintenance_rule(&self, rule: &MaintenanceRule) -> Hash {
        let MaintenanceRule {
            text: _,
            drugs,
            kind,
            alone,
            after_cycles,
            within,
            others_stopped_for,
            without,
            own_line,
            lines,
        } = rule;
        let mut encoder = Encoder::new("maintenance");
        encoder.text(&format!(
            "{kind:?} {after_cycles:?} {within:?} {others_stopped_for:?} {without:?}"
        ));
        encoder.truth(*alone).truth(*own_line);
        self.scope(&mut encoder, Some(drugs), *lines);
        encoder.finish()
    }

    /// For which drugs and lines a rule is.
    fn scope(&self, encoder: &mut Encoder, drugs: Option<&DrugSet>, lines: LineNumbers) {
        encoder.maybe(drugs, |encoder, drugs| encoder.hash(self.drug_set(drugs)));
        numbers(encoder, lines);
    }
}

fn breaker_rule(rule: &BreakerRule) -> Hash {
    let BreakerRule {
        text: _,
        ends_that_day,
        except_first_in,
        except_again_within,
        lines,
    } = rule;
    let mut encoder = Encoder::new("breaker");
    encoder.truth(*ends_that_day);
    encoder.maybe(*except_first_in, numbers);
    encoder.maybe(*except_again_within, |encoder, days| encoder.signed(days));
    numbers(&mut encoder, *lines);
    encoder.finish()
}

fn decided(encoder: &mut Encoder, decision: Decision) {
    match decision {
        Decision::Joins => {
            encoder.text("joins");
        }
        Decision::Advances(After { days, cycles }) => {
            encoder.text("advances");
            encoder.maybe(days, |encoder, days| encoder.signed(days));
            encoder.maybe(cycles, |encoder, cycles| encoder.number(cycles.into()));
        }
    }
}

fn numbers(encoder: &mut Encoder, LineNumbers { from, to }: LineNumbers) -> &mut Encoder {
    encoder.number(from.into());
    encoder.maybe(to, |encoder, to| encoder.number(to.into()))
}

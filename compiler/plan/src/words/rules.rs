//! The rules of lines of therapy, a line for each clause.
//!
//! Invariant: equal rules have equal texts, however they were written, and the order is that in which they are asked: of one
//! kind the last that applies decides. What no rule says is not said.

use super::Words;
use super::small::{quoted, whole};
use kohort_semantics::study::{
    AddedRule, After, BreakerRule, Cover, CoverRule, Decision, Dropped, DroppedRule, DrugSet, Events,
    GapRule, InterchangeRule, LineNumbers, Lines, MaintenanceKind, MaintenanceRule, NewDrugRule, WindowRule,
};

impl Words<'_> {
    /// Each clause of the rules that make lines.
    pub fn line_rules(&self, lines: &Lines) -> Vec<String> {
        let rules = &lines.rules;
        let mut all: Vec<String> = Vec::new();
        all.extend(rules.windows.iter().map(|rule| self.window_rule(rule)));
        all.extend(rules.gaps.iter().map(|rule| self.gap_rule(rule)));
        all.extend(rules.covers.iter().map(|rule| self.cover_rule(rule)));
        all.extend(
            rules
                .cycle_days
                .map(|length| format!("cycle within {}", days(length))),
        );
        all.extend((rules.look_back != 0).then(|| format!("look back {}", days(rules.look_back))));
        all.extend(rules.new_drugs.iter().map(|rule| self.new_drug_rule(rule)));
        all.extend(rules.added.iter().map(|rule| self.added_rule(rule)));
        all.extend(rules.interchange.iter().map(|rule| self.interchange_rule(rule)));
        all.extend(rules.dropped.iter().map(|rule| self.dropped_rule(rule)));
        let maintenance = rules.maintenance.iter();
        all.extend(maintenance.map(|rule| self.maintenance_rule(rule, &lines.without)));
        let breakers = rules.breakers.iter().zip(&lines.breakers);
        all.extend(breakers.map(|(rule, events)| self.breaker_rule(rule, events)));
        if let Some(rule) = &rules.advances_only {
            let within = rule
                .within
                .map_or_else(String::new, |within| format!(" within {}", days(within)));
            let events = lines.progression.as_ref().map(|events| self.events(events));
            all.push(format!(
                "advances only{within} after {}",
                events.unwrap_or_else(|| String::from("?"))
            ));
        }
        all.extend(
            rules
                .confirmed_days
                .map(|length| format!("discontinuation confirmed by {}", days(length))),
        );
        all.extend(
            rules
                .at_most
                .map(|most| format!("at most {}", whole(most.into(), "line"))),
        );
        all
    }

    /// The names of regimens, a line for each, the first that fits deciding.
    pub fn regimens(&self, lines: &Lines) -> Vec<String> {
        let regimens = lines.rules.regimens.iter();
        regimens
            .map(|regimen| format!("regimen {} {}", quoted(&regimen.name), self.drugs(&regimen.drugs)))
            .collect()
    }

    fn window_rule(&self, rule: &WindowRule) -> String {
        let sign = if rule.inclusive { "" } else { "< " };
        let scope = self.scope(rule.drugs.as_ref(), rule.lines);
        format!("window {sign}{}{scope}", days(rule.days))
    }

    fn gap_rule(&self, rule: &GapRule) -> String {
        let limit = match rule.limit {
            None => String::from("never"),
            Some(limit) if limit.or_equal => format!(">= {}", days(limit.days)),
            Some(limit) => format!("> {}", days(limit.days)),
        };
        let from = if rule.from_last_start {
            " from last start"
        } else {
            ""
        };
        format!("gap {limit}{from}{}", self.scope(rule.drugs.as_ref(), rule.lines))
    }

    fn cover_rule(&self, rule: &CoverRule) -> String {
        let cover = match rule.cover {
            Cover::Days(length) => format!("dose covers {}", days(length)),
            Cover::Supply => String::from("supply covers its days"),
        };
        format!("{cover}{}", self.scope(rule.drugs.as_ref(), LineNumbers::ALL))
    }

    fn new_drug_rule(&self, rule: &NewDrugRule) -> String {
        let drugs = self.some(rule.drugs.as_ref());
        let decision = decision(rule.decision, rule.if_all_others_stopped);
        format!("new drug{drugs} {decision}{}", for_lines(rule.lines))
    }

    fn added_rule(&self, rule: &AddedRule) -> String {
        let added = self.some(rule.added.as_ref());
        let alone = if rule.alone { " alone" } else { "" };
        let decision = decision(rule.decision, rule.if_all_others_stopped);
        format!(
            "added{added} to {}{alone} {decision}{}",
            self.drug_set(&rule.to),
            for_lines(rule.lines)
        )
    }

    fn interchange_rule(&self, rule: &InterchangeRule) -> String {
        let mut names: Vec<String> = rule.drugs.iter().map(|drug| self.drug(drug)).collect();
        names.sort();
        let mut names = names.into_iter();
        let first = names.next().unwrap_or_default();
        let others: Vec<String> = names.collect();
        format!("interchange {first} with {}", others.join(", "))
    }

    fn dropped_rule(&self, rule: &DroppedRule) -> String {
        let meaning = match rule.meaning {
            Dropped::Continues => String::from("continues"),
            Dropped::ContinuesWithoutName => String::from("continues without its name"),
            Dropped::Advances(0) => String::from("advances"),
            Dropped::Advances(length) => format!("advances after {}", days(length)),
        };
        let drugs = self.some(rule.drugs.as_ref());
        format!("dropped drug{drugs} {meaning}{}", for_lines(rule.lines))
    }

    fn maintenance_rule(&self, rule: &MaintenanceRule, without: &[Events]) -> String {
        let kind = match rule.kind {
            MaintenanceKind::Continuation => "continuation",
            MaintenanceKind::Switch => "switch",
        };
        let mut words = vec![format!("maintenance {} {kind}", self.drug_set(&rule.drugs))];
        words.extend(rule.alone.then(|| String::from("alone")));
        let cycles = rule
            .after_cycles
            .map(|cycles| format!("after {}", whole(cycles.into(), "cycle")));
        words.extend(cycles);
        words.extend(rule.within.map(|within| format!("within {}", days(within))));
        words.extend(
            rule.without
                .and_then(|position| without.get(position as usize))
                .map(|events| format!("without {}", self.events(events))),
        );
        words.extend(
            rule.others_stopped_for
                .map(|length| format!("others stopped for {}", days(length))),
        );
        words.extend(rule.own_line.then(|| String::from("as a line of its own")));
        words.extend(numbers(rule.lines).map(|lines| format!("in {lines}")));
        words.join(" ")
    }

    fn breaker_rule(&self, rule: &BreakerRule, events: &Events) -> String {
        let day = if rule.ends_that_day {
            "ends that day"
        } else {
            "ends the day before"
        };
        let first = rule.except_first_in.map(|lines| match numbers(lines) {
            Some(lines) => format!(" except first in {lines}"),
            None => String::from(" except first in lines from 1"),
        });
        let again = rule
            .except_again_within
            .map(|within| format!(" except again within {}", days(within)));
        format!(
            "breaker {} {day}{}{}{}",
            self.events(events),
            first.unwrap_or_default(),
            again.unwrap_or_default(),
            for_lines(rule.lines)
        )
    }

    /// ` SET`, if a rule is not for any drug.
    fn some(&self, set: Option<&DrugSet>) -> String {
        set.map_or_else(String::new, |set| format!(" {}", self.drug_set(set)))
    }

    /// The drugs and lines that a rule is for, if it is not for all.
    fn scope(&self, drugs: Option<&DrugSet>, lines: LineNumbers) -> String {
        let drugs = drugs.map_or_else(String::new, |set| format!(" for {}", self.drug_set(set)));
        format!("{drugs}{}", for_lines(lines))
    }
}

fn days(length: i64) -> String {
    if length < 0 {
        format!("-{}", whole(length.unsigned_abs(), "day"))
    } else {
        whole(length.unsigned_abs(), "day")
    }
}

fn decision(decision: Decision, if_all_others_stopped: bool) -> String {
    let what = match decision {
        Decision::Joins => String::from("never advances"),
        Decision::Advances(after) => format!("advances{}", self::after(after)),
    };
    let stopped = if if_all_others_stopped {
        " if all others stopped"
    } else {
        ""
    };
    format!("{what}{stopped}")
}

fn after(after: After) -> String {
    let cycles = after.cycles.map(|cycles| whole(cycles.into(), "cycle"));
    let words: Vec<String> = cycles.into_iter().chain(after.days.map(days)).collect();
    if words.is_empty() {
        String::new()
    } else {
        format!(" after {}", words.join(" and "))
    }
}

/// ` for line 1`, if a rule is not for all lines.
fn for_lines(lines: LineNumbers) -> String {
    numbers(lines).map_or_else(String::new, |lines| format!(" for {lines}"))
}

/// `line 1`, `lines 2 to 5`, `lines from 2`; nothing for all lines.
fn numbers(lines: LineNumbers) -> Option<String> {
    match lines.to {
        _ if lines == LineNumbers::ALL => None,
        Some(to) if to == lines.from => Some(format!("line {to}")),
        Some(to) => Some(format!("lines {} to {to}", lines.from)),
        None => Some(format!("lines from {}", lines.from)),
    }
}

//! The rules of lines of therapy, a sentence each, in the order in which they are written.

use crate::block::Entry;
use crate::say::Say;
use crate::text::{amount, quoted, sentence, words};
use kohort_semantics::study::{
    AddedRule, After, BreakerRule, Cover, CoverRule, Decision, Dropped, DroppedRule, DrugSet, Events,
    GapRule, LineNumbers, Lines, MaintenanceKind, MaintenanceRule, NewDrugRule, WindowRule,
};

/// All rules.
pub(super) fn entries(say: &Say<'_>, lines: &Lines) -> Vec<Entry> {
    let mut entries = deciding(say, lines);
    entries.extend(names(say, lines));
    entries
}

/// The rules that decide about lines, without what lines are called.
pub(crate) fn deciding(say: &Say<'_>, lines: &Lines) -> Vec<Entry> {
    let rules = &lines.rules;
    let mut texts: Vec<String> = Vec::new();
    if rules.look_back != 0 {
        texts.push(format!(
            "lines may start up to {} before observation begins",
            amount(rules.look_back, "day")
        ));
    }
    texts.extend(rules.windows.iter().map(|rule| window(say, rule)));
    texts.extend(rules.gaps.iter().map(|rule| gap(say, rule)));
    texts.extend(rules.covers.iter().map(|rule| cover(say, rule)));
    texts.push(match rules.cycle_days {
        Some(days) => format!(
            "days with doses at most {} after the first of them are one cycle",
            amount(days, "day")
        ),
        None => String::from("each day with a dose is one cycle"),
    });
    texts.extend(rules.new_drugs.iter().map(|rule| new_drug(say, rule)));
    texts.extend(rules.added.iter().map(|rule| added(say, rule)));
    for rule in &rules.interchange {
        let drugs: Vec<String> = rule.drugs.iter().map(|drug| say.drug(drug)).collect();
        texts.push(format!("these count as one drug: {}", drugs.join(", ")));
    }
    texts.extend(rules.dropped.iter().map(|rule| dropped(say, rule)));
    texts.extend(
        rules
            .maintenance
            .iter()
            .map(|rule| maintenance(say, rule, &lines.without)),
    );
    let breakers = rules.breakers.iter().zip(&lines.breakers);
    texts.extend(breakers.map(|(rule, events)| breaker(say, rule, events)));
    if let Some(only) = &rules.advances_only {
        let events = lines
            .progression
            .as_ref()
            .map_or_else(String::new, |events| say.records(events));
        let when = match only.within {
            Some(days) => format!("at most {} before", amount(days, "day")),
            None => String::from("since the line's start"),
        };
        texts.push(format!(
            "new drugs, pauses and dropped drugs begin a new line only after one of these, {when}: {events}"
        ));
    }
    if let Some(days) = rules.confirmed_days {
        texts.push(format!(
            "a stop counts only if {} of observation follow",
            amount(days, "day")
        ));
    }
    if let Some(most) = rules.at_most {
        texts.push(format!("at most {} are counted", amount(most.into(), "line")));
    }
    texts.iter().map(|text| Entry::new(sentence(text))).collect()
}

/// What lines are called.
fn names(say: &Say<'_>, lines: &Lines) -> Vec<Entry> {
    let mut entries = Vec::new();
    let regimens = lines.rules.regimens.iter().map(|regimen| {
        let drugs: Vec<String> = regimen.drugs.iter().map(|drug| say.drug(drug)).collect();
        Entry::new(format!("{}: {}.", quoted(&regimen.name), drugs.join(", ")))
    });
    let regimens: Vec<Entry> = regimens.collect();
    if !regimens.is_empty() {
        entries.push(Entry {
            text: String::from("Regimens have these names, the first whose drugs are just the line's:"),
            more: regimens,
        });
    }
    let names = &lines.rules.drug_names;
    if names.is_empty() {
        return entries;
    }
    let usual = |qualified: &String| {
        let found = say.study.drugs.iter().find(|drug| drug.qualified == *qualified);
        found.map(|drug| drug.display.clone().unwrap_or_else(|| words(&drug.name)))
    };
    let others = names
        .iter()
        .filter(|(qualified, shown)| usual(qualified).as_ref() != Some(*shown))
        .map(|(qualified, shown)| format!("{} is {}", say.drug(qualified), quoted(shown)));
    let others: Vec<String> = others.collect();
    let drugs: Vec<String> = names.keys().cloned().collect();
    let mut text = format!(
        "Any other line is called by its drugs, as the appendix shows them; names are known for {}",
        say.drugs(&drugs)
    );
    if !others.is_empty() {
        text += &format!("; other than there, {}", others.join(", "));
    }
    entries.push(Entry::new(sentence(&text)));
    entries
}

fn window(say: &Say<'_>, rule: &WindowRule) -> String {
    let within = if rule.inclusive { "at most" } else { "less than" };
    let text = format!(
        "a drug that starts {within} {} after the line's first day belongs to the line",
        amount(rule.days, "day")
    );
    scoped(say, rule.drugs.as_ref(), rule.lines, &text)
}

fn gap(say: &Say<'_>, rule: &GapRule) -> String {
    let from = if rule.from_last_start {
        "last start of a record"
    } else {
        "last covered day"
    };
    let text = match rule.limit {
        None if rule.from_last_start => format!("no pause ends the line, also none since its {from}"),
        None => String::from("no pause ends the line"),
        Some(limit) => {
            let least = if limit.or_equal { "at least" } else { "more than" };
            let days = amount(limit.days, "day");
            format!("a pause of {least} {days} since the line's {from} ends the line")
        }
    };
    scoped(say, rule.drugs.as_ref(), rule.lines, &text)
}

fn cover(say: &Say<'_>, rule: &CoverRule) -> String {
    let covers = match rule.cover {
        Cover::Days(days) => format!("{}, its own among them", amount(days, "day")),
        Cover::Supply => String::from("the days of its supply, its own among them"),
    };
    let text = format!("a record without an end covers {covers}");
    scoped(say, rule.drugs.as_ref(), LineNumbers::ALL, &text)
}

fn new_drug(say: &Say<'_>, rule: &NewDrugRule) -> String {
    let text = format!(
        "a new drug outside the window {}{}",
        decision(rule.decision),
        stopped(rule.if_all_others_stopped)
    );
    scoped(say, rule.drugs.as_ref(), rule.lines, &text)
}

fn added(say: &Say<'_>, rule: &AddedRule) -> String {
    let what = match &rule.added {
        Some(set) => format!("one of {}", say.drug_set(set)),
        None => String::from("any drug"),
    };
    let alone = if rule.alone { " and no other drug" } else { "" };
    let text = format!(
        "{what} that is added to a line with {}{alone} {}{}",
        say.drug_set(&rule.to),
        decision(rule.decision),
        stopped(rule.if_all_others_stopped)
    );
    scoped(say, None, rule.lines, &text)
}

fn dropped(say: &Say<'_>, rule: &DroppedRule) -> String {
    let meaning = match rule.meaning {
        Dropped::Continues => String::from("the line goes on"),
        Dropped::ContinuesWithoutName => String::from(
            "the line goes on, and a drug that started in the window only is no drug of the line",
        ),
        Dropped::Advances(days) => format!(
            "a new line begins, if the others went on for more than {} after its last covered day",
            amount(days, "day")
        ),
    };
    let text = format!("where a drug of the line is no longer given, {meaning}");
    scoped(say, rule.drugs.as_ref(), rule.lines, &text)
}

fn maintenance(say: &Say<'_>, rule: &MaintenanceRule, without: &[Events]) -> String {
    let mut text = String::from(match rule.kind {
        MaintenanceKind::Continuation => "maintenance that continues some drugs of the line",
        MaintenanceKind::Switch => "maintenance that switches to other drugs",
    });
    text += if rule.alone {
        ", with a single one of "
    } else {
        ", with "
    };
    text += &say.drug_set(&rule.drugs);
    if let Some(cycles) = rule.after_cycles {
        text += &format!(", after at least {}", amount(cycles.into(), "cycle"));
    }
    if let Some(days) = rule.within {
        text += &format!(
            ", begun at most {} after the last covered day before it",
            amount(days, "day")
        );
    }
    if let Some(days) = rule.others_stopped_for {
        text += &format!(
            ", once the others have stopped for more than {}",
            amount(days, "day")
        );
    }
    text += if rule.own_line {
        ", is a line of its own"
    } else {
        ", is part of its line"
    };
    if let Some(position) = rule.without {
        let events = without
            .get(position as usize)
            .map_or_else(String::new, |events| say.records(events));
        text += &format!("; only where none of these came since the line's start: {events}");
    }
    scoped(say, None, rule.lines, &text)
}

fn breaker(say: &Say<'_>, rule: &BreakerRule, events: &Events) -> String {
    let day = if rule.ends_that_day {
        "on that day"
    } else {
        "on the day before"
    };
    let mut text = format!("each of these ends the line {day}");
    if let Some(lines) = rule.except_first_in {
        text += &format!(", except the first in {}", numbers(lines));
    }
    if let Some(days) = rule.except_again_within {
        text += &format!(", except at most {} after another", amount(days, "day"));
    }
    text += &format!(": {}", say.records(events));
    scoped(say, None, rule.lines, &text)
}

fn decision(decision: Decision) -> String {
    match decision {
        Decision::Joins => String::from("never begins a new line and joins it"),
        Decision::Advances(After { days, cycles }) => {
            let days =
                days.map(|days| format!("more than {} since the line's first day", amount(days, "day")));
            let cycles =
                cycles.map(|cycles| format!("at least {} of the line", amount(cycles.into(), "cycle")));
            let after: Vec<String> = days.into_iter().chain(cycles).collect();
            match after.is_empty() {
                true => String::from("begins a new line"),
                false => format!(
                    "begins a new line after {}, and joins the line before",
                    after.join(" and ")
                ),
            }
        }
    }
}

fn stopped(if_all_others_stopped: bool) -> &'static str {
    if if_all_others_stopped {
        ", where all other drugs of the line have stopped"
    } else {
        ""
    }
}

/// A rule, behind the drugs and lines that it is for.
fn scoped(say: &Say<'_>, drugs: Option<&DrugSet>, lines: LineNumbers, rule: &str) -> String {
    let drugs = drugs.map(|drugs| format!("for {}", say.drug_set(drugs)));
    let lines = (lines != LineNumbers::ALL).then(|| format!("in {}", numbers(lines)));
    let scope: Vec<String> = drugs.into_iter().chain(lines).collect();
    match scope.is_empty() {
        true => rule.to_owned(),
        false => format!("{}: {rule}", scope.join(", ")),
    }
}

fn numbers(lines: LineNumbers) -> String {
    match (lines.from, lines.to) {
        (1, None) => String::from("every line"),
        (from, None) => format!("line {from} and later ones"),
        (from, Some(to)) if from == to => format!("line {from}"),
        (from, Some(to)) => format!("lines {from} to {to}"),
    }
}

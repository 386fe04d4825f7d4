//! Asks the oracle for the lines of a person.
//!
//! The oracle was written from the chapter "Lines of therapy" by itself, so that a misreading of either comes to light.

use crate::notation::Person;
use kohort_lines::{Compiled, Names, Record};
use kohort_oracle::lines::{Given, History, Line, Starting, contradictory, lines};
use kohort_semantics::study::{LineRules, drugs_of};
use kohort_semantics::value::Day;
use std::fmt::Write as _;

/// The parts that kernel and oracle both find, in order, or what each of them says.
pub(crate) fn compare(rules: &LineRules, person: &Person) -> Result<usize, String> {
    let kernel = of_kernel(rules, person);
    let history = history(person);
    let oracle = of_oracle(rules, &history);
    let same = without_trails(&oracle.0) == kernel.0 && oracle.1 == kernel.1;
    if same {
        Ok(kernel.0.len())
    } else {
        Err(told(rules, person, &kernel, &oracle))
    }
}

/// What the kernel says, in the words of the oracle; the first day of a line, which only the oracle says, is taken from it.
fn of_kernel(rules: &LineRules, person: &Person) -> (Vec<Line>, u64) {
    let (parts, left_aside) = person.walk(rules);
    let compiled = Compiled::new(rules);
    let mut names = Names::default();
    let mut found: Vec<Line> = Vec::new();
    for part in &parts {
        let texts = names.of(&compiled, &part.drugs);
        let same_line = |line: &&Line| line.setting == part.setting && line.number == part.number;
        let line_start = found
            .iter()
            .find(same_line)
            .map_or(Day(part.start), |line| line.start);
        found.push(Line {
            start: Day(part.start),
            setting: part.setting,
            number: part.number,
            maintenance: part.maintenance,
            end: Day(part.end),
            drugs: drugs_of(&texts.drugs).map(str::to_owned).collect(),
            regimen: texts.regimen.clone(),
            end_reason: part.end_reason,
            line_start,
            line_end: Day(part.line_end),
            next_start: part.next_start.map(Day),
            trail: Vec::new(),
        });
    }
    (found, left_aside)
}

fn of_oracle(rules: &LineRules, history: &History) -> (Vec<Line>, u64) {
    let mut found = lines(rules, history);
    found.sort();
    (found, contradictory(history))
}

fn without_trails(lines: &[Line]) -> Vec<Line> {
    let bare = |line: &Line| Line {
        trail: Vec::new(),
        ..line.clone()
    };
    lines.iter().map(bare).collect()
}

fn drug_name(drug: u32) -> Option<char> {
    ('A'..='Z').nth(usize::try_from(drug).ok()?)
}

fn history(person: &Person) -> History {
    let given = |records: &[Record]| -> Vec<Given> {
        // The oracle is given records of eligible drugs only.
        let one = |record: &Record| {
            let letter = drug_name(record.drug)?;
            Some(Given {
                start: Day(record.start),
                drug: letter.to_string(),
                end: record.end.map(Day),
                supply: record.supply,
            })
        };
        records.iter().filter_map(one).collect()
    };
    let days = |days: &[i32]| -> Vec<Day> { days.iter().copied().map(Day).collect() };
    let lists = |lists: &[Vec<i32>]| lists.iter().map(|list| days(list)).collect();
    History {
        records: given(&person.records),
        apart: given(&person.apart),
        starting: match person.starting {
            None => Starting::Anywhere,
            Some(None) => Starting::Missing,
            Some(Some(day)) => Starting::On(Day(day)),
        },
        until: person.until.map(Day),
        death: person.death.map(Day),
        breakers: lists(&person.breakers),
        progression: days(&person.progression),
        without: lists(&person.without),
    }
}

fn told(rules: &LineRules, person: &Person, kernel: &(Vec<Line>, u64), oracle: &(Vec<Line>, u64)) -> String {
    let mut text = format!("{}\n{person:?}\n", rules_told(rules));
    for (who, (lines, left_aside)) in [("kernel", kernel), ("oracle", oracle)] {
        let _ = writeln!(text, "{who}, with {left_aside} records left aside:");
        for line in lines {
            let _ = writeln!(
                text,
                "  {:?} {}{} [{}..{}, line {}..{}, next {:?}] {} ({}) {}",
                line.setting,
                line.number,
                if line.maintenance { "m" } else { "" },
                line.start.0,
                line.end.0,
                line.line_start.0,
                line.line_end.0,
                line.next_start.map(|day| day.0),
                line.drugs.join("+"),
                line.regimen,
                line.end_reason.word()
            );
            for step in &line.trail {
                let _ = writeln!(text, "    {}: {} {:?}", step.day.0, step.what, step.rules);
            }
        }
    }
    text
}

/// The rules, without the names of drugs.
fn rules_told(rules: &LineRules) -> String {
    let rules = LineRules {
        drug_names: std::collections::BTreeMap::new(),
        ..rules.clone()
    };
    format!("{rules:?}")
}

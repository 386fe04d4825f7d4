//! Histories and lines as short texts.
//!
//! A history is a list of records: `0:P+X` are two drugs on day 0, `0-40:E` is a record that ends on day 40, `0:E*28` a
//! dispensed supply of 28 days, `-14:P` a record before day 0. Drugs are single letters, in lines sorted and joined by `+`.
//! A line is told as `1 [0..40] P+X new_drug`; a maintenance part has an `m` behind its number, a line of the setting
//! `separate` an `s`.

use crate::oracle::compare;
use kohort_lines::{Compiled, DrugBits, History, Names, Part, Record, Scratch, Starting, lines};
use kohort_semantics::study::{
    After, Cover, CoverRule, Decision, Dropped, DroppedRule, DrugSet, GapLimit, GapRule, InterchangeRule,
    LineNumbers, LineRules, LineSetting, MaintenanceKind, MaintenanceRule, NewDrugRule, WindowRule,
};

/// Everything about a patient but the records.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub(crate) records: Vec<Record>,
    pub(crate) apart: Vec<Record>,
    pub(crate) starting: Option<Option<i32>>,
    pub(crate) until: Option<i32>,
    pub(crate) death: Option<i32>,
    pub(crate) breakers: Vec<Vec<i32>>,
    pub(crate) progression: Vec<i32>,
    pub(crate) without: Vec<Vec<i32>>,
}

pub(crate) fn drug(letter: char) -> u32 {
    u32::from(letter) - u32::from('A')
}

fn day(text: &str) -> i32 {
    text.parse().unwrap_or_else(|_| panic!("a day: {text}"))
}

pub(crate) fn records(text: &str) -> Vec<Record> {
    let mut records = Vec::new();
    for item in text.split_whitespace() {
        let (days, drugs) = item.split_once(':').unwrap_or_else(|| panic!("{item}"));
        // The minus of a negative start is no hyphen.
        let (start, end) = match days[1..].find('-') {
            Some(at) => (&days[..=at], Some(day(&days[at + 2..]))),
            None => (days, None),
        };
        let (drugs, supply) = match drugs.split_once('*') {
            Some((drugs, supply)) => (drugs, Some(i64::from(day(supply)))),
            None => (drugs, None),
        };
        records.extend(drugs.split('+').map(|letter| Record {
            start: day(start),
            end,
            drug: drug(letter.chars().next().unwrap()),
            supply,
        }));
    }
    records
}

impl Person {
    pub(crate) fn of(text: &str) -> Self {
        Self {
            records: records(text),
            ..Self::default()
        }
    }

    /// The parts, and how many records are left aside.
    pub(crate) fn walk(&self, rules: &LineRules) -> (Vec<Part>, u64) {
        let slices = |lists: &'_ [Vec<i32>]| -> Vec<Vec<i32>> { lists.to_vec() };
        let (breakers, without) = (slices(&self.breakers), slices(&self.without));
        let breakers: Vec<&[i32]> = breakers.iter().map(Vec::as_slice).collect();
        let without: Vec<&[i32]> = without.iter().map(Vec::as_slice).collect();
        let history = History {
            records: &self.records,
            apart: &self.apart,
            starting: match self.starting {
                None => Starting::Unbounded,
                Some(None) => Starting::Missing,
                Some(Some(day)) => Starting::On(day),
            },
            until: self.until,
            death: self.death,
            breakers: &breakers,
            progression: &self.progression,
            without: &without,
        };
        let mut out = Vec::new();
        let left_aside = lines(&Compiled::new(rules), &history, &mut Scratch::default(), &mut out);
        (out, left_aside)
    }

    pub(crate) fn lines(&self, rules: &LineRules) -> Vec<String> {
        let compiled = Compiled::new(rules);
        let (parts, _) = self.walk(rules);
        parts.iter().map(|part| told(&compiled, part)).collect()
    }
}

fn letters(compiled: &Compiled, drugs: &DrugBits) -> String {
    Names::default().of(compiled, drugs).drugs.clone()
}

fn told(compiled: &Compiled, part: &Part) -> String {
    format!(
        "{}{}{} [{}..{}] {} {}",
        part.number,
        if part.maintenance { "m" } else { "" },
        if part.setting == LineSetting::Separate {
            "s"
        } else {
            ""
        },
        part.start,
        part.end,
        letters(compiled, &part.drugs),
        part.end_reason.word()
    )
}

/// The lines of a history in which nothing else is known.
#[track_caller]
pub(crate) fn expect(rules: &LineRules, history: &str, expected: &[&str]) {
    expect_of(rules, &Person::of(history), expected);
}

/// What the kernel finds, and the oracle too.
#[track_caller]
pub(crate) fn expect_of(rules: &LineRules, person: &Person, expected: &[&str]) {
    assert_eq!(person.lines(rules), expected);
    if let Err(difference) = compare(rules, person) {
        panic!("{difference}");
    }
}

/// Rules about the drugs A to Z: a window of 28 days and a gap of more than 120.
pub(crate) fn rules() -> LineRules {
    LineRules {
        windows: vec![window(28)],
        gaps: vec![gap_over(120)],
        drug_names: ('A'..='Z')
            .map(|letter| (letter.to_string(), letter.to_string()))
            .collect(),
        ..LineRules::default()
    }
}

pub(crate) fn set(letters: &str) -> DrugSet {
    let mut drugs: Vec<String> = letters.split_whitespace().map(str::to_owned).collect();
    drugs.sort();
    DrugSet {
        text: letters.to_owned(),
        drugs,
    }
}

pub(crate) fn line(number: u32) -> LineNumbers {
    LineNumbers {
        from: number,
        to: Some(number),
    }
}

pub(crate) fn window(days: i64) -> WindowRule {
    WindowRule {
        text: String::new(),
        days,
        inclusive: true,
        drugs: None,
        lines: LineNumbers::ALL,
    }
}

fn gap_rule(limit: Option<GapLimit>) -> GapRule {
    GapRule {
        text: String::new(),
        limit,
        from_last_start: false,
        drugs: None,
        lines: LineNumbers::ALL,
    }
}

pub(crate) fn gap_over(days: i64) -> GapRule {
    gap_rule(Some(GapLimit {
        days,
        or_equal: false,
    }))
}

pub(crate) fn gap_from(days: i64) -> GapRule {
    gap_rule(Some(GapLimit { days, or_equal: true }))
}

pub(crate) fn gap_never(drugs: &str) -> GapRule {
    GapRule {
        drugs: Some(set(drugs)),
        ..gap_rule(None)
    }
}

pub(crate) fn covers(cover: Cover) -> CoverRule {
    CoverRule {
        text: String::new(),
        cover,
        drugs: None,
    }
}

pub(crate) fn interchange(drugs: &str) -> InterchangeRule {
    InterchangeRule {
        text: String::new(),
        drugs: set(drugs).drugs,
    }
}

pub(crate) fn new_drug(drugs: &str, decision: Decision) -> NewDrugRule {
    NewDrugRule {
        text: String::new(),
        drugs: (!drugs.is_empty()).then(|| set(drugs)),
        decision,
        if_all_others_stopped: false,
        lines: LineNumbers::ALL,
    }
}

pub(crate) fn after_days(days: i64) -> Decision {
    Decision::Advances(After {
        days: Some(days),
        cycles: None,
    })
}

pub(crate) fn dropped(drugs: &str, meaning: Dropped) -> DroppedRule {
    DroppedRule {
        text: String::new(),
        drugs: (!drugs.is_empty()).then(|| set(drugs)),
        meaning,
        lines: LineNumbers::ALL,
    }
}

pub(crate) fn maintenance(kind: MaintenanceKind, drugs: &str) -> MaintenanceRule {
    MaintenanceRule {
        text: String::new(),
        drugs: set(drugs),
        kind,
        alone: false,
        after_cycles: None,
        within: None,
        others_stopped_for: None,
        without: None,
        own_line: false,
        lines: LineNumbers::ALL,
    }
}

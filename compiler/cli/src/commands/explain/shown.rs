//! One person's timeline as text: cohorts with their criteria, lines with the rules that made them, endpoints.
//!
//! Invariant: everything that decided is said in the words of the study's rules.

use kohort_oracle::{CohortTimeline, EndpointTimeline, EntryTimeline, LinesTimeline, PartTimeline, Timeline};
use kohort_semantics::study::LineSetting;
use std::fmt::Write;

/// The whole timeline.
pub(super) fn text(timeline: &Timeline) -> String {
    let mut text = String::new();
    let mut line = |indent: usize, words: &str| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{:indent$}{words}", "", indent = 2 * indent);
    };
    line(0, &format!("person {}", timeline.patient));
    for lines in &timeline.lines {
        line(0, "");
        self::lines(lines, &mut line);
    }
    for cohort in &timeline.cohorts {
        line(0, "");
        self::cohort(cohort, &mut line);
    }
    text
}

fn lines(lines: &LinesTimeline, line: &mut impl FnMut(usize, &str)) {
    let version = lines
        .version
        .iter()
        .map(|version| format!(" version {version}"))
        .collect::<String>();
    let entry = lines
        .entry
        .iter()
        .map(|(cohort, index)| format!(", for the entry of {cohort} on {index}"))
        .collect::<String>();
    line(
        0,
        &format!("lines {} by {}{version}{entry}", lines.name, lines.rule_set),
    );
    if lines.parts.is_empty() {
        line(1, "no line");
    }
    for part in &lines.parts {
        line(1, &heading(part));
        for step in &part.trail {
            line(2, &format!("{}  {}", step.day, step.what));
            for rule in &step.rules {
                line(8, &format!("rule: {rule}"));
            }
        }
    }
}

fn heading(part: &PartTimeline) -> String {
    let setting = match part.setting {
        LineSetting::Main => "",
        LineSetting::Separate => "separate ",
    };
    let maintenance = if part.maintenance { ", maintenance" } else { "" };
    format!(
        "{setting}line {}{maintenance}  {} to {}  {}  ({})",
        part.number,
        part.start,
        part.end,
        part.regimen,
        part.end_reason.word()
    )
}

fn cohort(cohort: &CohortTimeline, line: &mut impl FnMut(usize, &str)) {
    line(0, &format!("cohort {}", cohort.cohort));
    if cohort.entries.is_empty() {
        line(1, "no entry: no index date");
    }
    for entry in &cohort.entries {
        self::entry(entry, line);
    }
}

fn entry(entry: &EntryTimeline, line: &mut impl FnMut(usize, &str)) {
    let kept = if entry.kept { "a member" } else { "not a member" };
    line(1, &format!("index {}: {kept}", entry.index));
    for criterion in &entry.criteria {
        let word = if criterion.exclude { "exclude" } else { "include" };
        let outcome = match criterion.outcome {
            Some(true) => "true",
            Some(false) => "false",
            None => "unknown",
        };
        let verdict = if criterion.keeps { "keeps" } else { "removes" };
        line(2, &format!("{word} {}: {outcome}, {verdict}", criterion.name));
    }
    for endpoint in &entry.endpoints {
        self::endpoint(endpoint, line);
    }
}

fn endpoint(endpoint: &EndpointTimeline, line: &mut impl FnMut(usize, &str)) {
    line(2, &format!("endpoint {}: {}", endpoint.name, endpoint.told));
    let shown = |date: &Option<String>| date.clone().unwrap_or_else(|| String::from("not known"));
    line(3, &format!("from {}", shown(&endpoint.from)));
    for (name, date) in &endpoint.events {
        line(3, &format!("{name} {}", shown(date)));
    }
    for (word, date) in [
        ("censored at", &endpoint.censored),
        ("until", &endpoint.until),
        ("entering at", &endpoint.entering),
    ] {
        if let Some(date) = date {
            line(3, &format!("{word} {date}"));
        }
    }
}

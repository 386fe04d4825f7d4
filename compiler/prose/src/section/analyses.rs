//! Analyses: what is reported, of whom.

use crate::block::{Entry, Section};
use crate::say::{Say, time};
use crate::text::{listed, name};
use kohort_semantics::study::{
    CharacteristicId, Compared, ConfidenceKind, EndpointId, Grouped, Output, SurvivalReport,
};
use kohort_semantics::value::Number;

pub(super) fn section(say: &Say<'_>) -> Option<Section> {
    if say.study.outputs.is_empty() {
        return None;
    }
    let mut section = Section::new(2, "Analyses");
    section.paragraph(
        "What is reported, in this order, for each source on its own. Counts below the smallest that a source allows are not shown.",
    );
    let outputs = (1..).zip(&say.study.outputs);
    section.list(outputs.map(|(number, output)| of(say, number, output)).collect());
    Some(section)
}

fn of(say: &Say<'_>, number: u32, output: &Output) -> Entry {
    let mut entry = Entry::new(format!("Analysis {number}: "));
    match output {
        Output::Attrition(cohorts) if cohorts.is_empty() => entry.text += "the attrition of every cohort.",
        Output::Attrition(cohorts) => {
            let cohorts = cohorts.iter().filter_map(|id| say.study.cohort(*id));
            let cohorts: Vec<String> = cohorts.map(|cohort| name(&cohort.name)).collect();
            entry.text += &format!("the attrition of {}.", listed(&cohorts, "and"));
        }
        Output::Baseline { of, rows, smd } => {
            entry.text += &format!("baseline characteristics of {}.", whose(say, of));
            entry
                .more
                .push(Entry::new(format!("Rows: {}.", characteristics(say, rows))));
            if *smd {
                entry.more.push(Entry::new(
                    "Standardised mean differences between groups are shown.",
                ));
            }
        }
        Output::Proportion { of, rows } => {
            entry.text += &format!(
                "the share with each of {}, among {}.",
                characteristics(say, rows),
                whose(say, of)
            );
        }
        Output::Treatments {
            of,
            lines,
            top,
            sequences,
            time_on_line,
        } => {
            entry.text += &format!(
                "treatment by line of {}, of {}.",
                say.definition(*lines),
                whose(say, of)
            );
            entry.more.push(Entry::new(match top {
                Some(1) => String::from("The most frequent regimen of each line is shown."),
                Some(top) => format!("The {top} most frequent regimens of each line are shown."),
                None => String::from("All regimens of each line are shown."),
            }));
            if *sequences {
                entry.more.push(Entry::new("Sequences of regimens are shown."));
            }
            if *time_on_line {
                entry.more.push(Entry::new("The time on each line is shown."));
            }
        }
        Output::Survival(report) => {
            entry.text += &format!(
                "time to event (Kaplan\u{2013}Meier) for {}, of {}.",
                endpoints(say, &report.endpoints),
                whose(say, &report.of)
            );
            survival(say, report, &mut entry.more);
        }
        Output::Incidence(report) => {
            entry.text += &format!(
                "cumulative incidence with competing events (Aalen\u{2013}Johansen) for {}, of {}.",
                endpoints(say, &report.endpoints),
                whose(say, &report.of)
            );
            survival(say, report, &mut entry.more);
        }
        Output::Rates {
            of,
            endpoints: all,
            per,
            unit,
        } => {
            entry.text += &format!(
                "event rates for {}, of {}, for each {} of person-time.",
                endpoints(say, all),
                whose(say, of),
                time(per, *unit)
            );
        }
    }
    entry
}

fn survival(say: &Say<'_>, report: &SurvivalReport, more: &mut Vec<Entry>) {
    let mut add = |text: String| more.push(Entry::new(text));
    if !report.at.is_empty() {
        let times: Vec<String> = report.at.iter().map(Number::exact_text).collect();
        let unit = time(&kohort_semantics::value::Number::from_integer(2), report.at_unit);
        let unit = unit.trim_start_matches("2 ");
        add(format!("Estimates at {} {unit}.", listed(&times, "and")));
    }
    if let Some((limit, unit)) = &report.rmst {
        add(format!("Mean time restricted to {}.", time(limit, *unit)));
    }
    if report.follow_up {
        add(String::from("Median follow-up (reverse Kaplan\u{2013}Meier)."));
    }
    if report.at_risk {
        add(String::from("Numbers at risk."));
    }
    match report.compared {
        Some(Compared::LogRank) => add(String::from("Groups are compared by the log-rank test.")),
        Some(Compared::Cox) => add(String::from(
            "Groups are compared by a Cox model, with Efron's handling of ties.",
        )),
        None => {}
    }
    if !report.stratified.is_empty() {
        add(format!(
            "Stratified by {}.",
            characteristics(say, &report.stratified)
        ));
    }
    if !report.adjusted.is_empty() {
        add(format!(
            "Adjusted for {}.",
            characteristics(say, &report.adjusted)
        ));
    }
    if let Some(weight) = report.weighted {
        add(format!(
            "Each entry is weighted by {}.",
            characteristics(say, &[weight])
        ));
    }
    add(String::from(match report.confidence {
        ConfidenceKind::LogLog => "Confidence intervals are on the scale of log(\u{2212}log S).",
        ConfidenceKind::Log => "Confidence intervals are on the scale of log S.",
        ConfidenceKind::Plain => "Confidence intervals are on the scale of S.",
    }));
}

fn whose(say: &Say<'_>, of: &Grouped) -> String {
    let cohort = say.study.cohort(of.cohort);
    let cohort = cohort.map_or_else(String::new, |cohort| name(&cohort.name));
    if of.by.is_empty() {
        return format!("the cohort {cohort}");
    }
    let groups = characteristics(say, &of.by);
    format!("the cohort {cohort}, everybody together and by {groups}")
}

fn characteristics(say: &Say<'_>, ids: &[CharacteristicId]) -> String {
    let found = ids.iter().filter_map(|id| say.study.characteristic(*id));
    let names: Vec<String> = found.map(|one| name(&one.name)).collect();
    listed(&names, "and")
}

fn endpoints(say: &Say<'_>, ids: &[EndpointId]) -> String {
    let found = ids.iter().filter_map(|id| say.study.endpoint(*id));
    let names: Vec<String> = found.map(|endpoint| name(&endpoint.name)).collect();
    listed(&names, "and")
}

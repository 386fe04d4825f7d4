//! What is reported.

use super::document::Document;
use super::expression::{Printer, View};
use super::kind::Kind;
use crate::algebra::{CohortIndex, Plan, TallyColumnPlan, TallyPlan};
use crate::words::operators::{time_word, unit_of_time};
use kohort_semantics::study::{Compared, ConfidenceKind, Grouped, Output, SurvivalReport};
use kohort_semantics::value::Number;

/// The section of the outputs, and that of what they count.
pub(super) fn outputs(printer: &Printer<'_>, document: &mut Document) {
    let plan = printer.plan;
    document.section("outputs");
    for output in &plan.outputs {
        let lines = lines(plan, output);
        lines
            .iter()
            .for_each(|line| document.named(1, Kind::Output, output.word(), line));
    }
    if plan.tallies.is_empty() {
        return;
    }
    document.section("what is counted");
    for tally in &plan.tallies {
        document.fact(1, Kind::Tally, &counted(printer, tally));
    }
}

fn lines(plan: &Plan, output: &Output) -> Vec<String> {
    match output {
        Output::Attrition(cohorts) if cohorts.is_empty() => vec![String::from("attrition of every cohort")],
        Output::Attrition(cohorts) => {
            let names: Vec<&str> = cohorts.iter().map(|id| cohort(plan, CohortIndex(id.0))).collect();
            vec![format!("attrition of {}", names.join(", "))]
        }
        Output::Baseline { of, rows, smd } => {
            let smd = if *smd {
                ", with standardised mean differences"
            } else {
                ""
            };
            vec![format!(
                "baseline of {} characteristics for {}{smd}",
                rows.len(),
                whose(plan, of)
            )]
        }
        Output::Proportion { of, rows } => {
            vec![format!(
                "proportion of {} characteristics for {}",
                rows.len(),
                whose(plan, of)
            )]
        }
        Output::Treatments {
            of,
            top,
            sequences,
            time_on_line,
            ..
        } => {
            let top = top.map_or_else(String::new, |top| format!(", the {top} commonest of each line"));
            let sequences = if *sequences { ", with sequences" } else { "" };
            let time = if *time_on_line { ", with time on line" } else { "" };
            vec![format!(
                "treatments for {}{top}{sequences}{time}",
                whose(plan, of)
            )]
        }
        Output::Survival(report) => survival(plan, "survival (Kaplan-Meier)", report),
        Output::Incidence(report) => survival(plan, "incidence (Aalen-Johansen)", report),
        Output::Rates {
            of,
            endpoints,
            per,
            unit,
        } => vec![format!(
            "rates of {} endpoints per {} {} for {}",
            endpoints.len(),
            per.exact_text(),
            unit_of_time(*unit),
            whose(plan, of)
        )],
    }
}

fn survival(plan: &Plan, what: &str, report: &SurvivalReport) -> Vec<String> {
    let mut line = format!(
        "{what} of {} endpoints for {}",
        report.endpoints.len(),
        whose(plan, &report.of)
    );
    if !report.at.is_empty() {
        let times: Vec<String> = report.at.iter().map(Number::exact_text).collect();
        line.push_str(&format!(
            ", at {} {}",
            times.join(", "),
            time_word(report.at_unit)
        ));
    }
    if let Some((time, unit)) = &report.rmst {
        line.push_str(&format!(
            ", restricted mean to {} {}",
            time.exact_text(),
            time_word(*unit)
        ));
    }
    for (shown, words) in [
        (report.follow_up, ", with follow-up"),
        (report.at_risk, ", with numbers at risk"),
    ] {
        if shown {
            line.push_str(words);
        }
    }
    match report.compared {
        Some(Compared::LogRank) => line.push_str(", compared by log-rank test"),
        Some(Compared::Cox) => line.push_str(", compared by Cox model (Efron)"),
        None => {}
    }
    for (number, words) in [
        (report.stratified.len(), "stratified by"),
        (report.adjusted.len(), "adjusted for"),
    ] {
        if number > 0 {
            line.push_str(&format!(", {words} {number} characteristics"));
        }
    }
    if report.weighted.is_some() {
        line.push_str(", weighted");
    }
    line.push_str(match report.confidence {
        ConfidenceKind::LogLog => ", 95 % limits: log-log",
        ConfidenceKind::Log => ", 95 % limits: log",
        ConfidenceKind::Plain => ", 95 % limits: plain",
    });
    vec![line]
}

fn whose(plan: &Plan, of: &Grouped) -> String {
    let groups = match of.by.len() {
        0 => String::new(),
        1 => String::from(", in groups by one characteristic"),
        more => format!(", in groups by {more} characteristics"),
    };
    format!("{}{groups}", cohort(plan, CohortIndex(of.cohort.0)))
}

fn cohort(plan: &Plan, id: CohortIndex) -> &str {
    plan.cohorts
        .get(id.0 as usize)
        .map_or("?", |found| found.name.as_str())
}

fn counted(printer: &Printer<'_>, tally: &TallyPlan) -> String {
    let each = match tally.lines {
        Some(_) => "each line of an entry of",
        None => "each entry of",
    };
    let columns: Vec<String> = tally
        .columns
        .iter()
        .map(|column| match column {
            TallyColumnPlan::Value(node) => printer.phrase(*node, View::default()).text,
            TallyColumnPlan::Outcome(position) => {
                let endpoint = printer.plan.endpoints.get(*position as usize);
                endpoint.map_or_else(|| String::from("?"), |found| found.name.clone())
            }
        })
        .collect();
    format!(
        "{each} {}: {}",
        cohort(printer.plan, tally.cohort),
        columns.join("; ")
    )
}

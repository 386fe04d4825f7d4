//! Reports: what is shown, of whom, in which order, with which estimates; and the labels and names of characteristics.

use super::Known;
use super::endpoint::other_unit;
use crate::sites::Sites;
use kohort_semantics::study::{
    CharacteristicId, CohortId, Compared, ConfidenceKind, Grouped, Output, Study, SurvivalReport, TimeUnit,
};
use kohort_semantics::value::Number;

pub(super) fn visit(study: &mut Study, known: &Known, sites: &mut Sites) {
    labels(study, known, sites);
    let cohorts = u32::try_from(study.cohorts.len()).unwrap_or(0);
    for at in 0..study.outputs.len() {
        sites.enter(format!("output {}", at + 1));
        if sites.here("output dropped") {
            study.outputs.remove(at);
            break;
        }
        let (earlier, later) = (
            at.checked_sub(1).and_then(|at| study.outputs.get(at)),
            study.outputs.get(at),
        );
        if earlier.is_some() && earlier != later && sites.here("outputs exchanged") {
            study.outputs.swap(at - 1, at);
        }
        if let Some(output) = study.outputs.get_mut(at) {
            one(output, cohorts, sites);
        }
    }
}

fn labels(study: &mut Study, known: &Known, sites: &mut Sites) {
    for (at, characteristic) in (0u32..).zip(&mut study.characteristics) {
        if !known.used.characteristics.contains(&CharacteristicId(at)) {
            continue;
        }
        sites.enter(format!("characteristic \"{}\"", characteristic.name));
        if sites.here("characteristic renamed") {
            characteristic.name.push_str("_renamed");
        }
        for label in characteristic.labels.iter_mut().flatten() {
            if sites.here("label renamed") {
                label.push_str(" renamed");
            }
        }
        if let Some([first, second, ..]) = characteristic.labels.as_deref_mut()
            && first != second
            && sites.here("labels exchanged")
        {
            std::mem::swap(first, second);
        }
    }
}

fn one(output: &mut Output, cohorts: u32, sites: &mut Sites) {
    match output {
        Output::Attrition(named) => {
            for at in 0..named.len() {
                if named.len() > 1 && sites.here("cohort of an attrition dropped") {
                    named.remove(at);
                    break;
                }
            }
        }
        Output::Baseline { of, rows, smd } => {
            grouped(of, cohorts, sites);
            listed(rows, "row dropped", "rows exchanged", sites);
            turned(smd, "standardised differences", sites);
        }
        Output::Proportion { of, rows } => {
            grouped(of, cohorts, sites);
            listed(rows, "row dropped", "rows exchanged", sites);
        }
        Output::Treatments {
            of,
            lines: _,
            top,
            sequences,
            time_on_line,
        } => {
            grouped(of, cohorts, sites);
            if sites.here("number of regimens shown changed") {
                *top = Some(top.map_or(3, |top| top.saturating_add(1)));
            }
            turned(sequences, "sequences", sites);
            turned(time_on_line, "time on line", sites);
        }
        Output::Survival(report) | Output::Incidence(report) => survival(report, cohorts, sites),
        Output::Rates {
            of,
            endpoints,
            per,
            unit,
        } => {
            grouped(of, cohorts, sites);
            listed(
                endpoints,
                "endpoint dropped from an output",
                "endpoints of an output exchanged",
                sites,
            );
            if sites.here("person-time changed") {
                *per = per.add(&Number::ONE);
            }
            if sites.here("unit of person-time changed") {
                *unit = other_unit(*unit);
            }
        }
    }
}

fn survival(report: &mut SurvivalReport, cohorts: u32, sites: &mut Sites) {
    let SurvivalReport {
        of,
        endpoints,
        at,
        at_unit,
        rmst,
        follow_up,
        at_risk,
        compared,
        stratified,
        adjusted,
        weighted,
        confidence,
    } = report;
    grouped(of, cohorts, sites);
    listed(
        endpoints,
        "endpoint dropped from an output",
        "endpoints of an output exchanged",
        sites,
    );
    for time in at.iter_mut() {
        if sites.here("time of an estimate changed") {
            // By less than one, so that it never becomes the next one.
            *time = Number::from_ratio(1, 2).map_or_else(|| time.clone(), |half| time.add(&half));
        }
    }
    if !at.is_empty() && sites.here("unit of the times of estimates changed") {
        *at_unit = other_unit(*at_unit);
    }
    if sites.here("restricted mean changed") {
        *rmst = match rmst.take() {
            Some((to, unit)) => Some((to.add(&Number::ONE), unit)),
            None => Some((Number::from_integer(12), TimeUnit::Months)),
        };
    }
    if let Some((_, unit)) = rmst
        && sites.here("unit of a restricted mean changed")
    {
        *unit = other_unit(*unit);
    }
    turned(follow_up, "follow-up", sites);
    turned(at_risk, "numbers at risk", sites);
    if let Some(compared) = compared
        && sites.here("comparison of groups changed")
    {
        *compared = match compared {
            Compared::LogRank => Compared::Cox,
            Compared::Cox => Compared::LogRank,
        };
    }
    listed(stratified, "stratum dropped", "strata exchanged", sites);
    listed(adjusted, "covariate dropped", "covariates exchanged", sites);
    if weighted.is_some() && sites.here("weight dropped") {
        *weighted = None;
    }
    if sites.here("confidence interval changed") {
        *confidence = match confidence {
            ConfidenceKind::LogLog => ConfidenceKind::Log,
            ConfidenceKind::Log => ConfidenceKind::Plain,
            ConfidenceKind::Plain => ConfidenceKind::LogLog,
        };
    }
}

fn grouped(of: &mut Grouped, cohorts: u32, sites: &mut Sites) {
    if cohorts > 1 && sites.here("output of another cohort") {
        of.cohort = CohortId((of.cohort.0 + 1) % cohorts);
    }
    listed(&mut of.by, "group dropped", "groups exchanged", sites);
}

fn listed<T: PartialEq>(all: &mut Vec<T>, dropped: &'static str, exchanged: &'static str, sites: &mut Sites) {
    for at in 0..all.len() {
        if sites.here(dropped) {
            all.remove(at);
            return;
        }
    }
    if let [first, second, ..] = all.as_mut_slice()
        && first != second
        && sites.here(exchanged)
    {
        std::mem::swap(first, second);
    }
}

fn turned(option: &mut bool, kind: &'static str, sites: &mut Sites) {
    if sites.here(kind) {
        *option = !*option;
    }
}

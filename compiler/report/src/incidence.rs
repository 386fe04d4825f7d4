//! Cumulative incidence of each event as the first.

use crate::cell::{Cell, Quantity, Spread};
use crate::groups::Groups;
use crate::heading::Heading;
use crate::observed::{self, Sample, Statuses};
use crate::survival::{MassOf, NOBODY, NOT_OBSERVED, common_notes, confidence, unweighted, weighted};
use crate::table::{Kind, Row, Table, file_name};
use crate::units;
use kohort_semantics::Study;
use kohort_semantics::study::{Counted, Endpoint, SurvivalReport};
use kohort_stats::survival::{Incidence, aalen_johansen};
use kohort_stats::{Cause, Confidence, Days, Mass, Moment, RiskTable, Spells};

/// One table for each endpoint.
pub(crate) fn tables(study: &Study, report: &SurvivalReport, counted: &[&Counted]) -> Vec<Table> {
    let endpoints = report.endpoints.iter().zip(counted);
    let tables = endpoints.filter_map(|(id, counted)| {
        let endpoint = study.endpoint(*id)?;
        Some(match report.weighted {
            None => table(study, report, endpoint, counted, &unweighted),
            Some(_) => table(study, report, endpoint, counted, &|row, count| {
                weighted(report, row, count)
            }),
        })
    });
    tables.collect()
}

/// One column.
struct Of<M> {
    spells: Spells<M>,
    risk: RiskTable<M>,
    incidence: Incidence<M>,
}

fn table<M: Mass>(
    study: &Study,
    report: &SurvivalReport,
    endpoint: &Endpoint,
    counted: &Counted,
    mass: MassOf<'_, M>,
) -> Table {
    let statuses = Statuses::of(endpoint);
    let groups = Groups::of(study, &report.of, &[counted]);
    let samples: Vec<Sample<M>> = groups
        .split(counted)
        .iter()
        .map(|rows| observed::sample(rows, &statuses, mass))
        .collect();
    let people: Vec<_> = samples.iter().map(|sample| &sample.people).collect();
    let mut rows = observed::rows(&people, &statuses);
    let columns: Vec<Of<M>> = samples.into_iter().map(|sample| Of::new(sample.spells)).collect();
    rows.extend(incidences(report, &statuses, &columns));
    let heading = Heading::new(study, &report.of, &endpoint.name);
    let mut notes = vec![format!(
        "Aalen–Johansen estimates: the probability of each event as the first of all; 95 % confidence limits of type {}.",
        confidence(report.confidence).kind
    )];
    notes.extend(common_notes(report, endpoint));
    if report.compared.is_some() {
        notes.push(String::from(
            "Groups are not tested here: incidences are only shown.",
        ));
    }
    Table {
        name: format!("incidence_{}", file_name(&endpoint.name)),
        kind: Kind::Incidence,
        title: heading.title,
        cohort: heading.cohort,
        columns: groups.columns(),
        rows,
        notes,
    }
}

fn incidences<M: Mass>(report: &SurvivalReport, statuses: &Statuses<'_>, columns: &[Of<M>]) -> Vec<Row> {
    let confidence = confidence(report.confidence);
    let times: Vec<(String, Option<Moment>)> = report
        .at
        .iter()
        .map(|amount| {
            let label = units::length(amount, report.at_unit);
            (label, units::moment(amount, report.at_unit))
        })
        .collect();
    let mut rows = Vec::new();
    for (name, _, cause) in statuses.each() {
        let section = format!("incidence of {name} (95 % CI, {})", confidence.kind);
        for (label, moment) in &times {
            let cells = columns.iter().map(|column| match moment {
                Some(moment) => column.cell(cause, *moment, confidence),
                None => Cell::undefined(NOT_OBSERVED),
            });
            rows.push(Row::new(&section, label, cells.collect()));
        }
    }
    for (label, moment) in &times {
        let at_risk = |column: &Of<M>, moment: Moment| column.spells.at_risk(moment.reached).people();
        let cells = columns
            .iter()
            .map(|column| Cell::count(moment.map_or(0, |moment| at_risk(column, moment))));
        rows.push(Row::new("at risk", label, cells.collect()));
    }
    rows
}

impl<M: Mass> Of<M> {
    fn new(spells: Spells<M>) -> Self {
        let risk = spells.risk_table();
        let incidence = aalen_johansen(&risk);
        Self {
            spells,
            risk,
            incidence,
        }
    }

    fn cell(&self, cause: Cause, moment: Moment, confidence: Confidence) -> Cell {
        let people = self.spells.everybody().people();
        let Some(last) = self.risk.last_day() else {
            return Cell::undefined(NOBODY);
        };
        let rests_on = [
            people,
            self.events_by(cause, moment.passed),
            self.spells.at_risk(moment.reached).people(),
        ];
        let estimate = |value, limits| {
            Cell::estimate(Quantity::Probability, value, Some(Spread::limits(limits))).resting_on(rests_on)
        };
        match self.incidence.at(moment.passed) {
            Some(step) => {
                let own = step.by_cause.iter().find(|incidence| incidence.cause == cause);
                own.map_or_else(
                    || estimate(0.0, None),
                    |own| estimate(own.cumulative, own.limits(confidence)),
                )
            }
            // Before the first event nothing has happened; after the end of observation nothing is known.
            None if moment.passed <= last => estimate(0.0, None),
            None => Cell::undefined(NOT_OBSERVED),
        }
    }

    fn events_by(&self, cause: Cause, day: Days) -> u64 {
        let rows = self.risk.event_rows().filter(|row| row.day <= day);
        let events = rows.filter_map(|row| row.by_cause.get(&cause));
        events.fold(0, |sum, mass| mass.people().saturating_add(sum))
    }
}

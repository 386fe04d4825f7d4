//! Times to event: Kaplan–Meier estimates of each group, and how the groups compare.

mod compared;
mod cox;
mod estimates;
mod log_rank;

use crate::groups::{Groups, value};
use crate::heading::Heading;
use crate::observed::{self, Statuses};
use crate::table::{Kind, Row, Table, file_name};
pub(crate) use estimates::{NOBODY, NOT_OBSERVED};

use compared::Entries;
use estimates::Estimates;
use kohort_semantics::Study;
use kohort_semantics::study::{
    Compared, ConfidenceKind, Counted, Endpoint, Landmark, SurvivalReport, TallyValue,
};
use kohort_semantics::value::Value;
use kohort_stats::{Confidence, ConfidenceType, Count, Mass, Weighted};

/// How much the entries of a row count; none where they are left out.
pub(crate) type MassOf<'a, M> = &'a dyn Fn(&[TallyValue], u64) -> Option<M>;

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

/// Everybody counts once.
pub(crate) fn unweighted(_: &[TallyValue], count: u64) -> Option<Count> {
    Some(Count(count))
}

/// The weight of a row's entries, which stands just before the outcome.
pub(crate) fn weighted(report: &SurvivalReport, row: &[TallyValue], count: u64) -> Option<Weighted> {
    let place = report.stratified.len().saturating_add(report.adjusted.len());
    match row.get(place).map(value) {
        Some(Value::Number(weight)) => Weighted::people(count, weight.as_ratio().clone()).ok(),
        _ => None,
    }
}

fn table<M: Mass + compared::Testable>(
    study: &Study,
    report: &SurvivalReport,
    endpoint: &Endpoint,
    counted: &Counted,
    mass: MassOf<'_, M>,
) -> Table {
    let statuses = Statuses::of(endpoint);
    let groups = Groups::of(study, &report.of, &[counted]);
    let parts = groups.split(counted);
    let samples: Vec<_> = parts
        .iter()
        .map(|rows| observed::sample(rows, &statuses, mass))
        .collect();
    let people: Vec<_> = samples.iter().map(|sample| &sample.people).collect();
    let mut rows = observed::rows(&people, &statuses);
    let estimates = Estimates {
        report,
        unit: endpoint.unit,
        confidence: confidence(report.confidence),
        statuses: &statuses,
        samples: &samples,
    };
    rows.extend(estimates.rows());
    let entries = Entries {
        study,
        report,
        groups: &groups,
        statuses: &statuses,
        parts: &parts,
        mass,
    };
    rows.extend(comparison(&entries, report.compared));
    let heading = Heading::new(study, &report.of, &endpoint.name);
    Table {
        name: format!("survival_{}", file_name(&endpoint.name)),
        kind: Kind::Survival,
        title: heading.title,
        cohort: heading.cohort,
        columns: groups.columns(),
        rows,
        notes: notes(report, endpoint, &statuses),
    }
}

fn comparison<M: Mass + compared::Testable>(entries: &Entries<'_, M>, how: Option<Compared>) -> Vec<Row> {
    match how {
        None => Vec::new(),
        Some(Compared::LogRank) => log_rank::rows(entries),
        Some(Compared::Cox) => cox::rows(entries),
    }
}

/// The type of limits that a study asks for.
pub(crate) fn confidence(kind: ConfidenceKind) -> Confidence {
    Confidence::of(match kind {
        ConfidenceKind::LogLog => ConfidenceType::LogLog,
        ConfidenceKind::Log => ConfidenceType::Log,
        ConfidenceKind::Plain => ConfidenceType::Plain,
    })
}

fn notes(report: &SurvivalReport, endpoint: &Endpoint, statuses: &Statuses<'_>) -> Vec<String> {
    let mut notes = vec![format!(
        "Kaplan–Meier estimates with Greenwood's variance; 95 % confidence limits of type {}.",
        confidence(report.confidence).kind
    )];
    if statuses.compete() {
        notes.push(String::from(
            "Competing events count as censoring here; their incidence is what `incidence` reports.",
        ));
    }
    notes.extend(common_notes(report, endpoint));
    match report.compared {
        None => {}
        Some(Compared::LogRank) if report.weighted.is_some() => {
            notes.push(String::from(
                "The log-rank test has the weights' variance (Xie and Liu).",
            ));
        }
        Some(Compared::LogRank) => {}
        Some(Compared::Cox) if report.weighted.is_some() => notes.push(String::from(
            "Cox model with Efron's handling of ties; limits and p by Wald with the robust variance.",
        )),
        Some(Compared::Cox) => notes.push(String::from(
            "Cox model with Efron's handling of ties; limits and p by Wald.",
        )),
    }
    notes
}

/// What is to be known of an endpoint's times, whatever is estimated.
pub(crate) fn common_notes(report: &SurvivalReport, endpoint: &Endpoint) -> Vec<String> {
    let mut notes = endpoint_notes(endpoint);
    if report.weighted.is_some() {
        notes.push(String::from(
            "Estimates are weighted; entries, events and numbers at risk count people.",
        ));
    }
    notes
}

/// What is to be known of an endpoint's times.
pub(crate) fn endpoint_notes(endpoint: &Endpoint) -> Vec<String> {
    let mut notes = Vec::new();
    if endpoint.unit != kohort_semantics::study::TimeUnit::Days {
        notes.push(String::from(
            "Times are counted in days; a month is 30.4375 days and a year 365.25.",
        ));
    }
    if endpoint.entering.is_some() {
        notes.push(String::from(
            "Delayed entry: at risk only after the day of entry.",
        ));
    }
    match endpoint.landmark {
        None => {}
        Some(Landmark::Days(days)) => notes.push(landmark(days, "days")),
        Some(Landmark::Months(months)) => notes.push(landmark(months, "calendar months")),
    }
    notes
}

fn landmark(amount: i64, unit: &str) -> String {
    format!(
        "The clock starts at the landmark, {amount} {unit} after time zero; times that ended by then are left out."
    )
}

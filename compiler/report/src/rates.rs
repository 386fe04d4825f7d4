//! Events per person-time.

use crate::cell::{Cell, Quantity, Spread};
use crate::groups::Groups;
use crate::heading::Heading;
use crate::observed::{self, Sample, Statuses};
use crate::survival::{endpoint_notes, unweighted};
use crate::table::{Kind, Row, Table, file_name};
use crate::units;
use kohort_semantics::Study;
use kohort_semantics::study::{Counted, Endpoint, EndpointId, Grouped, TimeUnit};
use kohort_semantics::value::Number;
use kohort_stats::rate::PersonTime;
use kohort_stats::{Count, Rational, Share};

/// One table for each endpoint, with rates per so much person-time.
pub(crate) fn tables(
    study: &Study,
    of: &Grouped,
    endpoints: &[EndpointId],
    per: (&Number, TimeUnit),
    counted: &[&Counted],
) -> Vec<Table> {
    let tables = endpoints.iter().zip(counted).filter_map(|(id, counted)| {
        let endpoint = study.endpoint(*id)?;
        Some(table(study, of, endpoint, per, counted))
    });
    tables.collect()
}

fn table(
    study: &Study,
    of: &Grouped,
    endpoint: &Endpoint,
    (per, unit): (&Number, TimeUnit),
    counted: &Counted,
) -> Table {
    let statuses = Statuses::of(endpoint);
    let groups = Groups::of(study, of, &[counted]);
    let samples: Vec<Sample<Count>> = groups
        .split(counted)
        .iter()
        .map(|rows| observed::sample(rows, &statuses, &unweighted))
        .collect();
    let people: Vec<_> = samples.iter().map(|sample| &sample.people).collect();
    let mut rows = observed::rows(&people, &statuses);
    let times: Vec<(u64, PersonTime)> = samples
        .iter()
        .map(|sample| {
            let time = PersonTime::of(&statuses.of_interest(&sample.spells));
            (sample.people.observed(), time)
        })
        .collect();
    let person_time = times.iter().map(|(people, time)| {
        let shown = units::unit(unit).of_exact(&Rational::from(time.days));
        Cell::estimate(Quantity::PersonTime, shown, None).resting_on([*people])
    });
    let person_unit = format!("person-{}", units::word(unit));
    rows.push(Row::new("person-time", "", person_time.collect()).in_unit(person_unit.as_str()));
    let scale = per.as_ratio() * units::unit(unit).exact_days();
    let rates = times
        .iter()
        .map(|(people, time)| match time.rate(&scale, Share::P95) {
            None => Cell::undefined("there is no person-time"),
            Some(rate) => Cell::estimate(Quantity::Rate, rate.rate, Some(Spread::limits(Some(rate.limits))))
                .resting_on([*people, time.events]),
        });
    let section = format!("rate per {per} {person_unit} (95 % CI, exact)");
    rows.push(Row::new(&section, "", rates.collect()).in_unit(format!("per {per} {person_unit}")));
    let heading = Heading::new(study, of, &endpoint.name);
    let mut notes = vec![String::from(
        "Exact 95 % confidence limits of a Poisson count (Garwood), the person-time taken as fixed.",
    )];
    if statuses.compete() {
        notes.push(String::from(
            "Competing events end the person-time and are not counted in the rate.",
        ));
    }
    notes.extend(endpoint_notes(endpoint));
    Table {
        name: format!("rates_{}", file_name(&endpoint.name)),
        kind: Kind::Rates,
        title: heading.title,
        cohort: heading.cohort,
        columns: groups.columns(),
        rows,
        notes,
    }
}

//! Every number of a result, the oracle's beside the engine's.

use kohort_engine::{DataFault, Results, StepKind};
use kohort_semantics::Source;
use kohort_semantics::source::Availability;
use kohort_semantics::study::{Counted, TallyValue};
use kohort_semantics::value::Value;
use kohort_tests::oracle::{LeftAside, OracleFault, OracleResult, OracleStepKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The numbers of a result by what they count.
#[derive(Default)]
struct Numbers {
    /// Both must have these.
    all: BTreeMap<String, String>,
    /// Counts of what was read. A plan may read less, where a tie-break cannot matter, or more, before it is optimised;
    /// what both read must have the same counts.
    read: BTreeMap<String, String>,
}

impl Numbers {
    /// The dates that contradict a bound, for each bound of an attribute.
    fn bounds<'a>(&mut self, counts: impl Iterator<Item = (&'a str, u64)>) {
        for (attribute, count) in counts {
            let earlier = self
                .read
                .keys()
                .filter(|key| key.starts_with(&format!("bound of {attribute} ")))
                .count();
            let key = format!("bound of {attribute} {earlier}");
            self.read.insert(key, count.to_string());
        }
    }
}

/// The numbers that differ; none if the results are the same.
pub(crate) fn differences(oracle: &OracleResult, engine: &Results) -> Result<(), String> {
    let (expected, actual) = (of_oracle(oracle), of_engine(engine));
    let mut text = String::new();
    for key in expected
        .all
        .keys()
        .chain(actual.all.keys())
        .collect::<BTreeSet<_>>()
    {
        let number = |numbers: &Numbers| {
            numbers
                .all
                .get(key)
                .cloned()
                .unwrap_or_else(|| String::from("nothing"))
        };
        if number(&expected) != number(&actual) {
            writeln!(
                text,
                "  {key}: oracle {}, engine {}",
                number(&expected),
                number(&actual)
            )
            .unwrap();
        }
    }
    for (key, wanted) in &expected.read {
        // A column of which several attributes are read counts for each, and a plan may read fewer of them.
        let fewer = |found: &String| {
            let counts = (found.parse::<u64>().ok(), wanted.parse::<u64>().ok());
            key.starts_with("made missing")
                && matches!(counts, (Some(found), Some(wanted)) if found <= wanted)
        };
        if let Some(found) = actual
            .read
            .get(key)
            .filter(|found| *found != wanted && !fewer(found))
        {
            writeln!(text, "  {key}: oracle {wanted}, engine {found}").unwrap();
        }
    }
    if text.is_empty() { Ok(()) } else { Err(text) }
}

fn of_oracle(result: &OracleResult) -> Numbers {
    let mut numbers = Numbers::default();
    tallies(&mut numbers, &result.tallies);
    for (cohort, position) in result.cohorts.iter().zip(0..) {
        for (step, row) in cohort.steps.iter().zip(0..) {
            let kind = match step.kind {
                OracleStepKind::Population => "population",
                OracleStepKind::Index => "index",
                OracleStepKind::Include => "include",
                OracleStepKind::Exclude => "exclude",
            };
            numbers.all.insert(
                format!(
                    "cohort {position:02} {} step {row:02} {kind} {}",
                    cohort.name, step.name
                ),
                format!(
                    "{} -{} ?{} ={} patients {} alone {:?}",
                    step.before, step.removed, step.unknown, step.after, step.patients, step.alone
                ),
            );
        }
    }
    let quality = &result.quality;
    numbers
        .all
        .insert(String::from("opted out"), quality.opted_out.to_string());
    let count = |count: fn(&LeftAside) -> u64| distinct(quality.left_aside.iter().map(count));
    numbers
        .all
        .insert(String::from("left aside"), count(|site| site.unknown));
    numbers.all.insert(
        String::from("contradictory periods"),
        count(|site| site.contradictory),
    );
    for (table, count) in &quality.without_patient {
        numbers
            .all
            .insert(format!("without patient {table}"), count.to_string());
    }
    for (entity, count) in &quality.undated {
        numbers
            .read
            .insert(format!("undated {entity}"), count.to_string());
    }
    for (attribute, count) in &quality.placed {
        numbers.read.insert(
            format!("placed {attribute}"),
            format!("{}, moved {}", count.placed, count.moved),
        );
    }
    let contradictory = quality.contradictions.iter();
    numbers.bounds(contradictory.map(|(attribute, count)| (attribute.as_str(), *count)));
    for ((table, column), count) in &quality.made_missing {
        numbers
            .read
            .insert(format!("made missing {table}.{column}"), count.to_string());
    }
    numbers
}

/// The rows of all tallies. In a plan codes and analytes are texts.
fn tallies(numbers: &mut Numbers, tallies: &[Counted]) {
    for (position, counted) in tallies.iter().enumerate() {
        for (row, count) in &counted.rows {
            let row: Vec<TallyValue> = row.iter().cloned().map(as_in_a_plan).collect();
            let key = format!("tally {position:02} {}", serde_json::to_string(&row).unwrap());
            numbers.all.insert(key, count.to_string());
        }
    }
}

fn as_in_a_plan(value: TallyValue) -> TallyValue {
    match value {
        TallyValue::Value(Value::Analyte(name)) => TallyValue::Value(Value::Text(name)),
        TallyValue::Value(Value::Code { system, code }) => {
            TallyValue::Value(Value::Text(format!("{} {code}", system.name()).into()))
        }
        other => other,
    }
}

fn of_engine(result: &Results) -> Numbers {
    let mut numbers = Numbers::default();
    tallies(&mut numbers, &result.tallies);
    for (cohort, position) in result.cohorts.iter().zip(0..) {
        for (step, row) in cohort.steps.iter().zip(0..) {
            let kind = match step.kind {
                StepKind::Population => "population",
                StepKind::Index => "index",
                StepKind::Include => "include",
                StepKind::Exclude => "exclude",
            };
            numbers.all.insert(
                format!(
                    "cohort {position:02} {} step {row:02} {kind} {}",
                    cohort.name, step.name
                ),
                format!(
                    "{} -{} ?{} ={} patients {} alone {:?}",
                    step.before, step.removed, step.unknown, step.after, step.patients, step.alone
                ),
            );
        }
    }
    let quality = &result.quality;
    numbers
        .all
        .insert(String::from("opted out"), quality.opted_out.to_string());
    let counts = |list: &[(String, u64)]| distinct(list.iter().map(|(_, count)| *count));
    numbers
        .all
        .insert(String::from("left aside"), counts(&quality.left_aside));
    numbers.all.insert(
        String::from("contradictory periods"),
        counts(&quality.contradictory_periods),
    );
    for (table, count) in &quality.without_patient {
        numbers
            .all
            .insert(format!("without patient {table}"), count.to_string());
    }
    for (entity, count) in &quality.undated {
        numbers
            .read
            .insert(format!("undated {entity}"), count.to_string());
    }
    for (attribute, placed, moved) in &quality.placed {
        numbers
            .read
            .insert(format!("placed {attribute}"), format!("{placed}, moved {moved}"));
    }
    let contradictory = quality.contradictory_dates.iter();
    numbers.bounds(contradictory.map(|(attribute, count)| (attribute.as_str(), *count)));
    // A column that two entities read is listed for each.
    let mut made_missing: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (table, column, count) in &quality.made_missing {
        *made_missing.entry((table, column)).or_default() += count;
    }
    for ((table, column), count) in made_missing {
        numbers
            .read
            .insert(format!("made missing {table}.{column}"), count.to_string());
    }
    numbers
}

/// Which counts occur. The plan has one bag where the study writes the same bag twice, so that how often they occur is
/// no part of the comparison.
fn distinct(counts: impl Iterator<Item = u64>) -> String {
    let counts: BTreeSet<u64> = counts.filter(|count| *count > 0).collect();
    format!("{counts:?}")
}

/// The faults that the oracle found, with how many rows each is about.
pub(crate) fn faults_of_oracle(fault: &OracleFault, source: &Source) -> BTreeMap<String, u64> {
    let faults = fault.faults.iter();
    by_place(
        source,
        faults.map(|fault| {
            (
                fault.code,
                fault.table.as_str(),
                fault.column.as_str(),
                fault.rows,
            )
        }),
    )
}

/// The faults that the engine found.
pub(crate) fn faults_of_engine(faults: &[DataFault], source: &Source) -> BTreeMap<String, u64> {
    let column = |fault: &DataFault| fault.column.clone().unwrap_or_default();
    let faults: Vec<_> = faults.iter().map(|fault| (fault, column(fault))).collect();
    let faults = faults.iter();
    by_place(
        source,
        faults.map(|(fault, column)| {
            (
                fault.code.as_str(),
                fault.table.as_str(),
                column.as_str(),
                fault.rows,
            )
        }),
    )
}

/// Rows are compared where one entity reads the column. Where several do, the engine tells each entity's rows and the oracle
/// all of them; how many rows a patient has who is listed twice is told differently, too.
fn by_place<'f>(
    source: &Source,
    faults: impl Iterator<Item = (&'f str, &'f str, &'f str, u64)>,
) -> BTreeMap<String, u64> {
    let mut places = BTreeMap::new();
    for (code, table, column, rows) in faults {
        let rows = if code == "D0206" || readers(source, table, column) > 1 {
            0
        } else {
            rows
        };
        places.insert(format!("{code} {table}.{column}"), rows);
    }
    places
}

/// How many attributes and locals are read from a column.
fn readers(source: &Source, table: &str, column: &str) -> usize {
    let mappings = source
        .entities
        .iter()
        .filter(|mapping| source.table(mapping.table).is_some_and(|t| t.name == table));
    let readings = mappings.flat_map(|mapping| {
        let attributes = mapping
            .attributes
            .iter()
            .filter_map(|attribute| match &attribute.availability {
                Availability::Present(reading) => Some(reading),
                Availability::Derived(_) | Availability::Absent { .. } => None,
            });
        attributes.chain(mapping.locals.iter().map(|local| &local.reading))
    });
    readings.filter(|reading| reading.column == column).count()
}

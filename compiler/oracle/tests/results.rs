//! Lines, endpoints and what reports count, from the text of a study to the rows of its tallies.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod support;

use kohort_oracle::own_form::own_form;
use kohort_oracle::{OracleResult, Timeline, run, run_tests, timeline};
use kohort_semantics::study::{
    EndpointId, ExpectedOutcome, ExpectedTime, Outcome, TallyValue, TestRecord, TimeUnit,
};
use kohort_semantics::value::{Number, Value};

const STUDY: &str = r#"
study test version "1" on m
model m version "1" {
  one patient { birth_date: Date  sex: Category { female, male } }
  one death dated date { date: Date }
  many medication dated start to end { start: Date  end: Date  drug: Drug }
  many visit dated date { date: Date }
}
drug alpha "Alpha" { ATC L01XA01 }
drug beta "Beta" { ATC L01XA02 }
drug gamma "Gamma" { ATC L01XA03 }
drugs all_drugs { alpha, beta, gamma }
lines rules version "1" {
  drugs all_drugs
  window 28 days
  gap > 120 days
}
lines therapy = rules until 2021-12-31

endpoint os {
  event death.date
  censored at last visit.date
  until 2021-12-31
  negative missing
  in months
}
endpoint ttnt {
  event next: therapy[1].next_start
  event death.date
  censored at therapy[1].line_end
  missing when sex = male
  negative missing
  in days
}
cohort treated { index therapy[1].start }
report {
  treatments of therapy for treated with sequences, time_on_line
  survival of os, ttnt by sex for treated
}
"#;

fn study(tests: &str) -> String {
    format!("{STUDY}\n{tests}\n")
}

const PERSON: &str = "sex female
    medication 2020-01-01 alpha every 21 days times 3
    medication 2020-03-01 beta, gamma
    medication 2020-04-01 beta
    death 2020-12-31";

/// What is expected of an endpoint: a time as written and its unit, and a status.
type Expected<'e> = (&'e str, Option<(&'e str, TimeUnit)>, Option<&'e str>);

/// What is said if an endpoint's outcome is not the expected one.
fn said(person: &str, (endpoint, time, status): Expected<'_>) -> String {
    let one = format!("test \"a person\" {{\n  patient {{\n    {person}\n  }}\n  expect in treated\n}}");
    let analysis = support::analysed(&study(&one));
    let mut study = (**analysis.study.as_ref().unwrap()).clone();
    let position = study.endpoints.iter().position(|found| found.name == endpoint);
    study.tests[0].expectations[0].outcome = Some(ExpectedOutcome {
        endpoint: EndpointId(u32::try_from(position.unwrap()).unwrap()),
        time: time.map(|(number, unit)| ExpectedTime {
            number: Number::parse_decimal(number).unwrap(),
            decimals: u32::try_from(number.split_once('.').map_or(0, |(_, part)| part.len())).unwrap(),
            unit,
        }),
        status: status.map(str::to_owned),
    });
    let outcomes = run_tests(&study);
    let reasons = outcomes
        .iter()
        .flat_map(|outcome| &outcome.failures)
        .flat_map(|failure| &failure.reasons);
    let worded = reasons.map(|reason| reason.worded(|span| analysis.files.slice(span).to_owned()));
    worded.collect::<Vec<_>>().join("\n")
}

/// The result for several persons, and the timeline of the first.
fn results(persons: &[&str]) -> (OracleResult, Timeline) {
    let tests: Vec<String> = persons
        .iter()
        .enumerate()
        .map(|(number, person)| {
            format!("test \"{number}\" {{\n  patient {{\n    {person}\n  }}\n  expect in treated\n}}")
        })
        .collect();
    let analysis = support::analysed(&study(&tests.join("\n")));
    let study = analysis.study.as_ref().unwrap();
    let keys: Vec<String> = (1..=persons.len()).map(|key| key.to_string()).collect();
    let people: Vec<(&str, &[TestRecord])> = keys
        .iter()
        .zip(&study.tests)
        .map(|(key, test)| (key.as_str(), test.records.as_slice()))
        .collect();
    let form = own_form(study, &people).unwrap();
    let result = run(study, &form.source, &form.tables).unwrap();
    let timeline = timeline(study, &form.source, &form.tables, "1").unwrap().unwrap();
    (result, timeline)
}

/// Rows as text, with how often each occurs.
fn rows(result: &OracleResult, tally: usize) -> Vec<String> {
    let value = |value: &TallyValue| match value {
        TallyValue::Value(Value::Missing) => String::from("-"),
        TallyValue::Value(Value::Boolean(truth)) => truth.to_string(),
        TallyValue::Value(Value::Number(number)) => number.to_string(),
        TallyValue::Value(Value::Category(position)) => format!("#{position}"),
        TallyValue::Value(Value::Text(text)) => text.to_string(),
        TallyValue::Value(other) => format!("{other:?}"),
        TallyValue::Outcome(Outcome::Time { exit, entry, event }) => format!("{exit} {entry} {event:?}"),
        TallyValue::Outcome(Outcome::None(why)) => format!("{why:?}"),
    };
    let row = |(row, count): &(Vec<TallyValue>, u64)| {
        let values: Vec<String> = row.iter().map(value).collect();
        format!("{} x{count}", values.join(", "))
    };
    result.tallies[tally].rows.iter().map(row).collect()
}

const OTHER: &str = "sex male
    medication 2020-01-01 alpha every 21 days times 3
    visit 2020-05-01";

#[test]
fn outcomes_are_expected_in_their_units() {
    let (days, months) = (TimeUnit::Days, TimeUnit::Months);
    let os = |time, unit, status| said(PERSON, ("os", Some((time, unit)), status));
    assert_eq!(os("12.0", months, Some("event")), "");
    assert_eq!(os("11.99", months, Some("death")), "");
    assert_eq!(os("1.00", TimeUnit::Years, None), "");
    assert_eq!(os("365", days, None), "");
    assert_ne!(os("12.00", months, None), "");
    assert_ne!(os("12.0", months, Some("censored")), "");
    assert_eq!(said(PERSON, ("ttnt", Some(("60", days)), Some("next"))), "");
    assert_ne!(said(PERSON, ("ttnt", Some(("60", days)), Some("death"))), "");
    assert_ne!(said(PERSON, ("ttnt", None, None)), "");
    assert_eq!(said(OTHER, ("os", Some(("121", days)), Some("censored"))), "");
    assert_eq!(said(OTHER, ("ttnt", None, None)), "");
}

#[test]
fn an_unexpected_outcome_is_explained_by_its_dates() {
    assert_eq!(
        said(PERSON, ("os", Some(("11.9", TimeUnit::Months)), Some("censored"))),
        "with index 2020-01-01, `os` is 11.99 months (365 days), event (death)\n\
         time zero is 2020-01-01\n\
         `death.date` is 2020-12-31\n\
         `2021-12-31` is 2021-12-31\n\
         `last visit.date` is missing"
    );
    assert_eq!(
        said(OTHER, ("ttnt", Some(("42", TimeUnit::Days)), None)),
        "with index 2020-01-01, `ttnt` is missing: a condition of `missing when` is true\n`sex` is male"
    );
}

#[test]
fn reports_count_lines_and_entries() {
    let (result, _) = results(&[PERSON, OTHER, OTHER]);
    // Setting, number, maintenance, regimen, end reason: of each line.
    assert_eq!(
        rows(&result, 0),
        [
            "#0, 1, false, Alpha, #0 x1",
            "#0, 1, false, Alpha, #6 x2",
            "#0, 2, false, Beta, Gamma, #1 x1"
        ]
    );
    // Days on the line.
    assert_eq!(rows(&result, 1), ["#0, 1, false, 43 x3", "#0, 2, false, 32 x1"]);
    assert_eq!(rows(&result, 2), ["Alpha > Beta, Gamma x1", "Alpha x2"]);
    assert_eq!(rows(&result, 3), ["#0, 365 0 Some(0) x1", "#1, 121 0 None x2"]);
    assert_eq!(rows(&result, 4), ["#0, 60 0 Some(0) x1", "#1, Excluded x2"]);
    assert_eq!(result.tallies.len(), 5);
}

#[test]
fn a_timeline_tells_lines_and_endpoints() {
    let (_, timeline) = results(&[PERSON]);
    let parts: Vec<String> = timeline.lines[0]
        .parts
        .iter()
        .map(|part| format!("{} {} {} {}", part.number, part.start, part.end, part.regimen))
        .collect();
    assert_eq!(
        parts,
        [
            "1 2020-01-01 2020-02-12 Alpha",
            "2 2020-03-01 2020-04-01 Beta, Gamma"
        ]
    );
    let entry = &timeline.cohorts[0].entries[0];
    assert_eq!((entry.index.as_str(), entry.kept), ("2020-01-01", true));
    let told: Vec<String> = entry
        .endpoints
        .iter()
        .map(|endpoint| format!("{}: {}", endpoint.name, endpoint.told))
        .collect();
    assert_eq!(
        told,
        [
            "os: 11.99 months (365 days), event (death)",
            "ttnt: 60 days, event (next)"
        ]
    );
    assert_eq!(
        entry.endpoints[1].events,
        [
            (String::from("next"), Some(String::from("2020-03-01"))),
            (String::from("death"), Some(String::from("2020-12-31")))
        ]
    );
}

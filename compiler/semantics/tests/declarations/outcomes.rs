//! What tests in a study expect of endpoints.

use crate::{analysed, shows};
use kohort_semantics::study::{EndpointId, TimeUnit};
use kohort_semantics::value::Number;

fn text(expectations: &str) -> String {
    format!(
        r#"study s version "1.0.0" on clinic
model clinic version "1.0.0" {{
  one patient {{ birth_date: Date }}
  one death dated date {{ date: Date }}
  many visit dated date {{ date: Date }}
}}
cohort seen {{ index (first visit).date }}
endpoint pattern(from: Date) {{ event death.date  censored at (last visit).date  negative missing }}
endpoint os = pattern from index
test "one" {{
  patient {{
    birth_date 1960-01-01
    visit 2020-01-01
    death 2021-01-01
  }}
{expectations}
}}
"#
    )
}

#[test]
fn a_time_has_as_many_decimals_as_are_written() {
    let analysis = analysed(&text(
        "  expect os = 15.30 months, event\n  expect os = 366 days, death\n  expect os = 1 year, censored, for seen\n  \
         expect os = 2.5 years\n  expect os is missing\n  expect index = 2020-01-01",
    ));
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    let study = analysis.study.unwrap_or_else(|| panic!("{shown}"));
    let test = study.tests.first().expect("a test");
    let found: Vec<_> = test
        .expectations
        .iter()
        .map(|expected| {
            let outcome = expected.outcome.as_ref()?;
            assert_eq!(outcome.endpoint, EndpointId(0));
            let time = outcome
                .time
                .as_ref()
                .map(|time| (time.number.clone(), time.decimals, time.unit));
            Some((time, outcome.status.as_deref()))
        })
        .collect();
    let number = |top, bottom| Number::from_ratio(top, bottom).expect("a number");
    assert_eq!(
        found,
        [
            Some((Some((number(153, 10), 2, TimeUnit::Months)), Some("event"))),
            Some((Some((number(366, 1), 0, TimeUnit::Days)), Some("death"))),
            Some((Some((number(1, 1), 0, TimeUnit::Years)), Some("censored"))),
            Some((Some((number(5, 2), 1, TimeUnit::Years)), None)),
            Some((None, None)),
            None,
        ]
    );
    // The last one is a condition as before.
    assert!(
        test.expectations
            .last()
            .is_some_and(|expected| expected.condition.is_some())
    );
}

shows!(wrong_outcomes: ["K0902", "K0902", "K0902", "K0902", "K0902", "K0902", "K0315"] &text(
    "  expect os = 15 months, deth\n  expect os\n  expect os > 3 months\n  expect index = 2020-01-01, event\n  \
     expect os is missing, event\n  expect pattern is missing\n  expect os = 3 weeks"
));
shows!(of_which_cohort: ["K0902"] heals &text("  expect os = 12 months").replace(
    "endpoint pattern",
    "cohort late from seen { include late: index >= 2021-01-01 }\nendpoint pattern"
));

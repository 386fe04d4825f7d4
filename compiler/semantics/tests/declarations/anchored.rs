//! Sources whose dates are days from a date that is not disclosed.

use crate::{analysed, shows};
use kohort_semantics::source::{Availability, Decode, Source};
use kohort_semantics::value::{Date, Day, Value};
use std::sync::Arc;

/// A source with its head, the reading of a date of death, and one more line.
fn source(head: &str, died: &str, more: &str) -> String {
    format!(
        r#"
model clinic version "1.0.0" {{
  one patient {{ born: Date  old: Boolean }}
  one death dated date {{ date: Date }}
  many diagnosis dated date {{ date: Date }}
  many stay dated from_day to to_day {{ from_day: Date  to_day: Date }}
}}
source atlas for clinic version "1.0.0" {{
  {head}
  table people = csv "people.csv"
  table stays = csv "stays.csv"
  patient from people key id {{
    born = birth as days from anchor
    old derived {more}
  }}
  death from people key id where died is known {{
    date = died {died}
  }}
  diagnosis from people key id {{
    date always anchor
  }}
  stay from stays key id {{
    from_day = day_in as days from anchor
    let left = day_out as days from anchor, unknown "0", otherwise missing
    to_day derived left
  }}
  bound stay.to_day on or after from_day, otherwise missing
}}
"#
    )
}

const HEAD: &str = "anchored on \"the day of diagnosis\"";
const DAYS: &str = "as days from anchor";

shows!(without_an_anchor: ["K0602"] &source("", DAYS, "born < born").replace("bound stay.to_day on or after from_day, otherwise missing", ""));
shows!(empty_anchor: ["K0602"] &source("anchored on \" \"", DAYS, "born < born"));
shows!(calendar_and_days: ["K0602"] &source(HEAD, "as date \"yyyy-MM-dd\"", "born < born"));
shows!(with_a_period: ["K0602"] &source(&format!("{HEAD}\n  period 2011-01-01 to 2012-12-31"), DAYS, "born < born"));
shows!(rule_with_a_date: ["K0708"] &source(HEAD, DAYS, "born < 1950-01-01"));
shows!(rule_with_months: ["K0708"] &source(HEAD, DAYS, "born + 1 month < born + 31 days"));
shows!(days_of_text: ["K0602"] &source(HEAD, DAYS, "born < born").replace("old: Boolean", "old: Boolean name: Text").replace("old derived", "name = name as days from anchor\n old derived"));
shows!(anchor_of_text: ["K0602"] &source(HEAD, DAYS, "born < born").replace("old: Boolean", "old: Boolean name: Text").replace("old derived", "name always anchor\n old derived"));

fn only(text: &str) -> Arc<Source> {
    let analysis = analysed(text);
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    assert!(analysis.diagnostics.is_empty(), "{shown}");
    Arc::clone(analysis.sources.first().expect("one source"))
}

#[test]
fn days_and_the_anchor_are_read() {
    let source = only(&source(HEAD, DAYS, "born < born"));
    let anchor = source.anchor.as_ref().expect("an anchor");
    assert_eq!(anchor.what, "the day of diagnosis");
    let read: Vec<&Decode> = source
        .entities
        .iter()
        .flat_map(|mapping| &mapping.attributes)
        .filter_map(|attribute| match &attribute.availability {
            Availability::Present(reading) => Some(&reading.decode),
            _ => None,
        })
        .collect();
    let anchor = Decode::Always(Value::Date(Date::day(Day::ANCHOR)));
    let days = Decode::DaysFromAnchor;
    assert_eq!(read, [&days, &days, &anchor, &days]);
}

#[test]
fn as_many_days_fit_before_the_anchor_as_behind_it() {
    let (before, behind) = (Day::ANCHOR.0 - Day::FIRST.0, Day::LAST.0 - Day::ANCHOR.0);
    assert!((before - behind).abs() <= 1, "{before} {behind}");
}

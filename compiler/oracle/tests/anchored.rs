//! A law of days from an undisclosed date: whoever knew the date, a different one for each patient, would get the same counts.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use kohort_base::{MemoryWorld, render};
use kohort_oracle::{Content, Dataset, OracleResult, run_files};
use kohort_semantics::project::{Options, analyse};
use kohort_semantics::value::Day;
use std::fmt::Write;

const MODEL: &str = r#"
model m version "1" {
  one patient { birth_date: Date }
  one death dated date { date: Date }
  many diagnosis dated date { date: Date }
  many stay dated begin to finish { begin: Date  finish: Date  ward: Text }
}
"#;

/// What may be asked without a calendar.
const STUDY: &str = r#"
study law version "1" on m
let stays = stay where ward = "a"
let rounds = episodes of stays joined within 20 days
cohort people {
  index (first diagnosis).date
  include grown:  index - birth_date >= 6575 days, unknown is met
  include soon:   any stays from index - 3 days to index + 40 days, looking ahead 40 days "law", unknown is met
  include seen:   latest(death.date, (last stay).finish) - index in 10 days to 300 days, unknown is met
  exclude dead:   death.date <= index + 30 days, unknown is not met
  include rounds: count rounds < 3, unknown is met
}
cohort courses from people {
  index each stays
  include longer: any stay where finish - begin > 5 days on index, unknown is not met
  include second: (2nd stay).begin >= index, unknown is met
  include gaps:   count (gap > 30 days in stays) = 0, unknown is met
}
"#;

/// How the dates of a source are read.
struct Form {
    head: &'static str,
    date: &'static str,
    diagnosis: &'static str,
}

const DAYS: Form = Form {
    head: "anchored on \"the day of diagnosis\"",
    date: "as days from anchor",
    diagnosis: "always anchor",
};
const DATES: Form = Form {
    head: "",
    date: "as date \"yyyy-MM-dd\"",
    diagnosis: "= diagnosed as date \"yyyy-MM-dd\"",
};

fn source(form: &Form) -> String {
    let Form {
        head,
        date,
        diagnosis,
    } = form;
    format!(
        r#"
source s for m version "1" {{
  {head}
  table people = csv "people.csv"
  table stays = csv "stays.csv"
  bound stay.finish on or after begin, otherwise missing
  bound stay.begin on or before death.date, otherwise moved
  bound death.date on or after (first diagnosis).date, otherwise kept
  patient from people key id {{ birth_date = born {date} }}
  death from people key id where died is known {{ date = died {date} }}
  diagnosis from people key id {{ date {diagnosis} }}
  stay from stays key id, distinct {{
    begin = first_day {date}
    finish = last_day {date}
    ward = ward as text
  }}
}}
"#
    )
}

/// A stream of numbers that are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// From one number to another; sometimes nothing.
    fn day(&mut self, from: i64, to: i64) -> Option<i64> {
        let day = from + self.below((to - from + 1).unsigned_abs()).cast_signed();
        (self.below(8) > 0).then_some(day)
    }
}

/// The files of some patients, with a way to write a day that counts from a patient's hidden one.
fn files(seed: u64, write: impl Fn(i64, Day) -> String) -> Dataset {
    let mut numbers = Numbers(seed);
    let (mut people, mut stays) = (
        String::from("id,born,died,diagnosed\n"),
        String::from("id,first_day,last_day,ward\n"),
    );
    for patient in 0..60 {
        let hidden = Day(7_000 + i32::try_from(numbers.below(9_000)).unwrap());
        let text = |day: Option<i64>| day.map_or_else(String::new, |day| write(day, hidden));
        let (born, died) = (numbers.day(-6_580, -6_570), numbers.day(-2, 90));
        writeln!(
            people,
            "{patient},{},{},{}",
            text(born),
            text(died),
            write(0, hidden)
        )
        .unwrap();
        for _ in 0..numbers.below(6) {
            let begin = numbers.day(-6, 60);
            let finish = begin.and_then(|begin| numbers.day(begin - 1, begin + 9));
            let ward = if numbers.below(4) > 0 { "a" } else { "b" };
            writeln!(stays, "{patient},{},{},{ward}", text(begin), text(finish)).unwrap();
        }
    }
    let bytes = |path: &str, text: String| (path.to_owned(), Content::Bytes(text.into_bytes()));
    Dataset {
        files: [bytes("people.csv", people), bytes("stays.csv", stays)].into(),
    }
}

fn run(form: &Form, dataset: &Dataset) -> OracleResult {
    let world = MemoryWorld::new().with("law.kohort", format!("{STUDY}{MODEL}{}", source(form)));
    let analysis = analyse(&world, "law.kohort", &Options::default()).unwrap();
    let shown = render::terminal(&analysis.diagnostics, &analysis.files, false, 120);
    assert!(!analysis.has_errors(), "{shown}");
    let (study, source) = (analysis.study.unwrap(), analysis.sources.first().unwrap().clone());
    run_files(&study, &source, dataset).unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn the_hidden_day_changes_nothing() {
    let mut removed = 0;
    for seed in 0..20 {
        let days = run(&DAYS, &files(seed, |day, _| day.to_string()));
        let dates = run(
            &DATES,
            &files(seed, |day, hidden| hidden.add_days(day).unwrap().to_string()),
        );
        for (one, other) in days.cohorts.iter().zip(&dates.cohorts) {
            assert_eq!(one.steps, other.steps, "{}, seed {seed}", one.name);
            removed += one.steps.iter().map(|step| step.removed).sum::<u64>();
        }
        assert_eq!(days.quality.contradictions, dates.quality.contradictions);
        assert_eq!(days.quality.undated, dates.quality.undated);
    }
    assert!(removed > 1_000, "the studies ask for too little: {removed}");
}

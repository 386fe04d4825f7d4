//! Invented doses: people with about forty medication rows each, and a study that makes lines of them.
//!
//! The rows are written in the order of people, as most extracts have them, so that what is measured is the pass and not
//! a sort.

use crate::subject::Subject;
use datafusion::arrow::array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use datafusion::parquet::arrow::ArrowWriter;
use kohort_base::MemoryWorld;
use kohort_semantics::{Options, analyse};
use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

/// How many rows each person has.
pub(crate) const DOSES: u64 = 40;
/// People written at a time.
const CHUNK: u64 = 10_000;

const STUDY: &str = r#"
study doses version "1.0.0" on ward

use std.drugs.{antineoplastic}
use std.lines.{hess_2021_nsclc}

lines therapy = hess_2021_nsclc

cohort treated { index therapy[1].start }

report { attrition  treatments of therapy top 10 with sequences }
"#;

const MODEL: &str = r#"
model ward version "1.0.0" {
  one patient { birth_date: Date }
  many medication dated start to end { start: Date  end: Date  drug: Drug }
}
"#;

const SOURCE: &str = r#"
source files for ward version "1.0.0" {
  table people = parquet "people.parquet"
  table doses  = parquet "doses.parquet"
  patient from people key id { birth_date = born as date "yyyy-MM-dd" }
  medication from doses key id {
    start = day as date "yyyy-MM-dd"
    end absent "each row is a dose"
    drug = drug as drug name from std.drugs
  }
}
"#;

/// Regimens that follow each other, as a person of the number gets them.
const REGIMENS: [&[&str]; 6] = [
    &["carboplatin", "paclitaxel"],
    &["carboplatin", "pemetrexed"],
    &["pembrolizumab"],
    &["docetaxel"],
    &["cisplatin", "gemcitabine"],
    &["nivolumab"],
];

/// Writes the people and their doses; the number of rows.
pub(crate) fn write(people: u64, to: &Path) -> Result<u64, Box<dyn Error>> {
    fs::create_dir_all(to)?;
    let mut writers: [Option<ArrowWriter<File>>; 2] = [None, None];
    let mut rows = 0;
    for from in (0..people).step_by(usize::try_from(CHUNK)?) {
        let numbers = from..people.min(from + CHUNK);
        let tables = [persons(numbers.clone())?, doses(numbers)?];
        for ((batch, writer), name) in tables.iter().zip(&mut writers).zip(["people", "doses"]) {
            rows += u64::try_from(batch.num_rows())?;
            let open = match writer.take() {
                Some(open) => open,
                None => {
                    let file = File::create(to.join(format!("{name}.parquet")))?;
                    ArrowWriter::try_new(file, batch.schema(), None)?
                }
            };
            writer.insert(open).write(batch)?;
        }
    }
    for writer in writers.into_iter().flatten() {
        writer.close()?;
    }
    Ok(rows)
}

fn key(number: u64) -> String {
    format!("P{number:09}")
}

fn persons(numbers: std::ops::Range<u64>) -> Result<RecordBatch, Box<dyn Error>> {
    let born = numbers
        .clone()
        .map(|number| -i32::try_from(number % 12_000).unwrap_or(0));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(StringArray::from_iter_values(numbers.map(key)))),
        ("born", Arc::new(Date32Array::from_iter_values(born))),
    ];
    Ok(RecordBatch::try_from_iter(columns)?)
}

/// Each person's doses: three-weekly regimens, of which another follows after some cycles, with pauses between some.
fn doses(numbers: std::ops::Range<u64>) -> Result<RecordBatch, Box<dyn Error>> {
    let (mut keys, mut days, mut drugs) = (Vec::new(), Vec::new(), Vec::new());
    for number in numbers {
        let mut day = 15_000 + i32::try_from(number % 3_000)?;
        let mut left = DOSES;
        let mut course = number;
        while left > 0 {
            let regimen = REGIMENS[usize::try_from(course % 6)?];
            for _ in 0..4 + course % 5 {
                for drug in regimen.iter().take(usize::try_from(left)?) {
                    keys.push(key(number));
                    days.push(day);
                    drugs.push(*drug);
                    left -= 1;
                }
                day += 21;
            }
            day += i32::try_from(course % 7)? * 30;
            course = course / 5 + 1 + number % 11;
        }
    }
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(StringArray::from(keys))),
        ("day", Arc::new(Date32Array::from(days))),
        ("drug", Arc::new(StringArray::from(drugs))),
    ];
    Ok(RecordBatch::try_from_iter(columns)?)
}

/// The study on the files.
pub(crate) fn subject(data: &Path) -> Result<Subject, Box<dyn Error>> {
    let world = MemoryWorld::new()
        .with("ward.kohort", MODEL)
        .with("study.kohort", STUDY)
        .with("files.kohort", SOURCE);
    let analysis = analyse(&world, "study.kohort", &Options::default())?;
    let messages = || kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    let study = analysis.study.as_ref().ok_or_else(messages)?;
    let source = analysis.sources.first().ok_or_else(messages)?;
    Subject::new(study, source, data)
}

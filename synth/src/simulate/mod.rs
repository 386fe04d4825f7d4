//! Histories of people with cancer, made up from a seed.
//!
//! Who the person is, what the tumour is and what follows from it: staging decides on treatment, treatment on the time to
//! progression, progression on the next line. Each cancer has a file; where a rate comes from stands there.
//!
//! *Invariant:* a person follows from (seed, number, the list of cancers) alone, in integers. Every record is dated within
//! the history, which ends with death, with leaving, or with the last day of the data. The days of a history lie in
//! [`FIRST_DIAGNOSIS`] to [`LAST_DAY`].

mod breast;
mod brief;
mod calendar;
mod chart;
mod clinic;
mod colorectal;
mod edges;
mod gastric;
mod lines;
mod lung;
mod lung_lines;
mod measure;
mod order;
mod prostate;
#[cfg(test)]
mod rates;
mod regimen;
mod second;
mod stage;
#[cfg(test)]
mod tests;
mod treatment;
mod who;

pub(crate) use calendar::later;
pub(crate) use order::by_time;
pub use who::Cancer;

use crate::person::{Day, Diagnosis, Histology, Laterality, Person};
use crate::random::{Random, Stream};
use chart::Chart;
use stage::{Extent, Staging};

/// The first day on which anybody is diagnosed, as in the published cohort of the United Kingdom (2011 to 2024).
pub const FIRST_DIAGNOSIS: &str = "2011-01-01";
/// The last day on which anybody is diagnosed, so that all can be seen for a year.
pub const LAST_DIAGNOSIS: &str = "2023-12-31";
/// The last day of the data.
pub const LAST_DAY: &str = "2024-12-31";

/// The last day of the data, as a day.
pub(crate) fn end_of_data() -> Day {
    calendar::day(LAST_DAY)
}

/// Makes people.
#[derive(Debug, Clone)]
pub struct Simulator {
    seed: u64,
    cancers: Vec<Cancer>,
    brief: bool,
}

impl Simulator {
    /// People with one of these cancers; all of them if none is named.
    pub fn new(seed: u64, cancers: &[Cancer]) -> Self {
        let chosen = |cancer: &Cancer| cancers.is_empty() || cancers.contains(cancer);
        let cancers = Cancer::ALL.iter().copied().filter(chosen).collect();
        Self {
            seed,
            cancers,
            brief: false,
        }
    }

    /// The same people with short charts: few of the doses, measurements and visits that only repeat.
    #[must_use]
    pub fn brief(self) -> Self {
        Self { brief: true, ..self }
    }

    /// The person with this number.
    pub fn person(&self, number: u64) -> Person {
        let mut random = Random::of(self.seed, number, Stream::History);
        let values = Random::of(self.seed, number, Stream::Measurements);
        let cancer = who::cancer(&self.cancers, &mut random);
        let (mut chart, date) = who::chart(number, cancer, random, values);
        match cancer {
            Cancer::Colorectal => colorectal::course(&mut chart, date),
            Cancer::Lung => lung::course(&mut chart, date),
            Cancer::Breast => breast::course(&mut chart, date),
            Cancer::Prostate => prostate::course(&mut chart, date),
            Cancer::Gastric => gastric::course(&mut chart, date),
        }
        second::primary(
            &mut chart,
            cancer,
            date,
            Random::of(self.seed, number, Stream::SecondPrimary),
        );
        edges::place(
            &mut chart.person,
            &mut Random::of(self.seed, number, Stream::Edges),
        );
        let mut person = who::finish(chart);
        if self.brief {
            brief::shorten(&mut person);
        }
        person
    }
}

/// How far the tumour has come, in parts of a thousand; the rest is metastatic.
fn extent(chart: &mut Chart, parts: &[(u32, Extent)]) -> Extent {
    chart.random.share(parts, Extent::Metastatic)
}

/// What a cancer's file says of a tumour.
struct Tumour {
    date: Day,
    code: &'static str,
    staging: Staging,
    morphology: &'static str,
    histology: Histology,
    laterality: Option<Laterality>,
    grade: Option<u8>,
    gleason: Option<(u8, u8)>,
}

impl Tumour {
    /// The record of the tumour as the next one in a chart.
    fn at(self, chart: &Chart) -> Diagnosis {
        let tumours = u32::try_from(chart.person.diagnoses.len()).unwrap_or(0);
        Diagnosis {
            date: self.date,
            code: self.code.to_owned(),
            stage: Some(self.staging.stage),
            edition: Some(self.staging.edition),
            t: Some(self.staging.t),
            n: Some(self.staging.n),
            m: Some(self.staging.m),
            morphology: Some(self.morphology.to_owned()),
            histology: Some(self.histology),
            laterality: self.laterality,
            grade: self.grade,
            gleason: self.gleason,
            tumour: tumours + 1,
        }
    }
}

//! The ways of reading one country's data: raw and prepared, in two orders of rows, on one thread and on two.

use super::{People, Tell, bytes, folder, plan, run, text_files};
use kohort_engine::Results;
use kohort_engine::prepare::{PrepareOptions, prepare_blocking};
use kohort_synth::national::Mess;
use kohort_tests::law::{Case, Records};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// One way of reading data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    /// The name, for people.
    pub(crate) name: &'static str,
    folder: &'static str,
    threads: usize,
    batch_size: Option<usize>,
}

/// All ways. The first is the one that all others are compared with.
pub(crate) const WAYS: [Way; 6] = [
    way("raw, 2 threads", "raw", 2, None),
    way("raw, 1 thread", "raw", 1, None),
    way(
        "raw, shuffled, 2 threads, small batches",
        "shuffled",
        2,
        Some(500),
    ),
    way("raw, shuffled, 1 thread", "shuffled", 1, None),
    way("prepared, 2 threads", "prepared", 2, None),
    way(
        "prepared from shuffled rows, 1 thread",
        "prepared_shuffled",
        1,
        None,
    ),
];

const fn way(name: &'static str, folder: &'static str, threads: usize, batch_size: Option<usize>) -> Way {
    Way {
        name,
        folder,
        threads,
        batch_size,
    }
}

/// One country's data, in every form.
pub(crate) struct Data {
    folder: TempDir,
}

impl Data {
    /// Writes people down, in order and shuffled, and prepares both.
    pub(crate) fn write(
        cases: &[Case],
        country: usize,
        people: People,
        tell: Tell<'_>,
    ) -> Result<Self, String> {
        let data = Self { folder: folder()? };
        let case = cases.first().ok_or("there is no study")?;
        let of = case.countries.get(country).ok_or("there is no such country")?;
        let records = Records::of(of.writer, people.seed, 1..=people.count, Mess::Clean);
        text_files(&records, &data.place("raw"))?;
        tell(&format!("{}: written", of.name()), "");
        text_files(&records.shuffled(people.seed), &data.place("shuffled"))?;
        drop(records);
        tell(&format!("{}: shuffled", of.name()), "");
        let mut fingerprints = Vec::new();
        for (from, into, threads) in [("raw", "prepared", 2), ("shuffled", "prepared_shuffled", 1)] {
            let fingerprint = data.prepare(case, country, (from, into), threads)?;
            tell(&format!("{}: {into}", of.name()), &fingerprint);
            fingerprints.push(fingerprint);
        }
        fingerprints.dedup();
        match fingerprints.len() {
            1 => Ok(data),
            _ => Err(format!("{}: shuffled rows are prepared otherwise", of.name())),
        }
    }

    fn place(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn prepare(
        &self,
        case: &Case,
        country: usize,
        (from, into): (&str, &str),
        threads: usize,
    ) -> Result<String, String> {
        let of = case.countries.get(country).ok_or("there is no such country")?;
        let spill = folder()?;
        let into: &Path = &self.place(into);
        fs::create_dir(into).map_err(|error| error.to_string())?;
        let mut options = PrepareOptions::new(self.place(from), into);
        options.run.threads = threads;
        options.run.spill = Some(spill.path().to_path_buf());
        let manifest = prepare_blocking(&case.study.model, &of.source, &options)
            .map_err(|error| format!("{} cannot be prepared: {error}", of.name()))?;
        Ok(manifest.fingerprint)
    }

    /// The results of a study, which all ways give alike to the byte, the counts on data quality too; or the way that does
    /// not.
    pub(crate) fn run(&self, case: &Case, country: usize, tell: Tell<'_>) -> Result<Results, String> {
        let of = case.countries.get(country).ok_or("there is no such country")?;
        let plan = plan(case, of)?;
        let mut first: Option<(Results, String)> = None;
        for way in WAYS {
            let results = run(&plan, &self.place(way.folder), way.threads, way.batch_size)?;
            let found = bytes(&results);
            tell(
                &format!("{}: {}, {}", of.name(), case.study.name, way.name),
                &super::answers(&plan, &results),
            );
            match &first {
                Some((_, first)) if *first != found => {
                    let lines = |text: &str| text.replace('{', "\n{");
                    let (first, found) = (lines(first), lines(&found));
                    let difference = similar::TextDiff::from_lines(&first, &found);
                    return Err(format!(
                        "{} on {}: {} gives another result than {}\n{}",
                        case.name,
                        of.name(),
                        way.name,
                        WAYS[0].name,
                        difference.unified_diff()
                    ));
                }
                Some(_) => {}
                None => first = Some((results, found)),
            }
        }
        let (results, _) = first.ok_or("there is no way of reading data")?;
        Ok(results)
    }
}

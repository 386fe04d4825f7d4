//! `kohort synth`: invented people in the tables of each country.
//!
//! Invariant: the files depend on the arguments and the version alone, never on threads, machine or day; a folder appears
//! complete or not at all, and nothing that exists is replaced.

mod about;
mod csv_files;
mod folders;
#[cfg(feature = "run")]
mod parquet_files;
mod progress;
#[cfg(test)]
mod tests;

use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;
use about::About;
use clap::Args;
use csv_files::CsvFiles;
use folders::Folders;
use kohort_synth::national::{Mess, Writer, writers};
use kohort_synth::people::{Chunk, Encode};
use kohort_synth::rows::TableLayout;
use kohort_synth::{Cancer, People, Simulator, Stopped};
use progress::Watching;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Make invented people and write them as the tables of each country, one folder a source.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort synth --patients 500 --out data       four folders: data/us, data/uk, data/de, data/jp
  kohort synth --patients 500 --out data --source us,jp --seed 7
  kohort synth --patients 1000000 --out data --format parquet --threads 8
  kohort synth --patients 2000 --out messy --realistic
  kohort synth --patients 500 --out small --brief

Person 17 of a seed is the same person in every country, however many people are made.")]
pub(crate) struct Arguments {
    /// How many people
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    patients: u64,
    /// The folder to write into; each source gets a folder below it
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// The sources whose tables are written; otherwise all
    #[arg(long = "source", value_name = "NAME", value_delimiter = ',')]
    sources: Option<Vec<String>>,
    /// What everything follows from; another seed, other people
    #[arg(long, value_name = "NUMBER", default_value_t = SEED)]
    seed: u64,
    /// The form of the tables
    #[arg(long, value_enum, default_value = "csv")]
    format: Form,
    /// The cancers that people have; otherwise all: colorectal, lung, breast, prostate, gastric
    #[arg(long = "cancer", value_name = "NAME", value_delimiter = ',', value_parser = cancer)]
    cancers: Vec<Cancer>,
    /// With short charts: few of the doses, measurements and visits that only repeat
    #[arg(long)]
    brief: bool,
    /// With the defects of real records: missing values, coarse dates, people who refused
    #[arg(long)]
    realistic: bool,
    /// How many threads work side by side; otherwise all of the machine's
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// The form of the tables. The variants have no doc comments, since help would print them at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Csv,
    Parquet,
}

impl Form {
    const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// The name of a table's file.
    fn file(self, layout: &TableLayout) -> String {
        match self {
            Self::Csv => layout.file.to_owned(),
            Self::Parquet => format!("{}.parquet", layout.name),
        }
    }

    /// How many people are made at a time. In Parquet they are a row group of each table.
    fn chunk(self) -> NonZeroUsize {
        let people = match self {
            Self::Csv => 512,
            Self::Parquet => 8192,
        };
        NonZeroUsize::new(people).unwrap_or(NonZeroUsize::MIN)
    }
}

/// Takes encoded chunks in order, and ends the files. Threads encode; the open files belong to the one that writes.
trait Files: Encode<Error = Failure> {
    /// The open files of all tables.
    type Open;

    /// Adds a chunk; how many rows each table got is counted.
    fn add(&self, open: &mut Self::Open, tables: Vec<Vec<Self::Piece>>) -> Result<(), Failure>;

    /// Ends them; for each writer the rows of its tables.
    fn finish(&self, open: Self::Open) -> Result<Vec<Vec<u64>>, Failure>;
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (out, written) = written(arguments, terminal)?;
    for (source, tables, rows) in written {
        let place = terminal.shown(&out.join(source));
        writeln!(terminal.out, "wrote `{place}`: {tables} tables, {rows} rows")?;
    }
    Ok(Exit::Fine)
}

/// What people follow from unless somebody says otherwise.
const SEED: u64 = 1;

/// The sources in whose tables people can be invented, and what those of [`invent`] follow from.
#[cfg(feature = "run")]
pub(in crate::commands) fn invented() -> (Vec<&'static str>, u64) {
    (writers().iter().map(|writer| writer.source()).collect(), SEED)
}

/// Writes so many people, those of the usual seed, as CSV for some sources below a folder that is not there yet.
#[cfg(feature = "run")]
pub(in crate::commands) fn invent(
    patients: u64,
    sources: &[String],
    out: &std::path::Path,
    terminal: &Terminal<'_>,
) -> Result<(), Failure> {
    let arguments = Arguments {
        patients,
        out: out.to_path_buf(),
        sources: Some(sources.to_vec()),
        seed: SEED,
        format: Form::Csv,
        cancers: Vec::new(),
        brief: false,
        realistic: false,
        threads: None,
    };
    written(&arguments, terminal).map(|_| ())
}

/// What was written for a source: its name, how many tables and how many rows.
type Written = (&'static str, usize, u64);

/// Writes the people of all sources, and tells where.
fn written(arguments: &Arguments, terminal: &Terminal<'_>) -> Result<(PathBuf, Vec<Written>), Failure> {
    let writers = chosen(arguments.sources.as_deref())?;
    if arguments.format == Form::Parquet && cfg!(not(feature = "run")) {
        return Err(no_parquet());
    }
    let out = terminal.path(&arguments.out);
    let folders = Folders::below(&out, &writers)?;
    let rows = match arguments.format {
        Form::Csv => {
            let (files, open) = CsvFiles::open(&writers, &folders)?;
            write(arguments, &writers, &files, open, terminal)?
        }
        #[cfg(feature = "run")]
        Form::Parquet => {
            let (files, open) = parquet_files::ParquetFiles::open(&writers, &folders)?;
            write(arguments, &writers, &files, open, terminal)?
        }
        #[cfg(not(feature = "run"))]
        Form::Parquet => return Err(no_parquet()),
    };
    for (writer, rows) in writers.iter().zip(&rows) {
        let about = About::new(arguments, *writer, rows);
        folders.write(*writer, "README.md", about.text().as_bytes())?;
        folders.write(*writer, "synth.json", about.json().as_bytes())?;
    }
    folders.finish()?;
    let written = writers
        .iter()
        .zip(&rows)
        .map(|(writer, rows)| (writer.source(), rows.len(), rows.iter().sum::<u64>()));
    Ok((out, written.collect()))
}

fn no_parquet() -> Failure {
    Failure::environment("this `kohort` was built without the engine, which writes Parquet")
        .help("write `--format csv`, or use a `kohort` that has the command `run`")
}

/// Makes the people and writes their rows; for each writer the rows of its tables.
fn write<F: Files>(
    arguments: &Arguments,
    writers: &[&'static dyn Writer],
    files: &F,
    mut open: F::Open,
    terminal: &Terminal<'_>,
) -> Result<Vec<Vec<u64>>, Failure> {
    let mut simulator = Simulator::new(arguments.seed, &arguments.cancers);
    if arguments.brief {
        simulator = simulator.brief();
    }
    let people = People {
        simulator: &simulator,
        count: arguments.patients,
        mess: mess(arguments),
        writers,
        threads: threads(arguments.threads),
        chunk: arguments.format.chunk(),
    };
    let watching = Watching::start(arguments.patients, terminal.progress);
    let made = people.make(files, |chunk: Chunk<F::Piece>| {
        files.add(&mut open, chunk.tables)?;
        watching.reached(chunk.people);
        Ok(())
    });
    watching.finish();
    match made {
        Ok(()) => files.finish(open),
        Err(Stopped::Because(failure)) => Err(failure),
        Err(Stopped::Thread) => Err(Failure::environment("a thread ended early; no folder was made")
            .help("this is a fault of Kohort, please report it")),
    }
}

/// Defects follow from the seed as everything does.
fn mess(arguments: &Arguments) -> Mess {
    match arguments.realistic {
        true => Mess::Realistic { seed: arguments.seed },
        false => Mess::Clean,
    }
}

fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
}

/// The writers of some sources, in the usual order and each once.
fn chosen(sources: Option<&[String]>) -> Result<Vec<&'static dyn Writer>, Failure> {
    let all = writers();
    let Some(sources) = sources else {
        return Ok(all.to_vec());
    };
    let known: Vec<&str> = all.iter().map(|writer| writer.source()).collect();
    if let Some(unknown) = sources.iter().find(|source| !known.contains(&source.as_str())) {
        return Err(
            Failure::environment(format!("there are no invented people for a source `{unknown}`"))
                .help(format!("the sources are: {}", known.join(", "))),
        );
    }
    let asked = |writer: &&&'static dyn Writer| sources.iter().any(|source| source == writer.source());
    Ok(all.iter().filter(asked).copied().collect())
}

fn cancer(word: &str) -> Result<Cancer, String> {
    Cancer::of_word(word).ok_or_else(|| {
        let words: Vec<&str> = Cancer::ALL.iter().map(|cancer| cancer.word()).collect();
        format!("the cancers are: {}", words.join(", "))
    })
}

//! `kohort prepare`: data checked against their source model, and written typed and in patient order.
//!
//! Invariant: a folder appears complete or not at all, and none appears unless all do; nothing but prepared data is ever
//! replaced.

use crate::arguments::Format;
use crate::commands::memory;
use crate::commands::run::progress::Watching;
use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::project::{Project, existing};
use crate::terminal::Terminal;
use crate::write::NewFolder;
use clap::Args;
use kohort_base::suggest;
use kohort_engine::prepare::{BUCKETS, PrepareOptions, prepare_blocking};
use kohort_engine::prepared::{Manifest, is_prepared};
use kohort_engine::{RunError, RunOptions};
use kohort_semantics::{Catalogue, Model, Source, catalogue};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Check data against their source model, and write them typed and in patient order, so that runs need not sort.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort prepare de --data /data/registry --out /data/prepared   one source
  kohort prepare --out prepared                                  all with data in kohort.toml
  kohort run study.kohort --source de --data /data/prepared      a study on what was prepared

Every file and column that the source model reads is checked, and all faults are told at once: those of files, such as a \
missing column, and if there are none, those of values. A run over prepared data gives the same results as one over the raw \
files. Data prepared with another source model are refused: prepare them again.")]
pub(crate) struct Arguments {
    /// The sources; otherwise all with data in kohort.toml
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// The folder with the data of the one source that is named
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// The folder to write: of the one source that is named, otherwise with a folder for each
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Into how many buckets patients are divided; a run works on as many at once as it has threads
    #[arg(long, value_name = "N", default_value_t = BUCKETS, value_parser = clap::value_parser!(u32).range(1..=4096))]
    buckets: u32,
    /// The model, where there are sources of one name for several
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// How many threads work side by side; otherwise all of the machine's
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Sort on disk above this much memory, such as 500MB
    #[arg(long, value_name = "SIZE", value_parser = memory::bytes, default_value = "2GB")]
    memory: usize,
}

/// What is prepared.
struct Job {
    source: Arc<Source>,
    model: Arc<Model>,
    data: PathBuf,
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let jobs = jobs(arguments, terminal)?;
    let mut written = Vec::new();
    let mut failed = false;
    for job in &jobs {
        let folder = NewFolder::at(&job.out)?;
        let watching = Watching::start(&job.source.name, terminal.progress);
        let outcome = prepare_blocking(
            &job.model,
            &job.source,
            &options(arguments, job, &folder, &watching),
        );
        watching.finish();
        match outcome {
            Ok(manifest) => written.push((job, folder, manifest)),
            Err(error) => {
                failed = true;
                tell(&job.source.name, &error, terminal)?;
            }
        }
    }
    if failed {
        return Err(Failure::said(Exit::Environment));
    }
    for (job, folder, manifest) in written {
        folder.finish()?;
        write!(terminal.out, "{}", said(&terminal.shown(&job.out), &manifest))?;
    }
    Ok(Exit::Fine)
}

fn options(arguments: &Arguments, job: &Job, folder: &NewFolder, watching: &Watching) -> PrepareOptions {
    let usual = RunOptions::new(&job.data);
    PrepareOptions {
        run: RunOptions {
            threads: arguments.threads.map_or(usual.threads, NonZeroUsize::get),
            memory_limit: Some(arguments.memory),
            progress: watching.observer(),
            ..usual
        },
        into: folder.path().to_path_buf(),
        buckets: arguments.buckets,
    }
}

fn said(place: &str, manifest: &Manifest) -> String {
    let records: u64 = manifest.streams.iter().map(|stream| stream.rows).sum();
    let opted_out = match manifest.opted_out {
        0 => String::new(),
        patients => format!(", {patients} who opted out left out"),
    };
    let mut columns = manifest.streams.iter().flat_map(|stream| &stream.columns);
    // How many is not said here: it may be few.
    let unreadable = if columns.any(|column| !column.unreadable.is_empty()) {
        format!(
            "some values could not be read and are missing, as the source declares; `kohort describe {} --data {place}` \
             shows which\n",
            manifest.source.name
        )
    } else {
        String::new()
    };
    format!(
        "wrote `{place}`: `{}` {}, {} patients with {records} records{opted_out}, in {} buckets\nfingerprint \
         {}\n{unreadable}",
        manifest.source.name,
        manifest.source.version,
        manifest.patients,
        manifest.buckets,
        manifest.fingerprint
    )
}

fn jobs(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Vec<Job>, Failure> {
    let here = existing(&terminal.folder)?;
    let project = Project::around(&here)?;
    let names = if arguments.sources.is_empty() {
        project.sources_with_data()
    } else {
        arguments.sources.clone()
    };
    if names.is_empty() {
        return Err(
            Failure::environment("no source is named, and no `kohort.toml` names data")
                .help("write `kohort prepare SOURCE --data FOLDER --out FOLDER`"),
        );
    }
    if arguments.data.is_some() && arguments.sources.len() != 1 {
        return Err(Failure::environment("`--data` names the folder of one source").help("name that source"));
    }
    let found = catalogue(&project.world());
    let place = terminal.path(&arguments.out);
    let mut jobs = Vec::new();
    for name in &names {
        let (source, model) = source(name, arguments.model.as_deref(), &found, &project, terminal)?;
        let data = match &arguments.data {
            Some(data) => existing(&terminal.path(data))?,
            None => project.data_folder(name)?,
        };
        let out = if arguments.sources.len() == 1 {
            place.clone()
        } else {
            place.join(name)
        };
        check_places(&data, &out, terminal)?;
        jobs.push(Job {
            source,
            model,
            data,
            out,
        });
    }
    Ok(jobs)
}

/// Raw data are read, and nothing but prepared data is replaced.
fn check_places(data: &Path, out: &Path, terminal: &Terminal<'_>) -> Result<(), Failure> {
    if is_prepared(data) {
        return Err(Failure::environment(format!(
            "the data in `{}` are prepared already",
            terminal.shown(data)
        ))
        .help("name the folder of the raw files"));
    }
    let is_empty = || out.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    if out.exists() && !is_prepared(out) && !is_empty() {
        return Err(Failure::environment(format!(
            "`{}` exists already and does not hold prepared data",
            terminal.shown(out)
        ))
        .help("choose another folder with `--out`; only prepared data are replaced"));
    }
    Ok(())
}

/// The source of a name; where something about it is wrong, the findings are shown.
fn source(
    name: &str,
    model: Option<&str>,
    found: &Catalogue,
    project: &Project,
    terminal: &mut Terminal<'_>,
) -> Result<(Arc<Source>, Arc<Model>), Failure> {
    let of_name = found.sources.iter().filter(|(source, _)| source.name == name);
    let of_model = of_name.filter(|(source, _)| model.is_none_or(|model| source.model == model));
    match of_model.collect::<Vec<_>>().as_slice() {
        [only] => Ok((*only).clone()),
        [] if found.left_out.iter().any(|left_out| left_out == name) => {
            let analysis = kohort_semantics::Analysis {
                files: found.files.clone(),
                reached: Vec::new(),
                diagnostics: found.diagnostics.clone(),
                study: None,
                draft: None,
                sources: Vec::new(),
                verdicts: Vec::new(),
                facts: kohort_semantics::Facts::default(),
                vocabulary: kohort_semantics::Vocabulary::default(),
            };
            let exit = Findings::of(&analysis, project, terminal).show(Format::Text, false, terminal)?;
            Err(Failure::said(exit))
        }
        [] => {
            let known: Vec<&str> = found
                .sources
                .iter()
                .map(|(source, _)| source.name.as_str())
                .collect();
            let failure = Failure::environment(format!("there is no source `{name}`"));
            Err(match suggest::nearest(name, known.iter().copied()) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help(format!("there are: {}", known.join(", "))),
            })
        }
        several => {
            let models: Vec<&str> = several.iter().map(|(source, _)| source.model.as_str()).collect();
            Err(
                Failure::environment(format!("there are {} sources `{name}`", several.len()))
                    .help(format!("choose the model with `--model`: {}", models.join(", "))),
            )
        }
    }
}

fn tell(source: &str, error: &RunError, terminal: &mut Terminal<'_>) -> std::io::Result<()> {
    writeln!(terminal.err, "{error}")?;
    let whose = match error {
        RunError::Data(_) => "the data contradict the source",
        RunError::Environment(_) => "preparing stopped on the source",
    };
    writeln!(terminal.err, "\n{whose} `{source}`; nothing was written")
}

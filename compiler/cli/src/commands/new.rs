//! `kohort new`: a project to start from.
//!
//! Invariant: the new project checks without a finding, is in canonical style and runs on its own invented rows; a folder
//! that holds anything is left alone, and a project appears complete or not at all.

use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;
use crate::write::NewFolder;
use clap::Args;
use std::path::PathBuf;

/// Make a project: kohort.toml, a first study with invented rows to run it on, and what git and CI need.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort new my_study
  kohort check my_study && kohort run my_study")]
pub(crate) struct Arguments {
    /// The project's folder; its last part is the project's name
    #[arg(value_name = "NAME")]
    name: PathBuf,
}

/// What stands for the project's name in the templates.
const NAME: &str = "PROJECT_NAME";

/// The files of a project.
const FILES: &[(&str, &str)] = &[
    ("kohort.toml", include_str!("../template/kohort.toml")),
    ("study.kohort", include_str!("../template/study.kohort")),
    ("clinic.kohort", include_str!("../template/clinic.kohort")),
    ("demo.kohort", include_str!("../template/demo.kohort")),
    ("demo/patients.csv", include_str!("../template/demo/patients.csv")),
    (
        "demo/diagnoses.csv",
        include_str!("../template/demo/diagnoses.csv"),
    ),
    ("demo/labs.csv", include_str!("../template/demo/labs.csv")),
    (".gitignore", include_str!("../template/gitignore")),
    (".gitattributes", include_str!("../template/gitattributes")),
    (
        ".github/workflows/kohort.yml",
        include_str!("../template/workflow.yml"),
    ),
];

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let place = terminal.path(&arguments.name);
    let shown = arguments.name.display().to_string();
    let name = place
        .file_name()
        .and_then(|name| name.to_str())
        .filter(|name| !name.contains(['"', '\\', '\n']));
    let Some(name) = name else {
        return Err(Failure::environment(format!("`{shown}` does not name a project"))
            .help("give a new folder's name, such as `my_study`"));
    };
    if place.exists() && !is_empty_folder(&place) {
        return Err(
            Failure::environment(format!("`{shown}` exists and is not an empty folder"))
                .help("choose a name that is not taken yet"),
        );
    }
    let folder = NewFolder::at(&place)?;
    for (path, text) in FILES {
        folder.write(path, text.replace(NAME, name).as_bytes())?;
    }
    folder.finish()?;
    writeln!(
        terminal.out,
        "made `{shown}`\n\nnext:\n  kohort check {shown}\n  kohort run {shown}"
    )?;
    Ok(Exit::Fine)
}

fn is_empty_folder(place: &std::path::Path) -> bool {
    std::fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none())
}

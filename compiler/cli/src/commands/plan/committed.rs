//! Plans as files in a folder: written, or compared with what the study now means.
//!
//! Invariant: all plans are made before the first is written, each file is replaced as a whole or not at all, and only
//! files with the name of a plan of this study are ever removed.

use super::Checked;
use crate::failure::{Exit, Failure, why};
use crate::terminal::Terminal;
use crate::write::{make_folder, put_file, remove_file};
use kohort_plan::text::{Difference, Form, PlanFile, difference, files, is_plan_of};
use std::io;
use std::path::{Path, PathBuf};

/// The plans of a study in a folder.
pub(super) struct Plans<'a> {
    pub(super) checked: &'a Checked,
    /// The study as the command line names it.
    pub(super) study: &'a Path,
    /// The folder as the command line names it.
    pub(super) folder: PathBuf,
    pub(super) form: Form,
    /// Whether they are for all sources, so that any other plan of the study is of none.
    pub(super) all_sources: bool,
}

impl Plans<'_> {
    /// Writes those that are new or changed, and removes those of sources that are gone.
    pub(super) fn write(&self, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
        let folder = terminal.path(&self.folder);
        let plans = self.plans()?;
        make_folder(&folder)?;
        let (mut written, mut same) = (0_usize, 0_usize);
        for plan in &plans {
            let path = folder.join(&plan.name);
            if read(&path)?.as_deref() == Some(plan.text.as_bytes()) {
                same += 1;
            } else {
                put_file(&path, plan.text.as_bytes())?;
                written += 1;
            }
        }
        let stale = self.stale(&folder, &plans)?;
        for name in &stale {
            remove_file(&folder.join(name))?;
        }
        let removed = match stale.len() {
            0 => String::new(),
            number => format!(", {number} removed"),
        };
        writeln!(
            terminal.out,
            "{}: {written} written, {same} unchanged{removed}",
            self.folder.display()
        )?;
        Ok(Exit::Fine)
    }

    /// Says the first plan that is not as it would be written.
    pub(super) fn check(&self, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
        let folder = terminal.path(&self.folder);
        let plans = self.plans()?;
        for plan in &plans {
            let shown = self.folder.join(&plan.name);
            let Some(old) = read(&folder.join(&plan.name))? else {
                return Err(self.outdated(format!("`{}` is missing", shown.display())));
            };
            // A machine may end lines in its own way.
            if let Some(found) = difference(&String::from_utf8_lossy(&old), &plan.text) {
                return Err(self.outdated(changed(&shown, &found)));
            }
        }
        if let Some(name) = self.stale(&folder, &plans)?.first() {
            let shown = self.folder.join(name);
            let message = format!("`{}` is a plan for no source of the study", shown.display());
            return Err(self.outdated(message));
        }
        let number = match plans.len() {
            1 => String::from("1 plan is"),
            number => format!("{number} plans are"),
        };
        writeln!(terminal.out, "{}: {number} up to date", self.folder.display())?;
        Ok(Exit::Fine)
    }

    fn plans(&self) -> Result<Vec<PlanFile>, Failure> {
        let sources = self.checked.analysis.sources.iter().map(AsRef::as_ref);
        files(&self.checked.study, sources, self.form).map_err(|error| {
            Failure::environment(error.to_string()).help("this is a fault of Kohort, please report it")
        })
    }

    /// The files that would be plans of the study and are not among them, by name.
    fn stale(&self, folder: &Path, plans: &[PlanFile]) -> Result<Vec<String>, Failure> {
        if !self.all_sources {
            return Ok(Vec::new());
        }
        let refused = |error: io::Error| {
            Failure::environment(format!(
                "`{}` cannot be read: {}",
                self.folder.display(),
                why(&error)
            ))
        };
        let entries = match folder.read_dir() {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(refused(error)),
        };
        let mut stale = Vec::new();
        for entry in entries {
            let name = entry.map_err(refused)?.file_name().to_string_lossy().into_owned();
            let is_plan = is_plan_of(&self.checked.study.name, &name, self.form);
            if is_plan && plans.iter().all(|plan| plan.name != name) {
                stale.push(name);
            }
        }
        stale.sort();
        Ok(stale)
    }

    fn outdated(&self, message: String) -> Failure {
        let (study, folder) = (self.study.display(), self.folder.display());
        let format = match self.form {
            Form::Text => "",
            Form::Json => " --format json",
        };
        Failure::study(message).help(format!(
            "`kohort plan {study} --out {folder}{format}` writes all plans anew; look at what changes, and commit it"
        ))
    }
}

/// What a file holds; nothing if there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::environment(format!(
            "`{}` cannot be read: {}",
            path.display(),
            why(&error)
        ))),
    }
}

/// Where a plan is not what it was.
fn changed(file: &Path, found: &Difference) -> String {
    let line = |line: &Option<String>| match line {
        Some(line) => format!("  {}", line.trim()),
        None => String::from("  (the end)"),
    };
    format!(
        "`{}` is not what the study now means, from line {} on\n  file {}\n  now  {}",
        file.display(),
        found.line,
        line(&found.old),
        line(&found.new)
    )
}

//! Processes that say what a test wants, or go on until they are stopped.

use kohort_lsp::{Ran, Runner};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What is known of them. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Processes(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    /// What a command says, by how its arguments begin.
    says: Vec<(String, Ran)>,
    started: Vec<String>,
    stopped: Vec<String>,
    without_engine: bool,
}

struct Folder(PathBuf);

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Processes {
    /// What a process says whose arguments begin like this. One of which nothing is known goes on until it is stopped.
    pub(crate) fn says(&self, beginning: &str, code: i32, out: &str, err: &str) {
        let ran = Ran {
            code: Some(code),
            out: out.to_owned(),
            err: err.to_owned(),
        };
        let mut known = self.0.lock().expect("a lock");
        known.says.push((beginning.to_owned(), ran));
    }

    /// The program has no engine.
    pub(crate) fn lose_engine(&self) {
        self.0.lock().expect("a lock").without_engine = true;
    }

    pub(crate) fn has_engine(&self) -> bool {
        !self.0.lock().expect("a lock").without_engine
    }

    /// The processes that were started, with their arguments.
    pub(crate) fn started(&self) -> Vec<String> {
        self.0.lock().expect("a lock").started.clone()
    }

    /// Those that were stopped.
    pub(crate) fn stopped(&self) -> Vec<String> {
        self.0.lock().expect("a lock").stopped.clone()
    }
}

impl Runner for Processes {
    fn run(&self, arguments: &[String], _: &Path, stop: &AtomicBool) -> io::Result<Option<Ran>> {
        let line = arguments.join(" ");
        let said = {
            let mut known = self.0.lock().expect("a lock");
            known.started.push(line.clone());
            let said = known
                .says
                .iter()
                .find(|(beginning, _)| line.starts_with(beginning));
            said.map(|(_, ran)| ran.clone())
        };
        if let Some(ran) = said {
            return Ok(Some(ran));
        }
        while !stop.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.0.lock().expect("a lock").stopped.push(line);
        Ok(None)
    }

    fn scratch(&self) -> io::Result<Box<dyn AsRef<Path> + Send>> {
        Ok(Box::new(Folder(PathBuf::from("/scratch"))))
    }
}

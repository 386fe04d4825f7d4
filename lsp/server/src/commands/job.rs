//! The one thing that runs in the background.
//!
//! Invariant: a newer job stops the one before; whoever waits for a job gets an answer in any case; and when the server
//! ends, so does the job.

use super::progress::Progress;
use super::{Waiting, refused};
use crate::host::{Ran, Runner};
use crate::outbox::Outbox;
use crate::server::Server;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use tower_lsp::jsonrpc::{Error, Result};

/// A job that runs.
pub(crate) struct Job {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Job {
    /// Stops it, and waits until its processes are gone. False if it was over, or told to stop before.
    pub(crate) fn stop(self) -> bool {
        let was_told = self.stop.swap(true, Ordering::Relaxed);
        let ran = !was_told && !self.thread.is_finished();
        // A job that panicked is over as well.
        let _ = self.thread.join();
        ran
    }
}

/// What a job works with, outside the compiler's thread.
pub(crate) struct Bench {
    runner: Arc<dyn Runner>,
    stop: Arc<AtomicBool>,
    progress: Progress,
    /// The project's folder.
    pub(crate) root: PathBuf,
}

impl Bench {
    /// Runs this program again, to the end. An error says why there is no result: it was stopped, or could not run.
    pub(crate) fn run(&self, arguments: &[&str]) -> std::result::Result<Ran, Error> {
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let ran = self.runner.run(&arguments, &self.root, &self.stop);
        match ran {
            Ok(Some(ran)) => Ok(ran),
            Ok(None) => Err(Error::request_cancelled()),
            Err(error) => Err(refused(format!(
                "`kohort {}` cannot be started: {error}",
                arguments.first().map_or("", String::as_str)
            ))),
        }
    }

    /// Tells how far it is.
    pub(crate) fn report(&self, message: &str, done: usize, of: usize) {
        self.progress.report(message, done, of);
    }

    /// A folder that is gone with the job.
    pub(crate) fn scratch(&self) -> std::result::Result<Box<dyn AsRef<Path> + Send>, Error> {
        let made = self.runner.scratch();
        made.map_err(|error| refused(format!("no folder for invented people can be made: {error}")))
    }
}

/// Begins a job in the place of the one that runs. What it finds out comes back through the mailbox, where `then` makes the
/// answer of it.
pub(crate) fn begin<T: Send + 'static>(
    server: &mut Server,
    (title, root): (&str, PathBuf),
    waiting: Waiting,
    work: impl FnOnce(&Bench) -> Result<T> + Send + 'static,
    then: impl FnOnce(&mut Server, T) -> Result<Option<Value>> + Send + 'static,
) {
    server.stop_job();
    let progress = Progress::begin(server, waiting.token.clone(), title);
    let (stop, outbox): (_, Outbox) = (Arc::clone(&waiting.stop), server.outbox.clone());
    server.watch_progress(progress.token(), &stop);
    let bench = Bench {
        runner: server.host.runner(),
        stop: Arc::clone(&stop),
        progress,
        root,
    };
    let started = Builder::new().name(String::from("job")).spawn(move || {
        let found = work(&bench);
        let stopped = bench.stop.load(Ordering::Relaxed);
        bench.progress.end(match (&found, stopped) {
            (_, true) => "stopped",
            (Ok(_), false) => "done",
            (Err(_), false) => "failed",
        });
        outbox.tell_server(move |server| {
            let answer = match found {
                _ if stopped => Err(Error::request_cancelled()),
                Ok(found) => then(server, found),
                Err(error) => Err(error),
            };
            waiting.answer(answer);
        });
    });
    // A machine that cannot start a thread drops the sender, and the request ends with an error.
    if let Ok(thread) = started {
        server.keep_job(Job { stop, thread });
    }
}

//! This program once more, as a process of its own: what takes long must not hold up an editor, and has to be stopped.
//!
//! Invariant: a process does not outlive the call that started it.

use kohort_lsp::{Ran, Runner};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often it is looked whether the process has ended, or is to be.
const LOOK: Duration = Duration::from_millis(10);

/// The program that runs.
pub(crate) struct Itself;

impl Runner for Itself {
    fn run(&self, arguments: &[String], folder: &Path, stop: &AtomicBool) -> io::Result<Option<Ran>> {
        run(
            Command::new(std::env::current_exe()?).args(arguments),
            folder,
            stop,
        )
    }

    fn scratch(&self) -> io::Result<Box<dyn AsRef<Path> + Send>> {
        Ok(Box::new(tempfile::tempdir()?))
    }
}

/// A process that is killed if it is forgotten.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to kill and nothing to wait for.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(command: &mut Command, folder: &Path, stop: &AtomicBool) -> io::Result<Option<Ran>> {
    let child = command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut running = Running(child);
    // Both are read as they come, since a full pipe would hold the process up.
    let out = reading(running.0.stdout.take());
    let err = reading(running.0.stderr.take());
    let status = loop {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        match running.0.try_wait()? {
            Some(status) => break status,
            None => thread::sleep(LOOK),
        }
    };
    Ok(Some(Ran {
        code: status.code(),
        out: text(out),
        err: text(err),
    }))
}

fn reading(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What could be read until something went wrong is what there is.
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn text(read: JoinHandle<Vec<u8>>) -> String {
    let bytes = read.join().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(all(test, unix))]
#[allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the tests start processes and stop them after a while"
)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::time::Instant;

    fn shell(script: &str, stop: &AtomicBool) -> Option<Ran> {
        run(Command::new("sh").args(["-c", script]), Path::new("."), stop).unwrap()
    }

    #[test]
    fn what_a_process_says_and_how_it_ends_is_known() {
        let ran = shell("echo out; echo err >&2; exit 3", &AtomicBool::new(false)).unwrap();
        let expected = Ran {
            code: Some(3),
            out: String::from("out\n"),
            err: String::from("err\n"),
        };
        assert_eq!(ran, expected);
    }

    #[test]
    fn more_than_a_pipe_holds_is_read() {
        let ran = shell("head -c 300000 /dev/zero", &AtomicBool::new(false)).unwrap();
        assert_eq!(ran.out.len(), 300_000);
    }

    #[test]
    fn a_process_that_is_to_stop_is_killed() {
        let stop = Arc::new(AtomicBool::new(false));
        let later = Arc::clone(&stop);
        let began = Instant::now();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            later.store(true, Ordering::Relaxed);
        });
        assert_eq!(shell("sleep 60", &stop), None);
        assert!(began.elapsed() < Duration::from_secs(30));
    }
}

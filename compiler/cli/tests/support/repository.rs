//! A repository of git in a folder of its own, with the program `kohort` where git and scripts find it.

use super::write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with a repository in it.
pub(crate) struct Repository {
    _temporary: TempDir,
    pub(crate) folder: PathBuf,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let above = temporary.path().canonicalize().unwrap();
        let repository = Self {
            folder: above.join("repo"),
            _temporary: temporary,
        };
        fs::create_dir(&repository.folder).unwrap();
        write(
            &above,
            "home/.gitconfig",
            "[user]\n  name = Test\n  email = test@localhost\n",
        );
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.folder, path, text);
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// A program in the repository, which finds this `kohort` and nothing that the user has set.
    pub(crate) fn command(&self, program: &str) -> Command {
        let built = Path::new(env!("CARGO_BIN_EXE_kohort")).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(built.to_path_buf()).chain(std::env::split_paths(&path));
        let mut command = Command::new(program);
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF"] {
            command.env_remove(name);
        }
        command
            .env("PATH", std::env::join_paths(all).unwrap())
            .env("HOME", self.folder.parent().unwrap().join("home"))
            .env("XDG_CONFIG_HOME", self.folder.parent().unwrap().join("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", "2024-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2024-01-01T00:00:00Z")
            .env("LC_ALL", "C")
            .current_dir(&self.folder);
        command
    }

    pub(crate) fn run(&self, program: &str, arguments: &[&str]) -> Output {
        self.command(program).args(arguments).output().unwrap()
    }

    /// What git prints; it has to succeed.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.run("git", arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        self.shown(&output.stdout)
    }

    /// Commits everything under a tag.
    pub(crate) fn commit(&self, tag: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", tag]);
        self.git(&["tag", tag]);
    }

    /// An output without the place of the repository, which differs on every run.
    pub(crate) fn shown(&self, output: &[u8]) -> String {
        let text = String::from_utf8_lossy(output);
        text.replace(self.folder.to_str().unwrap(), "REPO")
    }

    /// What a program said, and how it ended.
    pub(crate) fn told(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.run(program, arguments);
        let code = output.status.code().unwrap();
        format!(
            "{program} {} … exit {code}\n{}{}",
            arguments.join(" "),
            self.shown(&output.stdout),
            self.shown(&output.stderr)
        )
    }
}

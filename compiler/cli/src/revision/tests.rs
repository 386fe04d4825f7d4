//! Revisions of real repositories, made by the program `git` in folders of their own.

use super::{Side, StudyAt, pairs, two_sides};
use crate::failure::Failure;
use crate::git::NAMES_A_REPOSITORY;
use crate::terminal::Terminal;
use kohort_semantics::meaning::Meaning;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// A folder, in which repositories are.
struct Place {
    _temporary: TempDir,
    folder: PathBuf,
}

impl Place {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().canonicalize().unwrap();
        Self {
            _temporary: temporary,
            folder,
        }
    }

    /// A repository with a study of which three revisions differ, each in something else that it reads.
    fn with_history() -> Self {
        let place = Self::new();
        place.git("", &["init", "-q", "-b", "main", "repo"]);
        place.write(
            "repo/my study/kohort.toml",
            "[project]\nname = \"p\"\nsources = [\"us\"]\n",
        );
        place.write("repo/my study/lib/time.kohort", "let begins = 2018-01-01\n");
        place.write("repo/my study/s@home.kohort", STUDY);
        place.commit("repo", "one");
        place.write("repo/my study/lib/time.kohort", "let begins = 2021-01-01\n");
        place.commit("repo", "two");
        place.write(
            "repo/my study/kohort.toml",
            "[project]\nname = \"p\"\nsources = [\"de\"]\n",
        );
        place.write(
            "repo/my study/more/second.kohort",
            &STUDY.replace("study s", "study t"),
        );
        place.commit("repo", "three");
        place
    }

    fn git(&self, within: &str, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        for name in NAMES_A_REPOSITORY {
            command.env_remove(name);
        }
        let output = command
            .args(["-c", "user.name=Test", "-c", "user.email=test@localhost"])
            .args(["-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"])
            .args(["-c", "advice.addEmbeddedRepo=false", "-c", "core.hooksPath="])
            .args(arguments)
            .current_dir(self.folder.join(within))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits everything under a tag.
    fn commit(&self, within: &str, tag: &str) {
        self.git(within, &["add", "-A"]);
        self.git(within, &["commit", "-q", "-m", tag]);
        self.git(within, &["tag", tag]);
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn within<R>(&self, folder: &str, act: impl FnOnce(&Terminal<'_>) -> R) -> R {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        act(&Terminal {
            out: &mut out,
            err: &mut err,
            colour: false,
            colour_errors: false,
            progress: false,
            width: 100,
            table_width: None,
            folder: self.folder.join(folder),
        })
    }

    fn side(&self, text: &str) -> Side {
        let both = self.within("repo", |terminal| two_sides(text, Some(text), terminal));
        both.unwrap().1
    }

    /// The pairs of a comparison: path, and the sides that have it with the sources they are for.
    fn compared(&self, first: &str, second: Option<&str>) -> String {
        let (old, new) = self
            .within("repo", |terminal| two_sides(first, second, terminal))
            .unwrap();
        let mut lines = vec![format!("{} | {}", old.label, new.label)];
        for pair in pairs(&old, &new) {
            let said = |study: &Option<StudyAt>| study.as_ref().map_or("none".to_owned(), meant);
            lines.push(format!(
                "{}: {} | {}",
                pair.path,
                said(&pair.old),
                said(&pair.new)
            ));
        }
        lines.join("\n")
    }

    /// What is said when the sides cannot be had; the folder's name differs on every run.
    fn refused(&self, within: &str, first: &str, second: Option<&str>) -> String {
        let failure: Failure = self
            .within(within, |terminal| two_sides(first, second, terminal))
            .unwrap_err();
        let mut said = Vec::new();
        let mut terminal = Terminal {
            out: &mut Vec::new(),
            err: &mut said,
            colour: false,
            colour_errors: false,
            progress: false,
            width: 100,
            table_width: None,
            folder: self.folder.clone(),
        };
        let exit = failure.show(&mut terminal).code();
        let said = String::from_utf8(said).unwrap();
        let said = said.replace(self.folder.to_str().unwrap(), "PLACE");
        format!(
            "{} … exit {exit}\n{said}",
            [Some(first), second]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        )
    }
}

const STUDY: &str = r#"study s version "1.0.0" on std.oncology

use lib.time.{begins}

precision diagnosis.date as month, placed on day 15, otherwise missing

cohort recent {
  index (first diagnosis).date
  include in_time: index >= begins
}

report {
  attrition
}
"#;

/// The year from which a study includes, and its sources: both come from other files than its own.
fn meant(study: &StudyAt) -> String {
    let analysis = study.analyse(None).unwrap();
    let errors: Vec<&str> = analysis
        .diagnostics
        .iter()
        .filter(|found| found.is_error())
        .map(|found| found.title.as_str())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let sources: Vec<&str> = analysis
        .sources
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    let meaning = Meaning::of(analysis.study.as_ref().unwrap()).study;
    let years = [2018, 2021, 2030].map(|year| (year, of_year(year)));
    let (year, _) = years.iter().find(|(_, hash)| *hash == meaning).unwrap();
    format!("from {year} in {}", sources.join(","))
}

/// What the study means with a year written in it.
fn of_year(year: u32) -> kohort_semantics::meaning::Hash {
    let text = STUDY
        .replace("use lib.time.{begins}\n", "")
        .replace("begins", &format!("{year}-01-01"));
    let world = kohort_base::MemoryWorld::new().with("s.kohort", text);
    let analysis =
        kohort_semantics::analyse(&world, "s.kohort", &kohort_semantics::Options::default()).unwrap();
    Meaning::of(analysis.study.as_ref().unwrap()).study
}

#[test]
fn a_study_of_a_revision_is_read_with_all_that_it_was_read_with_then() {
    let place = Place::with_history();
    place.write("repo/my study/lib/time.kohort", "let begins = 2030-01-01\n");
    let compared = [
        place.compared("one..two", None),
        place.compared("HEAD~1..", None),
        place.compared("my study@one..HEAD", None),
        place.compared("my study/s@home.kohort@one", None),
        place.compared("two..three", Some("my study/more")),
        place.compared("my study/s@home.kohort@two", Some("my study/more/second.kohort")),
    ];
    insta::assert_snapshot!(compared.join("\n\n"));
}

#[test]
fn what_is_gone_by_now_is_found_in_its_revision() {
    let place = Place::with_history();
    fs::remove_dir_all(place.folder.join("repo/my study")).unwrap();
    let side = place.side("my study/more/second.kohort@HEAD");
    assert_eq!(
        side.studies.iter().map(meant).collect::<Vec<_>>(),
        ["from 2021 in de"]
    );
    insta::assert_snapshot!(place.compared("HEAD..", None));
}

#[test]
fn the_old_side_of_three_dots_is_where_the_branches_part() {
    let place = Place::with_history();
    place.git("repo", &["checkout", "-q", "-b", "work", "one"]);
    place.write("repo/my study/more/third.kohort", STUDY);
    place.commit("repo", "of_work");
    let (old, _) = place
        .within("repo", |terminal| two_sides("main...work", None, terminal))
        .unwrap();
    let one = place.git("repo", &["rev-parse", "--short=12", "one"]);
    assert_eq!(old.label, format!(".@{}", one.trim()));
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_project_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let place = Place::with_history();
    let lib = place.folder.join("repo/my study/lib");
    fs::rename(lib.join("time.kohort"), lib.join("real.kohort")).unwrap();
    symlink("../lib/real.kohort", lib.join("time.kohort")).unwrap();
    place.commit("repo", "linked");
    place.write("repo/outside.kohort", "let begins = 2018-01-01\n");
    fs::remove_file(lib.join("time.kohort")).unwrap();
    symlink("../../outside.kohort", lib.join("time.kohort")).unwrap();
    place.commit("repo", "outside");
    fs::remove_file(lib.join("time.kohort")).unwrap();
    symlink("time.kohort", lib.join("time.kohort")).unwrap();
    place.commit("repo", "circle");
    let messages = |revision: &str| -> Vec<String> {
        let side = place.side(&format!("my study/s@home.kohort@{revision}"));
        let analysis = side.studies.first().unwrap().analyse(None).unwrap();
        let found = analysis.diagnostics.into_iter();
        found.map(|found| found.title).collect()
    };
    assert_eq!(messages("linked"), Vec::<String>::new());
    insta::assert_debug_snapshot!([messages("outside"), messages("circle")]);
}

#[test]
fn hidden_folders_and_caches_and_submodules_hold_no_studies() {
    let place = Place::with_history();
    place.write("repo/my study/.hidden/a.kohort", STUDY);
    place.write("repo/my study/built/a.kohort", STUDY);
    place.write("repo/my study/built/CACHEDIR.TAG", "");
    place.git("", &["init", "-q", "-b", "main", "other"]);
    place.write("other/a.kohort", STUDY);
    place.commit("other", "first");
    place.git(
        "repo",
        &["submodule", "--quiet", "add", "../other", "my study/sub"],
    );
    place.commit("repo", "four");
    let paths: Vec<String> = place
        .side(".@four")
        .studies
        .into_iter()
        .map(|study| study.path)
        .collect();
    assert_eq!(paths, ["my study/more/second.kohort", "my study/s@home.kohort"]);
    // A path inside a submodule is one of its own repository.
    let inside = place.side("my study/sub@first");
    assert_eq!(inside.studies.len(), 1);
}

#[test]
fn a_kept_library_is_the_one_of_the_revision() {
    let place = Place::with_history();
    for path in kohort_stdlib::modules() {
        let file = path.strip_prefix("std.").unwrap().replace('.', "/");
        let text = kohort_stdlib::module(path).unwrap();
        place.write(&format!("repo/my study/std/{file}.kohort"), text);
    }
    place.write(
        "repo/my study/kohort.toml",
        "[project]\nname = \"p\"\nsources = [\"de\"]\nlibrary = \"std\"\n",
    );
    place.commit("repo", "kept");
    place.write("repo/my study/std/oncology.kohort", "model m version \"1\"\n");
    let side = place.side("my study/s@home.kohort@kept");
    assert_eq!(
        side.studies.iter().map(meant).collect::<Vec<_>>(),
        ["from 2021 in de"]
    );
    let shown = side.studies.first().map(|study| {
        place.within("repo", |terminal| {
            study.project.shown("std/oncology.kohort", terminal)
        })
    });
    assert_eq!(shown.as_deref(), Some("my study/std/oncology.kohort@kept"));
}

#[test]
fn what_cannot_be_compared_is_refused_with_what_to_do() {
    let place = Place::with_history();
    place.write("loose/s.kohort", STUDY);
    fs::create_dir_all(place.folder.join("repo/empty")).unwrap();
    place.git("repo", &["checkout", "-q", "--orphan", "alone"]);
    place.git("repo", &["commit", "-q", "-m", "alone"]);
    let said = [
        place.refused("loose", "s.kohort@HEAD", None),
        place.refused("repo", "my study@v9", None),
        place.refused("repo", "my study@--all", None),
        place.refused("repo", "my study@one two", None),
        place.refused("repo", "gone.kohort@one", None),
        place.refused("repo", "one..two", Some("gone.kohort")),
        place.refused("repo", "gone/../gone.kohort@one", None),
        place.refused("repo", "../loose/s.kohort@one", None),
        place.refused("repo", "my study/lib/time.kohort@one", None),
        place.refused("repo", "gone.kohort", Some("my study")),
        place.refused("repo", "my study", None),
        place.refused("repo", "one..two", Some("two..three")),
        place.refused("repo", "one..two", Some("my study@one")),
        place.refused("repo", "main...alone", None),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

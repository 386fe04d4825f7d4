//! What git shows of studies after `kohort git install`: real repositories, the real git, the program that was just built.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::process::Command;
use support::repository::Repository;

const STUDY: &str = r#"study s version "1.0.0" on std.oncology

use lib.time.{begins}

precision diagnosis.date as month, placed on day 15, otherwise missing

cohort recent {
  index (first diagnosis).date
  include in_time: index >= begins
}

cohort women from recent {
  include female: sex = female, unknown is not met
}

report {
  attrition
}
"#;

/// A repository with a project in it, whose module changes from the first to the second commit.
fn repository() -> Repository {
    let repository = Repository::new();
    repository.write(
        "a project/kohort.toml",
        "[project]\nname = \"p\"\nsources = [\"us\"]\n",
    );
    repository.write("a project/lib/time.kohort", "let begins = 2018-01-01\n");
    repository.write("a project/study.kohort", STUDY);
    repository.commit("one");
    repository.told("kohort", &["git", "install"]);
    repository.commit("installed");
    repository
}

fn edit(repository: &Repository, path: &str, from: &str, to: &str) {
    support::edit(&repository.folder, path, from, to);
}

#[test]
fn installing_twice_is_installing_once_and_undo_takes_it_back() {
    let repository = Repository::new();
    let settings = || repository.told("git", &["config", "--local", "--get-regexp", "^diff"]);
    let attributes = repository.folder.join(".gitattributes");
    let mut said = vec![repository.told("kohort", &["git", "install"]), settings()];
    assert_eq!(repository.read(".gitattributes"), "*.kohort diff=kohort\n");
    said.push(repository.told("kohort", &["git", "install"]));
    assert_eq!(repository.read(".gitattributes"), "*.kohort diff=kohort\n");
    said.push(repository.told("kohort", &["git", "install", "--undo"]));
    said.push(settings());
    assert!(!attributes.exists());
    said.push(repository.told("kohort", &["git", "install", "--undo"]));
    // What somebody else has written there stays.
    repository.write(".gitattributes", "*.csv -text\n*.kohort diff=kohort\n");
    repository.git(&["config", "diff.kohort.xfuncname", "^cohort"]);
    said.push(repository.told("kohort", &["git", "install"]));
    said.push(repository.told("kohort", &["git", "install", "--undo"]));
    said.push(settings());
    assert_eq!(repository.read(".gitattributes"), "*.csv -text\n");
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn git_diff_shows_what_changed_in_meaning() {
    let repository = repository();
    let mut said = Vec::new();
    let mut show = |what: &str, arguments: &[&str]| {
        let mut all = vec!["diff"];
        all.extend(arguments);
        said.push(format!("# {what}\n{}", repository.told("git", &all)));
    };
    edit(
        &repository,
        "a project/study.kohort",
        "sex = female",
        "sex = male",
    );
    show("a criterion", &[]);
    show("the text itself", &["--no-ext-diff", "--no-textconv"]);
    let relative = repository.git(&["-C", "a project", "diff", "--relative"]);
    assert!(
        relative.starts_with("kohort study.kohort\n  s 1.0.0: population\n"),
        "{relative}"
    );
    repository.git(&["add", "-A"]);
    show("nothing that is not staged", &[]);
    show("staged", &["--cached"]);
    repository.commit("two");
    show("between revisions", &["one", "two"]);
    edit(
        &repository,
        "a project/study.kohort",
        "report {",
        "// the end\nreport {",
    );
    show("a comment", &[]);
    edit(
        &repository,
        "a project/study.kohort",
        "unknown is not met",
        "unknown is perhaps",
    );
    show("an error", &[]);
    repository.git(&["checkout", "-q", "."]);
    edit(&repository, "a project/lib/time.kohort", "2018", "2021");
    show("a module", &[]);
    repository.git(&["mv", "a project/study.kohort", "a project/moved.kohort"]);
    edit(
        &repository,
        "a project/moved.kohort",
        "sex = male",
        "sex = female",
    );
    show("renamed", &["HEAD", "-M", "--", "*d.kohort", "*y.kohort"]);
    repository.git(&["rm", "-q", "-f", "--cached", "a project/moved.kohort"]);
    show("gone", &["--cached"]);
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn the_old_text_is_read_with_the_modules_of_then() {
    let repository = repository();
    edit(&repository, "a project/lib/time.kohort", "2018", "2021");
    edit(
        &repository,
        "a project/study.kohort",
        "report {",
        "// later\nreport {",
    );
    repository.commit("two");
    let shown = repository.git(&["show", "--ext-diff", "--format=", "HEAD", "--", "*study.kohort"]);
    assert!(
        shown.contains("definition begins\n    - 2018-01-01\n    + 2021-01-01\n"),
        "{shown}"
    );
    // Without the module, the same comment changes nothing.
    edit(&repository, "a project/study.kohort", "// later", "// the end");
    repository.commit("three");
    let shown = repository.git(&["diff", "HEAD~1", "HEAD"]);
    assert!(shown.contains("the meaning is the same"), "{shown}");
    // A module that changed since is nothing of what the commit changed.
    edit(&repository, "a project/lib/time.kohort", "2021", "2023");
    repository.commit("four");
    let shown = repository.git(&["show", "--ext-diff", "--format=", "three"]);
    assert!(shown.contains("the meaning is the same"), "{shown}");
}

#[test]
fn a_conflict_is_shown_as_the_texts_that_collide() {
    let repository = repository();
    repository.git(&["checkout", "-q", "-b", "other"]);
    edit(
        &repository,
        "a project/study.kohort",
        "sex = female",
        "sex = male",
    );
    repository.commit("of_other");
    repository.git(&["checkout", "-q", "main"]);
    edit(
        &repository,
        "a project/study.kohort",
        "sex = female",
        "sex != male",
    );
    repository.commit("of_main");
    assert!(!repository.run("git", &["merge", "-q", "other"]).status.success());
    let said = [
        repository.told("git", &["diff"]),
        repository.told("kohort", &["git", "diff", "a project/study.kohort"]),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn git_log_shows_the_difference_of_what_studies_mean() {
    let repository = repository();
    edit(
        &repository,
        "a project/study.kohort",
        "sex = female",
        "sex = male",
    );
    repository.commit("two");
    repository.write(
        "a project/broken.kohort",
        "study x version \"1\" on nowhere\n  let = \n",
    );
    repository.write("a project/bytes.kohort", "\u{feff}let  a=1 // kept\n");
    repository.commit("three");
    let log = repository.git(&[
        "log",
        "-p",
        "--format=%s",
        "--reverse",
        "installed..",
        "--",
        "*.kohort",
    ]);
    let without_names: Vec<&str> = log.lines().filter(|line| !line.starts_with("index ")).collect();
    insta::assert_snapshot!(without_names.join("\n"));
}

#[test]
fn what_is_missing_is_said() {
    let repository = Repository::new();
    let outside = repository.folder.parent().unwrap();
    let told = |command: &mut Command| {
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let text = text.replace(outside.to_str().unwrap(), "PLACE");
        format!("exit {}\n{text}", output.status.code().unwrap())
    };
    let kohort = env!("CARGO_BIN_EXE_kohort");
    let said = [
        told(
            repository
                .command(kohort)
                .args(["git", "install"])
                .env("PATH", ""),
        ),
        told(
            repository
                .command(kohort)
                .args(["git", "install"])
                .current_dir(outside),
        ),
        told(repository.command(kohort).args(["git", "diff", "a", "b"])),
        told(
            repository
                .command(kohort)
                .args(["git", "textconv", "gone.kohort"]),
        ),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

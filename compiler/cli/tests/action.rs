//! The steps of the GitHub Action and the hooks of pre-commit, run as they stand in the repository on one made here.
//!
//! The program is the one just built. Where a test is about what a step makes of an answer, a script in its place gives
//! the answer.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::repository::Repository;

/// The top of this repository.
fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

fn text(path: &str) -> String {
    fs::read_to_string(top().join(path)).unwrap()
}

/// A repository with the project that `kohort new` makes.
fn repository() -> Repository {
    let repository = Repository::new();
    let made = repository.run("kohort", &["new", "project"]);
    assert!(made.status.success(), "{made:?}");
    repository.commit("one");
    repository
}

/// What a step said, how it ended, and what it gave the runner.
struct Step {
    code: i32,
    said: String,
    output: String,
    summary: String,
    path: String,
}

/// Runs a step with some variables, and with a script in the place of `kohort` if one is given.
fn step(repository: &Repository, name: &str, variables: &[(&str, &str)], instead: Option<&str>) -> Step {
    let temp = tempfile::tempdir().unwrap();
    let mut command = repository.command("sh");
    if let Some(script) = instead {
        program(&temp.path().join("bin"), "kohort", script);
        first_in_path(&mut command, &temp.path().join("bin"));
    }
    let given = |name: &str| temp.path().join(name);
    command
        .arg(top().join("ci/action").join(name))
        .env("RUNNER_TEMP", temp.path())
        .env("GITHUB_OUTPUT", given("output"))
        .env("GITHUB_STEP_SUMMARY", given("summary"))
        .env("GITHUB_PATH", given("path"))
        .env("GITHUB_REPOSITORY", "clinic/studies");
    for (name, value) in variables {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    let read = |name: &str| {
        let text = fs::read_to_string(given(name)).unwrap_or_default();
        text.replace(temp.path().to_str().unwrap(), "TEMP")
    };
    let said = [repository.shown(&output.stdout), repository.shown(&output.stderr)].concat();
    Step {
        code: output.status.code().unwrap(),
        said: said.replace(temp.path().to_str().unwrap(), "TEMP"),
        output: read("output"),
        summary: read("summary"),
        path: read("path"),
    }
}

fn program(folder: &Path, name: &str, script: &str) {
    fs::create_dir_all(folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn first_in_path(command: &mut Command, folder: &Path) {
    let path = command
        .get_envs()
        .find_map(|(name, value)| (name == "PATH").then(|| value.unwrap().to_owned()));
    let path = path.unwrap();
    let all = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
    let all = std::env::join_paths(all.collect::<Vec<_>>()).unwrap();
    command.env("PATH", all);
}

#[test]
fn the_check_passes_a_sound_project_and_stops_at_a_finding() {
    let repository = repository();
    let fine = step(&repository, "check.sh", &[("KOHORT_PATH", "project")], None);
    assert_eq!(fine.code, 0, "{}", fine.said);
    let study = repository.read("project/study.kohort");
    // A text that looks like a command of the runner stays text.
    let wrong = format!("{study}\n::error::owned\n");
    repository.write("project/study.kohort", &wrong);
    let found = step(&repository, "check.sh", &[("KOHORT_PATH", "project")], None);
    assert_eq!(found.code, 1, "{}", found.said);
    let begins = found
        .said
        .lines()
        .position(|line| line.starts_with("::stop-commands::"));
    let mark = found.said.lines().nth(begins.unwrap()).unwrap();
    let mark = mark.strip_prefix("::stop-commands::").unwrap();
    assert!(found.said.contains(&format!("\n::{mark}::\n")), "{}", found.said);
    assert!(
        found.said.contains("::error title=kohort check::"),
        "{}",
        found.said
    );
    // Style counts by itself.
    repository.write("project/study.kohort", &study.replacen("  ", "   ", 1));
    let found = step(&repository, "check.sh", &[("KOHORT_PATH", "project")], None);
    assert_eq!(found.code, 1, "{}", found.said);
    assert!(
        found.said.contains("would change project/study.kohort"),
        "{}",
        found.said
    );
}

#[test]
fn warnings_count_if_they_shall() {
    let repository = repository();
    let script = r#"echo "$@""#;
    let strict = step(&repository, "check.sh", &[], Some(script));
    assert!(
        strict.said.contains("check --deny-warnings .\n"),
        "{}",
        strict.said
    );
    let lenient = step(
        &repository,
        "check.sh",
        &[("KOHORT_DENY_WARNINGS", "false")],
        Some(script),
    );
    assert!(lenient.said.contains("check .\n"), "{}", lenient.said);
    let odd = step(
        &repository,
        "check.sh",
        &[("KOHORT_PATH", "--help")],
        Some(script),
    );
    assert!(
        odd.said.contains("check --deny-warnings ./--help\n"),
        "{}",
        odd.said
    );
}

#[test]
fn what_is_not_committed_is_not_compared_unless_it_has_to_be() {
    let repository = repository();
    let script = r#"echo "ran $@"; exit 3"#;
    // A lock of another program is none of ours.
    repository.write("Cargo.lock", "# generated\n");
    repository.git(&["add", "-A"]);
    for name in ["plans.sh", "reproduce.sh"] {
        let skipped = step(&repository, name, &[], Some(script));
        assert_eq!(skipped.code, 0, "{}", skipped.said);
        let notice = "::notice title=kohort::no ";
        assert!(skipped.said.starts_with(notice), "{}", skipped.said);
    }
    let missing = step(&repository, "plans.sh", &[("KOHORT_WHEN", "true")], Some(script));
    assert_eq!(missing.code, 2, "{}", missing.said);
    let told = step(
        &repository,
        "reproduce.sh",
        &[("KOHORT_WHEN", "true")],
        Some(script),
    );
    assert_eq!(
        (told.code, told.said.as_str()),
        (3, "ran reproduce --format github .\n")
    );
    repository.write("project/kohort.lock", "# Kohort lock: what the study means\n");
    repository.git(&["add", "-A"]);
    assert_eq!(step(&repository, "reproduce.sh", &[], Some(script)).code, 3);
}

#[test]
fn each_committed_plan_is_compared_with_its_study() {
    let repository = repository();
    repository.write("other folder/first.kohort", "study one version \"1\" on m\n");
    repository.write("other folder/second.kohort", "study two version \"1\" on m\n");
    for plan in ["one.study.plan", "one.us.source.plan", "two.study.plan.json"] {
        repository.write(&format!("other folder/plans/{plan}"), "");
    }
    repository.git(&["add", "-A"]);
    let compared = |script: &str| {
        step(
            &repository,
            "plans.sh",
            &[("KOHORT_PATH", "other folder")],
            Some(script),
        )
    };
    let fine = compared("echo \"$*\"");
    assert_eq!(fine.code, 0, "{}", fine.said);
    let ran = "plan ./first.kohort --check plans\nplan ./second.kohort --check plans --format json\n";
    assert!(fine.said.contains(ran), "{}", fine.said);
    // One that does not hold keeps none of the others from being compared.
    let wrong = compared("echo \"$*\"; exit 1");
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.said.contains(ran) && wrong.said.contains("::error title=kohort plan::"),
        "{}",
        wrong.said
    );
    repository.git(&["mv", "other folder/second.kohort", "other folder/second.txt"]);
    let none = compared("true");
    assert_eq!(none.code, 1);
    assert!(
        none.said
            .contains("error: `plans/two.study.plan.json` is the plan of no study"),
        "{}",
        none.said
    );
}

#[test]
fn a_difference_is_shown_and_fails_nothing() {
    let repository = repository();
    repository.commit("two");
    let base = [("KOHORT_BASE", "one"), ("KOHORT_PATH", "project")];
    let changed = step(&repository, "diff.sh", &base, Some("echo \"# $*\"; exit 3"));
    assert_eq!(changed.code, 0, "{}", changed.said);
    assert_eq!(changed.summary, "# diff one... project --format markdown\n");
    assert_eq!(changed.output, "report=TEMP/kohort-diff.md\nchanged=true\n");
    let same = step(&repository, "diff.sh", &base, Some("echo nothing"));
    assert_eq!((same.code, same.output.ends_with("changed=false\n")), (0, true));
    // Whatever was written before it failed is no comparison.
    let failed = step(&repository, "diff.sh", &base, Some("echo half; exit 2"));
    assert_eq!(
        (failed.code, failed.summary.as_str(), failed.output.as_str()),
        (2, "", "")
    );
}

#[test]
fn a_change_of_a_study_reaches_the_summary() {
    let repository = repository();
    let study = repository.read("project/study.kohort");
    let wider = study.replace("18 years", "16 years");
    assert_ne!(study, wider);
    repository.write("project/study.kohort", &format!("// later\n{study}"));
    repository.commit("comment");
    let variables = |base| [("KOHORT_BASE", base), ("KOHORT_PATH", "project")];
    let cosmetic = step(&repository, "diff.sh", &variables("one"), None);
    assert_eq!(cosmetic.code, 0, "{}", cosmetic.said);
    assert!(
        cosmetic.output.ends_with("changed=false\n"),
        "{}",
        cosmetic.output
    );
    repository.write("project/study.kohort", &wider);
    repository.commit("wider");
    let changed = step(&repository, "diff.sh", &variables("comment"), None);
    assert_eq!(changed.code, 0, "{}", changed.said);
    assert!(changed.output.ends_with("changed=true\n"), "{}", changed.output);
    let base = repository.git(&["rev-parse", "--short=12", "comment"]);
    insta::assert_snapshot!(changed.summary.replace(base.trim(), "BASE"));
    // A study with errors is compared with nothing, and the step says so.
    repository.write("project/study.kohort", &study.replace("18 years", "nobody"));
    let failed = step(&repository, "diff.sh", &variables("comment"), None);
    assert_eq!((failed.code, failed.summary.as_str()), (1, ""), "{}", failed.said);
}

#[test]
fn without_a_base_there_is_nothing_to_compare() {
    let repository = repository();
    for before in ["", "0000000000000000000000000000000000000000", "v9"] {
        let skipped = step(&repository, "diff.sh", &[("KOHORT_BEFORE", before)], None);
        assert_eq!(skipped.code, 0, "{}", skipped.said);
        let said = "::notice title=kohort::there is no base";
        assert!(skipped.said.starts_with(said), "{}", skipped.said);
    }
    let script = "echo \"$2\"";
    let pushed = step(&repository, "diff.sh", &[("KOHORT_BEFORE", "one")], Some(script));
    assert_eq!(
        (pushed.code, pushed.summary.as_str()),
        (0, "one...\n"),
        "{}",
        pushed.said
    );
    for base in ["v9", "--all", "one; echo owned"] {
        let missing = step(&repository, "diff.sh", &[("KOHORT_BASE", base)], None);
        assert_eq!(missing.code, 2, "{}", missing.said);
        assert!(missing.said.contains("fetch-depth: 0"), "{}", missing.said);
    }
}

#[test]
fn there_is_one_comment_and_it_is_written_again() {
    let repository = repository();
    repository.write("../report.md", "nothing changed\n");
    let report = repository.folder.join("../report.md");
    let comment = |earlier: &str, number: &str| {
        let bin = repository.folder.join("../gh");
        let script = format!(
            "for word; do last=$word; done\ncase \"$*\" in\n*--paginate*) printf '{earlier}' ;;\n*) echo \"$*\"; cat \"${{last#body=@}}\" ;;\nesac"
        );
        program(&bin, "gh", &script);
        let mut path = std::ffi::OsString::from(bin);
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap());
        let variables = [
            ("KOHORT_PULL_REQUEST", number),
            ("KOHORT_REPORT", report.to_str().unwrap()),
            ("PATH", path.to_str().unwrap()),
        ];
        step(&repository, "comment.sh", &variables, None)
    };
    let first = comment("", "7");
    let said = "<!-- kohort diff -->\nnothing changed\n";
    assert_eq!(
        first.said,
        format!(
            "api --silent --method POST repos/clinic/studies/issues/7/comments --field body=@TEMP/kohort-comment.md\n{said}"
        )
    );
    let again = comment("41\\n42\\n", "7");
    assert!(
        again
            .said
            .starts_with("api --silent --method PATCH repos/clinic/studies/issues/comments/41 "),
        "{}",
        again.said
    );
    assert_eq!(comment("", "").code, 0);
    fs::write(&report, "long ".repeat(20_000)).unwrap();
    let long = comment("", "7");
    assert!(
        long.said.contains("too long for a comment"),
        "{}",
        long.said.len()
    );
}

#[test]
fn the_program_is_the_one_that_was_named() {
    let repository = repository();
    let installed = step(&repository, "install.sh", &[("KOHORT_FROM", "installed")], None);
    assert_eq!(
        (installed.code, installed.path.as_str()),
        (0, ""),
        "{}",
        installed.said
    );
    let folder = tempfile::tempdir().unwrap();
    program(folder.path(), "kohort", "echo kohort of the archive");
    let archive = folder.path().join("kohort.tar.gz");
    let packed = Command::new("tar")
        .arg("-czf")
        .arg(&archive)
        .arg("-C")
        .arg(folder.path())
        .arg("kohort")
        .status();
    assert!(packed.unwrap().success());
    let sum = Command::new("sha256sum").arg(&archive).output().unwrap();
    let sum = String::from_utf8(sum.stdout).unwrap();
    let sum = sum.split(' ').next().unwrap();
    let address = format!("file://{}", archive.display());
    let from = |sum: &str| {
        step(
            &repository,
            "install.sh",
            &[("KOHORT_FROM", &address), ("KOHORT_SHA256", sum)],
            None,
        )
    };
    let fetched = from(sum);
    assert_eq!(fetched.code, 0, "{}", fetched.said);
    assert_eq!(
        (fetched.said.as_str(), fetched.path.as_str()),
        ("kohort of the archive\n", "TEMP/kohort/bin\n")
    );
    for (sum, said) in [("", "needs `sha256`"), ("00", "another SHA-256")] {
        let refused = from(sum);
        assert_eq!((refused.code, refused.path.as_str()), (2, ""));
        assert!(refused.said.contains(said), "{}", refused.said);
    }
    let unknown = step(&repository, "install.sh", &[("KOHORT_FROM", "nightly")], None);
    assert_eq!(unknown.code, 2, "{}", unknown.said);
}

#[test]
fn a_built_program_is_kept_for_as_long_as_its_source_is_the_same() {
    let repository = repository();
    let key = || step(&repository, "key.sh", &[], None).output;
    let first = key();
    assert!(
        first.starts_with("key=") && first.trim_end().len() == 44,
        "{first}"
    );
    assert_eq!(first, key());
}

#[test]
fn the_action_names_scripts_and_inputs_that_there_are() {
    let action = text("action.yml");
    let scripts: Vec<String> = fs::read_dir(top().join("ci/action"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for script in scripts.iter().filter(|script| *script != "lib.sh") {
        assert!(
            action.contains(&format!("ci/action/{script}\"'")),
            "{script} is no step"
        );
        let mode = fs::metadata(top().join("ci/action").join(script))
            .unwrap()
            .permissions();
        assert_ne!(mode.mode() & 0o111, 0, "{script} cannot be run");
    }
    for part in action.split("ci/action/").skip(1) {
        let script = part.split(['"', ',', ' ']).next().unwrap();
        assert!(
            script == "and" || script.is_empty() || scripts.iter().any(|known| known == script),
            "no {script}"
        );
    }
    let declared: Vec<&str> = action
        .lines()
        .skip_while(|line| *line != "inputs:")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':'))
        .filter(|name| !name.starts_with(' '))
        .collect();
    assert_eq!(declared.len(), 11);
    for part in action.split("inputs.").skip(1) {
        let name: String = part
            .chars()
            .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-')
            .collect();
        assert!(declared.contains(&name.as_str()), "no input {name}");
    }
    for name in &declared {
        assert!(
            action.contains(&format!("inputs.{name}")),
            "the input {name} is not used"
        );
    }
    let project = repository();
    let workflow = project.read("project/.github/workflows/kohort.yml");
    let (_, with) = workflow
        .split_once("uses: ./.kohort-action\n        with:\n")
        .unwrap();
    let given = with
        .lines()
        .map_while(|line| line.strip_prefix("          ")?.split_once(':'));
    let given: Vec<&str> = given.map(|(name, _)| name).collect();
    assert!(
        !given.is_empty() && given.iter().all(|name| declared.contains(name)),
        "{given:?}"
    );
    // An input within a command would be read as one.
    for line in action
        .lines()
        .filter(|line| line.trim_start().starts_with("run:"))
    {
        assert!(!line.contains("${{"), "{line}");
    }
}

/// The hooks: name and command.
fn hooks() -> Vec<(String, String)> {
    let text = text(".pre-commit-hooks.yaml");
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.trim_start().strip_prefix(key));
        line.unwrap().trim().to_owned()
    };
    let blocks = text.split("\n- ").skip(1);
    blocks
        .map(|block| (value(block, "id:"), value(block, "entry:")))
        .collect()
}

#[test]
fn the_hooks_of_pre_commit_stop_what_they_are_for() {
    let repository = repository();
    let hooks = hooks();
    let run = |id: &str, files: &str| {
        let (_, entry) = hooks.iter().find(|(name, _)| name == id).unwrap();
        // What is a script of this repository is run from where pre-commit has it.
        let entry = entry.replace("ci/", &format!("{}/ci/", top().display()));
        let output = repository.run("sh", &["-c", &format!("{entry} {files}")]);
        (
            output.status.code().unwrap(),
            repository.shown(&[output.stdout, output.stderr].concat()),
        )
    };
    let names: Vec<&str> = hooks.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["kohort-fmt", "kohort-check", "kohort-plan"]);
    let study = repository.read("project/study.kohort");
    assert_eq!(run("kohort-fmt", "project/study.kohort").0, 0);
    assert_eq!(run("kohort-check", "").0, 0);
    // The hook that formats changes the file, which is how pre-commit knows that it has to be added again.
    repository.write("project/study.kohort", &study.replacen("  ", "   ", 1));
    assert_eq!(run("kohort-fmt", "project/study.kohort").0, 0);
    assert_eq!(repository.read("project/study.kohort"), study);
    repository.write(
        "project/study.kohort",
        &format!("{study}\nlet broken = nothing_known\n"),
    );
    let (code, said) = run("kohort-check", "");
    assert_eq!(code, 1, "{said}");
}

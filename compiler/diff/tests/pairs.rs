//! Pairs of studies, and what the comparison says of each.
//!
//! A case in `tests/diff/*.txt` is a base study, the texts that are put in place of others, the expected grade and
//! direction, and the whole text that is shown. `UPDATE_EXPECT=1` writes the texts that are shown, never grades and
//! directions.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

mod support;

use kohort_diff::{Given, compare, render};
use std::fmt::Write as _;
use std::path::PathBuf;
use support::{Project, base};

#[derive(Default, Debug)]
struct Case {
    title: String,
    base: String,
    /// Files, by the text of each, that only this case has.
    changes: Vec<(String, String)>,
    grade: String,
    direction: String,
    shown: String,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/diff")
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut part = "";
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("=== ") {
            cases.push(Case {
                title: title.to_owned(),
                ..Case::default()
            });
            part = "";
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        match line {
            "<<<" => {
                case.changes.push(Default::default());
                part = "old";
            }
            ">>>" => part = "new",
            "---" => part = "shown",
            _ if part == "old" || part == "new" => {
                let (old, new) = case.changes.last_mut().expect("a change begins with <<<");
                let into = if part == "old" { old } else { new };
                into.push_str(line);
                into.push('\n');
            }
            _ if part == "shown" => {
                case.shown.push_str(line);
                case.shown.push('\n');
            }
            _ => match line.split_once(": ") {
                Some(("base", value)) => value.clone_into(&mut case.base),
                Some(("grade", value)) => value.clone_into(&mut case.grade),
                Some(("direction", value)) => value.clone_into(&mut case.direction),
                _ => {}
            },
        }
        if line.starts_with("grade: ") || line.starts_with("direction: ") {
            part = "";
        }
    }
    cases
}

fn written(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        let _ = writeln!(text, "=== {}\nbase: {}", case.title, case.base);
        let _ = writeln!(text, "grade: {}\ndirection: {}", case.grade, case.direction);
        for (old, new) in &case.changes {
            let _ = write!(text, "<<<\n{old}>>>\n{new}");
        }
        let _ = writeln!(text, "---\n{}\n", case.shown.trim_end());
    }
    text
}

#[test]
fn each_pair_has_its_grade_its_direction_and_its_text() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the table is there")
        .map(|entry| entry.expect("its files can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("the table can be read");
        let mut cases = parse(&text);
        for case in &mut cases {
            count += 1;
            let project: Project = base(&case.base);
            let mut changed = project.clone();
            for (old, new) in &case.changes {
                changed.replace(old, new, &case.title);
            }
            let (old, new) = (project.analysed(), changed.analysed());
            let diff = compare(
                Given {
                    study: &old.study,
                    sources: &old.sources,
                },
                Given {
                    study: &new.study,
                    sources: &new.sources,
                },
            );
            let grade = diff.grade.map_or("none", kohort_diff::Grade::words);
            let directions: Vec<&str> = diff
                .changes
                .iter()
                .map(|change| change.direction.map_or("none", kohort_diff::Direction::word))
                .collect();
            let direction = if directions.is_empty() {
                String::from("none")
            } else {
                directions.join(", ")
            };
            if grade != case.grade || direction != case.direction {
                let _ = writeln!(
                    wrong,
                    "{}: grade {grade}, direction {direction}; expected {}, {}\n{}",
                    case.title,
                    case.grade,
                    case.direction,
                    render::text(&diff)
                );
            }
            let shown = render::text(&diff);
            if update {
                case.shown = shown;
            } else if shown.trim_end() != case.shown.trim_end() {
                let _ = writeln!(wrong, "{}: shows\n{shown}\nexpected\n{}", case.title, case.shown);
            }
        }
        if update {
            std::fs::write(&file, written(&cases)).expect("the table can be written");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 40, "the table has {count} pairs");
}

//! Differences as Markdown, for a comment on a pull request.

use super::{affected, heading, places, versions};
use crate::Diff;
use crate::counts::Counts;

/// A difference as Markdown (CommonMark with tables), ending with a new line.
pub fn markdown(diff: &Diff) -> String {
    let mut lines = vec![format!("### {}", escaped(&versions(diff))), String::new()];
    lines.push(match diff.grade {
        None => String::from("Nothing changed in meaning."),
        Some(grade) => format!("Highest grade: **{}**", grade.words()),
    });
    for change in &diff.changes {
        lines.push(String::new());
        let direction = change
            .direction
            .map(|direction| format!(", {}", direction.word()));
        lines.push(format!(
            "**{}{}** · {}",
            change.grade.words(),
            direction.unwrap_or_default(),
            heading(change, code)
        ));
        if !change.edits.is_empty() {
            let said = change.edits.iter().flat_map(|edit| {
                let old = edit.old.iter().map(|old| format!("- {old}"));
                old.chain(edit.new.iter().map(|new| format!("+ {new}")))
            });
            let said: Vec<String> = said.collect();
            let fence = fence(&said);
            lines.push(String::new());
            lines.push(format!("{fence}diff"));
            lines.extend(said);
            lines.push(fence);
        }
        let affects = affected(change);
        if !affects.is_empty() {
            let kinds = affects.iter().map(|(kind, names)| {
                let names: Vec<String> = names.iter().map(|name| code(name)).collect();
                format!("{kind} {}", names.join(", "))
            });
            lines.push(String::new());
            lines.push(format!("Affects {}.", kinds.collect::<Vec<_>>().join("; ")));
        }
        if let Some(places) = places(diff, change, code) {
            lines.push(String::new());
            lines.push(format!("Counts {places}."));
        }
    }
    if !diff.cohorts.is_empty() {
        lines.push(String::new());
        lines.push(String::from("| Cohort | Who is in, all changes taken together |"));
        lines.push(String::from("| --- | --- |"));
        for verdict in &diff.cohorts {
            lines.push(format!(
                "| {} | {} |",
                code(&verdict.cohort),
                verdict.direction.word()
            ));
        }
    }
    lines.extend(diff.counts.iter().flat_map(counts));
    lines.push(String::new());
    lines.join("\n")
}

/// Who moves, source by source.
fn counts(counts: &Counts) -> Vec<String> {
    let mut lines = Vec::new();
    for source in &counts.sources {
        lines.push(String::new());
        lines.push(format!("**Who moves** in {}", source.title(code)));
        let mut steps = Vec::new();
        if !source.cohorts.is_empty() {
            lines.push(String::new());
        }
        for cohort in &source.cohorts {
            let was = cohort.was.as_ref().map(|was| format!(" (was {})", code(was)));
            let (name, was) = (code(&cohort.cohort), was.unwrap_or_default());
            lines.push(format!("* {name}{was}: {}", cohort.sentence()));
            let out = cohort.go_out_by.iter();
            let out = out.map(|reason| ("go out by", reason.out(code), reason.cell()));
            let came = cohort.come_in_by.iter();
            let came = came.map(|reason| {
                (
                    "come in, kept out before by",
                    reason.out_before(code),
                    reason.cell(),
                )
            });
            let row = |(what, by, count)| format!("| {name} | {what} | {by} | {count} |");
            steps.extend(out.chain(came).map(row));
        }
        if !steps.is_empty() {
            lines.push(String::new());
            lines.push(String::from("| Cohort | Who | Step | How many |"));
            lines.push(String::from("| --- | --- | --- | ---: |"));
            lines.extend(steps);
        }
    }
    for left in &counts.not_counted {
        lines.push(String::new());
        lines.push(format!(
            "Not counted in {}: {}.",
            code(&left.source),
            escaped(&left.why)
        ));
    }
    for rule in counts.rules(code) {
        lines.push(String::new());
        lines.push(rule);
    }
    lines
}

/// A name as code; one with a backtick in it needs longer marks.
fn code(name: &str) -> String {
    let name = name.replace('|', "\\|").replace(['\r', '\n'], " ");
    if name.contains('`') {
        return format!("`` {name} ``");
    }
    format!("`{name}`")
}

/// A fence that is longer than any in the text.
fn fence(lines: &[String]) -> String {
    let longest = lines
        .iter()
        .flat_map(|line| line.split(|mark| mark != '`'))
        .map(str::len)
        .max();
    "`".repeat(longest.unwrap_or_default().saturating_add(1).max(3))
}

/// Text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut all = String::new();
    for mark in text.chars() {
        if "\\`*_{}[]<>#|".contains(mark) {
            all.push('\\');
        }
        all.push(mark);
    }
    all
}

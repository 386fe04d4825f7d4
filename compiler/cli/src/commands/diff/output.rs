//! Differences of several studies in writing.
//!
//! Invariant: a study that means the same takes one line, however many there are.

use super::{Compared, Format, What};
use crate::failure::Failure;
use crate::terminal::Terminal;
use kohort_diff::{FORMAT_VERSION, render};
use serde::Serialize;

/// Writes what changed in each study.
pub(super) fn write(
    all: &[Compared],
    (old, new): (&str, &str),
    format: Format,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    match format {
        Format::Text => text(all, terminal),
        Format::Markdown => markdown(all, (old, new), terminal),
        Format::Json => json(all, (old, new), terminal),
    }
}

fn text(all: &[Compared], terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let several = all.len() > 1;
    let (same, different): (Vec<&Compared>, Vec<&Compared>) = all.iter().partition(|study| is_same(study));
    for study in &different {
        if several {
            writeln!(terminal.out, "{}", bold(&study.path, terminal.colour))?;
        }
        match &study.what {
            What::Both(diff) => coloured(&render::text(diff), terminal)?,
            What::Added => writeln!(terminal.out, "the study is new")?,
            What::Removed => writeln!(terminal.out, "the study is gone")?,
            What::Wrong { old, new } => writeln!(terminal.out, "{}", wrong(*old, *new))?,
        }
        if several {
            writeln!(terminal.out)?;
        }
    }
    match (same.as_slice(), several) {
        ([], _) => {}
        ([one], false) => {
            if let What::Both(diff) = &one.what {
                write!(terminal.out, "{}", render::text(diff))?;
            }
        }
        (same, _) => {
            let paths: Vec<&str> = same.iter().map(|study| study.path.as_str()).collect();
            writeln!(terminal.out, "nothing changed in meaning: {}", paths.join(", "))?;
        }
    }
    Ok(())
}

fn markdown(all: &[Compared], (old, new): (&str, &str), terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    writeln!(
        terminal.out,
        "## What changed in meaning\n\nFrom `{old}` to `{new}`."
    )?;
    let (same, different): (Vec<&Compared>, Vec<&Compared>) = all.iter().partition(|study| is_same(study));
    for study in &different {
        match &study.what {
            What::Both(diff) => {
                writeln!(terminal.out, "\n`{}`\n", study.path)?;
                write!(terminal.out, "{}", render::markdown(diff))?;
            }
            What::Added => writeln!(terminal.out, "\n`{}`: the study is new.", study.path)?,
            What::Removed => writeln!(terminal.out, "\n`{}`: the study is gone.", study.path)?,
            What::Wrong { old, new } => {
                writeln!(terminal.out, "\n`{}`: {}.", study.path, wrong(*old, *new))?;
            }
        }
    }
    if !same.is_empty() {
        let paths: Vec<String> = same.iter().map(|study| format!("`{}`", study.path)).collect();
        writeln!(
            terminal.out,
            "\nNothing changed in meaning: {}.",
            paths.join(", ")
        )?;
    }
    Ok(())
}

fn json(all: &[Compared], (old, new): (&str, &str), terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Whole<'a> {
        format: &'static str,
        format_version: u32,
        old: &'a str,
        new: &'a str,
        studies: Vec<One<'a>>,
    }
    #[derive(Serialize)]
    struct One<'a> {
        path: &'a str,
        what: &'static str,
        diff: Option<&'a kohort_diff::Diff>,
    }
    let studies = all.iter().map(|study| {
        let (what, diff) = match &study.what {
            What::Both(diff) if diff.changes.is_empty() => ("same", Some(diff.as_ref())),
            What::Both(diff) => ("changed", Some(diff.as_ref())),
            What::Added => ("added", None),
            What::Removed => ("removed", None),
            What::Wrong { .. } => ("wrong", None),
        };
        One {
            path: &study.path,
            what,
            diff,
        }
    });
    let whole = Whole {
        format: "kohort.diff",
        format_version: FORMAT_VERSION,
        old,
        new,
        studies: studies.collect(),
    };
    let text = serde_json::to_string_pretty(&whole)
        .map_err(|error| Failure::environment(format!("the difference cannot be written: {error}")))?;
    writeln!(terminal.out, "{text}")?;
    Ok(())
}

fn wrong(old: bool, new: bool) -> &'static str {
    match (old, new) {
        (true, false) => "not compared: it had errors",
        (false, true) => "not compared: it has errors, which `kohort check` shows",
        _ => "not compared: it has errors on both sides",
    }
}

fn is_same(study: &Compared) -> bool {
    matches!(&study.what, What::Both(diff) if diff.changes.is_empty())
}

/// What is gone in red, what is new in green.
pub(crate) fn coloured(text: &str, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    for line in text.lines() {
        let colour = match line.trim_start().as_bytes() {
            [b'-', b' ', ..] => Some("\u{1b}[31m"),
            [b'+', b' ', ..] => Some("\u{1b}[32m"),
            _ => None,
        };
        match colour.filter(|_| terminal.colour) {
            Some(colour) => writeln!(terminal.out, "{colour}{line}\u{1b}[0m")?,
            None => writeln!(terminal.out, "{line}")?,
        }
    }
    Ok(())
}

fn bold(text: &str, colour: bool) -> String {
    match colour {
        true => format!("\u{1b}[1m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}

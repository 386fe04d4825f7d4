//! Differences in writing: for the terminal, as Markdown for a pull request, and as JSON for programs.
//!
//! Invariant: all three say the same; the same difference is the same text on every machine.

mod markdown;
mod text;

pub use markdown::markdown;
pub use text::text;

use crate::{Change, Diff, Grade, Happened};

/// A difference for programs, in a stable order of fields.
pub fn json(diff: &Diff) -> String {
    // Writing cannot fail: a difference is plain data with text keys. If it did, the message would stand in its place.
    serde_json::to_string_pretty(diff).unwrap_or_else(|error| {
        serde_json::json!({ "format_version": crate::FORMAT_VERSION, "error": error.to_string() }).to_string()
    })
}

/// What a change is about and what happened to it, as `criterion adult of cancers removed`.
fn heading(change: &Change, name: impl Fn(&str) -> String) -> String {
    let kind = change.subject.kind.words();
    let of = change.subject.of.as_ref().map(|of| format!(" of {}", name(of)));
    let what = match change.subject.name.as_str() {
        // An index date has no name of its own.
        own if own == kind => kind.to_owned(),
        own => format!("{kind} {}", name(own)),
    };
    let happened = match &change.happened {
        Happened::Changed => String::new(),
        Happened::Renamed { from } => format!(", which was called {}", name(from)),
        Happened::Reordered { what } => format!(", its {what} in another order"),
        other => format!(" {}", other.word()),
    };
    format!("{what}{}{happened}", of.unwrap_or_default())
}

/// What a change affects, kind by kind.
fn affected(change: &Change) -> Vec<(&'static str, &[String])> {
    let affects = &change.affects;
    let kinds: [(&str, &[String]); 4] = [
        ("cohorts", &affects.cohorts),
        ("endpoints", &affects.endpoints),
        ("characteristics", &affects.characteristics),
        ("outputs", &affects.outputs),
    ];
    kinds.into_iter().filter(|(_, names)| !names.is_empty()).collect()
}

/// In which sources a change counts, as `in us, not in de, jp`; nothing where no source is known or no result differs.
fn places(diff: &Diff, change: &Change, name: impl Fn(&str) -> String) -> Option<String> {
    if diff.sources.is_empty() || change.grade == Grade::Cosmetic {
        return None;
    }
    let list = |sources: Vec<&String>| -> String {
        let names: Vec<String> = sources.into_iter().map(|source| name(source)).collect();
        names.join(", ")
    };
    let others: Vec<&String> = diff
        .sources
        .iter()
        .filter(|source| !change.sources.contains(source))
        .collect();
    Some(match (change.sources.is_empty(), others.is_empty()) {
        (true, _) => format!("in none of {}", list(others)),
        (false, true) => format!("in {}", list(change.sources.iter().collect())),
        (false, false) => format!(
            "in {}, not in {}",
            list(change.sources.iter().collect()),
            list(others)
        ),
    })
}

/// The two versions, where they are called differently, or the one name that they have.
fn versions(diff: &Diff) -> String {
    let (old, new) = (&diff.old, &diff.new);
    let old_name = format!("{} {}", old.name, old.version);
    let new_name = format!("{} {}", new.name, new.version);
    if old_name == new_name {
        new_name
    } else if old.name == new.name {
        format!("{old_name} → {}", new.version)
    } else {
        format!("{old_name} → {new_name}")
    }
}

//! The plans of a study as files to be committed, and whether those that are there still hold.
//!
//! Invariant: the names follow from the names of study and sources alone, and nothing is read or written here, so that the
//! command line, continuous integration and editors all agree.

use super::level::{Level, LevelPlan};
use crate::algebra::Plan;
use crate::{bind, rules};
use kohort_semantics::source::Source;
use kohort_semantics::study::Study;
use std::fmt;

/// In which form plans are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A plan and the name of the file that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFile {
    /// `STUDY.study.plan`, `STUDY.SOURCE.source.plan` or `STUDY.SOURCE.query.plan`; JSON has `.json` besides.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// A study that a check has passed could not be planned: a fault of this compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError {
    /// The source.
    pub source: String,
    /// What went wrong.
    pub message: String,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the study cannot be planned on `{}`: {}",
            self.source, self.message
        )
    }
}

impl std::error::Error for PlanError {}

/// A study bound to a source and simplified.
///
/// # Errors
/// If no check has passed the study, or by a fault of this compiler.
pub fn optimised(study: &Study, source: &Source) -> Result<Plan, PlanError> {
    let fault = |message: String| PlanError {
        source: source.name.clone(),
        message,
    };
    let plan = bind::bind(study, source).map_err(|error| fault(error.to_string()))?;
    rules::optimise(plan).map_err(|error| fault(error.to_string()))
}

/// The plans of a study at all levels: its own, and then those for each of these sources.
///
/// # Errors
/// If no check has passed the study for one of them.
pub fn files<'s>(
    study: &Study,
    sources: impl IntoIterator<Item = &'s Source>,
    form: Form,
) -> Result<Vec<PlanFile>, PlanError> {
    let own = LevelPlan::study(study);
    let hash = own.hash();
    let mut files = vec![file(study, &own, form)];
    for source in sources {
        let plan = optimised(study, source)?;
        files.push(file(study, &LevelPlan::source(study, hash, source, &plan), form));
        files.push(file(study, &LevelPlan::query(study, hash, &plan), form));
    }
    Ok(files)
}

fn file(study: &Study, plan: &LevelPlan, form: Form) -> PlanFile {
    let source = plan.source_name().map(|source| format!(".{source}"));
    let (source, level) = (source.unwrap_or_default(), plan.level().word());
    let (ending, text) = match form {
        Form::Text => ("", plan.text()),
        Form::Json => (".json", plan.json()),
    };
    PlanFile {
        name: format!("{}{source}.{level}.plan{ending}", study.name),
        text,
    }
}

/// Whether a file with this name would be a plan of a study.
pub fn is_plan_of(study: &str, name: &str, form: Form) -> bool {
    let ending = match form {
        Form::Text => ".plan",
        Form::Json => ".plan.json",
    };
    let rest = name.strip_prefix(study).and_then(|rest| rest.strip_prefix('.'));
    let Some(rest) = rest.and_then(|rest| rest.strip_suffix(ending)) else {
        return false;
    };
    match rest.rsplit_once('.') {
        None => rest == Level::Study.word(),
        Some((source, level)) => {
            !source.contains('.') && [Level::Source, Level::Query].iter().any(|of| of.word() == level)
        }
    }
}

/// The first line in which a plan is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The line, counted from 1.
    pub line: usize,
    /// What the file says; nothing where it has ended.
    pub old: Option<String>,
    /// What the plan says; nothing where it has ended.
    pub new: Option<String>,
}

/// The first difference of two texts, whatever ends their lines. A line with a hash is one only where no other line differs,
/// since it says that there is a difference and not which.
pub fn difference(old: &str, new: &str) -> Option<Difference> {
    let (mut old, mut new) = (old.lines(), new.lines());
    let mut hash = None;
    for line in 1.. {
        let (old, new) = (old.next(), new.next());
        if old.is_none() && new.is_none() {
            break;
        }
        if old != new {
            let found = Difference {
                line,
                old: old.map(str::to_owned),
                new: new.map(str::to_owned),
            };
            if !(is_hash(old) && is_hash(new)) {
                return Some(found);
            }
            hash.get_or_insert(found);
        }
    }
    hash
}

fn is_hash(line: Option<&str>) -> bool {
    line.is_some_and(|line| line.trim_start().starts_with("hash "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plans_of_the_study_are_its_plans() {
        let is = |name: &str| is_plan_of("s", name, Form::Text);
        for name in ["s.study.plan", "s.us.source.plan", "s.us.query.plan"] {
            assert!(is(name), "{name}");
        }
        for name in [
            "s.plan",
            "s.us.study.plan",
            "s.source.plan",
            "s.us.source.plan.json",
            "s.us.x.query.plan",
            "st.study.plan",
            "s.notes.txt",
            "study.plan",
        ] {
            assert!(!is(name), "{name}");
        }
        assert!(is_plan_of("s", "s.us.source.plan.json", Form::Json));
    }

    #[test]
    fn the_first_difference_is_told_by_its_line() {
        assert_eq!(difference("a\nb\n", "a\r\nb\r\n"), None);
        let found = difference("a\nb\n", "a\nc\nd\n").unwrap();
        assert_eq!(
            (found.line, found.old.as_deref(), found.new.as_deref()),
            (2, Some("b"), Some("c"))
        );
        let hashed = difference("a\n  hash 1\nb\n", "a\n  hash 2\nc\n").unwrap();
        assert_eq!((hashed.line, hashed.new.as_deref()), (3, Some("c")));
        let only = difference("a\n  hash 1\n", "a\n  hash 2\n").unwrap();
        assert_eq!(only.line, 2);
        let ended = difference("a\nb\n", "a\n").unwrap();
        assert_eq!(
            (ended.line, ended.old.as_deref(), ended.new),
            (2, Some("b"), None)
        );
    }
}

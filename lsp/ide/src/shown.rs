//! Texts about a study, to be shown beside it: its plan, its protocol, and what changed in its meaning.
//!
//! Invariant: they are those of the commands `plan`, `explain` and `diff`, of the texts as the editor has them.

use crate::Workspace;
use kohort_diff::{Given, compare, render};
use kohort_plan::text::LevelPlan;
use kohort_prose::{About, Country, Protocol};
use kohort_semantics::{Analysis, Study};
use std::rc::Rc;
use std::sync::Arc;

/// A text to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it is about.
    pub title: String,
    /// The language that it is in, as editors call it.
    pub language: &'static str,
    /// The text.
    pub text: String,
}

/// What a study means, with every default said.
///
/// # Errors
/// If the file declares no study, or one with errors: what is to be done about it.
pub fn plan(workspace: &mut Workspace, path: &str) -> Result<Shown, String> {
    let (study, _) = sound(workspace, path, "")?;
    Ok(Shown {
        title: format!("Plan of {}", study.name),
        language: "plaintext",
        text: LevelPlan::study(&study).text(),
    })
}

/// A study as the section of a protocol in its sources.
///
/// # Errors
/// As of [`plan`], and if it cannot be planned on a source, which is a fault of Kohort.
pub fn protocol(workspace: &mut Workspace, path: &str) -> Result<Shown, String> {
    let (study, analysis) = sound(workspace, path, "")?;
    let countries = analysis
        .sources
        .iter()
        .map(|source| Country::of(&study, source, None));
    let countries = countries.collect::<Result<_, _>>();
    let about = About {
        countries: countries.map_err(|error| format!("the study cannot be planned: {error}"))?,
    };
    Ok(Shown {
        title: format!("Protocol of {}", study.name),
        language: "markdown",
        text: Protocol::of(&study, &about).markdown(),
    })
}

/// What changed in the meaning of a study since an earlier state of its project.
///
/// # Errors
/// If there is no study in one of the two, or one with errors.
pub fn difference(
    workspace: &mut Workspace,
    before: &mut Workspace,
    path: &str,
    since: &str,
) -> Result<Shown, String> {
    let (new, after) = sound(workspace, path, "")?;
    if before.text(path).is_err() {
        return Err(format!(
            "`{path}` is not in {since}, so that there is nothing to compare it with"
        ));
    }
    let (old, earlier) = sound(before, path, &format!(" in {since}"))?;
    let diff = compare(
        Given {
            study: &old,
            sources: &earlier.sources,
        },
        Given {
            study: &new,
            sources: &after.sources,
        },
    );
    Ok(Shown {
        title: format!("{} since {since}", new.name),
        language: "markdown",
        text: render::markdown(&diff),
    })
}

/// A study about which nothing is an error.
fn sound(workspace: &mut Workspace, path: &str, at: &str) -> Result<(Arc<Study>, Rc<Analysis>), String> {
    if !workspace.is_study(path) {
        return Err(format!("`{path}` declares no study{at}"));
    }
    let analysis = workspace
        .analyse(path)
        .map_err(|error| format!("`{path}` cannot be read{at}: {error}"))?;
    match &analysis.study {
        Some(study) if !analysis.has_errors() => Ok((Arc::clone(study), analysis)),
        _ => Err(format!("`{path}` has errors{at}; correct them first")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::MemoryWorld;

    fn workspace(criterion: &str) -> Workspace {
        let model = "model clinic version \"1.0.0\" { one patient { birth_date: Date sex: Category { f, m } } }
source here for clinic version \"1.0.0\" { country GB patient from p key id { birth_date = b as date \"yyyy-MM-dd\" sex = s { \"1\": f, \"2\": m } } table p in csv \"p.csv\" { id b s } }";
        let study = format!(
            "study s version \"1.0.0\" on clinic\ncohort c {{ index birth_date include women: {criterion}, unknown is met }}\nreport {{ attrition }}"
        );
        let world = MemoryWorld::new()
            .with("kohort.toml", "")
            .with(
                "clinic.kohort",
                model.split("\nsource").next().unwrap_or_default(),
            )
            .with("s.kohort", study)
            .with("shared.kohort", "let a = 1");
        Workspace::project(Box::new(world), None)
    }

    #[test]
    fn a_study_s_plan_and_protocol_are_shown() {
        let mut workspace = workspace("sex = f");
        let shown = plan(&mut workspace, "s.kohort").unwrap();
        assert!(shown.text.contains("sex = f"), "{}", shown.text);
        let shown = protocol(&mut workspace, "s.kohort").unwrap();
        assert!(
            shown.text.starts_with("# ") && shown.language == "markdown",
            "{}",
            shown.text
        );
    }

    #[test]
    fn what_changed_is_shown() {
        let (mut before, mut after) = (workspace("sex = f"), workspace("sex = m"));
        let shown = difference(&mut after, &mut before, "s.kohort", "the last commit").unwrap();
        assert!(shown.text.contains("**population"), "{}", shown.text);
        let shown = difference(&mut before, &mut workspace("f = sex"), "s.kohort", "x").unwrap();
        assert!(
            shown.text.contains("Nothing changed in meaning"),
            "{}",
            shown.text
        );
    }

    #[test]
    fn what_cannot_be_shown_is_said() {
        let mut workspace = workspace("sex = g");
        let said = [
            plan(&mut workspace, "s.kohort").unwrap_err(),
            protocol(&mut workspace, "shared.kohort").unwrap_err(),
        ];
        assert_eq!(
            said,
            [
                "`s.kohort` has errors; correct them first",
                "`shared.kohort` declares no study"
            ]
        );
    }
}

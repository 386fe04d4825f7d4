//! What can be done with a declaration, or is known of it, shown above it.
//!
//! Invariant: a lens stands at the name of what it is about. Counts are not kept here: a lens only says whose they are.

use crate::{Range, Workspace, plain};
use kohort_grammar::ast::{self, CohortEntry, Item};
use kohort_grammar::parse;
use kohort_semantics::meaning::Meanings;
use kohort_semantics::{Fact, Symbol};
use std::collections::BTreeMap;

/// One line above a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// What it is about.
    pub range: Range,
    /// What it offers or says.
    pub kind: LensKind,
}

/// What a lens offers or says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LensKind {
    /// Run the study's tests, or the one of this name.
    RunTests(Option<String>),
    /// Count the attrition on invented people.
    Attrition,
    /// Show what the study means.
    ShowPlan,
    /// Show what changed in meaning since the last commit.
    Difference,
    /// How many are left in each country after this criterion, where it was counted.
    Step {
        /// The cohort.
        cohort: String,
        /// The criterion.
        step: String,
    },
    /// In how many studies it is used.
    UsedBy(usize),
}

/// The lenses of a file, in the order of places.
#[must_use]
pub fn lenses(workspace: &mut Workspace, path: &str) -> Vec<Lens> {
    let Ok(text) = workspace.text(path) else {
        return Vec::new();
    };
    let tree = parse(&text).tree();
    match workspace.is_study(path) {
        true => of_study(&tree),
        false if workspace.is_embedded(path) => Vec::new(),
        false => of_library(workspace, path, &tree),
    }
}

/// What the study of a file means, if nothing about it is an error: counts hold as long as it stays the same.
#[must_use]
pub fn meaning(workspace: &mut Workspace, path: &str) -> Option<String> {
    let analysis = workspace.analyse(path).ok()?;
    let study = analysis.study.as_ref()?;
    Some(Meanings::new(study).study().to_string())
}

fn of_study(tree: &ast::File) -> Vec<Lens> {
    let items = tree.items();
    let has_tests = items.iter().any(|item| matches!(item, Item::Test(_)));
    let mut lenses = Vec::new();
    for item in &items {
        match item {
            Item::Study(study) => {
                let Some(range) = study.name().map(|name| plain(name.range())) else {
                    continue;
                };
                let mut kinds = vec![LensKind::Attrition, LensKind::ShowPlan, LensKind::Difference];
                if has_tests {
                    kinds.insert(0, LensKind::RunTests(None));
                }
                lenses.extend(kinds.into_iter().map(|kind| Lens {
                    range: range.clone(),
                    kind,
                }));
            }
            Item::Cohort(cohort) => {
                let Some(name) = cohort.name() else { continue };
                lenses.push(Lens {
                    range: plain(name.range()),
                    kind: LensKind::Attrition,
                });
                lenses.extend(steps(cohort, &name.text()));
            }
            Item::Test(test) => lenses.push(Lens {
                range: plain(test.range()),
                kind: LensKind::RunTests(test.name().map(|name| name.value())),
            }),
            _ => {}
        }
    }
    lenses
}

/// A lens for each criterion of a cohort, and for its index date.
fn steps(cohort: &ast::CohortDecl, name: &str) -> Vec<Lens> {
    let step = |range, step: String| Lens {
        range,
        kind: LensKind::Step {
            cohort: name.to_owned(),
            step,
        },
    };
    let entries = cohort.entries().into_iter();
    entries
        .filter_map(|entry| match entry {
            CohortEntry::Index(index) => Some(step(plain(index.range()), String::from("index"))),
            CohortEntry::Criterion(criterion) => {
                let own = criterion.name()?;
                Some(step(plain(own.range()), own.text()))
            }
            CohortEntry::Bad(_) => None,
        })
        .collect()
}

/// In how many studies each declaration of a file is used.
fn of_library(workspace: &mut Workspace, path: &str, tree: &ast::File) -> Vec<Lens> {
    let module = path.strip_suffix(".kohort").unwrap_or(path).replace('/', ".");
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for file in workspace.files() {
        if !workspace.is_study(&file) {
            continue;
        }
        let Ok(analysis) = workspace.analyse(&file) else {
            continue;
        };
        let facts = &analysis.facts;
        let mut names: Vec<&String> = facts
            .files()
            .filter(|id| analysis.files.path(*id) != path)
            .flat_map(|id| facts.of(id))
            .filter_map(|(_, fact)| match fact {
                Fact::Names(Symbol::Item { module: of, name }) if *of == module => Some(name),
                _ => None,
            })
            .collect();
        names.sort();
        names.dedup();
        for name in names {
            *used.entry(name.clone()).or_default() += 1;
        }
    }
    let items = tree.items();
    let named = items.iter().filter_map(|item| {
        let name = match item {
            Item::Let(decl) => decl.name(),
            Item::Codes(decl) => decl.name(),
            Item::Drugs(decl) => decl.name(),
            Item::Lines(decl) => decl.name(),
            Item::Endpoint(decl) => decl.name(),
            _ => None,
        }?;
        let count = used.get(&name.text()).copied().unwrap_or_default();
        Some(Lens {
            range: plain(name.range()),
            kind: LensKind::UsedBy(count),
        })
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::MemoryWorld;

    const STUDY: &str = "study s version \"1.0.0\" on clinic

use shared.{woman}

cohort c {
  index birth_date
  include women: woman, unknown is met
}

report {
  attrition
}

test \"a woman\" {
  patient {
    birth_date 1970-01-01 sex f
  }
  expect in c
}
";

    fn shown(path: &str) -> Vec<String> {
        let world = MemoryWorld::new()
            .with("kohort.toml", "")
            .with(
                "clinic.kohort",
                "model clinic version \"1.0.0\" { one patient { birth_date: Date sex: Category { f, m } } }",
            )
            .with("shared.kohort", "let woman = sex = f\n\nlet man = sex = m\n")
            .with("a.kohort", STUDY)
            .with("b.kohort", STUDY);
        let mut workspace = Workspace::project(Box::new(world), None);
        let text = workspace.text(path).unwrap();
        lenses(&mut workspace, path)
            .into_iter()
            .map(|lens| {
                let at = &text[lens.range.start as usize..lens.range.end as usize];
                format!("{}: {:?}", at.lines().next().unwrap_or_default(), lens.kind)
            })
            .collect()
    }

    #[test]
    fn a_study_can_be_run_and_shown() {
        assert_eq!(
            shown("a.kohort"),
            [
                "s: RunTests(None)",
                "s: Attrition",
                "s: ShowPlan",
                "s: Difference",
                "c: Attrition",
                "index birth_date: Step { cohort: \"c\", step: \"index\" }",
                "women: Step { cohort: \"c\", step: \"women\" }",
                "test \"a woman\" {: RunTests(Some(\"a woman\"))",
            ]
        );
    }

    #[test]
    fn a_definition_tells_in_how_many_studies_it_is_used() {
        assert_eq!(shown("shared.kohort"), ["woman: UsedBy(2)", "man: UsedBy(0)"]);
    }

    #[test]
    fn counts_hold_while_the_meaning_does() {
        let world = MemoryWorld::new()
            .with("kohort.toml", "")
            .with(
                "clinic.kohort",
                "model clinic version \"1.0.0\" { one patient { birth_date: Date sex: Category { f, m } } }",
            )
            .with("shared.kohort", "let woman = sex = f\n")
            .with("a.kohort", STUDY);
        let mut workspace = Workspace::project(Box::new(world), None);
        let before = meaning(&mut workspace, "a.kohort");
        workspace.open("shared.kohort", "let woman = f = sex // the same\n".into());
        assert_eq!(meaning(&mut workspace, "a.kohort"), before);
        workspace.open("shared.kohort", "let woman = sex = m\n".into());
        assert_ne!(meaning(&mut workspace, "a.kohort"), before);
    }
}

//! A project's findings, kept up to date one analysis after the other.
//!
//! They are those of `kohort check`: every study is analysed against its sources, and every other file that no study
//! reaches by itself. After a change all of that is due again, which costs little where nothing changed, since the
//! workspace remembers. Invariant: no finding is handed out of an analysis that is not up to date; and once all that could
//! have a say in a file's findings are, these are those of a project that was never edited.

use crate::{Finding, Workspace, findings};
use kohort_semantics::Analysis;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What is known of a project's findings.
#[derive(Default)]
pub struct ProjectCheck {
    /// What was found, by the file that was analysed.
    analysed: BTreeMap<String, Analysed>,
    /// The files whose analysis is due, and whether each is a study; none if even that is not known.
    due: Option<BTreeMap<String, bool>>,
}

/// One analysis.
struct Analysed {
    /// None if the file could not be read.
    analysis: Option<Rc<Analysis>>,
    is_study: bool,
    /// The files that it looked at.
    reached: BTreeSet<String>,
    findings: BTreeMap<String, Vec<Finding>>,
}

impl ProjectCheck {
    /// Nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A text changed, appeared or went, or what studies are checked against.
    pub fn change(&mut self) {
        self.due = None;
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.due.as_ref().is_some_and(BTreeMap::is_empty)
    }

    /// Makes the next analysis, the one that says most about `first` before others. Returns the files whose findings may
    /// have changed by it.
    pub fn step(&mut self, workspace: &mut Workspace, first: Option<&str>) -> BTreeSet<String> {
        let mut touched = BTreeSet::new();
        if self.due.is_none() {
            touched = self.begin(workspace);
        }
        let Some((file, is_study)) = self.next(first) else {
            return touched;
        };
        let analysis = workspace.analyse(&file).ok();
        let known = self.analysed.get(&file);
        let same = known.is_some_and(|known| {
            known.is_study == is_study
                && match (&known.analysis, &analysis) {
                    (Some(before), Some(now)) => Rc::ptr_eq(before, now),
                    (None, None) => true,
                    _ => false,
                }
        });
        if !same {
            let new = Analysed::new(analysis, is_study);
            touched.extend(new.findings.keys().cloned());
            let before = self.analysed.insert(file.clone(), new);
            touched.extend(before.into_iter().flat_map(|before| before.findings.into_keys()));
        }
        if let Some(due) = &mut self.due {
            due.remove(&file);
        }
        self.drop_reached(&mut touched);
        // A file without findings is up to date now, too.
        touched.insert(file);
        touched
    }

    /// Makes analyses until all about a file is known.
    pub fn settle(&mut self, workspace: &mut Workspace, file: &str) -> BTreeSet<String> {
        let mut touched = BTreeSet::new();
        while self.due.is_none() || !self.is_settled(file) && !self.is_done() {
            touched.extend(self.step(workspace, Some(file)));
        }
        touched
    }

    /// Whether nothing that is due could have a say in the findings of a file.
    #[must_use]
    pub fn is_settled(&self, file: &str) -> bool {
        let Some(due) = &self.due else { return false };
        due.is_empty()
            || !due.contains_key(file)
                && due.keys().all(|due| {
                    self.analysed
                        .get(due)
                        .is_none_or(|known| !known.reached.contains(file))
                })
                && self.analysed.values().any(|known| known.reached.contains(file))
    }

    /// Whether an analysis that is up to date looked at a file, so that a part of its findings is known.
    #[must_use]
    pub fn is_partly_known(&self, file: &str) -> bool {
        self.up_to_date().any(|known| known.reached.contains(file))
    }

    /// The analyses that are not due.
    fn up_to_date(&self) -> impl Iterator<Item = &Analysed> {
        let is_due = |file: &String| self.due.as_ref().is_none_or(|due| due.contains_key(file));
        self.analysed
            .iter()
            .filter(move |(file, _)| !is_due(file))
            .map(|(_, known)| known)
    }

    /// The findings of a file, in the order of their places: all of them once it is settled, and before those of the
    /// analyses that are up to date.
    #[must_use]
    pub fn findings(&self, file: &str) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        for finding in self
            .up_to_date()
            .filter_map(|known| known.findings.get(file))
            .flatten()
        {
            if !found.contains(finding) {
                found.push(finding.clone());
            }
        }
        found.sort_by_key(|finding| (finding.range.start, finding.range.end));
        found
    }

    /// Finds out what is due. Returns the files that analyses had findings in that are not made any more.
    fn begin(&mut self, workspace: &mut Workspace) -> BTreeSet<String> {
        let files = workspace.files();
        let due: BTreeMap<String, bool> = files
            .into_iter()
            .map(|file| {
                let is_study = workspace.is_study(&file);
                (file, is_study)
            })
            .collect();
        let mut touched = BTreeSet::new();
        self.analysed.retain(|file, known| {
            let stays = due.contains_key(file);
            if !stays {
                touched.extend(known.findings.keys().cloned());
                touched.insert(file.clone());
            }
            stays
        });
        workspace.keep(&|file| due.contains_key(file));
        self.due = Some(due);
        touched
    }

    /// The analysis to make next: of the file that is asked about; of the studies that reach it; of the other studies; of
    /// what no study reaches.
    fn next(&self, first: Option<&str>) -> Option<(String, bool)> {
        let due = self.due.as_ref()?;
        let rank = |file: &str, is_study: bool| {
            let reaches = |first: &str| {
                self.analysed
                    .get(file)
                    .is_some_and(|known| known.reached.contains(first))
            };
            if first == Some(file) && (is_study || !self.is_reached(file)) {
                0
            } else if is_study && first.is_some_and(reaches) {
                1
            } else if is_study {
                2
            } else {
                3
            }
        };
        let next = due.iter().min_by_key(|(file, is_study)| rank(file, **is_study))?;
        Some((next.0.clone(), *next.1))
    }

    /// Whether a study reaches a file, as far as is known.
    fn is_reached(&self, file: &str) -> bool {
        let mut studies = self.analysed.iter().filter(|(_, known)| known.is_study);
        studies.any(|(study, known)| study != file && known.reached.contains(file))
    }

    /// Once all studies are up to date, a file that one of them reaches says nothing by itself any more.
    fn drop_reached(&mut self, touched: &mut BTreeSet<String>) {
        let Some(due) = &mut self.due else { return };
        if due.values().any(|is_study| *is_study) {
            return;
        }
        // What is due was a study, and is none any more.
        let studies = self
            .analysed
            .iter()
            .filter(|(file, known)| known.is_study && !due.contains_key(*file));
        let reached: BTreeSet<String> = studies.flat_map(|(_, known)| &known.reached).cloned().collect();
        let was_due = due.clone();
        due.retain(|file, _| !reached.contains(file));
        self.analysed.retain(|file, known| {
            let is_study = known.is_study && !was_due.contains_key(file);
            let stays = is_study || !reached.contains(file);
            if !stays {
                touched.extend(known.findings.keys().cloned());
            }
            stays
        });
    }
}

impl Analysed {
    fn new(analysis: Option<Rc<Analysis>>, is_study: bool) -> Self {
        let mut reached = BTreeSet::new();
        let mut by_file: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        if let Some(analysis) = &analysis {
            let files = &analysis.files;
            reached.extend(analysis.reached.iter().map(|id| files.path(*id).to_owned()));
            for (file, finding) in findings(analysis) {
                by_file.entry(file.to_owned()).or_default().push(finding);
            }
        }
        Self {
            analysis,
            is_study,
            reached,
            findings: by_file,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::MemoryWorld;

    const MODEL: &str =
        "model clinic version \"1.0.0\" { one patient { birth_date: Date sex: Category { f, m } } }";

    fn study(use_line: &str, criterion: &str) -> String {
        format!(
            "study s version \"1.0.0\" on clinic\n{use_line}\ncohort c {{ index birth_date include women: {criterion}, unknown is met }}\nreport {{ attrition }}"
        )
    }

    fn workspace() -> Workspace {
        let world = MemoryWorld::new()
            .with("kohort.toml", "")
            .with("clinic.kohort", MODEL)
            .with("a.kohort", study("", "sex = g"))
            .with("b.kohort", study("use shared.{woman}", "woman"))
            .with("shared.kohort", "let woman = sex = f")
            .with("alone.kohort", "codes lung { icd10: C34.* }");
        Workspace::project(Box::new(world), None)
    }

    fn all(check: &mut ProjectCheck, workspace: &mut Workspace) -> BTreeMap<String, Vec<&'static str>> {
        while !check.is_done() {
            check.step(workspace, None);
        }
        let codes = |file: &String| check.findings(file).iter().map(|finding| finding.code).collect();
        workspace
            .files()
            .into_iter()
            .map(|file| (file.clone(), codes(&file)))
            .filter(|(_, codes): &(_, Vec<_>)| !codes.is_empty())
            .collect()
    }

    #[test]
    fn the_file_that_is_asked_about_comes_first() {
        let (mut check, mut workspace) = (ProjectCheck::new(), workspace());
        let touched = check.step(&mut workspace, Some("b.kohort"));
        assert!(touched.contains("b.kohort") && !touched.contains("a.kohort"));
        assert!(check.is_settled("b.kohort") && !check.is_settled("a.kohort") && !check.is_done());
    }

    #[test]
    fn studies_that_reach_the_file_come_before_others() {
        let (mut check, mut workspace) = (ProjectCheck::new(), workspace());
        all(&mut check, &mut workspace);
        workspace.open("shared.kohort", "let woman = sex = g".into());
        check.change();
        check.settle(&mut workspace, "shared.kohort");
        assert_eq!(check.findings("shared.kohort")[0].code, "K0312");
        assert!(!check.is_done());
    }

    #[test]
    fn after_edits_the_findings_are_those_of_a_project_that_was_never_edited() {
        let (mut check, mut workspace) = (ProjectCheck::new(), workspace());
        let before = all(&mut check, &mut workspace);
        assert_eq!(
            before.keys().collect::<Vec<_>>(),
            ["a.kohort", "alone.kohort"],
            "{before:#?}"
        );
        for text in [
            study("use alone.{lung}", "sex = f"),
            String::from("let was_a_study = 1 +"),
            study("", "sex = f"),
            String::from("study"),
            study("use shared.{woman}", "woman"),
            study("", "sex = m"),
        ] {
            workspace.open("a.kohort", text.into());
            check.change();
            let edited = all(&mut check, &mut workspace);
            assert_eq!(edited, all(&mut ProjectCheck::new(), &mut workspace));
        }
        // A study that turns into a library that another study uses.
        workspace.open("shared.kohort", study("", "sex = g").into());
        check.change();
        all(&mut check, &mut workspace);
        workspace.open("shared.kohort", "let woman = sex = f".into());
        check.change();
        assert_eq!(
            all(&mut check, &mut workspace),
            all(&mut ProjectCheck::new(), &mut workspace)
        );
        workspace.close("shared.kohort");
        workspace.close("a.kohort");
        check.change();
        assert_eq!(all(&mut check, &mut workspace), before);
    }
}

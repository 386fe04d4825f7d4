//! Cohorts, their index dates and criteria, in the prose of the protocol.

use super::Asked;
use super::page::{Page, code, escaped};
use crate::declaration::Declaration;
use crate::place::enclosing;
use kohort_grammar::SyntaxToken;
use kohort_grammar::ast::{self, CohortEntry, Item};
use kohort_prose::Parts;

impl Asked<'_> {
    /// The page of a cohort.
    pub(super) fn cohort(&self, found: &Declaration) -> Option<Page> {
        let Item::Cohort(view) = &found.item else {
            return None;
        };
        let mut page = self.plainly(found, "cohort");
        if found.file == self.here.file
            && let Some(cohort) = self.cohort_at(found.name.range())
            && let Some(study) = self.draft()
            && let Some(said) = Parts::of(study).cohort(cohort)
        {
            page.add(said);
        }
        let criteria = view.entries().into_iter().filter_map(|entry| match entry {
            CohortEntry::Criterion(criterion) => {
                let word = if criterion.is_exclude() {
                    "exclude"
                } else {
                    "include"
                };
                let name = code(&criterion.name()?.text());
                let doc = criterion
                    .doc()
                    .map(|doc| format!(": {}", escaped(&doc).replace('\n', " ")));
                Some(format!("{word} {name}{}", doc.unwrap_or_default()))
            }
            CohortEntry::Index(_) | CohortEntry::Bad(_) => None,
        });
        page.list(criteria);
        Some(page)
    }

    /// The page of a criterion.
    pub(super) fn criterion(&self, view: &ast::CriterionEntry) -> Page {
        let what = match view.is_exclude() {
            true => "exclusion criterion",
            false => "inclusion criterion",
        };
        let name = view.name();
        let mut page = Page::new(&name.as_ref().map_or(String::new(), ast::Name::text), what);
        page.doc(view.doc().as_deref());
        if let Some(name) = name
            && let Some(criterion) = self.criterion_at(name.range())
            && let Some(study) = self.draft()
            && let Some(said) = Parts::of(study).criterion(criterion)
        {
            page.add(said);
        }
        if crate::inlay::is_undecided(self.here, view) {
            page.add(
                "It can be unknown and does not say what then: add `unknown is met` or `unknown is not met`.",
            );
        }
        page
    }

    /// What the index date of the cohort around a token is, in prose.
    pub(super) fn time_zero_around(&self, token: &SyntaxToken) -> Option<String> {
        let cohort = enclosing(token, ast::CohortDecl::cast)?;
        let cohort = self.cohort_at(cohort.name()?.range())?;
        Parts::of(self.draft()?).time_zero(cohort)
    }
}

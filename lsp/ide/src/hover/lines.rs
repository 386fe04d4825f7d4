//! Lines of therapy: a set of rules, with where it comes from, and its use in a study, in prose.

use super::Asked;
use super::page::{Page, escaped};
use crate::declaration::{Declaration, origins};
use kohort_grammar::ast::{Item, LinesBody};
use kohort_prose::Parts;

impl Asked<'_> {
    /// The page of lines of therapy.
    pub(super) fn lines(&self, found: &Declaration) -> Option<Page> {
        let Item::Lines(view) = &found.item else {
            return None;
        };
        if matches!(view.body(), LinesBody::Use(_)) {
            let name = self.span_in(found.file, found.name.range());
            let said = self
                .draft()
                .and_then(|study| Parts::of(study).definition(self.definition_at(name)?));
            let mut page = self.plainly(found, "lines of therapy");
            match said {
                Some(said) => page.add(said),
                None => page.add(self.written_at(found.file, found.item.range())),
            };
            return Some(page);
        }
        let version = view
            .version()
            .map(|version| format!(", version {}", version.value()));
        let mut page = self.plainly(
            found,
            &format!("rules for lines of therapy{}", version.unwrap_or_default()),
        );
        page.add(self.written_at(found.file, found.item.range()));
        page.add(self.origin(found.file, view.doc().as_deref()));
        Some(page)
    }

    /// Where the rules of a set come from, as the head of its file says.
    pub(super) fn origin(&self, file: kohort_base::FileId, doc: Option<&str>) -> String {
        let origins = origins(self.here.analysis.files.text(file), doc.unwrap_or_default());
        let origins: Vec<String> = origins
            .iter()
            .map(|origin| format!("Source: {}", escaped(origin)))
            .collect();
        origins.join("\n\n")
    }
}

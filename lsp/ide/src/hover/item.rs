//! Something that a module declares, by its name: which page tells about it, and the declarations of the file itself.

use super::Asked;
use super::page::Page;
use crate::declaration::{Declaration, declaration, place};
use kohort_grammar::ast::{self, Item};
use kohort_grammar::{SyntaxToken, TextRange};
use std::sync::Arc;

impl Asked<'_> {
    /// The page of something that a module declares.
    pub(super) fn item(&mut self, module: &str, name: &str) -> Option<Page> {
        let vocabulary = &self.here.analysis.vocabulary;
        let key = (module.to_owned(), name.to_owned());
        let mut page = if let Some(list) = vocabulary.code_lists.get(&key).cloned() {
            self.code_list(&list)
        } else if let Some(analyte) = vocabulary.analytes.get(&key).cloned() {
            self.analyte(&analyte)
        } else if let Some(drug) = vocabulary.drugs.get(&key).cloned() {
            self.drug(&drug)
        } else if let Some(set) = vocabulary.drug_lists.get(&key).cloned() {
            self.drug_set(&set)
        } else if let Some(model) = vocabulary.models.get(&key).map(Arc::clone) {
            self.model(&model)
        } else {
            let found = declaration(&self.here.analysis, module, name)?;
            self.written(&found)?
        };
        page.add(self.declared_at(module, name));
        Some(page)
    }

    /// Where something is declared, in words; nothing if that is where the question is asked.
    fn declared_at(&self, module: &str, name: &str) -> String {
        let Some(found) = declaration(&self.here.analysis, module, name) else {
            return String::new();
        };
        self.place_of(found.file, found.name.range())
    }

    /// A place in words.
    pub(super) fn place_of(&self, file: kohort_base::FileId, name: TextRange) -> String {
        place(&self.here.analysis, self.here.file, file, name)
    }

    /// The page of a declaration that is known by its text, and by the study if that could be lowered.
    fn written(&mut self, found: &Declaration) -> Option<Page> {
        match &found.item {
            Item::Let(_) | Item::Parameter(_) | Item::Characteristic(_) => self.definition(found),
            Item::Cohort(_) => self.cohort(found),
            Item::Endpoint(_) => self.endpoint(found),
            Item::Lines(_) => self.lines(found),
            Item::Study(view) => {
                let version = view
                    .version()
                    .map(|version| format!(" version {}", version.value()));
                let on = view.model().map(|model| format!(", on `{}`", model.text()));
                let what = format!("study{}{}", version.unwrap_or_default(), on.unwrap_or_default());
                Some(self.plainly(found, &what))
            }
            Item::Source(view) => {
                let country = view.country().map(|country| format!(" of {}", country.text()));
                let model = view.model().map(|model| format!(" for `{}`", model.text()));
                let what = format!(
                    "source{}{}",
                    country.unwrap_or_default(),
                    model.unwrap_or_default()
                );
                Some(self.plainly(found, &what))
            }
            Item::Regimen(view) => {
                let mut page = self.plainly(found, "regimen");
                let members = view.members();
                let names: Vec<String> = members
                    .iter()
                    .filter_map(|member| Some(member.name()?.text()))
                    .collect();
                page.add(format!(
                    "Given together: {}.",
                    super::page::codes(names.iter().map(String::as_str))
                ));
                Some(page)
            }
            _ => None,
        }
    }

    /// A name, what it is, and its doc comment.
    pub(super) fn plainly(&self, found: &Declaration, what: &str) -> Page {
        let mut page = Page::new(&found.name.text(), what);
        page.doc(found.item.doc().as_deref());
        page
    }

    /// The page of what a name declares just here: a criterion, an event, an attribute; what the file declares itself.
    pub(super) fn declared_here(&mut self, token: &SyntaxToken) -> Option<Page> {
        let name = ast::Name::cast(token.parent()?)?;
        let around = name.syntax().parent()?;
        if let Some(criterion) = ast::CriterionEntry::cast(around.clone())
            && criterion.name().as_ref() == Some(&name)
        {
            return Some(self.criterion(&criterion));
        }
        if let Some(event) = ast::EventEntry::cast(around.clone())
            && event.name().as_ref() == Some(&name)
        {
            let what = match event.is_competing() {
                true => "competing event of an endpoint",
                false => "event of an endpoint",
            };
            let mut page = Page::new(&name.text(), what);
            page.doc(event.doc().as_deref());
            page.add("The status of those who have it, as results show it.");
            return Some(page);
        }
        if let Some(parameter) = ast::EndpointParam::cast(around.clone())
            && parameter.name().as_ref() == Some(&name)
        {
            return self.local(self.here.span(name.range()));
        }
        if ast::EntityDecl::can_cast(around.kind()) || ast::AttributeDecl::can_cast(around.kind()) {
            return self.declared_in_model(&name);
        }
        if let Some(inner) = ast::LetDecl::cast(around.clone())
            && inner.name().as_ref() == Some(&name)
            && inner
                .syntax()
                .parent()
                .is_some_and(|parent| !ast::File::can_cast(parent.kind()))
        {
            return self.local(self.here.span(name.range()));
        }
        let item = Item::cast(around)?;
        (item.name().as_ref() == Some(&name)).then_some(())?;
        let module = self.here.analysis.vocabulary.module.clone();
        self.item(&module, &name.text())
    }
}

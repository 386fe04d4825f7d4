//! A model, its entities and attributes, and the values of its categories, with what each source records.

use super::Asked;
use super::availability::{HEAD, of_attribute, of_entity};
use super::page::{Page, code, codes};
use kohort_grammar::{SyntaxToken, ast};
use kohort_prose::Parts;
use kohort_semantics::capability::type_words;
use kohort_semantics::model::{AttributeId, AttributeType, Cardinality, Dated, Model};
use std::sync::Arc;

impl Asked<'_> {
    /// The page of a model.
    pub(super) fn model(&mut self, model: &Arc<Model>) -> Page {
        let mut page = Page::new(&model.name, &format!("data model, version {}", model.version));
        page.doc(model.doc.as_deref());
        let entities = codes(model.entities.iter().map(|entity| entity.name.as_str()));
        page.add(format!("Kinds of record: {entities}."));
        let sources = self.workspace.sources(&self.here.analysis, &path(model));
        if !sources.is_empty() {
            let names = codes(sources.iter().map(|source| source.name.as_str()));
            page.add(format!("Sources: {names}."));
        }
        page
    }

    /// The page of an entity.
    pub(super) fn entity(&mut self, model: &str, entity: &str) -> Option<Page> {
        let model = self.model_of(model)?;
        let (id, found) = model.entity_named(entity)?;
        let many = match found.cardinality {
            Cardinality::One => "at most one for each person",
            Cardinality::Many => "any number for each person",
        };
        let mut page = Page::new(entity, &format!("records of `{}`, {many}", model.name));
        page.doc(found.doc.as_deref());
        let name = |id: AttributeId| {
            model
                .attribute(id)
                .map_or(String::new(), |found| code(&found.name))
        };
        page.add(match found.dated {
            Dated::Never => String::new(),
            Dated::On(date) => format!("Dated by {}.", name(date)),
            Dated::Span(start, end) => {
                format!(
                    "From {} to {}; windows and picks use the first day.",
                    name(start),
                    name(end)
                )
            }
        });
        let attributes = found.attributes.iter();
        let attributes = attributes.map(|one| format!("{} ({})", code(&one.name), type_words(&one.ty)));
        page.add(format!(
            "Attributes: {}.",
            attributes.collect::<Vec<_>>().join(", ")
        ));
        let sources = self.workspace.sources(&self.here.analysis, &path(&model));
        page.table(&HEAD, &of_entity(&model, &sources, id));
        page.add(self.place_in_model(&model, found.span));
        Some(page)
    }

    /// The page of an attribute, as it is used at a token.
    pub(super) fn attribute(
        &mut self,
        model: &str,
        entity: &str,
        attribute: &str,
        used: Option<&SyntaxToken>,
    ) -> Option<Page> {
        let model = self.model_of(model)?;
        let (entity_id, found) = model.entity_named(entity)?;
        let (index, attribute) = found.attribute_named(attribute)?;
        let id = AttributeId {
            entity: entity_id,
            index,
        };
        // What is compared may be known better than what is declared: the value of one analyte.
        let used = used.and_then(|token| self.type_at(token));
        let ty = used.unwrap_or_else(|| type_words(&attribute.ty));
        let mut page = Page::new(&model.attribute_path(id), &format!("attribute · {ty}"));
        page.doc(attribute.doc.as_deref());
        page.add(match &attribute.ty {
            AttributeType::Category(category) => {
                let values = codes(category.values.iter().map(String::as_str));
                match category.ordered {
                    true => format!("Values in ascending order: {values}."),
                    false => format!("Values: {values}."),
                }
            }
            AttributeType::QuantityOf(of) => match model.attribute(*of) {
                Some(of) => format!("In the unit of the analyte that {} names.", code(&of.name)),
                None => String::new(),
            },
            _ => String::new(),
        });
        let sources = self.workspace.sources(&self.here.analysis, &path(&model));
        page.table(&HEAD, &of_attribute(&sources, id));
        if let Some(study) = self.draft()
            && path(&study.model) == path(&model)
            && let Some(rule) = study.precision_rule(id)
            && let Some(rule) = Parts::of(study).precision(rule)
        {
            page.add(format!("In this study: {rule}"));
        }
        page.add(self.place_in_model(&model, attribute.span));
        Some(page)
    }

    /// The page of a value of a category.
    pub(super) fn category_value(
        &mut self,
        model: &str,
        entity: &str,
        attribute: &str,
        value: &str,
    ) -> Option<Page> {
        let model = self.model_of(model)?;
        let (entity, found) = model.entity_named(entity)?;
        let (index, attribute) = found.attribute_named(attribute)?;
        let AttributeType::Category(category) = &attribute.ty else {
            return None;
        };
        if !category.values.iter().any(|known| known == value) {
            return None;
        }
        let path = model.attribute_path(AttributeId { entity, index });
        let mut page = Page::new(value, &format!("a value of {}", code(&path)));
        page.doc(attribute.doc.as_deref());
        let values = category.values.iter().map(|other| match other == value {
            true => format!("**{}**", code(other)),
            false => code(other),
        });
        let values = values.collect::<Vec<_>>();
        page.add(match category.ordered {
            true => format!("In ascending order: {}.", values.join(" < ").replace('<', "\\<")),
            false => format!("One of {}.", values.join(", ")),
        });
        Some(page)
    }

    /// The page of an entity or an attribute where its model declares it.
    pub(super) fn declared_in_model(&mut self, name: &ast::Name) -> Option<Page> {
        let span = self.here.span(name.range());
        let models = self.here.analysis.vocabulary.models.values();
        let found = models.flat_map(|model| model.entities.iter().map(move |entity| (model, entity)));
        let (model, entity, attribute) = found.into_iter().find_map(|(model, entity)| {
            if entity.span == span {
                return Some((path(model), entity.name.clone(), None));
            }
            let attribute = entity
                .attributes
                .iter()
                .find(|attribute| attribute.span == span)?;
            Some((path(model), entity.name.clone(), Some(attribute.name.clone())))
        })?;
        match attribute {
            Some(attribute) => self.attribute(&model, &entity, &attribute, None),
            None => self.entity(&model, &entity),
        }
    }

    /// A model by its path.
    fn model_of(&self, model: &str) -> Option<Arc<Model>> {
        let (module, name) = model.rsplit_once('.')?;
        let models = &self.here.analysis.vocabulary.models;
        models.get(&(module.to_owned(), name.to_owned())).map(Arc::clone)
    }

    /// Where a part of a model is declared.
    fn place_in_model(&self, model: &Model, span: kohort_base::Span) -> String {
        let files = &self.here.analysis.files;
        let modules = &self.here.analysis.vocabulary.modules;
        let file = modules.get(&model.module).and_then(|path| files.find(path));
        match file {
            Some(file) => {
                let range = kohort_grammar::TextRange::new(span.start.into(), span.end.into());
                self.place_of(file, range)
            }
            None => String::new(),
        }
    }
}

/// The path of a model.
fn path(model: &Model) -> String {
    format!("{}.{}", model.module, model.name)
}

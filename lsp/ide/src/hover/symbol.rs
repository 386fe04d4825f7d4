//! What a name that the compiler resolved stands for.

use super::Asked;
use super::page::{Page, code};
use crate::place::enclosing;
use kohort_grammar::{SyntaxToken, ast};
use kohort_semantics::Symbol;

impl Asked<'_> {
    /// The page of a symbol, as it is used at a token.
    pub(super) fn symbol(&mut self, symbol: &Symbol, token: &SyntaxToken) -> Option<Page> {
        match symbol {
            Symbol::Module(path) => self.module(path),
            Symbol::Item { module, name } => self.item(module, name),
            Symbol::Entity { model, entity } => self.entity(model, entity),
            Symbol::Attribute {
                model,
                entity,
                attribute,
            } => self.attribute(model, entity, attribute, Some(token)),
            Symbol::Value {
                model,
                entity,
                attribute,
                value,
            } => self.category_value(model, entity, attribute, value),
            Symbol::Class(class) => self.drug_class(class),
            Symbol::Field(of, name) => self.field(of, name, token),
            Symbol::Word(category, word) => self.word(*category, word),
            Symbol::Local(span) => self.local(*span),
        }
    }

    /// A name that the compiler knows, if at all, only by its type: the index date above all.
    pub(super) fn unresolved(&mut self, token: &SyntaxToken) -> Option<Page> {
        if let Some(page) = self.system(token) {
            return Some(page);
        }
        if let Some(page) = self
            .in_type(token)
            .or_else(|| self.fixed_word(token))
            .or_else(|| self.of_source(token))
        {
            return Some(page);
        }
        let path = enclosing(token, ast::Path::cast)?;
        let shape = self.here.shape(path.range())?.words.clone();
        if path.text() == "index" {
            let mut page = Page::new("index", &format!("the index date · {shape}"));
            page.add("The date from which everything is counted: time zero of each entry of a cohort.");
            if let Some(zero) = self.time_zero_around(token) {
                page.add(zero);
            }
            return Some(page);
        }
        Some(Page::of(format!("{} · {shape}", code(&path.text()))))
    }

    /// A value of a category or another attribute, where the model declares types.
    fn in_type(&mut self, token: &SyntaxToken) -> Option<Page> {
        let entity = enclosing(token, ast::EntityDecl::cast)?;
        let model = enclosing(token, ast::ModelDecl::cast)?.name()?.text();
        let model = format!("{}.{model}", self.here.analysis.vocabulary.module);
        let entity_name = entity.name()?.text();
        let attribute = enclosing(token, ast::AttributeDecl::cast).and_then(|declared| declared.name());
        if let Some(attribute) = attribute
            && let Some(page) = self.category_value(&model, &entity_name, &attribute.text(), token.text())
        {
            return Some(page);
        }
        self.attribute(&model, &entity_name, token.text(), None)
    }

    /// The type of the value that a name at a token is, or is the last part of.
    pub(super) fn type_at(&self, token: &SyntaxToken) -> Option<String> {
        let own = self.here.shape(token.text_range());
        let shape = own.or_else(|| {
            let mut around = token.parent_ancestors().skip(1).take(3);
            around.find_map(|node| {
                let view = ast::Expr::cast(node)?;
                let range = view.range();
                (range.end() == token.text_range().end()).then(|| self.here.shape(range))?
            })
        })?;
        Some(shape.words.clone())
    }
}

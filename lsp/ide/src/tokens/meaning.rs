//! What names stand for, for colouring them: the words of a text as the compiler understands them.
//!
//! Invariant: the words are those of the text alone, at the same places; only what a name is can be known better.

use super::{Token, TokenKind, tokens};
use crate::Workspace;
use crate::place::Understood;
use kohort_grammar::ast::{self, Item, LinesBody};
use kohort_grammar::{SyntaxNode, TextRange, parse};
use kohort_semantics::capability::capability;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::{AttributeId, Model};
use kohort_semantics::{Fact, Source, Symbol};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The tokens of a file, with what its names stand for. One that cannot be read has none.
#[must_use]
pub fn understood_tokens(workspace: &mut Workspace, path: &str) -> Vec<Token> {
    let Ok(text) = workspace.text(path) else {
        return Vec::new();
    };
    let mut all = tokens(&text);
    let Some(here) = Understood::of(workspace, path) else {
        return all;
    };
    let mut meanings = Meanings {
        here: &here,
        sources: BTreeMap::new(),
        items: BTreeMap::new(),
        lacking: BTreeMap::new(),
    };
    let mut names = here
        .analysis
        .facts
        .of(here.file)
        .iter()
        .filter_map(|(span, fact)| match fact {
            Fact::Names(symbol) => Some((span, symbol)),
            _ => None,
        });
    let mut open: Vec<(&kohort_base::Span, &Symbol)> = Vec::new();
    let mut next = names.next();
    for token in &mut all {
        while let Some((span, symbol)) = next.filter(|(span, _)| span.start <= token.range.start) {
            open.push((span, symbol));
            next = names.next();
        }
        open.retain(|(span, _)| span.end >= token.range.end);
        let is_name = matches!(
            token.kind,
            TokenKind::Name | TokenKind::Module | TokenKind::Keyword
        );
        if !is_name {
            continue;
        }
        let found = open.iter().min_by_key(|(span, _)| span.len());
        match found {
            // A word of the language is coloured as a name only where it is one by itself.
            Some((span, symbol))
                if token.kind != TokenKind::Keyword
                    || (span.start, span.end) == (token.range.start, token.range.end) =>
            {
                meanings.apply(workspace, token, symbol);
            }
            _ if token.declares => {
                if let Some(kind) = declared_kind(&here, token) {
                    token.kind = kind;
                }
            }
            _ if token.kind == TokenKind::Name => {
                if let Some(kind) = own_word(&here, token) {
                    token.kind = kind;
                    token.of_library = true;
                }
            }
            _ => {}
        }
    }
    all
}

/// What is looked up once for a file.
struct Meanings<'h> {
    here: &'h Understood,
    /// The sources of each model.
    sources: BTreeMap<String, Vec<Arc<Source>>>,
    /// What the names of a module are.
    items: BTreeMap<String, BTreeMap<String, TokenKind>>,
    /// Whether some source does not record an attribute.
    lacking: BTreeMap<(String, AttributeId), bool>,
}

impl Meanings<'_> {
    fn apply(&mut self, workspace: &mut Workspace, token: &mut Token, symbol: &Symbol) {
        if let Some(kind) = self.kind(symbol) {
            token.kind = kind;
        }
        let module = match symbol {
            Symbol::Module(path) => Some(path.as_str()),
            Symbol::Item { module, .. } => Some(module.as_str()),
            Symbol::Entity { model, .. } | Symbol::Attribute { model, .. } | Symbol::Value { model, .. } => {
                model.rsplit_once('.').map(|(module, _)| module)
            }
            Symbol::Field(..) | Symbol::Word(..) => Some("std"),
            Symbol::Class(_) | Symbol::Local(_) => None,
        };
        token.of_library = module.is_some_and(|module| module == "std" || module.starts_with("std."));
        if let Symbol::Attribute {
            model,
            entity,
            attribute,
        } = symbol
        {
            token.not_everywhere = self.lacks(workspace, model, entity, attribute);
        }
    }

    fn kind(&mut self, symbol: &Symbol) -> Option<TokenKind> {
        Some(match symbol {
            Symbol::Module(_) => TokenKind::Module,
            Symbol::Class(_) => TokenKind::Drug,
            Symbol::Entity { .. } => TokenKind::Entity,
            Symbol::Attribute { .. } | Symbol::Field(..) => TokenKind::Attribute,
            Symbol::Value { .. } | Symbol::Word(..) => TokenKind::Value,
            Symbol::Local(span) => {
                let root = &self.here.root;
                let range = TextRange::new(span.start.into(), span.end.into());
                let is_here = span.file == self.here.file && root.text_range().contains_range(range);
                let around = is_here.then(|| root.covering_element(range)).and_then(|element| {
                    let node = element.into_node();
                    node.or_else(|| root.token_at_offset(span.start.into()).right_biased()?.parent())
                });
                match around.and_then(|node| node.parent()).is_some_and(is_parameter) {
                    true => TokenKind::Parameter,
                    false => TokenKind::Definition,
                }
            }
            Symbol::Item { module, name } => {
                let vocabulary = &self.here.analysis.vocabulary;
                let key = (module.clone(), name.clone());
                if vocabulary.code_lists.contains_key(&key) {
                    TokenKind::CodeList
                } else if vocabulary.drugs.contains_key(&key) || vocabulary.drug_lists.contains_key(&key) {
                    TokenKind::Drug
                } else if vocabulary.analytes.contains_key(&key) {
                    TokenKind::Analyte
                } else if vocabulary.models.contains_key(&key) {
                    TokenKind::Model
                } else {
                    *self.items_of(module).get(name)?
                }
            }
        })
    }

    /// What the names that a module declares are.
    fn items_of(&mut self, module: &str) -> &BTreeMap<String, TokenKind> {
        let analysis = &self.here.analysis;
        self.items.entry(module.to_owned()).or_insert_with(|| {
            let path = analysis.vocabulary.modules.get(module);
            let Some(file) = path.and_then(|path| analysis.files.find(path)) else {
                return BTreeMap::new();
            };
            let items = parse(analysis.files.text(file)).tree().items();
            let named = items
                .iter()
                .filter_map(|item| Some((item.name()?.text(), kind_of(item)?)));
            // Of several declarations of a name the first counts.
            named.rev().collect()
        })
    }

    /// Whether some source of the model does not record an attribute.
    fn lacks(&mut self, workspace: &mut Workspace, model: &str, entity: &str, attribute: &str) -> bool {
        let Some(found) = self.model(model) else {
            return false;
        };
        let Some((entity, declared)) = found.entity_named(entity) else {
            return false;
        };
        let Some((index, _)) = declared.attribute_named(attribute) else {
            return false;
        };
        let id = AttributeId { entity, index };
        if let Some(known) = self.lacking.get(&(model.to_owned(), id)) {
            return *known;
        }
        let analysis = &self.here.analysis;
        let sources = self.sources.entry(model.to_owned());
        let sources = sources.or_insert_with(|| workspace.sources(analysis, model));
        let lacks = sources
            .iter()
            .any(|source| !capability(source, id).is_available());
        self.lacking.insert((model.to_owned(), id), lacks);
        lacks
    }

    fn model(&self, path: &str) -> Option<Arc<Model>> {
        let (module, name) = path.rsplit_once('.')?;
        let models = &self.here.analysis.vocabulary.models;
        models.get(&(module.to_owned(), name.to_owned())).cloned()
    }
}

fn is_parameter(node: SyntaxNode) -> bool {
    ast::EndpointParam::can_cast(node.kind())
}

/// A name that the language itself gives a meaning: the index date, and code systems.
fn own_word(here: &Understood, token: &Token) -> Option<TokenKind> {
    let word = here
        .root
        .token_at_offset(token.range.start.into())
        .right_biased()?;
    if CodeSystem::from_name(word.text()).is_some() {
        return Some(TokenKind::CodeList);
    }
    let path = ast::Path::cast(word.parent()?.parent()?)?;
    let is_index = path.text() == "index" && here.shape(path.range()).is_some();
    is_index.then_some(TokenKind::Parameter)
}

/// What an item's name is.
fn kind_of(item: &Item) -> Option<TokenKind> {
    Some(match item {
        Item::Study(_) | Item::Characteristic(_) | Item::Let(_) => TokenKind::Definition,
        Item::Parameter(_) => TokenKind::Parameter,
        Item::Codes(_) => TokenKind::CodeList,
        Item::Analyte(_) => TokenKind::Analyte,
        Item::Drug(_) | Item::Drugs(_) | Item::Regimen(_) => TokenKind::Drug,
        Item::Model(_) => TokenKind::Model,
        Item::Source(_) => TokenKind::Source,
        Item::Cohort(_) => TokenKind::Cohort,
        Item::Lines(view) => match view.body() {
            LinesBody::Rules(_) => TokenKind::Rules,
            LinesBody::Use(_) => TokenKind::Definition,
        },
        Item::Endpoint(_) => TokenKind::Endpoint,
        Item::Use(_) | Item::Precision(_) | Item::Report(_) | Item::Test(_) | Item::Bad(_) => return None,
    })
}

/// What a name that is declared at a token is.
fn declared_kind(here: &Understood, token: &Token) -> Option<TokenKind> {
    let word = here
        .root
        .token_at_offset(token.range.start.into())
        .right_biased()?;
    let around = word.parent()?.parent()?;
    if ast::CriterionEntry::can_cast(around.kind()) {
        return Some(TokenKind::Criterion);
    }
    if ast::EntityDecl::can_cast(around.kind()) {
        return Some(TokenKind::Entity);
    }
    if ast::AttributeDecl::can_cast(around.kind()) || ast::MappingDecl::can_cast(around.kind()) {
        return Some(TokenKind::Attribute);
    }
    kind_of(&Item::cast(around)?)
}

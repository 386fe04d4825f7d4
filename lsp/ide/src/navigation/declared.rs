//! What a file declares, with the symbol by which the notes of an analysis know it.
//!
//! Invariant: a symbol has one place in a file, that of its first declaration, as for the compiler.

use crate::outline::SymbolKind;
use crate::{Range, plain};
use kohort_base::{FileId, Span};
use kohort_grammar::ast::{self, Item};
use kohort_semantics::Symbol;
use std::collections::BTreeSet;

/// Something that a file declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// How notes know it.
    pub symbol: Symbol,
    /// Its name.
    pub name: String,
    /// Inside of what it is declared, if not in the file itself.
    pub container: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// The name's place.
    pub selection: Range,
    /// The whole declaration.
    pub whole: Range,
}

/// What the text of a module declares, in the order written.
#[must_use]
pub fn declarations(module: &str, file: FileId, tree: &ast::File) -> Vec<Declared> {
    let mut found = Finder {
        module,
        file,
        seen: BTreeSet::new(),
        out: Vec::new(),
    };
    for item in tree.items() {
        found.item(&item);
    }
    found.out
}

struct Finder<'m> {
    module: &'m str,
    file: FileId,
    seen: BTreeSet<Symbol>,
    out: Vec<Declared>,
}

/// A declaration of a view that has a name and a range.
macro_rules! own {
    ($finder:expr, $view:expr, $kind:ident) => {
        $finder.own($view.name(), SymbolKind::$kind, $view.range())
    };
}

impl Finder<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Parameter(view) => own!(self, view, Parameter),
            Item::Let(view) => own!(self, view, Definition),
            Item::Codes(view) => own!(self, view, Codes),
            Item::Analyte(view) => own!(self, view, Analyte),
            Item::Drug(view) => own!(self, view, Drug),
            Item::Drugs(view) => own!(self, view, Drugs),
            Item::Regimen(view) => own!(self, view, Regimen),
            Item::Lines(view) => own!(self, view, Lines),
            Item::Characteristic(view) => own!(self, view, Characteristic),
            Item::Model(view) => {
                own!(self, view, Model);
                self.model(view);
            }
            Item::Source(view) => {
                own!(self, view, Source);
                self.source(view);
            }
            Item::Cohort(view) => {
                own!(self, view, Cohort);
                let container = view.name().map(|name| name.text());
                for entry in view.entries() {
                    if let ast::CohortEntry::Criterion(entry) = entry {
                        let place = entry.range();
                        self.local(entry.name(), SymbolKind::Criterion, place, container.as_deref());
                    }
                }
            }
            Item::Endpoint(view) => {
                own!(self, view, Endpoint);
                self.endpoint(view);
            }
            Item::Study(_)
            | Item::Test(_)
            | Item::Use(_)
            | Item::Precision(_)
            | Item::Report(_)
            | Item::Bad(_) => {}
        }
    }

    fn model(&mut self, view: &ast::ModelDecl) {
        let Some(own) = view.name() else { return };
        let model = format!("{}.{}", self.module, own.text());
        for written in view.entities() {
            let Some(name) = written.name() else { continue };
            let entity = name.text();
            let symbol = Symbol::Entity {
                model: model.clone(),
                entity: entity.clone(),
            };
            self.add(
                symbol,
                &name,
                SymbolKind::Entity,
                written.range(),
                Some(&own.text()),
            );
            for attribute in written.attributes() {
                self.attribute(&model, &entity, &attribute);
            }
        }
    }

    fn attribute(&mut self, model: &str, entity: &str, written: &ast::AttributeDecl) {
        let Some(name) = written.name() else { return };
        let attribute = name.text();
        let symbol = Symbol::Attribute {
            model: model.to_owned(),
            entity: entity.to_owned(),
            attribute: attribute.clone(),
        };
        self.add(
            symbol,
            &name,
            SymbolKind::Attribute,
            written.range(),
            Some(entity),
        );
        let values = match written.ty().and_then(|ty| ty.kind()) {
            Some(ast::TypeKind::Category(values) | ast::TypeKind::Ordered(values)) => values,
            _ => Vec::new(),
        };
        for value in values {
            let symbol = Symbol::Value {
                model: model.to_owned(),
                entity: entity.to_owned(),
                attribute: attribute.clone(),
                value: value.text(),
            };
            let path = format!("{entity}.{attribute}");
            self.add(symbol, &value, SymbolKind::Value, value.range(), Some(&path));
        }
    }

    fn source(&mut self, view: &ast::SourceDecl) {
        let container = view.name().map(|name| name.text());
        for table in view.tables() {
            let Some(name) = table.name() else { continue };
            let range = name.range();
            let symbol = Symbol::Local(self.span(range));
            self.push(
                symbol,
                name.text(),
                SymbolKind::Table,
                (range, table.range()),
                container.as_deref(),
            );
        }
        for mapping in view.mappings() {
            for line in mapping.attributes() {
                let is_local = matches!(line.kind(), ast::MappingKind::Column { local: true, .. });
                if is_local {
                    self.local(line.name(), SymbolKind::Local, line.range(), container.as_deref());
                }
            }
        }
    }

    fn endpoint(&mut self, view: &ast::EndpointDecl) {
        let container = view.name().map(|name| name.text());
        for parameter in view.parameters() {
            self.local(
                parameter.name(),
                SymbolKind::Local,
                parameter.range(),
                container.as_deref(),
            );
        }
        let entries = match view.body() {
            ast::EndpointBody::Entries(entries) => entries,
            ast::EndpointBody::Use(used) => used.with(),
        };
        for entry in entries {
            match entry {
                ast::EndpointEntry::Let(entry) => {
                    self.local(
                        entry.name(),
                        SymbolKind::Local,
                        entry.range(),
                        container.as_deref(),
                    );
                }
                ast::EndpointEntry::Event(entry) => {
                    self.local(
                        entry.name(),
                        SymbolKind::Local,
                        entry.range(),
                        container.as_deref(),
                    );
                }
                _ => {}
            }
        }
    }

    fn own(&mut self, name: Option<ast::Name>, kind: SymbolKind, whole: kohort_grammar::TextRange) {
        let Some(name) = name else { return };
        let symbol = Symbol::Item {
            module: self.module.to_owned(),
            name: name.text(),
        };
        self.add(symbol, &name, kind, whole, None);
    }

    fn local(
        &mut self,
        name: Option<ast::Name>,
        kind: SymbolKind,
        whole: kohort_grammar::TextRange,
        container: Option<&str>,
    ) {
        let Some(name) = name else { return };
        let symbol = Symbol::Local(self.span(name.range()));
        self.add(symbol, &name, kind, whole, container);
    }

    fn add(
        &mut self,
        symbol: Symbol,
        name: &ast::Name,
        kind: SymbolKind,
        whole: kohort_grammar::TextRange,
        container: Option<&str>,
    ) {
        self.push(symbol, name.text(), kind, (name.range(), whole), container);
    }

    fn push(
        &mut self,
        symbol: Symbol,
        name: String,
        kind: SymbolKind,
        (selection, whole): (kohort_grammar::TextRange, kohort_grammar::TextRange),
        container: Option<&str>,
    ) {
        if self.seen.insert(symbol.clone()) {
            self.out.push(Declared {
                symbol,
                name,
                container: container.map(str::to_owned),
                kind,
                selection: plain(selection),
                whole: plain(whole),
            });
        }
    }

    fn span(&self, range: kohort_grammar::TextRange) -> Span {
        Span::new(self.file, range.start().into(), range.end().into())
    }
}

//! What is asked, with all that the compiler says about the place.
//!
//! Invariant: names and types are the compiler's: its notes about the text in which a name stands at the cursor.

use super::countries::Countries;
use super::cursor::Cursor;
use super::place::Place;
use crate::declared::{Declared, DeclaredIn};
use kohort_base::FileId;
use kohort_grammar::{Beginning, SyntaxKind, SyntaxNode, SyntaxToken, TextRange, ast};
use kohort_semantics::model::{Entity, EntityId, Model};
use kohort_semantics::{Analysis, Fact, RecordOf, Shape, Symbol};
use std::rc::Rc;
use std::sync::Arc;

/// A place, and what is known about it.
pub(super) struct Asked<'a> {
    pub(super) cursor: Cursor,
    pub(super) analysis: &'a Analysis,
    pub(super) file: FileId,
    /// The tree of the text with a name at the cursor.
    pub(super) tree: &'a ast::File,
    /// That name.
    pub(super) token: SyntaxToken,
    pub(super) place: Place,
    /// What has to be written behind the name.
    pub(super) follows: &'static str,
    /// The type of the value that belongs to the place.
    pub(super) wanted: Option<Shape>,
    pub(super) model: Option<Arc<Model>>,
    pub(super) countries: Countries,
    /// The text up to the place, as far as it decides what can follow.
    pub(super) before: Beginning,
    /// What all modules declare.
    pub(super) declared: &'a [Rc<DeclaredIn>],
}

impl Asked<'_> {
    /// The record whose fields can be named at the place, the innermost one first.
    pub(super) fn records(&self) -> Vec<&RecordOf> {
        let facts = self.analysis.facts.at(self.file, self.cursor.range.start);
        let records = facts.into_iter().filter_map(|(_, fact)| match fact {
            Fact::Fields(record) => Some(record),
            _ => None,
        });
        records.collect()
    }

    /// The type of what stands before the dot at an offset, or what it names.
    pub(super) fn before_dot(&self, end: u32) -> Option<&Fact> {
        let facts = self.analysis.facts.at(self.file, end);
        let ending = facts.into_iter().filter(|(span, _)| span.end == end);
        let mut best: Option<&Fact> = None;
        for (_, fact) in ending {
            match fact {
                // The longest value that ends here is the one that the dot belongs to.
                Fact::Is(_) => best = Some(fact),
                Fact::Names(Symbol::Entity { .. }) if best.is_none() => best = Some(fact),
                _ => {}
            }
        }
        best
    }

    /// The type of the value in a range, if it was understood.
    pub(super) fn type_of(&self, range: TextRange) -> Option<&Shape> {
        let facts = self.analysis.facts.of(self.file);
        facts.iter().find_map(|(span, fact)| match fact {
            Fact::Is(shape)
                if span.start == u32::from(range.start()) && span.end == u32::from(range.end()) =>
            {
                Some(shape)
            }
            _ => None,
        })
    }

    /// An entity of the model by name.
    pub(super) fn entity(&self, name: &str) -> Option<(EntityId, &Entity)> {
        self.model.as_ref()?.entity_named(name)
    }

    /// The nodes around the place, the innermost one first.
    pub(super) fn around(&self) -> impl Iterator<Item = SyntaxNode> + use<> {
        self.token.parent_ancestors()
    }

    /// The innermost node of a kind around the place.
    pub(super) fn inside(&self, kind: SyntaxKind) -> Option<SyntaxNode> {
        self.around().find(|node| node.kind() == kind)
    }

    /// The declaration that a name of the file stands for, and its module.
    pub(super) fn visible(&self) -> impl Iterator<Item = (&str, &str, &Declared)> {
        let names = self.analysis.vocabulary.names.iter();
        names.filter_map(|(name, symbol)| match symbol {
            Symbol::Item {
                module,
                name: declared,
            } => Some((
                name.as_str(),
                module.as_str(),
                self.declaration(module, declared)?,
            )),
            _ => None,
        })
    }

    /// A declaration by its module and name.
    pub(super) fn declaration(&self, module: &str, name: &str) -> Option<&Declared> {
        let found = self.declared.iter().find(|found| found.module == module)?;
        found.items.iter().find(|item| item.name == name)
    }

    /// Whether the place is inside the declaration of a name of the file, which cannot use itself.
    pub(super) fn inside_declaration_of(&self, name: &str) -> bool {
        let declaration = self.around().find(|node| {
            node.parent()
                .is_some_and(|parent| parent.kind() == SyntaxKind::File)
        });
        let named =
            declaration.and_then(|node| node.children().find(|child| child.kind() == SyntaxKind::Name));
        named.is_some_and(|named| super::place::significant(&named) == name)
    }

    /// Whether a module is the file's own.
    pub(super) fn is_own(&self, module: &str) -> bool {
        self.analysis.vocabulary.module == module
    }

    /// Whether a declaration can be named here already, under its own name.
    pub(super) fn is_visible(&self, module: &str, name: &str) -> bool {
        let symbol = self.analysis.vocabulary.names.get(name);
        matches!(symbol, Some(Symbol::Item { module: known, name: declared }) if known == module && declared == name)
    }

    /// Whether a name is taken by something else, so that it cannot be imported.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.analysis.vocabulary.names.contains_key(name)
    }

    /// Declarations of modules that the file would have to import. Many are offered only once a letter is typed.
    pub(super) fn to_import(&self) -> impl Iterator<Item = (&str, &Declared)> {
        let modules = self.declared.iter().filter(|found| !self.is_own(&found.module));
        let items = modules.flat_map(|found| found.items.iter().map(|item| (found.module.as_str(), item)));
        items.filter(|(_, item)| !self.is_taken(&item.name))
    }
}

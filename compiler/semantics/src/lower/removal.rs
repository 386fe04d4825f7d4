//! What is cut out of a text where something in it is to go.

use crate::modules::Module;
use kohort_base::Span;
use kohort_grammar::{ast, lines_to_remove, member_to_remove};

/// A declaration, with its documentation.
pub(in crate::lower) fn of_item(module: &Module, item: &ast::Item) -> Span {
    module.span(lines_to_remove(item.syntax()))
}

/// An import: its name, or the whole `use` where it brings nothing else.
pub(in crate::lower) fn of_import(module: &Module, place: Span) -> Option<Span> {
    module.tree.items().into_iter().find_map(|item| {
        let ast::Item::Use(decl) = &item else { return None };
        let used = decl.names().into_iter().find(|used| {
            let range = module.span(used.range());
            range.start <= place.start && place.end <= range.end
        })?;
        let cut = member_to_remove(used.syntax()).unwrap_or_else(|| lines_to_remove(item.syntax()));
        Some(module.span(cut))
    })
}

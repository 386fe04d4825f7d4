//! Names of a source model: its tables and columns, names of its own, and its country.

use super::Asked;
use super::page::{Page, code};
use crate::place::enclosing;
use kohort_grammar::{SyntaxKind, SyntaxToken, ast};

impl Asked<'_> {
    /// The page of a name that belongs to a source model alone.
    pub(super) fn of_source(&self, token: &SyntaxToken) -> Option<Page> {
        let source = enclosing(token, ast::SourceDecl::cast)?;
        let name = token.parent()?;
        let around = name.parent()?;
        if let Some(mapping) = ast::MappingDecl::cast(around.clone())
            && ast::Name::can_cast(name.kind())
        {
            let mut page = Page::new(token.text(), "name of its own in the mapping");
            page.add(self.written_at(self.here.file, mapping.range()));
            return Some(page);
        }
        if !ast::NameOrString::can_cast(name.kind()) {
            return None;
        }
        let tables = source.tables();
        let is_table = matches!(
            around.kind(),
            SyntaxKind::TableDecl | SyntaxKind::TableJoin | SyntaxKind::JoinStep | SyntaxKind::OptOutDecl
        ) || matches!(around.kind(), SyntaxKind::EntityMappingDecl);
        let named = ast::NameOrString::cast(name)?;
        let table = tables
            .iter()
            .find(|table| table.name().is_some_and(|own| own.text() == named.text()));
        if is_table && let Some(table) = table {
            let mut page = Page::new(&named.text(), "table of the source");
            page.add(self.written_at(self.here.file, table.range()));
            return Some(page);
        }
        let of = enclosing(token, ast::EntityMappingDecl::cast).and_then(|mapping| mapping.table());
        let what = match of {
            Some(table) => format!("column of {}", code(&table.text())),
            None => String::from("column of a table"),
        };
        Some(Page::new(&named.text(), &what))
    }
}

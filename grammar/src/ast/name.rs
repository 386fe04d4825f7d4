//! Names, paths of names, and the places where a name or a quoted text may stand (tables and columns).

use super::support::{children, tokens, view};
use crate::{SyntaxKind, ast::literal::unquote};

view! {
    /// One name, as written.
    Name
}

impl Name {
    /// The name.
    #[must_use]
    pub fn text(&self) -> String {
        super::literal::significant_text(&self.syntax)
    }
}

view! {
    /// Names joined by dots: `std.codes.cancers`, `death.date`.
    Path
}

impl Path {
    /// For [`super::PathExpr`], which is a view of the same kind of node.
    pub(super) fn new(node: crate::SyntaxNode) -> Self {
        Self { syntax: node }
    }

    /// The names, from left to right.
    #[must_use]
    pub fn segments(&self) -> Vec<Name> {
        children(&self.syntax)
    }

    /// The names with dots between them.
    #[must_use]
    pub fn text(&self) -> String {
        self.segments()
            .iter()
            .map(Name::text)
            .collect::<Vec<_>>()
            .join(".")
    }
}

view! {
    /// A table, a column or a mapped value: a name, or a text in quotes where it could not be a name. A column of a joined
    /// table may have its table before it.
    NameOrString
}

impl NameOrString {
    /// The name, or the text without its quotes; of `TABLE.COLUMN` the column.
    #[must_use]
    pub fn text(&self) -> String {
        self.parts().pop().unwrap_or_default()
    }

    /// Of `TABLE.COLUMN` the table.
    #[must_use]
    pub fn qualifier(&self) -> Option<String> {
        let mut parts = self.parts().into_iter();
        let first = parts.next();
        parts.next().and(first)
    }

    /// Where the table of `TABLE.COLUMN` stands.
    #[must_use]
    pub fn qualifier_range(&self) -> Option<crate::TextRange> {
        let mut parts = tokens(&self.syntax).filter(|token| token.kind() != SyntaxKind::Dot);
        let first = parts.next()?.text_range();
        parts.next().and(Some(first))
    }

    fn parts(&self) -> Vec<String> {
        tokens(&self.syntax)
            .filter(|token| token.kind() != SyntaxKind::Dot)
            .map(|token| match token.kind() {
                SyntaxKind::Text => unquote(token.text()),
                _ => token.text().to_owned(),
            })
            .collect()
    }
}

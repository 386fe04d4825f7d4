//! The tables of a source: files in one of several forms, lists that the source model writes itself, and joins.

use super::item::named;
use super::join::TableJoin;
use super::literal::StringLit;
use super::name::{Name, NameOrString};
use super::support::{child, child_after, child_before, children, has_keyword, token, view, words};
use crate::SyntaxKind;
use rowan::NodeOrToken;

view! {
    /// `table NAME = csv "file" delimiter ";"`, `optional table NAME = …`
    TableDecl
}
named!(TableDecl: NameOrString);

/// Where a table's rows come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableKind {
    /// One file in one of these forms; there is at least one.
    Files(Vec<TableFile>),
    /// Rows that are written in the source model.
    List(TableList),
    /// Rows of another table with the columns of further tables.
    Joined(TableJoin),
}

impl TableDecl {
    /// Whether a dataset may lack it.
    #[must_use]
    pub fn optional(&self) -> bool {
        has_keyword(&self.syntax, "optional")
    }

    /// Where its rows come from.
    #[must_use]
    pub fn kind(&self) -> Option<TableKind> {
        if let Some(list) = child(&self.syntax) {
            return Some(TableKind::List(list));
        }
        if let Some(join) = child(&self.syntax) {
            return Some(TableKind::Joined(join));
        }
        let files: Vec<TableFile> = children(&self.syntax);
        (!files.is_empty()).then_some(TableKind::Files(files))
    }
}

view! {
    /// `csv "file" delimiter ";" encoding cp932 header "a", "b"`, `xml "file" rows "/a/b" { column = "path" … }`
    TableFile
}

impl TableFile {
    /// The file's format: `csv`, `parquet` or `xml`.
    #[must_use]
    pub fn format(&self) -> Option<Name> {
        child_before(&self.syntax, "encoding")
    }

    /// The file, relative to the data folder.
    #[must_use]
    pub fn path(&self) -> Option<StringLit> {
        self.syntax
            .children_with_tokens()
            .take_while(|element| element.kind() != SyntaxKind::Keyword)
            .filter_map(NodeOrToken::into_node)
            .find_map(StringLit::cast)
    }

    /// What separates the fields of a line.
    #[must_use]
    pub fn delimiter(&self) -> Option<StringLit> {
        child_after(&self.syntax, "delimiter")
    }

    /// How the text is encoded.
    #[must_use]
    pub fn encoding(&self) -> Option<Name> {
        child_after(&self.syntax, "encoding")
    }

    /// Whether it says that the file has no header row.
    #[must_use]
    pub fn has_header(&self) -> bool {
        child::<TableHeader>(&self.syntax).is_some()
    }

    /// The names of the columns of a file without a header row, in order.
    #[must_use]
    pub fn header(&self) -> Vec<StringLit> {
        child::<TableHeader>(&self.syntax).map_or_else(Vec::new, |header| children(header.syntax()))
    }

    /// The path of the rows in an XML file.
    #[must_use]
    pub fn rows(&self) -> Option<StringLit> {
        child_after(&self.syntax, "rows")
    }

    /// Whether it has a block of columns, even an empty one.
    #[must_use]
    pub fn has_columns(&self) -> bool {
        token(&self.syntax, SyntaxKind::LeftBrace).is_some()
    }

    /// The columns of the rows in an XML file.
    #[must_use]
    pub fn columns(&self) -> Vec<XmlColumn> {
        children(&self.syntax)
    }

    /// The words of its options that are written twice, with their places.
    pub(crate) fn repeated(&self) -> Vec<(String, rowan::TextRange)> {
        let mut seen = Vec::new();
        let mut repeated = Vec::new();
        for word in words(&self.syntax) {
            if seen.iter().any(|known| known == word.text()) {
                repeated.push((word.text().to_owned(), word.text_range()));
            }
            seen.push(word.text().to_owned());
        }
        repeated
    }
}

view! {
    /// `header "a", "b"`
    TableHeader
}

view! {
    /// A column of an XML file and its path: `PatientId = "@Patient_ID"`
    XmlColumn
}

impl XmlColumn {
    /// The column's name in this source model.
    #[must_use]
    pub fn name(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }

    /// Where its text stands, from the row's element.
    #[must_use]
    pub fn path(&self) -> Option<StringLit> {
        child(&self.syntax)
    }
}

view! {
    /// `list COLUMN, COLUMN { "key": "value", "value" … }`
    TableList
}

impl TableList {
    /// The names of the two columns.
    #[must_use]
    pub fn columns(&self) -> Vec<NameOrString> {
        children(&self.syntax)
    }

    /// The rows; one for each key written.
    #[must_use]
    pub fn rows(&self) -> Vec<ListRow> {
        children(&self.syntax)
    }
}

view! {
    /// `"FOLFOX4": "Fluorouracil", "Oxaliplatin"`
    ListRow
}

impl ListRow {
    /// The text of the first column.
    #[must_use]
    pub fn key(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The texts of the second column, one row of the table for each.
    #[must_use]
    pub fn values(&self) -> Vec<StringLit> {
        children(&self.syntax).into_iter().skip(1).collect()
    }
}

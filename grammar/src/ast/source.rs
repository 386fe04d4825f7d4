//! Data sources: tables, opt-outs and which table an entity is read from. The attributes are in `mapping`.

use super::item::named;
use super::literal::{NumberLit, StringLit};
use super::mapping::MappingDecl;
use super::name::{Name, NameOrString, Path};
use super::support::{child, child_after, child_before, children, doc, view};

view! {
    /// `source NAME for PATH version "1.0.0" { … }`
    SourceDecl
}
named!(SourceDecl);

impl SourceDecl {
    /// The common model the source is mapped to.
    #[must_use]
    pub fn model(&self) -> Option<Path> {
        child(&self.syntax)
    }

    /// The mapping's version.
    #[must_use]
    pub fn version(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The country the data come from.
    #[must_use]
    pub fn country(&self) -> Option<Name> {
        child::<CountryEntry>(&self.syntax).and_then(|entry| child(entry.syntax()))
    }

    /// The smallest count that may leave the source.
    #[must_use]
    pub fn minimum_cell(&self) -> Option<NumberLit> {
        child::<MinimumCellEntry>(&self.syntax).and_then(|entry| child(entry.syntax()))
    }

    /// The files the data are read from.
    #[must_use]
    pub fn tables(&self) -> Vec<TableDecl> {
        children(&self.syntax)
    }

    /// The rules that leave patients out before anything is counted.
    #[must_use]
    pub fn opt_outs(&self) -> Vec<OptOutDecl> {
        children(&self.syntax)
    }

    /// The entities that are mapped.
    #[must_use]
    pub fn mappings(&self) -> Vec<EntityMappingDecl> {
        children(&self.syntax)
    }
}

view! {
    /// `country JP`
    CountryEntry
}

view! {
    /// `minimum_cell 10`
    MinimumCellEntry
}

view! {
    /// `table NAME = csv "file" delimiter ";"`
    TableDecl
}

impl TableDecl {
    /// The table's name in this source model.
    #[must_use]
    pub fn name(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }

    /// The file's format: `csv` or `parquet`.
    #[must_use]
    pub fn format(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// The file, relative to the data folder.
    #[must_use]
    pub fn file(&self) -> Option<StringLit> {
        child_before(&self.syntax, "delimiter")
    }

    /// What separates the fields of a line.
    #[must_use]
    pub fn delimiter(&self) -> Option<StringLit> {
        child_after(&self.syntax, "delimiter")
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }
}

view! {
    /// `opt_out TABLE key COLUMN where COLUMN = "text"`
    OptOutDecl
}

impl OptOutDecl {
    /// The table that records the opt-outs.
    #[must_use]
    pub fn table(&self) -> Option<NameOrString> {
        child_after(&self.syntax, "opt_out")
    }

    /// The column with the patient's key.
    #[must_use]
    pub fn key(&self) -> Option<NameOrString> {
        child_after(&self.syntax, "key")
    }

    /// Which rows are opt-outs.
    #[must_use]
    pub fn condition(&self) -> Option<RowCondition> {
        child(&self.syntax)
    }
}

view! {
    /// `where COLUMN = "text"` or `where COLUMN in { "a", "b" }`
    RowCondition
}

impl RowCondition {
    /// The column compared.
    #[must_use]
    pub fn column(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }

    /// The texts it may hold.
    #[must_use]
    pub fn values(&self) -> Vec<StringLit> {
        children(&self.syntax)
    }
}

view! {
    /// `ENTITY from TABLE key COLUMN where … { MAPPING … }`
    EntityMappingDecl
}

impl EntityMappingDecl {
    /// The entity of the common model.
    #[must_use]
    pub fn entity(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// The table it is read from.
    #[must_use]
    pub fn table(&self) -> Option<NameOrString> {
        child_after(&self.syntax, "from")
    }

    /// The column with the patient's key.
    #[must_use]
    pub fn key(&self) -> Option<NameOrString> {
        child_after(&self.syntax, "key")
    }

    /// Which rows are records of the entity.
    #[must_use]
    pub fn condition(&self) -> Option<RowCondition> {
        child(&self.syntax)
    }

    /// The attributes, in order; local `let` values too.
    #[must_use]
    pub fn attributes(&self) -> Vec<MappingDecl> {
        children(&self.syntax)
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }
}

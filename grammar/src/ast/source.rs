//! Data sources: opt-outs and which table an entity is read from. The tables are in `table`, the attributes in `mapping`.

use super::bound::{AbsentEntityDecl, AnchoredEntry, BoundDecl, PeriodEntry};
use super::condition::{RepeatsOption, RowCondition};
use super::item::named;
use super::literal::{NumberLit, StringLit};
use super::mapping::MappingDecl;
use super::name::{Name, NameOrString, Path};
use super::support::{child, child_after, children, doc, view};
use super::table::TableDecl;

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

    /// The days that the data cover.
    #[must_use]
    pub fn period(&self) -> Option<PeriodEntry> {
        child(&self.syntax)
    }

    /// What the dates are counted from, where they are days from a date that is not disclosed.
    #[must_use]
    pub fn anchored(&self) -> Option<AnchoredEntry> {
        child(&self.syntax)
    }

    /// What the data must obey across records.
    #[must_use]
    pub fn bounds(&self) -> Vec<BoundDecl> {
        children(&self.syntax)
    }

    /// The entities that are not recorded.
    #[must_use]
    pub fn absent(&self) -> Vec<AbsentEntityDecl> {
        children(&self.syntax)
    }

    /// The tables the data are read from.
    #[must_use]
    pub fn tables(&self) -> Vec<TableDecl> {
        children(&self.syntax)
    }

    /// The rules that leave patients out before anything is counted.
    #[must_use]
    pub fn opt_outs(&self) -> Vec<OptOutDecl> {
        children(&self.syntax)
    }

    /// The mappings of entities; one entity may have several.
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
    /// `ENTITY from TABLE key COLUMN where …, distinct { MAPPING … }`
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

    /// What several rows of one patient are.
    #[must_use]
    pub fn repeats(&self) -> Option<RepeatsOption> {
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

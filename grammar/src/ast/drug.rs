//! Drugs, and sets of drugs.

use super::analyte::names_of;
use super::codes::CodesEntry;
use super::item::named;
use super::literal::StringLit;
use super::name::Name;
use super::support::{child, children, has_keyword, keywords, view};
use crate::SyntaxNode;

view! {
    /// `drug NAME "display" { class …  SYSTEM code …  names "…"  unavailable COUNTRY "reason" }`
    DrugDecl
}
named!(DrugDecl);

impl DrugDecl {
    /// How the drug is shown.
    #[must_use]
    pub fn display(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The classes it belongs to.
    #[must_use]
    pub fn classes(&self) -> Vec<Name> {
        children::<ClassEntry>(&self.syntax)
            .iter()
            .flat_map(|entry| children(entry.syntax()))
            .collect()
    }

    /// Its codes, one entry for each system mentioned.
    #[must_use]
    pub fn codes(&self) -> Vec<CodesEntry> {
        children(&self.syntax)
    }

    /// The texts that name it in data.
    #[must_use]
    pub fn names(&self) -> Vec<StringLit> {
        names_of(&self.syntax)
    }

    /// The countries in which it was never available.
    #[must_use]
    pub fn unavailable(&self) -> Vec<UnavailableCountry> {
        children::<UnavailableEntry>(&self.syntax)
            .iter()
            .flat_map(|entry| children(entry.syntax()))
            .collect()
    }
}

view! {
    /// `class NAME, NAME`
    ClassEntry
}

view! {
    /// `unavailable US "reason", DE "reason"`
    UnavailableEntry
}

view! {
    /// `US "reason"`
    UnavailableCountry
}

impl UnavailableCountry {
    /// The country.
    #[must_use]
    pub fn country(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// Why the drug is not available there.
    #[must_use]
    pub fn reason(&self) -> Option<StringLit> {
        child(&self.syntax)
    }
}

view! {
    /// `drugs NAME { cisplatin, class platinum_compound, except nedaplatin }`
    DrugsDecl
}
named!(DrugsDecl);

impl DrugsDecl {
    /// The drugs, sets and classes meant.
    #[must_use]
    pub fn members(&self) -> Vec<DrugsMember> {
        split_members(&self.syntax).0
    }

    /// Those left out again: all behind `except`.
    #[must_use]
    pub fn except(&self) -> Vec<DrugsMember> {
        split_members(&self.syntax).1
    }
}

view! {
    /// `regimen folfox "FOLFOX" { oxaliplatin, fluorouracil }`
    RegimenDecl
}
named!(RegimenDecl);

impl RegimenDecl {
    /// The name that is shown, where it is another than the declared one.
    #[must_use]
    pub fn display(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The drugs.
    #[must_use]
    pub fn members(&self) -> Vec<DrugsMember> {
        children(&self.syntax)
    }
}

/// The members of a set, and those behind `except`.
pub(super) fn split_members(set: &SyntaxNode) -> (Vec<DrugsMember>, Vec<DrugsMember>) {
    let except = keywords(set).find(|word| word.text() == "except");
    let behind = except.map(|word| word.text_range().end());
    children::<DrugsMember>(set)
        .into_iter()
        .partition(|member| behind.is_none_or(|behind| member.range().start() < behind))
}

view! {
    /// A drug, another set of drugs, or `class NAME`
    DrugsMember
}

impl DrugsMember {
    /// The name of the drug, the set or the class.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// Whether all drugs of a class are meant.
    #[must_use]
    pub fn is_class(&self) -> bool {
        has_keyword(&self.syntax, "class")
    }
}

//! Analytes: what a laboratory measures, in which unit, with which conversions.

use super::codes::CodesEntry;
use super::item::named;
use super::literal::{NumberLit, StringLit, UnitLit};
use super::support::{child, child_after, children, view};
use crate::{SyntaxKind, SyntaxNode};
use rowan::NodeOrToken;

view! {
    /// `analyte NAME { LOINC …  unit …  convert …  plausible …  names … }`
    AnalyteDecl
}
named!(AnalyteDecl);

impl AnalyteDecl {
    /// Its codes, one entry for each system mentioned.
    #[must_use]
    pub fn codes(&self) -> Vec<CodesEntry> {
        children(&self.syntax)
    }

    /// The unit all values are brought to.
    #[must_use]
    pub fn unit(&self) -> Option<UnitLit> {
        child::<UnitEntry>(&self.syntax).and_then(|entry| child(entry.syntax()))
    }

    /// How values in other units become values in that unit.
    #[must_use]
    pub fn conversions(&self) -> Vec<ConvertEntry> {
        children::<ConvertList>(&self.syntax)
            .iter()
            .flat_map(|list| children(list.syntax()))
            .collect()
    }

    /// The values a person can have.
    #[must_use]
    pub fn plausible(&self) -> Option<PlausibleEntry> {
        child(&self.syntax)
    }

    /// The texts that name it in data.
    #[must_use]
    pub fn names(&self) -> Vec<StringLit> {
        names_of(&self.syntax)
    }
}

/// The texts of all `names` entries directly below a declaration.
pub(super) fn names_of(declaration: &SyntaxNode) -> Vec<StringLit> {
    children::<NamesEntry>(declaration)
        .iter()
        .flat_map(|entry| children(entry.syntax()))
        .collect()
}

view! {
    /// `unit g/dL`
    UnitEntry
}

view! {
    /// `names "…", "…"`
    NamesEntry
}

view! {
    /// `convert g/L = 0.1 g/dL, mmol/L = 1.6114 g/dL`
    ConvertList
}

view! {
    /// `g/L = 0.1 g/dL`, with an offset where one is needed: `mmol/mol = 0.0915 % plus 2.15 %`
    ConvertEntry
}

impl ConvertEntry {
    /// The other unit.
    #[must_use]
    pub fn unit(&self) -> Option<UnitLit> {
        self.syntax
            .children_with_tokens()
            .take_while(|element| element.kind() != SyntaxKind::Equal)
            .filter_map(NodeOrToken::into_node)
            .find_map(UnitLit::cast)
    }

    /// How much one of the other unit is.
    #[must_use]
    pub fn factor(&self) -> Option<NumberLit> {
        self.after_equal().into_iter().find_map(NumberLit::cast)
    }

    /// The unit of the factor.
    #[must_use]
    pub fn to_unit(&self) -> Option<UnitLit> {
        self.after_equal().into_iter().find_map(UnitLit::cast)
    }

    /// What is added after multiplying.
    #[must_use]
    pub fn offset(&self) -> Option<NumberLit> {
        child_after(&self.syntax, "plus")
    }

    /// The unit of the offset.
    #[must_use]
    pub fn offset_unit(&self) -> Option<UnitLit> {
        child_after(&self.syntax, "plus")
    }

    /// The nodes between `=` and `plus`.
    fn after_equal(&self) -> Vec<SyntaxNode> {
        self.syntax
            .children_with_tokens()
            .skip_while(|element| element.kind() != SyntaxKind::Equal)
            .take_while(|element| element.as_token().is_none_or(|token| token.text() != "plus"))
            .filter_map(NodeOrToken::into_node)
            .collect()
    }
}

view! {
    /// `plausible 3 to 25 g/dL`
    PlausibleEntry
}

impl PlausibleEntry {
    /// The lowest plausible value.
    #[must_use]
    pub fn low(&self) -> Option<NumberLit> {
        child_after(&self.syntax, "plausible")
    }

    /// The highest plausible value.
    #[must_use]
    pub fn high(&self) -> Option<NumberLit> {
        child_after(&self.syntax, "to")
    }

    /// The unit of both.
    #[must_use]
    pub fn unit(&self) -> Option<UnitLit> {
        child(&self.syntax)
    }
}

//! Common models: entities, attributes and their types.

use super::item::named;
use super::literal::{StringLit, UnitLit};
use super::name::Name;
use super::support::{child, child_after, children, keywords, view};

view! {
    /// `model NAME version "1.0.0" { ENTITY … }`
    ModelDecl
}
named!(ModelDecl);

impl ModelDecl {
    /// The model's version.
    #[must_use]
    pub fn version(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The entities, in order.
    #[must_use]
    pub fn entities(&self) -> Vec<EntityDecl> {
        children(&self.syntax)
    }
}

view! {
    /// `many NAME dated ATTRIBUTE to ATTRIBUTE { … }`
    EntityDecl
}
named!(EntityDecl);

/// How many records of an entity a patient has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cardinality {
    /// At most one.
    One,
    /// Any number.
    Many,
}

impl EntityDecl {
    /// How many records a patient has.
    #[must_use]
    pub fn cardinality(&self) -> Option<Cardinality> {
        keywords(&self.syntax).find_map(|word| match word.text() {
            "one" => Some(Cardinality::One),
            "many" => Some(Cardinality::Many),
            _ => None,
        })
    }

    /// The attribute that dates a record, or the start of its period.
    #[must_use]
    pub fn dated(&self) -> Option<Name> {
        child_after(&self.syntax, "dated")
    }

    /// The attribute that ends a record's period.
    #[must_use]
    pub fn dated_to(&self) -> Option<Name> {
        child_after(&self.syntax, "to")
    }

    /// The attributes, in order.
    #[must_use]
    pub fn attributes(&self) -> Vec<AttributeDecl> {
        children(&self.syntax)
    }
}

view! {
    /// `NAME: TYPE`
    AttributeDecl
}
named!(AttributeDecl);

impl AttributeDecl {
    /// The attribute's type.
    #[must_use]
    pub fn ty(&self) -> Option<TypeDecl> {
        child(&self.syntax)
    }
}

view! {
    /// The type of an attribute.
    TypeDecl
}

/// Which type it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeKind {
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// A date of some precision.
    Date,
    /// Free text.
    Text,
    /// A code of some system.
    Code,
    /// What a laboratory measured.
    Analyte,
    /// A substance.
    Drug,
    /// One of these values.
    Category(Vec<Name>),
    /// One of these values, in ascending order.
    Ordered(Vec<Name>),
    /// A quantity of the analyte that another attribute names.
    QuantityOf(Name),
    /// A quantity in this unit.
    QuantityIn(UnitLit),
    /// A name that is no type.
    Unknown(Name),
}

impl TypeDecl {
    /// Which type it is; none where it is missing or damaged.
    #[must_use]
    pub fn kind(&self) -> Option<TypeKind> {
        let Some(word) = keywords(&self.syntax).next() else {
            return child(&self.syntax).map(TypeKind::Unknown);
        };
        match word.text() {
            "Boolean" => Some(TypeKind::Boolean),
            "Integer" => Some(TypeKind::Integer),
            "Decimal" => Some(TypeKind::Decimal),
            "Date" => Some(TypeKind::Date),
            "Text" => Some(TypeKind::Text),
            "Code" => Some(TypeKind::Code),
            "Analyte" => Some(TypeKind::Analyte),
            "Drug" => Some(TypeKind::Drug),
            "Category" => Some(TypeKind::Category(children(&self.syntax))),
            "Ordered" => Some(TypeKind::Ordered(children(&self.syntax))),
            "Quantity" => child(&self.syntax)
                .map(TypeKind::QuantityOf)
                .or_else(|| child(&self.syntax).map(TypeKind::QuantityIn)),
            _ => None,
        }
    }
}

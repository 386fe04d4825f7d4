//! Whether something has the type that is wanted.
//!
//! The types are those of the compiler's notes and of its model; here they are only compared.

use super::item::Fit;
use kohort_semantics::model::{AttributeId, AttributeType, Model};
use kohort_semantics::{Shape, Sort, Symbol};

/// The type of something that can be written, as far as it says whether it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Boolean,
    Integer,
    Decimal,
    Quantity,
    Years,
    Length,
    Date,
    Period,
    Text,
    Code,
    Analyte,
    Drug,
    Drugs,
    /// A category, by its entity and attribute.
    Category(String, String),
    Fixed,
    Event,
    Events,
    Unknown,
}

impl Wanted {
    /// The type of an attribute.
    pub(super) fn of(model: &Model, id: AttributeId) -> Self {
        let (Some(entity), Some(attribute)) = (model.entity(id.entity), model.attribute(id)) else {
            return Self::Unknown;
        };
        match &attribute.ty {
            AttributeType::Boolean => Self::Boolean,
            AttributeType::Integer => Self::Integer,
            AttributeType::Decimal => Self::Decimal,
            AttributeType::Date => Self::Date,
            AttributeType::Text => Self::Text,
            AttributeType::Code => Self::Code,
            AttributeType::Analyte => Self::Analyte,
            AttributeType::Drug => Self::Drug,
            AttributeType::Category(_) => Self::Category(entity.name.clone(), attribute.name.clone()),
            AttributeType::QuantityOf(_) | AttributeType::QuantityIn(_) => Self::Quantity,
            AttributeType::Unknown => Self::Unknown,
        }
    }

    /// The type that the compiler notes.
    pub(super) fn noted(sort: &Sort) -> Self {
        match sort {
            Sort::Boolean => Self::Boolean,
            Sort::Integer => Self::Integer,
            Sort::Decimal => Self::Decimal,
            Sort::Quantity { .. } => Self::Quantity,
            Sort::Years => Self::Years,
            Sort::Months | Sort::Days => Self::Length,
            Sort::Date => Self::Date,
            Sort::Period => Self::Period,
            Sort::Text => Self::Text,
            Sort::Code => Self::Code,
            Sort::Analyte => Self::Analyte,
            Sort::Drug => Self::Drug,
            Sort::Drugs => Self::Drugs,
            Sort::Category { attribute, .. } => match attribute {
                Symbol::Attribute {
                    entity, attribute, ..
                } => Self::Category(entity.clone(), attribute.clone()),
                _ => Self::Unknown,
            },
            Sort::Fixed(_) => Self::Fixed,
            Sort::Event(_) => Self::Event,
            Sort::Events(_) => Self::Events,
        }
    }

    /// How the type is called beside a name.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer => "a whole number",
            Self::Date => "a date",
            Self::Period => "a period",
            Self::Text => "text",
            Self::Drugs => "drugs",
            _ => "",
        }
    }
}

/// Whether a type is the wanted one. Records may have a field of it; what is not known may be it.
pub(super) fn fit(wanted: Option<&Shape>, has: &Wanted) -> Fit {
    let Some(wanted) = wanted else { return Fit::Open };
    let wanted = Wanted::noted(&wanted.sort);
    match has {
        _ if *has == wanted => Fit::Exact,
        // Most conditions begin with a value that is compared with something.
        _ if wanted == Wanted::Boolean => Fit::Open,
        Wanted::Event | Wanted::Events | Wanted::Unknown => Fit::Open,
        Wanted::Integer if wanted == Wanted::Decimal => Fit::Exact,
        _ => Fit::Other,
    }
}

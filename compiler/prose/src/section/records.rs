//! The records that a study reads: their attributes in the model's order, which also orders records of one day.

use crate::block::{Entry, Section};
use crate::say::Say;
use crate::text::{doc, listed, name, plain};
use kohort_semantics::model::{Attribute, AttributeType, Cardinality, Dated, Entity, Model};

pub(super) fn section(say: &Say<'_>) -> Option<Section> {
    let model = &say.study.model;
    let mut section = Section::new(2, "Appendix: records and attributes");
    section.paragraph(
        "The data model that the study is written against. What a source does not record is missing there.",
    );
    section.list(
        model
            .entities
            .iter()
            .map(|entity| self::entity(model, entity))
            .collect(),
    );
    Some(section)
}

fn entity(model: &Model, entity: &Entity) -> Entry {
    let number = match entity.cardinality {
        Cardinality::One => "at most one for each person",
        Cardinality::Many => "any number for each person",
    };
    let attribute = |id| {
        model
            .attribute(id)
            .map_or("?", |found: &Attribute| found.name.as_str())
    };
    let dated = match entity.dated {
        Dated::Never => String::from("not dated"),
        Dated::On(date) => format!("dated by {}", name(attribute(date))),
        Dated::Span(start, end) => {
            format!(
                "lasting from {} to {}",
                name(attribute(start)),
                name(attribute(end))
            )
        }
    };
    let doc = doc(entity.doc.as_deref()).map(|doc| format!(" {doc}"));
    Entry {
        text: format!(
            "{}, {number}, {dated}.{}",
            name(&entity.name),
            doc.unwrap_or_default()
        ),
        more: entity
            .attributes
            .iter()
            .map(|attribute| self::attribute(model, attribute))
            .collect(),
    }
}

fn attribute(model: &Model, attribute: &Attribute) -> Entry {
    let ty = match &attribute.ty {
        AttributeType::Boolean => String::from("true or false"),
        AttributeType::Integer => String::from("a whole number"),
        AttributeType::Decimal => String::from("a number"),
        AttributeType::Date => String::from("a date"),
        AttributeType::Text => String::from("a text"),
        AttributeType::Code => String::from("a code"),
        AttributeType::Analyte => String::from("what is measured"),
        AttributeType::Drug => String::from("a substance"),
        AttributeType::Category(category) => {
            let values: Vec<String> = category.values.iter().map(|value| name(value)).collect();
            let ordered = if category.ordered { ", in rising order" } else { "" };
            format!("one of {}{ordered}", listed(&values, "or"))
        }
        AttributeType::QuantityOf(other) => {
            let other = model.attribute(*other).map_or("?", |found| found.name.as_str());
            format!("a quantity, in the unit of its {}", name(other))
        }
        AttributeType::QuantityIn(unit) => format!("a quantity in {}", plain(unit.text())),
        AttributeType::Unknown => String::from("of an unknown kind"),
    };
    Entry::new(format!("{}: {ty}.", name(&attribute.name)))
}

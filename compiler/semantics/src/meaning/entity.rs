//! What the model says, and the study's precision rules, which are part of what a date means.
//!
//! Invariant: an entity's meaning holds everything that can break a tie among its records, which are all its attributes in
//! declaration order.

use super::Meanings;
use super::hash::{Encoder, Hash};
use crate::model::{AttributeId, AttributeType, Dated, EntityId};
use crate::study::PrecisionRule;

impl Meanings<'_> {
    /// The meaning of an attribute: what it is called, its type, and how the study reads it if it is a date.
    pub fn attribute(&self, id: AttributeId) -> Hash {
        let mut encoder = Encoder::new("attribute");
        let entity = self.study.model.entity(id.entity);
        encoder.maybe(entity, |encoder, entity| encoder.text(&entity.name));
        encoder.maybe(self.study.model.attribute(id), |encoder, attribute| {
            encoder.text(&attribute.name);
            self.attribute_type(encoder, id.entity, &attribute.ty);
            encoder
        });
        encoder.maybe(self.rule(id), |encoder, rule| encoder.hash(rule));
        encoder.finish()
    }

    /// The meaning of all records of an entity.
    pub fn entity(&self, id: EntityId) -> Hash {
        let Some(entity) = self.study.model.entity(id) else {
            return Encoder::new("nothing").finish();
        };
        let mut encoder = Encoder::new("entity");
        encoder
            .text(&entity.name)
            .text(&format!("{:?}", entity.cardinality));
        let dated = match entity.dated {
            Dated::Never => vec![],
            Dated::On(date) => vec![date],
            Dated::Span(start, end) => vec![start, end],
        };
        encoder.hashes(dated.into_iter().map(|date| self.attribute(date)));
        let attributes = (0u32..).take(entity.attributes.len());
        encoder.hashes(attributes.map(|index| self.attribute(AttributeId { entity: id, index })));
        encoder.finish()
    }

    fn attribute_type(&self, encoder: &mut Encoder, entity: EntityId, ty: &AttributeType) {
        match ty {
            AttributeType::Category(category) => {
                encoder
                    .text("category")
                    .truth(category.ordered)
                    .texts(Some(&category.values));
            }
            AttributeType::QuantityOf(other) => {
                let named = self
                    .study
                    .model
                    .attribute(*other)
                    .filter(|_| other.entity == entity);
                encoder.text("quantity of");
                encoder.maybe(named, |encoder, named| encoder.text(&named.name));
            }
            AttributeType::QuantityIn(unit) => {
                encoder.text("quantity in").text(unit.text());
            }
            plain => {
                encoder.text(match plain {
                    AttributeType::Boolean => "boolean",
                    AttributeType::Integer => "integer",
                    AttributeType::Decimal => "decimal",
                    AttributeType::Date => "date",
                    AttributeType::Text => "text",
                    AttributeType::Code => "code",
                    AttributeType::Analyte => "analyte",
                    AttributeType::Drug => "drug",
                    _ => "unknown",
                });
            }
        }
    }

    /// The meaning of the precision rule for an attribute, if the study has one.
    fn rule(&self, attribute: AttributeId) -> Option<Hash> {
        let position = self
            .study
            .precision
            .iter()
            .position(|rule| rule.attribute == attribute)?;
        let rule = self.study.precision.get(position)?;
        if let Some(known) = self.rules.borrow().get(&position) {
            return Some(known.unwrap_or_else(|| Encoder::new("itself").finish()));
        }
        self.rules.borrow_mut().insert(position, None);
        let hash = self.precision_rule(rule);
        self.rules.borrow_mut().insert(position, Some(hash));
        Some(hash)
    }

    /// The meaning of a precision rule, apart from which attribute it is for.
    pub fn precision_rule(&self, rule: &PrecisionRule) -> Hash {
        let PrecisionRule {
            attribute: _,
            precision,
            placement,
            not_before,
            not_after,
            otherwise,
            span: _,
        } = rule;
        let mut encoder = Encoder::new("precision");
        encoder.text(&format!("{precision:?} {placement:?} {otherwise:?}"));
        for bound in [not_before, not_after] {
            encoder.maybe(bound.as_ref(), |encoder, bound| {
                encoder.hash(self.expression(bound))
            });
        }
        encoder.finish()
    }
}

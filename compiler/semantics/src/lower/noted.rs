//! The notes that lowering takes about places, for editors ([`crate::facts`]).

use super::Lowering;
use crate::codes::Analyte;
use crate::facts::{Fact, RecordOf, Shape, Sort, Symbol};
use crate::model::{AttributeId, AttributeType, EntityId, Model};
use crate::modules::{Found, declared_name};
use crate::study::{Field, Measure, Record, RecordKind, Type};
use crate::value::Value;
use kohort_base::Span;
use kohort_grammar::ast;

impl Lowering<'_> {
    /// Notes what a name stands for.
    pub(in crate::lower) fn names(&self, place: Span, symbol: Symbol) {
        // An empty place stands in where a name is only looked into.
        if !place.is_empty() {
            self.note(place, || Some(Fact::Names(symbol)));
        }
    }

    /// Notes that a name stands for something that a module declares.
    pub(in crate::lower) fn names_item(&self, place: Span, found: Found<'_>) {
        if let Some(symbol) = item_symbol(found) {
            self.names(place, symbol);
        }
    }

    /// Notes that a name stands for what the same name stood for at an earlier place.
    pub(in crate::lower) fn names_as_at(&self, place: Span, earlier: Span) {
        if !self.module.settled && place.file == self.module.file {
            self.library.modules.note_again(place, earlier);
        }
    }

    /// Notes that a name stands for a declaration of its own module, if it does.
    pub(in crate::lower) fn names_own(&self, name: &ast::Name) {
        self.names_declared(self.span(name.range()), &name.text());
    }

    /// Notes that a text stands for a declaration of its own module, if it does.
    pub(in crate::lower) fn names_declared(&self, place: Span, name: &str) {
        if self.module.names.contains_key(name) {
            let module = self.module.path.clone();
            let name = name.to_owned();
            self.names(place, Symbol::Item { module, name });
        }
    }

    /// Notes that a name stands for something of a qualified name, for example `std.drugs.cisplatin`.
    pub(in crate::lower) fn names_qualified(&self, place: Span, qualified: &str) {
        self.note(place, || Some(Fact::Names(qualified_symbol(qualified)?)));
    }

    /// Notes that a name stands for an entity of the model.
    pub(in crate::lower) fn names_entity(&self, place: Span, entity: EntityId) {
        self.note(place, || Some(Fact::Names(entity_symbol(&self.model, entity)?)));
    }

    /// Notes that a name stands for an attribute of the model.
    pub(in crate::lower) fn names_attribute(&self, place: Span, attribute: AttributeId) {
        self.note(place, || {
            Some(Fact::Names(attribute_symbol(&self.model, attribute)?))
        });
    }

    /// Notes that a name stands for a value of a category of the model.
    pub(in crate::lower) fn names_value(&self, place: Span, attribute: AttributeId, value: &str) {
        self.note(place, || {
            Some(Fact::Names(value_symbol(&self.model, attribute, value)?))
        });
    }

    /// Notes that a name stands for a value of an attribute: of its category, an analyte, or a drug.
    pub(in crate::lower) fn names_constant(&self, place: Span, attribute: AttributeId, value: &Value) {
        let Some(found) = self.model.attribute(attribute) else {
            return;
        };
        match (&found.ty, value) {
            (AttributeType::Category(category), Value::Category(position)) => {
                if let Some(value) = category.values.get(*position as usize) {
                    self.names_value(place, attribute, value);
                }
            }
            (AttributeType::Analyte, Value::Analyte(qualified))
            | (AttributeType::Drug, Value::Text(qualified)) => {
                self.names_qualified(place, qualified);
            }
            _ => {}
        }
    }

    /// Notes that a name stands for a field of a record, if it is one and is written at all.
    pub(in crate::lower) fn names_field(&self, place: Span, record: Record, name: &str) {
        if place.is_empty() {
            return;
        }
        self.note(place, || {
            let (field, _) = self.field_of_record(record, name)?;
            Some(Fact::Names(match field {
                Field::Attribute(attribute) => attribute_symbol(&self.model, attribute)?,
                _ => Symbol::Field(self.record_of(record)?, name.to_owned()),
            }))
        });
    }

    /// Notes that a bare name stands for a field of the record under test, or for a column that its mapping names.
    pub(in crate::lower) fn names_own_field(&self, place: Span, name: &str) {
        let Some(scope) = &self.record else { return };
        match scope.locals.iter().find(|(local, ..)| local == name) {
            Some((.., declared)) => self.names(place, Symbol::Local(*declared)),
            None => self.names_field(place, scope.record, name),
        }
    }

    /// Notes the type of a value.
    pub(in crate::lower) fn has_type(&self, place: Span, ty: &Type) {
        self.note(place, || Some(Fact::Is(self.shape(ty)?)));
    }

    /// Notes the type of a value that belongs to a place.
    pub(in crate::lower) fn wants(&self, place: Span, ty: &Type) {
        self.note(place, || Some(Fact::Wants(self.shape(ty)?)));
    }

    /// Notes that fields of a record can be named in a place.
    pub(in crate::lower) fn fields_in(&self, place: Span, record: Record) {
        self.note(place, || Some(Fact::Fields(self.record_of(record)?)));
    }

    /// Takes a note about the module being lowered, unless it is one of the standard library that is only used.
    fn note(&self, place: Span, fact: impl FnOnce() -> Option<Fact>) {
        if !self.module.settled
            && place.file == self.module.file
            && let Some(fact) = fact()
        {
            self.library.modules.note(place, fact);
        }
    }

    /// Of what records are.
    pub(in crate::lower) fn record_of(&self, record: Record) -> Option<RecordOf> {
        Some(match record.kind {
            RecordKind::Entity(entity) => RecordOf::Entity {
                model: model_path(&self.model),
                entity: self.model.entity(entity)?.name.clone(),
            },
            RecordKind::Periods => RecordOf::Periods,
            RecordKind::Lines => RecordOf::Lines,
        })
    }

    fn shape(&self, ty: &Type) -> Option<Shape> {
        let sort = match ty {
            Type::Error => return None,
            Type::Boolean => Sort::Boolean,
            Type::Integer => Sort::Integer,
            Type::Decimal => Sort::Decimal,
            Type::Quantity(Measure::Analyte(id)) => {
                let analyte = self.analyte(*id)?;
                Sort::Quantity {
                    analyte: qualified_symbol(&analyte.qualified),
                    units: units_of(analyte),
                }
            }
            Type::Quantity(Measure::Unit(unit)) => Sort::Quantity {
                analyte: None,
                units: vec![unit.text().to_owned()],
            },
            Type::Years => Sort::Years,
            Type::Months => Sort::Months,
            Type::Days => Sort::Days,
            Type::Date => Sort::Date,
            Type::Period => Sort::Period,
            Type::Text => Sort::Text,
            Type::Code => Sort::Code,
            Type::Analyte => Sort::Analyte,
            Type::Drug => Sort::Drug,
            Type::Drugs => Sort::Drugs,
            Type::Category(attribute) => {
                let AttributeType::Category(category) = &self.model.attribute(*attribute)?.ty else {
                    return None;
                };
                Sort::Category {
                    attribute: attribute_symbol(&self.model, *attribute)?,
                    values: category.values.clone(),
                }
            }
            Type::Fixed(category) => Sort::Fixed(*category),
            Type::Event(record) => Sort::Event(self.record_of(*record)?),
            Type::Events(record) => Sort::Events(self.record_of(*record)?),
        };
        Some(Shape {
            words: self.describe(ty),
            sort,
        })
    }
}

/// The units in which values of an analyte can be written, its own first.
pub(in crate::lower) fn units_of(analyte: &Analyte) -> Vec<String> {
    let others = analyte.conversions.iter().map(|(unit, _)| unit.text().to_owned());
    let mut units = vec![analyte.unit.text().to_owned()];
    for unit in others {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

/// The name by which notes know a model.
pub(in crate::lower) fn model_path(model: &Model) -> String {
    format!("{}.{}", model.module, model.name)
}

/// A declaration that was found.
pub(crate) fn item_symbol(found: Found<'_>) -> Option<Symbol> {
    Some(Symbol::Item {
        module: found.module.path.clone(),
        name: declared_name(found.item)?.text(),
    })
}

/// A declaration by its qualified name.
pub(crate) fn qualified_symbol(qualified: &str) -> Option<Symbol> {
    let (module, name) = qualified.rsplit_once('.')?;
    Some(Symbol::Item {
        module: module.to_owned(),
        name: name.to_owned(),
    })
}

/// An entity of a model.
pub(crate) fn entity_symbol(model: &Model, entity: EntityId) -> Option<Symbol> {
    Some(Symbol::Entity {
        model: model_path(model),
        entity: model.entity(entity)?.name.clone(),
    })
}

/// An attribute of a model.
pub(crate) fn attribute_symbol(model: &Model, attribute: AttributeId) -> Option<Symbol> {
    Some(Symbol::Attribute {
        model: model_path(model),
        entity: model.entity(attribute.entity)?.name.clone(),
        attribute: model.attribute(attribute)?.name.clone(),
    })
}

/// A value of a category of a model.
pub(crate) fn value_symbol(model: &Model, attribute: AttributeId, value: &str) -> Option<Symbol> {
    Some(Symbol::Value {
        model: model_path(model),
        entity: model.entity(attribute.entity)?.name.clone(),
        attribute: model.attribute(attribute)?.name.clone(),
        value: value.to_owned(),
    })
}

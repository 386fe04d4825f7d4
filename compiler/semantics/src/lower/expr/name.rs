//! Bare names and paths: what the first name means, in a fixed order of places to look.
//!
//! The order: a category value or analyte where one is expected; the record under test; `index`; definitions and
//! imports; the patient's attributes; entities. A name that means nothing gets the nearest that would.

use super::super::definitions::is_definition;
use super::super::{Lowering, RecordScope, expr, failed};
use super::name_findings::unknown_word;
use crate::facts::Symbol;
use crate::model::{AttributeId, AttributeType, Cardinality, Dated, EntityId};
use crate::modules::Found;
use crate::study::{Expr, ExprKind, Field, FixedCategory, LineField, Record, RecordKind, Type};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;
use std::sync::Arc;

impl<'m> Lowering<'m> {
    /// A path in the place of a value.
    pub(crate) fn path(&mut self, written: &ast::PathExpr, expected: Option<&Type>) -> Expr {
        let whole = self.span(written.range());
        let path = written.path();
        let segments = path.segments();
        let Some((head, rest)) = segments.split_first() else {
            return failed(whole);
        };
        let span = self.span(head.range());
        if rest.is_empty()
            && let Some(expected) = expected
            && let Some(constant) = self.constant_of(&head.text(), expected, span)
        {
            return constant;
        }
        if let Some((entity, first, rest)) = self.entity_attribute(head, rest) {
            self.names_entity(span, entity);
            let attribute = match self.attribute_under_test(entity, first) {
                Some(attribute) => attribute,
                None => self.own_attribute(entity, span, first),
            };
            return rest.iter().fold(attribute, |base, name| self.field(base, name));
        }
        let base = self.head(&head.text(), expected, span);
        rest.iter().fold(base, |base, name| self.field(base, name))
    }

    /// `treatment.start`: an entity's name (nothing nearer hides it) and an attribute.
    fn entity_attribute<'a>(
        &self,
        head: &ast::Name,
        rest: &'a [ast::Name],
    ) -> Option<(EntityId, &'a ast::Name, &'a [ast::Name])> {
        let (first, rest) = rest.split_first()?;
        if self.record_field(&head.text()).is_some()
            || self.is_local(&head.text())
            || self.definition_named(&head.text()).is_some()
        {
            return None;
        }
        let (entity, _) = self.model.entity_named(&head.text())?;
        Some((entity, first, rest))
    }

    /// In a where-clause on records of an entity, the entity's name means the record under test.
    fn attribute_under_test(&mut self, entity: EntityId, name: &ast::Name) -> Option<Expr> {
        let record = self.record.as_ref()?.record;
        if record.kind != RecordKind::Entity(entity) {
            return None;
        }
        let span = self.span(name.range());
        self.names_field(span, record, &name.text());
        match self.record_field(&name.text())? {
            Ok((kind, ty)) => Some(expr(kind, ty, span)),
            Err(attribute) => Some(self.analyte_not_fixed(attribute, span)),
        }
    }

    /// An attribute of an entity of which a patient has at most one record; `head` is where the entity is named.
    fn own_attribute(&mut self, entity: EntityId, head: Span, name: &ast::Name) -> Expr {
        let span = self.span(name.range());
        let Some(attribute) = self.attribute_of(entity, name) else {
            return failed(span);
        };
        let many = self
            .model
            .entity(entity)
            .is_some_and(|found| found.cardinality == Cardinality::Many);
        if many {
            let record = Record {
                kind: RecordKind::Entity(entity),
                analyte: None,
            };
            let diagnostic = self.many_records(record, span);
            return self.fail(diagnostic);
        }
        match self.attribute_type(attribute, None) {
            Some(ty) => expr(ExprKind::Attribute(attribute), ty, head.cover(span)),
            None => self.analyte_not_fixed(attribute, span),
        }
    }

    /// An attribute by its name; reports one that does not exist.
    pub(crate) fn attribute_of(&mut self, entity: EntityId, name: &ast::Name) -> Option<AttributeId> {
        let found = self.model.entity(entity)?;
        if let Some((index, _)) = found.attribute_named(&name.text()) {
            let attribute = AttributeId { entity, index };
            self.names_attribute(self.span(name.range()), attribute);
            return Some(attribute);
        }
        let span = self.span(name.range());
        let names: Vec<String> = found
            .attributes
            .iter()
            .map(|attribute| attribute.name.clone())
            .collect();
        let mut diagnostic =
            Diagnostic::error(Code::K0209, format!("`{}` has no `{}`", found.name, name.text()))
                .at(span, "not an attribute of the model")
                .and(found.span, format!("`{}` is declared here", found.name));
        diagnostic = match suggest::nearest(&name.text(), names.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None => diagnostic.help(format!("it has: {}", names.join(", "))),
        };
        self.report(diagnostic);
        None
    }

    /// The attribute of `entity.attribute` or of a bare patient attribute, for a precision rule.
    pub(crate) fn attribute_at(&mut self, path: &ast::Path) -> Option<AttributeId> {
        let segments = path.segments();
        match segments.as_slice() {
            [name] => self.attribute_of(self.model.patient(), name),
            [entity, name] => match self.model.entity_named(&entity.text()) {
                Some((found, _)) => {
                    self.names_entity(self.span(entity.range()), found);
                    self.attribute_of(found, name)
                }
                None if self.module.lacks(&entity.text()) => None,
                None => {
                    let span = self.span(entity.range());
                    let diagnostic = self.unknown_name(&entity.text(), span);
                    self.report(diagnostic);
                    None
                }
            },
            _ => {
                let span = self.span(path.range());
                self.report(
                    Diagnostic::error(Code::K0506, "A precision rule names one date attribute")
                        .at(span, "not `entity.attribute`")
                        .help("write for example `precision death.date as month, placed on day 15`"),
                );
                None
            }
        }
    }

    /// What a bare name means.
    pub(crate) fn head(&mut self, name: &str, expected: Option<&Type>, span: Span) -> Expr {
        if let Some(field) = self.record_field(name) {
            self.names_own_field(span, name);
            return match field {
                Ok((kind, ty)) => expr(kind, ty, span),
                Err(attribute) => self.analyte_not_fixed(attribute, span),
            };
        }
        if let Some(value) = self.local(name, span) {
            return value;
        }
        if name == "index" {
            return self.index(span);
        }
        if let Some(found) = self.definition_named(name) {
            self.names_item(span, found);
            return self.definition(found.module, found.item, span);
        }
        let patient = self.model.patient();
        if let Some((index, _)) = self
            .model
            .entity(patient)
            .and_then(|entity| entity.attribute_named(name))
        {
            let attribute = AttributeId {
                entity: patient,
                index,
            };
            self.names_attribute(span, attribute);
            return match self.attribute_type(attribute, None) {
                Some(ty) => expr(ExprKind::Attribute(attribute), ty, span),
                None => self.analyte_not_fixed(attribute, span),
            };
        }
        if let Some((entity, _)) = self.model.entity_named(name) {
            let record = Record {
                kind: RecordKind::Entity(entity),
                analyte: None,
            };
            self.names_entity(span, entity);
            let events = self.all_records(entity, span);
            return expr(ExprKind::Events(Box::new(events)), Type::Events(record), span);
        }
        if let Some(found) = self.library.modules.find(self.module, name) {
            self.names_item(span, found);
            return self.wrong_kind(name, found, span);
        }
        if self.module.lacks(name) {
            return failed(span);
        }
        let diagnostic = match expected {
            Some(Type::Category(attribute)) => self.unknown_category(name, *attribute, span),
            Some(Type::Fixed(category)) => unknown_word(name, *category, span),
            _ => self.unknown_name(name, span),
        };
        self.fail(diagnostic)
    }

    fn index(&mut self, span: Span) -> Expr {
        if self.index_allowed {
            return expr(ExprKind::Index, Type::Date, span);
        }
        self.fail(
            Diagnostic::error(Code::K0505, "`index` has no meaning here")
                .at(span, "the index date is not known yet")
                .help("an index date, a parameter and a precision rule cannot refer to `index`; name the date itself"),
        )
    }

    /// A field of the record under test: its expression and type, or the attribute whose analyte is not fixed.
    fn record_field(&self, name: &str) -> Option<Result<(ExprKind, Type), AttributeId>> {
        let RecordScope { record, locals } = self.record.as_ref()?;
        if let Some(position) = locals.iter().position(|(local, ..)| local == name) {
            let (_, ty, _) = locals.get(position)?;
            return Some(Ok((ExprKind::Local(position as u32), ty.clone())));
        }
        let (field, ty) = self.field_of_record(*record, name)?;
        Some(match (ty, field) {
            (Some(ty), field) => Ok((ExprKind::RecordField(field), ty)),
            (None, Field::Attribute(attribute)) => Err(attribute),
            (None, _) => return None,
        })
    }

    /// A field of a record by name, and its type unless that depends on an analyte that is not fixed.
    pub(crate) fn field_of_record(&self, record: Record, name: &str) -> Option<(Field, Option<Type>)> {
        match record.kind {
            RecordKind::Periods => match name {
                "start" => Some((Field::Start, Some(Type::Date))),
                "end" => Some((Field::End, Some(Type::Date))),
                "period" => Some((Field::Period, Some(Type::Period))),
                _ => None,
            },
            RecordKind::Lines => {
                let field = LineField::ALL.into_iter().find(|field| field.word() == name)?;
                let ty = match field {
                    LineField::Number => Type::Integer,
                    LineField::Start | LineField::End | LineField::LineEnd | LineField::NextStart => {
                        Type::Date
                    }
                    LineField::Regimen => Type::Text,
                    LineField::Drugs => Type::Drugs,
                    LineField::Maintenance => Type::Boolean,
                    LineField::EndReason => Type::Fixed(FixedCategory::EndReason),
                    LineField::Setting => Type::Fixed(FixedCategory::LineSetting),
                };
                Some((Field::Line(field), Some(ty)))
            }
            RecordKind::Entity(entity) => {
                let found = self.model.entity(entity)?;
                if let Some((index, _)) = found.attribute_named(name) {
                    let attribute = AttributeId { entity, index };
                    return Some((
                        Field::Attribute(attribute),
                        self.attribute_type(attribute, record.analyte),
                    ));
                }
                (name == "period" && matches!(found.dated, Dated::Span(..)))
                    .then_some((Field::Period, Some(Type::Period)))
            }
        }
    }

    /// A parameter, a `let` or lines of this name in scope.
    pub(crate) fn definition_named(&self, name: &str) -> Option<Found<'m>> {
        let found = self.library.modules.find(self.module, name)?;
        is_definition(found.item).then_some(found)
    }

    /// A category value or analyte, where such a thing is expected.
    fn constant_of(&mut self, name: &str, expected: &Type, span: Span) -> Option<Expr> {
        match expected {
            Type::Category(attribute) => {
                let AttributeType::Category(category) = &self.model.attribute(*attribute)?.ty else {
                    return None;
                };
                let position = category.values.iter().position(|value| value == name)?;
                self.names_value(span, *attribute, name);
                Some(expr(
                    ExprKind::Literal(Value::Category(position as u32)),
                    expected.clone(),
                    span,
                ))
            }
            Type::Fixed(category) => {
                let position = category.words().iter().position(|word| *word == name)?;
                self.names(span, Symbol::Word(*category, name.to_owned()));
                let value = Value::Category(position as u32);
                Some(expr(ExprKind::Literal(value), expected.clone(), span))
            }
            Type::Analyte => {
                let analyte = self.analyte_named(name)?;
                self.intern_analyte(&analyte);
                self.names_qualified(span, &analyte.qualified);
                let value = Value::Analyte(Arc::from(analyte.qualified.as_str()));
                Some(expr(ExprKind::Literal(value), Type::Analyte, span))
            }
            Type::Drug => {
                let drug = self.drug_named(name)?;
                self.intern_drug(&drug);
                self.names_qualified(span, &drug.qualified);
                let value = Value::Text(Arc::from(drug.qualified.as_str()));
                Some(expr(ExprKind::Literal(value), Type::Drug, span))
            }
            _ => None,
        }
    }

    /// The analyte of this name, as seen from here or from the model's module.
    pub(crate) fn analyte_named(&self, name: &str) -> Option<Arc<crate::codes::Analyte>> {
        self.library.find_analyte(self.module, name).or_else(|| {
            let module = self.model_module?;
            self.library
                .find_analyte(module, name)
                .or_else(|| used_modules(module).find_map(|path| self.library.analyte_in(path, name)))
        })
    }

    /// The drug of this name, as seen from here, from the model's module, or from a module that this one uses: a study
    /// need not import each substance that it names.
    pub(crate) fn drug_named(&self, name: &str) -> Option<Arc<crate::codes::Drug>> {
        self.library.find_drug(self.module, name).or_else(|| {
            let module = self.model_module?;
            self.library
                .find_drug(module, name)
                .or_else(|| used_modules(module).find_map(|path| self.library.drug_in(path, name)))
        })
    }

    /// Whether an expression is a bare name that only the other side of a comparison can explain.
    pub(crate) fn needs_context(&self, written: &ast::Expr) -> bool {
        let ast::Expr::Path(path) = written else {
            return false;
        };
        let segments = path.path().segments();
        let [name] = segments.as_slice() else { return false };
        let name = name.text();
        name != "index"
            && self.record_field(&name).is_none()
            && !self.is_local(&name)
            && self.definition_named(&name).is_none()
            && !self.module.lacks(&name)
            && self.model.entity_named(&name).is_none()
            && self
                .model
                .entity(self.model.patient())
                .is_none_or(|patient| patient.attribute_named(&name).is_none())
    }

    /// The type of an attribute's values; nothing if it depends on an analyte that is not fixed.
    pub(crate) fn attribute_type(
        &self,
        attribute: AttributeId,
        analyte: Option<crate::study::AnalyteId>,
    ) -> Option<Type> {
        use crate::study::Measure;
        Some(match &self.model.attribute(attribute)?.ty {
            AttributeType::Boolean => Type::Boolean,
            AttributeType::Integer => Type::Integer,
            AttributeType::Decimal => Type::Decimal,
            AttributeType::Date => Type::Date,
            AttributeType::Text => Type::Text,
            AttributeType::Code => Type::Code,
            AttributeType::Analyte => Type::Analyte,
            AttributeType::Drug => Type::Drug,
            AttributeType::Unknown => Type::Error,
            AttributeType::Category(_) => Type::Category(attribute),
            AttributeType::QuantityOf(_) => Type::Quantity(Measure::Analyte(analyte?)),
            AttributeType::QuantityIn(unit) => Type::Quantity(Measure::Unit(unit.clone())),
        })
    }
}

/// The modules whose analytes and drugs a study on a model can name without a `use`: what [`Lowering::analyte_named`] and
/// [`Lowering::drug_named`] look into.
pub(crate) fn seen_from_model(model_module: &crate::modules::Module) -> std::collections::BTreeSet<String> {
    let used = used_modules(model_module).map(str::to_owned);
    used.chain([model_module.path.clone()]).collect()
}

/// The modules that a module imports from, in order of their paths.
fn used_modules(module: &crate::modules::Module) -> impl Iterator<Item = &str> {
    let paths: std::collections::BTreeSet<&str> = module
        .imports
        .values()
        .map(|import| import.module.as_str())
        .collect();
    paths.into_iter()
}

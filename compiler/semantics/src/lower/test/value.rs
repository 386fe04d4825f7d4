//! The values of a test's record, word by word.
//!
//! A word is the name of an attribute, whose value follows, or a value that only one attribute can have: one of its
//! category, an analyte, a drug.

use super::super::Lowering;
use super::record::Draft;
use crate::model::{AttributeId, AttributeType, EntityId};
use crate::value::{Number, Value};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The words of a record that are still to be read.
#[derive(Debug)]
pub(super) struct Cursor {
    rest: std::iter::Peekable<std::vec::IntoIter<ast::RecordValue>>,
}

impl Cursor {
    pub(super) fn new(values: Vec<ast::RecordValue>) -> Self {
        Self {
            rest: values.into_iter().peekable(),
        }
    }

    pub(super) fn peek(&mut self) -> Option<&ast::RecordValue> {
        self.rest.peek()
    }

    pub(super) fn next(&mut self) -> Option<ast::RecordValue> {
        self.rest.next()
    }

    /// The next word, if it can be a unit.
    pub(super) fn unit(&mut self) -> Option<(String, ast::RecordValue)> {
        let text = self.rest.peek()?.unit_text()?;
        Some((text, self.rest.next()?))
    }
}

impl Lowering<'_> {
    /// One value of a record. False if the rest of the record cannot be read, which was then reported.
    pub(super) fn entity_value(&mut self, entity: EntityId, cursor: &mut Cursor, draft: &mut Draft) -> bool {
        match cursor.peek().cloned() {
            Some(ast::RecordValue::Word(word)) => self.word(entity, &word, cursor, draft),
            Some(ast::RecordValue::Every(every)) => {
                cursor.next();
                self.every(&every, draft)
            }
            Some(ast::RecordValue::Number(number)) => match self.measured_attribute(entity, draft) {
                Some(attribute) => {
                    let span = self.span(number.range());
                    self.test_value(attribute, cursor, draft, span)
                }
                None => {
                    cursor.next();
                    self.superfluous(&ast::RecordValue::Number(number));
                    false
                }
            },
            Some(other) => {
                cursor.next();
                self.superfluous(&other);
                false
            }
            None => true,
        }
    }

    /// The value of a named attribute. False if it cannot be read.
    pub(super) fn test_value(
        &mut self,
        attribute: AttributeId,
        cursor: &mut Cursor,
        draft: &mut Draft,
        name: Span,
    ) -> bool {
        let Some(declared) = self.model.attribute(attribute).cloned() else {
            return false;
        };
        let Some(written) = cursor.next() else {
            self.report(
                Diagnostic::error(
                    Code::K0901,
                    format!("The value of `{}` is missing", declared.name),
                )
                .at(name, "nothing follows")
                .help("write the value behind the name, or leave the attribute out if it is not known"),
            );
            return false;
        };
        let span = self.value_span(&written);
        let value = match (&declared.ty, &written) {
            (AttributeType::Date, ast::RecordValue::Dates(dates)) if !dates.is_period() => dates
                .from()
                .and_then(|date| self.test_date(&date))
                .map(Value::Date),
            (AttributeType::Boolean, ast::RecordValue::Boolean(truth)) => Some(Value::Boolean(truth.value())),
            (AttributeType::Integer, ast::RecordValue::Number(number)) => self
                .number(&number.text(), span)
                .filter(Number::is_integer)
                .map(Value::Number),
            (AttributeType::Decimal, ast::RecordValue::Number(number)) => {
                self.number(&number.text(), span).map(Value::Number)
            }
            (AttributeType::Text, ast::RecordValue::Text(text)) => {
                Some(Value::Text(Arc::from(text.value().nfc().collect::<String>())))
            }
            (AttributeType::Text, ast::RecordValue::Word(word)) => Some(Value::Text(Arc::from(word.text()))),
            (AttributeType::Text, ast::RecordValue::Number(number)) => {
                Some(Value::Text(Arc::from(number.text())))
            }
            (AttributeType::Category(category), ast::RecordValue::Word(word)) => category
                .values
                .iter()
                .position(|value| *value == word.text())
                .map(|position| Value::Category(position as u32)),
            (AttributeType::Analyte, ast::RecordValue::Word(word)) => self
                .analyte_named(&word.text())
                .map(|analyte| Value::Analyte(Arc::from(analyte.qualified.as_str()))),
            (AttributeType::Drug, ast::RecordValue::Word(word)) => self
                .drug_named(&word.text())
                .map(|drug| Value::Text(Arc::from(drug.qualified.as_str()))),
            (AttributeType::Code, ast::RecordValue::Word(system)) => {
                return self.test_code(attribute, system, cursor, draft, span);
            }
            (
                AttributeType::QuantityOf(_) | AttributeType::QuantityIn(_),
                ast::RecordValue::Number(number),
            ) => {
                let number = self.number(&number.text(), span);
                return self.test_quantity(attribute, &declared.ty, number, cursor, draft, span);
            }
            _ => None,
        };
        match value {
            Some(value) => {
                self.names_constant(span, attribute, &value);
                self.set(attribute, value, draft, span)
            }
            None if matches!(&written, ast::RecordValue::Word(word) if self.module.lacks(&word.text())) => {
                false
            }
            None => {
                let wanted = self.wanted(&declared.ty);
                self.report(
                    Diagnostic::error(Code::K0901, format!("This is no value of `{}`", declared.name))
                        .at(span, format!("{wanted} is needed here"))
                        .and(declared.span, "declared here"),
                );
                false
            }
        }
    }

    fn wanted(&self, ty: &AttributeType) -> String {
        match ty {
            AttributeType::Boolean => String::from("`true` or `false`"),
            AttributeType::Integer => String::from("a whole number"),
            AttributeType::Decimal => String::from("a number"),
            AttributeType::Date => String::from("one date"),
            AttributeType::Text => String::from("a text in quotes"),
            AttributeType::Code => String::from("a code system and a code in quotes"),
            AttributeType::Analyte => String::from("the name of an analyte"),
            AttributeType::Drug => String::from("the name of a drug"),
            AttributeType::Category(category) => format!("one of {}", category.values.join(", ")),
            AttributeType::QuantityOf(_) | AttributeType::QuantityIn(_) => {
                String::from("a number with its unit")
            }
            AttributeType::Unknown => String::from("a value"),
        }
    }

    pub(super) fn set(
        &mut self,
        attribute: AttributeId,
        value: Value,
        draft: &mut Draft,
        span: Span,
    ) -> bool {
        if draft.values.insert(attribute, value).is_none() {
            return true;
        }
        let name = self
            .model
            .attribute(attribute)
            .map(|found| found.name.clone())
            .unwrap_or_default();
        self.report(
            Diagnostic::error(Code::K0901, format!("`{name}` is given twice"))
                .at(span, "the second value")
                .help("a record has one value of each attribute; write a second record"),
        );
        false
    }

    /// Reports a value that belongs to nothing.
    pub(super) fn superfluous(&mut self, written: &ast::RecordValue) {
        let span = self.value_span(written);
        self.report(
            Diagnostic::error(Code::K0901, "This belongs to no attribute")
                .at(span, "of which attribute is this the value?")
                .help("write the attribute's name before its value"),
        );
    }

    pub(super) fn value_span(&self, written: &ast::RecordValue) -> Span {
        self.span(match written {
            ast::RecordValue::Dates(found) => found.range(),
            ast::RecordValue::Every(found) => found.range(),
            ast::RecordValue::Number(found) => found.range(),
            ast::RecordValue::Boolean(found) => found.range(),
            ast::RecordValue::Text(found) => found.range(),
            ast::RecordValue::Word(found) => found.range(),
            ast::RecordValue::Unit(found) => found.range(),
        })
    }
}

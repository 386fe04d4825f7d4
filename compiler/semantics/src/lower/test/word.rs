//! A word of a test's record that is no attribute's name: a value that only one attribute can have.

use super::super::Lowering;
use super::record::Draft;
use super::value::Cursor;
use crate::model::{AttributeId, AttributeType, EntityId};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;
use std::sync::Arc;

impl Lowering<'_> {
    /// A word: an attribute's name, or a value.
    pub(super) fn word(
        &mut self,
        entity: EntityId,
        word: &ast::Name,
        cursor: &mut Cursor,
        draft: &mut Draft,
    ) -> bool {
        let text = word.text();
        let span = self.span(word.range());
        let after_comma = cursor.next().is_some_and(|value| value.after_comma());
        let Some(found) = self.model.entity(entity) else {
            return false;
        };
        if !after_comma && let Some((index, _)) = found.attribute_named(&text) {
            let attribute = AttributeId { entity, index };
            self.names_attribute(span, attribute);
            return self.test_value(attribute, cursor, draft, span);
        }
        let mut fits: Vec<(AttributeId, Value)> = Vec::new();
        for attribute in self.model.clone().attribute_ids(entity) {
            let ty = self.model.attribute(attribute).map(|found| found.ty.clone());
            match ty {
                Some(AttributeType::Category(category)) => fits.extend(
                    category
                        .values
                        .iter()
                        .position(|value| *value == text)
                        .map(|position| (attribute, Value::Category(position as u32))),
                ),
                Some(AttributeType::Analyte) => fits.extend(
                    self.analyte_named(&text)
                        .map(|analyte| (attribute, Value::Analyte(Arc::from(analyte.qualified.as_str())))),
                ),
                Some(AttributeType::Drug) => fits.extend(
                    self.drug_named(&text)
                        .map(|drug| (attribute, Value::Text(Arc::from(drug.qualified.as_str())))),
                ),
                _ => {}
            }
        }
        match fits.as_slice() {
            [(attribute, value)] => {
                let (attribute, value) = (*attribute, value.clone());
                self.names_constant(span, attribute, &value);
                let is_drug = self
                    .model
                    .attribute(attribute)
                    .is_some_and(|found| found.ty == AttributeType::Drug);
                if is_drug && after_comma && draft.values.contains_key(&attribute) {
                    draft.further.push((attribute, value));
                    return true;
                }
                self.set(attribute, value, draft, span)
            }
            [] => {
                if !self.module.lacks(&text) {
                    self.unknown_word(entity, &text, span);
                }
                false
            }
            several => {
                let names: Vec<String> = several
                    .iter()
                    .filter_map(|(attribute, _)| Some(self.model.attribute(*attribute)?.name.clone()))
                    .collect();
                let example = names.first().cloned().unwrap_or_default();
                self.report(
                    Diagnostic::error(
                        Code::K0901,
                        format!("`{text}` could be a value of several attributes"),
                    )
                    .at(span, format!("of {}", names.join(" or of ")))
                    .help(format!(
                        "write the attribute's name before it, for example `{example} {text}`"
                    )),
                );
                false
            }
        }
    }

    fn unknown_word(&mut self, entity: EntityId, text: &str, span: Span) {
        let name = self.entity_name(entity);
        let mut known: Vec<String> = Vec::new();
        if let Some(found) = self.model.entity(entity) {
            for attribute in &found.attributes {
                known.push(attribute.name.clone());
                if let AttributeType::Category(category) = &attribute.ty {
                    known.extend(category.values.iter().cloned());
                }
            }
        }
        let diagnostic = Diagnostic::error(
            Code::K0901,
            format!("`{text}` means nothing in a record of `{name}`"),
        )
        .at(span, "neither an attribute nor a value of one");
        let diagnostic = match suggest::nearest(text, known.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None => diagnostic.help(
                "write the name of an attribute and its value, a value of a category, an analyte, or a drug",
            ),
        };
        self.report(diagnostic);
    }
}

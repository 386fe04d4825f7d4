//! Codes, quantities and repetitions in a test's record: values of several words.

use super::super::Lowering;
use super::record::Draft;
use super::value::Cursor;
use crate::codes::CodeSystem;
use crate::model::{AttributeId, AttributeType, EntityId};
use crate::units::{Conversion, Unit, between};
use crate::value::{Number, Value};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;
use std::sync::Arc;

impl Lowering<'_> {
    /// What a bare number measures: the quantity of the record's analyte, else the only attribute that is a number.
    pub(super) fn measured_attribute(&self, entity: EntityId, draft: &Draft) -> Option<AttributeId> {
        let of_type = |wanted: fn(&AttributeType) -> bool| {
            let mut found = self.model.attribute_ids(entity).filter(|id| {
                self.model
                    .attribute(*id)
                    .is_some_and(|attribute| wanted(&attribute.ty))
            });
            found.next().filter(|_| found.next().is_none())
        };
        of_type(|ty| matches!(ty, AttributeType::QuantityOf(_)))
            .filter(|_| {
                draft
                    .values
                    .values()
                    .any(|value| matches!(value, Value::Analyte(_)))
            })
            .or_else(|| {
                of_type(|ty| {
                    matches!(
                        ty,
                        AttributeType::Integer | AttributeType::Decimal | AttributeType::QuantityIn(_)
                    )
                })
            })
    }

    /// `code ICD10 "C18.7"`.
    pub(super) fn test_code(
        &mut self,
        attribute: AttributeId,
        system: &ast::Name,
        cursor: &mut Cursor,
        draft: &mut Draft,
        span: Span,
    ) -> bool {
        let Some(known) = CodeSystem::from_name(&system.text()) else {
            let names: Vec<&str> = CodeSystem::all().iter().map(|system| system.name()).collect();
            let diagnostic =
                Diagnostic::error(Code::K0401, format!("`{}` is not a code system", system.text()))
                    .at(span, "not known");
            let diagnostic = match suggest::nearest(&system.text(), names.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                    span,
                    near,
                    format!("Write `{near}`"),
                ),
                None => diagnostic.help(format!("there are: {}", names.join(", "))),
            };
            self.report(diagnostic);
            return false;
        };
        let Some(ast::RecordValue::Text(text)) = cursor.next() else {
            self.report(
                Diagnostic::error(Code::K0901, "The code is missing")
                    .at(span, "a system without a code")
                    .help(format!(
                        "write the code in quotes behind it, for example `{} \"C18.7\"`",
                        known.name()
                    )),
            );
            return false;
        };
        let place = self.span(text.range());
        match known.normalise(&text.value()) {
            Some(code) => {
                let value = Value::Code {
                    system: known,
                    code: Arc::from(code),
                };
                self.set(attribute, value, draft, place)
            }
            None => {
                self.report(
                    Diagnostic::error(
                        Code::K0402,
                        format!("`{}` is no code of {}", text.value(), known.name()),
                    )
                    .at(
                        place,
                        format!("a code of {} is {}", known.name(), known.written_form()),
                    ),
                );
                false
            }
        }
    }

    /// `8.1 g/dL`, in the unit of the record's analyte or of the attribute.
    pub(super) fn test_quantity(
        &mut self,
        attribute: AttributeId,
        ty: &AttributeType,
        number: Option<Number>,
        cursor: &mut Cursor,
        draft: &mut Draft,
        span: Span,
    ) -> bool {
        let Some(number) = number else { return false };
        let Some((text, place)) = cursor.unit() else {
            self.report(
                Diagnostic::error(Code::K0303, "A measured value needs its unit")
                    .at(span, "which unit?")
                    .help("write the unit behind the number, for example `8.1 g/dL`"),
            );
            return false;
        };
        let place = self.value_span(&place);
        let unit = match Unit::parse(&text) {
            Ok(unit) => unit,
            Err(error) => {
                self.report(super::super::expr::unknown_unit(&text, &error, place));
                return false;
            }
        };
        match self.conversion_to(ty, &unit, draft) {
            Some(conversion) => self.set(attribute, Value::Number(conversion.apply(&number)), draft, span),
            None => {
                self.report(
                    Diagnostic::error(
                        Code::K0302,
                        format!("{text} is no unit of what this record measures"),
                    )
                    .at(place, "cannot be converted")
                    .help("name the analyte before the number, and use one of its units"),
                );
                false
            }
        }
    }

    fn conversion_to(&self, ty: &AttributeType, unit: &Unit, draft: &Draft) -> Option<Conversion> {
        match ty {
            AttributeType::QuantityIn(own) => between(unit, own),
            AttributeType::QuantityOf(analyte) => {
                let Value::Analyte(qualified) = draft.values.get(analyte)? else {
                    return None;
                };
                let (module, name) = qualified.rsplit_once('.')?;
                self.library.analyte_in(module, name)?.conversion_from(unit)
            }
            _ => None,
        }
    }

    pub(super) fn every(&mut self, written: &ast::RecordEvery, draft: &mut Draft) -> bool {
        let span = self.span(written.range());
        let interval = written.interval().and_then(|interval| self.duration(&interval));
        let times = written.times().and_then(|times| times.parse::<i64>().ok());
        let step = interval.and_then(|(number, ty)| Some((number.to_i64()?, ty)));
        match (step, times) {
            (Some((step, ty)), Some(times)) => {
                draft.every = Some((step, ty, times));
                true
            }
            _ => {
                self.report(
                    Diagnostic::error(
                        Code::K0901,
                        "A repetition is a whole number of days, weeks or months, and of times",
                    )
                    .at(span, "cannot be counted")
                    .help("write for example `every 14 days times 12`"),
                );
                false
            }
        }
    }
}

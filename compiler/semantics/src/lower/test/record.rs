//! The records of a test's person, one a line: what is recorded, when, and its values.

use super::super::Lowering;
use super::value::Cursor;
use crate::model::{AttributeId, Cardinality, Dated, EntityId};
use crate::study::{TestRecord, Type};
use crate::value::{Date, Value};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// How often a record may be repeated.
const MAX_TIMES: i64 = 1000;

/// A record while it is read. A list of drugs makes as many records.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The known values.
    pub(super) values: BTreeMap<AttributeId, Value>,
    /// Further drugs, each of a record like this one.
    pub(super) further: Vec<(AttributeId, Value)>,
    /// Days or months to the next, and how often in all.
    pub(super) every: Option<(i64, Type, i64)>,
}

impl Lowering<'_> {
    /// The records of a person. All attributes of the patient are one record, which comes first.
    pub(super) fn test_records(&mut self, person: &ast::TestPatient) -> Vec<TestRecord> {
        let patient = self.model.patient();
        let mut own = Draft::default();
        let mut records = Vec::new();
        let mut seen: BTreeMap<EntityId, Span> = BTreeMap::new();
        for record in person.records() {
            let Some(head) = record.head() else { continue };
            let span = self.span(record.range());
            if let Some((entity, found)) = self.model.entity_named(&head.text())
                && entity != patient
            {
                self.names_entity(self.span(head.range()), entity);
                let single = found.cardinality == Cardinality::One;
                if single && let Some(first) = seen.insert(entity, span) {
                    let diagnostic =
                        Diagnostic::error(Code::K0901, format!("A person has one `{}` at most", head.text()))
                            .at(span, "the second one")
                            .and(first, "the first one");
                    self.report(diagnostic);
                }
                records.extend(self.entity_records(entity, &record, span));
            } else {
                self.own_values(&head, &record, &mut own);
            }
        }
        let first = TestRecord {
            entity: patient,
            values: own.values.into_iter().collect(),
            span: self.span(person.range()),
        };
        std::iter::once(first).chain(records).collect()
    }

    /// `birth_date 1974-05-02 sex female`: attributes of the patient, name by name.
    fn own_values(&mut self, head: &ast::Name, record: &ast::TestRecord, own: &mut Draft) {
        let patient = self.model.patient();
        let mut cursor = Cursor::new(record.values());
        let mut name = head.clone();
        loop {
            let known = self
                .model
                .entity(patient)
                .and_then(|entity| entity.attribute_named(&name.text()))
                .map(|(index, _)| AttributeId {
                    entity: patient,
                    index,
                });
            let Some(attribute) = known else {
                self.unknown_record(&name);
                return;
            };
            let span = self.span(name.range());
            self.names_attribute(span, attribute);
            if !self.test_value(attribute, &mut cursor, own, span) {
                return;
            }
            match cursor.next() {
                None => return,
                Some(ast::RecordValue::Word(next)) => name = next,
                Some(other) => {
                    self.superfluous(&other);
                    return;
                }
            }
        }
    }

    fn unknown_record(&mut self, name: &ast::Name) {
        let span = self.span(name.range());
        let text = name.text();
        let mut names: Vec<String> = self
            .model
            .entities
            .iter()
            .map(|entity| entity.name.clone())
            .collect();
        if let Some(patient) = self.model.entity(self.model.patient()) {
            names.extend(patient.attributes.iter().map(|attribute| attribute.name.clone()));
        }
        let diagnostic = Diagnostic::error(Code::K0901, format!("The model has no `{text}`"))
            .at(span, "neither a kind of record nor an attribute of the patient");
        let diagnostic = match suggest::nearest(&text, names.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None => diagnostic.help(format!("there are: {}", names.join(", "))),
        };
        self.report(diagnostic);
    }

    /// `medication 2019-03-25 oxaliplatin, fluorouracil every 14 days times 12`.
    fn entity_records(&mut self, entity: EntityId, record: &ast::TestRecord, span: Span) -> Vec<TestRecord> {
        let mut draft = Draft::default();
        let mut cursor = Cursor::new(record.values());
        if let Some(ast::RecordValue::Dates(dates)) = cursor.peek().cloned() {
            cursor.next();
            self.record_dates(entity, &dates, &mut draft);
        }
        while cursor.peek().is_some() {
            if !self.entity_value(entity, &mut cursor, &mut draft) {
                return Vec::new();
            }
        }
        self.repeated(entity, draft, span)
    }

    fn record_dates(&mut self, entity: EntityId, dates: &ast::RecordDates, draft: &mut Draft) {
        let span = self.span(dates.range());
        let name = self.entity_name(entity);
        let dated = self
            .model
            .entity(entity)
            .map_or(Dated::Never, |found| found.dated);
        let from = dates.from().and_then(|date| self.test_date(&date));
        let to = dates.to().and_then(|date| self.test_date(&date));
        let (start, end) = match dated {
            Dated::Never => {
                self.report(
                    Diagnostic::error(
                        Code::K0901,
                        format!("A record of `{name}` has no date of its own"),
                    )
                    .at(span, "a date")
                    .help("leave the date out"),
                );
                return;
            }
            Dated::On(start) => (start, None),
            Dated::Span(start, end) => (start, Some(end)),
        };
        if let Some(from) = from {
            draft.values.insert(start, Value::Date(from));
        }
        match (to, end) {
            (Some(to), Some(end)) => {
                draft.values.insert(end, Value::Date(to));
            }
            (Some(_), None) => self.report(
                Diagnostic::error(Code::K0901, format!("A record of `{name}` is of one day"))
                    .at(span, "lasts from one date to another")
                    .help("write one date"),
            ),
            (None, _) => {}
        }
    }

    /// A written date; reports one that is not in the calendar.
    pub(super) fn test_date(&mut self, written: &ast::DateLit) -> Option<Date> {
        let found = Date::parse(&written.text());
        if found.is_none() {
            let span = self.span(written.range());
            self.report(
                Diagnostic::error(Code::K0311, format!("There is no date `{}`", written.text()))
                    .at(span, "not in the calendar")
                    .help("dates are written year-month-day, for example `2024-02-29`"),
            );
        }
        found
    }

    /// The records that a draft stands for: one for each drug, repeated in time.
    fn repeated(&mut self, entity: EntityId, draft: Draft, span: Span) -> Vec<TestRecord> {
        let mut each = vec![draft.values.clone()];
        for (attribute, value) in draft.further {
            let mut values = draft.values.clone();
            values.insert(attribute, value);
            each.push(values);
        }
        let (step, ty, times) = draft.every.unwrap_or((0, Type::Days, 1));
        if !(1..=MAX_TIMES).contains(&times) {
            self.report(
                Diagnostic::error(Code::K0901, "A record is repeated too often or never")
                    .at(span, format!("{times} times"))
                    .help(format!("write a number of times from 1 to {MAX_TIMES}")),
            );
            return Vec::new();
        }
        let mut records = Vec::new();
        for time in 0..times {
            for values in &each {
                let moved = values.iter().map(|(attribute, value)| {
                    let own = matches!(self.dated_attributes(entity), (Some(start), end)
                        if start == *attribute || end == Some(*attribute));
                    let value = match value {
                        Value::Date(date) if own => {
                            moved(*date, step.saturating_mul(time), &ty).map_or(Value::Missing, Value::Date)
                        }
                        other => other.clone(),
                    };
                    (*attribute, value)
                });
                records.push(TestRecord {
                    entity,
                    values: moved.collect(),
                    span,
                });
            }
        }
        records
    }

    fn dated_attributes(&self, entity: EntityId) -> (Option<AttributeId>, Option<AttributeId>) {
        match self.model.entity(entity).map(|found| found.dated) {
            Some(Dated::On(start)) => (Some(start), None),
            Some(Dated::Span(start, end)) => (Some(start), Some(end)),
            Some(Dated::Never) | None => (None, None),
        }
    }
}

fn moved(date: Date, amount: i64, ty: &Type) -> Option<Date> {
    match ty {
        Type::Days => date.shift_days(amount),
        Type::Years => date.shift_months(amount.checked_mul(12)?),
        _ => date.shift_months(amount),
    }
}

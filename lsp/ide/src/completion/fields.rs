//! Fields of records: attributes of an entity, what the language gives to lines and periods.

use super::asked::Asked;
use super::fit::{Wanted, fit};
use super::item::{CompletionKind, Draft, Fit, Near};
use kohort_semantics::model::{AttributeId, AttributeType, Dated, EntityId};
use kohort_semantics::study::LineField;
use kohort_semantics::{Fact, RecordOf, Sort, Symbol};

/// What can stand behind a dot.
pub(super) fn behind_dot(asked: &Asked<'_>, end: u32, drafts: &mut Vec<Draft>) {
    if asked.inside(kohort_grammar::SyntaxKind::PrecisionDecl).is_some()
        || asked.inside(kohort_grammar::SyntaxKind::BoundDecl).is_some()
    {
        return dates_behind_dot(asked, end, drafts);
    }
    match asked.before_dot(end) {
        Some(Fact::Is(shape)) => match &shape.sort {
            Sort::Event(record) => of_record(asked, record, Near::Local, drafts),
            Sort::Period => words(asked, &["start", "end"], drafts),
            Sort::Events(RecordOf::Entity { entity, .. }) => of_entity(asked, entity, Near::Local, drafts),
            _ => {}
        },
        Some(Fact::Names(Symbol::Entity { entity, .. })) => of_entity(asked, entity, Near::Local, drafts),
        _ => {}
    }
}

/// The dates of the entity before the dot.
fn dates_behind_dot(asked: &Asked<'_>, end: u32, drafts: &mut Vec<Draft>) {
    let entity = match asked.before_dot(end) {
        Some(Fact::Names(Symbol::Entity { entity, .. })) => entity,
        _ => return,
    };
    let from = drafts.len();
    of_entity(asked, entity, Near::Local, drafts);
    keep_dates(asked, entity, from, drafts);
}

/// Leaves out what is no date.
pub(super) fn keep_dates(asked: &Asked<'_>, entity: &str, from: usize, drafts: &mut Vec<Draft>) {
    let Some((_, entity)) = asked.entity(entity) else {
        return;
    };
    let is_date = |draft: &Draft| {
        let attribute = entity.attribute_named(&draft.label);
        attribute.is_some_and(|(_, attribute)| attribute.ty == AttributeType::Date)
    };
    let mut position = 0;
    drafts.retain(|draft| {
        position += 1;
        position <= from || is_date(draft)
    });
}

/// The fields of a record.
pub(super) fn of_record(asked: &Asked<'_>, record: &RecordOf, near: Near, drafts: &mut Vec<Draft>) {
    match record {
        RecordOf::Entity { entity, .. } => of_entity(asked, entity, near, drafts),
        RecordOf::Periods => words(asked, &["start", "end", "period"], drafts),
        RecordOf::Lines => words(asked, &LineField::ALL.map(LineField::word), drafts),
    }
}

fn of_entity(asked: &Asked<'_>, name: &str, near: Near, drafts: &mut Vec<Draft>) {
    let Some((id, entity)) = asked.entity(name) else {
        return;
    };
    for (index, _) in (0..).zip(&entity.attributes) {
        drafts.extend(attribute(asked, AttributeId { entity: id, index }, near));
    }
    if matches!(entity.dated, Dated::Span(..)) {
        let detail = "a period, from the first date to the second";
        let fit = fit(asked.wanted.as_ref(), &Wanted::Period);
        drafts.push(
            Draft::new("period", CompletionKind::Attribute, fit, near)
                .order(entity.attributes.len())
                .detail(detail),
        );
    }
}

/// An attribute of the model.
pub(super) fn attribute(asked: &Asked<'_>, id: AttributeId, near: Near) -> Option<Draft> {
    let model = asked.model.as_ref()?;
    let attribute = model.attribute(id)?;
    let existence = asked.countries.attribute(id);
    let words = type_words(model, id.entity, &attribute.ty);
    let fit = fit(asked.wanted.as_ref(), &Wanted::of(model, id));
    let mut doc: Vec<String> = attribute.doc.iter().cloned().collect();
    let reasons = asked.countries.reasons(id);
    if !reasons.is_empty() {
        doc.push(
            reasons
                .iter()
                .map(|reason| format!("* {reason}"))
                .collect::<Vec<_>>()
                .join("\n"),
        );
    }
    Some(
        Draft::new(attribute.name.clone(), CompletionKind::Attribute, fit, near)
            .order(id.index as usize)
            .detail(joined(&words, &existence.marks))
            .doc(Some(doc.join("\n\n")).filter(|doc| !doc.is_empty()))
            .absent(existence.absent),
    )
}

/// Two parts of a detail.
pub(super) fn joined(left: &str, right: &str) -> String {
    let parts = [left, right];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn type_words(model: &kohort_semantics::Model, entity: EntityId, ty: &AttributeType) -> String {
    match ty {
        AttributeType::Boolean => String::from("true or false"),
        AttributeType::Integer => String::from("a whole number"),
        AttributeType::Decimal => String::from("a decimal"),
        AttributeType::Date => String::from("a date"),
        AttributeType::Text => String::from("text"),
        AttributeType::Code => String::from("a code"),
        AttributeType::Analyte => String::from("an analyte"),
        AttributeType::Drug => String::from("a drug"),
        AttributeType::Unknown => String::new(),
        AttributeType::Category(category) => {
            let shown: Vec<&str> = category.values.iter().take(4).map(String::as_str).collect();
            let more = if category.values.len() > shown.len() {
                ", …"
            } else {
                ""
            };
            format!("{}{more}", shown.join(", "))
        }
        AttributeType::QuantityOf(of) => {
            let of = model.attribute(AttributeId {
                entity,
                index: of.index,
            });
            format!("a value of its {}", of.map_or("analyte", |of| &of.name))
        }
        AttributeType::QuantityIn(unit) => format!("a quantity in {}", unit.text()),
    }
}

fn words(asked: &Asked<'_>, words: &[&str], drafts: &mut Vec<Draft>) {
    for (order, word) in words.iter().enumerate() {
        let wanted = match *word {
            "start" | "end" | "line_end" | "next_start" => Wanted::Date,
            "period" => Wanted::Period,
            "number" => Wanted::Integer,
            "maintenance" => Wanted::Boolean,
            "drugs" => Wanted::Drugs,
            "regimen" => Wanted::Text,
            _ => Wanted::Fixed,
        };
        let fit = if asked.wanted.is_none() {
            Fit::Open
        } else {
            fit(asked.wanted.as_ref(), &wanted)
        };
        drafts.push(
            Draft::new(*word, CompletionKind::Attribute, fit, Near::Local)
                .order(order)
                .detail(wanted.words()),
        );
    }
}

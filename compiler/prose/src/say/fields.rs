//! Attributes and fields of records.

use super::Say;
use crate::text::words;
use kohort_semantics::model::AttributeId;
use kohort_semantics::study::{Field, LineField};

impl Say<'_> {
    /// An attribute of an entity of which a person has at most one record.
    pub(crate) fn attribute(&self, id: AttributeId) -> String {
        let model = &self.study.model;
        let name = model.attribute(id).map_or("?", |found| found.name.as_str());
        if id.entity == model.patient() {
            return format!("the person's {}", words(name));
        }
        let entity = model.entity(id.entity).map_or("?", |found| found.name.as_str());
        format!("the {} of {}", words(name), words(entity))
    }

    /// A field of a record: `start`, `regimen`.
    pub(super) fn field(&self, field: Field) -> String {
        match field {
            Field::Attribute(id) => {
                let found = self.study.model.attribute(id);
                found.map_or_else(|| String::from("?"), |found| words(&found.name))
            }
            Field::Start => String::from("first day"),
            Field::End => String::from("last day"),
            Field::Period => String::from("whole time"),
            Field::Line(field) => line_field(field).to_owned(),
        }
    }
}

/// A field of a line of therapy.
fn line_field(field: LineField) -> &'static str {
    match field {
        LineField::Number => "line number",
        LineField::Start => "start of treatment",
        LineField::End => "end of treatment",
        LineField::Regimen => "regimen",
        LineField::Drugs => "drugs",
        LineField::Maintenance => "being maintenance",
        LineField::EndReason => "reason for ending",
        LineField::Setting => "count of lines",
        LineField::LineEnd => "end of the whole line with its maintenance",
        LineField::NextStart => "start of the next line",
    }
}

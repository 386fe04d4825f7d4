//! What one line of a mapping says: read from a column, always the same, or absent.

use super::lines::Line;
use super::{Context, always, reading};
use crate::model::AttributeId;
use crate::source::Availability;
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast::{self, MappingKind};
use std::collections::BTreeMap;

/// What a line that is not derived says; nothing if it is wrong, which was then reported. `earlier` are the
/// attributes of the entity that are understood already, `key` is the column with the patient key.
pub(super) fn availability(
    line: &Line,
    id: AttributeId,
    key: &str,
    earlier: &BTreeMap<AttributeId, Availability>,
    context: &mut Context<'_>,
) -> Option<Availability> {
    let decl = &line.decl;
    match decl.kind() {
        MappingKind::Absent(written) => {
            let written = written?;
            // One reason for several attributes is looked at once.
            let reason = if line.is_first() {
                reason(&line.name.text(), &written, context)
            } else {
                written.value().trim().to_owned()
            };
            Some(Availability::Absent { reason })
        }
        MappingKind::Always(value) => always::reading(&value?, id, key, context).map(Availability::Present),
        MappingKind::Column {
            column, conversion, ..
        } => {
            let column = column?;
            let read = context.column(&column, decl.optional());
            let decoded = reading::attribute(&column, conversion, id, earlier, context)?;
            Some(Availability::Present(reading::reading(
                decl, read, decoded, context,
            )))
        }
        MappingKind::Derived(_) => None,
    }
}

/// Why something is absent; reports that no reason is given.
pub(super) fn reason(name: &str, written: &ast::StringLit, context: &mut Context<'_>) -> String {
    let reason = written.value().trim().to_owned();
    // What the fix for a forgotten attribute leaves to be filled in.
    if reason.is_empty() || reason == "…" {
        let place = context.span(written.range());
        context.report(
            Diagnostic::error(Code::K0602, format!("Why is `{name}` absent?"))
                .at(place, "no reason is given")
                .help("say why in a few words; researchers read it when their study needs the attribute"),
        );
    }
    reason
}

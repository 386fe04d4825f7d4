//! What one line of a mapping says: read from a column, or absent.

use super::{Context, reading};
use crate::model::AttributeId;
use crate::source::Availability;
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast::{self, MappingKind};
use std::collections::BTreeMap;

/// What a line that is not derived says; nothing if it is wrong, which was then reported. `earlier` are the
/// attributes of the entity that are understood already.
pub(super) fn availability(
    decl: &ast::MappingDecl,
    id: AttributeId,
    earlier: &BTreeMap<AttributeId, Availability>,
    context: &mut Context<'_>,
) -> Option<Availability> {
    match decl.kind() {
        MappingKind::Absent(reason) => Some(absent(decl, &reason?, context)),
        MappingKind::Column {
            column, conversion, ..
        } => {
            let column = column?;
            let decoded = reading::attribute(&column, conversion, id, earlier, context)?;
            Some(Availability::Present(reading::reading(
                decl,
                column.text(),
                decoded,
                context,
            )))
        }
        MappingKind::Derived(_) => None,
    }
}

fn absent(decl: &ast::MappingDecl, written: &ast::StringLit, context: &mut Context<'_>) -> Availability {
    let reason = written.value().trim().to_owned();
    // What the fix for a forgotten attribute leaves to be filled in.
    if reason.is_empty() || reason == "…" {
        let name = decl.name().map(|name| name.text()).unwrap_or_default();
        let place = context.span(written.range());
        context.report(
            Diagnostic::error(Code::K0602, format!("Why is `{name}` absent?"))
                .at(place, "no reason is given")
                .help("say why in a few words; researchers read it when their study needs the attribute"),
        );
    }
    Availability::Absent { reason }
}

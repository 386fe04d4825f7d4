//! What an unknown condition counts as, where a criterion can be unknown and does not say it.

use super::{InlayHint, InlayKind, LabelPart};
use crate::place::Understood;
use crate::plain;
use kohort_grammar::SyntaxNode;
use kohort_grammar::ast::{CriterionEntry, ModifierKind};

pub(super) fn hint(here: &Understood, node: &SyntaxNode) -> Option<InlayHint> {
    let criterion = CriterionEntry::cast(node.clone())?;
    let value = criterion.value()?;
    if !is_undecided(here, &criterion) {
        return None;
    }
    let what = match criterion.is_exclude() {
        true => "kept",
        false => "removed",
    };
    Some(InlayHint {
        offset: plain(value.range()).end,
        kind: InlayKind::Default,
        label: vec![LabelPart::plain(", unknown is not met")],
        tooltip: Some(format!(
            "The criterion can be unknown and does not say what then: those for whom the data do not tell are {what}."
        )),
    })
}

/// Whether `check` says that a criterion can be unknown and does not say what then.
pub(crate) fn is_undecided(here: &Understood, criterion: &CriterionEntry) -> bool {
    let said = criterion.modifiers();
    let mut said = said.iter().filter_map(|modifier| modifier.kind());
    let place = here.span(criterion.range());
    !said.any(|kind| matches!(kind, ModifierKind::UnknownIs { .. }))
        && here.analysis.diagnostics.iter().any(|found| {
            let mut places = found.labels.iter().map(|label| label.span);
            found.code == kohort_base::Code::K0503
                && places
                    .any(|span| span.file == place.file && place.start <= span.start && span.end <= place.end)
        })
}

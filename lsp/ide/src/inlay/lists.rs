//! How much is in a list of codes or a set of drugs, where one is asked with `in`.

use super::types::place;
use super::{InlayHint, InlayKind, LabelPart};
use crate::hover::counted;
use crate::place::Understood;
use crate::plain;
use kohort_grammar::SyntaxNode;
use kohort_grammar::ast::{InExpr, Set};
use kohort_semantics::Symbol;

pub(super) fn hint(here: &Understood, node: &SyntaxNode) -> Option<InlayHint> {
    let set = InExpr::cast(node.clone())?.set()?;
    let Set::Path(path) = set else {
        return None;
    };
    let (_, symbol) = here.symbol(path.range())?;
    let Symbol::Item { module, name } = symbol else {
        return None;
    };
    let key = (module.clone(), name.clone());
    let vocabulary = &here.analysis.vocabulary;
    let (words, span, tooltip) = if let Some(list) = vocabulary.code_lists.get(&key) {
        let systems = list.systems();
        let words = format!(
            "{}, {}",
            counted(list.entries.len(), "code"),
            counted(systems.len(), "system")
        );
        let of = systems.iter().map(|system| {
            let number = list
                .entries
                .iter()
                .filter(|entry| entry.system == *system)
                .count();
            format!("* {}: {}", system.name(), counted(number, "code"))
        });
        let of = of.collect::<Vec<_>>().join("\n");
        (
            words,
            list.span,
            format!("{of}\n\nA code with `*` stands for itself and all codes below it."),
        )
    } else {
        let set = vocabulary.drug_lists.get(&key)?;
        let words = counted(set.drugs.len(), "drug");
        (words, set.span, format!("`{name}` is a set of drugs."))
    };
    Some(InlayHint {
        offset: plain(path.range()).end,
        kind: InlayKind::List,
        label: vec![
            LabelPart::plain(" ("),
            LabelPart {
                text: words,
                target: place(here, module, span),
            },
            LabelPart::plain(")"),
        ],
        tooltip: Some(tooltip),
    })
}

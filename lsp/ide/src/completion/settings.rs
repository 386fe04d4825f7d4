//! The settings that rules for lines of therapy leave out or count apart.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use kohort_semantics::Model;
use kohort_semantics::lower::line_settings;
use std::collections::BTreeSet;

/// Those of the model; where rules stand by themselves, those of all models that are known.
pub(super) fn settings(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let known = asked.analysis.vocabulary.models.values();
    let models: Vec<&Model> = match &asked.model {
        Some(model) => vec![model],
        None => known.map(AsRef::as_ref).collect(),
    };
    let mut offered: BTreeSet<String> = BTreeSet::new();
    for model in models {
        for (attribute, value) in line_settings(model) {
            if offered.insert(value.clone()) {
                let order = offered.len();
                drafts.push(
                    Draft::new(value, CompletionKind::Value, Fit::Exact, Near::Local)
                        .order(order)
                        .detail(model.attribute_path(attribute)),
                );
            }
        }
    }
}

//! Analytes, by any of their names and codes.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use crate::declared::{Declared, What};

/// The analytes of all modules. Those that the model's own modules declare need no `use`.
pub(super) fn analytes(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    for found in asked.declared {
        for item in &found.items {
            if let What::Analyte { unit, also } = &item.what {
                drafts.extend(analyte(asked, &found.module, item, unit.as_deref(), also));
            }
        }
    }
}

fn analyte(
    asked: &Asked<'_>,
    module: &str,
    item: &Declared,
    unit: Option<&str>,
    also: &[String],
) -> Option<Draft> {
    let near = visibility(asked, module, &item.name)?;
    let detail = match unit {
        Some(unit) => format!("analyte · {unit}"),
        None => String::from("analyte"),
    };
    let mut draft = Draft::new(item.name.clone(), CompletionKind::Analyte, Fit::Exact, near)
        .detail(detail)
        .doc(item.doc.clone())
        .also(also.to_vec());
    draft.import = (near == Near::Library).then(|| module.to_owned());
    Some(draft)
}

/// How near an analyte or a drug of a module is; none if its name stands for something else here.
pub(super) fn visibility(asked: &Asked<'_>, module: &str, name: &str) -> Option<Near> {
    if asked.is_own(module) {
        return Some(Near::Own);
    }
    if asked.is_visible(module, name) {
        return Some(Near::Imported);
    }
    if asked.is_taken(name) {
        return None;
    }
    let without_use = &asked.analysis.vocabulary.without_use;
    Some(if without_use.contains(module) {
        Near::Model
    } else {
        Near::Library
    })
}

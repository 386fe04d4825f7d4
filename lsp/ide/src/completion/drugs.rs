//! Drugs by any synonym, sets of drugs and classes.

use super::analytes::visibility;
use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use super::values::importing;
use crate::declared::What;
use kohort_grammar::SyntaxKind;
use std::collections::BTreeMap;

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// One drug.
    Single,
    /// Sets.
    Sets,
    /// Drugs and sets.
    All,
    /// Names of classes.
    Classes,
}

/// Drugs, sets of drugs or classes.
pub(super) fn drugs(asked: &Asked<'_>, which: Which, drafts: &mut Vec<Draft>) {
    if which == Which::Classes {
        return classes(asked, drafts);
    }
    // A module of drugs names its own and those that it imports; only a study knows them without a `use`.
    let declares =
        asked.inside(SyntaxKind::DrugsDecl).is_some() || asked.inside(SyntaxKind::RegimenDecl).is_some();
    for found in asked.declared {
        for item in &found.items {
            match &item.what {
                What::Drug { classes, also } if which != Which::Sets => {
                    let Some(near) = visibility(asked, &found.module, &item.name) else {
                        continue;
                    };
                    let near = if declares && near == Near::Model {
                        Near::Library
                    } else {
                        near
                    };
                    let existence = asked.countries.drug(&format!("{}.{}", found.module, item.name));
                    let mut draft = Draft::new(item.name.clone(), CompletionKind::Drug, Fit::Exact, near)
                        .order(1)
                        .detail(super::fields::joined("drug", &existence.marks))
                        .doc(about(item.doc.as_deref(), classes, also))
                        .also(also.clone())
                        .absent(existence.absent);
                    draft.import = (near == Near::Library).then(|| found.module.clone());
                    drafts.push(draft);
                }
                What::Drugs
                    if which != Which::Single
                        && !(asked.is_own(&found.module) && asked.inside_declaration_of(&item.name)) =>
                {
                    if asked.is_own(&found.module) || asked.is_visible(&found.module, &item.name) {
                        let near = if asked.is_own(&found.module) {
                            Near::Own
                        } else {
                            Near::Imported
                        };
                        drafts.push(
                            Draft::new(item.name.clone(), CompletionKind::Drugs, Fit::Exact, near)
                                .detail(format!("set of drugs · {}", found.module))
                                .doc(item.doc.clone()),
                        );
                    } else if !asked.is_taken(&item.name) {
                        drafts.push(importing(&found.module, item, Fit::Exact));
                    }
                }
                _ => {}
            }
        }
    }
}

fn about(doc: Option<&str>, classes: &[String], also: &[String]) -> Option<String> {
    let mut parts: Vec<String> = doc.iter().map(|doc| (*doc).to_owned()).collect();
    if !also.is_empty() {
        parts.push(format!("Also: {}", also.join(", ")));
    }
    if !classes.is_empty() {
        parts.push(format!("Classes: {}", classes.join(", ")));
    }
    Some(parts.join("\n\n")).filter(|text| !text.is_empty())
}

/// The classes that drugs have, with how many of them.
fn classes(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in asked.declared.iter().flat_map(|found| &found.items) {
        if let What::Drug { classes, .. } = &item.what {
            for class in classes {
                let count = counts.entry(class).or_default();
                *count = count.saturating_add(1);
            }
        }
    }
    for (class, count) in counts {
        let drugs = if count == 1 {
            "1 drug".to_owned()
        } else {
            format!("{count} drugs")
        };
        drafts.push(
            Draft::new(class, CompletionKind::Drugs, Fit::Exact, Near::Model)
                .detail(format!("class · {drugs}")),
        );
    }
}

//! Words for a reader of the plan: the names of values, analytes and drugs.
//!
//! Invariant: nothing here has a part in any result.

use crate::algebra::{AnalyteDisplay, ColumnDisplay};
use crate::words::Vocabulary;
use kohort_semantics::model::{Attribute, AttributeType};
use kohort_semantics::source::{Decode, DrugLookup, Reading};

/// The words for a column's values, which are read in these ways.
pub(super) fn display(
    words: &Vocabulary<'_>,
    attribute: &Attribute,
    readings: &[Option<Reading>],
) -> ColumnDisplay {
    let mut shown = ColumnDisplay::default();
    match &attribute.ty {
        AttributeType::Category(category) => shown.values = category.values.clone(),
        AttributeType::QuantityIn(unit) => shown.unit = Some(unit.text().to_owned()),
        AttributeType::QuantityOf(_) | AttributeType::Analyte => {
            for (qualified, name, unit) in words.analytes() {
                let display = AnalyteDisplay {
                    name: name.to_owned(),
                    unit: unit.to_owned(),
                };
                shown.analytes.insert(qualified.to_owned(), display);
            }
        }
        AttributeType::Drug => {
            for (qualified, name) in words.drugs() {
                shown.drugs.insert(qualified.to_owned(), name.to_owned());
            }
        }
        _ => {}
    }
    let mut decodes = readings
        .iter()
        .flatten()
        .map(|reading| &reading.decode)
        .peekable();
    if decodes.peek().is_some() && decodes.clone().all(|decode| matches!(decode, Decode::Analyte(_))) {
        let listed = |qualified: &String| {
            decodes.clone().any(|decode| match decode {
                Decode::Analyte(listed) => listed.values().any(|value| value == qualified),
                _ => false,
            })
        };
        shown.analytes.retain(|qualified, _| listed(qualified));
    }
    let known = |qualified: &String| {
        readings.iter().flatten().any(|reading| match &reading.decode {
            Decode::Drug(lookups) => lookups.iter().any(|lookup| match lookup {
                DrugLookup::Name(drugs) | DrugLookup::Code(_, drugs) => {
                    drugs.values().any(|drug| drug == qualified)
                }
            }),
            _ => true,
        })
    };
    shown.drugs.retain(|qualified, _| known(qualified));
    shown
}

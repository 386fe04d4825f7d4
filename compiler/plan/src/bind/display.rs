//! Words for a reader of the plan: the names of values, analytes and drugs.
//!
//! Invariant: nothing here has a part in any result.

use crate::algebra::{AnalyteDisplay, ColumnDisplay};
use kohort_semantics::codes::{Analyte, Drug};
use kohort_semantics::model::{Attribute, AttributeType};
use kohort_semantics::source::{Decode, DrugLookup, Reading};
use kohort_semantics::study::Study;

/// The clinical words that a study uses.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Vocabulary<'a> {
    analytes: &'a [Analyte],
    drugs: &'a [Drug],
}

impl<'a> Vocabulary<'a> {
    /// The words of a study.
    pub(super) fn of(study: &'a Study) -> Self {
        Self {
            analytes: &study.analytes,
            drugs: &study.drugs,
        }
    }

    /// An analyte's name, with its module where another analyte of the study has the same name.
    pub(super) fn analyte(&self, qualified: &str) -> String {
        let found = self
            .analytes
            .iter()
            .find(|analyte| analyte.qualified == qualified);
        let namesakes = |name: &str| self.analytes.iter().filter(|other| other.name == name).count();
        match found {
            Some(analyte) if namesakes(&analyte.name) == 1 => analyte.name.clone(),
            _ => qualified.to_owned(),
        }
    }

    /// A drug's name, with its module where another drug of the study has the same name.
    pub(super) fn drug(&self, qualified: &str) -> String {
        let found = self.drugs.iter().find(|drug| drug.qualified == qualified);
        let namesakes = |name: &str| self.drugs.iter().filter(|other| other.name == name).count();
        match found {
            Some(drug) if namesakes(&drug.name) == 1 => drug.name.clone(),
            _ => qualified.to_owned(),
        }
    }
}

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
            for analyte in words.analytes {
                let display = AnalyteDisplay {
                    name: words.analyte(&analyte.qualified),
                    unit: analyte.unit.text().to_owned(),
                };
                shown.analytes.insert(analyte.qualified.clone(), display);
            }
        }
        AttributeType::Drug => {
            for drug in words.drugs {
                shown
                    .drugs
                    .insert(drug.qualified.clone(), words.drug(&drug.qualified));
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

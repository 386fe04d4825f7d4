//! Analytes: what is measured, in which unit, and how other units become that one.

use super::codes::all;
use super::drugs::spellings;
use crate::block::Section;
use crate::say::Say;
use crate::text::plain;
use kohort_semantics::codes::Analyte;

pub(super) fn section(say: &Say<'_>) -> Option<Section> {
    if say.study.analytes.is_empty() {
        return None;
    }
    let mut section = Section::new(2, "Appendix: measurements");
    section.table(
        &[
            "Measurement",
            "In the library",
            "Unit",
            "From other units",
            "Codes",
            "Other names in data",
        ],
        say.study
            .analytes
            .iter()
            .map(|analyte| row(say, analyte))
            .collect(),
    );
    Some(section)
}

fn row(say: &Say<'_>, analyte: &Analyte) -> Vec<String> {
    let conversions = analyte.conversions.iter().map(|(unit, conversion)| {
        let offset = match conversion.offset.is_zero() {
            true => String::new(),
            false => format!(" plus {}", conversion.offset.exact_text()),
        };
        format!(
            "{}: times {}{offset}",
            plain(unit.text()),
            conversion.factor.exact_text()
        )
    });
    let mut conversions: Vec<String> = conversions.collect();
    conversions.sort();
    vec![
        say.analyte(&analyte.qualified),
        plain(&analyte.qualified),
        plain(analyte.unit.text()),
        conversions.join("; "),
        all(&analyte.codes),
        spellings(&analyte.names),
    ]
}

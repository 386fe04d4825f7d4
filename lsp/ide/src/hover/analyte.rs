//! An analyte: its unit, what converts into it, and what is believed of its values.

use super::Asked;
use super::code_list::by_system;
use super::page::{Page, code, escaped};
use kohort_semantics::codes::Analyte;

impl Asked<'_> {
    /// The page of an analyte.
    pub(super) fn analyte(&self, analyte: &Analyte) -> Page {
        let unit = analyte.unit.text();
        let mut page = Page::new(&analyte.name, &format!("analyte · kept in {}", code(unit)));
        page.doc(analyte.doc.as_deref());
        let conversions = analyte.conversions.iter().map(|(from, conversion)| {
            let offset = match conversion.offset.is_zero() {
                true => String::new(),
                false => format!(" plus {}", conversion.offset.exact_text()),
            };
            format!(
                "1 {} = {} {unit}{offset}",
                from.text(),
                conversion.factor.exact_text()
            )
        });
        let conversions: Vec<String> = conversions.map(|one| code(&one)).collect();
        page.add(match conversions.is_empty() {
            true => format!("Any unit of the same dimension as {} can be written.", code(unit)),
            false => format!(
                "Converts: {}. Units of the same dimension as one of these can be written too.",
                conversions.join(", ")
            ),
        });
        if let Some((low, high)) = &analyte.plausible {
            page.add(format!(
                "Plausible from {} to {} {}; a value outside is reported and kept.",
                low.exact_text(),
                high.exact_text(),
                code(unit)
            ));
        }
        page.list(by_system(&analyte.codes));
        if !analyte.names.is_empty() {
            let names: Vec<String> = analyte.names.iter().map(|name| escaped(name)).collect();
            page.add(format!("Names in data: {}.", names.join(", ")));
        }
        page
    }
}

//! The sections of a protocol, one a file.
//!
//! Invariant: whatever the semantic hash covers stands in one of them.

mod ahead;
mod analyses;
pub(crate) mod characteristics;
mod codes;
pub(crate) mod cohorts;
mod conventions;
mod countries;
mod definitions;
mod drugs;
pub(crate) mod endpoints;
pub(crate) mod lines;
mod measurements;
pub(crate) mod population;
mod records;
pub(crate) mod rules;

use crate::about::About;
use crate::block::Section;
use crate::say::Say;

/// All sections.
pub(crate) fn all(say: &Say<'_>, about: &About) -> Vec<Section> {
    let mut sections = population::sections(say, about);
    sections.extend(definitions::section(say));
    sections.extend(cohorts::sections(say, about));
    sections.extend(lines::sections(say));
    sections.extend(characteristics::section(say));
    sections.extend(endpoints::sections(say));
    sections.extend(analyses::section(say));
    sections.extend(ahead::section(say));
    sections.extend(countries::section(say, about));
    sections.push(conventions::section());
    sections.extend(codes::section(say));
    sections.extend(drugs::sections(say));
    sections.extend(measurements::section(say));
    sections.extend(records::section(say));
    sections
}

//! The protocol section of a study, in English for clinicians: population, time zero, eligibility, lines of therapy,
//! characteristics, endpoints, analyses, and the codes and drugs that it all rests on.
//!
//! A [`Protocol`] is made from a typed study; [`Protocol::markdown`] and [`Protocol::html`] write it.
//!
//! Invariant: the text is complete. It says everything that the semantic hash covers, so that two studies which can have
//! different results never have the same text, even without the line that shows the hash. And it depends on the study and on
//! what is given in [`About`] alone.

mod about;
mod block;
mod flow;
mod parts;
mod render;
mod say;
mod section;
mod text;

pub use about::{About, Adapted, CountedStep, Country, Counts};
pub use parts::Parts;

use block::Section;
use kohort_semantics::Study;
use say::Say;

/// A protocol section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    title: String,
    /// The hash that identifies what the study means.
    hash: String,
    sections: Vec<Section>,
}

impl Protocol {
    /// The protocol section of a study.
    #[must_use]
    pub fn of(study: &Study, about: &About) -> Self {
        let say = Say::new(study);
        Self {
            title: format!(
                "{}, version {}",
                text::capital(&text::words(&study.name)),
                text::plain(&study.version)
            ),
            hash: kohort_semantics::meaning::Meanings::new(study)
                .study()
                .to_string(),
            sections: section::all(&say, about),
        }
    }

    /// As Markdown, with the attrition flows as Mermaid diagrams.
    #[must_use]
    pub fn markdown(&self) -> String {
        render::markdown::document(&self.title, Some(&self.hash), &self.sections)
    }

    /// As Markdown, without the line that shows the semantic hash: what is left must say what the study means by itself.
    #[must_use]
    pub fn markdown_without_hash(&self) -> String {
        render::markdown::document(&self.title, None, &self.sections)
    }

    /// As one page for a browser: no script, nothing loaded from elsewhere. The flows are drawings, with their Mermaid source.
    #[must_use]
    pub fn html(&self) -> String {
        render::html::document(&self.title, &self.hash, &self.sections)
    }
}

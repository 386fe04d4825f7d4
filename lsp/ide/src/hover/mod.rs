//! What an editor shows about the word under the mouse, in Markdown that reads like documentation to a clinician.
//!
//! Invariant: everything shown comes from the compiler (facts, vocabulary, sources, prose) or from the text itself; in a
//! study with errors what could be understood is shown, and nothing is said of the rest.

mod analyte;
mod availability;
mod code_list;
mod criterion;
mod definition;
mod drug;
mod expression;
mod item;
mod keyword;
mod line_rule;
mod lines;
mod literal;
mod model;
mod module;
mod page;
mod record;
mod source;
mod symbol;
mod word;

use crate::place::{Understood, range_of};
use crate::{Range, Workspace, plain};
use kohort_grammar::{SyntaxKind, SyntaxToken, TextRange};
use kohort_semantics::study::{Cohort, Criterion, DefinitionId, Study};
use page::Page;

pub(crate) use line_rule::meaning;
pub(crate) use page::counted;

/// What is shown about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: Range,
    /// The text, in Markdown.
    pub markdown: String,
}

/// What is to be said about the word at an offset, if there is something.
#[must_use]
pub fn hover(workspace: &mut Workspace, path: &str, offset: u32) -> Option<Hover> {
    let here = Understood::of(workspace, path)?;
    let token = here.token(offset)?;
    let mut asked = Asked {
        workspace,
        here: &here,
    };
    let (range, page) = asked.about(&token)?;
    Some(Hover {
        range,
        markdown: page.markdown(),
    })
}

/// A question about one place.
struct Asked<'a> {
    workspace: &'a mut Workspace,
    here: &'a Understood,
}

impl Asked<'_> {
    fn about(&mut self, token: &SyntaxToken) -> Option<(Range, Page)> {
        let range = token.text_range();
        match token.kind() {
            SyntaxKind::Word => {
                if let Some(page) = self.declared_here(token) {
                    return Some((plain(range), page));
                }
                let here = self.here;
                if let Some((span, symbol)) = here.symbol(range)
                    && let Some(page) = self.symbol(symbol, token)
                {
                    return Some((span.start..span.end, page));
                }
                let page = self.unresolved(token)?;
                Some((plain(range), page))
            }
            SyntaxKind::Keyword => {
                // A word of the language may also be a name where one is wanted.
                let here = self.here;
                if let Some((span, symbol)) = here.symbol(range)
                    && u32::from(range.len()) == span.len()
                {
                    return Some((span.start..span.end, self.symbol(symbol, token)?));
                }
                let page = self.keyword(token)?;
                Some((range_of(token), page))
            }
            SyntaxKind::Number | SyntaxKind::Unit | SyntaxKind::Date | SyntaxKind::Ordinal => {
                self.literal(token)
            }
            SyntaxKind::Code => self.code(token),
            kind if expression::is_operator(kind) => self.operator(token),
            _ => None,
        }
    }

    /// The study as far as it is understood.
    fn draft(&self) -> Option<&Study> {
        self.here.analysis.draft.as_deref()
    }

    /// The definition of the study whose name is declared at a place.
    fn definition_at(&self, name: kohort_base::Span) -> Option<DefinitionId> {
        let mut ids = (0u32..).zip(&self.draft()?.definitions);
        ids.find(|(_, found)| found.span == name)
            .map(|(id, _)| DefinitionId(id))
    }

    /// The cohort of the study whose name is declared at a place.
    fn cohort_at(&self, name: TextRange) -> Option<&Cohort> {
        let name = self.here.span(name);
        self.draft()?.cohorts.iter().find(|cohort| cohort.span == name)
    }

    /// The criterion of the study whose name is declared at a place.
    fn criterion_at(&self, name: TextRange) -> Option<&Criterion> {
        let name = self.here.span(name);
        let mut all = self.draft()?.cohorts.iter().flat_map(|cohort| &cohort.criteria);
        all.find(|criterion| criterion.span == name)
    }
}

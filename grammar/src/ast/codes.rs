//! Code lists and drugs.

use super::item::named;
use super::literal::{StringLit, unquote};
use super::name::Name;
use super::support::{child, children, tokens, view};
use crate::{SyntaxKind, ast::analyte::names_of};
use rowan::NodeOrToken;

view! {
    /// `codes NAME { SYSTEM code … except code … }`
    CodesDecl
}
named!(CodesDecl);

impl CodesDecl {
    /// The codes, one entry for each system mentioned.
    #[must_use]
    pub fn entries(&self) -> Vec<CodesEntry> {
        children(&self.syntax)
    }
}

view! {
    /// Codes of one system: `ICD10CM C18.* C20 except C18.1`
    CodesEntry
}

impl CodesEntry {
    /// The code system.
    #[must_use]
    pub fn system(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// The codes meant.
    #[must_use]
    pub fn patterns(&self) -> Vec<CodePattern> {
        self.split().0
    }

    /// The codes left out again, after `except`.
    #[must_use]
    pub fn except(&self) -> Vec<CodePattern> {
        self.split().1
    }

    fn split(&self) -> (Vec<CodePattern>, Vec<CodePattern>) {
        let (mut meant, mut left_out, mut after_except) = (Vec::new(), Vec::new(), false);
        for element in self.syntax.children_with_tokens() {
            match element {
                NodeOrToken::Token(token) => after_except |= token.kind() == SyntaxKind::Keyword,
                NodeOrToken::Node(node) => {
                    if let Some(pattern) = CodePattern::cast(node) {
                        if after_except {
                            left_out.push(pattern)
                        } else {
                            meant.push(pattern)
                        }
                    }
                }
            }
        }
        (meant, left_out)
    }
}

view! {
    /// A code, or all codes that begin like it: `C18.*`
    CodePattern
}

impl CodePattern {
    /// The code as written, without quotes, with a trailing `*` where it stands for all that begin like it.
    #[must_use]
    pub fn text(&self) -> String {
        let unquoted = tokens(&self.syntax).map(|token| match token.kind() {
            SyntaxKind::Text => unquote(token.text()),
            _ => token.text().to_owned(),
        });
        unquoted.collect()
    }
}

view! {
    /// `drug NAME "display" { class …  SYSTEM code …  names "…" }`
    DrugDecl
}
named!(DrugDecl);

impl DrugDecl {
    /// How the drug is shown.
    #[must_use]
    pub fn display(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The classes it belongs to.
    #[must_use]
    pub fn classes(&self) -> Vec<Name> {
        children::<ClassEntry>(&self.syntax)
            .iter()
            .flat_map(|entry| children(entry.syntax()))
            .collect()
    }

    /// Its codes, one entry for each system mentioned.
    #[must_use]
    pub fn codes(&self) -> Vec<CodesEntry> {
        children(&self.syntax)
    }

    /// The texts that name it in data.
    #[must_use]
    pub fn names(&self) -> Vec<StringLit> {
        names_of(&self.syntax)
    }
}

view! {
    /// `class NAME, NAME`
    ClassEntry
}

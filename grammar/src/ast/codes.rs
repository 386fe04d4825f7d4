//! Code lists, and codes with the time for which they were in use.

use super::item::named;
use super::literal::{DateLit, unquote};
use super::name::Name;
use super::support::{child, child_after, children, tokens, view};
use crate::{SyntaxKind, SyntaxToken};
use rowan::{NodeOrToken, TextRange};

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
    /// A code, or all codes that begin like it, and for which time: `C18.*`, `162.* until 2015-09-30`
    CodePattern
}

impl CodePattern {
    /// The code as written, without quotes, with a trailing `*` where it stands for all that begin like it.
    #[must_use]
    pub fn text(&self) -> String {
        match self.code_token() {
            Some(token) if token.kind() == SyntaxKind::Text => unquote(token.text()),
            Some(token) => token.text().to_owned(),
            None => String::new(),
        }
    }

    /// Where the code stands, without the time for which it holds.
    #[must_use]
    pub fn code_range(&self) -> TextRange {
        self.code_token()
            .map_or_else(|| self.range(), |token| token.text_range())
    }

    /// The first day on which the code was in use.
    #[must_use]
    pub fn from(&self) -> Option<DateLit> {
        child_after(&self.syntax, "from")
    }

    /// The last day on which the code was in use.
    #[must_use]
    pub fn until(&self) -> Option<DateLit> {
        child_after(&self.syntax, "until")
    }

    fn code_token(&self) -> Option<SyntaxToken> {
        tokens(&self.syntax).next()
    }
}

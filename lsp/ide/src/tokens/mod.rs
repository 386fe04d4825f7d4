//! What each word of a text is, for colouring it.
//!
//! Invariant: tokens come in the order of the text, do not overlap, and none of them is empty; any text has them.

mod meaning;

pub use meaning::understood_tokens;

use crate::outline::{Symbol, symbols};
use crate::{Range, plain};
use kohort_grammar::{SyntaxKind, SyntaxToken, parse};
use std::collections::BTreeSet;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it is.
    pub range: Range,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is the name of what is declared here.
    pub declares: bool,
    /// Whether what it names belongs to the standard library or the language.
    pub of_library: bool,
    /// Whether it names an attribute that some source does not record.
    pub not_everywhere: bool,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A word of the language.
    Keyword,
    /// A name of which nothing more is known.
    Name,
    /// The name of a module.
    Module,
    /// A number, a date or an ordinal.
    Number,
    /// A unit behind a number.
    Unit,
    /// A code of a code system.
    Code,
    /// A text in quotes.
    Text,
    /// A comment.
    Comment,
    /// A comment that documents what follows.
    DocComment,
    /// A sign between values.
    Operator,
    /// An entity of a model.
    Entity,
    /// An attribute of an entity, or a field of lines and periods.
    Attribute,
    /// A value of a category.
    Value,
    /// A list of codes.
    CodeList,
    /// A drug, a set of drugs or a regimen.
    Drug,
    /// An analyte.
    Analyte,
    /// A model.
    Model,
    /// A source.
    Source,
    /// A definition.
    Definition,
    /// A parameter of a study or an endpoint.
    Parameter,
    /// A cohort.
    Cohort,
    /// A criterion of a cohort.
    Criterion,
    /// An endpoint.
    Endpoint,
    /// A set of rules for lines of therapy.
    Rules,
}

impl TokenKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [TokenKind; 24] = [
        Self::Keyword,
        Self::Name,
        Self::Module,
        Self::Number,
        Self::Unit,
        Self::Code,
        Self::Text,
        Self::Comment,
        Self::DocComment,
        Self::Operator,
        Self::Entity,
        Self::Attribute,
        Self::Value,
        Self::CodeList,
        Self::Drug,
        Self::Analyte,
        Self::Model,
        Self::Source,
        Self::Definition,
        Self::Parameter,
        Self::Cohort,
        Self::Criterion,
        Self::Endpoint,
        Self::Rules,
    ];
}

/// The tokens of a text, by its words alone.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let parse = parse(text);
    let mut declared = BTreeSet::new();
    names(&symbols(&parse.tree()), &mut declared);
    let tree = parse.syntax();
    let tokens = tree
        .descendants_with_tokens()
        .filter_map(|element| element.into_token());
    tokens.filter_map(|token| classify(&token, &declared)).collect()
}

/// Where the names of symbols begin.
fn names(symbols: &[Symbol], out: &mut BTreeSet<u32>) {
    for symbol in symbols {
        out.insert(symbol.selection.start);
        names(&symbol.children, out);
    }
}

fn classify(token: &SyntaxToken, declared: &BTreeSet<u32>) -> Option<Token> {
    let kind = match token.kind() {
        SyntaxKind::Comment => TokenKind::Comment,
        SyntaxKind::DocComment => TokenKind::DocComment,
        SyntaxKind::Keyword => TokenKind::Keyword,
        SyntaxKind::Number | SyntaxKind::Ordinal | SyntaxKind::Date => TokenKind::Number,
        SyntaxKind::Unit => TokenKind::Unit,
        SyntaxKind::Code => TokenKind::Code,
        SyntaxKind::Text => TokenKind::Text,
        SyntaxKind::Word if is_module(token) => TokenKind::Module,
        SyntaxKind::Word => TokenKind::Name,
        SyntaxKind::Equal
        | SyntaxKind::NotEqual
        | SyntaxKind::Less
        | SyntaxKind::LessEqual
        | SyntaxKind::Greater
        | SyntaxKind::GreaterEqual
        | SyntaxKind::Plus
        | SyntaxKind::Minus
        | SyntaxKind::Star
        | SyntaxKind::Slash => TokenKind::Operator,
        _ => return None,
    };
    let range = plain(token.text_range());
    // A comment may hold its line's end, which nobody sees.
    let visible = u32::try_from(token.text().trim_end().len()).unwrap_or(u32::MAX);
    let end = range.start.saturating_add(visible);
    (range.start < end).then(|| Token {
        declares: kind == TokenKind::Name && declared.contains(&range.start),
        of_library: false,
        not_everywhere: false,
        range: range.start..end,
        kind,
    })
}

/// Whether a word is part of the path of a module that is used.
fn is_module(word: &SyntaxToken) -> bool {
    let path = word
        .parent_ancestors()
        .find(|node| node.kind() == SyntaxKind::Path);
    path.and_then(|path| path.parent())
        .is_some_and(|above| above.kind() == SyntaxKind::UseDecl)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let lines = tokens(text).into_iter().map(|token| {
            let word = &text[token.range.start as usize..token.range.end as usize];
            let declares = if token.declares { " declared" } else { "" };
            format!("{word}: {:?}{declares}\n", token.kind)
        });
        lines.collect()
    }

    #[test]
    fn every_kind() {
        let text = "study s version \"1.0.0\" on std.oncology\r\nuse codes.{lung}\r\n/// why\r\nlet old = age at index >= 18 years // c\r\ncodes l { ICD10 C34.* }\n";
        insta::assert_snapshot!(shown(text));
    }

    #[test]
    fn names_in_blocks_are_declared_too() {
        let text = "cohort c {\n  index birth_date\n  include adult: old\n}\nlet hb = last lab of hb.value in 8 g/dL";
        insta::assert_snapshot!(shown(text));
    }

    #[test]
    fn damaged_texts_have_tokens() {
        insta::assert_snapshot!(shown("let = 3 $$ cohort {\n include"));
        assert_eq!(tokens(""), []);
    }
}

//! What the views are made of: the macro that declares one, and ways to find a child by kind or by the word before it.
//!
//! Invariant: nothing here looks deeper than the direct children of a node, so an accessor costs the length of its
//! node and can never answer with a part of a neighbour.

use crate::kind::{SyntaxElement, SyntaxKind, SyntaxNode, SyntaxToken};
use rowan::{NodeOrToken, TextRange};

pub(super) use rowan::ast::AstNode;

/// Declares a view of one kind of node: `view!(StudyDecl)` wraps nodes of `SyntaxKind::StudyDecl`,
/// `view!(PathExpr of Path)` names the kind where it differs.
macro_rules! view {
    ($(#[$attribute:meta])* $name:ident) => { view!($(#[$attribute])* $name of $name); };
    ($(#[$attribute:meta])* $name:ident of $kind:ident) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name {
            syntax: $crate::kind::SyntaxNode,
        }

        impl $name {
            /// Whether a node of this kind can be seen as this view.
            #[must_use]
            pub fn can_cast(kind: $crate::kind::SyntaxKind) -> bool {
                kind == $crate::kind::SyntaxKind::$kind
            }

            /// Sees the node as this view, if it is one.
            #[must_use]
            pub fn cast(node: $crate::kind::SyntaxNode) -> Option<Self> {
                Self::can_cast(node.kind()).then_some(Self { syntax: node })
            }

            /// The node behind the view.
            #[must_use]
            pub fn syntax(&self) -> &$crate::kind::SyntaxNode {
                &self.syntax
            }

            /// Where it stands, without leading and trailing blanks and comments.
            #[must_use]
            pub fn range(&self) -> rowan::TextRange {
                $crate::ast::support::significant_range(&self.syntax)
            }
        }

        $crate::ast::support::delegate_ast_node!($name);
    };
}

/// Declares an enumeration of views: `view_enum!(Item { Study(StudyDecl), … })`.
macro_rules! view_enum {
    ($(#[$attribute:meta])* $name:ident { $($(#[$variant_attribute:meta])* $variant:ident($view:ident),)* }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_attribute])* $variant($view),)* }

        impl $name {
            /// Whether a node of this kind can be seen as this view.
            #[must_use]
            pub fn can_cast(kind: $crate::kind::SyntaxKind) -> bool {
                $($view::can_cast(kind))||*
            }

            /// Sees the node as this view, if it is one.
            #[must_use]
            pub fn cast(node: $crate::kind::SyntaxNode) -> Option<Self> {
                let kind = node.kind();
                $(if $view::can_cast(kind) { return $view::cast(node).map(Self::$variant); })*
                None
            }

            /// The node behind the view.
            #[must_use]
            pub fn syntax(&self) -> &$crate::kind::SyntaxNode {
                match self { $(Self::$variant(view) => view.syntax(),)* }
            }

            /// Where it stands, without leading and trailing blanks and comments.
            #[must_use]
            pub fn range(&self) -> rowan::TextRange {
                $crate::ast::support::significant_range(self.syntax())
            }
        }

        $crate::ast::support::delegate_ast_node!($name);
    };
}

/// Lets rowan's generic helpers find a view; users of a view call its own methods and import no trait.
macro_rules! delegate_ast_node {
    ($name:ident) => {
        impl rowan::ast::AstNode for $name {
            type Language = $crate::kind::Kohort;

            fn can_cast(kind: $crate::kind::SyntaxKind) -> bool {
                $name::can_cast(kind)
            }

            fn cast(node: $crate::kind::SyntaxNode) -> Option<Self> {
                $name::cast(node)
            }

            fn syntax(&self) -> &$crate::kind::SyntaxNode {
                $name::syntax(self)
            }
        }
    };
}

pub(super) use {delegate_ast_node, view, view_enum};

/// A view of our own language; shortens bounds below.
pub(super) trait View: AstNode<Language = crate::kind::Kohort> {}
impl<T: AstNode<Language = crate::kind::Kohort>> View for T {}

/// The first child of this view.
pub(super) fn child<V: View>(node: &SyntaxNode) -> Option<V> {
    node.children().find_map(V::cast)
}

/// All children of this view, in order.
pub(super) fn children<V: View>(node: &SyntaxNode) -> Vec<V> {
    node.children().filter_map(V::cast).collect()
}

/// The tokens directly below the node, without blanks and comments.
pub(super) fn tokens(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    node.children_with_tokens()
        .filter_map(NodeOrToken::into_token)
        .filter(|token| !token.kind().is_trivia())
}

/// The first token of this kind directly below the node.
pub(super) fn token(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxToken> {
    tokens(node).find(|token| token.kind() == kind)
}

/// The keywords directly below the node, in order.
pub(super) fn keywords(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    tokens(node).filter(|token| token.kind() == SyntaxKind::Keyword)
}

/// Whether this keyword stands directly below the node.
pub(super) fn has_keyword(node: &SyntaxNode, word: &str) -> bool {
    keywords(node).any(|token| token.text() == word)
}

/// The words that a node says directly or by a child that begins with one: what its parts are called.
pub(super) fn words(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    node.children_with_tokens().filter_map(|element| match element {
        NodeOrToken::Token(token) => Some(token).filter(|token| token.kind() == SyntaxKind::Keyword),
        NodeOrToken::Node(node) => node
            .first_token()
            .filter(|token| token.kind() == SyntaxKind::Keyword),
    })
}

/// The view that follows this keyword, before any other keyword of the node.
pub(super) fn child_after<V: View>(node: &SyntaxNode, word: &str) -> Option<V> {
    let mut after = false;
    for element in node.children_with_tokens() {
        match element {
            NodeOrToken::Token(token) if token.kind() == SyntaxKind::Keyword => {
                if after {
                    return None;
                }
                after = token.text() == word;
            }
            NodeOrToken::Node(node) if after => {
                if let Some(view) = V::cast(node) {
                    return Some(view);
                }
            }
            _ => {}
        }
    }
    None
}

/// The first view that stands before this keyword; the first of all where the keyword is missing.
pub(super) fn child_before<V: View>(node: &SyntaxNode, word: &str) -> Option<V> {
    node.children_with_tokens()
        .take_while(|element| !element.as_token().is_some_and(|token| is_keyword(token, word)))
        .filter_map(NodeOrToken::into_node)
        .find_map(V::cast)
}

/// The first view after the first token that satisfies the test: the right operand of an operator.
pub(super) fn child_after_token<V: View>(
    node: &SyntaxNode,
    test: impl Fn(&SyntaxToken) -> bool,
) -> Option<V> {
    node.children_with_tokens()
        .skip_while(|element| !element.as_token().is_some_and(&test))
        .filter_map(NodeOrToken::into_node)
        .find_map(V::cast)
}

fn is_keyword(token: &SyntaxToken, word: &str) -> bool {
    token.kind() == SyntaxKind::Keyword && token.text() == word
}

/// The lines of the doc comment that leads a node, without `///` and one blank, joined by line ends.
pub(super) fn doc(node: &SyntaxNode) -> Option<String> {
    let lines: Vec<String> = node
        .children_with_tokens()
        .map_while(|element| element.into_token().filter(|token| token.kind().is_trivia()))
        .filter(|token| token.kind() == SyntaxKind::DocComment)
        .map(|token| {
            let text = token.text().trim_start_matches("///");
            text.strip_prefix(' ').unwrap_or(text).trim_end().to_owned()
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The range of a node from its first to its last token that is not blank or comment. A node without such a token (a
/// file of comments) keeps its whole range.
pub(super) fn significant_range(node: &SyntaxNode) -> TextRange {
    let significant =
        |element: &SyntaxElement| element.as_token().is_some_and(|token| !token.kind().is_trivia());
    let first = node.descendants_with_tokens().find(significant);
    let last = last_significant(node);
    match (first, last) {
        (Some(first), Some(last)) => first.text_range().cover(last),
        _ => node.text_range(),
    }
}

/// Walks back from the end, so that the cost is the trailing trivia and not the node.
fn last_significant(node: &SyntaxNode) -> Option<TextRange> {
    let mut token = node.last_token();
    while let Some(current) = token {
        if !node.text_range().contains_range(current.text_range()) {
            return None;
        }
        if !current.kind().is_trivia() {
            return Some(current.text_range());
        }
        token = current.prev_token();
    }
    None
}

//! The tokens of one entry in a row: how they are spaced, and where the row may be broken.
//!
//! A break has a rank, the depth of the node it belongs to: outer breaks are used before inner ones. So events are
//! broken before their clauses, and a condition in a clause before its `and`, but two events joined by `or` before `or`.

use crate::{SyntaxElement, SyntaxKind, SyntaxNode, SyntaxToken};
use rowan::NodeOrToken;

/// One token of a row.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its text.
    pub text: String,
    /// How many blanks stand before it, if it does not begin a line.
    pub blanks: usize,
    /// The rank of a break before it, if it may begin a line.
    pub rank: Option<usize>,
    /// A comment, which ends its line.
    pub comment: bool,
    /// It must begin a line: a comment that stood alone on its line.
    pub own_line: bool,
    /// It begins a row of a list in braces.
    pub begins_row: bool,
    /// It is a brace of such a list.
    pub brace: Option<Brace>,
}

/// A brace of a list that may have one row on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Brace {
    /// Begins a list that stands on one line where it fits.
    Open,
    /// Begins a list of a table, which never does.
    OpenTable,
    /// Begins a set of names, which fill their lines where they do not fit on one.
    OpenSet,
    /// Ends a list or set.
    Close,
}

impl Piece {
    /// A token without anything around it.
    pub(super) fn of(text: String) -> Self {
        Self {
            text,
            blanks: 0,
            rank: None,
            comment: false,
            own_line: false,
            begins_row: false,
            brace: None,
        }
    }

    /// How wide it is with the blanks before it. A comment is never a reason to break a line.
    pub(super) fn width(&self) -> usize {
        if self.comment {
            0
        } else {
            self.blanks + self.text.chars().count()
        }
    }
}

/// The tokens of a node in a row, without the doc comment it begins with.
pub(super) fn flow(node: &SyntaxNode) -> Vec<Piece> {
    let mut row = Row::default();
    row.children(node.kind(), node.children_with_tokens(), 0);
    row.pieces
}

/// The same for the heading of a block: up to the `{` of the block itself, which is included.
pub(super) fn flow_heading(block: &SyntaxNode) -> Vec<Piece> {
    let mut row = Row::default();
    let length = block
        .children_with_tokens()
        .take_while(|child| child.kind() != SyntaxKind::LeftBrace)
        .count();
    row.children(block.kind(), block.children_with_tokens().take(length + 1), 0);
    row.pieces
}

#[derive(Default)]
struct Row {
    pieces: Vec<Piece>,
    previous: Option<SyntaxToken>,
    /// The rank of a break before the next token.
    rank: Option<usize>,
    /// Whether the next token begins a row of a list.
    begins_row: bool,
    /// Whether the source has a line end before the next token.
    line_ended: bool,
}

impl Row {
    fn children(&mut self, parent: SyntaxKind, children: impl Iterator<Item = SyntaxElement>, depth: usize) {
        for child in children {
            if may_break_before(parent, &child) {
                self.rank = self.rank.or(Some(depth));
            }
            self.begins_row |= begins_row(parent, &child);
            match child {
                NodeOrToken::Node(node) => self.children(node.kind(), node.children_with_tokens(), depth + 1),
                NodeOrToken::Token(token) => self.token(&token, depth),
            }
        }
    }

    fn token(&mut self, token: &SyntaxToken, depth: usize) {
        match token.kind() {
            SyntaxKind::Whitespace => self.line_ended |= token.text().contains(['\n', '\r']),
            SyntaxKind::Comment | SyntaxKind::DocComment => {
                // What leads the first token is the doc comment; it is printed with the entry, not in it.
                if self.previous.is_some() {
                    self.comment(token.text().trim_end().to_owned());
                }
            }
            kind => {
                let blanks = self
                    .previous
                    .as_ref()
                    .map_or(0, |previous| blanks_between(previous, token));
                self.pieces.push(Piece {
                    blanks,
                    rank: self.rank.take(),
                    begins_row: std::mem::take(&mut self.begins_row),
                    brace: brace(token),
                    ..Piece::of(token.text().to_owned())
                });
                self.line_ended = false;
                self.previous = Some(token.clone());
                self.rank = (kind == SyntaxKind::Comma).then_some(depth);
            }
        }
    }

    fn comment(&mut self, text: String) {
        self.pieces.push(Piece {
            blanks: 2,
            comment: true,
            own_line: self.line_ended,
            ..Piece::of(text)
        });
        self.line_ended = false;
    }
}

/// Whether a row of a list begins with this child of such a node.
fn begins_row(parent: SyntaxKind, child: &SyntaxElement) -> bool {
    match child {
        NodeOrToken::Node(node) => matches!(
            node.kind(),
            SyntaxKind::MapEntry
                | SyntaxKind::UnitMapEntry
                | SyntaxKind::PrecisionEntry
                | SyntaxKind::XmlColumn
                | SyntaxKind::ListRow
                | SyntaxKind::Case
                | SyntaxKind::Band
        ),
        NodeOrToken::Token(token) => parent == SyntaxKind::Conversion && token.text() == "otherwise",
    }
}

fn brace(token: &SyntaxToken) -> Option<Brace> {
    let open = match token.parent()?.kind() {
        SyntaxKind::Conversion | SyntaxKind::PrecisionBy | SyntaxKind::BandList => Brace::Open,
        SyntaxKind::TableFile | SyntaxKind::TableList | SyntaxKind::CaseList => Brace::OpenTable,
        SyntaxKind::TypeDecl | SyntaxKind::DrugsDecl | SyntaxKind::RegimenDecl => Brace::OpenSet,
        _ => return None,
    };
    match token.kind() {
        SyntaxKind::LeftBrace => Some(open),
        SyntaxKind::RightBrace => Some(Brace::Close),
        _ => None,
    }
}

/// Whether a line may be broken before this child of such a node. Breaks after commas are seen to where commas are.
fn may_break_before(parent: SyntaxKind, child: &SyntaxElement) -> bool {
    match child {
        NodeOrToken::Node(node) => match node.kind() {
            SyntaxKind::Clause
            | SyntaxKind::RowCondition
            | SyntaxKind::TableHeader
            | SyntaxKind::StartingPart
            | SyntaxKind::ReportPart
            | SyntaxKind::RuleScope
            | SyntaxKind::GapFrom
            | SyntaxKind::BreakerEnd
            | SyntaxKind::BreakerException
            | SyntaxKind::FromPart => true,
            SyntaxKind::UntilPart | SyntaxKind::EnteringEntry => {
                matches!(parent, SyntaxKind::LinesUse | SyntaxKind::EndpointUse)
            }
            SyntaxKind::AfterPart
            | SyntaxKind::WithinPart
            | SyntaxKind::InLines
            | SyntaxKind::WithoutPart => parent == SyntaxKind::MaintenanceRule,
            SyntaxKind::CodePattern => parent == SyntaxKind::CodesEntry,
            SyntaxKind::Conversion => node
                .first_token()
                .is_some_and(|token| token.kind() == SyntaxKind::Keyword),
            _ => false,
        },
        NodeOrToken::Token(token) => match parent {
            SyntaxKind::OrExpr | SyntaxKind::AndExpr | SyntaxKind::IfExpr => {
                token.kind() == SyntaxKind::Keyword
            }
            SyntaxKind::IfAvailableExpr => matches!(token.text(), "if" | "else"),
            SyntaxKind::OrElseExpr | SyntaxKind::TableDecl => token.text() == "or",
            SyntaxKind::RowCondition | SyntaxKind::JoinStep => token.text() == "and",
            SyntaxKind::HasExpr => token.text() == "and",
            SyntaxKind::DrugsTest => token.text() == "has",
            SyntaxKind::LinesUse | SyntaxKind::EndpointUse => token.text() == "with",
            SyntaxKind::DrugsRule => token.text() == "except",
            SyntaxKind::TableJoin => token.text() == "joined",
            SyntaxKind::TableFile => token.kind() == SyntaxKind::Keyword,
            SyntaxKind::Conversion => matches!(token.text(), "precise" | "with"),
            SyntaxKind::BinaryExpr => {
                matches!(
                    token.kind(),
                    SyntaxKind::Plus | SyntaxKind::Minus | SyntaxKind::Star | SyntaxKind::Slash
                )
            }
            SyntaxKind::CodesEntry | SyntaxKind::ConvertEntry => token.kind() == SyntaxKind::Keyword,
            _ => false,
        },
    }
}

/// How many blanks stand between two tokens on one line.
fn blanks_between(left: &SyntaxToken, right: &SyntaxToken) -> usize {
    use SyntaxKind::{
        Colon, Comma, Dot, LeftBrace, LeftBracket, LeftParen, Minus, Number, RightBrace, RightBracket,
        RightParen,
    };
    let parent = |token: &SyntaxToken| token.parent().map(|node| node.kind());
    let none = match (left.kind(), right.kind()) {
        (_, Comma | Colon | Dot | RightParen | LeftBracket | RightBracket)
        | (Dot | LeftParen | LeftBracket, _) => true,
        (LeftBrace, _) if parent(left) == Some(SyntaxKind::UseDecl) => true,
        (_, RightBrace) if parent(right) == Some(SyntaxKind::UseDecl) => true,
        (_, LeftParen) => matches!(
            parent(right),
            Some(SyntaxKind::ExtremeExpr | SyntaxKind::EndpointDecl | SyntaxKind::EndpointUse)
        ),
        (Minus, _) => matches!(
            parent(left),
            Some(SyntaxKind::NegateExpr | SyntaxKind::NumberLit | SyntaxKind::NameOrString)
        ),
        (Number, SyntaxKind::Unit) => right.text() == "%",
        _ => false,
    };
    usize::from(!none)
}

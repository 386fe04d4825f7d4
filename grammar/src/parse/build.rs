//! From the rules that matched to one owned tree.
//!
//! A rule is a node, a token, a missing thing or a damaged place; expressions are left to `precedence`. Text between the
//! inner rules of a node consists of keywords and marks.
//! Invariant: every byte of the input becomes part of exactly one token, in order.

use super::foreign;
use super::grammar::Rule;
use super::message;
use super::report::Reporter;
use super::unexpected;
use super::{SyntaxError, kinds};
use crate::SyntaxKind;
use pest::iterators::{Pair, Pairs};
use rowan::{Checkpoint, GreenNode, GreenNodeBuilder, TextRange, TextSize};

/// Builds the tree of a whole file.
pub(super) fn tree(text: &str, mut pairs: Pairs<'_, Rule>) -> (GreenNode, Vec<SyntaxError>) {
    let mut builder = Builder {
        text,
        green: GreenNodeBuilder::new(),
        errors: Reporter::default(),
        docs: None,
        openers: Vec::new(),
        damaged: 0,
        depth: 0,
    };
    builder.green.start_node(SyntaxKind::File.into());
    if let Some(file) = pairs.next() {
        builder.contents(file);
    }
    builder.green.finish_node();
    (builder.green.finish(), builder.errors.finish())
}

/// The state of building.
pub(super) struct Builder<'t> {
    text: &'t str,
    green: GreenNodeBuilder<'static>,
    pub(super) errors: Reporter,
    /// The doc comment that the next node begins with.
    docs: Option<Pair<'t, Rule>>,
    /// The braces and parentheses that are open.
    openers: Vec<TextRange>,
    /// In how many damaged nodes we are; their tokens are not understood.
    damaged: usize,
    /// How deep the current expression is nested.
    pub(super) depth: usize,
}

impl<'t> Builder<'t> {
    /// Adds one rule with everything in it.
    pub(super) fn add(&mut self, pair: Pair<'t, Rule>) {
        let rule = pair.as_rule();
        match rule {
            Rule::EOI => {}
            Rule::comment => self.token(kinds::comment(pair.as_str()), range_of(&pair)),
            Rule::docs => self.docs = Some(pair),
            Rule::value => self.value(pair),
            Rule::chain | Rule::sum => self.chain(pair),
            Rule::events | Rule::gap_events | Rule::dated_events => self.events(pair),
            Rule::fielded | Rule::subscripted => self.fielded(pair),
            Rule::name | Rule::any_name | Rule::from_name => {
                self.leaf(SyntaxKind::Name, SyntaxKind::Word, &pair)
            }
            Rule::reserved_name => {
                self.leaf(SyntaxKind::Name, SyntaxKind::Word, &pair);
                self.errors
                    .error(unexpected::reserved_name(pair.as_str(), range_of(&pair)));
            }
            Rule::system => self.leaf(SyntaxKind::Name, SyntaxKind::Word, &pair),
            Rule::table_name
            | Rule::column
            | Rule::mapped_column
            | Rule::join_column
            | Rule::column_name
            | Rule::map_value => self.bare(SyntaxKind::NameOrString, pair),
            Rule::unit | Rule::percent | Rule::code_pattern => self.bare(kinds::node(rule), pair),
            Rule::number_and_letters => self.number_and_letters(&pair),
            Rule::between => self.foreign(pair, foreign::between),
            Rule::equals_missing => self.foreign(pair, foreign::equals_missing),
            Rule::row_unequal => self.foreign(pair, foreign::row_unequal),
            Rule::row_or => self.foreign(pair, foreign::row_or),
            _ if kinds::is_damage(rule) => self.skipped(pair),
            _ if kinds::is_inline(rule) => self.contents(pair),
            _ if let Some(kind) = kinds::token(rule) => self.leaf_token(kind, &pair),
            _ if message::is_missing(rule) => self.missing(rule),
            _ => {
                self.start(kinds::node(rule));
                self.contents(pair);
                self.finish();
            }
        }
    }

    /// Adds what is inside a rule: inner rules, and keywords and marks between them.
    pub(super) fn contents(&mut self, pair: Pair<'t, Rule>) {
        let span = pair.as_span();
        let mut end = span.start();
        for inner in pair.into_inner() {
            let inner_span = inner.as_span();
            self.marks(end, inner_span.start());
            end = inner_span.end();
            self.add(inner);
        }
        self.marks(end, span.end());
    }

    /// Adds what is inside a rule up to its last inner rule, which is left to the caller.
    pub(super) fn contents_before(&mut self, pair: Pair<'t, Rule>, last: &Pair<'t, Rule>) {
        let mut end = pair.as_span().start();
        for inner in pair.into_inner() {
            let inner_span = inner.as_span();
            self.marks(end, inner_span.start());
            if inner_span == last.as_span() {
                return;
            }
            end = inner_span.end();
            self.add(inner);
        }
    }

    /// A node whose names and texts are its own tokens, not nodes of their own.
    fn bare(&mut self, kind: SyntaxKind, pair: Pair<'t, Rule>) {
        let span = pair.as_span();
        let mut end = span.start();
        self.start(kind);
        for inner in pair.into_inner() {
            let inner_span = inner.as_span();
            self.marks(end, inner_span.start());
            end = inner_span.end();
            match inner.as_rule() {
                Rule::name | Rule::any_name => self.token(SyntaxKind::Word, range_of(&inner)),
                Rule::reserved_column => {
                    self.token(SyntaxKind::Word, range_of(&inner));
                    self.errors
                        .error(unexpected::reserved_column(inner.as_str(), range_of(&inner)));
                }
                Rule::text => self.contents(inner),
                _ => self.add(inner),
            }
        }
        self.marks(end, span.end());
        self.finish();
    }

    /// A form of another language, reported as a whole.
    fn foreign(&mut self, pair: Pair<'t, Rule>, describe: fn(&str, TextRange) -> SyntaxError) {
        self.errors.error(describe(pair.as_str(), range_of(&pair)));
        self.damaged += 1;
        self.contents(pair);
        self.damaged -= 1;
    }

    /// `8g`: a number and a unit with no blank between them.
    fn number_and_letters(&mut self, pair: &Pair<'t, Rule>) {
        let range = range_of(pair);
        let digits = pair
            .as_str()
            .find(|character: char| !character.is_ascii_digit() && character != '.');
        let number_end = range.start() + TextSize::try_from(digits.unwrap_or_default()).unwrap_or_default();
        self.token(SyntaxKind::Number, TextRange::new(range.start(), number_end));
        self.start(SyntaxKind::UnitLit);
        self.token(SyntaxKind::Unit, TextRange::new(number_end, range.end()));
        self.finish();
        self.errors.error(unexpected::glued_unit(range, number_end));
    }

    /// `(…).field` or `path[1].field`, or only what stands before them.
    fn fielded(&mut self, pair: Pair<'t, Rule>) {
        let start = self.checkpoint();
        for inner in pair.into_inner() {
            let around = match inner.as_rule() {
                Rule::field => SyntaxKind::FieldExpr,
                Rule::subscript => SyntaxKind::SubscriptExpr,
                _ => {
                    self.add(inner);
                    continue;
                }
            };
            self.start_at(start, around);
            self.contents(inner);
            self.finish();
        }
    }

    /// Events, which are a node of their own only where clauses narrow them.
    fn events(&mut self, pair: Pair<'t, Rule>) {
        let narrowed = pair
            .clone()
            .into_inner()
            .any(|inner| inner.as_rule() == Rule::clause);
        if narrowed {
            self.start(SyntaxKind::EventsExpr);
        }
        self.contents(pair);
        if narrowed {
            self.finish();
        }
    }

    /// A damaged place: everything in it is kept, nothing in it is understood.
    fn skipped(&mut self, pair: Pair<'t, Rule>) {
        let rule = pair.as_rule();
        let text = pair.as_str().trim_start();
        let start = pair.as_span().end() - text.len();
        let first_line = text.lines().next().unwrap_or_default().trim_end();
        let shown = first_line.len();
        let before = self
            .text
            .get(..start)
            .unwrap_or_default()
            .trim_end_matches([' ', '\t']);
        let begins_line = before.is_empty() || before.ends_with(['\n', '\r']);
        let place = range(start, start + shown);
        if kinds::is_place_of_its_own(rule, begins_line, before.len() == start) {
            self.errors.understood(place);
        }
        let error = match rule {
            Rule::unexpected_item if !begins_line => unexpected::continued(place),
            _ => unexpected::unexpected(rule, text, place),
        };
        self.errors.error(error);
        self.damaged += 1;
        if rule == Rule::too_deep {
            self.token(SyntaxKind::Unexpected, range_of(&pair));
        } else {
            self.start(kinds::node(rule));
            self.contents(pair);
            self.finish();
        }
        self.damaged -= 1;
    }

    /// Reports that something is missing after the last token.
    pub(super) fn missing(&mut self, rule: Rule) {
        let after = self.errors.last_token();
        let previous = self
            .text
            .get(std::ops::Range::<usize>::from(after))
            .unwrap_or_default();
        let error = match rule {
            Rule::missing_close => message::unclosed("}", self.openers.pop().unwrap_or(after)),
            Rule::missing_close_paren => message::unclosed(")", self.openers.pop().unwrap_or(after)),
            Rule::missing_time_unit => message::missing_time_unit(previous, after),
            _ => {
                if rule == Rule::missing_open {
                    self.openers.push(after);
                }
                message::missing(rule, previous, after)
            }
        };
        self.errors.error(error);
    }

    /// Adds the keywords and marks that a rule has between its inner rules.
    fn marks(&mut self, start: usize, end: usize) {
        let mut rest = self.text.get(start..end).unwrap_or_default();
        let mut position = start;
        while !rest.is_empty() {
            let (kind, length) = kinds::mark(rest);
            let place = range(position, position + length);
            if self.damaged == 0 {
                match kind {
                    SyntaxKind::LeftBrace | SyntaxKind::LeftParen => self.openers.push(place),
                    SyntaxKind::RightBrace | SyntaxKind::RightParen => drop(self.openers.pop()),
                    _ => {}
                }
            }
            self.token(kind, place);
            position += length;
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// A node with one token.
    fn leaf(&mut self, node: SyntaxKind, token: SyntaxKind, pair: &Pair<'t, Rule>) {
        self.start(node);
        self.token(token, range_of(pair));
        self.finish();
    }

    /// A rule that is a token, and what is wrong with it if it belongs to another language.
    fn leaf_token(&mut self, kind: SyntaxKind, pair: &Pair<'t, Rule>) {
        self.token(kind, range_of(pair));
        let (rule, text, range) = (pair.as_rule(), pair.as_str(), range_of(pair));
        if let Some(error) =
            foreign::in_token(rule, text, range).or_else(|| unexpected::wrong_word(rule, text, range))
        {
            self.errors.error(error);
        }
    }

    /// Adds a token.
    fn token(&mut self, kind: SyntaxKind, place: TextRange) {
        let text = self
            .text
            .get(std::ops::Range::<usize>::from(place))
            .unwrap_or_default();
        if text.is_empty() {
            return;
        }
        self.green.token(kind.into(), text);
        if kind.is_trivia() {
            return;
        }
        if self.damaged > 0 || kind == SyntaxKind::Unexpected {
            self.errors.skipped(place);
        } else {
            self.errors.understood(place);
        }
    }

    /// Begins a node, with the doc comment that is waiting for one.
    pub(super) fn start(&mut self, kind: SyntaxKind) {
        self.green.start_node(kind.into());
        if let Some(docs) = self.docs.take() {
            self.contents(docs);
        }
    }

    /// Begins a node that contains what was added since the checkpoint.
    pub(super) fn start_at(&mut self, checkpoint: Checkpoint, kind: SyntaxKind) {
        self.green.start_node_at(checkpoint, kind.into());
    }

    /// Ends the innermost node.
    pub(super) fn finish(&mut self) {
        self.green.finish_node();
    }

    /// A place where a node may later be found to have begun.
    pub(super) fn checkpoint(&self) -> Checkpoint {
        self.green.checkpoint()
    }

    /// Adds rules as text that is kept but not understood.
    pub(super) fn add_skipped(&mut self, pairs: impl Iterator<Item = Pair<'t, Rule>>) {
        self.damaged += 1;
        for pair in pairs {
            let kind = match pair.as_rule() {
                Rule::whitespace => SyntaxKind::Whitespace,
                Rule::comment => SyntaxKind::Comment,
                _ => SyntaxKind::Unexpected,
            };
            self.token(kind, range_of(&pair));
        }
        self.damaged -= 1;
    }
}

/// Where a rule matched.
pub(super) fn range_of(pair: &Pair<'_, Rule>) -> TextRange {
    let span = pair.as_span();
    range(span.start(), span.end())
}

/// A range of two offsets; files are too short for them not to fit.
fn range(start: usize, end: usize) -> TextRange {
    let size = |offset: usize| TextSize::try_from(offset).unwrap_or_default();
    TextRange::new(size(start), size(end.max(start)))
}

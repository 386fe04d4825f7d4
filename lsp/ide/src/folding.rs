//! What an editor can fold away: blocks, and comments of several lines.
//!
//! Invariant: a fold covers at least two lines, and folds lie inside each other or apart.

use crate::Range;
use kohort_grammar::{SyntaxKind, SyntaxToken, parse};

/// A part of the text that can be folded away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the opening brace, or the first comment, to the end of the closing brace or the last comment.
    pub range: Range,
    /// What it is.
    pub kind: FoldKind,
}

/// What can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// `{ … }`
    Block,
    /// Comments on successive lines, of one sort.
    Comment,
}

/// The folds of a text, in the order in which they begin.
#[must_use]
pub fn folding_ranges(text: &str) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut open = Vec::new();
    let mut comments: Option<Comments> = None;
    for token in parse(text)
        .syntax()
        .descendants_with_tokens()
        .filter_map(|element| element.into_token())
    {
        match token.kind() {
            SyntaxKind::Whitespace if one_line_end(&token) => continue,
            SyntaxKind::Comment | SyntaxKind::DocComment => {
                comments = Some(match comments.take() {
                    Some(before) if before.kind == token.kind() => before.and(&token),
                    before => {
                        folds.extend(before.and_then(Comments::fold));
                        Comments::of(&token)
                    }
                });
                continue;
            }
            SyntaxKind::LeftBrace => open.push(u32::from(token.text_range().start())),
            SyntaxKind::RightBrace => {
                // In a damaged text a brace may close nothing.
                folds.extend(open.pop().map(|start| Fold {
                    range: start..token.text_range().end().into(),
                    kind: FoldKind::Block,
                }));
            }
            _ => {}
        }
        folds.extend(comments.take().and_then(Comments::fold));
    }
    folds.extend(comments.and_then(Comments::fold));
    folds.retain(|fold| lines(text, &fold.range) > 1);
    folds.sort_by_key(|fold| (fold.range.start, fold.range.end));
    folds
}

/// Comments that follow each other line by line.
struct Comments {
    kind: SyntaxKind,
    range: Range,
}

impl Comments {
    fn of(token: &SyntaxToken) -> Self {
        Self {
            kind: token.kind(),
            range: crate::plain(token.text_range()),
        }
    }

    fn and(self, token: &SyntaxToken) -> Self {
        Self {
            range: self.range.start..token.text_range().end().into(),
            ..self
        }
    }

    fn fold(self) -> Option<Fold> {
        Some(Fold {
            range: self.range,
            kind: FoldKind::Comment,
        })
    }
}

/// Whether blanks hold at most one line end, so that no empty line lies between what they separate.
fn one_line_end(blanks: &SyntaxToken) -> bool {
    blanks.text().matches('\n').count() <= 1
}

fn lines(text: &str, range: &Range) -> usize {
    let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    let inside = text.get(place(range.start)..place(range.end)).unwrap_or("");
    inside.trim_end().matches('\n').count().saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<(FoldKind, &str)> {
        let folds = folding_ranges(text);
        folds
            .iter()
            .map(|fold| {
                (
                    fold.kind,
                    text[fold.range.start as usize..fold.range.end as usize].trim_end(),
                )
            })
            .collect()
    }

    #[test]
    fn blocks_and_comments_of_several_lines() {
        let text = "// one\n// two\n\n/// of the cohort\ncohort a {\n  index birth_date\n  include b: sex in { f, m }\n}\n";
        assert_eq!(
            folded(text),
            [
                (FoldKind::Comment, "// one\n// two"),
                (
                    FoldKind::Block,
                    "{\n  index birth_date\n  include b: sex in { f, m }\n}"
                )
            ]
        );
    }

    #[test]
    fn blocks_in_entries_and_in_tests() {
        let source =
            "source s for m version \"1\" {\n  table t = xml \"f\" rows \"r\" {\n    a = \"b\"\n  }\n}";
        assert_eq!(
            folded(source),
            [
                (FoldKind::Block, source.split_at(27).1),
                (FoldKind::Block, "{\n    a = \"b\"\n  }")
            ]
        );
        let test = "test \"t\" {\n  patient {\n    sex f\n  }\n  expect in c\n}";
        assert_eq!(
            folded(test),
            [
                (FoldKind::Block, test.split_at(9).1),
                (FoldKind::Block, "{\n    sex f\n  }")
            ]
        );
    }

    #[test]
    fn comments_apart_or_of_another_sort_are_not_joined() {
        assert_eq!(folded("// one\n\n// two\n/// three\nlet a = 1"), []);
    }

    #[test]
    fn damaged_texts_fold_what_is_closed() {
        assert_eq!(
            folded("}\ncohort a {\nmodel m version \"1\" {\n}\n"),
            [(FoldKind::Block, "{\n}")]
        );
        assert_eq!(folded(""), []);
    }
}

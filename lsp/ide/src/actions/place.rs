//! The stretch of a text that is asked about, with all that is known around it.

use super::trial;
use crate::{Range, Workspace, plain};
use kohort_base::FileId;
use kohort_grammar::ast::{self, Expr, Item};
use kohort_grammar::{SyntaxNode, TextSize, parse};
use kohort_semantics::{Analysis, Fact, Shape, Symbol};
use std::rc::Rc;
use std::sync::Arc;

/// The stretch, in its file.
pub(super) struct Place {
    /// The file.
    pub(super) path: String,
    /// Its text.
    pub(super) text: Arc<str>,
    /// Its tree.
    pub(super) tree: ast::File,
    /// What is selected, without blanks around it; empty for a cursor.
    pub(super) range: Range,
    /// The files to ask the compiler about: the studies that reach this one, or it alone.
    pub(super) roots: Vec<String>,
    /// What the compiler says of the first of them, for notes about this file.
    pub(super) analysis: Rc<Analysis>,
    /// The file's place in that.
    pub(super) file: FileId,
}

impl Place {
    /// None if the file cannot be read.
    pub(super) fn new(workspace: &mut Workspace, path: &str, range: Range) -> Option<Self> {
        let text = workspace.text(path).ok()?;
        let tree = parse(&text).tree();
        let roots = trial::roots(workspace, path);
        let analysis = workspace.analyse(roots.first()?).ok()?;
        let file = analysis.files.find(path)?;
        Some(Self {
            path: path.to_owned(),
            range: without_blanks(&text, range),
            text,
            tree,
            roots,
            analysis,
            file,
        })
    }

    /// The smallest view of a kind that holds all that is selected.
    pub(super) fn around<V>(&self, cast: impl Fn(SyntaxNode) -> Option<V>) -> Option<V> {
        let root = self.tree.syntax();
        let start = TextSize::from(self.range.start);
        let range = root.text_range();
        if start > range.end() || TextSize::from(self.range.end) > range.end() {
            return None;
        }
        // At the end of a word the cursor is still at that word.
        let tokens = [
            root.token_at_offset(start).left_biased(),
            root.token_at_offset(start).right_biased(),
        ];
        let holds = |node: &SyntaxNode| {
            let range = plain(node.text_range());
            range.start <= self.range.start && self.range.end <= range.end
        };
        let nodes = tokens.into_iter().flatten().filter_map(|token| token.parent());
        let mut found = nodes.filter_map(|node| node.ancestors().filter(holds).find_map(&cast));
        found.next()
    }

    /// The item around.
    pub(super) fn item(&self) -> Option<Item> {
        self.around(Item::cast)
    }

    /// The item whose declared name is here.
    pub(super) fn declared(&self) -> Option<(Item, ast::Name)> {
        let item = self.item()?;
        let name = self.around(ast::Name::cast)?;
        let is_own = name
            .syntax()
            .parent()
            .is_some_and(|parent| parent == *item.syntax());
        // The first name of a declaration is what it declares.
        let first = item.syntax().children().find_map(ast::Name::cast)?;
        (is_own && first == name).then_some((item, name))
    }

    /// The expression that is exactly what is selected.
    pub(super) fn selected(&self) -> Option<Expr> {
        if self.range.is_empty() {
            return None;
        }
        let fits = |node: SyntaxNode| Expr::cast(node).filter(|expr| plain(expr.range()) == self.range);
        self.around(fits)
    }

    /// What a name here stands for, with its place.
    pub(super) fn symbol(&self) -> Option<(Range, Symbol)> {
        let mut facts = self.analysis.facts.at(self.file, self.range.start).into_iter();
        facts.find_map(|(span, fact)| match fact {
            Fact::Names(symbol @ Symbol::Item { .. }) if self.range.end <= span.end => {
                Some((span.start..span.end, symbol.clone()))
            }
            _ => None,
        })
    }

    /// The type that is noted for exactly this stretch, as a value or as what belongs there.
    pub(super) fn shapes(&self, range: &Range) -> impl Iterator<Item = &Shape> {
        let facts = self.analysis.facts.of(self.file).iter();
        let (start, end) = (range.start, range.end);
        facts.filter_map(move |(span, fact)| match fact {
            Fact::Is(shape) | Fact::Wants(shape) if (span.start, span.end) == (start, end) => Some(shape),
            _ => None,
        })
    }

    /// The text of a stretch.
    pub(super) fn slice(&self, range: &Range) -> &str {
        let (start, end) = (range.start as usize, range.end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The module of the file.
    pub(super) fn module(&self) -> String {
        module_of(&self.path)
    }
}

/// The module in a file.
pub(super) fn module_of(path: &str) -> String {
    path.strip_suffix(".kohort").unwrap_or(path).replace('/', ".")
}

/// A selection without the blanks at its ends; a cursor stays.
fn without_blanks(text: &str, range: Range) -> Range {
    let Some(selected) = text.get(range.start as usize..range.end as usize) else {
        return range;
    };
    let trimmed = selected.trim();
    if trimmed.is_empty() {
        return range;
    }
    let front = selected.len() - selected.trim_start().len();
    let start = range.start + u32::try_from(front).unwrap_or_default();
    start..start + u32::try_from(trimmed.len()).unwrap_or_default()
}

//! Texts as trees, each parsed once for as long as it stays the same.
//!
//! Invariant: what is kept for a path follows from its newest text alone, so that a text that comes back, or one that many
//! studies use, costs nothing again. A path keeps its id while its text changes.

use super::{declared_name, span};
use kohort_base::{Code, Diagnostic, FileId, Files, World};
use kohort_grammar::ast;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

/// A text with its tree and what it declares.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The text's place in the store.
    pub(crate) file: FileId,
    /// The text.
    pub(crate) text: Arc<str>,
    /// Its tree.
    pub(crate) tree: ast::File,
    /// What it declares, by name; of two alike, the first.
    pub(crate) names: BTreeMap<String, ast::Item>,
    /// What is wrong with the text alone: its syntax, and names that it declares twice.
    pub(crate) out: Vec<Diagnostic>,
}

impl Parsed {
    /// Whether a source is declared.
    pub(crate) fn declares_source(&self) -> bool {
        let is_source = |item: &ast::Item| matches!(item, ast::Item::Source(_));
        self.names.values().any(is_source) || self.tree.items().iter().any(is_source)
    }
}

/// The texts that were looked at, by path.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// All of them, for rendering.
    pub(crate) files: Files,
    parsed: BTreeMap<String, Rc<Parsed>>,
}

impl Texts {
    /// Whether a file of the project declares a source. Parsing is only worth it where the word stands at all.
    pub(crate) fn declares_source(&mut self, world: &dyn World, file: &str) -> bool {
        let Ok(text) = world.read_text(file) else {
            return false;
        };
        text.contains("source") && self.parse(file, &text).declares_source()
    }

    /// The tree of a path's text.
    pub(crate) fn parse(&mut self, path: &str, text: &Arc<str>) -> Rc<Parsed> {
        if let Some(known) = self.parsed.get(path)
            && known.text == *text
        {
            return Rc::clone(known);
        }
        let file = self.files.put(path, Arc::clone(text));
        let parse = kohort_grammar::parse(text);
        let mut out: Vec<Diagnostic> = parse
            .errors()
            .iter()
            .map(|error| from_syntax(file, error))
            .collect();
        let tree = parse.tree();
        let names = declared(file, &tree, &mut out);
        let parsed = Rc::new(Parsed {
            file,
            text: Arc::clone(text),
            tree,
            names,
            out,
        });
        self.parsed.insert(path.to_owned(), Rc::clone(&parsed));
        parsed
    }
}

fn declared(file: FileId, tree: &ast::File, out: &mut Vec<Diagnostic>) -> BTreeMap<String, ast::Item> {
    let mut names: BTreeMap<String, ast::Item> = BTreeMap::new();
    for item in tree.items() {
        let Some(name) = declared_name(&item) else {
            continue;
        };
        match names.get(&name.text()).and_then(declared_name) {
            Some(first) => out.push(
                Diagnostic::error(Code::K0202, format!("`{}` is declared twice", name.text()))
                    .at(span(file, name.range()), "declared again here")
                    .and(span(file, first.range()), "first declared here")
                    .help("give one of them another name; a study that read one or the other by accident would be wrong silently"),
            ),
            None => {
                names.insert(name.text(), item);
            }
        }
    }
    names
}

fn from_syntax(file: FileId, error: &kohort_grammar::SyntaxError) -> Diagnostic {
    let code = Code::from_str(error.code).unwrap_or(Code::K0101);
    let mut diagnostic =
        Diagnostic::error(code, error.title.clone()).at(span(file, error.range), error.label.clone());
    if let Some(help) = &error.help {
        diagnostic = diagnostic.help(help.clone());
    }
    if let Some((range, replacement)) = &error.fix {
        let title = if replacement.is_empty() {
            String::from("Remove it")
        } else {
            format!("Write `{}`", replacement.trim())
        };
        diagnostic = diagnostic.replace(span(file, *range), replacement.clone(), title);
    }
    diagnostic
}

//! Declarations of the whole project and of the standard library, found by a few of their letters.
//!
//! Invariant: the order depends on the texts and the letters alone: how well the name fits, then the project before the
//! standard library, then the name, the file and the place.

use crate::navigation::{Declared, declarations};
use crate::{Range, SymbolKind, Workspace};
use kohort_base::{FileId, Files};
use kohort_grammar::parse;
use std::sync::{Arc, OnceLock};

/// A declaration that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSymbol {
    /// Its name.
    pub name: String,
    /// Inside of what it is declared; the module, if in the file itself.
    pub container: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The file, from the project's folder; `std/…` for the standard library.
    pub path: String,
    /// The name's place.
    pub range: Range,
}

/// How many are handed out; who sees more types another letter.
const MOST: usize = 256;

/// The declarations whose names have these letters in this order.
#[must_use]
pub fn workspace_symbols(workspace: &Workspace, letters: &str) -> Vec<FoundSymbol> {
    let mut found: Vec<((Fit, bool), FoundSymbol)> = Vec::new();
    for path in workspace.files() {
        let Ok(text) = workspace.text(&path) else { continue };
        for symbol in symbols_of(&workspace.module_of(&path), &path, &text) {
            found.extend(fit(letters, &symbol.name).map(|fit| ((fit, false), symbol)));
        }
    }
    if workspace.world().library().is_none() {
        for symbol in embedded() {
            found.extend(fit(letters, &symbol.name).map(|fit| ((fit, true), symbol.clone())));
        }
    }
    found.sort_by(|(left, one), (right, other)| {
        let key = |symbol: &FoundSymbol| (symbol.name.clone(), symbol.path.clone(), symbol.range.start);
        left.cmp(right).then_with(|| key(one).cmp(&key(other)))
    });
    found.truncate(MOST);
    found.into_iter().map(|(_, symbol)| symbol).collect()
}

/// What the embedded library declares. It never changes.
fn embedded() -> &'static [FoundSymbol] {
    static FOUND: OnceLock<Vec<FoundSymbol>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let modules = kohort_stdlib::modules();
        let symbols = modules.flat_map(|module| {
            let path = format!("{}.kohort", module.replace('.', "/"));
            let text = kohort_stdlib::module(module).unwrap_or_default();
            symbols_of(module, &path, text)
        });
        symbols.collect()
    })
}

fn symbols_of(module: &str, path: &str, text: &str) -> Vec<FoundSymbol> {
    let symbol = |found: Declared| FoundSymbol {
        container: found.container.unwrap_or_else(|| module.to_owned()),
        name: found.name,
        kind: found.kind,
        path: path.to_owned(),
        range: found.selection,
    };
    let declared = declarations(module, some_file(), &parse(text).tree());
    let shown = declared.into_iter().filter(|found| {
        !matches!(
            found.kind,
            SymbolKind::Value | SymbolKind::Table | SymbolKind::Local
        )
    });
    shown.map(symbol).collect()
}

/// Symbols of locals hold a file; here none is looked at.
fn some_file() -> FileId {
    Files::new().add(String::new(), Arc::from(""))
}

/// How well letters fit a name, best first: the name itself, its beginning, beginnings of its words, anywhere; then how many
/// letters lie between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    class: u8,
    between: usize,
    length: usize,
}

fn fit(letters: &str, name: &str) -> Option<Fit> {
    let wanted: Vec<char> = letters.chars().filter(|letter| !letter.is_whitespace()).collect();
    let wanted: Vec<char> = wanted.into_iter().flat_map(char::to_lowercase).collect();
    let written: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let length = written.len();
    let fit = |class, between| {
        Some(Fit {
            class,
            between,
            length,
        })
    };
    if written == wanted {
        return fit(0, 0);
    }
    if written.starts_with(&wanted) {
        return fit(1, 0);
    }
    if let Some(between) = subsequence(&wanted, &written, true) {
        return fit(2, between);
    }
    subsequence(&wanted, &written, false).and_then(|between| fit(3, between))
}

/// How many letters of a name lie between those that are wanted, taking each as early as it comes. `words`: a letter that
/// does not follow the one before begins a word.
fn subsequence(wanted: &[char], name: &[char], words: bool) -> Option<usize> {
    let mut at = 0;
    let mut between = 0;
    let mut before: Option<char> = None;
    let mut follows = false;
    let mut wanted = wanted.iter().peekable();
    while let Some(letter) = wanted.peek() {
        let here = name.get(at)?;
        let begins = before.is_none_or(|before| before == '_');
        if here == *letter && (!words || begins || follows) {
            wanted.next();
            follows = true;
        } else {
            between += 1;
            follows = false;
        }
        before = Some(*here);
        at += 1;
    }
    Some(between)
}

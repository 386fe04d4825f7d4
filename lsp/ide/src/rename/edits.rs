//! The replacements of a rename, and where things stand after it.

use crate::FixEdit;
use kohort_base::Span;
use kohort_semantics::{RecordOf, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// Replacements by one text, by file.
pub(super) struct Edits {
    new: String,
    by_path: BTreeMap<String, Vec<(u32, u32)>>,
}

impl Edits {
    /// These places, replaced.
    pub(super) fn new(new: &str, places: &BTreeSet<(String, u32, u32)>) -> Self {
        let mut by_path: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
        for (path, start, end) in places {
            by_path.entry(path.clone()).or_default().push((*start, *end));
        }
        Self {
            new: new.to_owned(),
            by_path,
        }
    }

    /// The files with replacements.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// The replaced places of a file, in order.
    pub(super) fn of(&self, path: &str) -> &[(u32, u32)] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether a file has replacements.
    pub(super) fn touches(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// A file's text with the replacements made.
    pub(super) fn apply(&self, path: &str, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for (start, end) in self.of(path) {
            out.push_str(text.get(from..usize::try_from(*start).ok()?)?);
            out.push_str(&self.new);
            from = usize::try_from(*end).ok()?;
        }
        out.push_str(text.get(from..)?);
        Some(out)
    }

    /// Where a place of a file is after the replacements. A place never cuts a name in two.
    pub(super) fn moved(&self, path: &str, span: Span) -> Span {
        let new = u32::try_from(self.new.len()).unwrap_or(u32::MAX);
        let places = self.of(path);
        let shifted = |offset: u32, counts: &dyn Fn(u32) -> bool| {
            let before = places.iter().filter(|(start, _)| counts(*start));
            before.fold(i64::from(offset), |offset, (start, end)| {
                offset + i64::from(new) - i64::from(end - start)
            })
        };
        let start = shifted(span.start, &|place| place < span.start);
        let end = shifted(span.end, &|place| place < span.end);
        let plain = |offset: i64| u32::try_from(offset).unwrap_or_default();
        Span::new(span.file, plain(start), plain(end))
    }

    /// The replacements, as an editor makes them.
    pub(super) fn into_fixes(self) -> Vec<FixEdit> {
        let new = self.new;
        let fixes = self.by_path.into_iter().flat_map(|(path, places)| {
            let new = new.clone();
            places.into_iter().map(move |(start, end)| FixEdit {
                path: path.clone(),
                range: start..end,
                replacement: new.clone(),
            })
        });
        fixes.collect()
    }
}

/// The symbol by which something is known after another one has got a new name.
pub(super) fn renamed(symbol: &Symbol, old: &Symbol, new: &str) -> Symbol {
    if symbol == old {
        return with_name(symbol, new);
    }
    let mut other = symbol.clone();
    match (&mut other, old) {
        // What belongs to a model is known by the model's name too.
        (
            Symbol::Entity { model, .. }
            | Symbol::Attribute { model, .. }
            | Symbol::Value { model, .. }
            | Symbol::Field(RecordOf::Entity { model, .. }, _),
            Symbol::Item { module, name },
        ) if *model == format!("{module}.{name}") => *model = format!("{module}.{new}"),
        (
            Symbol::Attribute { model, entity, .. } | Symbol::Value { model, entity, .. },
            Symbol::Entity {
                model: own,
                entity: named,
            },
        ) if model == own && entity == named => *entity = new.to_owned(),
        (
            Symbol::Value {
                model,
                entity,
                attribute,
                ..
            },
            Symbol::Attribute {
                model: own,
                entity: of,
                attribute: named,
            },
        ) if model == own && entity == of && attribute == named => *attribute = new.to_owned(),
        _ => {}
    }
    other
}

fn with_name(symbol: &Symbol, new: &str) -> Symbol {
    let mut other = symbol.clone();
    match &mut other {
        Symbol::Item { name, .. } => *name = new.to_owned(),
        Symbol::Entity { entity, .. } => *entity = new.to_owned(),
        Symbol::Attribute { attribute, .. } => *attribute = new.to_owned(),
        Symbol::Value { value, .. } => *value = new.to_owned(),
        // Known by its place, or not to be renamed.
        Symbol::Local(_) | Symbol::Module(_) | Symbol::Class(_) | Symbol::Field(..) | Symbol::Word(..) => {}
    }
    other
}

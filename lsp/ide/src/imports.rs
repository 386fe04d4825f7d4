//! The change that imports a name: into a `use` that is there, or a new one.
//!
//! Invariant: the change touches nothing but imports, and leaves sorted names sorted.

use crate::{Range, plain};
use kohort_grammar::ast::{self, Item, UseDecl};
use std::collections::BTreeMap;

/// The imports of a text.
pub(crate) struct Imports<'t> {
    text: &'t str,
    uses: Vec<UseDecl>,
    /// Where a first import goes, and what stands before and behind it.
    first: (u32, &'static str, &'static str),
}

impl<'t> Imports<'t> {
    /// Those of a text, whose tree is given.
    pub(crate) fn of(tree: &ast::File, text: &'t str) -> Self {
        let items = tree.items();
        let header = items.iter().find_map(|item| match item {
            Item::Study(study) => Some(plain(study.range()).end),
            _ => None,
        });
        let first = match header {
            Some(end) => (line_end(text, end), "\n\n", ""),
            None => {
                let documented = |item: &Item| plain(kohort_grammar::documented_range(item.syntax())).start;
                (items.first().map_or(0, documented), "", "\n\n")
            }
        };
        let uses = items.into_iter().filter_map(|item| match item {
            Item::Use(decl) => Some(decl),
            _ => None,
        });
        Self {
            text,
            uses: uses.collect(),
            first,
        }
    }

    /// What makes names of a module visible, each as it is to be written (`name`, or `name as other`).
    pub(crate) fn import(&self, module: &str, names: &[&str]) -> Vec<(Range, String)> {
        let of_module = |decl: &&UseDecl| {
            decl.path().is_some_and(|path| path.text() == module) && !decl.names().is_empty()
        };
        if let Some(known) = self.uses.iter().find(of_module) {
            return self.extended(known, names);
        }
        let line = format!("use {module}.{{{}}}", names.join(", "));
        match self.uses.last() {
            Some(last) => {
                let end = line_end(self.text, plain(last.range()).end);
                vec![(end..end, format!("\n{line}"))]
            }
            None => {
                let (at, before, behind) = self.first;
                vec![(at..at, format!("{before}{line}{behind}"))]
            }
        }
    }

    /// A `use` of the module with more names in it: each before the first one that is greater, if they are sorted.
    fn extended(&self, known: &UseDecl, names: &[&str]) -> Vec<(Range, String)> {
        let written: Vec<(Range, &str)> = known
            .names()
            .iter()
            .map(|name| {
                let range = plain(name.range());
                (range.clone(), self.slice(&range))
            })
            .collect();
        if !self.slice(&plain(known.range())).contains('{') {
            // One name without braces gets them.
            let Some((place, only)) = written.first() else {
                return Vec::new();
            };
            let mut all: Vec<&str> = names.iter().copied().chain([*only]).collect();
            all.sort_unstable();
            return vec![(place.clone(), format!("{{{}}}", all.join(", ")))];
        }
        let is_sorted = written.iter().map(|(_, name)| name).is_sorted();
        let mut added: BTreeMap<(u32, bool), Vec<&str>> = BTreeMap::new();
        for name in names {
            let next = written.iter().find(|(_, known)| is_sorted && known > name);
            let place = match (next, written.last()) {
                (Some((next, _)), _) => (next.start, true),
                (None, Some((last, _))) => (last.end, false),
                (None, None) => continue,
            };
            added.entry(place).or_default().push(name);
        }
        let edits = added.into_iter().map(|((at, is_before), names)| {
            let names = names.join(", ");
            let text = match is_before {
                true => format!("{names}, "),
                false => format!(", {names}"),
            };
            (at..at, text)
        });
        edits.collect()
    }

    fn slice(&self, range: &Range) -> &'t str {
        self.text
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    }
}

/// The end of a line that holds nothing more than a comment; the place itself otherwise.
fn line_end(text: &str, from: u32) -> u32 {
    let rest = text
        .get(from as usize..)
        .and_then(|rest| rest.split(['\n', '\r']).next());
    let rest = rest.unwrap_or_default();
    let trimmed = rest.trim_start();
    match trimmed.is_empty() || trimmed.starts_with("//") {
        true => u32::try_from(rest.len()).map_or(from, |length| from.saturating_add(length)),
        false => from,
    }
}

#[cfg(test)]
mod tests {
    use super::Imports;

    fn imported(text: &str, module: &str, names: &[&str]) -> String {
        let tree = kohort_grammar::parse(text).tree();
        let mut new = text.to_owned();
        for (range, added) in Imports::of(&tree, text).import(module, names).into_iter().rev() {
            new.replace_range(range.start as usize..range.end as usize, &added);
        }
        new
    }

    #[test]
    fn a_name_is_added_to_the_use_of_its_module() {
        let text = "study s version \"1\" on m\n\nuse a.b.{c, e}\nuse f.g // why\n\nlet x = 1\n";
        assert!(imported(text, "a.b", &["d"]).contains("use a.b.{c, d, e}\n"));
        assert!(imported(text, "a.b", &["z"]).contains("use a.b.{c, e, z}\n"));
        assert!(imported(text, "a.b", &["a", "b as c2", "y"]).contains("use a.b.{a, b as c2, c, e, y}\n"));
        assert!(imported(text, "f", &["a"]).contains("use f.{a, g} // why\n"));
        assert!(imported(text, "n.o", &["p", "q"]).contains("use f.g // why\nuse n.o.{p, q}\n\nlet"));
        assert!(imported("use a.{z, b}", "a", &["c"]).contains("use a.{z, b, c}"));
    }

    #[test]
    fn the_first_use_stands_below_the_heading_or_at_the_top() {
        let text = imported("study s version \"1\" on m\n\nlet x = 1\n", "a", &["b"]);
        assert_eq!(text, "study s version \"1\" on m\n\nuse a.{b}\n\nlet x = 1\n");
        let text = imported(
            "// A comment.\n\n/// A list.\ncodes c { ICD10 C34 }\n",
            "a",
            &["b"],
        );
        assert_eq!(
            text,
            "// A comment.\n\nuse a.{b}\n\n/// A list.\ncodes c { ICD10 C34 }\n"
        );
    }
}

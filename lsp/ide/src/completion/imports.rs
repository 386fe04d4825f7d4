//! The change that imports a name: into a `use` that is there, or a new one.
//!
//! Invariant: the change does not touch what is being typed, and leaves sorted names sorted.

use crate::Range;
use kohort_grammar::ast::{self, Item};

/// What makes a name of a module visible in a file, whose text it is.
pub(super) fn import(text: &str, module: &str, name: &str) -> Vec<(Range, String)> {
    let tree = kohort_grammar::parse(text).tree();
    let items = tree.items();
    let uses: Vec<&ast::UseDecl> = items
        .iter()
        .filter_map(|item| match item {
            Item::Use(item) => Some(item),
            _ => None,
        })
        .collect();
    let of_module = uses
        .iter()
        .find(|item| item.path().is_some_and(|path| path.text() == module) && !item.names().is_empty());
    if let Some(known) = of_module {
        return extended(text, known, name);
    }
    let line = format!("use {module}.{{{name}}}");
    if let Some(last) = uses.last() {
        let end = crate::plain(last.range()).end;
        return vec![(end..end, format!("\n{line}"))];
    }
    let header = items.iter().find_map(|item| match item {
        Item::Study(study) => Some(crate::plain(study.range()).end),
        _ => None,
    });
    match header {
        Some(end) => vec![(end..end, format!("\n\n{line}"))],
        None => {
            let first = items
                .first()
                .map_or(0, |item| u32::from(item.syntax().text_range().start()));
            vec![(first..first, format!("{line}\n\n"))]
        }
    }
}

fn extended(text: &str, known: &ast::UseDecl, name: &str) -> Vec<(Range, String)> {
    let names = known.names();
    let range = crate::plain(known.range());
    let written = text
        .get(range.start as usize..range.end as usize)
        .unwrap_or_default();
    if !written.contains('{') {
        // One name without braces gets them.
        return match names.first() {
            Some(only) => {
                let place = crate::plain(only.range());
                let old = text
                    .get(place.start as usize..place.end as usize)
                    .unwrap_or_default();
                let mut both = [old, name];
                both.sort_unstable();
                vec![(place, format!("{{{}}}", both.join(", ")))]
            }
            None => Vec::new(),
        };
    }
    let texts: Vec<String> = names
        .iter()
        .filter_map(|name| Some(name.name()?.text()))
        .collect();
    let next = names
        .iter()
        .find(|known| texts.is_sorted() && known.name().is_some_and(|known| known.text().as_str() > name));
    match (next, names.last()) {
        (Some(next), _) => {
            let start = crate::plain(next.range()).start;
            vec![(start..start, format!("{name}, "))]
        }
        (None, Some(last)) => {
            let end = crate::plain(last.range()).end;
            vec![(end..end, format!(", {name}"))]
        }
        (None, None) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::import;

    fn imported(text: &str, module: &str, name: &str) -> String {
        let mut text = text.to_owned();
        for (range, new) in import(&text.clone(), module, name).into_iter().rev() {
            text.replace_range(range.start as usize..range.end as usize, &new);
        }
        text
    }

    #[test]
    fn a_name_is_added_to_the_use_of_its_module() {
        let text = "study s version \"1\" on m\n\nuse a.b.{c, e}\nuse f.g\n\nlet x = 1\n";
        assert!(imported(text, "a.b", "d").contains("use a.b.{c, d, e}\n"));
        assert!(imported(text, "a.b", "z").contains("use a.b.{c, e, z}\n"));
        assert!(imported(text, "f", "a").contains("use f.{a, g}\n"));
        assert!(imported(text, "n.o", "p").contains("use f.g\nuse n.o.{p}\n\nlet"));
        assert!(imported("use a.{z, b}", "a", "c").contains("use a.{z, b, c}"));
    }

    #[test]
    fn the_first_use_stands_below_the_heading_or_at_the_top() {
        let text = imported("study s version \"1\" on m\n\nlet x = 1\n", "a", "b");
        assert_eq!(text, "study s version \"1\" on m\n\nuse a.{b}\n\nlet x = 1\n");
        let text = imported("// A comment.\n\n/// A list.\ncodes c { ICD10 C34 }\n", "a", "b");
        assert_eq!(
            text,
            "// A comment.\n\nuse a.{b}\n\n/// A list.\ncodes c { ICD10 C34 }\n"
        );
    }
}

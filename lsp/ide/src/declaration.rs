//! Where something that a module declares is written.
//!
//! Invariant: the declaration is the one that the compiler means by the name: the first of its name in the module's text.

use kohort_base::{Encoding, FileId};
use kohort_grammar::ast::{self, Item};
use kohort_grammar::{TextRange, parse};
use kohort_semantics::Analysis;

/// A declaration in its file.
pub(crate) struct Declaration {
    /// The file.
    pub(crate) file: FileId,
    /// The whole declaration.
    pub(crate) item: Item,
    /// Its name alone.
    pub(crate) name: ast::Name,
}

/// The declaration of a name in a module that an analysis loaded.
pub(crate) fn declaration(analysis: &Analysis, module: &str, name: &str) -> Option<Declaration> {
    let path = analysis.vocabulary.modules.get(module)?;
    let file = analysis.files.find(path)?;
    let items = parse(analysis.files.text(file)).tree().items();
    items.into_iter().find_map(|item| {
        let found = item.name()?;
        (found.text() == name).then_some(Declaration {
            file,
            name: found,
            item,
        })
    })
}

/// A place in words: the file, if it is another than the one shown, and the line.
pub(crate) fn place(analysis: &Analysis, shown: FileId, file: FileId, range: TextRange) -> String {
    let line = analysis.files.line_index(file);
    let line = line
        .position(range.start().into(), Encoding::Utf8)
        .line
        .saturating_add(1);
    match file == shown {
        true => format!("*line {line}*"),
        false => format!("*{}, line {line}*", analysis.files.path(file).replace('_', "\\_")),
    }
}

/// What the comment at the head of a file says about where a declaration comes from: the bullets (`// * Hess: …`) whose
/// first word stands in its doc comment.
pub(crate) fn origins(text: &str, doc: &str) -> Vec<String> {
    let head = text
        .lines()
        .take_while(|line| line.starts_with("//") && !line.starts_with("///"));
    let mut bullets: Vec<String> = Vec::new();
    let mut inside = false;
    for line in head {
        let line = line.trim_start_matches('/');
        let trimmed = line.trim();
        if let Some(bullet) = trimmed.strip_prefix("* ") {
            bullets.push(bullet.to_owned());
            inside = true;
        } else if trimmed.is_empty() || !line.starts_with("   ") {
            inside = false;
        } else if inside && let Some(last) = bullets.last_mut() {
            last.push(' ');
            last.push_str(trimmed);
        }
    }
    let words: Vec<String> = words(doc).collect();
    let about = |bullet: &String| {
        let subject = bullet.split_once(':').map_or("", |(subject, _)| subject);
        self::words(subject)
            .next()
            .is_some_and(|first| words.contains(&first))
    };
    bullets.into_iter().filter(about).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_file_names_sources() {
        let text = kohort_stdlib::module("std.lines").unwrap();
        let hess = origins(text, "Colorectal cancer: Hess et al. 2021.");
        assert_eq!(
            hess,
            [
                "Hess: Hess et al. 2021, Future Oncol 17:1865, the best of several rules for three tumours, judged by clinicians."
            ]
        );
        let myeloma = origins(
            text,
            "Multiple myeloma, from claims: steroids never count, five lines at most.",
        );
        assert_eq!(myeloma, ["Myeloma: rules of a claims study (GSK 219870)."]);
        assert!(origins(text, "").is_empty() && origins("", "Hess").is_empty());
    }
}

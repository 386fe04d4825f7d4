//! Places that the compiler could not read or understand, where a use of the name may hide.

use super::edits::Edits;
use super::subject::Subject;
use super::trial::line_of;
use super::{Refusal, part};
use crate::navigation::{analyses, declarations};
use crate::{Workspace, plain};
use kohort_grammar::{Parse, SyntaxKind, SyntaxNode, parse};
use kohort_semantics::{Analysis, Fact, Symbol};

/// Refuses a rename that could leave a use behind.
pub(super) fn check(workspace: &mut Workspace, subject: &Subject, edits: &Edits) -> Result<(), Refusal> {
    for analysis in analyses(workspace) {
        let module = &analysis.vocabulary.module;
        let Some(path) = analysis.vocabulary.modules.get(module).cloned() else {
            continue;
        };
        if !may_name(&analysis, subject, &path) {
            continue;
        }
        let Ok(text) = workspace.text(&path) else { continue };
        let parsed = parse(&text);
        damaged(subject, edits, &path, &text, &parsed)?;
        not_understood(workspace, subject, &path, &text, &parsed, &analysis)?;
    }
    Ok(())
}

/// Whether the name can mean what is renamed in a file.
fn may_name(analysis: &Analysis, subject: &Subject, path: &str) -> bool {
    match &subject.symbol {
        _ if subject.is_alias => path == subject.path,
        Symbol::Item { .. } => analysis.vocabulary.names.get(&subject.written) == Some(&subject.symbol),
        _ => true,
    }
}

/// A syntax error in an item that would be changed, or the name in text that was skipped.
fn damaged(subject: &Subject, edits: &Edits, path: &str, text: &str, parsed: &Parse) -> Result<(), Refusal> {
    if parsed.errors().is_empty() {
        return Ok(());
    }
    let refusal = |offset: u32| Err(Refusal::damaged(&subject.written, path, line_of(text, offset)));
    let items = parsed.tree().items();
    for item in &items {
        let range = item.range();
        let edited = edits
            .of(path)
            .iter()
            .any(|(start, _)| range.contains((*start).into()));
        let mut errors = parsed.errors().iter();
        if edited && let Some(error) = errors.find(|error| range.intersect(error.range).is_some()) {
            return refusal(error.range.start().into());
        }
    }
    let skipped = |node: &SyntaxNode| {
        matches!(
            node.kind(),
            SyntaxKind::BadItem | SyntaxKind::BadEntry | SyntaxKind::Misplaced
        )
    };
    for node in parsed.syntax().descendants().filter(skipped) {
        let tokens = node
            .descendants_with_tokens()
            .filter_map(|element| element.into_token());
        let mut named = tokens.filter(|token| {
            token
                .text()
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .any(|word| word == subject.written)
        });
        if let Some(token) = named.next() {
            return refusal(token.text_range().start().into());
        }
    }
    Ok(())
}

/// The name in a place where names are used, without a note of what it stands for.
fn not_understood(
    workspace: &Workspace,
    subject: &Subject,
    path: &str,
    text: &str,
    parsed: &Parse,
    analysis: &Analysis,
) -> Result<(), Refusal> {
    let Some(file) = analysis.files.find(path) else {
        return Ok(());
    };
    let declared = declarations(&workspace.module_of(path), file, &parsed.tree());
    for node in parsed.syntax().descendants().filter(names_something) {
        let Some(range) = crate::selection::significant(&node).map(plain) else {
            continue;
        };
        if part(text, range.start, range.end) != Some(subject.written.as_str()) {
            continue;
        }
        let is_noted = analysis.facts.at(file, range.start).iter().any(|(span, fact)| {
            matches!(fact, Fact::Names(_)) && span.start <= range.start && range.end <= span.end
        });
        if !is_noted && !declared.iter().any(|found| found.selection == range) {
            let line = line_of(text, range.start);
            return Err(Refusal::not_understood(&subject.written, path, line));
        }
    }
    Ok(())
}

/// Whether a node is a name that stands for a declaration; others are systems of codes, countries, classes, formats and
/// the names of studies.
fn names_something(node: &SyntaxNode) -> bool {
    let Some(parent) = node.parent().map(|parent| parent.kind()) else {
        return false;
    };
    let stands_for_itself = matches!(
        parent,
        SyntaxKind::CodesEntry
            | SyntaxKind::ClassEntry
            | SyntaxKind::CountryEntry
            | SyntaxKind::TableFile
            | SyntaxKind::AlwaysValue
            | SyntaxKind::Conversion
            | SyntaxKind::DrugLookup
            | SyntaxKind::UnavailableCountry
            | SyntaxKind::TestRecord
            | SyntaxKind::TypeDecl
            | SyntaxKind::ExtraResult
            | SyntaxKind::StudyDecl
            | SyntaxKind::EventEntry
            | SyntaxKind::ExpectEntry
            | SyntaxKind::UseName
    );
    let is_class = node
        .prev_sibling_or_token()
        .into_iter()
        .chain(
            node.prev_sibling_or_token()
                .and_then(|before| before.prev_sibling_or_token()),
        )
        .any(|before| before.as_token().is_some_and(|token| token.text() == "class"));
    // Behind a dot stands what the record before it has.
    let is_first = parent != SyntaxKind::Path || node.prev_sibling().is_none();
    node.kind() == SyntaxKind::Name && !stands_for_itself && !is_class && is_first
}

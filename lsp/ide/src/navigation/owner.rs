//! What a place belongs to: the definition, criterion, endpoint or output around it.

use crate::{Range, SymbolKind, plain};
use kohort_grammar::{SyntaxKind, SyntaxNode, ast, one_line};

/// A part of a file that uses names to say what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    /// The start of what is marked, and its end; first, so that owners are in the order of the text.
    pub(super) selection: (u32, u32),
    /// The whole.
    pub(super) whole: (u32, u32),
    /// What it is.
    pub(super) kind: SymbolKind,
    /// Its name, or its text in one line.
    pub(super) name: String,
    /// The cohort of a criterion, the entity of a mapping.
    pub(super) container: Option<String>,
}

/// The innermost owner around a place.
pub(super) fn owner_at(tree: &ast::File, range: &Range) -> Option<Owner> {
    let node = tree.syntax();
    let inside = kohort_grammar::TextRange::new(range.start.into(), range.end.into());
    if !node.text_range().contains_range(inside) {
        return None;
    }
    let around = node.covering_element(inside);
    around.ancestors().find_map(|node| owner(&node))
}

fn owner(node: &SyntaxNode) -> Option<Owner> {
    use SymbolKind as K;
    let kind = match node.kind() {
        SyntaxKind::CriterionEntry => K::Criterion,
        SyntaxKind::CohortDecl => K::Cohort,
        SyntaxKind::ParameterDecl => K::Parameter,
        // A `let` of an endpoint belongs to it.
        SyntaxKind::LetDecl if node.parent().is_some_and(|up| up.kind() == SyntaxKind::File) => K::Definition,
        SyntaxKind::CodesDecl => K::Codes,
        SyntaxKind::AnalyteDecl => K::Analyte,
        SyntaxKind::DrugDecl => K::Drug,
        SyntaxKind::DrugsDecl => K::Drugs,
        SyntaxKind::RegimenDecl => K::Regimen,
        SyntaxKind::LinesDecl => K::Lines,
        SyntaxKind::EndpointDecl => K::Endpoint,
        SyntaxKind::CharacteristicDecl => K::Characteristic,
        SyntaxKind::SourceDecl => K::Source,
        SyntaxKind::EntityMappingDecl => K::Entity,
        SyntaxKind::MappingDecl => K::Attribute,
        SyntaxKind::AttributeDecl => K::Attribute,
        SyntaxKind::EntityDecl => K::Entity,
        SyntaxKind::ModelDecl => K::Model,
        SyntaxKind::StudyDecl => K::Study,
        SyntaxKind::TestDecl => K::Test,
        SyntaxKind::ReportEntry | SyntaxKind::PrecisionDecl => K::Output,
        _ => return None,
    };
    let whole = significant(node)?;
    let name = node.children().find(|child| child.kind() == SyntaxKind::Name);
    let text = node
        .children()
        .find(|child| child.kind() == SyntaxKind::StringLit);
    let (selection, name) = match (kind, name, text) {
        (K::Output, ..) => (whole, one_line(node)),
        (K::Test, _, Some(text)) => (significant(&text)?, one_line(&text)),
        (_, Some(name), _) => (significant(&name)?, one_line(&name)),
        _ => (whole, one_line(node)),
    };
    let container = match kind {
        K::Criterion | K::Attribute => node.parent().and_then(|up| name_of(&up)),
        _ => None,
    };
    Some(Owner {
        selection,
        whole,
        kind,
        name,
        container,
    })
}

fn name_of(node: &SyntaxNode) -> Option<String> {
    let name = node.children().find(|child| child.kind() == SyntaxKind::Name)?;
    Some(one_line(&name))
}

fn significant(node: &SyntaxNode) -> Option<(u32, u32)> {
    let range = crate::selection::significant(node)?;
    let range = plain(range);
    Some((range.start, range.end))
}

//! Attributes that a mapping says nothing about.

use super::Context;
use crate::lower::codes::is_damaged;
use crate::model::{AttributeId, EntityId};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::{SyntaxKind, ast};

/// Reports all of an entity at once, with lines that only lack the reasons.
pub(super) fn report(
    written: &ast::EntityMappingDecl,
    entity: EntityId,
    mentioned: &dyn Fn(&AttributeId) -> bool,
    context: &mut Context<'_>,
) {
    // The line may be the one that the parser could not understand; and without a block nothing can be said in it.
    let has_block = written
        .syntax()
        .children_with_tokens()
        .any(|element| element.kind() == SyntaxKind::LeftBrace);
    if is_damaged(written.syntax()) || !has_block {
        return;
    }
    let model = context.model;
    let forgotten: Vec<_> = model
        .attribute_ids(entity)
        .filter(|id| !mentioned(id))
        .filter_map(|id| model.attribute(id))
        .collect();
    let (Some(first), Some(name)) = (forgotten.first(), written.entity()) else {
        return;
    };
    let names: Vec<String> = forgotten
        .iter()
        .map(|attribute| format!("`{}`", attribute.name))
        .collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let place = context.span(name.range());
    let mut finding = Diagnostic::error(
        Code::K0603,
        format!("{} of `{}` {verb} not mentioned", names.join(", "), name.text()),
    )
    .at(
        place,
        format!("`{}` maps this and does not say everything", context.source),
    )
    .and(first.span, "the model has it");
    for attribute in forgotten.iter().skip(1) {
        finding = finding.and(attribute.span, "and this");
    }
    let lines: Vec<String> = forgotten
        .iter()
        .map(|attribute| format!("{} absent \"…\"", attribute.name))
        .collect();
    let (at, text) = insertion(written, &lines);
    let at = Span::at(context.file, at);
    context.report(
        finding
            .help("map each, derive it, or say why it is absent")
            .replace(at, text, "Say that they are absent, and then why"),
    );
}

/// Where the lines go and how they are set: behind the last line of the block, as far in as that one.
fn insertion(written: &ast::EntityMappingDecl, lines: &[String]) -> (u32, String) {
    let block = written.range();
    let Some(last) = written.attributes().last().map(ast::MappingDecl::range) else {
        let inside = u32::from(block.end()).saturating_sub(1);
        return (inside, format!("\n    {}\n  ", lines.join("\n    ")));
    };
    let node = written.syntax();
    let before = last
        .start()
        .checked_sub(node.text_range().start())
        .unwrap_or_default();
    let text = node.text().to_string();
    let lead = text
        .get(..usize::from(before))
        .and_then(|text| text.rsplit_once('\n'))
        .map(|(_, lead)| lead);
    let separator = match lead {
        Some(blanks) if blanks.trim().is_empty() => format!("\n{blanks}"),
        _ => String::from(" "),
    };
    let text = lines.iter().map(|line| format!("{separator}{line}")).collect();
    (last.end().into(), text)
}

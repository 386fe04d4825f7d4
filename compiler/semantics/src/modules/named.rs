//! The modules that a text names outside of its `use`: those of drugs in a source, those of rules in lines of therapy.

use kohort_grammar::{TextRange, ast};

/// The modules in which a source looks for its drugs.
pub(super) fn drug_modules(decl: &ast::SourceDecl) -> Vec<ast::Path> {
    let mappings = decl.mappings();
    let conversions = mappings.iter().flat_map(ast::EntityMappingDecl::attributes);
    let kinds = conversions.filter_map(|line| match line.kind() {
        ast::MappingKind::Column { conversion, .. } => conversion?.kind(),
        _ => None,
    });
    kinds
        .filter_map(|kind| match kind {
            ast::ConversionKind::Drug { module, .. } => module,
            _ => None,
        })
        .collect()
}

/// The modules that lines of therapy name: those of rule sets by their path, and those with the names of regimens.
pub(super) fn line_modules(tree: &ast::File) -> Vec<(String, TextRange)> {
    let mut modules = Vec::new();
    for item in tree.items() {
        let ast::Item::Lines(decl) = item else { continue };
        let rules = match decl.body() {
            ast::LinesBody::Use(used) => {
                if let Some(path) = used.path()
                    && let Some((module, _)) = path.text().rsplit_once('.')
                {
                    modules.push((module.to_owned(), without_last(&path)));
                }
                used.with()
            }
            ast::LinesBody::Rules(entries) => {
                let rule = |entry| match entry {
                    ast::LinesEntry::Rule(rule) => Some(rule),
                    ast::LinesEntry::Bad(_) => None,
                };
                entries.into_iter().filter_map(rule).collect()
            }
        };
        for rule in rules {
            if let ast::LineRule::Regimen(rule) = rule
                && let Some(path) = rule.path()
            {
                modules.push((path.text(), path.range()));
            }
        }
    }
    modules
}

/// The place of the module in the path of something that it declares.
pub(super) fn without_last(path: &ast::Path) -> TextRange {
    let segments = path.segments();
    match segments.split_last() {
        Some((_, [first, .., last])) => TextRange::new(first.range().start(), last.range().end()),
        Some((_, [only])) => only.range(),
        _ => path.range(),
    }
}

//! What the sources make of an entity or an attribute of a model: the places of their mappings.

use super::references::analyses;
use super::{Target, named_at};
use crate::Workspace;
use kohort_base::Span;
use kohort_semantics::{Analysis, Model, Source, Symbol};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Where each source maps the entity or the attribute that is named at an offset, or says why it is absent.
#[must_use]
pub fn implementations(workspace: &mut Workspace, path: &str, offset: u32) -> Vec<Target> {
    let Some(named) = named_at(workspace, path, offset) else {
        return Vec::new();
    };
    let mut all = analyses(workspace);
    all.push(Rc::clone(&named.analysis));
    let mut found = BTreeSet::new();
    for analysis in all {
        for source in &analysis.sources {
            let places = mapped(&analysis, source, &named.symbol).unwrap_or_default();
            let path = |span: &Span| analysis.files.path(span.file).to_owned();
            found.extend(places.iter().map(|span| (path(span), span.start, span.end)));
        }
    }
    let target = |(path, start, end): (String, u32, u32)| Target {
        path,
        range: start..end,
        whole: start..end,
    };
    found.into_iter().map(target).collect()
}

/// The places of a source that map what is named; none if the source is of another model.
fn mapped(analysis: &Analysis, source: &Source, symbol: &Symbol) -> Option<Vec<Span>> {
    let (wanted, entity, attribute) = match symbol {
        Symbol::Entity { model, entity } => (model, entity, None),
        Symbol::Attribute {
            model,
            entity,
            attribute,
        } => (model, entity, Some(attribute)),
        _ => return None,
    };
    let model = model_of(analysis, source)?;
    if format!("{}.{}", model.module, model.name) != *wanted {
        return None;
    }
    let (id, declared) = model.entity_named(entity)?;
    let absent = source.absent.iter().filter(|absent| absent.entity == id);
    let mappings = source.entities.iter().filter(|mapping| mapping.entity == id);
    let spans = match attribute {
        None => mappings.map(|mapping| mapping.span).collect::<Vec<_>>(),
        Some(name) => {
            let (index, _) = declared.attribute_named(name)?;
            mappings
                .flat_map(|mapping| &mapping.attributes)
                .filter(|mapping| mapping.attribute.index == index)
                .map(|mapping| mapping.span)
                .collect()
        }
    };
    Some(
        spans
            .into_iter()
            .chain(absent.map(|absent| absent.span))
            .collect(),
    )
}

fn model_of<'a>(analysis: &'a Analysis, source: &Source) -> Option<&'a Model> {
    let models = analysis.vocabulary.models.values();
    let mut of_path = models.filter(|model| source.model == format!("{}.{}", model.module, model.name));
    of_path.next().map(AsRef::as_ref)
}

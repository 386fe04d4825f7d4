//! `textDocument/definition`, `declaration`, `typeDefinition` and `implementation`: where a name leads.

use crate::server::Asked;
use kohort_ide::{Target, Workspace};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, Location};

/// What is answered: nothing where no name is.
type Answer = Result<Option<GotoDefinitionResponse>>;

pub(crate) fn definition(asked: Asked<'_>, parameters: GotoDefinitionParams) -> Answer {
    one(asked, &parameters, kohort_ide::definition)
}

pub(crate) fn declaration(asked: Asked<'_>, parameters: GotoDefinitionParams) -> Answer {
    one(asked, &parameters, kohort_ide::declaration)
}

pub(crate) fn type_definition(asked: Asked<'_>, parameters: GotoDefinitionParams) -> Answer {
    one(asked, &parameters, kohort_ide::type_definition)
}

/// The mappings of an entity or an attribute in all sources.
pub(crate) fn implementation(mut asked: Asked<'_>, parameters: GotoDefinitionParams) -> Answer {
    let offset = asked.offset(parameters.text_document_position_params.position);
    let path = asked.path();
    let targets = kohort_ide::implementations(asked.workspace(), path, offset);
    let locations: Vec<Location> = targets
        .iter()
        .filter_map(|target| location(&asked, target))
        .collect();
    Ok(Some(GotoDefinitionResponse::Array(locations)))
}

fn one(
    mut asked: Asked<'_>,
    parameters: &GotoDefinitionParams,
    question: fn(&mut Workspace, &str, u32) -> Option<Target>,
) -> Answer {
    let offset = asked.offset(parameters.text_document_position_params.position);
    let path = asked.path();
    let target = question(asked.workspace(), path, offset);
    let location = target.and_then(|target| location(&asked, &target));
    Ok(location.map(GotoDefinitionResponse::Scalar))
}

/// The place of a target.
pub(super) fn location(asked: &Asked<'_>, target: &Target) -> Option<Location> {
    asked.location(&target.path, &target.range)
}

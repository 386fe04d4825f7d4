//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `outgoingCalls`: what uses what.
//!
//! Invariant: an item carries the document from which it was asked for, its file and its place, and is found again by
//! these; an editor that has closed that document asks anew.

use super::document_symbol::kind;
use crate::server::Asked;
use kohort_ide::{Call, CallItem, incoming_calls, outgoing_calls, prepare_calls};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, CallHierarchyPrepareParams,
    Range, Uri,
};

/// How an item is found again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The document from which the hierarchy was asked for.
    pub(crate) document: Uri,
    path: String,
    offset: u32,
}

impl Mark {
    /// The mark of an item that comes back from the editor.
    pub(crate) fn of(item: &CallHierarchyItem) -> Result<Self> {
        let data = item.data.clone().unwrap_or_default();
        serde_json::from_value(data)
            .map_err(|_| Error::invalid_params("the item is none that this server has sent"))
    }
}

pub(crate) fn prepare(
    mut asked: Asked<'_>,
    parameters: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let at = parameters.text_document_position_params;
    let offset = asked.offset(at.position);
    let path = asked.path();
    let found = prepare_calls(asked.workspace(), path, offset);
    let item = found.and_then(|found| item(&asked, &at.text_document.uri, &found));
    Ok(item.map(|item| vec![item]))
}

pub(crate) fn incoming(mut asked: Asked<'_>, mark: Mark) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let found = prepare_calls(asked.workspace(), &mark.path, mark.offset);
    let calls = found.map(|found| incoming_calls(asked.workspace(), &found));
    let calls = calls.into_iter().flatten().filter_map(|call| {
        Some(CallHierarchyIncomingCall {
            from_ranges: ranges(&asked, &call.item.path, &call)?,
            from: item(&asked, &mark.document, &call.item)?,
        })
    });
    Ok(Some(calls.collect()))
}

pub(crate) fn outgoing(mut asked: Asked<'_>, mark: Mark) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let found = prepare_calls(asked.workspace(), &mark.path, mark.offset);
    let calls = found.map(|found| outgoing_calls(asked.workspace(), &found));
    let calls = calls.into_iter().flatten().filter_map(|call| {
        Some(CallHierarchyOutgoingCall {
            from_ranges: ranges(&asked, &mark.path, &call)?,
            to: item(&asked, &mark.document, &call.item)?,
        })
    });
    Ok(Some(calls.collect()))
}

fn ranges(asked: &Asked<'_>, path: &str, call: &Call) -> Option<Vec<Range>> {
    let positions = asked.positions_of(path)?;
    Some(call.places.iter().map(|place| positions.range(place)).collect())
}

fn item(asked: &Asked<'_>, document: &Uri, found: &CallItem) -> Option<CallHierarchyItem> {
    let positions = asked.positions_of(&found.path)?;
    let mark = Mark {
        document: document.clone(),
        path: found.path.clone(),
        offset: found.selection.0,
    };
    Some(CallHierarchyItem {
        name: found.name.clone(),
        kind: kind(found.kind),
        tags: None,
        detail: found.container.clone(),
        uri: asked.uri_of(&found.path)?,
        range: positions.range(&(found.whole.0..found.whole.1)),
        selection_range: positions.range(&(found.selection.0..found.selection.1)),
        data: Some(json!(mark)),
    })
}

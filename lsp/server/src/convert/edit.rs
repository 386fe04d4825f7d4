//! Replacements as edits of the editor's documents.

use crate::server::Asked;
use kohort_ide::{Change, FixEdit};
use std::collections::BTreeMap;
use tower_lsp::ls_types::{
    CreateFile, DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    Range, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

/// A change of a project's files, and of files that it makes. None if the editor cannot make files where it must, or one
/// of them cannot be edited.
pub(crate) fn workspace_change(asked: &Asked<'_>, change: &Change) -> Option<WorkspaceEdit> {
    if change.creates.is_empty() {
        return workspace_edit(asked, &change.edits);
    }
    let abilities = asked.abilities();
    if !abilities.creates_files || !abilities.versioned_edits {
        return None;
    }
    let mut operations = Vec::new();
    for new in &change.creates {
        let uri = asked.uri_of(&new.path)?;
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
            uri: uri.clone(),
            // A file that has come into being meanwhile is left alone, and the change fails as a whole.
            options: None,
            annotation_id: None,
        })));
        let start = Range::default();
        let text = TextEdit::new(start, new.text.clone());
        operations.push(DocumentChangeOperation::Edit(versioned((uri, None, vec![text]))));
    }
    let edits = workspace_edit(asked, &change.edits)?;
    if let Some(DocumentChanges::Edits(edits)) = edits.document_changes {
        operations.extend(edits.into_iter().map(DocumentChangeOperation::Edit));
    }
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    })
}

/// Replacements in some files of a project. None if one of them cannot be edited, as those of the standard library.
pub(crate) fn workspace_edit(asked: &Asked<'_>, edits: &[FixEdit]) -> Option<WorkspaceEdit> {
    let mut by_file: BTreeMap<&str, Vec<&FixEdit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(&edit.path).or_default().push(edit);
    }
    let mut changes: Vec<(Uri, Option<i32>, Vec<TextEdit>)> = Vec::new();
    for (path, edits) in by_file {
        if !asked.can_be_edited(path) {
            return None;
        }
        let uri = asked.uri_of(path)?;
        let positions = asked.positions_of(path)?;
        let edits = edits
            .iter()
            .map(|edit| TextEdit::new(positions.range(&edit.range), edit.replacement.clone()));
        changes.push((uri, asked.version_of(path), edits.collect()));
    }
    Some(match asked.abilities().versioned_edits {
        true => WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(
                changes.into_iter().map(versioned).collect(),
            )),
            ..WorkspaceEdit::default()
        },
        false => WorkspaceEdit::new(changes.into_iter().map(|(uri, _, edits)| (uri, edits)).collect()),
    })
}

fn versioned((uri, version, edits): (Uri, Option<i32>, Vec<TextEdit>)) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}

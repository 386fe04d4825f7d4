//! What the editor can do, and what its user has set.

use kohort_base::Encoding;
use serde::Deserialize;
use serde_json::Value;
use tower_lsp::ls_types::{ClientCapabilities, PositionEncodingKind, ResourceOperationKind};

/// What the editor can do, as it said when it started.
#[derive(Clone, Debug)]
pub(crate) struct Abilities {
    /// What its columns count.
    pub(crate) encoding: Encoding,
    /// It watches files if it is asked to.
    pub(crate) watches_files: bool,
    /// It answers what its settings are.
    pub(crate) tells_settings: bool,
    /// Outlines may have levels.
    pub(crate) nested_symbols: bool,
    /// Folds go by whole lines.
    pub(crate) folds_lines: bool,
    /// Edits may name the version of the text that they are for.
    pub(crate) versioned_edits: bool,
    /// Edits may make files.
    pub(crate) creates_files: bool,
    /// Its user sees how far something is, and can stop it.
    pub(crate) shows_progress: bool,
    /// It asks for lenses again when it is told to.
    pub(crate) refreshes_lenses: bool,
    /// What is inserted may have places to fill in.
    pub(crate) fills_in: bool,
    /// What is offered may be marked, for example as deprecated.
    pub(crate) marks_offers: bool,
    /// It wants to know when everything is checked.
    pub(crate) wants_status: bool,
}

impl Abilities {
    pub(crate) fn of(said: &ClientCapabilities) -> Self {
        let workspace = said.workspace.as_ref();
        let document = said.text_document.as_ref();
        let offered = said
            .general
            .as_ref()
            .and_then(|general| general.position_encodings.as_ref());
        let utf8 = offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8));
        let offers = document
            .and_then(|document| document.completion.as_ref())
            .and_then(|completion| completion.completion_item.as_ref());
        let experimental = |name: &str| {
            said.experimental
                .as_ref()
                .and_then(|experimental| experimental.get(name))
                .and_then(Value::as_bool)
                .unwrap_or(false)
        };
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            watches_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files)
                .and_then(|watching| watching.dynamic_registration)
                .unwrap_or(false),
            tells_settings: workspace
                .and_then(|workspace| workspace.configuration)
                .unwrap_or(false),
            nested_symbols: document
                .and_then(|document| document.document_symbol.as_ref())
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)
                .unwrap_or(false),
            folds_lines: document
                .and_then(|document| document.folding_range.as_ref())
                .and_then(|folding| folding.line_folding_only)
                .unwrap_or(false),
            versioned_edits: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref())
                .and_then(|edit| edit.document_changes)
                .unwrap_or(false),
            creates_files: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref())
                .and_then(|edit| edit.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            shows_progress: said
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)
                .unwrap_or(false),
            refreshes_lenses: workspace
                .and_then(|workspace| workspace.code_lens.as_ref())
                .and_then(|lenses| lenses.refresh_support)
                .unwrap_or(false),
            fills_in: offers.and_then(|offers| offers.snippet_support).unwrap_or(false),
            marks_offers: offers.is_some_and(|offers| offers.tag_support.is_some()),
            wants_status: experimental("kohortStatus"),
        }
    }

    /// The encoding of positions, as the protocol calls it.
    pub(crate) fn position_encoding(&self) -> PositionEncodingKind {
        match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 | Encoding::Character => PositionEncodingKind::UTF16,
        }
    }
}

/// What the user has set, below `kohort`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Settings {
    /// The sources that studies are checked against, in the place of those that a manifest names.
    pub(crate) sources: Option<Vec<String>>,
}

impl Settings {
    /// The settings in what an editor sends: the section itself, or what holds it. None if it cannot be understood.
    pub(crate) fn of(said: &Value) -> Option<Self> {
        let section = said.get("kohort").unwrap_or(said);
        if section.is_null() {
            return None;
        }
        let mut settings: Self = serde_json::from_value(section.clone()).ok()?;
        // An empty list is what editors send for a setting that nobody has touched.
        settings.sources = settings.sources.filter(|sources| !sources.is_empty());
        Some(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_read_with_and_without_their_section() {
        let two = Some(vec![String::from("us"), String::from("de")]);
        for said in [
            json!({"kohort": {"sources": ["us", "de"]}}),
            json!({"sources": ["us", "de"], "other": 1}),
        ] {
            assert_eq!(Settings::of(&said).unwrap().sources, two);
        }
        assert_eq!(
            Settings::of(&json!({"kohort": {"sources": []}})).unwrap().sources,
            None
        );
        assert_eq!(Settings::of(&Value::Null), None);
        assert_eq!(Settings::of(&json!({"kohort": {"sources": 3}})), None);
    }
}

//! `initialize` and `initialized`: what both sides can do, and what is asked of the editor then.

use super::{code_action, completion, configuration, semantic_tokens, signature_help, will_rename_files};
use crate::client::{Abilities, Settings};
use crate::commands;
use crate::convert::uri::{self, Named};
use crate::server::Server;
use serde_json::json;
use std::path::PathBuf;
use tower_lsp::ls_types::request::RegisterCapability;
use tower_lsp::ls_types::{
    CallHierarchyServerCapability, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    DeclarationCapability, DidChangeWatchedFilesRegistrationOptions, DocumentLinkOptions,
    DocumentOnTypeFormattingOptions, ExecuteCommandOptions, FileSystemWatcher,
    FoldingRangeProviderCapability, GlobPattern, HoverProviderCapability, ImplementationProviderCapability,
    InitializeParams, InitializeResult, LinkedEditingRangeServerCapabilities, OneOf, Registration,
    RegistrationParams, RenameOptions, SaveOptions, SelectionRangeProviderCapability, ServerCapabilities,
    ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, TypeDefinitionProviderCapability, WorkDoneProgressOptions,
    WorkspaceFileOperationsServerCapabilities, WorkspaceFolder, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

/// What the editor is to watch: texts, and what makes a folder a project.
const WATCHED: [&str; 2] = ["**/*.kohort", "**/kohort.toml"];

/// What the server can do.
pub(crate) fn answer(server: &mut Server, parameters: &InitializeParams) -> InitializeResult {
    server.abilities = Abilities::of(&parameters.capabilities);
    server.folders = match &parameters.workspace_folders {
        Some(folders) => paths(folders),
        #[allow(deprecated, reason = "older editors open one folder and name it so")]
        None => parameters.root_uri.iter().filter_map(path).collect(),
    };
    if let Some(settings) = parameters.initialization_options.as_ref().and_then(Settings::of) {
        server.set(settings);
    }
    InitializeResult {
        capabilities: capabilities(&server.abilities),
        server_info: Some(ServerInfo {
            name: String::from("kohort"),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        offset_encoding: None,
    }
}

/// One line for each request.
fn capabilities(abilities: &Abilities) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(abilities.position_encoding()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(completion::capability()),
        document_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: String::from("}"),
            more_trigger_character: Some(vec![String::from("\n")]),
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(code_action::KINDS.to_vec()),
            ..CodeActionOptions::default()
        })),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: Some(false),
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: commands::NAMES.map(str::to_owned).to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        signature_help_provider: Some(signature_help::capability()),
        semantic_tokens_provider: Some(semantic_tokens::capability()),
        definition_provider: Some(OneOf::Left(true)),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(match abilities.prepares_rename {
            true => OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            false => OneOf::Left(true),
        }),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: None,
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(will_rename_files::capability()),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}

/// The editor is ready: it is asked to watch files, and what its settings are.
pub(crate) fn begin(server: &mut Server) {
    if server.abilities.watches_files {
        let watchers = WATCHED.map(|pattern| FileSystemWatcher {
            glob_pattern: GlobPattern::String(pattern.to_owned()),
            kind: None,
        });
        let options = DidChangeWatchedFilesRegistrationOptions {
            watchers: watchers.to_vec(),
        };
        let registration = Registration {
            id: String::from("kohort.files"),
            method: String::from("workspace/didChangeWatchedFiles"),
            register_options: Some(json!(options)),
        };
        let registrations = vec![registration];
        // An editor that refuses has said that it could; files are read again when something is saved.
        server
            .outbox
            .request::<RegisterCapability>(RegistrationParams { registrations }, |_, _| {});
    }
    configuration::ask(server);
    server.open_folders();
}

/// The paths of folders that are on the disk.
pub(super) fn paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| path(&folder.uri)).collect()
}

fn path(uri: &tower_lsp::ls_types::Uri) -> Option<PathBuf> {
    match uri::named(uri) {
        Named::File(path) => Some(path),
        _ => None,
    }
}

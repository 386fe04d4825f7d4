//! The requests of the protocol, one line each: they are put into the mailbox in the order in which they come.
//!
//! Invariant: nothing is decided here, and nothing is awaited before the message is in the mailbox, since only until then
//! the order of messages is certain.

use crate::commands;
use crate::handlers;
use crate::mailbox::{Interest, Letter, Mailbox, Work};
use crate::server::{Asked, Server, Status};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams,
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams, CompletionResponse,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams,
    DocumentLink, DocumentLinkParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
    DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, LinkedEditingRangeParams, LinkedEditingRanges, Location,
    PrepareRenameResponse, ReferenceParams, RenameFilesParams, RenameParams, SelectionRange,
    SelectionRangeParams, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, SignatureHelp,
    SignatureHelpParams, TextDocumentPositionParams, TextEdit, Uri, WorkDoneProgressCancelParams,
    WorkspaceEdit, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp::{Client, ClientSocket, LanguageServer, LspService};

/// What tower-lsp talks to.
pub(crate) struct Backend {
    mailbox: Mailbox,
    /// Set when the editor says that it is going to end.
    agreed: Arc<AtomicBool>,
}

/// Tells the compiler's thread that nobody waits any more.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Backend {
    /// The service of a backend. What it can tell the editor through is handed out.
    pub(crate) fn service(
        mailbox: &Mailbox,
        agreed: &Arc<AtomicBool>,
        client: impl FnOnce(Client),
    ) -> (LspService<Self>, ClientSocket) {
        let service = LspService::build(|of_backend| {
            client(of_backend);
            Self {
                mailbox: mailbox.clone(),
                agreed: Arc::clone(agreed),
            }
        });
        service
            .custom_method("kohort/text", Self::text)
            .custom_method("kohort/status", Self::status)
            .custom_method("window/workDoneProgress/cancel", Self::cancel_progress)
            .finish()
    }

    /// Something happened.
    fn tell(&self, document: Option<&Uri>, happen: impl FnOnce(&mut Server) + Send + 'static) {
        self.mailbox.send(Letter {
            document: document.map(|uri| uri.as_str().to_owned()),
            cancelled: Arc::default(),
            work: Work::News(Box::new(happen)),
        });
    }

    /// Something is asked. The answer is refused if the document is edited before it is given.
    async fn ask<T: Send + 'static>(
        &self,
        document: Option<&Uri>,
        answer: impl FnOnce(&mut Server, Interest) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, replied) = oneshot::channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let _waiting = Waiting(Arc::clone(&cancelled));
        let document = document.map(|uri| uri.as_str().to_owned());
        let interest = Interest::new(&self.mailbox, document.clone(), &cancelled);
        self.mailbox.send(Letter {
            document,
            cancelled,
            work: Work::Question(Box::new(move |server| {
                let answered = match server {
                    Some(server) => answer(server, interest),
                    None => Err(Error::content_modified()),
                };
                // Nobody waits any more if the request was cancelled.
                let _ = reply.send(answered);
            })),
        });
        // Without a reply the thread has stopped, and the conversation ends.
        replied.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    /// Something is asked about a document that is open.
    async fn about<P, T>(
        &self,
        document: Uri,
        parameters: P,
        answer: fn(Asked<'_>, P) -> Result<T>,
    ) -> Result<T>
    where
        P: Send + 'static,
        T: Send + 'static,
    {
        let uri = document.clone();
        self.ask(Some(&document), move |server, _| {
            answer(server.asked(&uri)?, parameters)
        })
        .await
    }

    async fn status(&self) -> Result<Status> {
        self.ask(None, |server, _| Ok(server.status())).await
    }

    async fn cancel_progress(&self, parameters: WorkDoneProgressCancelParams) {
        self.tell(None, move |server| server.cancel_progress(&parameters.token));
    }

    async fn text(&self, parameters: handlers::text::TextParams) -> Result<String> {
        self.ask(None, move |server, _| handlers::text::answer(server, &parameters))
            .await
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, parameters: InitializeParams) -> Result<InitializeResult> {
        self.ask(None, move |server, _| {
            Ok(handlers::initialize::answer(server, &parameters))
        })
        .await
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(None, handlers::initialize::begin);
    }

    async fn shutdown(&self) -> Result<()> {
        self.agreed.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn did_open(&self, parameters: DidOpenTextDocumentParams) {
        let uri = parameters.text_document.uri.clone();
        self.tell(Some(&uri), |server| server.open(parameters.text_document));
    }

    async fn did_change(&self, parameters: DidChangeTextDocumentParams) {
        let document = parameters.text_document;
        let uri = document.uri.clone();
        self.tell(Some(&uri), move |server| {
            server.change(&document.uri, document.version, parameters.content_changes);
        });
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        self.tell(None, handlers::files::saved);
    }

    async fn did_close(&self, parameters: DidCloseTextDocumentParams) {
        let uri = parameters.text_document.uri;
        self.tell(Some(&uri.clone()), move |server| server.close(&uri));
    }

    async fn did_change_watched_files(&self, parameters: DidChangeWatchedFilesParams) {
        self.tell(None, move |server| handlers::files::changed(server, &parameters));
    }

    async fn did_change_workspace_folders(&self, parameters: DidChangeWorkspaceFoldersParams) {
        self.tell(None, move |server| handlers::files::folders(server, &parameters));
    }

    async fn did_change_configuration(&self, parameters: DidChangeConfigurationParams) {
        self.tell(None, move |server| {
            handlers::configuration::changed(server, &parameters);
        });
    }

    async fn completion(&self, parameters: CompletionParams) -> Result<Option<CompletionResponse>> {
        let document = parameters.text_document_position.text_document.uri.clone();
        self.about(document, parameters, handlers::completion::answer)
            .await
    }

    async fn document_symbol(
        &self,
        parameters: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::document_symbol::answer)
            .await
    }

    async fn folding_range(&self, parameters: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::folding_range::answer)
            .await
    }

    async fn hover(&self, parameters: HoverParams) -> Result<Option<Hover>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::hover::answer).await
    }

    async fn inlay_hint(&self, parameters: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::inlay_hint::answer)
            .await
    }

    async fn signature_help(&self, parameters: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::signature_help::answer)
            .await
    }

    async fn formatting(&self, parameters: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::formatting::document)
            .await
    }

    async fn range_formatting(
        &self,
        parameters: DocumentRangeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::formatting::range)
            .await
    }

    async fn on_type_formatting(
        &self,
        parameters: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let document = parameters.text_document_position.text_document.uri.clone();
        self.about(document, parameters, handlers::formatting::on_type)
            .await
    }

    async fn code_action(&self, parameters: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let document = parameters.text_document.uri.clone();
        self.ask(Some(&document.clone()), move |server, interest| {
            handlers::code_action::answer(server.asked(&document)?, parameters, interest)
        })
        .await
    }

    async fn code_lens(&self, parameters: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let document = parameters.text_document.uri;
        self.ask(Some(&document.clone()), move |server, _| {
            handlers::code_lens::answer(server, &document)
        })
        .await
    }

    async fn execute_command(&self, parameters: ExecuteCommandParams) -> Result<Option<Value>> {
        let (reply, replied) = oneshot::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let _waiting = Waiting(Arc::clone(&stop));
        let waiting = commands::Waiting {
            reply,
            stop: Arc::clone(&stop),
            token: parameters.work_done_progress_params.work_done_token.clone(),
        };
        self.mailbox.send(Letter {
            document: None,
            cancelled: stop,
            work: Work::Question(Box::new(move |server| {
                if let Some(server) = server {
                    commands::execute(server, parameters, waiting);
                }
            })),
        });
        replied.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    async fn semantic_tokens_full(
        &self,
        parameters: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let document = parameters.text_document.uri;
        self.ask(Some(&document.clone()), move |server, _| {
            handlers::semantic_tokens::full(server, &document)
        })
        .await
    }

    async fn semantic_tokens_full_delta(
        &self,
        parameters: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let document = parameters.text_document.uri.clone();
        self.ask(Some(&document), move |server, _| {
            handlers::semantic_tokens::delta(server, &parameters)
        })
        .await
    }

    async fn semantic_tokens_range(
        &self,
        parameters: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::semantic_tokens::range)
            .await
    }

    async fn goto_definition(
        &self,
        parameters: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::definition::definition)
            .await
    }

    async fn goto_declaration(
        &self,
        parameters: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::definition::declaration)
            .await
    }

    async fn goto_type_definition(
        &self,
        parameters: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::definition::type_definition)
            .await
    }

    async fn goto_implementation(
        &self,
        parameters: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::definition::implementation)
            .await
    }

    async fn references(&self, parameters: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let document = parameters.text_document_position.text_document.uri.clone();
        self.about(document, parameters, handlers::references::answer)
            .await
    }

    async fn document_highlight(
        &self,
        parameters: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::references::highlight)
            .await
    }

    async fn prepare_rename(
        &self,
        parameters: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::rename::prepare).await
    }

    async fn rename(&self, parameters: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let document = parameters.text_document_position.text_document.uri.clone();
        self.about(document, parameters, handlers::rename::answer).await
    }

    async fn linked_editing_range(
        &self,
        parameters: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::rename::linked).await
    }

    async fn selection_range(&self, parameters: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::selection_range::answer)
            .await
    }

    async fn document_link(&self, parameters: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let document = parameters.text_document.uri.clone();
        self.about(document, parameters, handlers::document_link::answer)
            .await
    }

    async fn prepare_call_hierarchy(
        &self,
        parameters: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let document = parameters.text_document_position_params.text_document.uri.clone();
        self.about(document, parameters, handlers::call_hierarchy::prepare)
            .await
    }

    async fn incoming_calls(
        &self,
        parameters: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let mark = handlers::call_hierarchy::Mark::of(&parameters.item)?;
        self.about(mark.document.clone(), mark, handlers::call_hierarchy::incoming)
            .await
    }

    async fn outgoing_calls(
        &self,
        parameters: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let mark = handlers::call_hierarchy::Mark::of(&parameters.item)?;
        self.about(mark.document.clone(), mark, handlers::call_hierarchy::outgoing)
            .await
    }

    async fn symbol(&self, parameters: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.ask(None, move |server, _| {
            handlers::workspace_symbol::answer(server, &parameters)
        })
        .await
    }

    async fn will_rename_files(&self, parameters: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        self.ask(None, move |server, _| {
            handlers::will_rename_files::answer(server, &parameters)
        })
        .await
    }
}

//! How far a job is, where the editor shows it: `$/progress`.

use crate::outbox::Outbox;
use crate::server::Server;
use tower_lsp::ls_types::notification::Progress as Notification;
use tower_lsp::ls_types::request::WorkDoneProgressCreate;
use tower_lsp::ls_types::{
    ProgressParams, ProgressParamsValue, ProgressToken, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
};

/// What the editor shows of one job; nothing if it cannot.
pub(super) struct Progress {
    token: Option<ProgressToken>,
    outbox: Outbox,
}

impl Progress {
    /// Shows that something begins: under the name that the client gave with the request, or under one of ours.
    pub(super) fn begin(server: &mut Server, given: Option<ProgressToken>, title: &str) -> Self {
        let outbox = server.outbox.clone();
        let token = match given {
            Some(token) => Some(token),
            None if server.abilities.shows_progress => {
                let token = ProgressToken::String(format!("kohort/{}", server.next_job()));
                let create = WorkDoneProgressCreateParams { token: token.clone() };
                // Notifications are in order, and an editor that does not know the name yet leaves them out.
                outbox.request::<WorkDoneProgressCreate>(create, |_, _| {});
                Some(token)
            }
            None => None,
        };
        let progress = Self { token, outbox };
        progress.tell(WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: title.to_owned(),
            cancellable: Some(true),
            message: None,
            percentage: None,
        }));
        progress
    }

    pub(super) fn token(&self) -> Option<ProgressToken> {
        self.token.clone()
    }

    /// So many parts are done.
    pub(super) fn report(&self, message: &str, done: usize, of: usize) {
        let percentage = done.saturating_mul(100).checked_div(of).unwrap_or_default();
        self.tell(WorkDoneProgress::Report(WorkDoneProgressReport {
            cancellable: Some(true),
            message: Some(message.to_owned()),
            percentage: u32::try_from(percentage).ok(),
        }));
    }

    /// Nothing more comes.
    pub(super) fn end(&self, message: &str) {
        self.tell(WorkDoneProgress::End(WorkDoneProgressEnd {
            message: Some(message.to_owned()),
        }));
    }

    fn tell(&self, value: WorkDoneProgress) {
        if let Some(token) = &self.token {
            self.outbox.notify::<Notification>(ProgressParams {
                token: token.clone(),
                value: ProgressParamsValue::WorkDone(value),
            });
        }
    }
}

//! What the editor is told, or asked, without having asked.
//!
//! Invariant: notifications leave in the order in which they were given; requests to the editor do not hold them up, and
//! their answers come back through the mailbox like any message.

use crate::mailbox::{Letter, Mailbox, Work};
use crate::server::Server;
use std::future::Future;
use std::pin::Pin;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::request::Request;

type Sending = Pin<Box<dyn Future<Output = ()> + Send>>;

/// One message to the editor.
enum Message {
    Notification(Box<dyn FnOnce(Client) -> Sending + Send>),
    Request(Box<dyn FnOnce(Client) -> Sending + Send>),
}

/// The way to the editor.
#[derive(Clone)]
pub(crate) struct Outbox {
    messages: UnboundedSender<Message>,
    mailbox: Mailbox,
}

/// The messages that wait to be sent.
pub(crate) struct Outgoing(UnboundedReceiver<Message>);

/// A way to the editor, and its other end.
pub(crate) fn outbox(mailbox: Mailbox) -> (Outbox, Outgoing) {
    let (messages, waiting) = unbounded_channel();
    (Outbox { messages, mailbox }, Outgoing(waiting))
}

impl Outbox {
    /// Tells the editor something.
    pub(crate) fn notify<N>(&self, parameters: N::Params)
    where
        N: Notification,
        N::Params: Send + 'static,
    {
        let send = move |client: Client| -> Sending {
            Box::pin(async move { client.send_notification::<N>(parameters).await })
        };
        // Once the connection is gone there is nobody to tell.
        let _ = self.messages.send(Message::Notification(Box::new(send)));
    }

    /// Has the server do something on the compiler's thread, behind all messages that have come.
    pub(crate) fn tell_server(&self, happen: impl FnOnce(&mut Server) + Send + 'static) {
        self.mailbox.send(Letter {
            document: None,
            cancelled: Default::default(),
            work: Work::News(Box::new(happen)),
        });
    }

    /// Asks the editor something; what it says is handled when it comes.
    pub(crate) fn request<R>(
        &self,
        parameters: R::Params,
        then: impl FnOnce(&mut Server, Result<R::Result>) + Send + 'static,
    ) where
        R: Request,
        R::Params: Send + 'static,
        R::Result: Send + 'static,
    {
        let mailbox = self.mailbox.clone();
        let send = move |client: Client| -> Sending {
            Box::pin(async move {
                let reply = client.send_request::<R>(parameters).await;
                mailbox.send(Letter {
                    document: None,
                    cancelled: Default::default(),
                    work: Work::News(Box::new(|server| then(server, reply))),
                });
            })
        };
        let _ = self.messages.send(Message::Request(Box::new(send)));
    }
}

impl Outgoing {
    /// Sends what is given, until nothing can come any more: the compiler's thread has ended.
    pub(crate) async fn send_all(mut self, client: Client) {
        while let Some(message) = self.0.recv().await {
            match message {
                Message::Notification(send) => send(client.clone()).await,
                Message::Request(send) => {
                    tokio::spawn(send(client.clone()));
                }
            }
        }
    }
}

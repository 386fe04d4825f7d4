//! The language server: Kohort's compiler, asked by an editor.
//!
//! ```text
//! stdin ─▶ tower-lsp ─▶ backend ─▶ mailbox ─▶ compiler thread ─▶ handler ─▶ kohort-ide
//! stdout ◀───────────── replies ◀──────────────────┘ └─▶ outbox: diagnostics, progress, requests to the editor
//! ```
//!
//! The backend translates and sends; one thread owns all texts and all that the compiler keeps, and takes messages in the
//! order of arrival. Invariant: every answer is about the texts as they were when its request was sent, and nothing waits
//! for an answer of the editor. What an answer says is not decided here but in `kohort-ide`, and what lies on a disk comes
//! in through [`Host`].

mod backend;
mod client;
mod commands;
mod compiler_thread;
mod convert;
mod documents;
mod handlers;
mod host;
mod mailbox;
mod outbox;
mod server;
mod transport;

pub use host::{Host, Opened, Place, Problem, Ran, Runner};
pub use transport::{Ended, converse};

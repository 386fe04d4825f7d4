//! From bytes to messages and back: what comes in, what goes out, and how it ends.
//!
//! Invariant: nothing but messages is written to the output.

use crate::backend::Backend;
use crate::compiler_thread;
use crate::host::Host;
use crate::mailbox::Mailbox;
use crate::outbox::outbox;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{LspService, Server};

/// As many questions as an editor may have at a time. They wait for the compiler's thread in its mailbox, not here: a
/// message that is held back here could not overtake or cancel those before it.
const MANY: usize = 4096;

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As the protocol wants it: the editor said that it would end, then that it ends.
    AsAgreed,
    /// The editor was gone.
    WithoutWarning,
    /// The compiler's thread stopped.
    Broken,
}

async fn serve<I, O>(input: I, output: O, host: Box<dyn Host>) -> io::Result<Ended>
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let mailbox = Mailbox::default();
    let (to_editor, outgoing) = outbox(mailbox.clone());
    let thread = compiler_thread::start(host, mailbox.clone(), to_editor)?;
    let agreed = Arc::new(AtomicBool::new(false));
    let mut client = None;
    let (service, socket) = Backend::service(&mailbox, &agreed, |of_backend| client = Some(of_backend));
    let sending = client.map(|client| tokio::spawn(outgoing.send_all(client)));
    Server::new(input, output, socket)
        .concurrency_level(MANY)
        .serve::<LspService<Backend>>(service)
        .await;
    mailbox.close();
    if let Some(sending) = sending {
        sending.abort();
    }
    // It is at most in the middle of one analysis.
    let is_broken = thread.join().is_err();
    Ok(match (is_broken, agreed.load(Ordering::Relaxed)) {
        (true, _) => Ended::Broken,
        (false, true) => Ended::AsAgreed,
        (false, false) => Ended::WithoutWarning,
    })
}

/// Talks to an editor until it ends, on this thread.
///
/// # Errors
/// If the system gives no thread.
pub fn converse<I, O>(input: I, output: O, host: Box<dyn Host>) -> io::Result<Ended>
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let ended = runtime.block_on(serve(input, output, host));
    // An editor may keep the input open; whoever reads it is not waited for.
    runtime.shutdown_background();
    ended
}

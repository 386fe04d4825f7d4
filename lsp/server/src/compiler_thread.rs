//! The one thread on which everything of the compiler lives.
//!
//! Trees are shared without locks, so that they cannot leave it; and with one reader of the mailbox no state can be seen
//! out of order. Invariant: a message is looked at before anything that nobody asked for, and never later than one
//! analysis of one study after it came.

use crate::host::Host;
use crate::mailbox::{Mailbox, Next, Work};
use crate::outbox::Outbox;
use crate::server::Server;
use std::io;
use std::thread::{Builder, JoinHandle};

/// As much as a program's first thread usually has: what the compiler can go through in `kohort check`, it can go through
/// here.
const STACK: usize = 8 * 1024 * 1024;

/// Starts the thread. It ends when the mailbox is closed.
pub(crate) fn start(host: Box<dyn Host>, mailbox: Mailbox, outbox: Outbox) -> io::Result<JoinHandle<()>> {
    let thread = Builder::new().name(String::from("compiler")).stack_size(STACK);
    thread.spawn(move || work(&mut Server::new(host, outbox), &mailbox))
}

fn work(server: &mut Server, mailbox: &Mailbox) {
    loop {
        match mailbox.next(server.has_something_to_do()) {
            Next::Work(Work::News(happen)) => happen(server),
            Next::Work(Work::Question(answer)) => answer(Some(server)),
            Next::Refuse(Work::Question(answer)) => answer(None),
            // What happened is never refused.
            Next::Refuse(Work::News(happen)) => happen(server),
            Next::Idle => server.work_without_being_asked(),
            Next::Closed => return,
        }
    }
}

//! Messages on their way to the compiler's thread.
//!
//! Invariant: they are taken in the order in which they were sent. A question that nobody waits for any more is not taken,
//! and one whose document is edited by a later message is taken only to be refused: its answer would be about a text that
//! the editor does not show any more.

use crate::server::Server;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What a message makes the server do.
pub(crate) enum Work {
    /// Something that happened. It is never left out.
    News(Box<Happened>),
    /// A question, which is answered, or refused if its document has been edited since.
    Question(Box<Asked>),
}

/// What something that happened does to the server.
type Happened = dyn FnOnce(&mut Server) + Send;

/// What answers a question; without a server, that it is refused.
type Asked = dyn FnOnce(Option<&mut Server>) + Send;

/// One message.
pub(crate) struct Letter {
    /// The document that it is about, or that it edits.
    pub(crate) document: Option<String>,
    /// Set when nobody waits for the answer any more.
    pub(crate) cancelled: Arc<AtomicBool>,
    /// What is to be done.
    pub(crate) work: Work,
}

/// What the compiler's thread does next.
pub(crate) enum Next {
    /// It takes a message.
    Work(Work),
    /// It refuses a question that has been overtaken by an edit.
    Refuse(Work),
    /// Nobody asks anything.
    Idle,
    /// Nobody will ask anything any more.
    Closed,
}

#[derive(Default)]
struct Inner {
    letters: VecDeque<Letter>,
    closed: bool,
}

/// A queue with one reader and many writers.
#[derive(Clone, Default)]
pub(crate) struct Mailbox {
    shared: Arc<(Mutex<Inner>, Condvar)>,
}

impl Mailbox {
    /// Adds a message behind all others.
    pub(crate) fn send(&self, letter: Letter) {
        self.lock().letters.push_back(letter);
        self.shared.1.notify_one();
    }

    /// No more messages come. What has been sent is not taken any more.
    pub(crate) fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        // Whoever waits for an answer to one of them learns that there is none.
        inner.letters.clear();
        self.shared.1.notify_one();
    }

    /// The next message. Waits for one, unless there is `something_to_do` without.
    pub(crate) fn next(&self, something_to_do: bool) -> Next {
        let mut inner = self.lock();
        loop {
            if inner.closed {
                return Next::Closed;
            }
            while let Some(letter) = inner.letters.pop_front() {
                if letter.cancelled.load(Ordering::Relaxed) {
                    continue;
                }
                let overtaken = matches!(letter.work, Work::Question(_))
                    && letter.document.is_some()
                    && inner
                        .letters
                        .iter()
                        .any(|later| edits(later, letter.document.as_deref()));
                return if overtaken {
                    Next::Refuse(letter.work)
                } else {
                    Next::Work(letter.work)
                };
            }
            if something_to_do {
                return Next::Idle;
            }
            let waited = self.shared.1.wait(inner);
            inner = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether a later message edits the document, or nobody will ask anything any more.
    fn overtakes(&self, document: Option<&str>) -> bool {
        let inner = self.lock();
        inner.closed || document.is_some() && inner.letters.iter().any(|later| edits(later, document))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing that can panic runs while the lock is held.
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a message changes a document.
fn edits(letter: &Letter, document: Option<&str>) -> bool {
    matches!(letter.work, Work::News(_)) && letter.document.as_deref() == document
}

/// That somebody waits for an answer.
#[derive(Clone)]
pub(crate) struct Interest {
    mailbox: Mailbox,
    document: Option<String>,
    cancelled: Arc<AtomicBool>,
}

impl Interest {
    /// In the answer to a message of this mailbox.
    pub(crate) fn new(mailbox: &Mailbox, document: Option<String>, cancelled: &Arc<AtomicBool>) -> Self {
        Self {
            mailbox: mailbox.clone(),
            document,
            cancelled: Arc::clone(cancelled),
        }
    }

    /// Whether the answer can still be of use: it was not cancelled, and its document was not edited.
    pub(crate) fn lasts(&self) -> bool {
        !self.cancelled.load(Ordering::Relaxed) && !self.mailbox.overtakes(self.document.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(document: &str) -> Letter {
        Letter {
            document: Some(document.to_owned()),
            cancelled: Arc::default(),
            work: Work::Question(Box::new(|_| {})),
        }
    }

    fn edit(document: &str) -> Letter {
        Letter {
            work: Work::News(Box::new(|_| {})),
            ..question(document)
        }
    }

    fn kinds(mailbox: &Mailbox) -> String {
        let mut kinds = String::new();
        loop {
            kinds.push(match mailbox.next(true) {
                Next::Work(Work::News(_)) => 'n',
                Next::Work(Work::Question(_)) => 'q',
                Next::Refuse(_) => 'r',
                Next::Idle | Next::Closed => return kinds,
            });
        }
    }

    #[test]
    fn a_question_about_a_text_that_is_edited_later_is_refused() {
        let mailbox = Mailbox::default();
        for letter in [
            edit("a"),
            question("a"),
            question("b"),
            edit("a"),
            question("a"),
            edit("c"),
        ] {
            mailbox.send(letter);
        }
        assert_eq!(kinds(&mailbox), "nrqnqn");
    }

    #[test]
    fn a_question_that_nobody_waits_for_is_left_out() {
        let mailbox = Mailbox::default();
        let cancelled = question("a");
        cancelled.cancelled.store(true, Ordering::Relaxed);
        mailbox.send(cancelled);
        mailbox.send(edit("a"));
        assert_eq!(kinds(&mailbox), "n");
    }

    #[test]
    fn nothing_is_taken_from_a_closed_mailbox() {
        let mailbox = Mailbox::default();
        mailbox.send(edit("a"));
        mailbox.close();
        assert!(matches!(mailbox.next(false), Next::Closed));
    }

    #[test]
    fn interest_ends_with_an_edit_or_a_cancellation() {
        let mailbox = Mailbox::default();
        let cancelled = Arc::default();
        let interest = Interest::new(&mailbox, Some("a".to_owned()), &cancelled);
        mailbox.send(question("a"));
        mailbox.send(edit("b"));
        assert!(interest.lasts());
        mailbox.send(edit("a"));
        assert!(!interest.lasts());
        let other = Interest::new(&mailbox, Some("c".to_owned()), &cancelled);
        assert!(other.lasts());
        cancelled.store(true, Ordering::Relaxed);
        assert!(!other.lasts());
    }
}

//! The ways to let time pass for a program.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use python::Thread;

use crate::host::{Host, Job, NoThread};
use crate::shared::Shared;

/// A way to let time pass: who runs the Python threads, and by which clock.
///
/// - [`Threads`](crate::threads::Threads): each on a real thread, behind a real lock.
/// - [`Single`](crate::turns::Single): all on one real thread, which takes turns by the real clock.
/// - [`Virtual`](crate::turns::Virtual): on simulated cores, by simulated time.
pub(crate) trait Passage<H: Host> {
    /// Begins to run `main` and, as it goes on, what it starts. When all of them have ended,
    /// `ended` is called. Returns at once.
    fn begin(self, shared: &Arc<Shared<H>>, main: Thread, ended: Job) -> Result<(), NoThread>;
}

/// Work that is done in pieces.
pub trait Turns: Send {
    /// Does a piece of some milliseconds.
    fn advance(&mut self) -> Next;
}

/// What comes after a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Another one, at once.
    Again,
    /// Nothing can be done for this long, which is not long: a cancellation is noticed after it.
    Sleep(Duration),
    /// It is done; there is nothing to advance any more.
    Ended,
}

/// Does all the pieces on the thread that calls, which may block.
pub(crate) fn take_all(mut turns: Box<dyn Turns>) {
    loop {
        match turns.advance() {
            Next::Again => {}
            Next::Sleep(length) => thread::sleep(length),
            Next::Ended => return,
        }
    }
}

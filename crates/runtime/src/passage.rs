//! The ways to let time pass for a program.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use python::Thread;

use crate::host::{Host, Job, NoThread};
use crate::interpreter::Interpreter;
use crate::shared::Shared;

/// A way to let time pass: who runs the Python threads, and by which clock.
///
/// - [`Threads`](crate::threads::Threads): each on a real thread, behind a real lock.
/// - [`Single`](crate::turns::Single): all on one real thread, which takes turns by the real clock.
/// - [`Virtual`](crate::turns::Virtual): on simulated cores, by simulated time.
pub(crate) trait Passage<H: Host> {
    /// Begins to run `main` of the first interpreter and, as it goes on, what it starts. When all of them have
    /// ended, `ended` is called. Returns at once.
    fn begin(
        self,
        shared: &Arc<Shared<H>>,
        first: Arc<Interpreter>,
        main: Thread,
        ended: Job,
    ) -> Result<(), NoThread>;
}

/// Work that is done in pieces.
pub trait Turns: Send {
    /// Rung when there is something to do before a sleep is over.
    fn bell(&self) -> Arc<Bell>;

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

/// Wakes who sleeps between two pieces.
#[derive(Default)]
pub struct Bell {
    state: Mutex<Rung>,
}

#[derive(Default)]
struct Rung {
    is_rung: bool,
    sleeper: Option<Waker>,
}

impl Bell {
    /// Wakes the sleeper, or whoever will fall asleep next.
    pub(crate) fn ring(&self) {
        let mut state = self.state();
        state.is_rung = true;
        let sleeper = state.sleeper.take();
        drop(state);
        if let Some(sleeper) = sleeper {
            sleeper.wake();
        }
    }

    /// Ready when it has been rung since the last time that it was.
    pub fn poll(&self, context: &mut Context) -> Poll<()> {
        let mut state = self.state();
        if std::mem::take(&mut state.is_rung) {
            return Poll::Ready(());
        }
        state.sleeper = Some(context.waker().clone());
        Poll::Pending
    }

    fn state(&self) -> MutexGuard<'_, Rung> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does all the pieces on the thread that calls, which may block.
pub(crate) fn take_all(mut turns: Box<dyn Turns>) {
    let bell = turns.bell();
    let me = Waker::from(Arc::new(Sleeper(thread::current())));
    let mut context = Context::from_waker(&me);
    loop {
        match turns.advance() {
            Next::Again => {}
            Next::Sleep(length) => {
                if bell.poll(&mut context).is_pending() {
                    thread::park_timeout(length);
                }
            }
            Next::Ended => return,
        }
    }
}

/// A thread that may be parked.
struct Sleeper(thread::Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

//! What a thread brings to the lock.

use crate::sync::atomic::{AtomicU32, Ordering};

/// The bit of the eval breaker by which a waiter asks the holder to let go of the lock
/// (`_PY_GIL_DROP_REQUEST_BIT` in CPython). The other 31 bits are the runtime's.
pub const DROP_REQUEST: u32 = 1;

/// Names a thread to the lock. Never used twice in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThreadId(pub u32);

/// A thread as the lock sees it.
///
/// Its eval breaker is the one word that a thread shares with the lock's waiters outside the
/// lock's mutex. What the bit [`DROP_REQUEST`] means depends on where its thread is:
///
/// | bit | the thread | meaning | ends when |
/// |---|---|---|---|
/// | 0 | holds the lock | nobody asks, or it has not heard yet | a waiter's interval passes |
/// | 1 | holds the lock | it is to let go at its next check point | it lets go |
/// | 1 | is letting go | it waits for its successor, and has yet to clear the bit | it clears it |
/// | 0 | does not hold the lock | nobody can ask: only a holder is asked | it has taken the lock |
/// | 1 | let go for the last time | left over, read by nobody | it takes the lock again, if ever |
///
/// | who | does | under the lock's mutex |
/// |---|---|---|
/// | the thread itself | polls the word at its check points | no |
/// | a waiter | sets the holder's bit | yes |
/// | the thread itself | clears its bit, having let go | no, but nobody asks one who has let go |
/// | the thread itself | clears its bit, having taken the lock | yes |
///
/// The bit is a hint. Whether a release is forced is decided by the machine, under the mutex, so
/// a holder that lets go for reasons of its own, before it has seen the bit, is treated alike.
///
/// Two cache lines wide: each running thread polls its own word millions of times a second, and
/// must not be slowed down by a neighbour whose word is written.
#[derive(Debug)]
#[repr(align(128))]
pub struct ThreadState {
    id: ThreadId,
    eval_breaker: AtomicU32,
}

impl ThreadState {
    /// A thread that nobody has asked for anything.
    pub fn new(id: ThreadId) -> Self {
        Self {
            id,
            eval_breaker: AtomicU32::new(0),
        }
    }

    /// Its name.
    pub fn id(&self) -> ThreadId {
        self.id
    }

    /// The word that the interpreter polls at its check points; zero means "go on".
    pub fn eval_breaker(&self) -> &AtomicU32 {
        &self.eval_breaker
    }

    /// Asks the thread for something at its next check point.
    ///
    /// Relaxed, because the word says only *that* somebody wants something; what it acts on
    /// (the lock's state, the run's flags) is read under locks or atomics of its own. One
    /// indivisible step, so that it takes nobody else's bit away.
    pub fn request(&self, bit: u32) {
        self.eval_breaker.fetch_or(bit, Ordering::Relaxed);
    }

    /// Withdraws a request, or notes that it has been met. Relaxed and indivisible for the same
    /// reasons.
    pub fn clear(&self, bit: u32) {
        self.eval_breaker.fetch_and(!bit, Ordering::Relaxed);
    }

    /// What the thread has been asked for. Relaxed, because what is not seen at this check point
    /// is seen at a later one.
    pub fn requests(&self) -> u32 {
        self.eval_breaker.load(Ordering::Relaxed)
    }
}

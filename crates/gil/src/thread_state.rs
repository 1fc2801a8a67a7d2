//! What a thread brings to the lock.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::state::ThreadId;

/// The bit of the eval breaker by which a waiter asks the holder to let go of the lock
/// (`_PY_GIL_DROP_REQUEST_BIT` in CPython). The other 31 bits are the runtime's.
pub const DROP_REQUEST: u32 = 1;

/// A thread as the lock sees it.
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
    /// (the lock's state, the run's flags) is read under locks or atomics of its own.
    pub fn request(&self, bit: u32) {
        self.eval_breaker.fetch_or(bit, Ordering::Relaxed);
    }

    /// Withdraws a request, or notes that it has been met. Relaxed for the same reason.
    pub fn clear(&self, bit: u32) {
        self.eval_breaker.fetch_and(!bit, Ordering::Relaxed);
    }

    /// What the thread has been asked for. Relaxed for the same reason.
    pub fn requests(&self) -> u32 {
        self.eval_breaker.load(Ordering::Relaxed)
    }
}

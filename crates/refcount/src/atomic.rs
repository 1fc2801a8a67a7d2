//! A count that is changed in one step.

use crate::sync::atomic::{AtomicIsize, Ordering};
use crate::{Dropped, RefCount, ThreadId};

/// Adds atomically: the processor loads, changes and stores without letting another one in between.
#[derive(Debug)]
pub struct Atomic(AtomicIsize);

impl RefCount for Atomic {
    fn new(_: ThreadId) -> Self {
        Self(AtomicIsize::new(1))
    }

    #[inline]
    fn incref(&self, _: ThreadId) {
        // Relaxed: who takes a reference has one already, so nobody frees the object meanwhile. How it
        // gets to another thread is that thread's own synchronisation.
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    #[inline]
    fn decref(&self, _: ThreadId) -> Dropped {
        // Release: what this thread did with the object comes before it is freed by another one.
        // Acquire: if this thread is to free it, it sees what all others did with it.
        match self.0.fetch_sub(1, Ordering::AcqRel) {
            1 => Dropped::Last,
            _ => Dropped::Alive,
        }
    }

    fn count(&self) -> isize {
        // Relaxed: a number to look at.
        self.0.load(Ordering::Relaxed)
    }
}

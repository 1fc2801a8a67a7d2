//! A count behind a lock of its own.

use std::sync::PoisonError;

use crate::sync::Mutex;
use crate::{Dropped, RefCount, ThreadId};

/// Takes a mutex for every change. The mutex also orders what the threads did with the object before
/// they dropped it.
#[derive(Debug)]
pub struct Locked(Mutex<isize>);

impl Locked {
    /// Changes the count by so much and says what it is then.
    #[inline]
    fn add(&self, more: isize) -> isize {
        // Poisoned or not, the number inside is whole.
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.wrapping_add(more);
        *count
    }
}

impl RefCount for Locked {
    fn new(_: ThreadId) -> Self {
        Self(Mutex::new(1))
    }

    #[inline]
    fn incref(&self, _: ThreadId) {
        self.add(1);
    }

    #[inline]
    fn decref(&self, _: ThreadId) -> Dropped {
        match self.add(-1) {
            0 => Dropped::Last,
            _ => Dropped::Alive,
        }
    }

    fn count(&self) -> isize {
        self.add(0)
    }
}

//! A count that nothing protects: `ob_refcnt` behind the global lock, without the global lock.

use crate::sync::atomic::{AtomicIsize, Ordering};
use crate::{Dropped, RefCount, ThreadId};

/// Loads the count, changes it, and stores it. What others store in between is lost.
///
/// That is a race of those who use it so, but not undefined behaviour as in C: each load and each store is
/// atomic by itself.
#[derive(Debug)]
pub struct Unguarded(AtomicIsize);

impl Unguarded {
    /// The first half of a change. Relaxed: a plain load, as the compiler makes of `ob_refcnt` in C.
    #[inline]
    pub fn load(&self) -> isize {
        self.0.load(Ordering::Relaxed)
    }

    /// The second half. Relaxed: a plain store.
    #[inline]
    pub fn store(&self, count: isize) {
        self.0.store(count, Ordering::Relaxed);
    }
}

impl RefCount for Unguarded {
    fn new(_: ThreadId) -> Self {
        Self(AtomicIsize::new(1))
    }

    #[inline]
    fn incref(&self, _: ThreadId) {
        self.store(self.load().wrapping_add(1));
    }

    #[inline]
    fn decref(&self, _: ThreadId) -> Dropped {
        let count = self.load().wrapping_sub(1);
        self.store(count);
        if count == 0 {
            Dropped::Last
        } else {
            Dropped::Alive
        }
    }

    fn count(&self) -> isize {
        self.load()
    }
}

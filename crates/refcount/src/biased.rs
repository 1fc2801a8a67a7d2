//! Biased reference counting, as CPython has it without the lock (PEP 703; `Include/refcount.h` and
//! `Objects/object.c` of 3.14).

use crate::sync::atomic::{AtomicIsize, AtomicU32, AtomicUsize, Ordering};
use crate::{Dropped, RefCount, ThreadId};

/// Two counts: the owner changes its own with plain loads and stores, all other threads share one that
/// they change atomically. The true count is their sum.
///
/// A thread may drop a reference that another one took, so either count alone may be the wrong one by
/// itself; the shared one may even be negative.
#[derive(Debug)]
pub struct Biased {
    /// `ob_tid`: the owner, or 0 when the counts are merged and all threads use the shared one.
    owner: AtomicUsize,
    /// `ob_ref_local`: changed by the owner only.
    local: AtomicU32,
    /// `ob_ref_shared`: a count in steps of four, and the state in its low two bits:
    ///
    /// | bits | state |
    /// |---|---|
    /// | 0 | initial: nobody but the owner has ever dropped it below zero |
    /// | 1 | maybe weakly referenced; does not occur here, there are no weak references |
    /// | 2 | queued: the owner is to merge the counts, and the queue has a reference |
    /// | 3 | merged: this count is the whole count |
    shared: AtomicIsize,
}

const STATE_BITS: u32 = 2;
/// One reference in the shared count.
const ONE: isize = 1 << STATE_BITS;
const STATE: isize = ONE - 1;
const INITIAL: isize = 0;
const QUEUED: isize = 2;
const MERGED: isize = 3;

impl Biased {
    /// Whether that thread changes the owner's count.
    ///
    /// Relaxed: only the owner ever replaces its own number here. So a thread that reads its own is the
    /// owner, and a thread that is not never reads its own, however old the value is.
    #[inline]
    pub fn is_owned_by(&self, ThreadId(thread): ThreadId) -> bool {
        self.owner.load(Ordering::Relaxed) == thread.get()
    }

    /// The owner merges the counts of an object that was [`Dropped::Queued`], once for each time that
    /// somebody was told so. If the owner's thread has ended, any other may do it.
    pub fn merge(&self) -> Dropped {
        // Relaxed in all three: the owner's own, or after its end, of which the caller has learnt.
        let local = self.local.load(Ordering::Relaxed) as isize;
        self.local.store(0, Ordering::Relaxed);
        self.owner.store(0, Ordering::Relaxed);
        let merged = self.change_shared(|shared| {
            // Without the queue's reference.
            let count = (shared >> STATE_BITS) + local - 1;
            (count << STATE_BITS) | MERGED
        });
        last_if(merged == MERGED)
    }

    /// The owner has no reference of its own any more.
    #[cold]
    fn merge_zero_local(&self) -> Dropped {
        // Acquire: if nobody else has one, this thread frees the object, and what others did with it
        // before they dropped theirs must have happened.
        if self.shared.load(Ordering::Acquire) == INITIAL {
            return Dropped::Last;
        }
        // Relaxed: of interest to this thread alone, see `is_owned_by`.
        self.owner.store(0, Ordering::Relaxed);
        let merged = self.change_shared(|shared| (shared & !STATE) | MERGED);
        last_if(merged == MERGED)
    }

    /// Another thread than the owner drops a reference.
    #[inline]
    fn decref_shared(&self) -> Dropped {
        let mut queue = false;
        let shared = self.change_shared(|shared| {
            // This one was counted by the owner. It is not taken off but given to the queue, once.
            queue = shared == INITIAL;
            if queue { QUEUED } else { shared - ONE }
        });
        if queue {
            Dropped::Queued
        } else {
            last_if(shared == MERGED)
        }
    }

    /// Changes the shared word in one step and says what it is then.
    #[inline]
    fn change_shared(&self, mut change: impl FnMut(isize) -> isize) -> isize {
        // Relaxed: only a guess, which the exchange below checks.
        let mut shared = self.shared.load(Ordering::Relaxed);
        loop {
            let changed = change(shared);
            // Release: what this thread did with the object, and the owner's count that it merges, come
            // before whatever another thread does when it sees this. Acquire: if this thread is to free
            // the object, it sees what all others did with it.
            match self.shared.compare_exchange_weak(
                shared,
                changed,
                Ordering::AcqRel,
                Ordering::Relaxed,
            ) {
                Ok(_) => return changed,
                Err(now) => shared = now,
            }
        }
    }
}

impl RefCount for Biased {
    fn new(ThreadId(owner): ThreadId) -> Self {
        Self {
            owner: AtomicUsize::new(owner.get()),
            local: AtomicU32::new(1),
            shared: AtomicIsize::new(INITIAL),
        }
    }

    #[inline]
    fn incref(&self, thread: ThreadId) {
        // Relaxed in both for the reason given at `Atomic::incref`.
        if self.is_owned_by(thread) {
            // A load and a store are enough: nobody else stores here.
            let local = self.local.load(Ordering::Relaxed);
            self.local.store(local.wrapping_add(1), Ordering::Relaxed);
        } else {
            self.shared.fetch_add(ONE, Ordering::Relaxed);
        }
    }

    #[inline]
    fn decref(&self, thread: ThreadId) -> Dropped {
        if !self.is_owned_by(thread) {
            return self.decref_shared();
        }
        // Relaxed: nobody but the owner is interested before the counts are merged.
        let local = self.local.load(Ordering::Relaxed).wrapping_sub(1);
        self.local.store(local, Ordering::Relaxed);
        if local == 0 {
            self.merge_zero_local()
        } else {
            Dropped::Alive
        }
    }

    fn count(&self) -> isize {
        // Relaxed: a number to look at.
        let local = self.local.load(Ordering::Relaxed) as isize;
        (self.shared.load(Ordering::Relaxed) >> STATE_BITS) + local
    }
}

fn last_if(last: bool) -> Dropped {
    if last { Dropped::Last } else { Dropped::Alive }
}

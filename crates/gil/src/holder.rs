//! Who holds a lock: what the machines of both generations have in common.

use crate::thread_state::ThreadId;

/// The lock was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The last holder was not this thread: another one or, the first time, nobody.
    pub switched: bool,
    /// The other thread that held it before. `None` for the first take, and for a thread that
    /// takes up again what it let go of itself.
    pub from: Option<ThreadId>,
}

/// Who holds a lock or held it last, and how often that changed.
///
/// There is no queue: whoever finds the lock free takes it, however long others have waited.
#[derive(Debug, Default)]
pub(crate) struct Holder {
    locked: bool,
    last: Option<ThreadId>,
    switch_number: u64,
}

impl Holder {
    pub(crate) fn try_take(&mut self, me: ThreadId) -> Option<Taken> {
        if self.locked {
            return None;
        }
        self.locked = true;
        let switched = self.last != Some(me);
        let from = self.last.filter(|_| switched);
        if switched {
            self.last = Some(me);
            // Cannot overflow: at a switch a nanosecond it would take 584 years.
            self.switch_number += 1;
        }
        Some(Taken { switched, from })
    }

    pub(crate) fn release(&mut self, me: ThreadId) {
        debug_assert!(self.locked, "a thread released a lock that nobody held");
        debug_assert_eq!(self.last, Some(me), "released by another thread");
        self.locked = false;
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.locked
    }

    pub(crate) fn last(&self) -> Option<ThreadId> {
        self.last
    }

    pub(crate) fn switch_number(&self) -> u64 {
        self.switch_number
    }
}

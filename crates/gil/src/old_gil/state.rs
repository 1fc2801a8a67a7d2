//! The lock before Python 3.2 as a pure state machine.

use crate::holder::{Holder, Taken};
use crate::thread_state::ThreadId;

/// What the lock knows: a semaphore that is 1 or 0, and how many threads it has to signal.
///
/// | locked | `waiters` | meaning | a release |
/// |---|---|---|---|
/// | no  | 0 | free | – |
/// | no  | n | free, with threads asleep, or woken and not yet back to try | – |
/// | yes | 0 | held, and nobody wants it | signals nobody |
/// | yes | n | held, with threads asleep, or woken and come too late | signals one |
///
/// Who held it last and how often that changed is kept beside that, as the semaphore knew no
/// thread. There is no request and no clock, so no release is ever forced; the semaphore's word
/// is free from the release on, and the releaser may well be the next to take it.
#[derive(Debug, Default)]
pub struct OldState {
    holder: Holder,
    waiters: u32,
}

impl OldState {
    /// A free lock.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the lock if it is free, whoever has waited longer: there is no queue.
    pub fn try_take(&mut self, me: ThreadId) -> Option<Taken> {
        self.holder.try_take(me)
    }

    /// A thread that found the lock taken is going to sleep.
    pub fn begin_wait(&mut self) {
        // Cannot overflow: each waiter is a thread.
        self.waiters += 1;
    }

    /// A thread that waited has taken the lock. Until then it counts, woken or not: whoever is
    /// signalled may come too late, and must be signalled again by the next release.
    pub fn end_wait(&mut self) {
        debug_assert!(self.waiters > 0, "nobody was waiting");
        self.waiters = self.waiters.saturating_sub(1);
    }

    /// The holder lets go. Says whether a waiter must be signalled.
    pub fn release(&mut self, me: ThreadId) -> bool {
        self.holder.release(me);
        self.waiters > 0
    }

    /// How often the lock has passed from one thread to another.
    pub fn switch_number(&self) -> u64 {
        self.holder.switch_number()
    }

    /// Who holds the lock or, if it is free, who held it last.
    pub fn last_holder(&self) -> Option<ThreadId> {
        self.holder.last()
    }

    /// Whether somebody holds the lock.
    pub fn is_locked(&self) -> bool {
        self.holder.is_locked()
    }

    /// How many threads wait for the lock.
    pub fn waiters(&self) -> u32 {
        self.waiters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ThreadId = ThreadId(1);
    const B: ThreadId = ThreadId(2);

    #[test]
    fn one_thread_at_a_time() {
        let mut lock = OldState::new();
        assert!(lock.try_take(A).is_some());
        assert_eq!(lock.try_take(B), None);
        assert_eq!(lock.try_take(A), None, "it is not reentrant");
        lock.release(A);
        let from = Some(A);
        let switched = true;
        assert_eq!(lock.try_take(B), Some(Taken { switched, from }));
        assert_eq!(lock.switch_number(), 2);
    }

    #[test]
    fn a_release_signals_only_if_somebody_waits() {
        let mut lock = OldState::new();
        lock.try_take(A);
        assert!(!lock.release(A));
        lock.try_take(A);
        lock.begin_wait(); // B
        assert!(lock.release(A));
    }

    #[test]
    fn who_was_woken_too_late_is_signalled_again() {
        let mut lock = OldState::new();
        lock.try_take(A);
        lock.begin_wait(); // B
        for _ in 0..3 {
            assert!(lock.release(A), "B is on its way, or asleep again");
            assert!(lock.try_take(A).is_some(), "A is faster");
            assert_eq!(lock.try_take(B), None);
        }
        lock.release(A);
        assert!(lock.try_take(B).is_some());
        lock.end_wait();
        assert!(!lock.release(B));
        assert_eq!(lock.switch_number(), 2, "retaking is no switch");
    }
}

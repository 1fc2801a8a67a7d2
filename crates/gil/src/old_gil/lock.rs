//! The lock before Python 3.2, for real threads.

use std::sync::PoisonError;

use crate::holder::Taken;
use crate::old_gil::OldState;
use crate::sync::{self, Arc, Condvar, Mutex, MutexGuard};
use crate::thread_state::ThreadState;

/// The Global Interpreter Lock as it was before Python 3.2, for real threads.
///
/// A POSIX semaphore in CPython. A mutex and a condition behave alike where it matters: a release
/// that finds waiters pays for waking one, which then has to compete with the releaser.
#[derive(Debug)]
pub struct OldLock {
    state: Mutex<OldState>,
    /// Signalled at each release that finds waiters, to one of them.
    released: Condvar,
}

impl OldLock {
    /// A free lock.
    pub fn new() -> Self {
        Self {
            state: Mutex::new(OldState::new()),
            released: Condvar::new(),
        }
    }

    /// Waits until the lock is free, however long that is, and takes it.
    pub fn take(&self, me: &Arc<ThreadState>) -> Taken {
        let mut state = self.state();
        if let Some(taken) = state.try_take(me.id()) {
            return taken;
        }
        state.begin_wait();
        let taken = loop {
            state = sync::wait(&self.state, &self.released, state);
            if let Some(taken) = state.try_take(me.id()) {
                break taken;
            }
        };
        state.end_wait();
        taken
    }

    /// Takes the lock if it is free.
    pub fn try_take(&self, me: &Arc<ThreadState>) -> Option<Taken> {
        self.state().try_take(me.id())
    }

    /// Lets go of the lock and waits for nobody.
    pub fn release(&self, me: &ThreadState) {
        let somebody_waits = self.state().release(me.id());
        // Now that the mutex is free again, so that the woken thread need not wait for it.
        if somebody_waits {
            self.released.notify_one();
        }
    }

    /// How often the lock has passed from one thread to another so far.
    pub fn switch_number(&self) -> u64 {
        self.state().switch_number()
    }

    /// The mutex guards plain words that are always consistent, and no code of others runs in
    /// there, so a panic of another thread while it held the mutex spoils nothing.
    fn state(&self) -> MutexGuard<'_, OldState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for OldLock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(all(test, not(any(loom, shuttle))))]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;
    use crate::old_gil::Ticker;
    use crate::thread_state::ThreadId;

    fn thread_state(id: u32) -> Arc<ThreadState> {
        Arc::new(ThreadState::new(ThreadId(id)))
    }

    /// Counts behind the lock the way the old interpreter does: a tick each time, and at the end
    /// of the countdown it lets go and takes the lock again. Load and store are separate, so that
    /// two holders at once lose counts.
    fn count(lock: &OldLock, ticker: &Ticker, counter: &AtomicU64, id: u32, n: u64) {
        let me = &thread_state(id);
        lock.take(me);
        for _ in 0..n {
            let seen = counter.load(Ordering::Relaxed);
            counter.store(seen + 1, Ordering::Relaxed);
            ticker.set_left(ticker.left() - 1);
            if ticker.left() < 0 {
                ticker.set_left(ticker.check_interval());
                lock.release(me);
                lock.take(me);
            }
        }
        lock.release(me);
    }

    #[test]
    fn four_threads_exclude_each_other() {
        let lock = OldLock::new();
        let ticker = Ticker::new();
        let counter = AtomicU64::new(0);
        thread::scope(|scope| {
            for id in 0..4 {
                let (lock, ticker, counter) = (&lock, &ticker, &counter);
                scope.spawn(move || count(lock, ticker, counter, id, 300_000));
            }
        });
        assert_eq!(counter.load(Ordering::Relaxed), 1_200_000);
        assert!(lock.switch_number() >= 4);
    }

    #[test]
    fn who_does_not_want_to_wait_need_not() {
        let lock = OldLock::default();
        let (a, b) = (thread_state(0), thread_state(1));
        assert!(lock.try_take(&a).is_some());
        assert!(lock.try_take(&b).is_none());
        lock.release(&a);
        let taken = lock.try_take(&b).expect("it is free");
        assert_eq!(taken.from, Some(a.id()));
    }
}

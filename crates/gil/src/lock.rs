//! The real lock.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::state::{Released, State, Taken};
use crate::thread_state::{DROP_REQUEST, ThreadState};

/// The Global Interpreter Lock, for real threads.
///
/// CPython has a mutex and a condition for the lock and a second pair for forced switching;
/// one mutex serves both here, because everything it guards is in one [`State`].
#[derive(Debug)]
pub struct Lock {
    inner: Mutex<Inner>,
    /// Signalled at each release, to one waiter.
    released: Condvar,
    /// Signalled at each switch, to those who let go by force and wait for their successor.
    switched: Condvar,
}

#[derive(Debug)]
struct Inner {
    state: State,
    /// The thread state of `state.last_holder()`, so that a drop request finds its eval breaker.
    last_holder: Option<Arc<ThreadState>>,
}

impl Lock {
    /// A free lock with this switch interval.
    pub fn new(interval: Duration) -> Self {
        Self {
            inner: Mutex::new(Inner {
                state: State::new(interval),
                last_holder: None,
            }),
            released: Condvar::new(),
            switched: Condvar::new(),
        }
    }

    /// Waits until the lock is free and takes it (`take_gil`). Each time a whole interval passes
    /// without a switch, the holder is asked to let go.
    pub fn take(&self, me: &Arc<ThreadState>) -> Taken {
        let mut inner = self.inner();
        let taken = loop {
            if let Some(taken) = inner.state.try_take(me.id()) {
                break taken;
            }
            inner = self.wait_one_interval(inner);
        };
        if taken.switched {
            inner.last_holder = Some(Arc::clone(me));
        }
        me.clear(DROP_REQUEST);
        drop(inner);
        if taken.switched {
            // To all: several threads may have let go by force before one was taken up.
            self.switched.notify_all();
        }
        taken
    }

    /// Lets go of the lock (`drop_gil`). If the thread had been asked to, it waits here until
    /// another one has taken the lock; there is one, since it was the one who asked.
    pub fn release(&self, me: &ThreadState) -> Released {
        let released = self.release_and_wake_one(me);
        if released.forced {
            me.clear(DROP_REQUEST);
            let mut inner = self.inner();
            while inner.state.last_holder() == Some(me.id()) {
                inner = self
                    .switched
                    .wait(inner)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        }
        released
    }

    /// Lets go of the lock for the last time: the thread ends and need not wait for its
    /// successor (`drop_gil` with `final_release`).
    pub fn release_finally(&self, me: &ThreadState) -> Released {
        self.release_and_wake_one(me)
    }

    /// How often the lock has passed from one thread to another so far.
    pub fn switch_number(&self) -> u64 {
        self.inner().state.switch_number()
    }

    fn wait_one_interval<'a>(&self, mut inner: MutexGuard<'a, Inner>) -> MutexGuard<'a, Inner> {
        let patience = inner.state.begin_wait();
        let interval = inner.state.interval();
        let timeout;
        (inner, timeout) = self
            .released
            .wait_timeout(inner, interval)
            .unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out()
            && inner.state.interval_passed(patience).is_some()
            && let Some(holder) = &inner.last_holder
        {
            holder.request(DROP_REQUEST);
        }
        inner
    }

    fn release_and_wake_one(&self, me: &ThreadState) -> Released {
        let released = self.inner().state.release(me.id());
        // After the mutex is free again, so that the woken thread need not wait for it.
        self.released.notify_one();
        released
    }

    /// The mutex guards plain words that are always consistent, so a panic of another thread
    /// while it held the mutex (there is no code of others in there) spoils nothing.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;
    use crate::state::ThreadId;

    fn thread_state(id: u32) -> Arc<ThreadState> {
        Arc::new(ThreadState::new(ThreadId(id)))
    }

    /// Counts behind the lock the way an interpreter does: it polls its eval breaker and lets
    /// go when asked. Load and store are separate, so that two holders at once lose counts.
    fn count(lock: &Lock, me: &Arc<ThreadState>, counter: &AtomicU64, n: u64) {
        lock.take(me);
        for _ in 0..n {
            let seen = counter.load(Ordering::Relaxed);
            counter.store(seen + 1, Ordering::Relaxed);
            if me.requests() & DROP_REQUEST != 0 {
                lock.release(me);
                lock.take(me);
            }
        }
        lock.release_finally(me);
    }

    #[test]
    fn four_threads_exclude_each_other() {
        let lock = Lock::new(Duration::from_micros(50));
        let counter = AtomicU64::new(0);
        thread::scope(|scope| {
            for id in 0..4 {
                let (lock, counter) = (&lock, &counter);
                scope.spawn(move || count(lock, &thread_state(id), counter, 300_000));
            }
        });
        assert_eq!(counter.load(Ordering::Relaxed), 1_200_000);
        assert!(lock.switch_number() >= 4);
    }

    #[test]
    fn who_lets_go_by_force_does_not_come_back_first() {
        let lock = Lock::new(Duration::from_millis(1));
        let holder = thread_state(0);
        lock.take(&holder);
        thread::scope(|scope| {
            scope.spawn(|| {
                let waiter = thread_state(1);
                lock.take(&waiter);
                lock.release_finally(&waiter);
            });
            while holder.requests() & DROP_REQUEST == 0 {
                thread::yield_now();
            }
            let before = lock.switch_number();
            assert!(lock.release(&holder).forced);
            assert!(
                lock.switch_number() > before,
                "the waiter has had the lock by the time release returns"
            );
            assert_eq!(holder.requests() & DROP_REQUEST, 0);
            assert!(lock.take(&holder).switched);
        });
    }

    #[test]
    fn a_voluntary_release_waits_for_nobody() {
        let lock = Lock::new(Duration::from_secs(3600));
        let me = thread_state(0);
        for round in 0..1000 {
            assert_eq!(lock.take(&me).switched, round == 0);
            assert!(!lock.release(&me).forced);
        }
        assert_eq!(lock.switch_number(), 1);
    }

    #[test]
    fn the_last_release_of_an_asked_thread_does_not_block() {
        let lock = Lock::new(Duration::from_millis(1));
        let holder = thread_state(0);
        lock.take(&holder);
        thread::scope(|scope| {
            let waiter = scope.spawn(|| lock.take(&thread_state(1)));
            while holder.requests() & DROP_REQUEST == 0 {
                thread::yield_now();
            }
            assert!(lock.release_finally(&holder).forced);
            assert!(waiter.join().expect("the waiter got the lock").switched);
        });
    }
}

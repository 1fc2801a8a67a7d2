//! The lock since Python 3.2, for real threads.

use std::sync::PoisonError;
use std::time::Duration;

use crate::holder::Taken;
use crate::new_gil::{NewState, Released};
use crate::sync::{self, Arc, Condvar, Mutex, MutexGuard};
use crate::thread_state::{DROP_REQUEST, ThreadId, ThreadState};

/// The Global Interpreter Lock since Python 3.2, for real threads.
///
/// CPython has a mutex and a condition for the lock and a second pair for forced switching;
/// one mutex serves both here, because everything it guards is in one [`NewState`].
#[derive(Debug)]
pub struct NewLock {
    inner: Mutex<Inner>,
    /// Signalled at each release that finds waiters, to one of them.
    released: Condvar,
    /// Signalled at each switch, to the thread that let go by force and waits for its successor.
    switched: Condvar,
}

#[derive(Debug)]
struct Inner {
    state: NewState,
    /// The thread state of `state.last_holder()`, so that a drop request finds its eval breaker.
    last_holder: Option<Arc<ThreadState>>,
    /// How many threads wait, asleep or on their way back. Signalling nobody would cost a system
    /// call, and that several times an uncontended take and release.
    waiters: u32,
}

/// Is told what happens to a thread while it waits for the lock.
///
/// It is called by the waiting thread with the lock's mutex held, so that what it notes is in
/// the order in which it happened. It must be quick, and neither panic nor use the lock.
pub trait Witness {
    /// A whole interval has passed. `asked` is the holder, which has now been asked to let go;
    /// `None` if the time-out was void, because the lock was free or had changed hands.
    fn timed_out(&self, asked: Option<ThreadId>);
}

/// Nobody is interested.
impl Witness for () {
    fn timed_out(&self, _asked: Option<ThreadId>) {}
}

impl NewLock {
    /// A free lock with this switch interval.
    pub fn new(interval: Duration) -> Self {
        Self {
            inner: Mutex::new(Inner {
                state: NewState::new(interval),
                last_holder: None,
                waiters: 0,
            }),
            released: Condvar::new(),
            switched: Condvar::new(),
        }
    }

    /// The switch interval (`sys.getswitchinterval`).
    pub fn interval(&self) -> Duration {
        self.inner().state.interval()
    }

    /// Sets the switch interval (`sys.setswitchinterval`). Who waits already first waits to the
    /// end of the interval it began.
    pub fn set_interval(&self, interval: Duration) {
        self.inner().state.set_interval(interval);
    }

    /// Waits until the lock is free and takes it (`take_gil`). Each time a whole interval passes
    /// without a switch, the holder is asked to let go; `witness` hears of each that passes.
    pub fn take(&self, me: &Arc<ThreadState>, witness: &impl Witness) -> Taken {
        let mut inner = self.inner();
        let taken = loop {
            if let Some(taken) = inner.state.try_take(me.id()) {
                break taken;
            }
            inner = self.wait_one_interval(inner, witness);
        };
        if taken.switched {
            inner.last_holder = Some(Arc::clone(me));
        }
        me.clear(DROP_REQUEST);
        drop(inner);
        if taken.switched {
            // To one: no other thread can have let go by force since, as this one has the lock.
            self.switched.notify_one();
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
                inner = sync::wait(&self.inner, &self.switched, inner);
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

    fn wait_one_interval<'a>(
        &'a self,
        mut inner: MutexGuard<'a, Inner>,
        witness: &impl Witness,
    ) -> MutexGuard<'a, Inner> {
        let patience = inner.state.begin_wait();
        let interval = inner.state.interval();
        // Neither can overflow: each waiter is a thread, and takes off what it has put on.
        inner.waiters += 1;
        let (mut inner, timed_out) =
            sync::wait_timeout(&self.inner, &self.released, inner, interval);
        inner.waiters -= 1;
        if timed_out {
            let asked = inner.state.interval_passed(patience);
            if asked.is_some()
                && let Some(holder) = &inner.last_holder
            {
                holder.request(DROP_REQUEST);
            }
            witness.timed_out(asked);
        }
        inner
    }

    fn release_and_wake_one(&self, me: &ThreadState) -> Released {
        let mut inner = self.inner();
        let released = inner.state.release(me.id());
        let somebody_waits = inner.waiters > 0;
        // First the mutex is freed, so that the woken thread need not wait for it.
        drop(inner);
        if somebody_waits {
            self.released.notify_one();
        }
        released
    }

    /// The mutex guards plain words that are consistent wherever a panic is possible (only the
    /// witness is code of others), so a panic of another thread that held it spoils nothing.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(all(test, not(any(loom, shuttle))))]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;

    fn thread_state(id: u32) -> Arc<ThreadState> {
        Arc::new(ThreadState::new(ThreadId(id)))
    }

    /// Remembers what it was told.
    #[derive(Default)]
    struct Notes(std::sync::Mutex<Vec<Option<ThreadId>>>);

    impl Witness for Notes {
        fn timed_out(&self, asked: Option<ThreadId>) {
            self.0.lock().expect("nobody panics").push(asked);
        }
    }

    /// Counts behind the lock the way an interpreter does: it polls its eval breaker and lets
    /// go when asked. Load and store are separate, so that two holders at once lose counts.
    fn count(lock: &NewLock, me: &Arc<ThreadState>, counter: &AtomicU64, n: u64) {
        lock.take(me, &());
        for _ in 0..n {
            let seen = counter.load(Ordering::Relaxed);
            counter.store(seen + 1, Ordering::Relaxed);
            if me.requests() & DROP_REQUEST != 0 {
                lock.release(me);
                lock.take(me, &());
            }
        }
        lock.release_finally(me);
    }

    #[test]
    fn four_threads_exclude_each_other() {
        let lock = NewLock::new(Duration::from_micros(50));
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
        let lock = NewLock::new(Duration::from_millis(1));
        let holder = thread_state(0);
        lock.take(&holder, &());
        thread::scope(|scope| {
            scope.spawn(|| {
                let waiter = thread_state(1);
                lock.take(&waiter, &());
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
            assert!(lock.take(&holder, &()).switched);
        });
    }

    #[test]
    fn a_voluntary_release_waits_for_nobody() {
        let lock = NewLock::new(Duration::from_secs(3600));
        let me = thread_state(0);
        for round in 0..1000 {
            assert_eq!(lock.take(&me, &()).switched, round == 0);
            assert!(!lock.release(&me).forced);
        }
        assert_eq!(lock.switch_number(), 1);
    }

    #[test]
    fn the_last_release_of_an_asked_thread_does_not_block() {
        let lock = NewLock::new(Duration::from_millis(1));
        let holder = thread_state(0);
        lock.take(&holder, &());
        thread::scope(|scope| {
            let waiter = scope.spawn(|| lock.take(&thread_state(1), &()));
            while holder.requests() & DROP_REQUEST == 0 {
                thread::yield_now();
            }
            assert!(lock.release_finally(&holder).forced);
            let taken = waiter.join().expect("the waiter got the lock");
            assert_eq!(taken.from, Some(holder.id()));
        });
    }

    #[test]
    fn the_witness_hears_whom_the_waiter_asked() {
        let lock = NewLock::new(Duration::from_millis(1));
        let (holder, notes) = (thread_state(0), Notes::default());
        lock.take(&holder, &notes);
        thread::scope(|scope| {
            scope.spawn(|| lock.take(&thread_state(1), &notes));
            while holder.requests() & DROP_REQUEST == 0 {
                thread::yield_now();
            }
            lock.release_finally(&holder);
        });
        let notes = notes.0.into_inner().expect("nobody panics");
        assert_eq!(notes.first(), Some(&Some(holder.id())), "{notes:?}");
    }

    #[test]
    fn another_interval_is_for_the_next_wait() {
        let lock = NewLock::new(Duration::from_secs(3600));
        lock.set_interval(Duration::from_millis(1));
        assert_eq!(lock.interval(), Duration::from_millis(1));
        let holder = thread_state(0);
        lock.take(&holder, &());
        thread::scope(|scope| {
            scope.spawn(|| lock.take(&thread_state(1), &()));
            while holder.requests() & DROP_REQUEST == 0 {
                thread::yield_now();
            }
            lock.release_finally(&holder);
        });
    }
}

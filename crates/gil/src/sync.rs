//! Where the primitives come from: std, or a model checker that tries out what threads can do.
//!
//! The checkers know no time. To them, that a waiter's interval has passed is an input like the
//! order of the threads: any wait may be told so, and each must be right either way. So is that a
//! thread wakes up for no reason, as with condition variables it may.

#[cfg(loom)]
pub(crate) use loom::sync::{Arc, Condvar, Mutex, MutexGuard, atomic};
#[cfg(shuttle)]
pub(crate) use shuttle::sync::{Arc, Condvar, Mutex, MutexGuard, atomic};
#[cfg(not(any(loom, shuttle)))]
pub(crate) use std::sync::{Arc, Condvar, Mutex, MutexGuard, atomic};

use std::sync::PoisonError;
use std::time::Duration;

/// Waits to be notified.
#[cfg(not(any(loom, shuttle)))]
pub(crate) fn wait<'a, T>(
    _mutex: &'a Mutex<T>,
    condvar: &Condvar,
    guard: MutexGuard<'a, T>,
) -> MutexGuard<'a, T> {
    condvar.wait(guard).unwrap_or_else(PoisonError::into_inner)
}

/// Waits to be notified, but not much longer than `timeout`. Says whether that passed.
#[cfg(not(any(loom, shuttle)))]
pub(crate) fn wait_timeout<'a, T>(
    _mutex: &'a Mutex<T>,
    condvar: &Condvar,
    guard: MutexGuard<'a, T>,
    timeout: Duration,
) -> (MutexGuard<'a, T>, bool) {
    let (guard, result) = condvar
        .wait_timeout(guard, timeout)
        .unwrap_or_else(PoisonError::into_inner);
    (guard, result.timed_out())
}

/// The same as the checkers see it, whose own waits end by a notification only.
#[cfg(any(loom, shuttle))]
pub(crate) fn wait<'a, T>(
    mutex: &'a Mutex<T>,
    condvar: &Condvar,
    guard: MutexGuard<'a, T>,
) -> MutexGuard<'a, T> {
    if clock::ticked() {
        wake_up(mutex, guard)
    } else {
        condvar.wait(guard).unwrap_or_else(PoisonError::into_inner)
    }
}

/// The same as the checkers see it, whose own timed waits never time out.
#[cfg(any(loom, shuttle))]
pub(crate) fn wait_timeout<'a, T>(
    mutex: &'a Mutex<T>,
    condvar: &Condvar,
    guard: MutexGuard<'a, T>,
    _timeout: Duration,
) -> (MutexGuard<'a, T>, bool) {
    if clock::ticked() {
        return (wake_up(mutex, guard), true);
    }
    // Without a limit: a notification that never comes must show as a deadlock.
    let guard = condvar.wait(guard).unwrap_or_else(PoisonError::into_inner);
    // Its time may be up all the same. Then it has used up a notification that was for it alone.
    (guard, clock::ticked())
}

/// Before anybody has notified the thread. It has to compete for the mutex.
#[cfg(any(loom, shuttle))]
fn wake_up<'a, T>(mutex: &'a Mutex<T>, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    drop(guard);
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The passing of time under shuttle: at random, which shuttle can repeat.
#[cfg(shuttle)]
mod clock {
    use shuttle::rand::{Rng, thread_rng};

    pub(super) fn ticked() -> bool {
        thread_rng().r#gen()
    }
}

/// The passing of time under loom, which branches on nothing but what threads do: a thread ticks,
/// and which of its ticks a waiter has noticed is open, because a relaxed load may see any of
/// them. There are only so many ticks, so only so many waits end without a notification.
#[cfg(loom)]
pub mod clock {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize as Unseen};

    use loom::sync::atomic::{AtomicUsize, Ordering};
    use loom::thread;

    loom::lazy_static! {
        static ref TICKS: AtomicUsize = AtomicUsize::new(0);
        // Not part of the model: only a thread that has the lock's mutex looks here.
        static ref NOTICED: Unseen = Unseen::new(0);
    }

    /// At the beginning of a model: so many waits may end without a notification. Six at most,
    /// because loom remembers seven stores. Takes one of loom's threads.
    pub fn start(ticks: usize) {
        let ticked = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&ticked);
        thread::spawn(move || {
            for tick in 1..=ticks {
                TICKS.store(tick, Ordering::Relaxed);
            }
            done.store(true, Ordering::Relaxed);
        });
        // Not by joining it: then everybody would have to see its last tick.
        while !ticked.load(Ordering::Relaxed) {
            thread::yield_now();
        }
    }

    pub(super) fn ticked() -> bool {
        let now = TICKS.load(Ordering::Relaxed);
        NOTICED.swap(now, Ordering::Relaxed) < now
    }
}

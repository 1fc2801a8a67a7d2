//! The lock as a pure state machine.

use std::time::Duration;

/// CPython's default switch interval: 5 ms (`DEFAULT_INTERVAL` in `ceval_gil.c`).
pub const DEFAULT_INTERVAL: Duration = Duration::from_millis(5);

/// Names a thread to the lock. Never used twice in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThreadId(pub u32);

/// What the lock knows.
///
/// | `locked` | `last_holder` | `drop_requested` | meaning |
/// |---|---|---|---|
/// | no  | `None`    | no  | nobody has held it yet |
/// | no  | `Some(t)` | no  | free; t let go of it last |
/// | yes | `Some(t)` | no  | t holds it |
/// | yes | `Some(t)` | yes | t holds it and has been asked to let go |
///
/// Nothing else can occur: a request is always addressed to the holder, and it ends with the
/// holder's release.
#[derive(Debug)]
pub struct State {
    interval: Duration,
    locked: bool,
    last_holder: Option<ThreadId>,
    drop_requested: bool,
    switch_number: u64,
}

/// What a waiter remembers while it waits: the switch number when its wait began. If the lock
/// has changed hands since, somebody got on, and the waiter's time-out counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience(u64);

/// The lock was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Another thread held it before: this was a switch.
    pub switched: bool,
}

/// The lock was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// The holder had been asked to let go. It must now wait until another thread has taken the
    /// lock (forced switching), or it might win its own lock back before anybody woke up.
    pub forced: bool,
}

impl State {
    /// A free lock. Intervals below a microsecond act as one microsecond, as in CPython.
    pub fn new(interval: Duration) -> Self {
        Self {
            interval: interval.max(Duration::from_micros(1)),
            locked: false,
            last_holder: None,
            drop_requested: false,
            switch_number: 0,
        }
    }

    /// The switch interval: how long a waiter waits before it asks the holder to let go.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// How often the lock has passed from one thread to another.
    pub fn switch_number(&self) -> u64 {
        self.switch_number
    }

    /// Who holds the lock or, if it is free, who held it last.
    pub fn last_holder(&self) -> Option<ThreadId> {
        self.last_holder
    }

    /// Takes the lock if it is free, whoever has waited longer: there is no queue.
    pub fn try_take(&mut self, me: ThreadId) -> Option<Taken> {
        if self.locked {
            return None;
        }
        self.locked = true;
        let switched = self.last_holder != Some(me);
        if switched {
            self.last_holder = Some(me);
            self.switch_number += 1;
        }
        Some(Taken { switched })
    }

    /// A waiter begins to wait, for one whole interval.
    pub fn begin_wait(&self) -> Patience {
        Patience(self.switch_number)
    }

    /// A waiter's interval has passed. If the lock has not changed hands meanwhile, the holder
    /// is asked to let go; its name is returned so that its eval breaker can be set. The waiter
    /// then waits on, for another whole interval.
    pub fn interval_passed(&mut self, patience: Patience) -> Option<ThreadId> {
        if !self.locked || self.switch_number != patience.0 {
            return None;
        }
        self.drop_requested = true;
        self.last_holder
    }

    /// The holder lets go.
    pub fn release(&mut self, me: ThreadId) -> Released {
        debug_assert!(self.locked, "a thread released a lock that nobody held");
        debug_assert_eq!(self.last_holder, Some(me), "released by another thread");
        self.locked = false;
        Released {
            forced: std::mem::take(&mut self.drop_requested),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ThreadId = ThreadId(1);
    const B: ThreadId = ThreadId(2);
    const C: ThreadId = ThreadId(3);

    fn state() -> State {
        State::new(DEFAULT_INTERVAL)
    }

    #[test]
    fn one_thread_at_a_time() {
        let mut lock = state();
        assert_eq!(lock.try_take(A), Some(Taken { switched: true }));
        assert_eq!(lock.try_take(B), None);
        assert_eq!(lock.try_take(A), None, "it is not reentrant");
        lock.release(A);
        assert_eq!(lock.try_take(B), Some(Taken { switched: true }));
        assert_eq!(lock.switch_number(), 2);
    }

    #[test]
    fn a_waiter_whose_interval_passed_asks_the_holder() {
        let mut lock = state();
        lock.try_take(A);
        let patience = lock.begin_wait();
        assert_eq!(lock.interval_passed(patience), Some(A));
        assert_eq!(lock.release(A), Released { forced: true });
    }

    #[test]
    fn a_switch_by_others_voids_the_time_out() {
        let mut lock = state();
        lock.try_take(A);
        let patience = lock.begin_wait();
        lock.release(A);
        lock.try_take(B);
        assert_eq!(lock.interval_passed(patience), None);
        assert_eq!(lock.release(B), Released { forced: false });
    }

    #[test]
    fn a_free_lock_is_not_asked_to_let_go() {
        let mut lock = state();
        lock.try_take(A);
        let patience = lock.begin_wait();
        lock.release(A);
        assert_eq!(lock.interval_passed(patience), None);
        lock.try_take(A);
        assert_eq!(lock.release(A), Released { forced: false });
    }

    #[test]
    fn a_voluntary_release_may_retake_at_once_and_that_is_no_switch() {
        let mut lock = state();
        lock.try_take(A);
        assert_eq!(lock.release(A), Released { forced: false });
        assert_eq!(lock.try_take(A), Some(Taken { switched: false }));
        assert_eq!(lock.switch_number(), 1);
    }

    #[test]
    fn retaking_keeps_a_waiters_patience() {
        // The holder blocked and came back: the switch number stood still, so the time-out of
        // somebody who has waited all along still counts.
        let mut lock = state();
        lock.try_take(A);
        let patience = lock.begin_wait();
        lock.release(A);
        lock.try_take(A);
        assert_eq!(lock.interval_passed(patience), Some(A));
    }

    #[test]
    fn a_newcomer_may_barge_in() {
        let mut lock = state();
        lock.try_take(A);
        let patience = lock.begin_wait(); // B waits …
        lock.interval_passed(patience);
        lock.release(A);
        assert!(lock.try_take(C).is_some()); // … and C, who never asked, gets it.
        assert_ne!(
            lock.last_holder(),
            Some(A),
            "which is enough to let A go on"
        );
    }

    #[test]
    fn a_request_does_not_outlive_the_release() {
        let mut lock = state();
        lock.try_take(A);
        let patience = lock.begin_wait();
        lock.interval_passed(patience);
        lock.release(A);
        lock.try_take(B);
        assert_eq!(lock.release(B), Released { forced: false });
    }

    #[test]
    fn intervals_below_a_microsecond_act_as_one() {
        let floor = Duration::from_micros(1);
        assert_eq!(State::new(Duration::ZERO).interval(), floor);
        assert_eq!(State::new(Duration::from_nanos(10)).interval(), floor);
    }
}

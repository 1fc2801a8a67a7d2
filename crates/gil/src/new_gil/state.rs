//! The lock since Python 3.2 as a pure state machine.

use std::time::Duration;

use crate::holder::{Holder, Taken};
use crate::thread_state::ThreadId;

/// CPython's default switch interval: 5 ms (`DEFAULT_INTERVAL` in `ceval_gil.c`).
pub const DEFAULT_INTERVAL: Duration = Duration::from_millis(5);

/// What the lock knows.
///
/// | locked | last holder | `drop_requested` | meaning |
/// |---|---|---|---|
/// | no  | `None`    | no  | nobody has held it yet |
/// | no  | `Some(t)` | no  | free; t let go of it last |
/// | yes | `Some(t)` | no  | t holds it |
/// | yes | `Some(t)` | yes | t holds it and has been asked to let go |
///
/// Nothing else can occur: a request is always addressed to the holder, and it ends with the
/// holder's release.
#[derive(Debug)]
pub struct NewState {
    interval: Duration,
    holder: Holder,
    drop_requested: bool,
}

/// What a waiter remembers while it waits: the switch number when its wait began. If the lock
/// has changed hands since, somebody got on, and the waiter's time-out counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience(u64);

/// The lock was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// The holder had been asked to let go. It must now wait until another thread has taken the
    /// lock (forced switching), or it might win its own lock back before anybody woke up.
    pub forced: bool,
}

impl NewState {
    /// A free lock. Intervals below a microsecond act as one microsecond, as in CPython.
    pub fn new(interval: Duration) -> Self {
        Self {
            interval: at_least_a_microsecond(interval),
            holder: Holder::default(),
            drop_requested: false,
        }
    }

    /// The switch interval: how long a waiter waits before it asks the holder to let go.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Another switch interval, for the waits that begin from now on.
    pub fn set_interval(&mut self, interval: Duration) {
        self.interval = at_least_a_microsecond(interval);
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

    /// Takes the lock if it is free, whoever has waited longer: there is no queue.
    pub fn try_take(&mut self, me: ThreadId) -> Option<Taken> {
        self.holder.try_take(me)
    }

    /// A waiter begins to wait, for one whole interval.
    pub fn begin_wait(&self) -> Patience {
        Patience(self.switch_number())
    }

    /// A waiter's interval has passed. If the lock has not changed hands meanwhile, the holder
    /// is asked to let go; its name is returned so that its eval breaker can be set. The waiter
    /// then waits on, for another whole interval.
    pub fn interval_passed(&mut self, patience: Patience) -> Option<ThreadId> {
        if !self.is_locked() || self.switch_number() != patience.0 {
            return None;
        }
        self.drop_requested = true;
        self.last_holder()
    }

    /// The holder lets go.
    pub fn release(&mut self, me: ThreadId) -> Released {
        self.holder.release(me);
        Released {
            forced: std::mem::take(&mut self.drop_requested),
        }
    }
}

fn at_least_a_microsecond(interval: Duration) -> Duration {
    interval.max(Duration::from_micros(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ThreadId = ThreadId(1);
    const B: ThreadId = ThreadId(2);
    const C: ThreadId = ThreadId(3);

    fn state() -> NewState {
        NewState::new(DEFAULT_INTERVAL)
    }

    fn taken(switched: bool, from: Option<ThreadId>) -> Option<Taken> {
        Some(Taken { switched, from })
    }

    #[test]
    fn one_thread_at_a_time() {
        let mut lock = state();
        assert!(!lock.is_locked());
        assert_eq!(lock.try_take(A), taken(true, None));
        assert!(lock.is_locked());
        assert_eq!(lock.try_take(B), None);
        assert_eq!(lock.try_take(A), None, "it is not reentrant");
        lock.release(A);
        assert_eq!(lock.try_take(B), taken(true, Some(A)));
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
        assert_eq!(lock.try_take(A), taken(false, None));
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
        let mut lock = NewState::new(Duration::ZERO);
        assert_eq!(lock.interval(), floor);
        lock.set_interval(Duration::from_millis(1));
        assert_eq!(lock.interval(), Duration::from_millis(1));
        lock.set_interval(Duration::from_nanos(10));
        assert_eq!(lock.interval(), floor);
    }
}

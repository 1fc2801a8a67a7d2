//! The countdown to the next check.

use crate::sync::atomic::{AtomicI32, Ordering};

/// `_Py_CheckInterval` until `sys.setcheckinterval` changes it.
const DEFAULT_CHECK_INTERVAL: i32 = 100;

/// The countdown that all threads share (`_Py_Ticker` in CPython 2.7), and what it starts from
/// (`_Py_CheckInterval`).
///
/// The holder of the lock takes one off at each tick, about an opcode. When the count falls below
/// zero it sets it to the check interval, lets go of the lock and takes it again. A thread that
/// takes the lock goes on with what the others have left of the count.
///
/// | word | read and written by | what a thread sees |
/// |---|---|---|
/// | `left` | the lock's holder | what the holder before it wrote |
/// | `check_interval` | the lock's holder | the same; anybody else, some value that it had |
#[derive(Debug)]
pub struct Ticker {
    left: AtomicI32,
    check_interval: AtomicI32,
}

impl Ticker {
    /// Run down, so that the first tick is a check, and with a check interval of 100.
    pub fn new() -> Self {
        Self {
            left: AtomicI32::new(0),
            check_interval: AtomicI32::new(DEFAULT_CHECK_INTERVAL),
        }
    }

    /// How many ticks are left. For the lock's holder.
    pub fn left(&self) -> i32 {
        // Relaxed: what the holder before wrote happened before it let go of the lock, and that
        // before this thread took it.
        self.left.load(Ordering::Relaxed)
    }

    /// Sets how many ticks are left. For the lock's holder.
    pub fn set_left(&self, ticks: i32) {
        // Relaxed: the release of the lock shows it to the next holder. Not a `fetch_sub` of one,
        // which would cost as much as several opcodes: there is no second writer.
        self.left.store(ticks, Ordering::Relaxed);
    }

    /// How many ticks lie between two checks (`sys.getcheckinterval`).
    pub fn check_interval(&self) -> i32 {
        // Relaxed: as for `left`, and no other memory depends on it.
        self.check_interval.load(Ordering::Relaxed)
    }

    /// Sets how many ticks lie between two checks, from the next check on
    /// (`sys.setcheckinterval`). Zero or less makes each tick a check.
    pub fn set_check_interval(&self, ticks: i32) {
        // Relaxed: as for `left`, and no other memory depends on it.
        self.check_interval.store(ticks, Ordering::Relaxed);
    }
}

impl Default for Ticker {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(all(test, not(any(loom, shuttle))))]
mod tests {
    use super::*;

    #[test]
    fn the_first_tick_is_a_check() {
        let ticker = Ticker::new();
        assert_eq!(ticker.left(), 0);
        assert_eq!(ticker.check_interval(), 100);
    }

    #[test]
    fn another_check_interval_leaves_the_running_countdown_alone() {
        let ticker = Ticker::default();
        ticker.set_left(7);
        ticker.set_check_interval(10_000);
        assert_eq!(ticker.left(), 7);
        assert_eq!(ticker.check_interval(), 10_000);
    }
}

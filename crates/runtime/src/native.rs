//! The host made of std's threads.

use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::host::{Host, Job, NoThread};

/// Operating-system threads and the system's clocks.
#[derive(Debug)]
pub struct NativeHost {
    start: Instant,
}

impl NativeHost {
    /// A host whose time starts now.
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Default for NativeHost {
    fn default() -> Self {
        Self::new()
    }
}

impl Host for NativeHost {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn wall_clock(&self) -> f64 {
        // A clock before 1970 is not worth an error to a counting program.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0.0, |since| since.as_secs_f64())
    }

    fn room(&self) -> usize {
        usize::MAX
    }

    fn spawn(&self, job: Job) -> Result<(), NoThread> {
        thread::Builder::new()
            .spawn(|| {
                job();
                python::end_thread();
            })
            .map(|_detached| ())
            .map_err(|_| NoThread)
    }
}

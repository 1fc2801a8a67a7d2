//! The host made of std's threads.

mod client;
mod io;
mod service;

use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use python::{Failure, FailureKind};

use self::io::Io;
use crate::host::{Host, Job, NoThread};
use crate::network::{Address, Completion};

/// Operating-system threads, the system's clocks and its network.
pub struct NativeHost {
    start: Instant,
    /// Started when first needed.
    io: OnceLock<Option<Io>>,
}

impl NativeHost {
    /// A host whose time starts now.
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            io: OnceLock::new(),
        }
    }

    fn io(&self) -> Option<&Io> {
        self.io.get_or_init(|| Io::start().ok()).as_ref()
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

    fn fetch(&self, address: Address, completion: Completion) {
        match self.io() {
            Some(io) => io.fetch(address, completion),
            None => completion.complete(Err(Failure::new(
                FailureKind::Connect,
                "There is no thread left to ask the network.",
            ))),
        }
    }

    fn later(&self, after: Duration, then: Job) {
        if let Some(io) = self.io() {
            io.later(after, then);
        }
    }
}

//! What the runtime needs from the place where it runs.

use std::time::Duration;

/// What a thread is to do.
pub type Job = Box<dyn FnOnce() + Send>;

/// Threads and time.
pub trait Host: Send + Sync + 'static {
    /// Time since some fixed moment, the same one for all threads; never goes back.
    fn now(&self) -> Duration;

    /// Seconds since the Unix epoch, as `time.time()` gives them.
    fn wall_clock(&self) -> f64;

    /// How many jobs there are threads for at once.
    fn room(&self) -> usize;

    /// Runs a job on a thread of its own. The job may block as long as it likes.
    fn spawn(&self, job: Job) -> Result<(), NoThread>;
}

/// The host could not start a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoThread;

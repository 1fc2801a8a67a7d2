//! What the runtime needs from the place where it runs.

use std::sync::Arc;
use std::time::Duration;

use crate::apart::{Desk, Root};
use crate::network::{Address, Completion};
use crate::passage::{Turns, take_all};

/// What a thread is to do.
pub type Job = Box<dyn FnOnce() + Send>;

/// Threads and time.
pub trait Host: Send + Sync + 'static {
    /// Whether programs on real cores can have threads of their own.
    const HAS_THREADS: bool = true;
    /// Whether one thread can take turns for all. A host for the one way or the other leaves out what it
    /// has no use for.
    const TAKES_TURNS: bool = true;

    /// Time since some fixed moment, the same one for all threads; never goes back.
    fn now(&self) -> Duration;

    /// Seconds since the Unix epoch, as `time.time()` gives them.
    fn wall_clock(&self) -> f64;

    /// How many jobs there are threads for at once.
    fn room(&self) -> usize;

    /// Runs a job on a thread of its own. The job may block as long as it likes.
    fn spawn(&self, job: Job) -> Result<(), NoThread>;

    /// Asks the slow service or the network what [`Completion::asked`] says, and completes it, now or later, from
    /// any thread; without a slow service, it has the answer simulated. It does not wait for it.
    fn fetch(&self, address: Address, completion: Completion);

    /// Runs a short job after that time, on any thread.
    fn later(&self, after: Duration, then: Job);

    /// Whether processes on real threads have a memory of their own here.
    const APART: bool = false;

    /// Has such a process begin where it can live, or, if `job` is given, a thread of one run that job, which is its
    /// own number for it. There the desk answers what [`Root`] asks.
    fn spawn_apart(&self, _desk: Desk<Self>, _job: Option<u32>) -> Result<(), NoThread>
    where
        Self: Sized,
    {
        Err(NoThread)
    }

    /// [`Run::relay`](crate::Run::relay) is to be called soon.
    fn wants_relay(&self) {}

    /// Sets bits of the eval breaker that is there in the memory of this process.
    fn poke(&self, _process: u32, _breaker: u32, _bits: u32) {}

    /// The root, if this is the host of a process with a memory of its own.
    fn root(&self) -> Option<&Arc<dyn Root>> {
        None
    }

    /// Advances some work until it has ended, without blocking the caller. Where there are
    /// threads, one of them does it.
    fn take_turns(&self, turns: Box<dyn Turns>) -> Result<(), NoThread> {
        self.spawn(Box::new(|| take_all(turns)))
    }
}

/// The host could not start a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoThread;

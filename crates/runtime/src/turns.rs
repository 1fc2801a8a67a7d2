//! Python threads that take turns on one real thread: by the real clock, or on virtual cores.

use std::sync::Arc;
use std::time::Duration;

use python::Thread;

use crate::host::{Host, Job, NoThread};
use crate::interpreter::Interpreter;
use crate::machine::{Coming, Machine, Time, Window};
use crate::passage::Passage;
use crate::preset::Generation;
use crate::shared::Shared;
use crate::system::{Latencies, MICRO, MILLI, Picos, System};

/// One real thread switches between the Python threads by the real clock, for places without
/// shared memory. There is always a lock, also where the preset has none: two threads cannot run
/// at the same time here.
pub(crate) struct Single;

impl<H: Host> Passage<H> for Single {
    fn begin(
        self,
        shared: &Arc<Shared<H>>,
        first: Arc<Interpreter>,
        main: Thread,
        ended: Job,
    ) -> Result<(), NoThread> {
        let lock = shared.python.lock.unwrap_or(Generation::New);
        let latencies = Latencies::none(match lock {
            // The switch interval alone decides.
            Generation::New => 0,
            // This lock leaves it to the system, of which this is a usual time slice.
            Generation::Old => 5 * MILLI,
        });
        let system = System::new(1, latencies, 0);
        let time = RealTime {
            now: real_now(shared),
        };
        Machine::start(shared, first, system, time, Some(lock), main, ended)
    }
}

/// Simulated cores and simulated time.
pub(crate) struct Virtual {
    pub(crate) cores: u32,
}

impl<H: Host> Passage<H> for Virtual {
    fn begin(
        self,
        shared: &Arc<Shared<H>>,
        first: Arc<Interpreter>,
        main: Thread,
        ended: Job,
    ) -> Result<(), NoThread> {
        let lock = shared.python.lock;
        let system = System::new(self.cores as usize, Latencies::LINUX, shared.seed().into());
        let time = VirtualTime {
            parallel: lock.is_none(),
        };
        Machine::start(shared, first, system, time, lock, main, ended)
    }
}

/// Time is what the bytecodes cost.
struct VirtualTime {
    /// Several threads may execute bytecodes at the same time.
    parallel: bool,
}

/// A thread that is alone for long still comes back now and then, to be cancelled.
const ALONE: Picos = 2 * MILLI;
/// How far a thread may be ahead of the others with what only it can see. Coming back for every
/// other event would cost more than the bytecodes in between.
const AHEAD: Picos = 20 * MICRO;

impl<H: Host> Time<H> for VirtualTime {
    const IS_VIRTUAL: bool = true;

    fn window(&self, now: Picos, coming: Coming) -> Window {
        let next = coming.own.unwrap_or(Picos::MAX);
        // Other interpreters see nothing of what this one does before it asks the system for something.
        let others = coming.others.unwrap_or(Picos::MAX).saturating_add(AHEAD);
        let alone = now.saturating_add(ALONE);
        if self.parallel {
            Window {
                limit: alone.min(others).min(next.saturating_add(AHEAD)),
                horizon: next,
            }
        } else {
            Window {
                limit: alone.min(others).min(next),
                horizon: Picos::MAX,
            }
        }
    }

    fn after(&mut self, _: &Shared<H>, metered: Picos) -> Picos {
        metered
    }

    fn left_until(&mut self, _: &Shared<H>, _: Picos) -> Option<Duration> {
        None
    }
}

/// Time is what the host's clock shows.
struct RealTime {
    /// What it showed last.
    now: Picos,
}

/// After bytecodes of about this length the clock is looked at again.
const GLANCE: Picos = 50 * MICRO;

impl<H: Host> Time<H> for RealTime {
    const IS_VIRTUAL: bool = false;

    fn window(&self, now: Picos, _: Coming) -> Window {
        Window {
            limit: now + GLANCE,
            horizon: Picos::MAX,
        }
    }

    fn after(&mut self, shared: &Shared<H>, _: Picos) -> Picos {
        self.now = real_now(shared);
        self.now
    }

    fn left_until(&mut self, shared: &Shared<H>, due: Picos) -> Option<Duration> {
        if due > self.now {
            self.now = real_now(shared);
        }
        let left = due.saturating_sub(self.now);
        // Rounded up: not to come back for the last part of a nanosecond.
        (left > 0).then(|| Duration::from_nanos(left.div_ceil(1000)))
    }
}

fn real_now<H: Host>(shared: &Shared<H>) -> Picos {
    // 2^64 picoseconds are 213 days.
    (shared.elapsed().as_nanos() as u64).saturating_mul(1000)
}

//! One run of one program: started, watched, cancelled, reported.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gil::{DEFAULT_INTERVAL, Lock, ThreadId};
use protocol::{
    Chunk, Outcome, Preset, Program, RunReport, Switches, ThreadActivity, ThreadProgress,
};
use python::{CompileError, Thread, ThreadObject, World};

use crate::host::{Host, NoThread};
use crate::member::{Member, Phase};
use crate::output::Output;
use crate::threads::{CANCEL, End, SAMPLE, drive};

/// A handle on a program that runs. Its methods may be called from any thread, and none of them
/// waits for the program.
pub struct Run<H> {
    shared: Arc<Shared<H>>,
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Since its start.
    pub elapsed: Duration,
    /// Its threads, in the order in which they were started, the main thread first; of the ended
    /// ones only the earliest.
    pub threads: Vec<ThreadProgress>,
}

/// Why a program was not even started. As text it is what Python would print.
#[derive(Debug)]
pub enum Refused {
    /// It is no Python program, or one with parts that are not supported.
    NotCompiled(CompileError),
    /// The host has no thread for its main thread.
    NoThread,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCompiled(error) => error.fmt(f),
            Self::NoThread => f.write_str(CANNOT_START),
        }
    }
}

impl Error for Refused {}

/// How many threads a report tells of, and how many ended ones are remembered for it. A program may
/// start a new thread for every little thing, and do so for hours.
const TOLD: u32 = 1000;
/// How many ended threads [`Progress`] tells of: what is drawn 20 times a second must be short.
const ENDED_IN_PROGRESS: usize = 16;

/// CPython's own words.
const CANNOT_START: &str = "can't start new thread";

impl<H: Host> Run<H> {
    /// Starts a program. `when_done` gets the report, on the thread that ran the main thread,
    /// as soon as all of the program's threads have ended.
    pub fn start(
        host: H,
        program: &Program,
        preset: Preset,
        when_done: impl FnOnce(RunReport) + Send + 'static,
    ) -> Result<Self, Refused> {
        let program =
            python::compile(&program.source, &program.file).map_err(Refused::NotCompiled)?;
        let shared = Arc::new(Shared {
            lock: preset.has_gil().then(|| Lock::new(DEFAULT_INTERVAL)),
            started: host.now(),
            host,
            world: World::new(program),
            members: Mutex::default(),
            live: AtomicUsize::new(0),
            output: Output::default(),
            cancelled: AtomicBool::new(false),
            cut_short: AtomicBool::new(false),
            raised: AtomicBool::new(false),
            forced_switches: AtomicU64::new(0),
        });
        let main = Thread::main(&shared.world);
        let ended = {
            let shared = Arc::clone(&shared);
            move || when_done(shared.report())
        };
        match Shared::spawn(&shared, main, ended) {
            Ok(_main) => Ok(Self { shared }),
            Err(NoThread) => Err(Refused::NoThread),
        }
    }

    /// Stops the run: its threads end at their next check point, blocked ones at once.
    pub fn cancel(&self) {
        // Relaxed here and where it is read: a thread that is started meanwhile either is in the
        // list, and is woken below, or takes the list's mutex after this and then sees the flag.
        // Who waits looks at it under its gate's mutex, through which `ring` goes.
        self.shared.cancelled.store(true, Ordering::Relaxed);
        for member in &self.shared.members().list {
            member.state.request(CANCEL);
            member.ring();
        }
    }

    /// How far the run is. Also asks the running threads to say at their next check point how
    /// far their loops are, for the next call.
    pub fn progress(&self) -> Progress {
        let mut ended = 0;
        let threads = self.shared.members();
        let threads = threads.list.iter().map(|member| {
            member.state.request(SAMPLE);
            member.progress()
        });
        let threads = threads.filter(|thread| {
            ended += usize::from(thread.activity == ThreadActivity::Ended);
            thread.activity != ThreadActivity::Ended || ended <= ENDED_IN_PROGRESS
        });
        Progress {
            threads: threads.collect(),
            elapsed: self.shared.elapsed(),
        }
    }

    /// What the program printed since the last call.
    pub fn take_output(&self) -> Vec<Chunk> {
        self.shared.output.take()
    }
}

impl<H> Clone for Run<H> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

/// What all threads of a run share.
pub(crate) struct Shared<H> {
    pub(crate) host: H,
    pub(crate) lock: Option<Lock>,
    pub(crate) output: Output,
    world: Arc<World>,
    started: Duration,
    /// Held only to look, to add or to remove.
    members: Mutex<Members>,
    /// How many of them take up a place on the host.
    live: AtomicUsize,
    /// The run is to end.
    cancelled: AtomicBool,
    /// At least one thread ended early because of that.
    cut_short: AtomicBool,
    /// At least one thread ended with an uncaught exception.
    raised: AtomicBool,
    forced_switches: AtomicU64,
}

/// The threads of a run.
#[derive(Default)]
struct Members {
    /// In the order in which they were started: those that go on, and the first ones that ended.
    list: Vec<Arc<Member>>,
    /// How many there have been.
    started: u32,
}

impl<H: Host> Shared<H> {
    /// Starts a Python thread that a program asked for, or says why not, in CPython's words.
    pub(crate) fn start_thread(
        shared: &Arc<Self>,
        object: Arc<ThreadObject>,
    ) -> Result<Arc<Member>, &'static str> {
        let thread = Thread::spawn(&shared.world, object);
        Self::spawn(shared, thread, || ()).map_err(|NoThread| CANNOT_START)
    }

    fn spawn(
        shared: &Arc<Self>,
        thread: Thread,
        ended: impl FnOnce() + Send + 'static,
    ) -> Result<Arc<Member>, NoThread> {
        shared.take_place()?;
        let member = {
            let mut members = shared.members();
            let id = ThreadId(members.started);
            // More than four thousand million threads take longer than anybody waits.
            members.started += 1;
            let member = Arc::new(Member::new(id, Arc::clone(thread.object())));
            members.list.push(Arc::clone(&member));
            member
        };
        if shared.is_cancelled() {
            member.state.request(CANCEL);
        }
        let job = {
            let shared = Arc::clone(shared);
            let member = Arc::clone(&member);
            Box::new(move || {
                drive(&shared, &member, thread);
                ended();
            })
        };
        shared.host.spawn(job).inspect_err(|NoThread| {
            shared.free_place();
            member.enter_phase(Phase::Ended);
            shared
                .members()
                .list
                .retain(|other| !Arc::ptr_eq(other, &member));
        })?;
        Ok(member)
    }

    /// Waits until all threads but this one have ended (`threading._shutdown`), also those that are
    /// started meanwhile.
    pub(crate) fn wait_for_the_others(&self, me: &Member) {
        loop {
            let goes_on = |other: &&Arc<Member>| {
                other.state.id() != me.state.id() && !other.has_reached(Phase::Ended)
            };
            let Some(other) = self.members().list.iter().find(goes_on).cloned() else {
                return;
            };
            // Not to be given up when the run is cancelled: then they end soon anyway, and the
            // report is about all of them.
            other.wait_for(Phase::Ended, None, || self.host.now(), || false);
        }
    }

    /// A thread has ended. The first ones stay in the list, to be reported.
    pub(crate) fn forget(&self, member: &Member) {
        let id = member.state.id();
        if id.0 >= TOLD {
            self.members().list.retain(|other| other.state.id() != id);
        }
    }

    /// A thread of this run by its Python object; `None` if it ended long ago.
    pub(crate) fn member_of(&self, object: &Arc<ThreadObject>) -> Option<Arc<Member>> {
        let members = self.members();
        let mut list = members.list.iter();
        list.find(|member| Arc::ptr_eq(&member.object, object))
            .cloned()
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    // Relaxed in the four below: whoever acts on these counters and flags (the report, a thread
    // that starts another one in an ended one's place) has learnt of the end through the ended
    // thread's gate, whose mutex orders it after what is written here.

    pub(crate) fn note_forced_switch(&self) {
        self.forced_switches.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn note_end(&self, end: &End) {
        match end {
            End::Finished => {}
            End::Raised(_) => self.raised.store(true, Ordering::Relaxed),
            End::Cancelled => self.cut_short.store(true, Ordering::Relaxed),
        }
    }

    fn take_place(&self) -> Result<(), NoThread> {
        let room = self.host.room();
        self.live
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |live| {
                (live < room).then_some(live + 1)
            })
            .map(|_| ())
            .map_err(|_| NoThread)
    }

    pub(crate) fn free_place(&self) {
        self.live.fetch_sub(1, Ordering::Relaxed);
    }

    fn report(&self) -> RunReport {
        let outcome = if self.cut_short.load(Ordering::Relaxed) {
            Outcome::Cancelled
        } else if self.raised.load(Ordering::Relaxed) {
            Outcome::Raised
        } else {
            Outcome::Finished
        };
        let forced = self.forced_switches.load(Ordering::Relaxed);
        // The main thread's first take had nobody before it.
        let switches = self
            .lock
            .as_ref()
            .map_or(0, |lock| lock.switch_number().saturating_sub(1));
        let members = self.members();
        RunReport {
            outcome,
            wall_seconds: self.elapsed().as_secs_f64(),
            threads_started: members.started,
            threads: members
                .list
                .iter()
                .take(TOLD as usize)
                .map(|member| member.report())
                .collect(),
            switches: Switches {
                forced,
                voluntary: switches.saturating_sub(forced),
            },
        }
    }

    /// Time since the start of the run.
    pub(crate) fn elapsed(&self) -> Duration {
        self.host.now().saturating_sub(self.started)
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! What all threads of a run share, whichever way time passes for them.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gil::{ThreadId, Ticker};
use protocol::{
    Ledger, LedgerEvent, LedgerPart, LockEvent, Outcome, Passage, ReleaseCause, RunReport,
    Settings, StepWindow, Steps, Stream, Switches, ThreadActivity,
};
use python::{Exception, ThreadObject, Unit, World};

use crate::host::Host;
use crate::ledger::{LedgerCursor, Recorder, Ticket};
use crate::member::{Member, Phase};
use crate::output::Output;
use crate::preset::Python;
use crate::run::{Options, Progress};

/// Eval breaker: the run was cancelled.
pub(crate) const CANCEL: u32 = 1 << 1;
/// Eval breaker: somebody would like to know how far the loops are.
pub(crate) const SAMPLE: u32 = 1 << 2;

/// How many threads a report tells of, and how many ended ones are remembered for it. A program may
/// start a new thread for every little thing, and do so for hours.
const TOLD: u32 = 1000;
/// How many ended threads [`Progress`] tells of: what is drawn 20 times a second must be short.
const ENDED_IN_PROGRESS: usize = 16;
/// The exit status of a program that was cancelled: as a shell tells it of one that was ended by
/// SIGINT (128 + 2).
const INTERRUPTED: u8 = 130;
/// Nobody wants to interrupt the main thread.
const UNTOUCHED: u8 = 0;
/// It has not seen yet that somebody does.
const WANTED: u8 = 1;
/// It has raised the exception.
const RAISED: u8 = 2;
/// It has come to its end, and cannot be interrupted.
const TOO_LATE: u8 = 3;
/// What `time.time()` says when a run on virtual cores begins, each time the same:
/// 2026-01-01T00:00:00Z.
const VIRTUAL_EPOCH: f64 = 1_767_225_600.0;

pub(crate) struct Shared<H> {
    pub(crate) host: H,
    pub(crate) world: Arc<World>,
    pub(crate) python: Python,
    pub(crate) output: Output,
    pub(crate) recorder: Recorder,
    /// Microseconds.
    pub(crate) switch_interval: Number,
    /// The ticks of the lock before 3.2.
    pub(crate) ticker: Ticker,
    settings: Settings,
    passage: Passage,
    with_ledger: bool,
    /// Which steps are to be recorded.
    pub(crate) step_window: Option<StepWindow>,
    steps: Mutex<Option<Steps>>,
    started: Duration,
    /// Virtual time since the start, as far as it has come: nanoseconds.
    virtual_now: Number,
    /// Held only to look, to add or to remove.
    members: Mutex<Members>,
    /// The run is to end.
    cancelled: AtomicBool,
    /// Whether the main thread is to raise a `KeyboardInterrupt`: one of the numbers below.
    interrupted: AtomicU8,
    /// The program is over: daemon threads are to end.
    over: AtomicBool,
    /// At least one thread ended early because of that.
    cut_short: AtomicBool,
    /// At least one thread ended with an uncaught exception.
    raised: AtomicBool,
    /// What the main thread ended with.
    exit_status: AtomicU8,
    switches: AtomicU64,
    forced_switches: AtomicU64,
    bytecodes: AtomicU64,
}

/// The threads of a run.
#[derive(Default)]
struct Members {
    /// In the order in which they were started, which is that of their numbers: those that go on, and
    /// the first ones that ended.
    list: Vec<Arc<Member>>,
    /// How many there have been.
    started: u32,
}

/// How a thread came to its end.
pub(crate) enum End {
    Finished,
    Raised(Exception),
    Cancelled,
    /// Of a daemon thread: the program is over.
    Abandoned,
}

impl<H: Host> Shared<H> {
    pub(crate) fn new(host: H, program: Unit, options: &Options) -> Self {
        let python = Python::of(options.settings.preset);
        let switch_interval = Number::default();
        // As in CPython it is the whole microseconds that count.
        switch_interval.set((options.settings.switch_interval * 1e6) as u64);
        let recorder = Recorder::new(options.ledger_room);
        Self {
            // When all that takes long has been done.
            started: host.now(),
            host,
            world: World::new(
                program,
                python.version,
                // Virtual cores take turns on one thread.
                python.lock.is_none() && options.passage() == protocol::Passage::Threads,
            ),
            python,
            output: Output::new(options.output_limit),
            recorder,
            switch_interval,
            ticker: Ticker::new(),
            settings: options.settings,
            passage: options.passage(),
            with_ledger: options.with_ledger,
            step_window: options.steps,
            steps: Mutex::default(),
            virtual_now: Number::default(),
            members: Mutex::default(),
            cancelled: AtomicBool::new(false),
            interrupted: AtomicU8::new(UNTOUCHED),
            over: AtomicBool::new(false),
            cut_short: AtomicBool::new(false),
            raised: AtomicBool::new(false),
            exit_status: AtomicU8::new(0),
            switches: AtomicU64::new(0),
            forced_switches: AtomicU64::new(0),
            bytecodes: AtomicU64::new(0),
        }
    }

    /// What chance on virtual cores begins with.
    pub(crate) fn seed(&self) -> u32 {
        self.settings.seed
    }

    /// Time since the start of the run.
    pub(crate) fn elapsed(&self) -> Duration {
        match self.passage {
            Passage::Threads | Passage::Single => self.host.now().saturating_sub(self.started),
            Passage::Virtual => Duration::from_nanos(self.virtual_now.get()),
        }
    }

    /// Virtual time has come to this.
    pub(crate) fn set_virtual_now(&self, now: Duration) {
        self.virtual_now.set(now.as_nanos() as u64);
    }

    /// What `time.time()` says.
    pub(crate) fn wall_clock(&self, now: Duration) -> f64 {
        match self.passage {
            Passage::Threads | Passage::Single => self.host.wall_clock(),
            Passage::Virtual => VIRTUAL_EPOCH + now.as_secs_f64(),
        }
    }

    /// A new thread of this run.
    pub(crate) fn add_member(&self, object: Arc<ThreadObject>) -> Arc<Member> {
        let mut members = self.members();
        let id = ThreadId(members.started);
        // More than four thousand million threads take longer than anybody waits.
        members.started += 1;
        let member = Arc::new(Member::new(id, object));
        members.list.push(Arc::clone(&member));
        drop(members);
        if self.must_end().is_some() {
            member.state.request(CANCEL);
        }
        member
    }

    /// A thread that could not be started after all.
    pub(crate) fn remove_member(&self, member: &Arc<Member>) {
        member.enter_phase(Phase::Ended);
        let mut members = self.members();
        members.list.retain(|other| !Arc::ptr_eq(other, member));
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

    /// Another thread that goes on; a daemon only if those count.
    pub(crate) fn another(&self, me: &Member, or_daemon: bool) -> Option<Arc<Member>> {
        let goes_on = |other: &&Arc<Member>| {
            other.state.id() != me.state.id()
                && !other.has_reached(Phase::Ended)
                && (or_daemon || !other.object.is_daemon())
        };
        self.members().list.iter().find(goes_on).cloned()
    }

    /// Notes what happened to a thread: for the ledger, and for its times.
    pub(crate) fn note(&self, member: &Member, now: Duration, what: LockEvent) {
        self.note_at(self.recorder.ticket(), member, now, what);
    }

    /// [`Shared::note`] at a place in the ledger that was taken earlier.
    pub(crate) fn note_at(&self, ticket: Ticket, member: &Member, now: Duration, what: LockEvent) {
        let id = member.state.id().0;
        let nanos = now.as_nanos() as u64;
        self.recorder.record(ticket, &member.pen, id, nanos, what);
        if let Some(activity) = activity_after(what) {
            member.times.turn_to(activity, now);
        }
    }

    /// Keeps the recorded steps for the report.
    pub(crate) fn keep_steps(&self, steps: Steps) {
        *self.steps.lock().unwrap_or_else(PoisonError::into_inner) = Some(steps);
    }

    // Relaxed in the ones below: whoever acts on these counters and flags (the report, a thread
    // that starts another one in an ended one's place) has learnt of the end through the ended
    // thread's gate, whose mutex orders it after what is written here.

    /// A thread took the lock that another one had before.
    pub(crate) fn note_switch(&self) {
        self.switches.fetch_add(1, Ordering::Relaxed);
    }

    /// A thread let go of the lock because it was asked to.
    pub(crate) fn note_forced_switch(&self) {
        self.forced_switches.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn note_bytecodes(&self, count: u64) {
        self.bytecodes.fetch_add(count, Ordering::Relaxed);
    }

    /// How a thread ended. An uncaught exception is printed, in a thread the way
    /// `threading.excepthook` does.
    pub(crate) fn note_end(&self, member: &Member, end: &End) {
        match end {
            End::Finished | End::Abandoned => {}
            End::Cancelled => self.cut_short.store(true, Ordering::Relaxed),
            End::Raised(exception) => {
                let name = member.object.name();
                let text = match (exception.exit(), member.is_main()) {
                    // `sys.exit` in a thread ends that thread.
                    (Some(_), false) => return,
                    (Some((status, text)), true) => {
                        self.exit_status
                            .store((status & 0xff) as u8, Ordering::Relaxed);
                        match text {
                            Some(text) => format!("{text}\n"),
                            None => return,
                        }
                    }
                    (None, true) => {
                        let interrupted = self.interrupted.load(Ordering::Relaxed) == RAISED
                            && exception.kind() == "KeyboardInterrupt";
                        let how = if interrupted {
                            &self.cut_short
                        } else {
                            &self.raised
                        };
                        how.store(true, Ordering::Relaxed);
                        self.exit_status.store(1, Ordering::Relaxed);
                        format!("{exception}\n")
                    }
                    (None, false) => {
                        self.raised.store(true, Ordering::Relaxed);
                        format!("Exception in thread {name}:\n{exception}\n")
                    }
                };
                self.output.write(&name, Stream::Stderr, &text);
            }
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Whether a thread has to end although it has not come to its end.
    pub(crate) fn must_end(&self) -> Option<End> {
        if self.is_cancelled() {
            return Some(End::Cancelled);
        }
        self.over.load(Ordering::Relaxed).then_some(End::Abandoned)
    }

    /// Has the main thread raise a `KeyboardInterrupt`. The second time, or when it has ended already, the run
    /// is cancelled.
    pub(crate) fn interrupt(&self) {
        if !self.turn_interrupted(UNTOUCHED, WANTED) {
            return self.cancel();
        }
        let members = self.members();
        if let Some(main) = members.list.first() {
            main.state.request(CANCEL);
        }
        // It may wait for any of them.
        members.list.iter().for_each(|member| member.ring());
    }

    /// Whether this is the main thread, and is to raise a `KeyboardInterrupt`.
    pub(crate) fn interrupts(&self, member: &Member) -> bool {
        member.is_main() && self.interrupted.load(Ordering::Relaxed) == WANTED
    }

    /// The same; it does so from now on.
    pub(crate) fn take_interrupt(&self, member: &Member) -> bool {
        let takes = self.interrupts(member) && self.turn_interrupted(WANTED, RAISED);
        if takes {
            member.state.clear(CANCEL);
        }
        takes
    }

    /// The main thread has come to its end. After an interrupt nothing else goes on.
    pub(crate) fn note_main_over(&self) {
        if !self.turn_interrupted(UNTOUCHED, TOO_LATE) {
            self.cancel();
        }
    }

    fn turn_interrupted(&self, from: u8, to: u8) -> bool {
        // Relaxed: nothing but this number says whether there was an interrupt.
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        self.interrupted
            .compare_exchange(from, to, set, fetch)
            .is_ok()
    }

    pub(crate) fn cancel(&self) {
        self.end_all(&self.cancelled);
    }

    /// Stops the daemon threads: all others have ended.
    pub(crate) fn end_daemons(&self) {
        self.end_all(&self.over);
    }

    fn end_all(&self, why: &AtomicBool) {
        // Relaxed here and where it is read: a thread that is started meanwhile either is in the
        // list, and is woken below, or takes the list's mutex after this and then sees the flag.
        // Who waits looks at it under its gate's mutex, through which `ring` goes.
        why.store(true, Ordering::Relaxed);
        for member in &self.members().list {
            member.state.request(CANCEL);
            member.ring();
        }
        self.output.let_go();
    }

    pub(crate) fn progress(&self) -> Progress {
        let mut ended = 0;
        let threads = self.members();
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
            elapsed: self.elapsed(),
        }
    }

    pub(crate) fn ledger(&self) -> Ledger {
        // Before the events are read: none of them is later than this.
        let until = self.elapsed().as_nanos() as u64;
        let events = self.recorder.events();
        let last = events.iter().map(|event| event.at).max();
        Ledger {
            threads: self.names(named(&events)),
            events,
            dropped: self.recorder.dropped(),
            until: until.max(last.unwrap_or(0)),
        }
    }

    pub(crate) fn ledger_news(&self, cursor: &mut LedgerCursor, most: usize) -> LedgerPart {
        let now = self.elapsed().as_nanos() as u64;
        let events = self.recorder.news(cursor, most);
        let last = events.iter().map(|event| event.at).max();
        cursor.threads = cursor.threads.max(named(&events));
        cursor.until = cursor.until.max(last.unwrap_or(0));
        if !cursor.is_behind() {
            cursor.until = cursor.until.max(now);
        }
        let names = self.names(cursor.threads);
        LedgerPart::pack(names, &events, self.recorder.dropped(), cursor.until)
    }

    /// The names of the first threads. Those that ended long ago are only numbers.
    fn names(&self, count: usize) -> Vec<String> {
        let members = self.members();
        let name = |number| {
            let id = |member: &Arc<Member>| member.state.id().0 as usize;
            let found = members.list.binary_search_by_key(&number, id).ok();
            let member = found.and_then(|index| members.list.get(index));
            member.map_or_else(|| format!("#{number}"), |m| m.object.name())
        };
        (0..count).map(name).collect()
    }

    pub(crate) fn report(&self) -> RunReport {
        let outcome = if self.cut_short.load(Ordering::Relaxed) {
            Outcome::Cancelled
        } else if self.raised.load(Ordering::Relaxed) {
            Outcome::Raised
        } else {
            Outcome::Finished
        };
        let wall_seconds = self.elapsed().as_secs_f64();
        let forced = self.forced_switches.load(Ordering::Relaxed);
        let switches = self.switches.load(Ordering::Relaxed);
        let ledger = self.ledger();
        let lock = timeline::lock_report(&ledger);
        let members = self.members();
        RunReport {
            outcome,
            exit_status: match outcome {
                Outcome::Cancelled => INTERRUPTED,
                _ => self.exit_status.load(Ordering::Relaxed),
            },
            settings: self.settings,
            passage: self.passage,
            wall_seconds,
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
            lock,
            bytecodes: self.bytecodes.load(Ordering::Relaxed),
            answer: self.world.global_repr("answer", RunReport::LONGEST_ANSWER),
            ledger: self.with_ledger.then_some(ledger),
            steps: self
                .steps
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        }
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many threads have names if these events have happened.
fn named(events: &[LedgerEvent]) -> usize {
    let threads = events.iter().map(|event| event.thread as usize + 1);
    threads.max().unwrap_or(0)
}

/// What a thread does after something has happened to it, if that changes.
pub(crate) fn activity_after(what: LockEvent) -> Option<ThreadActivity> {
    Some(match what {
        LockEvent::Start | LockEvent::Acquire { .. } | LockEvent::Wake | LockEvent::Dispatch => {
            ThreadActivity::Running
        }
        LockEvent::Preempt => ThreadActivity::Ready,
        LockEvent::Request => ThreadActivity::Waiting,
        LockEvent::Release { cause } => match cause {
            ReleaseCause::Forced | ReleaseCause::Ticks => ThreadActivity::Waiting,
            ReleaseCause::Blocking => ThreadActivity::Blocked,
            ReleaseCause::Ended => ThreadActivity::Ended,
        },
        LockEvent::Block { .. } => ThreadActivity::Blocked,
        LockEvent::End => ThreadActivity::Ended,
        LockEvent::TimeOut | LockEvent::DropRequest { .. } => return None,
    })
}

/// A number that one thread sets and others read. Relaxed: nothing else depends on it.
#[derive(Debug, Default)]
pub(crate) struct Number(AtomicU64);

impl Number {
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, number: u64) {
        self.0.store(number, Ordering::Relaxed);
    }
}

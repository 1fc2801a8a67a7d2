//! What all threads of a run share, of whichever interpreter, and whichever way time passes for them.

use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gil::ThreadId;
use protocol::{
    Cores, InterpreterReport, Ledger, LedgerEvent, LedgerPart, LockEvent, Outcome, Passage,
    ReleaseCause, RunReport, Served, Settings, StepWindow, Steps, Stream, Switches, ThreadActivity,
};
use python::processes::{Begin, Birth, Call, Origin, Pid, Refusal, Reply};
use python::{Exception, Thread, ThreadObject, Unit, World};

use crate::apart::{self, Question, Root, Start, Told, Word};
use crate::host::{Host, Job, NoThread};
use crate::interpreter::Interpreter;
use crate::kernel::{Kernel, MAIN, Waiter};
use crate::ledger::{LedgerCursor, Recorder, Ticket};
use crate::member::{Member, Phase};
use crate::network::Network;
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
/// How many threads there may be in processes with a memory of their own: each has a worker in a browser.
const ROOM_APART: usize = 32;
/// What ends the processes that are left when the program has come to its end.
pub(crate) const SIGTERM: i32 = 15;
/// What `time.time()` says when a run on virtual cores begins, each time the same:
/// 2026-01-01T00:00:00Z.
const VIRTUAL_EPOCH: f64 = 1_767_225_600.0;

pub(crate) struct Shared<H> {
    pub(crate) host: H,
    pub(crate) python: Python,
    pub(crate) output: Output,
    pub(crate) network: Network,
    pub(crate) recorder: Recorder,
    /// What runs, compiled.
    program: Unit,
    /// All interpreters that there are or were, the program's own first.
    interpreters: Mutex<Vec<Arc<Interpreter>>>,
    kernel: Mutex<Kernel>,
    /// How many threads take up a place on the host.
    live: AtomicUsize,
    /// How many threads there are in other memories.
    live_apart: AtomicUsize,
    /// Held while a process apart is found to have broken down: of its threads, one does what is to be done then.
    pub(crate) crashing: Mutex<()>,
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
    /// The program's own interpreter has come to its end: no other one begins any more.
    closing: AtomicBool,
    /// At least one thread ended early because of that.
    cut_short: AtomicBool,
    /// At least one thread ended with an uncaught exception.
    raised: AtomicBool,
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
    /// The interpreter of each of them.
    homes: Vec<u32>,
}

/// How a thread came to its end.
pub(crate) enum End {
    Finished,
    Raised(Exception),
    Cancelled,
    /// Of a daemon thread: its program is over. Or of any thread: its process was terminated.
    Abandoned,
}

/// What came of asking the kernel.
pub(crate) enum Asked {
    Answered(Reply),
    /// The caller waits.
    Waits,
    /// Another interpreter is to be started.
    Begins(Arc<Interpreter>, Begin),
}

impl<H: Host> Shared<H> {
    pub(crate) fn new(host: H, program: Unit, options: &Options) -> Self {
        let shared = Self::empty(host, program, options);
        let first = shared.add_interpreter(MAIN, 0, Origin::Main, String::new(), None);
        let world = shared.with_cores(World::new(
            shared.program.clone(),
            shared.python.version,
            shared.is_parallel(),
        ));
        first.settle_in(world);
        shared
    }

    fn empty(host: H, program: Unit, options: &Options) -> Self {
        let python = Python::of(options.settings.preset);
        let recorder = Recorder::new(options.ledger_room);
        Self {
            // When all that takes long has been done.
            started: host.now(),
            host,
            python,
            output: Output::new(options.output_limit),
            network: Network::new(options.rewrite_httpbin, options.settings.seed),
            recorder,
            program,
            interpreters: Mutex::default(),
            kernel: Mutex::new(Kernel::new()),
            live: AtomicUsize::new(0),
            live_apart: AtomicUsize::new(0),
            crashing: Mutex::default(),
            settings: options.settings,
            passage: options.passage(),
            with_ledger: options.with_ledger,
            step_window: options.steps,
            steps: Mutex::default(),
            virtual_now: Number::default(),
            members: Mutex::default(),
            cancelled: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            cut_short: AtomicBool::new(false),
            raised: AtomicBool::new(false),
            switches: AtomicU64::new(0),
            forced_switches: AtomicU64::new(0),
            bytecodes: AtomicU64::new(0),
        }
    }

    /// What the threads of a process apart share, in its own memory.
    pub(crate) fn apart(host: H, start: &Start, program: Unit) -> Self {
        let settings = Settings {
            cores: Cores::Real,
            switch_interval: start.switch_interval,
            seed: start.seed,
            ..Settings::of(start.preset)
        };
        let options = Options {
            ledger_room: 0,
            rewrite_httpbin: start.rewrite_httpbin,
            ..Options::new(settings)
        };
        Self {
            started: Duration::from_secs_f64(start.started.max(0.0)),
            ..Self::empty(host, program, &options)
        }
    }

    /// What a process apart begins with.
    pub(crate) fn start_apart(
        &self,
        identity: apart::Identity,
        thread: u32,
        begin: Begin,
    ) -> Start {
        Start {
            preset: self.settings.preset,
            switch_interval: self.settings.switch_interval,
            seed: self.settings.seed,
            rewrite_httpbin: self.network.rewrites_httpbin,
            file: self.program.file.clone(),
            source: self.program.source.clone(),
            started: self.started.as_secs_f64(),
            identity,
            thread,
            begin,
        }
    }

    /// The run's memory, if this is not it.
    pub(crate) fn root(&self) -> Option<&Arc<dyn Root>> {
        self.host.root()
    }

    /// Says a word to the root, if it is elsewhere; gives the answer.
    fn say(&self, word: Word, number: u32, value: f64) -> Option<f64> {
        Some(self.root()?.say(word, number, value))
    }

    /// Whether threads of one interpreter run at the same time.
    fn is_parallel(&self) -> bool {
        // Virtual cores take turns on one thread.
        self.python.lock.is_none() && self.passage == Passage::Threads
    }

    fn with_cores(&self, world: Arc<World>) -> Arc<World> {
        if let Cores::Virtual(cores) = self.settings.cores {
            world.set_cores(cores);
        }
        world
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

    // Interpreters.

    fn add_interpreter(
        &self,
        pid: Pid,
        parent: Pid,
        origin: Origin,
        name: String,
        switch_interval: Option<u64>,
    ) -> Arc<Interpreter> {
        // As in CPython it is the whole microseconds that count.
        let settings = (self.settings.switch_interval * 1e6) as u64;
        let mut all = self.interpreters();
        let interpreter = Arc::new(Interpreter::new(
            pid,
            parent,
            origin,
            all.len() as u32,
            name,
            switch_interval.unwrap_or(settings),
        ));
        all.push(Arc::clone(&interpreter));
        interpreter
    }

    /// The program's own interpreter.
    pub(crate) fn first(&self) -> Arc<Interpreter> {
        let all = self.interpreters();
        // It was put there before anybody could ask.
        Arc::clone(&all[0])
    }

    /// One that the root has numbered, in the memory where it lives.
    pub(crate) fn settle(&self, interpreter: &Arc<Interpreter>) {
        self.interpreters().push(Arc::clone(interpreter));
    }

    pub(crate) fn interpreter_of(&self, number: u32) -> Option<Arc<Interpreter>> {
        let all = self.interpreters();
        all.iter().find(|other| other.number == number).cloned()
    }

    pub(crate) fn interpreter(&self, pid: Pid) -> Option<Arc<Interpreter>> {
        let all = self.interpreters();
        all.iter().find(|other| other.pid == pid).cloned()
    }

    fn interpreters(&self) -> MutexGuard<'_, Vec<Arc<Interpreter>>> {
        self.interpreters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn kernel(&self) -> MutexGuard<'_, Kernel> {
        self.kernel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A thread asks the kernel. With the answer come those who have waited for what it did, and have their answers
    /// now, too.
    pub(crate) fn ask_kernel(&self, member: &Member, call: Call) -> (Asked, Vec<(Waiter, Reply)>) {
        if let Some(root) = self.root() {
            return (self.ask_root(&**root, call), Vec::new());
        }
        let me = &member.interpreter;
        let call = match call {
            // Not as the other calls: a copy of a process is many bytes, and goes on to whoever unpacks it.
            Call::Begin(birth) => return (self.begin_another(me, *birth), Vec::new()),
            other => other,
        };
        let stops = match &call {
            Call::Terminate { pid, signal } => Some((*pid, *signal)),
            _ => None,
        };
        let (waiter, timeout) = (member.state.id().0, call.timeout());
        let mut kernel = self.kernel();
        let reply = kernel.call(me.pid, waiter, call);
        let reply = match timeout {
            // Whoever only wants to know does not wait, and keeps its lock.
            Some(Duration::ZERO) => reply.or_else(|| kernel.give_up(waiter)),
            _ => reply,
        };
        let woken = kernel.take_woken();
        drop(kernel);
        let asked = reply.map_or(Asked::Waits, Asked::Answered);
        if let Some((pid, signal)) = stops
            && let Some(interpreter) = self.interpreter(pid)
        {
            self.terminate(&interpreter, signal);
        }
        (asked, woken)
    }

    /// A thread of this interpreter asks for another one.
    fn begin_another(&self, me: &Interpreter, birth: Birth) -> Asked {
        let mut kernel = self.kernel();
        // Relaxed: who sets it takes the kernel's mutex after that, see `close`.
        let begun = match self.closing.load(Ordering::Relaxed) {
            true => Err(Refusal::NoRoom),
            false => kernel.begin(me.pid, &birth),
        };
        let pid = match begun {
            Ok(pid) => pid,
            Err(refusal) => return Asked::Answered(Reply::Refused(refusal)),
        };
        let Birth {
            origin,
            name,
            begin,
            ..
        } = birth;
        // As CPython has it: a fork has the interval of its parent, all others begin with that of the settings.
        let interval = matches!(begin, Begin::Fork(_)).then(|| me.switch_interval.get());
        // Before `close` can look for those that there are.
        let interpreter = self.add_interpreter(pid, me.pid, origin, name, interval);
        drop(kernel);
        Asked::Begins(interpreter, begin)
    }

    /// [`Shared::ask_kernel`] where the kernel is elsewhere.
    fn ask_root(&self, root: &dyn Root, mut call: Call) -> Asked {
        let begin = match &mut call {
            // It stays here: the root only numbers it.
            Call::Begin(birth) if birth.origin == Origin::Interpreter => {
                let nothing = Begin::Fresh {
                    module: String::new(),
                    function: String::new(),
                    payload: Vec::new(),
                };
                Some(mem::replace(&mut birth.begin, nothing))
            }
            _ => None,
        };
        match (root.ask_for(&Question::Kernel(call)), begin) {
            (Some(Told::Answered(reply)), _) => Asked::Answered(reply),
            (Some(Told::Waits), _) => Asked::Waits,
            (Some(Told::Begins(identity)), Some(begin)) => {
                let interpreter = identity.interpreter();
                self.settle(&interpreter);
                Asked::Begins(interpreter, begin)
            }
            _ => Asked::Answered(Reply::Refused(Refusal::NoRoom)),
        }
    }

    /// Those who have waited have their answers.
    pub(crate) fn deliver(&self, woken: Vec<(Waiter, Reply)>) {
        for (waiter, reply) in woken {
            if let Some(member) = self.member(waiter) {
                member.deliver(reply);
            }
        }
    }

    /// Somebody who waited for the kernel does not wait any more. Gives the answer, if it has not been there.
    pub(crate) fn give_up_waiting(&self, member: &Member) -> Option<Reply> {
        match self.root() {
            Some(root) => root.ask_for(&Question::GiveUp).flatten(),
            None => self.kernel().give_up(member.state.id().0),
        }
    }

    /// The thread of that number; `None` if it ended long ago.
    pub(crate) fn member(&self, waiter: Waiter) -> Option<Arc<Member>> {
        let members = self.members();
        let id = |member: &Arc<Member>| member.state.id().0;
        let place = members.list.binary_search_by_key(&waiter, id).ok()?;
        members.list.get(place).cloned()
    }

    /// What an interpreter begins with: its world, and its main thread in it.
    pub(crate) fn main_thread(
        &self,
        interpreter: &Interpreter,
        begin: Begin,
        object: Arc<ThreadObject>,
    ) -> Thread {
        let (version, is_parallel) = (self.python.version, self.is_parallel());
        let program = self.program.clone();
        let (world, thread) = match begin {
            Begin::Fork(state) => python::restore(&state, program, version, is_parallel, object),
            Begin::Fresh {
                module,
                function,
                payload,
            } => {
                let world = World::fresh(program, version, is_parallel, object);
                let thread = Thread::calling(&world, &module, &function, payload);
                (world, thread)
            }
        };
        interpreter.settle_in(self.with_cores(world));
        thread
    }

    /// An interpreter that could not be started after all.
    pub(crate) fn forget_interpreter(&self, interpreter: &Interpreter) {
        if self.say(Word::Forget, interpreter.number, 0.0).is_some() {
            return;
        }
        // It stays where it is: the places of the others must not change.
        self.kernel().forget(interpreter.pid);
        interpreter.note_status();
    }

    /// What an interpreter ends with does not change any more.
    pub(crate) fn note_status(&self, interpreter: &Interpreter) {
        let status = interpreter.exit_status().into();
        if self.say(Word::Status, interpreter.number, status).is_none() {
            interpreter.note_status();
        }
    }

    /// All threads of an interpreter have ended. Gives those who have waited for that.
    pub(crate) fn end_interpreter(&self, interpreter: &Interpreter) -> Vec<(Waiter, Reply)> {
        if self.say(Word::Ended, interpreter.number, 0.0).is_some() {
            return Vec::new();
        }
        let status = interpreter.note_status();
        let mut kernel = self.kernel();
        kernel.end(interpreter.pid, status);
        kernel.take_woken()
    }

    /// All threads of an interpreter are to end.
    pub(crate) fn terminate(&self, interpreter: &Interpreter, signal: i32) {
        interpreter.set_terminated(signal);
        self.rouse(|member| member.interpreter.pid == interpreter.pid);
    }

    /// The program's own interpreter has come to its end: the others end now, and none begins any more. Gives
    /// their main threads that go on. One that has begun just before may have none yet; it has one when the thread
    /// that has begun it has ended.
    pub(crate) fn close(&self) -> Vec<Arc<Member>> {
        self.closing.store(true, Ordering::Relaxed);
        // Who begins another one now does so before this, or not at all.
        drop(self.kernel());
        let all = self.interpreters();
        let others = all.iter().skip(1);
        for other in others.filter(|other| other.status().is_none()) {
            other.set_terminated(SIGTERM);
        }
        drop(all);
        self.rouse(|member| member.interpreter.is_terminated());
        let members = self.members();
        let mains = members.list.iter();
        mains
            .filter(|member| {
                member.is_main()
                    && !member.interpreter.is_first()
                    && !member.has_reached(Phase::Ended)
            })
            .cloned()
            .collect()
    }

    // Threads.

    /// Takes a place on the host.
    pub(crate) fn take_place(&self) -> Result<(), NoThread> {
        if let Some(has_room) = self.say(Word::TakeRoom, 0, 0.0) {
            return if has_room == 0.0 {
                Err(NoThread)
            } else {
                Ok(())
            };
        }
        take_one(&self.live, self.host.room())
    }

    pub(crate) fn free_place(&self) {
        if self.say(Word::FreeRoom, 0, 0.0).is_none() {
            self.live.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// The same for a thread in another memory.
    pub(crate) fn take_place_apart(&self) -> Result<(), NoThread> {
        take_one(&self.live_apart, ROOM_APART)
    }

    pub(crate) fn free_place_apart(&self) {
        // Never below zero: of a process that breaks down, the last place may be given back by the thread itself and
        // by who notes the end of it. Fails then, and nothing is to be done.
        let _ = self
            .live_apart
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |live| {
                live.checked_sub(1)
            });
    }

    /// A new thread of an interpreter: its main thread is the first one.
    pub(crate) fn add_member(
        &self,
        interpreter: &Arc<Interpreter>,
        object: Arc<ThreadObject>,
        is_main: bool,
    ) -> Arc<Member> {
        if let Some(root) = self.root() {
            let question = Question::Thread {
                interpreter: interpreter.number,
                name: object.name(),
                is_main,
            };
            let number = root.ask_for(&question).unwrap_or_default();
            return self.add_known(number, interpreter, object, is_main);
        }
        self.add(interpreter, object, is_main, |member| member)
    }

    /// A new thread, here, that the root has numbered.
    pub(crate) fn add_known(
        &self,
        number: u32,
        interpreter: &Arc<Interpreter>,
        object: Arc<ThreadObject>,
        is_main: bool,
    ) -> Arc<Member> {
        let member = Member::new(ThreadId(number), Arc::clone(interpreter), object, is_main);
        let member = Arc::new(member.known_at(self.root()));
        self.members().list.push(Arc::clone(&member));
        member
    }

    /// A new thread in the memory of that process.
    pub(crate) fn add_apart(
        &self,
        interpreter: &Arc<Interpreter>,
        object: Arc<ThreadObject>,
        is_main: bool,
        process: u32,
    ) -> Arc<Member> {
        self.add(interpreter, object, is_main, |member| member.far(process))
    }

    fn add(
        &self,
        interpreter: &Arc<Interpreter>,
        object: Arc<ThreadObject>,
        is_main: bool,
        finish: impl FnOnce(Member) -> Member,
    ) -> Arc<Member> {
        let mut members = self.members();
        let id = ThreadId(members.started);
        // More than four thousand million threads take longer than anybody waits.
        members.started += 1;
        members.homes.push(interpreter.number);
        let member = Member::new(id, Arc::clone(interpreter), object, is_main);
        let member = Arc::new(finish(member));
        members.list.push(Arc::clone(&member));
        drop(members);
        if self.must_end(interpreter).is_some() {
            member.state.request(CANCEL);
        }
        member
    }

    /// Runs a thread's job on a thread of the host.
    pub(crate) fn spawn(&self, member: &Member, job: Job) -> Result<(), NoThread> {
        match self.root() {
            Some(root) => root.spawn(member.state.id().0, job),
            None => self.host.spawn(job),
        }
    }

    /// Says where this thread can be asked for something, to the root, if that is elsewhere.
    pub(crate) fn note_breaker(&self, member: &Member) {
        if let Some(root) = self.root() {
            root.say(Word::Breaker, root.breaker(&member.state), 0.0);
        }
    }

    /// A thread that could not be started after all.
    pub(crate) fn remove_member(&self, member: &Arc<Member>) {
        member.enter_phase(Phase::Ended);
        self.say(Word::Remove, member.state.id().0, 0.0);
        let mut members = self.members();
        members.list.retain(|other| !Arc::ptr_eq(other, member));
    }

    /// A thread has ended. The first ones stay in the list, to be reported.
    pub(crate) fn forget(&self, member: &Member) {
        let id = member.state.id();
        if id.0 >= TOLD || self.root().is_some() {
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

    /// Another thread of the same interpreter that goes on; a daemon only if those count.
    pub(crate) fn another(&self, me: &Member, or_daemon: bool) -> Option<Arc<Member>> {
        let goes_on = |other: &&Arc<Member>| {
            other.state.id() != me.state.id()
                && other.interpreter.pid == me.interpreter.pid
                && !other.has_reached(Phase::Ended)
                && (or_daemon || !other.object.is_daemon())
        };
        self.members().list.iter().find(goes_on).cloned()
    }

    /// Notes what happened to a thread: for the ledger, and for its times.
    pub(crate) fn note(&self, member: &Member, now: Duration, what: LockEvent) {
        let nanos = now.as_nanos() as f64;
        if self.say(Word::Note, what.code(), nanos).is_none() {
            self.note_at(self.recorder.ticket(), member, now, what);
        }
    }

    /// Takes a place in the ledger. A thread that has one notes what it is for, or gives it up, before anything else.
    pub(crate) fn place(&self) -> Option<Ticket> {
        match self.say(Word::Place, 0, 0.0) {
            Some(_) => None,
            None => Some(self.recorder.ticket()),
        }
    }

    /// Gives it up.
    pub(crate) fn give_up(&self, place: Option<Ticket>) {
        match place {
            Some(place) => self.recorder.give_up(place),
            None => drop(self.say(Word::GiveUp, 0, 0.0)),
        }
    }

    /// [`Shared::note`] at that place.
    pub(crate) fn note_in(
        &self,
        place: Option<Ticket>,
        member: &Member,
        now: Duration,
        what: LockEvent,
    ) {
        match place {
            Some(place) => self.note_at(place, member, now, what),
            None => self.note(member, now, what),
        }
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
        if self.say(Word::Switch, 0, 0.0).is_none() {
            self.switches.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A thread let go of the lock because it was asked to.
    pub(crate) fn note_forced_switch(&self) {
        if self.say(Word::Forced, 0, 0.0).is_none() {
            self.forced_switches.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn note_bytecodes(&self, count: u64) {
        if self.say(Word::Bytecodes, 0, count as f64).is_none() {
            self.bytecodes.fetch_add(count, Ordering::Relaxed);
        }
    }

    /// A thread has ended early, because the run was cancelled.
    pub(crate) fn note_cut_short(&self) {
        if self.say(Word::CutShort, 0, 0.0).is_none() {
            self.cut_short.store(true, Ordering::Relaxed);
        }
    }

    /// A thread has ended with an uncaught exception.
    pub(crate) fn note_raised(&self) {
        if self.say(Word::Raised, 0, 0.0).is_none() {
            self.raised.store(true, Ordering::Relaxed);
        }
    }

    /// A thread has written that.
    pub(crate) fn write(&self, thread: &str, stream: Stream, text: &str) {
        match self.root() {
            Some(root) => {
                let question = Question::Write(thread.to_owned(), stream, text.to_owned());
                root.ask(&apart::pack(&question));
            }
            None => self.output.write(thread, stream, text),
        }
    }

    /// How a thread ended. An uncaught exception is printed, in a thread the way
    /// `threading.excepthook` does.
    pub(crate) fn note_end(&self, member: &Member, end: &End) {
        match end {
            End::Finished | End::Abandoned => {}
            End::Cancelled => self.note_cut_short(),
            End::Raised(exception) => {
                let (name, me) = (member.label(), &member.interpreter);
                let text = match (exception.exit(), member.is_main()) {
                    // `sys.exit` in a thread ends that thread.
                    (Some(_), false) => return,
                    (Some((status, text)), true) => {
                        me.set_exit_status(status & 0xff);
                        match text {
                            Some(text) => format!("{text}\n"),
                            None => return,
                        }
                    }
                    (None, true) => {
                        let interrupted =
                            me.was_interrupted() && exception.kind() == "KeyboardInterrupt";
                        if interrupted {
                            self.note_cut_short();
                        } else {
                            self.note_raised();
                        }
                        me.set_exit_status(1);
                        format!("{exception}\n")
                    }
                    (None, false) => {
                        self.note_raised();
                        let name = member.object.name();
                        format!("Exception in thread {name}:\n{exception}\n")
                    }
                };
                self.write(&name, Stream::Stderr, &text);
            }
        }
    }

    /// How what is called at a program's end has ended: nobody depends on that.
    pub(crate) fn note_ignored(&self, member: &Member, end: &End) {
        if let End::Raised(exception) = end {
            let text = format!("Exception ignored in: <module 'threading'>\n{exception}\n");
            self.write(&member.label(), Stream::Stderr, &text);
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// What a thread is to obey: whether it has to end although it has not come to its end, and whether it is a main
    /// thread and is to raise a `KeyboardInterrupt`. In a process apart also fetches what has come for it.
    pub(crate) fn orders(&self, member: &Member) -> (Option<End>, bool) {
        let interpreter = &member.interpreter;
        let Some(root) = self.root() else {
            return (self.must_end(interpreter), self.interrupts(member));
        };
        // Only here it is known at once.
        let over = interpreter.is_over().then_some(End::Abandoned);
        let orders = root.orders();
        if orders.has_post {
            self.fetch_post(&**root);
        }
        (over.or(orders.end), orders.interrupts)
    }

    /// At the root: whether a thread of this interpreter has to end although it has not come to its end.
    pub(crate) fn must_end(&self, interpreter: &Interpreter) -> Option<End> {
        if self.is_cancelled() {
            return Some(End::Cancelled);
        }
        (interpreter.is_over() || interpreter.is_terminated()).then_some(End::Abandoned)
    }

    /// Has the main thread raise a `KeyboardInterrupt`, and those of all other processes, as Ctrl-C does. The
    /// second time, or when the program's own has ended already, the run is cancelled.
    pub(crate) fn interrupt(&self) {
        if !self.first().want_interrupt() {
            return self.cancel();
        }
        for other in self.interpreters().iter().skip(1) {
            other.want_interrupt();
        }
        let members = self.members();
        for member in &members.list {
            if self.interrupts(member) {
                member.state.request(CANCEL);
            }
        }
        // A main thread may wait for any of them.
        members.list.iter().for_each(|member| member.ring());
        drop(members);
        self.want_relay();
    }

    /// Threads in other memories have been asked for something.
    fn want_relay(&self) {
        if H::APART && self.live_apart.load(Ordering::Relaxed) > 0 {
            self.host.wants_relay();
        }
    }

    /// The threads in the memory of that process.
    pub(crate) fn members_apart(&self, process: Pid) -> Vec<Arc<Member>> {
        let members = self.members();
        let all = members.list.iter();
        let there = all.filter(|member| member.apart() == Some(process));
        there.cloned().collect()
    }

    /// The interpreters in the memory of that process.
    pub(crate) fn interpreters_apart(&self, process: Pid) -> Vec<Arc<Interpreter>> {
        let mut there: Vec<Arc<Interpreter>> = Vec::new();
        // Whoever has begun another one stands before it.
        for other in self.interpreters().iter() {
            let in_it = other.origin == Origin::Interpreter
                && there.iter().any(|parent| parent.pid == other.parent);
            if other.pid == process || in_it {
                there.push(Arc::clone(other));
            }
        }
        there
    }

    /// Passes on what threads in other memories were asked for.
    pub(crate) fn relay(&self) {
        for member in &self.members().list {
            if let Some(process) = member.apart() {
                member.relay(|breaker, bits| self.host.poke(process, breaker, bits));
            }
        }
    }

    /// At the root: whether this is a main thread, and is to raise a `KeyboardInterrupt`.
    pub(crate) fn interrupts(&self, member: &Member) -> bool {
        member.is_main() && member.interpreter.wants_interrupt()
    }

    /// The same of any memory; it does so from now on.
    pub(crate) fn take_interrupt(&self, member: &Member) -> bool {
        let takes = member.is_main()
            && match self.say(Word::TakeInterrupt, 0, 0.0) {
                Some(takes) => {
                    // For the words about it.
                    member.interpreter.want_interrupt();
                    takes != 0.0 && member.interpreter.take_interrupt()
                }
                None => member.interpreter.take_interrupt(),
            };
        if takes {
            member.state.clear(CANCEL);
        }
        takes
    }

    /// The main thread has come to its end. After an interrupt nothing else goes on.
    pub(crate) fn note_main_over(&self, interpreter: &Interpreter) {
        let undisturbed = match self.say(Word::MainOver, interpreter.number, 0.0) {
            Some(undisturbed) => undisturbed != 0.0,
            None => interpreter.end_undisturbed(),
        };
        if undisturbed {
            return;
        }
        if interpreter.is_first() {
            self.cancel();
        } else {
            self.end_daemons(interpreter);
        }
    }

    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
        self.rouse(|_| true);
        self.output.let_go();
    }

    /// Stops the daemon threads: all others have ended.
    pub(crate) fn end_daemons(&self, interpreter: &Interpreter) {
        interpreter.set_over();
        self.rouse(|member| member.interpreter.pid == interpreter.pid);
        if interpreter.is_first() {
            self.output.let_go();
        }
    }

    /// Has threads look at why they are to end: that has just been written down. Always all threads of an interpreter,
    /// since who is to give up may wait at the gate of any other one of them.
    fn rouse(&self, whom: impl Fn(&Member) -> bool) {
        // The reason's store and load are relaxed: a thread that is started meanwhile either is in the list, and is
        // woken below, or takes the list's mutex after this and then sees the flag. Who waits looks at it under its
        // gate's mutex, through which `ring` goes.
        for member in self.members().list.iter().filter(|member| whom(member)) {
            member.state.request(CANCEL);
            member.ring();
        }
        self.want_relay();
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
        let threads = named(&events);
        let (interpreters, homes) = self.homes(threads);
        Ledger {
            threads: self.names(threads),
            interpreters,
            homes,
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
        let (interpreters, homes) = self.homes(cursor.threads);
        LedgerPart {
            interpreters,
            homes,
            ..LedgerPart::pack(names, &events, self.recorder.dropped(), cursor.until)
        }
    }

    /// The names of the first threads. Those that ended long ago are only numbers.
    fn names(&self, count: usize) -> Vec<String> {
        let members = self.members();
        let name = |number| {
            let id = |member: &Arc<Member>| member.state.id().0 as usize;
            let found = members.list.binary_search_by_key(&number, id).ok();
            let member = found.and_then(|index| members.list.get(index));
            member.map_or_else(|| format!("#{number}"), |member| member.label())
        };
        (0..count).map(name).collect()
    }

    /// The names of all interpreters, and to which of them each of the first threads belongs; nothing if there is but
    /// one.
    fn homes(&self, threads: usize) -> (Vec<String>, Vec<u32>) {
        let names: Vec<String> = {
            let all = self.interpreters();
            all.iter().map(|interpreter| interpreter.told()).collect()
        };
        if names.len() == 1 {
            return (Vec::new(), Vec::new());
        }
        let homes = self.members().homes.iter().take(threads).copied().collect();
        (names, homes)
    }

    /// The interpreters, if there is more than one.
    fn interpreter_reports(&self) -> Vec<InterpreterReport> {
        let all = self.interpreters();
        let all = all.iter().filter(|_| all.len() > 1);
        all.map(|interpreter| InterpreterReport {
            name: interpreter.told(),
            origin: interpreter.origin.name().to_owned(),
            pid: interpreter.pid,
            parent: interpreter.parent,
            status: interpreter.status(),
        })
        .collect()
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
        let interpreters = self.interpreter_reports();
        let members = self.members();
        RunReport {
            outcome,
            exit_status: match outcome {
                Outcome::Cancelled => RunReport::INTERRUPTED,
                _ => match self.first().exit_status() {
                    // As a shell tells it of a program that a signal has ended.
                    signal if signal < 0 => (128 - signal) as u8,
                    status => status as u8,
                },
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
            interpreters,
            switches: Switches {
                forced,
                voluntary: switches.saturating_sub(forced),
            },
            lock,
            bytecodes: self.bytecodes.load(Ordering::Relaxed),
            simulated_network: self.network.is_simulated(),
            answer: self
                .first()
                .world()
                .and_then(|world| world.global_repr("answer", RunReport::LONGEST_ANSWER)),
            served: self.served(),
            ledger: self.with_ledger.then_some(ledger),
            steps: self
                .steps
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        }
    }

    /// What the program has left in its global `served`, if that is what it would be of requests.
    fn served(&self) -> Option<Served> {
        let first = self.first();
        let world = first.world()?;
        let number = |key| {
            let number = world.global_number("served", key)?;
            (number.is_finite() && number >= 0.0).then_some(number)
        };
        Some(Served {
            // OK because a float that is too large becomes the largest number.
            requests: number("requests")? as u64,
            throughput: number("throughput")?,
            median: number("median")?,
            p95: number("p95")?,
            p99: number("p99")?,
            worst: number("worst")?,
        })
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes one of so many places.
fn take_one(taken: &AtomicUsize, room: usize) -> Result<(), NoThread> {
    // Relaxed, also where it is given back: the count alone matters. Whoever starts a thread in an ended one's place
    // has learnt of the end through the ended one's gate, after its place was free.
    let one_more = |taken| (taken < room).then_some(taken + 1);
    taken
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more)
        .map(drop)
        .map_err(|_| NoThread)
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

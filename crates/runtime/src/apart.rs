//! Processes with a memory of their own: what they ask of the run that they belong to, and who answers there.
//!
//! All that is the run's (who has ended, what was written, the ledger, the kernel) stays in the memory of the run,
//! called the root. A process apart has its world, its lock and its threads; each of these has a [`Desk`] at the root,
//! and asks there as [`Root`]: a few numbers, or bytes. It waits there, too, so that whoever wakes it need not know
//! where it lives. Only its eval breaker lies in its own memory, where [`Run::relay`](crate::Run::relay) reaches it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gil::ThreadState;
use protocol::{LockEvent, Preset, ReleaseCause, Stream, ThreadActivity};
use python::ThreadObject;
use python::processes::{Begin, Call, Origin, Pid, Refusal, Reply};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::host::{Host, Job, NoThread};
use crate::interpreter::Interpreter;
use crate::ledger::Ticket;
use crate::member::{Member, Phase};
use crate::shared::{Asked, End, Shared};
use crate::threads;

/// What a process that has broken down is ended by.
const SIGSEGV: i32 = 11;

/// The root, as a process apart sees it. What is asked is asked for the thread that calls, at its own [`Desk`].
pub trait Root: Send + Sync {
    /// [`Desk::ask`].
    fn ask(&self, question: &[u8]) -> Vec<u8>;

    /// [`Desk::tell`].
    fn tell(&self, word: u32, number: u32, value: f64) -> f64;

    /// Where this thread can be asked for something at its next check point.
    fn breaker(&self, state: &Arc<ThreadState>) -> u32;
}

/// What takes a few numbers to say. Where nothing else is said, the answer is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Word {
    /// Takes a place in the ledger, for the next `Note`.
    Place,
    /// Gives it up.
    GiveUp,
    /// The event of this code has happened, at this time in nanoseconds.
    Note,
    /// What is there to obey? Bits, see below.
    Orders,
    /// The main thread raises a `KeyboardInterrupt` now. Answer: 1 if it is to.
    TakeInterrupt,
    /// Watches the bell of this thread. Answer: how often it has been rung.
    Watch,
    /// Waits until it has been rung more often than that; at most so many seconds if those are not negative.
    Wait,
    /// Rings the bell of this thread.
    Ring,
    /// This thread has come to this phase.
    Enter,
    /// So far are the loops.
    Loops,
    /// The lock has another holder.
    Switch,
    /// Who was asked to has let go of the lock.
    Forced,
    /// So many bytecodes were executed.
    Bytecodes,
    /// The eval breaker is there.
    Breaker,
    /// Takes a place for a thread. Answer: 1 if there is one.
    TakeRoom,
    /// Gives it back.
    FreeRoom,
    /// This thread could not be started after all.
    Remove,
    /// The main thread of this interpreter has come to its end. Answer: 1 if nobody has interrupted it.
    MainOver,
    /// This interpreter is about to end with this status.
    Status,
    /// It has ended.
    Ended,
    /// It could not be started after all.
    Forget,
    /// Is there an answer of the kernel? 1 if so.
    HasMail,
    /// A thread has ended early, because the run was cancelled.
    CutShort,
    /// A thread has ended with an uncaught exception.
    Raised,
    /// This thread is to run that job.
    Spawn,
    /// Nobody wants what was asked of the network under this number.
    Abandon,
}

impl Word {
    const ALL: [Self; 26] = [
        Self::Place,
        Self::GiveUp,
        Self::Note,
        Self::Orders,
        Self::TakeInterrupt,
        Self::Watch,
        Self::Wait,
        Self::Ring,
        Self::Enter,
        Self::Loops,
        Self::Switch,
        Self::Forced,
        Self::Bytecodes,
        Self::Breaker,
        Self::TakeRoom,
        Self::FreeRoom,
        Self::Remove,
        Self::MainOver,
        Self::Status,
        Self::Ended,
        Self::Forget,
        Self::HasMail,
        Self::CutShort,
        Self::Raised,
        Self::Spawn,
        Self::Abandon,
    ];
}

// The bits of `Word::Orders`.

/// The run was cancelled.
const CANCELLED: u32 = 1;
/// The process is to end.
const ABANDONED: u32 = 2;
/// The main thread is to raise a `KeyboardInterrupt`.
const INTERRUPTED: u32 = 4;
/// Something has come that the process has asked the network for.
const POST: u32 = 8;

/// What these say.
pub(crate) struct Orders {
    /// Why the thread has to end, if it has.
    pub(crate) end: Option<End>,
    /// Whether it is a main thread that is to raise a `KeyboardInterrupt`.
    pub(crate) interrupts: bool,
    pub(crate) has_post: bool,
}

/// What takes more.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Question {
    /// With what does this process begin? Answer: [`Start`].
    Start,
    /// Answer: [`Told`].
    Kernel(Call),
    /// What has the kernel answered? Answer: a reply, or none.
    Mail,
    /// It has taken too long. Answer: the same.
    GiveUp,
    /// A new thread of this interpreter. Answer: its number.
    Thread {
        interpreter: u32,
        name: String,
        is_main: bool,
    },
    /// A thread has written.
    Write(String, Stream, String),
    /// A thread asks the network, under a number of the process's own.
    Fetch(String, u32, python::Asked),
    /// What has come of that? Answer: numbers and ends.
    Post,
}

/// What came of asking the kernel.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Told {
    Answered(Reply),
    Waits,
    /// A subinterpreter is to begin in this process.
    Begins(Identity),
}

/// Which interpreter it is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) number: u32,
    pub(crate) pid: Pid,
    pub(crate) parent: Pid,
    pub(crate) origin: Origin,
    pub(crate) name: String,
    pub(crate) switch_interval: u64,
}

impl Identity {
    fn of(interpreter: &Interpreter) -> Identity {
        Identity {
            number: interpreter.number,
            pid: interpreter.pid,
            parent: interpreter.parent,
            origin: interpreter.origin,
            name: interpreter.name.clone(),
            switch_interval: interpreter.switch_interval.get(),
        }
    }

    pub(crate) fn interpreter(self) -> Arc<Interpreter> {
        Arc::new(Interpreter::new(
            self.pid,
            self.parent,
            self.origin,
            self.number,
            self.name,
            self.switch_interval,
        ))
    }
}

/// With what a process begins.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Start {
    pub(crate) preset: Preset,
    pub(crate) switch_interval: f64,
    pub(crate) seed: u32,
    pub(crate) rewrite_httpbin: bool,
    pub(crate) file: String,
    pub(crate) source: String,
    /// When the run began, by the host's clock, in seconds.
    pub(crate) started: f64,
    pub(crate) identity: Identity,
    /// The number of its main thread.
    pub(crate) thread: u32,
    pub(crate) begin: Begin,
}

pub(crate) fn pack<T: Serialize>(value: &T) -> Vec<u8> {
    // It cannot fail: there is as much room as it takes, and all lengths are known.
    postcard::to_allocvec(value).unwrap_or_default()
}

pub(crate) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// What processes apart say to the root, in its own words.
impl dyn Root + '_ {
    pub(crate) fn say(&self, word: Word, number: u32, value: f64) -> f64 {
        self.tell(word as u32, number, value)
    }

    /// Runs a job of this process on a thread of its own: the one of that number.
    pub(crate) fn spawn(&self, thread: u32, job: Job) -> Result<(), NoThread> {
        let mut jobs = jobs();
        jobs.0 += 1;
        let number = jobs.0;
        jobs.1.insert(number, job);
        drop(jobs);
        if self.say(Word::Spawn, thread, number.into()) == 0.0 {
            self::jobs().1.remove(&number);
            return Err(NoThread);
        }
        Ok(())
    }

    /// Asks something. `None` if the answer cannot be understood, which it can.
    pub(crate) fn ask_for<T: DeserializeOwned>(&self, question: &Question) -> Option<T> {
        unpack(&self.ask(&pack(question)))
    }

    /// What there is to obey for the thread that asks this.
    pub(crate) fn orders(&self) -> Orders {
        let orders = self.say(Word::Orders, 0, 0.0) as u32;
        let end = if orders & CANCELLED != 0 {
            Some(End::Cancelled)
        } else {
            (orders & ABANDONED != 0).then_some(End::Abandoned)
        };
        Orders {
            end,
            interrupts: orders & INTERRUPTED != 0,
            has_post: orders & POST != 0,
        }
    }
}

/// Where a thread of a process apart is known at the root.
pub struct Desk<H> {
    shared: Arc<Shared<H>>,
    member: Arc<Member>,
    /// Of a main thread: with what the process begins.
    begin: Cell<Option<Begin>>,
    place: Cell<Option<Ticket>>,
    watched: RefCell<Arc<Member>>,
}

impl<H: Host> Desk<H> {
    fn new(shared: Arc<Shared<H>>, member: Arc<Member>, begin: Option<Begin>) -> Self {
        Self {
            watched: RefCell::new(Arc::clone(&member)),
            shared,
            member,
            begin: Cell::new(begin),
            place: Cell::new(None),
        }
    }

    /// The number of the thread, which no other one of the run has.
    pub fn thread(&self) -> u32 {
        self.member.state.id().0
    }

    /// The number of the process that has the memory that the thread lives in.
    pub fn process(&self) -> u32 {
        self.member.apart().unwrap_or_default()
    }

    /// The process has broken down, and can say nothing any more: it ends as one that was ended by SIGSEGV.
    pub fn crash(&self, why: &str) {
        self.shared.crash_apart(self.process(), why);
    }

    /// Its worker does nothing more for it.
    pub fn leave(self) {
        if !self.member.has_reached(Phase::Ended) {
            self.crash("it ended without a word");
        }
    }

    /// Answers a question.
    pub fn ask(&self, question: &[u8]) -> Vec<u8> {
        let shared = &self.shared;
        match unpack(question) {
            Some(Question::Start) => self.start().map_or_else(Vec::new, |start| pack(&start)),
            Some(Question::Kernel(call)) => pack(&self.kernel(call)),
            Some(Question::Mail) => pack(&self.member.take_mail()),
            Some(Question::GiveUp) => pack(&shared.give_up_waiting(&self.member)),
            Some(Question::Thread {
                interpreter,
                name,
                is_main,
            }) => pack(&self.thread_of(interpreter, &name, is_main)),
            Some(Question::Write(thread, stream, text)) => {
                shared.output.write(&thread, stream, &text);
                Vec::new()
            }
            Some(Question::Fetch(who, number, asked)) => {
                shared.begin_for(self.process(), number, &who, asked);
                Vec::new()
            }
            Some(Question::Post) => {
                let post = shared.take_post(self.process());
                // As [`Shared::fetch_post`] unpacks them. They may be long, and others may have them still.
                let post: Vec<(u32, &python::End)> =
                    post.iter().map(|(number, end)| (*number, &**end)).collect();
                pack(&post)
            }
            None => Vec::new(),
        }
    }

    fn start(&self) -> Option<Start> {
        let begin = self.begin.take()?;
        Some(
            self.shared
                .start_apart(Identity::of(&self.member.interpreter), self.thread(), begin),
        )
    }

    fn kernel(&self, call: Call) -> Told {
        let (asked, woken) = self.shared.ask_kernel(&self.member, call);
        self.shared.deliver(woken);
        match asked {
            Asked::Answered(reply) => Told::Answered(reply),
            Asked::Waits => Told::Waits,
            Asked::Begins(interpreter, begin) if interpreter.origin != Origin::Interpreter => {
                Told::Answered(self.shared.begin_apart(interpreter, begin))
            }
            // It has what it begins with.
            Asked::Begins(interpreter, _) => Told::Begins(Identity::of(&interpreter)),
        }
    }

    fn thread_of(&self, interpreter: u32, name: &str, is_main: bool) -> u32 {
        let interpreter = self.shared.interpreter_of(interpreter);
        let interpreter = interpreter.unwrap_or_else(|| Arc::clone(&self.member.interpreter));
        let object = ThreadObject::named(name);
        let member = self
            .shared
            .add_apart(&interpreter, object, is_main, self.process());
        member.state.id().0
    }

    /// Hears a word, and answers it.
    pub fn tell(&self, word: u32, number: u32, value: f64) -> f64 {
        let Some(word) = Word::ALL.get(word as usize) else {
            return 0.0;
        };
        let (shared, member) = (&self.shared, &self.member);
        let interpreter = || shared.interpreter_of(number);
        let yes = |is_so: bool| f64::from(u8::from(is_so));
        match word {
            // After a crash it has come to its end already.
            Word::Place | Word::Note | Word::FreeRoom if member.has_reached(Phase::Ended) => {}
            Word::Place => self.place.set(Some(shared.recorder.ticket())),
            Word::GiveUp => {
                if let Some(place) = self.place.take() {
                    shared.recorder.give_up(place);
                }
            }
            Word::Note => {
                if let Some(what) = LockEvent::of_code(number) {
                    let place = self.place.take();
                    let place = place.unwrap_or_else(|| shared.recorder.ticket());
                    shared.note_at(place, member, Duration::from_nanos(value as u64), what);
                }
            }
            Word::Orders => return self.orders().into(),
            Word::TakeInterrupt => return yes(shared.take_interrupt(member)),
            Word::Watch => {
                if let Some(other) = shared.member(number) {
                    self.watched.replace(other);
                }
                return self.watched.borrow().rung().into();
            }
            Word::Wait => {
                let timeout = (value >= 0.0).then(|| Duration::from_secs_f64(value.min(3600.0)));
                self.watched.borrow().wait_for_bell(number, timeout);
            }
            Word::Ring => {
                if let Some(other) = shared.member(number) {
                    other.ring();
                }
            }
            Word::Enter => {
                let phase = if value > 0.0 {
                    Phase::Ended
                } else {
                    Phase::Started
                };
                if let Some(other) = shared.member(number) {
                    if phase == Phase::Ended {
                        other.set_breaker(None);
                    }
                    other.enter_phase(phase);
                    if phase == Phase::Ended {
                        shared.forget(&other);
                    }
                }
            }
            Word::Loops => member.publish_loops((!value.is_nan()).then_some(value)),
            Word::Switch => shared.note_switch(),
            Word::Forced => shared.note_forced_switch(),
            Word::Bytecodes => shared.note_bytecodes(value as u64),
            Word::Breaker => {
                member.set_breaker(Some(number));
                if member.state.requests() != 0 {
                    shared.host.wants_relay();
                }
            }
            Word::TakeRoom => return yes(shared.take_place_apart().is_ok()),
            Word::FreeRoom => shared.free_place_apart(),
            Word::Remove => {
                if let Some(other) = shared.member(number) {
                    shared.remove_member(&other);
                }
            }
            Word::MainOver => {
                return yes(interpreter().is_some_and(|other| other.end_undisturbed()));
            }
            Word::Status => {
                if let Some(interpreter) = interpreter() {
                    interpreter.set_exit_status(value as i32);
                    interpreter.note_status();
                }
            }
            Word::Ended => {
                if let Some(interpreter) = interpreter() {
                    let woken = shared.end_interpreter(&interpreter);
                    shared.deliver(woken);
                }
            }
            Word::Forget => {
                if let Some(interpreter) = interpreter() {
                    shared.forget_interpreter(&interpreter);
                }
            }
            Word::HasMail => return yes(member.has_mail()),
            Word::Abandon => shared.abandon_for(self.process(), Some(number)),
            Word::CutShort => shared.note_cut_short(),
            Word::Raised => shared.note_raised(),
            Word::Spawn => {
                let Some(other) = shared.member(number) else {
                    return 0.0;
                };
                let desk = Desk::new(Arc::clone(shared), other, None);
                return yes(shared.host.spawn_apart(desk, Some(value as u32)).is_ok());
            }
        }
        0.0
    }

    fn orders(&self) -> u32 {
        let (shared, member) = (&self.shared, &self.member);
        let end = match shared.must_end(&member.interpreter) {
            Some(End::Cancelled) => CANCELLED,
            Some(_) => ABANDONED,
            None => 0,
        };
        let flag = |is_so, bit| if is_so { bit } else { 0 };
        end | flag(shared.interrupts(member), INTERRUPTED)
            | flag(shared.has_post(self.process()), POST)
    }
}

impl<H> Drop for Desk<H> {
    /// A place in the ledger that nobody fills would keep all that comes after it from being read.
    fn drop(&mut self) {
        if let Some(place) = self.place.take() {
            self.shared.recorder.give_up(place);
        }
    }
}

impl<H: Host> Shared<H> {
    /// Begins a process in a memory of its own.
    pub(crate) fn begin_apart(
        self: &Arc<Self>,
        interpreter: Arc<Interpreter>,
        begin: Begin,
    ) -> Reply {
        let pid = interpreter.pid;
        let refused = || {
            self.forget_interpreter(&interpreter);
            Reply::Refused(Refusal::NoRoom)
        };
        if self.take_place_apart().is_err() {
            return refused();
        }
        let object = ThreadObject::named("MainThread");
        let member = self.add_apart(&interpreter, object, true, pid);
        let desk = Desk::new(Arc::clone(self), Arc::clone(&member), Some(begin));
        // Whoever begins it does not wait for it.
        match self.host.spawn_apart(desk, None) {
            Ok(()) => Reply::Int(pid.into()),
            Err(NoThread) => {
                self.free_place_apart();
                self.remove_member(&member);
                refused()
            }
        }
    }

    /// A process apart has broken down: whatever its threads do now, nobody hears of it.
    fn crash_apart(&self, process: Pid, why: &str) {
        let Some(interpreter) = self.interpreter(process) else {
            return;
        };
        // Not longer than until its threads have ended: who writes may have to wait.
        let crashing = self.crashing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut members = self.members_apart(process);
        members.retain(|member| !member.has_reached(Phase::Ended));
        if members.is_empty() {
            // Another thread of it was first, or it had come to its end.
            return;
        }
        let interpreters = self.interpreters_apart(process);
        for other in &interpreters {
            // Those of its threads that go on still are to leave what is the run's before their workers end.
            self.terminate(other, SIGSEGV);
        }
        for member in members {
            self.note_crash(&member);
            self.free_place_apart();
            member.enter_phase(Phase::Ended);
        }
        drop(crashing);
        let name = interpreter.name.clone();
        let text = format!("Fatal Python error: {name} broke down: {why}\n");
        self.write(&name, Stream::Stderr, &text);
        self.abandon_for(process, None);
        for other in interpreters {
            let woken = self.end_interpreter(&other);
            self.deliver(woken);
        }
    }
}

impl<H: Host> Shared<H> {
    /// A thread has come to its end without a word.
    fn note_crash(&self, member: &Member) {
        let note = |what| self.note_at(self.recorder.ticket(), member, self.elapsed(), what);
        let activity = member.progress().activity;
        if activity == ThreadActivity::Ended {
            // It had come to its end, and was only about to say so.
            return;
        }
        if activity == ThreadActivity::Running && self.python.lock.is_some() {
            let cause = ReleaseCause::Ended;
            note(LockEvent::Release { cause });
        }
        if activity != ThreadActivity::Starting {
            note(LockEvent::End);
        }
    }
}

/// What threads of processes apart are to run: the last number, and the jobs by their numbers.
static JOBS: Mutex<(u32, BTreeMap<u32, Job>)> = Mutex::new((0, BTreeMap::new()));

fn jobs() -> MutexGuard<'static, (u32, BTreeMap<u32, Job>)> {
    JOBS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a job that a process apart has for a thread of its own, in its memory.
pub fn live_on(job: u32) {
    let job = jobs().1.remove(&job);
    if let Some(job) = job {
        job();
    }
}

/// Runs a process apart, whose main thread is the one that calls, until all its threads have ended. `host` is the
/// one that has [`Host::root`].
pub fn live<H: Host>(host: H) {
    let start = host.root().and_then(|root| root.ask_for(&Question::Start));
    if let Some(start) = start {
        threads::live(host, start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_numbers() {
        for (number, word) in Word::ALL.into_iter().enumerate() {
            assert_eq!(word as usize, number, "{word:?}");
        }
    }

    #[test]
    fn a_call_travels_as_bytes() {
        let call = Call::Send {
            pipe: 7,
            data: vec![0, 255, 128],
            waits: true,
        };
        let question = pack(&Question::Kernel(call.clone()));
        match unpack(&question) {
            Some(Question::Kernel(same)) => assert_eq!(same, call),
            other => panic!("{other:?}"),
        }
        assert!(unpack::<Question>(&[250]).is_none());
    }
}

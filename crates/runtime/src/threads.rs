//! Real threads: each Python thread runs on one, behind a real lock or without.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gil::{DROP_REQUEST, NewLock, OldLock, Taken, ThreadId, Witness};
use protocol::{BlockCause, LockEvent, ReleaseCause};
use python::processes::{Begin, Call, Origin, Refusal, Reply};
use python::{
    Answer, CheckPoints, ErrorKind, Exchange, LockObject, Meter, Pause, Request, Thread,
    ThreadObject,
};

use crate::apart::Start;
use crate::calls::Blocking;
use crate::host::{Host, Job, NoThread};
use crate::interpreter::Interpreter;
use crate::member::{Member, Phase};
use crate::network::Arrivals;
use crate::passage::Passage;
use crate::preset::Generation;
use crate::run::CANNOT_START;
use crate::shared::{Asked, CANCEL, End, SAMPLE, Shared};

/// Each Python thread on a thread of the host.
pub(crate) struct Threads;

impl<H: Host> Passage<H> for Threads {
    fn begin(
        self,
        shared: &Arc<Shared<H>>,
        first: Arc<Interpreter>,
        main: Thread,
        ended: Job,
    ) -> Result<(), NoThread> {
        let team = Arc::new(Team::new(Arc::clone(shared), first));
        let object = Arc::clone(main.object());
        Team::spawn(&team, object, true, |_| main, ended).map(|_main| ())
    }
}

/// Runs a process in a memory of its own: its main thread is the one that calls.
pub(crate) fn live<H: Host>(host: H, start: Start) {
    let Ok(program) = python::compile(&start.source, &start.file) else {
        // It was compiled where the run is, too.
        return;
    };
    let shared = Arc::new(Shared::apart(host, &start, program));
    let interpreter = start.identity.interpreter();
    shared.settle(&interpreter);
    let object = ThreadObject::main();
    let member = shared.add_known(start.thread, &interpreter, Arc::clone(&object), true);
    let main = shared.main_thread(&interpreter, start.begin, object);
    let team = Arc::new(Team::new(Arc::clone(&shared), interpreter));
    let driver = Driver {
        team: &team,
        shared: &shared,
        member: &member,
    };
    driver.drive(main);
    shared.network.forget_afar();
}

/// The threads of an interpreter and the lock that they share.
struct Team<H> {
    shared: Arc<Shared<H>>,
    interpreter: Arc<Interpreter>,
    lock: Option<Lock>,
    /// Who waits for which lock of the program's, in the order in which they came. Held only to look,
    /// to add or to remove.
    line: Mutex<Vec<(Arc<LockObject>, Arc<Member>)>>,
    /// Who waits for which exchange with the network, by their numbers.
    awaiting: Mutex<HashMap<u64, Vec<Arc<Member>>>>,
}

enum Lock {
    New(NewLock),
    Old {
        lock: OldLock,
        /// Whether the program has ever started a thread: without one it keeps the lock
        /// (`interpreter_lock` is NULL in CPython 2).
        threaded: AtomicBool,
        /// How many wait for it.
        wanted: AtomicU32,
    },
}

impl<H: Host> Team<H> {
    fn new(shared: Arc<Shared<H>>, interpreter: Arc<Interpreter>) -> Self {
        let interval = Duration::from_micros(interpreter.switch_interval.get());
        Self {
            lock: shared.python.lock.map(|generation| match generation {
                Generation::New => Lock::New(NewLock::new(interval)),
                Generation::Old => Lock::Old {
                    lock: OldLock::new(),
                    threaded: AtomicBool::new(false),
                    wanted: AtomicU32::new(0),
                },
            }),
            shared,
            interpreter,
            line: Mutex::default(),
            awaiting: Mutex::default(),
        }
    }

    /// Starts a thread, which is made where it runs.
    fn spawn(
        team: &Arc<Self>,
        object: Arc<ThreadObject>,
        is_main: bool,
        make: impl FnOnce(&Shared<H>) -> Thread + Send + 'static,
        ended: Job,
    ) -> Result<Arc<Member>, NoThread> {
        team.shared.take_place()?;
        let member = team.shared.add_member(&team.interpreter, object, is_main);
        let job = {
            let team = Arc::clone(team);
            let member = Arc::clone(&member);
            Box::new(move || {
                let driver = Driver {
                    team: &team,
                    shared: &team.shared,
                    member: &member,
                };
                driver.drive(make(&team.shared));
                ended();
            })
        };
        team.shared.spawn(&member, job).inspect_err(|NoThread| {
            team.shared.free_place();
            team.shared.remove_member(&member);
        })?;
        Ok(member)
    }

    fn line(&self) -> MutexGuard<'_, Vec<(Arc<LockObject>, Arc<Member>)>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn awaiting(&self) -> MutexGuard<'_, HashMap<u64, Vec<Arc<Member>>>> {
        self.awaiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the first one who waits for a lock look at it again.
    fn wake_first(&self, lock: &Arc<LockObject>) {
        let line = self.line();
        let first = line.iter().find(|(wanted, _)| Arc::ptr_eq(wanted, lock));
        let first = first.map(|(_, member)| Arc::clone(member));
        drop(line);
        if let Some(first) = first {
            first.ring();
        }
    }
}

impl<H: Host> Arrivals for Team<H> {
    fn arrived(&self, exchange: &Exchange, released: Option<Arc<LockObject>>) {
        // Whoever comes later finds the exchange complete.
        for member in self.awaiting().remove(&exchange.id()).into_iter().flatten() {
            member.ring();
        }
        if let Some(lock) = released {
            self.wake_first(&lock);
        }
    }
}

/// Drives one Python thread on the thread that it is called on.
struct Driver<'a, H> {
    team: &'a Arc<Team<H>>,
    shared: &'a Shared<H>,
    member: &'a Arc<Member>,
}

impl<H: Host> Driver<'_, H> {
    /// Runs a Python thread from its first bytecode to its end. When this returns, the thread has
    /// let go of the lock and everybody who waited for its end has been told.
    fn drive(&self, mut thread: Thread) {
        self.shared.note_breaker(self.member);
        self.note(LockEvent::Start);
        self.take_lock();
        self.member.enter_phase(Phase::Started);
        let end = self.run_to_the_end(&mut thread);
        self.shared.note_end(self.member, &end);
        if self.member.is_main() {
            if matches!(end, End::Finished | End::Raised(_)) && thread.shut_down() {
                let end = self.run_to_the_end(&mut thread);
                self.shared.note_ignored(self.member, &end);
            }
            self.shared.note_main_over(&self.team.interpreter);
            self.blocking(BlockCause::Join, || self.wait_for_the_others());
        }
        // The frames go while the lock is still held, as everything that a thread does.
        drop(thread);
        self.member.object.mark_finished();
        if self.member.is_main() {
            // Before anybody learns of the end, who may ask for it.
            self.shared.note_status(&self.team.interpreter);
        }
        self.leave();
        if self.member.is_main() {
            let woken = self.shared.end_interpreter(&self.team.interpreter);
            self.shared.deliver(woken);
            self.team.interpreter.move_out();
        }
    }

    fn run_to_the_end(&self, thread: &mut Thread) -> End {
        let mut meter = self.meter();
        loop {
            match self.run(thread, meter.as_mut()) {
                Pause::CheckPoint => self.at_check_point(thread, meter.as_mut()),
                Pause::Ask(Request::AllowThreads) if self.team.lock.is_some() => {
                    self.blocking(BlockCause::Native, || self.run_native(thread));
                }
                Pause::Ask(Request::Process(call)) => {
                    let answer = self.ask_kernel(*call);
                    thread.answer(answer);
                }
                Pause::Ask(request) => {
                    let answer = self.fulfil(request);
                    thread.answer(answer);
                }
                // There is none.
                Pause::Limit => {}
                Pause::Finished => return End::Finished,
                Pause::Raised(exception) => return End::Raised(exception),
            }
            // At each pause and not only when the CANCEL bit is set, since a thread that was
            // blocked comes from no check point.
            let (end, interrupts) = self.shared.orders(self.member);
            let interrupted = interrupts && self.shared.take_interrupt(self.member);
            if let Some(end) = end {
                return end;
            }
            if interrupted {
                // That has taken the CANCEL bit back, which may have been set anew for another reason.
                if let (Some(end), _) = self.shared.orders(self.member) {
                    return end;
                }
                thread.interrupt();
            }
        }
    }

    /// What a thread does while it has let go of the lock.
    fn run_native(&self, thread: &mut Thread) {
        while thread.is_native() && !self.is_to_stop() {
            thread.run_native(self.member.state.eval_breaker());
            self.publish_if_asked(thread);
        }
    }

    fn publish_if_asked(&self, thread: &Thread) {
        let state = &self.member.state;
        if state.requests() & SAMPLE != 0 {
            state.clear(SAMPLE);
            self.member.publish_loops(thread.loop_progress());
        }
    }

    /// The check points since 3.10 need no meter, and without one the interpreter is faster.
    fn meter(&self) -> Option<Meter> {
        let python = &self.shared.python;
        (python.check_points != CheckPoints::BackEdges)
            .then(|| Meter::new(python.check_points, python.costs))
    }

    fn run(&self, thread: &mut Thread, meter: Option<&mut Meter>) -> Pause {
        let eval_breaker = self.member.state.eval_breaker();
        let Some(meter) = meter else {
            return thread.run(eval_breaker);
        };
        // One countdown for all threads. Whoever runs has the lock, and so the countdown.
        meter.ticks = self.team.interpreter.ticker.left();
        let pause = thread.run_metered(eval_breaker, meter, None);
        self.team.interpreter.ticker.set_left(meter.ticks);
        pause
    }

    /// At a check point somebody wanted something, or the ticks are used up.
    fn at_check_point(&self, thread: &Thread, meter: Option<&mut Meter>) {
        let requests = self.member.state.requests();
        self.publish_if_asked(thread);
        if requests & CANCEL != 0 {
            if self.shared.root().is_some() {
                // What it was for is asked for at the root next. It may come after that, and then nobody else
                // would take it back.
                self.member.state.clear(CANCEL);
            }
            return;
        }
        match &self.team.lock {
            Some(Lock::New(lock)) if requests & DROP_REQUEST != 0 => {
                self.note(release(ReleaseCause::Forced));
                // From now on, also while it has to wait for its successor.
                self.note(LockEvent::Request);
                self.release(lock);
                self.note_taken(lock.take(&self.member.state, self));
            }
            Some(Lock::Old {
                lock,
                threaded,
                wanted,
            }) if meter.is_some_and(|meter| meter.ticks < 0) => {
                let ticker = &self.team.interpreter.ticker;
                ticker.set_left(ticker.check_interval());
                // Relaxed: set by the holder of the lock, read by the holder of the lock.
                if threaded.load(Ordering::Relaxed) {
                    self.release_and_retake(lock, wanted);
                }
            }
            _ => {}
        }
    }

    /// What CPython did every 100 ticks. Nearly always the lock is there again at once; then
    /// nothing has happened, and nothing is noted.
    fn release_and_retake(&self, lock: &OldLock, wanted: &AtomicU32) {
        let place = self.shared.place();
        // Looking at the clock takes long, compared with 100 ticks. Relaxed: a waiter that is not
        // seen here yet has only just come, and cannot have the lock for long when it is missed.
        let before = (wanted.load(Ordering::Relaxed) > 0).then(|| self.shared.elapsed());
        lock.release(&self.member.state);
        let taken = lock.try_take(&self.member.state);
        if taken.is_some_and(|taken| !taken.switched) {
            self.shared.give_up(place);
            return;
        }
        let released_at = before.unwrap_or_else(|| self.shared.elapsed());
        let released = release(ReleaseCause::Ticks);
        self.shared
            .note_in(place, self.member, released_at, released);
        self.note(LockEvent::Request);
        let taken = taken.unwrap_or_else(|| self.take_old(lock, wanted));
        self.note_taken(taken);
    }

    fn take_old(&self, lock: &OldLock, wanted: &AtomicU32) -> Taken {
        wanted.fetch_add(1, Ordering::Relaxed);
        let taken = lock.take(&self.member.state);
        wanted.fetch_sub(1, Ordering::Relaxed);
        taken
    }

    /// Does what the interpreter cannot do by itself.
    fn fulfil(&self, request: Request) -> Answer {
        if let (Request::SetSwitchInterval(micros), Some(Lock::New(lock))) =
            (&request, &self.team.lock)
        {
            lock.set_interval(Duration::from_micros(*micros));
        }
        match &request {
            Request::Wake(lock) => self.team.wake_first(lock),
            Request::Begin(exchange) => self.begin(exchange),
            Request::Abandon(exchange) => {
                self.shared.network.abandon(exchange);
                self.team.arrived(exchange, None);
            }
            _ => {}
        }
        let now = self.shared.elapsed();
        match self.shared.fulfil(self.member, request, now) {
            Ok(answer) => answer,
            Err(Blocking::Sleep(length)) => {
                // Nothing ends a sleep but its time and a cancelled run: this thread cannot
                // reach its own end while it sleeps.
                self.blocking(BlockCause::Sleep, || {
                    self.wait(self.member, Phase::Ended, Some(length));
                });
                Answer::Done
            }
            Err(Blocking::Start(object)) => self.start(object),
            Err(Blocking::Join(joined, timeout)) => {
                self.blocking(BlockCause::Join, || {
                    self.wait(&joined, Phase::Ended, timeout);
                });
                Answer::Done
            }
            Err(Blocking::Lock(lock, timeout)) => {
                Answer::Truth(self.blocking(BlockCause::Lock, || self.acquire(&lock, timeout)))
            }
            Err(Blocking::Network(exchange, timeout)) => {
                let cause = BlockCause::Network;
                Answer::Truth(self.blocking(cause, || self.await_end(&exchange, timeout)))
            }
        }
    }

    /// Waits until a lock of the program's is free, and takes it; says whether it has it.
    fn acquire(&self, lock: &Arc<LockObject>, timeout: Option<Duration>) -> bool {
        let me = self.member;
        self.team.line().push((Arc::clone(lock), Arc::clone(me)));
        lock.join_line();
        // Who releases the lock after that look at it finds somebody waiting and rings the bell of the
        // first in line: that one stays the first until it has the lock or gives up.
        let taken = self.wait_until(me, |_| lock.try_take(&me.object), timeout);
        lock.leave_line();
        self.team
            .line()
            .retain(|(_, other)| !Arc::ptr_eq(other, me));
        if !taken && !lock.is_held() {
            // The bell may have been rung for this one just when it gave up: the next one is to know.
            self.team.wake_first(lock);
        }
        taken
    }

    fn begin(&self, exchange: &Arc<Exchange>) {
        let team: Arc<dyn Arrivals> = Arc::clone(self.team) as _;
        let who = self.member.object.name();
        self.team
            .shared
            .begin(&who, exchange, Arc::downgrade(&team));
    }

    /// Waits until an exchange is complete; says whether it is.
    fn await_end(&self, exchange: &Exchange, timeout: Option<Duration>) -> bool {
        let (id, me) = (exchange.id(), self.member);
        let mut awaiting = self.team.awaiting();
        awaiting.entry(id).or_default().push(Arc::clone(me));
        drop(awaiting);
        // Who completes it after that look at it finds this thread among those who wait.
        let is_complete = self.wait_until(me, |_| exchange.is_complete(), timeout);
        if let Entry::Occupied(mut others) = self.team.awaiting().entry(id) {
            others.get_mut().retain(|other| !Arc::ptr_eq(other, me));
            if others.get().is_empty() {
                others.remove();
            }
        }
        is_complete
    }

    /// Starts a Python thread that the program asked for.
    fn start(&self, object: Arc<ThreadObject>) -> Answer {
        if let Some(Lock::Old { threaded, .. }) = &self.team.lock {
            threaded.store(true, Ordering::Relaxed);
        }
        let thread = self.team.interpreter.world().map(|world| {
            let object = Arc::clone(&object);
            Thread::spawn(&world, object)
        });
        let started = match thread {
            Some(thread) => Team::spawn(self.team, object, false, |_| thread, Box::new(|| ())),
            None => Err(NoThread),
        };
        match started {
            Ok(started) => {
                // As `Thread.start()` does: it returns when the new thread has begun, which
                // under a lock means that the new thread has had it.
                self.blocking(BlockCause::Start, || {
                    self.wait(&started, Phase::Started, None);
                });
                Answer::Done
            }
            Err(NoThread) => Answer::Raise {
                kind: ErrorKind::RuntimeError,
                message: CANNOT_START.to_owned(),
            },
        }
    }

    /// Asks what the processes have in common; lets go of the lock if it has to wait for the answer.
    fn ask_kernel(&self, call: Call) -> Answer {
        let timeout = call.timeout();
        let (asked, woken) = self.shared.ask_kernel(self.member, call);
        self.shared.deliver(woken);
        Answer::Process(match asked {
            Asked::Answered(reply) => reply,
            Asked::Begins(interpreter, begin) => self.begin_interpreter(interpreter, begin),
            Asked::Waits => self.blocking(BlockCause::Process, || self.wait_for_kernel(timeout)),
        })
    }

    fn wait_for_kernel(&self, timeout: Option<Duration>) -> Reply {
        let me = self.member;
        self.wait_until(me, |_| me.has_mail(), timeout);
        if let Some(none) = me.take_mail().or_else(|| self.shared.give_up_waiting(me)) {
            return none;
        }
        // The answer is on its way, from whoever has made it possible.
        me.wait_until(|_| me.has_mail(), None, || self.shared.host.now(), || false);
        me.take_mail().unwrap_or(Reply::Nothing)
    }

    /// Starts another interpreter, whose threads have a lock of their own.
    fn begin_interpreter(&self, interpreter: Arc<Interpreter>, begin: Begin) -> Reply {
        let pid = interpreter.pid;
        if H::APART && interpreter.origin != Origin::Interpreter {
            return self.team.shared.begin_apart(interpreter, begin);
        }
        let team = Arc::new(Team::new(
            Arc::clone(&self.team.shared),
            Arc::clone(&interpreter),
        ));
        let object = ThreadObject::main();
        let main = Arc::clone(&object);
        let make = {
            let interpreter = Arc::clone(&interpreter);
            move |shared: &Shared<H>| shared.main_thread(&interpreter, begin, main)
        };
        match Team::spawn(&team, object, true, make, Box::new(|| ())) {
            Ok(_main) => Reply::Int(pid.into()),
            Err(NoThread) => {
                self.shared.forget_interpreter(&interpreter);
                Reply::Refused(Refusal::NoRoom)
            }
        }
    }

    /// Does something that blocks: lets go of the lock before, takes it again after.
    fn blocking<R>(&self, cause: BlockCause, block: impl FnOnce() -> R) -> R {
        if let Some(lock) = &self.team.lock {
            self.note(release(ReleaseCause::Blocking));
            match lock {
                Lock::New(lock) => self.release(lock),
                Lock::Old { lock, .. } => lock.release(&self.member.state),
            }
        }
        self.note(LockEvent::Block { cause });
        let result = block();
        self.note(LockEvent::Wake);
        self.take_lock();
        result
    }

    fn wait(&self, member: &Member, phase: Phase, timeout: Option<Duration>) {
        self.wait_until(member, |reached| reached >= phase, timeout);
    }

    fn wait_until(
        &self,
        member: &Member,
        is_there: impl Fn(Phase) -> bool,
        timeout: Option<Duration>,
    ) -> bool {
        let give_up = || self.is_to_stop();
        member.wait_until(is_there, timeout, || self.shared.host.now(), give_up)
    }

    /// Whether the thread is to leave what it waits for or does natively.
    fn is_to_stop(&self) -> bool {
        let (end, interrupts) = self.shared.orders(self.member);
        end.is_some() || interrupts
    }

    /// Waits until all other threads of the interpreter have ended, also those that are started meanwhile.
    /// Daemons are not waited for: they have to end then, and with the program's own interpreter all others.
    fn wait_for_the_others(&self) {
        let wait_for_all = |or_daemons| {
            while let Some(other) = self.shared.another(self.member, or_daemons) {
                // Not to be given up when the run is cancelled: then they end soon anyway, and the
                // report is about all of them.
                let has_ended = |reached| reached >= Phase::Ended;
                other.wait_until(has_ended, None, || self.shared.host.now(), || false);
            }
        };
        wait_for_all(false);
        self.shared.end_daemons(&self.team.interpreter);
        wait_for_all(true);
        if self.team.interpreter.is_first() {
            // Again and again: whoever ends may have begun another one just before.
            loop {
                let mains = self.shared.close();
                if mains.is_empty() {
                    break;
                }
                for main in mains {
                    let has_ended = |reached| reached >= Phase::Ended;
                    main.wait_until(has_ended, None, || self.shared.host.now(), || false);
                }
            }
        }
    }

    fn release(&self, lock: &NewLock) {
        if lock.release(&self.member.state).forced {
            self.shared.note_forced_switch();
        }
    }

    fn take_lock(&self) {
        let Some(lock) = &self.team.lock else { return };
        self.note(LockEvent::Request);
        let taken = match lock {
            Lock::New(lock) => lock.take(&self.member.state, self),
            Lock::Old { lock, wanted, .. } => self.take_old(lock, wanted),
        };
        self.note_taken(taken);
    }

    fn note_taken(&self, taken: Taken) {
        let from = taken.from.map(|ThreadId(from)| from);
        self.note(LockEvent::Acquire { from });
        if from.is_some() {
            self.shared.note_switch();
        }
    }

    /// The thread's last act. The order matters: who waits for this thread may start another
    /// one in its place at once, so its place must be free before its end is announced.
    fn leave(&self) {
        if let Some(lock) = &self.team.lock {
            self.note(release(ReleaseCause::Ended));
            match lock {
                Lock::New(lock) => {
                    lock.release_finally(&self.member.state);
                }
                Lock::Old { lock, .. } => lock.release(&self.member.state),
            }
        }
        self.note(LockEvent::End);
        self.shared.free_place();
        self.member.enter_phase(Phase::Ended);
        self.shared.forget(self.member);
    }

    fn note(&self, what: LockEvent) {
        self.shared.note(self.member, self.shared.elapsed(), what);
    }
}

impl<H: Host> Witness for Driver<'_, H> {
    fn timed_out(&self, asked: Option<ThreadId>) {
        self.note(LockEvent::TimeOut);
        if let Some(ThreadId(holder)) = asked {
            self.note(LockEvent::DropRequest { holder });
        }
    }
}

fn release(cause: ReleaseCause) -> LockEvent {
    LockEvent::Release { cause }
}

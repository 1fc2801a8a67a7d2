//! The event queue behind [`Single`](crate::turns::Single) and
//! [`Virtual`](crate::turns::Virtual): the lock's own state machine, driven step by step.
//!
//! Everything that can happen is an event with a time; the earliest one is next, and of two at the
//! same time the one that was announced first. A thread on a core has one event, its next step. So a
//! run depends on nothing but the program, the settings and (by the real clock) on that.

use std::cmp::{self, Reverse};
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gil::{DROP_REQUEST, NewState, OldState, Patience, Taken, ThreadId};
use protocol::{BlockCause, LockEvent, LockView, ReleaseCause, Stream};
use python::processes::{Begin, Call, Refusal, Reply};
use python::{
    Answer, ErrorKind, Exchange, LockObject, Meter, Pause, Request, Sharing, Thread, ThreadObject,
};

use crate::calls::Blocking;
use crate::host::{Host, Job, NoThread};
use crate::interpreter::Interpreter;
use crate::kernel::Waiter;
use crate::ledger::Ticket;
use crate::member::{Member, Phase};
use crate::network::{Arrivals, Simulated};
use crate::passage::{Bell, Next, Turns};
use crate::preset::Generation;
use crate::run::CANNOT_START;
use crate::shared::{Asked, End, SAMPLE, SIGTERM, Shared};
use crate::steps::Recording;
use crate::system::{Deadline, NANO, Picos, System, TaskId};

/// How time passes.
pub(crate) trait Time<H>: Send + 'static {
    /// Whether the same program always takes the same time.
    const IS_VIRTUAL: bool;

    /// How far a thread may run that is at `now`, when the next event is then: of its own interpreter, and of others.
    fn window(&self, now: Picos, next: Coming) -> Window;

    /// The time after a thread has run, of which its meter says `metered`.
    fn after(&mut self, shared: &Shared<H>, metered: Picos) -> Picos;

    /// How long it really is until `due`; `None` if it has come.
    fn left_until(&mut self, shared: &Shared<H>, due: Picos) -> Option<Duration>;
}

/// See [`Meter::limit`] and [`Meter::horizon`].
pub(crate) struct Window {
    pub(crate) limit: Picos,
    pub(crate) horizon: Picos,
}

/// When what comes next happens.
#[derive(Clone, Copy)]
pub(crate) struct Coming {
    /// To a thread of the same interpreter, or on the same core.
    pub(crate) own: Option<Picos>,
    /// To anybody else.
    pub(crate) others: Option<Picos>,
}

/// How many threads there may be at once. Each takes some kilobytes.
const ROOM: usize = 10_000;
/// How long a piece of work may take before it is interrupted to see whether the run was cancelled.
const PIECE: Duration = Duration::from_millis(10);
/// How long it may sleep before it sees whether the run was cancelled.
const NAP: Duration = Duration::from_millis(20);
/// The end of time: 106 days. What is later never happens, and no sum of times overflows.
const END: Picos = 1 << 63;
/// `time.sleep(0)`, and waiting for what is there already.
const NO_TIME: Picos = 500 * NANO;

pub(crate) struct Machine<H, T> {
    shared: Arc<Shared<H>>,
    time: T,
    system: System,
    /// Which lock each interpreter has.
    generation: Option<Generation>,
    houses: Vec<House>,
    tasks: Vec<Task>,
    /// Places in `tasks` whose threads have ended.
    free: Vec<TaskId>,
    live: usize,
    events: BinaryHeap<Reverse<Event>>,
    /// How many events there have been.
    announced: u64,
    now: Picos,
    /// Threads asleep until a lock of the program's is free, in the order in which they fell asleep.
    line: VecDeque<(Arc<LockObject>, TaskId)>,
    /// Threads asleep until an exchange with the network is complete, by its number.
    awaiting: HashMap<u64, Vec<TaskId>>,
    /// On virtual cores: what will come of exchanges, by their numbers.
    coming: HashMap<u64, (Arc<Exchange>, Simulated)>,
    /// By the real clock: exchanges that have come to their end.
    inbox: Arc<Inbox>,
    /// On virtual cores: what the program's own interpreter does, recorded bytecode by bytecode, while it is.
    steps: Option<Box<Recording>>,
    ended: Option<Job>,
}

/// An interpreter, on the cores that all of them share.
struct House {
    interpreter: Arc<Interpreter>,
    lock: Lock,
    /// How many of its threads go on that are no daemons.
    awaited: usize,
    /// The core on which the lock was held last.
    lock_core: Option<usize>,
    /// Whether a second thread was ever started.
    threaded: bool,
    /// The main thread, while it waits for all others at its end.
    waits_for_all: Option<Sleeper>,
    /// On virtual cores: who has what in its cache. Behind a lock only native code looks at it.
    sharing: Option<Sharing>,
    has_ended: bool,
}

enum Lock {
    None,
    New {
        state: NewState,
        /// Asleep until it is free or their interval has passed.
        waiters: Vec<TaskId>,
        /// Asleep until another thread has taken the lock that they were made to let go of.
        made_way: Vec<TaskId>,
    },
    Old {
        state: OldState,
        /// Asleep until it is free.
        waiters: VecDeque<TaskId>,
    },
}

/// A Python thread.
struct Task {
    /// The place of its interpreter.
    house: usize,
    member: Arc<Member>,
    thread: Option<Thread>,
    meter: Meter,
    /// Of its own and not its member's: what others set there must not change a virtual run.
    eval_breaker: AtomicU32,
    todo: Todo,
    core: Option<usize>,
    /// Counts up whenever events that were announced for it lose their meaning.
    epoch: u32,
    /// When its next step is due, if it has a core.
    due: Picos,
    /// How much of what it did was still to come when it lost its core.
    owed: Picos,
    was_preempted: bool,
    asleep_since: Picos,
    /// When its interval will have passed, while it waits for the lock since 3.2.
    patience_until: Picos,
    /// Threads that wait for its end.
    joiners: Vec<Sleeper>,
    /// The thread that waits for its beginning.
    starter: Option<Sleeper>,
    /// With the old lock: it is counted among those who wait.
    counted: bool,
    /// With the old lock: its place in the ledger, and when it let go.
    released: Option<(Ticket, Picos)>,
    /// It has come to its end and takes the lock for the last time.
    leaving: bool,
    /// A main thread that does what is left to do at its program's end.
    shuts_down: bool,
    /// How far its waiting for the kernel is.
    kernel: Kernel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kernel {
    /// It waits for nothing there.
    Idle,
    /// The answer has come before the thread fell asleep.
    Answered,
    /// It is asleep until the answer comes.
    Asleep,
}

/// A thread that sleeps; if its epoch is another one, it has been woken by something else.
#[derive(Clone, Copy)]
struct Sleeper {
    task: TaskId,
    epoch: u32,
}

/// What a thread does next when it has a core.
enum Todo {
    Begin,
    /// Ask for the lock, if there is one.
    Request,
    /// Look whether the lock is free.
    Take,
    /// The old lock: it was not free; look once more and fall asleep.
    Doze,
    /// Its interval has passed.
    TimedOut(Patience),
    /// The old lock: take it again after the ticks.
    Retake,
    Run,
    /// Its bytecodes have led to something.
    Paused(Pause),
    /// Let go of the lock, to wait for something else.
    LetGo(Wait),
    /// Execute native code, without the lock.
    Native,
    Block(Wait),
    /// Take a lock of the program's, if it is free; not to wait for it beyond that time.
    Acquire(Arc<LockObject>, Option<Picos>),
    /// Look whether an exchange is complete; not to wait for it beyond that time.
    Await(Arc<Exchange>, Option<Picos>),
    /// What it waited for is there.
    Wake,
    Leave,
}

/// What a thread blocks for.
enum Wait {
    Sleep(Duration),
    Start(Arc<Member>),
    Join(Arc<Member>, Option<Duration>),
    Lock(Arc<LockObject>, Option<Duration>),
    Network(Arc<Exchange>, Option<Duration>),
    Kernel(Option<Duration>),
    All,
    /// For nothing: native code needs no lock.
    Native,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Event {
    at: Picos,
    number: u64,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// A thread that has a core goes on.
    Step { task: TaskId, epoch: u32 },
    /// A thread that was woken is awake, and wants a core.
    Ready { task: TaskId, epoch: u32 },
    /// A timer rings.
    Alarm { task: TaskId, epoch: u32 },
    /// A thread has had its core long enough.
    Slice(Deadline),
    /// An exchange comes to its end, if it is still wanted: its number.
    Arrival(u64),
}

impl Ord for Event {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Which exchanges have come to their end, as their completers tell it; and the locks that they have released.
#[derive(Default)]
struct Inbox {
    is_full: AtomicBool,
    list: Mutex<Vec<(u64, Option<Arc<LockObject>>)>>,
    bell: Arc<Bell>,
}

impl Inbox {
    fn list(&self) -> MutexGuard<'_, Vec<(u64, Option<Arc<LockObject>>)>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Arrivals for Inbox {
    fn arrived(&self, exchange: &Exchange, released: Option<Arc<LockObject>>) {
        self.list().push((exchange.id(), released));
        self.is_full.store(true, Ordering::Release);
        self.bell.ring();
    }
}

impl<H: Host, T: Time<H>> Machine<H, T> {
    /// Starts a machine on its host.
    pub(crate) fn start(
        shared: &Arc<Shared<H>>,
        first: Arc<Interpreter>,
        system: System,
        time: T,
        lock: Option<Generation>,
        main: Thread,
        ended: Job,
    ) -> Result<(), NoThread> {
        let mut machine = Self {
            shared: Arc::clone(shared),
            time,
            system,
            generation: lock,
            houses: Vec::new(),
            tasks: Vec::new(),
            free: Vec::new(),
            live: 0,
            events: BinaryHeap::new(),
            announced: 0,
            now: 0,
            line: VecDeque::new(),
            awaiting: HashMap::new(),
            coming: HashMap::new(),
            inbox: Arc::default(),
            steps: shared
                .step_window
                .filter(|_| T::IS_VIRTUAL)
                .and_then(|window| {
                    let listings = first.world()?.listings(shared.python.check_points);
                    Some(Box::new(Recording::new(window, listings)))
                }),
            ended: Some(ended),
        };
        let house = machine.found(first);
        let main = machine.add(house, main, true, 0);
        machine.announce(
            0,
            What::Ready {
                task: main,
                epoch: 0,
            },
        );
        shared.host.take_turns(Box::new(machine))
    }

    /// A place for another interpreter.
    fn found(&mut self, interpreter: Arc<Interpreter>) -> usize {
        let interval = Duration::from_micros(interpreter.switch_interval.get());
        // Those after the first one must not be in step with it.
        let seed = u64::from(self.shared.seed()) + self.houses.len() as u64;
        let house = House {
            interpreter,
            lock: match self.generation {
                None => Lock::None,
                Some(Generation::New) => Lock::New {
                    state: NewState::new(interval),
                    waiters: Vec::new(),
                    made_way: Vec::new(),
                },
                Some(Generation::Old) => Lock::Old {
                    state: OldState::new(),
                    waiters: VecDeque::new(),
                },
            },
            awaited: 0,
            lock_core: None,
            threaded: false,
            waits_for_all: None,
            sharing: T::IS_VIRTUAL.then(|| Sharing::new(seed)),
            has_ended: false,
        };
        let mut places = self.houses.iter();
        match places.position(|house| house.has_ended) {
            // Not the first one: with that, all are over.
            Some(place) => {
                self.houses[place] = house;
                place
            }
            None => {
                self.houses.push(house);
                self.houses.len() - 1
            }
        }
    }

    /// A new thread, which is woken when the caller says so.
    fn add(&mut self, house: usize, thread: Thread, is_main: bool, at: Picos) -> TaskId {
        if let Some(steps) = &mut self.steps {
            steps.join(at, thread.object());
        }
        let shared = &self.shared;
        let free = self.free.pop();
        let task = Task {
            house,
            member: shared.add_member(
                &self.houses[house].interpreter,
                Arc::clone(thread.object()),
                is_main,
            ),
            thread: Some(thread),
            meter: Meter::new(shared.python.check_points, shared.python.costs),
            eval_breaker: AtomicU32::new(0),
            todo: Todo::Begin,
            core: None,
            // What was announced for the one that had this place before is not for this one.
            epoch: free
                .and_then(|free| self.tasks.get(free))
                .map_or(0, |old| old.epoch.wrapping_add(1)),
            due: 0,
            owed: 0,
            was_preempted: false,
            asleep_since: 0,
            patience_until: 0,
            joiners: Vec::new(),
            starter: None,
            counted: false,
            released: None,
            leaving: false,
            shuts_down: false,
            kernel: Kernel::Idle,
        };
        self.live += 1;
        self.houses[house].awaited += usize::from(!task.member.object.is_daemon());
        match free {
            Some(free) => {
                self.tasks[free] = task;
                free
            }
            None => {
                self.tasks.push(task);
                self.tasks.len() - 1
            }
        }
    }

    fn announce(&mut self, at: Picos, what: What) {
        let number = self.announced;
        self.announced += 1;
        self.events.push(Reverse(Event { at, number, what }));
    }

    fn note(&mut self, task: TaskId, at: Picos, what: LockEvent) {
        let member = &self.tasks[task].member;
        self.shared.note(member, time(at), what);
        if self.is_watched(task)
            && let Some(steps) = &mut self.steps
        {
            steps.event(at, member.state.id().0, what);
        }
    }

    // What the steps tell beside the events, after it has changed.

    /// Steps tell of one lock: that of the program's own interpreter.
    fn is_watched(&self, task: TaskId) -> bool {
        self.tasks[task].house == 0
    }

    fn show_core(&mut self, task: TaskId, at: Picos) {
        if self.is_watched(task)
            && let Some(steps) = &mut self.steps
        {
            let task = &self.tasks[task];
            steps.core(at, task.member.state.id().0, task.core);
        }
    }

    fn show_drop_request(&mut self, task: TaskId, at: Picos) {
        if self.is_watched(task)
            && let Some(steps) = &mut self.steps
        {
            let task = &self.tasks[task];
            let is_set = task.eval_breaker.load(Ordering::Relaxed) & DROP_REQUEST != 0;
            steps.drop_request(at, task.member.state.id().0, is_set);
        }
    }

    fn show_lock(&mut self, task: TaskId, at: Picos) {
        if !self.is_watched(task) {
            return;
        }
        let Some(steps) = &mut self.steps else { return };
        let house = &self.houses[self.tasks[task].house];
        let id = |&task: &TaskId| self.tasks[task].member.state.id().0;
        let holder = |is_locked: bool, last: Option<ThreadId>| LockView {
            holder: last.filter(|_| is_locked).map(|ThreadId(id)| id),
            last_holder: last.map(|ThreadId(id)| id),
            ..LockView::default()
        };
        let view = match &house.lock {
            Lock::None => return,
            Lock::New {
                state,
                waiters,
                made_way,
            } => LockView {
                switch_number: state.switch_number(),
                waiters: waiters
                    .iter()
                    .map(|task| protocol::Waiter {
                        thread: id(task),
                        patience_until: Some(self.tasks[*task].patience_until),
                    })
                    .collect(),
                made_way: made_way.iter().map(id).collect(),
                ..holder(state.is_locked(), state.last_holder())
            },
            Lock::Old { state, waiters } => LockView {
                waiters: waiters
                    .iter()
                    .map(|task| protocol::Waiter {
                        thread: id(task),
                        patience_until: None,
                    })
                    .collect(),
                ticks: Some(house.interpreter.ticker.left()),
                ..holder(state.is_locked(), state.last_holder())
            },
        };
        steps.lock(at, id(&task), view);
    }

    /// The thread sleeps from now on because of the lock.
    fn show_asleep(&mut self, task: TaskId, at: Picos) {
        if self.is_watched(task)
            && let Some(steps) = &mut self.steps
        {
            steps.asleep(at, self.tasks[task].member.state.id().0);
            self.show_lock(task, at);
        }
    }

    fn handle(&mut self, event: Event) {
        let current = |task: TaskId, epoch: u32| self.tasks[task].epoch == epoch;
        match event.what {
            What::Step { task, epoch } if current(task, epoch) => self.step(task, event.at),
            What::Ready { task, epoch } if current(task, epoch) => self.ready(task, event.at),
            What::Alarm { task, epoch } if current(task, epoch) => {
                let house = self.tasks[task].house;
                if let Lock::New { waiters, .. } = &mut self.houses[house].lock {
                    // It is not to be signalled any more.
                    waiters.retain(|&waiter| waiter != task);
                    self.show_lock(task, event.at);
                }
                if let Some(place) = self.line.iter().position(|&(_, waiter)| waiter == task) {
                    self.leave_line(place);
                }
                self.leave_awaiting(task);
                if self.tasks[task].kernel == Kernel::Asleep {
                    self.leave_kernel(task);
                }
                self.wake(task, event.at);
            }
            What::Arrival(exchange) => {
                if let Some((exchange, simulated)) = self.coming.remove(&exchange) {
                    let released = exchange.complete(simulated.end(&exchange.asked));
                    self.arrived(exchange.id(), released, event.at);
                }
            }
            What::Slice(deadline) => self.end_slice(deadline, event.at),
            What::Step { .. } | What::Ready { .. } | What::Alarm { .. } => {}
        }
    }

    // The system: cores, sleep, waking.

    /// Wakes a sleeping thread.
    fn wake(&mut self, task: TaskId, at: Picos) {
        let sleeper = &mut self.tasks[task];
        sleeper.epoch = sleeper.epoch.wrapping_add(1);
        let epoch = sleeper.epoch;
        let slept = at.saturating_sub(sleeper.asleep_since);
        let awake = at + self.system.wake_up(slept);
        self.announce(awake, What::Ready { task, epoch });
    }

    fn wake_sleeper(&mut self, sleeper: Sleeper, at: Picos) {
        if self.tasks[sleeper.task].epoch == sleeper.epoch {
            self.wake(sleeper.task, at);
        }
    }

    /// A thread is awake and wants a core.
    fn ready(&mut self, task: TaskId, at: Picos) {
        match self.system.idle_core(task) {
            Some(core) => self.dispatch(core, task, at),
            None => {
                if let Some((at, deadline)) = self.system.next_for_woken(at) {
                    self.announce(at, What::Slice(deadline));
                }
            }
        }
    }

    fn dispatch(&mut self, core: usize, task: TaskId, at: Picos) {
        let start = at + self.system.occupy(core, task, at);
        let dispatched = &mut self.tasks[task];
        dispatched.core = Some(core);
        dispatched.due = start + std::mem::take(&mut dispatched.owed);
        let (due, epoch) = (dispatched.due, dispatched.epoch);
        let was_preempted = std::mem::take(&mut dispatched.was_preempted);
        self.show_core(task, at);
        if was_preempted {
            self.note(task, start, LockEvent::Dispatch);
        }
        self.announce(due, What::Step { task, epoch });
        if let Some((at, deadline)) = self.system.end_of_slice(core, at) {
            self.announce(at, What::Slice(deadline));
        }
    }

    fn end_slice(&mut self, deadline: Deadline, at: Picos) {
        let Some(task) = self.system.preempt(deadline) else {
            return;
        };
        let preempted = &mut self.tasks[task];
        preempted.epoch = preempted.epoch.wrapping_add(1);
        preempted.owed = preempted.due.saturating_sub(at);
        preempted.core = None;
        if matches!(preempted.todo, Todo::Run | Todo::Paused(_) | Todo::LetGo(_)) {
            preempted.was_preempted = true;
            self.note(task, at, LockEvent::Preempt);
        }
        self.show_core(task, at);
        self.vacate(deadline.core, at);
    }

    fn vacate(&mut self, core: usize, at: Picos) {
        if let Some(next) = self.system.vacate(core) {
            self.dispatch(core, next, at);
        }
    }

    /// The thread needs its core no longer until it is woken.
    fn sleep(&mut self, task: TaskId, at: Picos) -> Sleeper {
        let sleeper = &mut self.tasks[task];
        sleeper.asleep_since = at;
        let epoch = sleeper.epoch;
        if let Some(core) = sleeper.core.take() {
            self.show_core(task, at);
            self.vacate(core, at);
        }
        Sleeper { task, epoch }
    }

    fn sleep_until(&mut self, task: TaskId, at: Picos, alarm: Picos) -> Sleeper {
        let sleeper = self.sleep(task, at);
        let alarm = (alarm + self.system.lateness(alarm - at)).min(END);
        let epoch = sleeper.epoch;
        self.announce(alarm, What::Alarm { task, epoch });
        sleeper
    }

    /// The thread goes on at `at`, with whatever it has to do.
    fn go_on(&mut self, task: TaskId, at: Picos) {
        let running = &mut self.tasks[task];
        running.due = at;
        let epoch = running.epoch;
        self.announce(at, What::Step { task, epoch });
    }

    // A thread's steps.

    fn step(&mut self, task: TaskId, mut at: Picos) {
        loop {
            match std::mem::replace(&mut self.tasks[task].todo, Todo::Run) {
                Todo::Begin => {
                    self.note(task, at, LockEvent::Start);
                    self.tasks[task].todo = Todo::Request;
                }
                Todo::Request => {
                    if self.has_a_lock(task) {
                        self.note(task, at, LockEvent::Request);
                    }
                    self.tasks[task].todo = Todo::Take;
                }
                Todo::TimedOut(patience) => self.time_out(task, at, patience),
                Todo::Take => return self.take(task, at, false),
                Todo::Doze => return self.take(task, at, true),
                Todo::Retake => at += self.retake(task, at),
                Todo::Run => return self.run(task, at),
                Todo::Paused(pause) => return self.paused(task, at, pause),
                Todo::LetGo(wait) => return self.block_for(task, at, wait),
                Todo::Native => return self.run_native(task, at),
                Todo::Block(wait) => return self.block(task, at, wait),
                Todo::Acquire(lock, until) => return self.acquire(task, at, lock, until),
                Todo::Await(exchange, until) => return self.await_end(task, at, exchange, until),
                Todo::Wake => {
                    self.note(task, at, LockEvent::Wake);
                    self.tasks[task].todo = Todo::Request;
                }
                Todo::Leave => return self.leave(task, at),
            }
        }
    }

    fn house(&self, task: TaskId) -> &House {
        &self.houses[self.tasks[task].house]
    }

    /// Whether its interpreter has one.
    fn has_a_lock(&self, task: TaskId) -> bool {
        !matches!(self.house(task).lock, Lock::None)
    }

    /// `take_gil`, or `PyThread_acquire_lock` of CPython 2: takes the lock or falls asleep.
    fn take(&mut self, task: TaskId, at: Picos, dozing: bool) {
        let me = self.tasks[task].member.state.id();
        let house = self.tasks[task].house;
        let House {
            lock, interpreter, ..
        } = &mut self.houses[house];
        match lock {
            Lock::None => self.has_lock(task, at, None),
            Lock::New { state, waiters, .. } => {
                let interval = interpreter.switch_interval.get();
                state.set_interval(Duration::from_micros(interval));
                if let Some(taken) = state.try_take(me) {
                    return self.has_lock(task, at, Some(taken));
                }
                let patience = state.begin_wait();
                let interval = picos(state.interval());
                waiters.push(task);
                let waiting = &mut self.tasks[task];
                waiting.todo = Todo::TimedOut(patience);
                waiting.patience_until = at + interval;
                self.show_asleep(task, at);
                self.sleep_until(task, at, at + interval);
            }
            Lock::Old { state, waiters } => {
                let counted = &mut self.tasks[task].counted;
                if let Some(taken) = state.try_take(me) {
                    if std::mem::take(counted) {
                        state.end_wait();
                    }
                    return self.has_lock(task, at, Some(taken));
                }
                if !std::mem::replace(counted, true) {
                    state.begin_wait();
                }
                if dozing {
                    waiters.push_back(task);
                    self.tasks[task].todo = Todo::Take;
                    self.show_asleep(task, at);
                    self.sleep(task, at);
                } else {
                    self.tasks[task].todo = Todo::Doze;
                    if house == 0
                        && let Some(steps) = &mut self.steps
                    {
                        steps.denied(at, me.0);
                    }
                    let asleep = at + self.system.sleep_call();
                    self.go_on(task, asleep);
                }
            }
        }
    }

    /// The thread has the lock, or there is none.
    fn has_lock(&mut self, task: TaskId, at: Picos, taken: Option<Taken>) {
        let mut at = at;
        if let Some(taken) = taken {
            at += self.note_taken(task, at, taken);
        }
        let running = &mut self.tasks[task];
        running.todo = if running.leaving {
            Todo::Leave
        } else {
            Todo::Run
        };
        if !running.member.has_reached(Phase::Started) {
            running.member.enter_phase(Phase::Started);
            if let Some(starter) = running.starter.take() {
                at += self.system.latencies.wake_call;
                self.wake_sleeper(starter, at);
            }
        }
        self.go_on(task, at);
    }

    /// Says how long it takes until the thread can go on.
    fn note_taken(&mut self, task: TaskId, at: Picos, taken: Taken) -> Picos {
        let from = taken.from.map(|ThreadId(from)| from);
        self.note(task, at, LockEvent::Acquire { from });
        if from.is_some() {
            self.shared.note_switch();
        }
        let house = self.tasks[task].house;
        if let Lock::New { made_way, .. } = &mut self.houses[house].lock {
            clear_drop_request(&self.tasks[task]);
            if taken.switched {
                for task in std::mem::take(made_way) {
                    self.wake(task, at);
                }
            }
            self.show_drop_request(task, at);
        }
        self.show_lock(task, at);
        let core = self.tasks[task].core;
        let last = std::mem::replace(&mut self.houses[house].lock_core, core);
        let moved = last.is_some() && last != core;
        let latencies = &self.system.latencies;
        latencies.lock + if moved { latencies.cold } else { 0 }
    }

    /// A waiter's interval has passed.
    fn time_out(&mut self, task: TaskId, at: Picos, patience: Patience) {
        self.tasks[task].todo = Todo::Take;
        self.note(task, at, LockEvent::TimeOut);
        let house = self.tasks[task].house;
        let Lock::New { state, .. } = &mut self.houses[house].lock else {
            return;
        };
        if let Some(holder) = state.interval_passed(patience) {
            self.note(task, at, LockEvent::DropRequest { holder: holder.0 });
            let mut tasks = self.tasks.iter();
            if let Some(holder) = tasks.position(|task| task.member.state.id() == holder) {
                set_drop_request(&self.tasks[holder]);
                self.show_drop_request(holder, at);
            }
        }
    }

    /// `drop_gil`, or `PyThread_release_lock`: lets go of the lock and wakes one who waits for it.
    /// Says how long that takes, and whether the thread must wait until another one has taken it.
    fn release(&mut self, task: TaskId, at: Picos) -> (Picos, bool) {
        let me = self.tasks[task].member.state.id();
        let latencies = self.system.latencies;
        let house = self.tasks[task].house;
        let done = match &mut self.houses[house].lock {
            Lock::None => (0, false),
            Lock::New { state, waiters, .. } => {
                let forced = state.release(me).forced;
                clear_drop_request(&self.tasks[task]);
                match self.system.pick(waiters) {
                    Some(waiter) => {
                        self.tasks[waiter].todo = Todo::Take;
                        self.wake(waiter, at);
                        (latencies.wake_call, forced)
                    }
                    None => (latencies.lock, forced),
                }
            }
            Lock::Old { state, waiters } => {
                let somebody = state.release(me);
                match waiters.pop_front() {
                    Some(waiter) => {
                        self.wake(waiter, at);
                        (latencies.wake_call, false)
                    }
                    None if somebody => (latencies.futile_wake_call, false),
                    None => (latencies.lock, false),
                }
            }
        };
        self.show_drop_request(task, at);
        self.show_lock(task, at);
        done
    }

    /// After a forced release: sleeps until another thread has had the lock.
    fn make_way(&mut self, task: TaskId, at: Picos) {
        self.shared.note_forced_switch();
        let me = self.tasks[task].member.state.id();
        let house = self.tasks[task].house;
        match &mut self.houses[house].lock {
            Lock::New {
                state, made_way, ..
            } if state.last_holder() == Some(me) => {
                made_way.push(task);
                self.show_asleep(task, at);
                self.sleep(task, at);
            }
            _ => self.go_on(task, at),
        }
    }

    /// The ticks are used up.
    fn end_ticks(&mut self, task: TaskId, at: Picos) {
        let house = self.house(task);
        let ticker = &house.interpreter.ticker;
        ticker.set_left(ticker.check_interval());
        if !house.threaded {
            return self.go_on(task, at);
        }
        self.tasks[task].released = Some((self.shared.recorder.ticket(), at));
        if self.is_watched(task)
            && let Some(steps) = &mut self.steps
        {
            let id = self.tasks[task].member.state.id().0;
            steps.event(at, id, release(ReleaseCause::Ticks));
        }
        let (cost, _) = self.release(task, at);
        self.tasks[task].todo = Todo::Retake;
        self.go_on(task, at + cost);
    }

    /// Takes the old lock again, and notes that it was gone only if somebody else had it.
    fn retake(&mut self, task: TaskId, at: Picos) -> Picos {
        let me = self.tasks[task].member.state.id();
        let house = self.tasks[task].house;
        let Lock::Old { state, .. } = &mut self.houses[house].lock else {
            return 0;
        };
        let taken = state.try_take(me);
        let released = self.tasks[task].released.take();
        if taken.is_some_and(|taken| !taken.switched) {
            if let Some((ticket, _)) = released {
                self.shared.recorder.give_up(ticket);
            }
            if house == 0
                && let Some(steps) = &mut self.steps
            {
                steps.event(at, me.0, LockEvent::Acquire { from: None });
                self.show_lock(task, at);
            }
            return self.system.latencies.lock;
        }
        if let Some((ticket, at)) = released {
            let what = release(ReleaseCause::Ticks);
            let member = &self.tasks[task].member;
            self.shared.note_at(ticket, member, time(at), what);
        }
        self.note(task, at, LockEvent::Request);
        match taken {
            Some(taken) => self.note_taken(task, at, taken),
            None => {
                self.tasks[task].todo = Todo::Take;
                0
            }
        }
    }

    /// When something happens next.
    fn coming(&self, task: TaskId) -> Coming {
        if self.houses.len() == 1 {
            return Coming {
                own: self.events.peek().map(|Reverse(event)| event.at),
                others: None,
            };
        }
        let Task { house, core, .. } = &self.tasks[task];
        let mut coming = Coming {
            own: None,
            others: None,
        };
        for Reverse(event) in &self.events {
            let is_own = match event.what {
                What::Step { task, .. } | What::Ready { task, .. } | What::Alarm { task, .. } => {
                    self.tasks[task].house == *house
                }
                What::Slice(deadline) => Some(deadline.core) == *core,
                // Whose it is, only the exchange knows.
                What::Arrival(_) => true,
            };
            let next = if is_own {
                &mut coming.own
            } else {
                &mut coming.others
            };
            *next = Some(next.map_or(event.at, |at| at.min(event.at)));
        }
        coming
    }

    /// Executes bytecodes until something happens.
    fn run(&mut self, task: TaskId, at: Picos) {
        let coming = self.coming(task);
        let next = coming.own.into_iter().chain(coming.others).min();
        let Window { limit, horizon } = self.time.window(at, coming);
        let running = &mut self.tasks[task];
        let House {
            lock,
            interpreter,
            sharing,
            ..
        } = &mut self.houses[running.house];
        let Some(thread) = &mut running.thread else {
            return;
        };
        let meter = &mut running.meter;
        (meter.clock, meter.limit, meter.horizon) = (at, limit, horizon);
        meter.ticks = interpreter.ticker.left();
        if let Some(sharing) = sharing {
            sharing.core = running.core.unwrap_or(0) as u32;
        }
        let sharing = match lock {
            Lock::None => sharing.as_mut(),
            _ => None,
        };
        let pause = match &mut self.steps {
            Some(steps) if running.house == 0 => {
                let id = running.member.state.id().0;
                let next = next.unwrap_or(Picos::MAX);
                steps.run(id, thread, &running.eval_breaker, meter, sharing, next)
            }
            _ => thread.run_metered(&running.eval_breaker, meter, sharing),
        };
        interpreter.ticker.set_left(meter.ticks);
        let at = self.time.after(&self.shared, meter.clock);
        if T::IS_VIRTUAL && next.is_some_and(|next| next < at) && !matches!(pause, Pause::Limit) {
            // What others do until then comes first: they may still want something of this one.
            self.tasks[task].todo = Todo::Paused(pause);
            return self.go_on(task, at);
        }
        self.paused(task, at, pause);
    }

    /// A thread's bytecodes have led to something.
    fn paused(&mut self, task: TaskId, at: Picos, pause: Pause) {
        match pause {
            Pause::Limit => self.go_on(task, at),
            Pause::CheckPoint if self.house(task).interpreter.ticker.left() < 0 => {
                self.end_ticks(task, at)
            }
            Pause::CheckPoint => {
                // Nothing else is ever asked for in this eval breaker.
                self.note(task, at, release(ReleaseCause::Forced));
                let (cost, _) = self.release(task, at);
                // From now on, also while it has to wait for its successor.
                self.note(task, at, LockEvent::Request);
                self.tasks[task].todo = Todo::Take;
                self.make_way(task, at + cost);
            }
            Pause::Ask(request) => self.fulfil(task, at, request),
            Pause::Finished => self.end(task, at, &End::Finished),
            Pause::Raised(exception) => self.end(task, at, &End::Raised(exception)),
        }
    }

    /// Executes native code until something happens.
    fn run_native(&mut self, task: TaskId, at: Picos) {
        let coming = self.coming(task);
        let Window { limit, horizon } = self.time.window(at, coming);
        let running = &mut self.tasks[task];
        let sharing = &mut self.houses[running.house].sharing;
        let Some(thread) = &mut running.thread else {
            return;
        };
        let meter = &mut running.meter;
        // Of two threads whose time is the same, one has to begin.
        (meter.clock, meter.limit, meter.horizon) = (at, limit.max(at + 1), horizon);
        if let Some(sharing) = sharing {
            sharing.core = running.core.unwrap_or(0) as u32;
        }
        thread.run_native_metered(&running.eval_breaker, meter, sharing.as_mut());
        running.todo = if thread.is_native() {
            Todo::Native
        } else {
            Todo::Wake
        };
        let at = self.time.after(&self.shared, meter.clock);
        self.go_on(task, at);
    }

    fn fulfil(&mut self, task: TaskId, at: Picos, request: Request) {
        // One worker keeps its lock: nobody else could run meanwhile, and so they take turns.
        if matches!(request, Request::AllowThreads) && T::IS_VIRTUAL && self.has_a_lock(task) {
            return self.block_for(task, at, Wait::Native);
        }
        if let Request::Process(call) = request {
            return self.ask_kernel(task, at, *call);
        }
        let member = Arc::clone(&self.tasks[task].member);
        match &request {
            Request::Wake(lock) => {
                self.wake_first(lock, at);
                self.answer(task, Answer::Done);
                return self.go_on(task, at + self.system.latencies.wake_call);
            }
            Request::Begin(exchange) => self.begin(&member, exchange, at),
            Request::Abandon(exchange) => {
                self.coming.remove(&exchange.id());
                self.shared.network.abandon(exchange);
                self.arrived(exchange.id(), None, at);
            }
            _ => {}
        }
        let blocking = match self.shared.fulfil(&member, request, time(at)) {
            Ok(answer) => {
                self.answer(task, answer);
                return self.go_on(task, at);
            }
            Err(blocking) => blocking,
        };
        let wait = match blocking {
            Blocking::Sleep(length) => Wait::Sleep(length),
            Blocking::Join(member, timeout) => Wait::Join(member, timeout),
            // The answer is not known yet.
            Blocking::Lock(lock, timeout) => {
                return self.block_for(task, at, Wait::Lock(lock, timeout));
            }
            Blocking::Network(exchange, timeout) => {
                return self.block_for(task, at, Wait::Network(exchange, timeout));
            }
            Blocking::Start(object) => {
                if self.live >= ROOM {
                    self.answer(
                        task,
                        Answer::Raise {
                            kind: ErrorKind::RuntimeError,
                            message: CANNOT_START.to_owned(),
                        },
                    );
                    return self.go_on(task, at);
                }
                let house = self.tasks[task].house;
                self.houses[house].threaded = true;
                let world = self.houses[house].interpreter.world();
                let Some(thread) = world.map(|world| Thread::spawn(&world, object)) else {
                    return;
                };
                let started = self.add(house, thread, false, at);
                let begun = at + self.system.latencies.start_call;
                self.wake(started, begun);
                self.answer(task, Answer::Done);
                // Until then it has the lock.
                let started = Arc::clone(&self.tasks[started].member);
                self.tasks[task].todo = Todo::LetGo(Wait::Start(started));
                return self.go_on(task, begun);
            }
        };
        self.answer(task, Answer::Done);
        self.block_for(task, at, wait);
    }

    /// Asks what the processes have in common.
    fn ask_kernel(&mut self, task: TaskId, at: Picos, call: Call) {
        let member = Arc::clone(&self.tasks[task].member);
        let costs = self.system.latencies.process;
        let timeout = call.timeout();
        let mut at = at + costs.of(&call);
        let (asked, woken) = self.shared.ask_kernel(&member, call);
        for (waiter, reply) in woken {
            at += self.system.latencies.wake_call;
            self.deliver(waiter, reply, at);
        }
        let reply = match asked {
            Asked::Waits => {
                self.tasks[task].kernel = Kernel::Idle;
                return self.block_for(task, at, Wait::Kernel(timeout));
            }
            Asked::Begins(interpreter, begin) => {
                let (call, start) = costs.of_beginning(interpreter.origin);
                let reply = self.begin_interpreter(interpreter, begin, at + start);
                at += call;
                reply
            }
            Asked::Answered(reply) => reply,
        };
        self.stop_terminated(at);
        if self.tasks[task].member.has_reached(Phase::Ended) {
            // It has ended its own process.
            return;
        }
        self.answer(task, Answer::Process(reply));
        self.go_on(task, at);
    }

    /// Another interpreter, whose main thread begins then.
    fn begin_interpreter(
        &mut self,
        interpreter: Arc<Interpreter>,
        begin: Begin,
        at: Picos,
    ) -> Reply {
        if self.live >= ROOM {
            self.shared.forget_interpreter(&interpreter);
            return Reply::Refused(Refusal::NoRoom);
        }
        let pid = interpreter.pid;
        let main = ThreadObject::main();
        let thread = self.shared.main_thread(&interpreter, begin, main);
        let house = self.found(interpreter);
        let main = self.add(house, thread, true, at);
        self.wake(main, at);
        Reply::Int(pid.into())
    }

    /// The kernel has answered somebody who waits.
    fn deliver(&mut self, waiter: Waiter, reply: Reply, at: Picos) {
        let is_it = |task: &Task| {
            task.member.state.id() == ThreadId(waiter) && !task.member.has_reached(Phase::Ended)
        };
        let Some(task) = self.tasks.iter().position(is_it) else {
            return;
        };
        self.answer(task, Answer::Process(reply));
        let was = std::mem::replace(&mut self.tasks[task].kernel, Kernel::Answered);
        if was == Kernel::Asleep {
            self.tasks[task].kernel = Kernel::Idle;
            self.wake(task, at);
        }
    }

    /// The thread waits for the kernel no longer, and has the answer that there is then.
    fn leave_kernel(&mut self, task: TaskId) {
        self.tasks[task].kernel = Kernel::Idle;
        let member = Arc::clone(&self.tasks[task].member);
        if let Some(reply) = self.shared.give_up_waiting(&member) {
            self.answer(task, Answer::Process(reply));
        }
    }

    /// The answer is there from now on; the thread gets to see it when it goes on.
    fn answer(&mut self, task: TaskId, answer: Answer) {
        if let Some(thread) = &mut self.tasks[task].thread {
            thread.answer(answer);
        }
    }

    /// Lets go of the lock, to wait for something else then.
    fn block_for(&mut self, task: TaskId, at: Picos, wait: Wait) {
        if self.has_a_lock(task) {
            self.note(task, at, release(ReleaseCause::Blocking));
        }
        let (cost, forced) = self.release(task, at);
        self.tasks[task].todo = Todo::Block(wait);
        if forced {
            self.make_way(task, at + cost);
        } else {
            self.go_on(task, at + cost);
        }
    }

    fn block(&mut self, task: TaskId, at: Picos, wait: Wait) {
        let cause = match &wait {
            Wait::Sleep(_) => BlockCause::Sleep,
            Wait::Start(_) => BlockCause::Start,
            Wait::Join(..) | Wait::All => BlockCause::Join,
            Wait::Lock(..) => BlockCause::Lock,
            Wait::Network(..) => BlockCause::Network,
            Wait::Kernel(_) => BlockCause::Process,
            Wait::Native => BlockCause::Native,
        };
        self.note(task, at, LockEvent::Block { cause });
        self.tasks[task].todo = Todo::Wake;
        let is_there = match &wait {
            Wait::Sleep(length) => length.is_zero(),
            Wait::Start(started) => started.has_reached(Phase::Started),
            Wait::Join(joined, timeout) => {
                joined.has_reached(Phase::Ended) || *timeout == Some(Duration::ZERO)
            }
            Wait::All => self.house(task).awaited == 1,
            Wait::Kernel(_) => self.tasks[task].kernel == Kernel::Answered,
            Wait::Lock(..) | Wait::Network(..) | Wait::Native => false,
        };
        if is_there {
            self.tasks[task].kernel = Kernel::Idle;
            return self.go_on(task, at + NO_TIME);
        }
        match wait {
            Wait::Sleep(length) => {
                self.sleep_until(task, at, at + picos(length));
            }
            Wait::Start(started) => {
                let sleeper = self.sleep(task, at);
                if let Some(started) = self.task_of(&started) {
                    started.starter = Some(sleeper);
                }
            }
            Wait::Join(joined, timeout) => {
                let sleeper = match timeout {
                    Some(timeout) => self.sleep_until(task, at, at + picos(timeout)),
                    None => self.sleep(task, at),
                };
                if let Some(joined) = self.task_of(&joined) {
                    joined.joiners.push(sleeper);
                }
            }
            Wait::All => {
                let sleeper = self.sleep(task, at);
                let house = self.tasks[task].house;
                self.houses[house].waits_for_all = Some(sleeper);
            }
            Wait::Kernel(timeout) => {
                self.tasks[task].kernel = Kernel::Asleep;
                match timeout {
                    Some(timeout) => self.sleep_until(task, at, at + picos(timeout)),
                    None => self.sleep(task, at),
                };
            }
            Wait::Lock(lock, timeout) => {
                let until = timeout.map(|timeout| at + picos(timeout));
                self.acquire(task, at, lock, until);
            }
            Wait::Network(exchange, timeout) => {
                let until = timeout.map(|timeout| at + picos(timeout));
                self.await_end(task, at, exchange, until);
            }
            Wait::Native => {
                self.tasks[task].todo = Todo::Native;
                self.go_on(task, at);
            }
        }
    }

    /// Takes a lock of the program's, or falls asleep until it is free. Who is woken looks again, and may
    /// find that somebody else was faster: then it is the last in line, as with `FUTEX_WAIT`.
    fn acquire(&mut self, task: TaskId, at: Picos, lock: Arc<LockObject>, until: Option<Picos>) {
        let me = &self.tasks[task].member.object;
        let is_over = until.is_some_and(|until| until <= at);
        let mut taken = lock.try_take(me);
        if !taken && !is_over {
            lock.join_line();
            // By the real clock an exchange with the network may release it on another thread: one that does so
            // after this second look finds somebody in line.
            taken = lock.try_take(me);
            if taken {
                lock.leave_line();
            }
        }
        if taken || is_over {
            self.answer(task, Answer::Truth(taken));
            self.tasks[task].todo = Todo::Wake;
            return self.go_on(task, at + self.system.latencies.lock);
        }
        self.line.push_back((Arc::clone(&lock), task));
        self.tasks[task].todo = Todo::Acquire(lock, until);
        match until {
            Some(until) => self.sleep_until(task, at, until),
            None => self.sleep(task, at),
        };
    }

    /// Wakes the first one who waits for a lock of the program's, to look at it again.
    fn wake_first(&mut self, lock: &Arc<LockObject>, at: Picos) {
        let mut line = self.line.iter();
        let first = line.position(|(wanted, _)| Arc::ptr_eq(wanted, lock));
        if let Some(first) = first.and_then(|first| self.leave_line(first)) {
            self.wake(first, at);
        }
    }

    // The network.

    /// Begins an exchange; on virtual cores it is decided already what comes of it.
    fn begin(&mut self, member: &Member, exchange: &Arc<Exchange>, at: Picos) {
        let who = member.object.name();
        if T::IS_VIRTUAL {
            let simulated = self.shared.simulated(&who, &exchange.asked);
            self.announce(
                at.saturating_add(picos(simulated.after)),
                What::Arrival(exchange.id()),
            );
            let coming = (Arc::clone(exchange), simulated);
            self.coming.insert(exchange.id(), coming);
        } else {
            let inbox: Arc<dyn Arrivals> = Arc::clone(&self.inbox) as _;
            self.shared.begin(&who, exchange, Arc::downgrade(&inbox));
        }
    }

    /// An exchange has come to its end: wakes those who wait for it, and one who waits for the lock that it has
    /// released.
    fn arrived(&mut self, exchange: u64, released: Option<Arc<LockObject>>, at: Picos) {
        for task in self.awaiting.remove(&exchange).into_iter().flatten() {
            self.wake(task, at);
        }
        if let Some(lock) = released {
            self.wake_first(&lock, at);
        }
    }

    /// Goes on if the exchange is complete or the time is over, or falls asleep until then.
    fn await_end(
        &mut self,
        task: TaskId,
        at: Picos,
        exchange: Arc<Exchange>,
        until: Option<Picos>,
    ) {
        let is_complete = exchange.is_complete();
        if is_complete || until.is_some_and(|until| until <= at) {
            self.answer(task, Answer::Truth(is_complete));
            self.tasks[task].todo = Todo::Wake;
            return self.go_on(task, at + self.system.latencies.lock);
        }
        self.awaiting.entry(exchange.id()).or_default().push(task);
        self.tasks[task].todo = Todo::Await(exchange, until);
        match until {
            Some(until) => self.sleep_until(task, at, until),
            None => self.sleep(task, at),
        };
    }

    /// A thread that sleeps until an exchange is complete sleeps no longer; says whether it did.
    fn leave_awaiting(&mut self, task: TaskId) -> bool {
        let Todo::Await(exchange, _) = &self.tasks[task].todo else {
            return false;
        };
        let Entry::Occupied(mut others) = self.awaiting.entry(exchange.id()) else {
            return false;
        };
        let before = others.get().len();
        others.get_mut().retain(|&other| other != task);
        let after = others.get().len();
        if after == 0 {
            others.remove();
        }
        after < before
    }

    /// Hears of exchanges that others have completed meanwhile.
    fn hear(&mut self) {
        // Nobody else completes any on virtual cores. Relaxed: only looking is cheaper, between any two events, and
        // what is not seen yet is seen next time.
        if T::IS_VIRTUAL || !self.inbox.is_full.load(Ordering::Relaxed) {
            return;
        }
        if !self.inbox.is_full.swap(false, Ordering::Acquire) {
            return;
        }
        let arrived = std::mem::take(&mut *self.inbox.list());
        self.now = self.now.max(self.time.after(&self.shared, self.now));
        for (exchange, released) in arrived {
            self.arrived(exchange, released, self.now);
        }
    }

    /// The thread at this place of the line sleeps no longer.
    fn leave_line(&mut self, place: usize) -> Option<TaskId> {
        let (lock, task) = self.line.remove(place)?;
        lock.leave_line();
        Some(task)
    }

    /// Found by its member and not by its place, which may be another thread's by now.
    fn task_of(&mut self, member: &Arc<Member>) -> Option<&mut Task> {
        let mut tasks = self.tasks.iter_mut();
        tasks.find(|task| Arc::ptr_eq(&task.member, member))
    }

    /// The thread has executed its last bytecode.
    fn end(&mut self, task: TaskId, at: Picos, end: &End) {
        let ending = &mut self.tasks[task];
        if ending.shuts_down {
            self.shared.note_ignored(&ending.member, end);
        } else {
            self.shared.note_end(&ending.member, end);
        }
        let is_main = ending.member.is_main();
        if is_main
            && !std::mem::replace(&mut ending.shuts_down, true)
            && ending.thread.as_mut().is_some_and(Thread::shut_down)
        {
            return self.go_on(task, at);
        }
        self.shared.note_bytecodes(ending.meter.bytecodes);
        // The frames go while the lock is still held, as everything that a thread does.
        ending.thread = None;
        ending.leaving = true;
        if is_main {
            let house = &self.houses[ending.house];
            self.shared.note_main_over(&house.interpreter);
            if house.awaited > 1 && !house.interpreter.is_over() {
                return self.block_for(task, at, Wait::All);
            }
        }
        self.tasks[task].todo = Todo::Leave;
        self.go_on(task, at);
    }

    fn leave(&mut self, task: TaskId, at: Picos) {
        if self.has_a_lock(task) {
            self.note(task, at, release(ReleaseCause::Ended));
        }
        let (cost, _) = self.release(task, at);
        let at = at + cost;
        self.note(task, at, LockEvent::End);
        self.now = self.now.max(at);
        let leaving = &mut self.tasks[task];
        leaving.member.object.mark_finished();
        leaving.member.enter_phase(Phase::Ended);
        for joiner in std::mem::take(&mut leaving.joiners) {
            self.wake_sleeper(joiner, at);
        }
        let member = &self.tasks[task].member;
        let (is_main, is_daemon) = (member.is_main(), member.object.is_daemon());
        let place = self.tasks[task].house;
        let house = &mut self.houses[place];
        self.live -= 1;
        house.awaited -= usize::from(!is_daemon);
        if house.awaited == 1
            && let Some(main) = house.waits_for_all.take()
        {
            self.wake_sleeper(main, at);
        }
        self.sleep(task, at);
        let leaving = &mut self.tasks[task];
        leaving.epoch = leaving.epoch.wrapping_add(1);
        self.shared.forget(&leaving.member);
        self.free.push(task);
        match (is_main, place) {
            (false, _) => {}
            // Daemons may be left, and other processes.
            (true, 0) => self.stop(&End::Abandoned),
            (true, _) => self.stop_house(place, at),
        }
    }

    /// An interpreter has come to its end: what is left of it ends where it is.
    fn stop_house(&mut self, place: usize, at: Picos) {
        self.now = self.now.max(at);
        let house = &mut self.houses[place];
        house.has_ended = true;
        let interpreter = Arc::clone(&house.interpreter);
        for task in 0..self.tasks.len() {
            if self.tasks[task].house == place && !self.tasks[task].member.has_reached(Phase::Ended)
            {
                self.stop_task(task, at, &End::Abandoned);
            }
        }
        for (waiter, reply) in self.shared.end_interpreter(&interpreter) {
            self.deliver(waiter, reply, at);
        }
        interpreter.move_out();
    }

    /// A thread ends where it is, and others go on.
    fn stop_task(&mut self, task: TaskId, at: Picos, end: &End) {
        // Its place may soon be another thread's, which would be woken by what this one has waited for.
        self.leave_awaiting(task);
        while let Some(place) = self.line.iter().position(|&(_, waiter)| waiter == task) {
            self.leave_line(place);
        }
        self.system.forget(task);
        self.note_stopped(task, at, end);
        self.sleep(task, at);
        let stopped = &mut self.tasks[task];
        stopped.epoch = stopped.epoch.wrapping_add(1);
        self.live -= 1;
        self.shared.forget(&stopped.member);
        self.free.push(task);
    }

    /// Whoever was terminated just now has ended.
    fn stop_terminated(&mut self, at: Picos) {
        for place in 0..self.houses.len() {
            let house = &self.houses[place];
            if house.has_ended || !house.interpreter.is_terminated() {
                continue;
            }
            if place == 0 {
                self.now = self.now.max(at);
                return self.stop(&End::Abandoned);
            }
            self.stop_house(place, at);
        }
    }

    /// What is to be written down of a thread that ends where it is.
    fn note_stopped(&mut self, task: TaskId, at: Picos, end: &End) {
        let task = &mut self.tasks[task];
        // One that waits for others at its end was not cut short.
        if task.thread.take().is_some() {
            self.shared.note_end(&task.member, end);
            self.shared.note_bytecodes(task.meter.bytecodes);
        }
        if let Some((ticket, _)) = task.released.take() {
            self.shared.recorder.give_up(ticket);
        }
        self.shared.note(&task.member, time(at), LockEvent::End);
        task.member.object.mark_finished();
        task.member.enter_phase(Phase::Ended);
    }

    // The run as a whole.

    /// All threads end where they are.
    fn stop(&mut self, end: &End) {
        for task in 0..self.tasks.len() {
            if !self.tasks[task].member.has_reached(Phase::Ended) {
                self.note_stopped(task, self.now, end);
            }
        }
        self.live = 0;
        for house in &self.houses {
            if house.has_ended {
                continue;
            }
            if !house.interpreter.is_first() {
                house.interpreter.set_terminated(SIGTERM);
            }
            self.shared.end_interpreter(&house.interpreter);
        }
    }

    fn give_up(&mut self, why: &str) {
        self.shared.output.write("MainThread", Stream::Note, why);
        self.stop(&End::Cancelled);
    }

    /// Somebody wants the main threads to raise a `KeyboardInterrupt`: whatever they wait for, they go on.
    fn interrupt_if_asked(&mut self) {
        // It is asked for between any two events, and the program's own is the first that somebody turns to.
        if self.houses[0].interpreter.is_untouched() {
            return;
        }
        for house in 0..self.houses.len() {
            if self.houses[house].interpreter.wants_interrupt() {
                self.interrupt(house);
            }
        }
    }

    fn interrupt(&mut self, house: usize) {
        // Who is on the way to where it waits gets there first, and is found there.
        let is_settled = |task: &Task| {
            let todo = &task.todo;
            !matches!(todo, Todo::Paused(_) | Todo::LetGo(_) | Todo::Block(_))
        };
        let asked = |task: &Task| {
            task.house == house && is_settled(task) && self.shared.take_interrupt(&task.member)
        };
        let Some(main) = self.tasks.iter().position(asked) else {
            return;
        };
        let Task { epoch, todo, .. } = &self.tasks[main];
        let (epoch, waits) = (
            *epoch,
            matches!(todo, Todo::Wake | Todo::Acquire(..) | Todo::Await(..)),
        );
        if let Some(thread) = &mut self.tasks[main].thread {
            thread.interrupt();
        }
        if !waits {
            return;
        }
        let place = self.line.iter().position(|&(_, waiter)| waiter == main);
        let is_it = |sleeper: &Sleeper| sleeper.task == main && sleeper.epoch == epoch;
        let alarm = What::Alarm { task: main, epoch };
        let asks = self.tasks[main].kernel == Kernel::Asleep;
        // Else it has been woken already.
        let sleeps = place.is_some()
            || self.leave_awaiting(main)
            || asks
            || self.tasks.iter().any(|task| task.joiners.iter().any(is_it))
            || self.events.iter().any(|Reverse(event)| event.what == alarm);
        if let Some(place) = place {
            self.leave_line(place);
        }
        if asks {
            self.leave_kernel(main);
        }
        self.tasks[main].todo = Todo::Wake;
        if sleeps {
            self.wake(main, self.now);
        }
    }

    /// From here on nothing is recorded.
    fn keep_steps(&mut self) {
        if let Some(steps) = self.steps.take() {
            self.shared.keep_steps(steps.finish());
        }
    }

    fn tell_progress(&self) {
        self.shared.set_virtual_now(time(self.now));
        for task in &self.tasks {
            let state = &task.member.state;
            if state.requests() & SAMPLE != 0 {
                state.clear(SAMPLE);
                let loops = task.thread.as_ref().and_then(Thread::loop_progress);
                task.member.publish_loops(loops);
            }
        }
    }
}

impl<H: Host, T: Time<H>> Turns for Machine<H, T> {
    fn bell(&self) -> Arc<Bell> {
        Arc::clone(&self.inbox.bell)
    }

    fn advance(&mut self) -> Next {
        let until = self.shared.host.now() + PIECE;
        // Looking at the clock takes as long as some events.
        const GLANCE: u32 = 16;
        let mut events = 0;
        while self.live > 0 {
            if self.shared.is_cancelled() {
                self.stop(&End::Cancelled);
                break;
            }
            self.interrupt_if_asked();
            self.hear();
            let Some(Reverse(event)) = self.events.peek().copied() else {
                if self.shared.network.is_busy() {
                    self.tell_progress();
                    return Next::Sleep(NAP);
                }
                // Somebody may have been heard of just now.
                if self.inbox.is_full.load(Ordering::Acquire) {
                    continue;
                }
                self.give_up("All threads wait for each other: Python would wait for ever.\n");
                break;
            };
            if event.at >= END {
                self.give_up("Nothing happens for more than 100 days, and time ends here.\n");
                break;
            }
            if let Some(left) = self.time.left_until(&self.shared, event.at) {
                self.now = self.now.max(event.at.saturating_sub(picos(left)));
                self.tell_progress();
                return Next::Sleep(left.min(NAP));
            }
            self.events.pop();
            self.now = self.now.max(event.at);
            self.handle(event);
            if self.steps.as_ref().is_some_and(|steps| steps.is_over()) {
                self.keep_steps();
            }
            events += 1;
            if events % GLANCE == 0 && self.shared.host.now() >= until {
                self.tell_progress();
                return Next::Again;
            }
        }
        self.keep_steps();
        self.tell_progress();
        if let Some(ended) = self.ended.take() {
            ended();
        }
        Next::Ended
    }
}

fn set_drop_request(task: &Task) {
    // Relaxed here and below: only the machine's own thread comes here. The other bits are the interpreter's.
    task.eval_breaker.fetch_or(DROP_REQUEST, Ordering::Relaxed);
}

fn clear_drop_request(task: &Task) {
    task.eval_breaker
        .fetch_and(!DROP_REQUEST, Ordering::Relaxed);
}

fn release(cause: ReleaseCause) -> LockEvent {
    LockEvent::Release { cause }
}

fn time(at: Picos) -> Duration {
    Duration::from_nanos(at / 1000)
}

fn picos(length: Duration) -> Picos {
    let nanos = u64::try_from(length.as_nanos()).unwrap_or(u64::MAX);
    nanos.saturating_mul(1000).min(END)
}

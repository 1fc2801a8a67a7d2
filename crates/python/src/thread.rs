//! A Python thread as a value: its frames and its stack, and nothing of the machine's.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use compiler::Op;

use crate::attribute::Attribute;
use crate::class::Class;
use crate::dict::Dict;
use crate::disassemble::Place;
use crate::ends::{self, Note};
use crate::error::{ErrorKind, Exception, Fault, Outcome};
use crate::frames::{Frame, Frames};
use crate::function::{Function, Native, Role, Then};
use crate::ints::Programs;
use crate::iterate::RangeIter;
use crate::locks::LockObject;
use crate::memory::Watch;
use crate::meter::{Before, Meter, Metered, Pace, Sharing, Steps, Unmetered};
use crate::module::Module;
use crate::modules;
use crate::native::{self, Work};
use crate::network::Exchange;
use crate::object::{Own, Ref};
use crate::processes::{Call, Reply};
use crate::symbols::Symbol;
use crate::threads::{self, ThreadObject};
use crate::traceback;
use crate::value::Value;
use crate::world::{CODES, World};

/// What a builtin needs to know of its caller.
pub(crate) struct Caller<'a> {
    pub(crate) world: &'a Arc<World>,
    pub(crate) thread: &'a Arc<ThreadObject>,
    /// The exception that is being handled, or `Null`.
    pub(crate) handled: &'a Value,
    /// Its frames and what is in them, the one that calls uppermost.
    pub(crate) frames: &'a [Frame],
    pub(crate) values: &'a [Value],
}

impl Thread {
    /// The thread as a builtin's caller, with all values of its frames.
    #[inline(always)]
    pub(crate) fn caller<'a>(&'a self, world: &'a Arc<World>, values: &'a [Value]) -> Caller<'a> {
        Caller {
            world,
            thread: &self.object,
            handled: &self.handled,
            frames: &self.frames,
            values,
        }
    }
}

impl Caller<'_> {
    /// The module that the calling code is in.
    pub(crate) fn module(&self) -> Option<Ref<Module>> {
        let code = self.frames.last()?.code?;
        self.world.module_of((code / CODES) as usize)
    }

    /// The variables of the calling frame: `None` for those of a module.
    pub(crate) fn locals(&self) -> Outcome<Option<Value>> {
        let Some((frame, ready)) = self
            .frames
            .last()
            .and_then(|frame| Some((frame, self.world.code(frame.code?)?)))
        else {
            return Ok(None);
        };
        if let Some(namespace) = frame.namespace() {
            return Ok(Some(namespace.clone()));
        }
        if !ready.code.flags.optimized {
            return Ok(None);
        }
        let dict = Dict::default();
        let slots = self.values.get(frame.base..).unwrap_or_default();
        for (name, value) in ready.code.locals.iter().zip(slots) {
            let value = match value {
                Value::Cell(cell) => cell.get(),
                value => value.clone(),
            };
            if !matches!(value, Value::Null) && !name.starts_with('.') {
                dict.set(Value::text(&**name), value)?;
            }
        }
        Ok(Some(Value::Dict(Ref::new(dict))))
    }

    /// `super()` without arguments: the class whose method calls, and the first argument.
    pub(crate) fn method(&self) -> Outcome<(Value, Value)> {
        let refused = |why: &str| Fault::new(ErrorKind::RuntimeError, format!("super(): {why}"));
        let Some((frame, ready)) = self
            .frames
            .last()
            .and_then(|frame| Some((frame, self.world.code(frame.code?)?)))
        else {
            return Err(refused("no arguments"));
        };
        let slot = |place: usize| match self.values.get(frame.base + place) {
            Some(Value::Cell(cell)) => cell.get(),
            Some(value) => value.clone(),
            None => Value::Null,
        };
        let code = &ready.code;
        if code.argcount == 0 {
            return Err(refused("no arguments"));
        }
        let class = code.locals.iter().position(|name| name == "__class__");
        match (class.map_or(Value::Null, slot), slot(0)) {
            (Value::Null, _) => Err(refused("__class__ cell not found")),
            (_, Value::Null) => Err(refused("arg[0] deleted")),
            found => Ok(found),
        }
    }
}

/// Why [`Thread::run`] came back.
#[derive(Debug)]
pub enum Pause {
    /// A check point found the eval breaker non-zero, or the ticks are used up. Running again goes on
    /// behind it.
    CheckPoint,
    /// The meter's limit or horizon is reached. This is no check point: no other thread may run
    /// that wouldn't have been allowed to anyway.
    Limit,
    /// The program needs its host: give the answer, then run again.
    Ask(Request),
    /// The thread's function returned.
    Finished,
    /// Nothing caught this.
    Raised(Exception),
}

/// What only a host can do.
#[derive(Debug)]
pub enum Request {
    /// `print`, and what tells of an exception in a thread. Answer: `Done`.
    Write {
        /// The text with its separators and its end.
        text: String,
        /// Where to.
        to: Output,
    },
    /// `time.time()`: seconds since 1970. Answer: `Seconds`.
    WallClock,
    /// `time.perf_counter()`: seconds since any fixed moment. Answer: `Seconds`.
    PerfCounter,
    /// `sys.getswitchinterval()`. Answer: `Seconds`.
    SwitchInterval,
    /// `sys.setswitchinterval()`: in whole microseconds; 0 acts as 1. Answer: `Done`.
    SetSwitchInterval(u64),
    /// `sys.getcheckinterval()`. Answer: `Int`.
    CheckInterval,
    /// `sys.setcheckinterval()`: so many ticks. Answer: `Done`.
    SetCheckInterval(i32),
    /// `time.sleep()`. Answer, after that time: `Done`.
    Sleep(Duration),
    /// `Py_BEGIN_ALLOW_THREADS`: native code comes next, which needs no lock. Who has one to let go of does
    /// that, calls [`Thread::run_native`] while [`Thread::is_native`], and takes the lock again. It is no
    /// question: running again goes on with the native code, for those who keep the lock.
    AllowThreads,
    /// `Thread.start()`; the object is marked as started. Answer: `Done`, or `Raise`, which makes it
    /// startable again.
    Start(Arc<ThreadObject>),
    /// `Thread.join()`. Answer, when the thread has ended or the time is over: `Done`.
    Join {
        /// The thread to wait for: started, and not the one that waits.
        thread: Arc<ThreadObject>,
        /// How long to wait at most.
        timeout: Option<Duration>,
    },
    /// `Lock.acquire()` of a lock that was held. The host takes it for the thread as soon as it is free.
    /// Answer, then or when the time is over: `Truth`, whether the thread has it.
    Acquire {
        /// The lock to wait for.
        lock: Arc<LockObject>,
        /// How long to wait at most.
        timeout: Option<Duration>,
    },
    /// Something that processes have in common. Answer: `Process`.
    Process(Box<Call>),
    /// `Lock.release()`, if somebody waits: wake one that does. Answer: `Done`.
    Wake(Arc<LockObject>),
    /// Ask the network something, and do not wait for it. Answer: `Begun`.
    Begin(Arc<Exchange>),
    /// Wait for the end of an exchange. Answer, then or when the time is over: `Truth`, whether it is complete.
    Await {
        /// What to wait for.
        exchange: Arc<Exchange>,
        /// How long to wait at most.
        timeout: Option<Duration>,
    },
    /// Nobody wants that exchange any more: end it, and wake those who wait for it. Answer: `Done`.
    Abandon(Arc<Exchange>),
}

/// What a program can write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// `sys.stdout`.
    Stdout,
    /// `sys.stderr`.
    Stderr,
}

/// The host's answer to a [`Request`].
#[derive(Clone, Debug)]
pub enum Answer {
    /// It is done; Python sees `None`.
    Done,
    /// What the clock shows, or how long an interval is.
    Seconds(f64),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Truth(bool),
    /// Under way from now on, or over already.
    Begun(Arc<Exchange>),
    /// What is to be said to a [`Request::Process`].
    Process(Reply),
    /// It failed: Python sees this exception where it asked.
    Raise {
        /// The exception's class.
        kind: ErrorKind,
        /// Its message.
        message: String,
    },
}

/// A Python thread as a value.
#[derive(Debug)]
pub struct Thread {
    pub(crate) world: Arc<World>,
    pub(crate) object: Arc<ThreadObject>,
    pub(crate) frames: Frames,
    /// Of loops over ints.
    pub(crate) programs: Programs,
    /// Locals and operands of all frames, one window after the other.
    pub(crate) values: Vec<Value>,
    pub(crate) waiting: Waiting,
    /// The exception that is being handled, or `Null`.
    pub(crate) handled: Value,
    /// What was found under names in classes, last time.
    pub(crate) found: Box<[Found; FOUND]>,
    /// How many of an operator's methods did not know.
    pub(crate) stage: u8,
    /// The exception on its way was raised before: it has its context already.
    pub(crate) reraises: bool,
    /// The program's own `threading.excepthook` has been called.
    pub(crate) is_hooked: bool,
    /// What an exception says has been asked for, for those who will see it.
    pub(crate) is_told: bool,
    /// Whether what is left at the end of the program has been looked at.
    pub(crate) is_swept: bool,
    /// Whether it is to be told of what has ended when an exception has been dealt with.
    pub(crate) puts_ends_off: bool,
    /// What has ended and has not been told of, while it does not run.
    noted: Vec<Note>,
    /// Somebody pressed Ctrl-C, or what comes nearest to it.
    is_interrupted: bool,
    /// Whether what it last asked its host for is something to wait for.
    pub(crate) is_blocked: bool,
}

/// What the thread is owed by its host.
#[derive(Debug)]
pub(crate) enum Waiting {
    Nothing,
    /// The result of a call; a started object is kept in case its start fails.
    Answer(Option<Arc<ThreadObject>>, Then),
    Answered(Answer, Then),
    /// Nothing yet: native code is under way.
    Native(native::Native, Then),
    /// The result of such, which it has to make of what it holds.
    Worked(Box<dyn Work>, Then),
}

/// What was found in a class under a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The class's address, 0 for none.
    class: usize,
    name: Symbol,
    epoch: u32,
    pub(crate) what: What,
}

#[derive(Clone, Debug, Default)]
pub(crate) enum What {
    #[default]
    Unknown,
    /// Nothing in the class goes before a slot of the instance; this one has the attribute, if it is set.
    Slot(usize),
    /// A function or method of the class, which no slot can hide.
    Method(Value),
    /// Of a call: the class's constructor does everything.
    Native(&'static Native),
    /// Of a call: an instance with nothing inside is made, then this `__init__` is called with it.
    New(Ref<Function>),
}

/// How many lookups are remembered: a power of two.
const FOUND: usize = 256;

/// Empty slots before a thread's first window and room for many behind it. Locals are written all
/// the time; in a cache line that two threads share they would slow each other down.
const MARGIN: usize = 8;
const ROOM: usize = 256;

fn values() -> Vec<Value> {
    let mut values = Vec::with_capacity(ROOM);
    values.resize(MARGIN, Value::Null);
    values
}

impl Thread {
    fn new(world: &Arc<World>, object: Arc<ThreadObject>) -> Thread {
        Thread {
            world: Arc::clone(world),
            object,
            frames: Frames::default(),
            programs: Programs::default(),
            values: values(),
            waiting: Waiting::Nothing,
            handled: Value::Null,
            found: Box::new(std::array::from_fn(|_| Found::default())),
            stage: 0,
            reraises: false,
            is_hooked: false,
            is_told: false,
            is_swept: false,
            puts_ends_off: false,
            noted: Vec::new(),
            is_interrupted: false,
            is_blocked: false,
        }
    }

    /// The thread that runs the program's main module.
    pub fn main(world: &Arc<World>) -> Thread {
        Thread::of_code(world, 0)
    }

    /// The main thread, running a module's body.
    pub(crate) fn of_code(world: &Arc<World>, code: u32) -> Thread {
        let mut thread = Thread::new(world, Arc::clone(world.main_thread()));
        let mut values = mem::take(&mut thread.values);
        thread.enter_module(world, &mut values, code, MARGIN, Then::Drop);
        thread.values = values;
        thread
    }

    /// A frame for a module's body, whose window begins at `base`.
    pub(crate) fn enter_module(
        &mut self,
        world: &World,
        values: &mut Vec<Value>,
        code: u32,
        base: usize,
        then: Then,
    ) {
        let Some(ready) = world.code(code) else {
            return;
        };
        let size = ready.code.locals.len() + ready.code.stack;
        if values.len() < base + size {
            values.resize(base + size, Value::Null);
        }
        self.frames.push(Frame {
            code: Some(code),
            pc: 0,
            base,
            size,
            top: ready.code.locals.len(),
            then,
            generator: None,
            rest: None,
        });
    }

    /// A thread that calls the object's target with its arguments.
    pub fn spawn(world: &Arc<World>, object: Arc<ThreadObject>) -> Thread {
        let call = object.first_call();
        let mut thread = Thread::new(world, object);
        let mut values = mem::take(&mut thread.values);
        thread.begin(&mut values, call);
        thread.values = values;
        thread
    }

    /// The main thread of a world in which nothing has run: it calls a function of the library.
    pub fn calling(world: &Arc<World>, module: &str, function: &str, payload: Vec<u8>) -> Thread {
        let source = format!("from {module} import {function}\n{function}(payload)\n");
        let unit = compiler::compile(&source, "<process>").ok();
        let number = unit.and_then(|unit| world.load(unit, true));
        let Some(number) = number else {
            // Nobody names a function so.
            return Thread::new(world, Arc::clone(world.main_thread()));
        };
        world.add_module("<process>", Some(number));
        world.set_global(number, world.symbols.of("payload"), Value::bytes(payload));
        Thread::of_code(world, number as u32 * CODES)
    }

    /// The main thread of a world that is a copy: it calls that function.
    pub(crate) fn copied(world: &Arc<World>, function: Value) -> Thread {
        let mut thread = Thread::new(world, Arc::clone(world.main_thread()));
        thread.calls(function);
        thread
    }

    /// From here on it calls this, and nothing else.
    fn calls(&mut self, target: Value) {
        // The bottom of what came to its end may still be there, with nothing left to do.
        while self.frames.pop().is_some() {}
        let mut values = mem::take(&mut self.values);
        let call = threads::Call {
            target,
            ..threads::Call::default()
        };
        self.begin(&mut values, call);
        self.values = values;
    }

    /// The main thread has come to its end: has it call what the library does then (`threading._shutdown`). Says
    /// whether there is anything to run.
    pub fn shut_down(&mut self) -> bool {
        let Some(shutdown) = modules::threading::in_library(&self.world, "_shutdown") else {
            return false;
        };
        self.calls(shutdown);
        true
    }

    /// The bottom of a started thread: it only calls.
    pub(crate) fn begin(&mut self, values: &mut Vec<Value>, call: threads::Call) {
        values.truncate(MARGIN);
        values.extend([call.target, Value::Null]);
        values.extend(call.args);
        let (names, keywords): (Vec<Value>, Vec<Value>) = call.keywords.into_iter().unzip();
        values.extend(keywords);
        values.push(Value::tuple(names));
        let size = values.len() - MARGIN;
        self.frames.push(Frame {
            code: None,
            pc: 0,
            base: MARGIN,
            size,
            top: size,
            then: Then::Drop,
            generator: None,
            rest: None,
        });
    }

    /// The Python object of this thread.
    pub fn object(&self) -> &Arc<ThreadObject> {
        &self.object
    }

    /// Gives the host's answer to [`Pause::Ask`]; without a question it does nothing.
    pub fn answer(&mut self, answer: Answer) {
        if let Waiting::Answer(started, then) = &self.waiting {
            if let (Some(object), Answer::Raise { .. }) = (started, &answer) {
                object.mark_unstarted();
            }
            self.waiting = Waiting::Answered(answer, *then);
        }
    }

    /// How far the `for … in range(…)` loops on the stack are, from 0 to 1, inner loops included, and native
    /// code that is under way; `None` if there is none. What follows an inner loop in the same body isn't
    /// known: between the two the share falls back to that of the outer loop.
    pub fn loop_progress(&self) -> Option<f64> {
        let loops = self.values.iter().rev().filter_map(|value| match value {
            Value::RangeIter(iter) if iter.total > 0 => Some(iter),
            _ => None,
        });
        let native = match &self.waiting {
            Waiting::Native(native, _) => Some(native.progress()),
            _ => None,
        };
        // From the inside out: an outer loop has finished all items but the current one, and of that the
        // inner loop's share. Only before its next item the innermost has no current one.
        let mut current = u64::from(!self.between_items());
        loops.fold(native, |inner: Option<f64>, iter: &Own<RangeIter>| {
            let done = (iter.total - iter.left).saturating_sub(current) as f64;
            current = 1;
            Some((done + inner.unwrap_or(0.0)) / iter.total as f64)
        })
    }

    /// Whether the next instruction asks a loop's iterator for its next item.
    fn between_items(&self) -> bool {
        let next = self.frames.last().and_then(|frame| {
            let ready = self.world.code(frame.code?)?;
            ready.code.ops.get(frame.pc).copied()
        });
        matches!(next, Some(Op::ForIter(_)))
    }

    /// The line the innermost frame of the program is at, from 1.
    pub fn line(&self) -> Option<u32> {
        let is_shown = |frame: &&Frame| {
            let unit = frame.code.and_then(|code| self.world.unit_of(code));
            unit.is_some_and(|unit| !unit.is_library)
        };
        let frame = self.frames.iter().rev().find(is_shown)?;
        let code = frame.code?;
        let is_innermost = self
            .frames
            .last()
            .is_some_and(|last| last.base == frame.base);
        let in_call = !is_innermost || !matches!(self.waiting, Waiting::Nothing);
        let place = frame.pc.saturating_sub(usize::from(in_call));
        let span = self.world.code(code)?.code.spans.get(place)?;
        let source = &self.world.unit_of(code)?.source;
        Some(traceback::line_of(source, span.start))
    }

    /// The bytecode that comes next; `None` before and behind the thread's own function, in the library, and
    /// after its end.
    pub fn place(&self) -> Option<Place> {
        let frame = self.frames.last()?;
        let code = frame.code?;
        (code < crate::world::CODES).then_some(Place {
            listing: code as usize,
            instruction: frame.pc,
        })
    }

    /// Runs until a check point finds `eval_breaker` non-zero, until the host is needed, or to the end.
    /// Check points are where CPython has them since 3.10: function entry (`RESUME`), backward jumps, and
    /// behind calls of builtins.
    pub fn run(&mut self, eval_breaker: &AtomicU32) -> Pause {
        self.run_at(&mut Unmetered, eval_breaker)
    }

    /// The same with a meter: it has the check points that the meter says (and always those of
    /// [`Thread::run`]), pays for its bytecodes, and also stops at the meter's limits. With `sharing`
    /// it pays for what other cores have changed, too.
    pub fn run_metered(
        &mut self,
        eval_breaker: &AtomicU32,
        meter: &mut Meter,
        sharing: Option<&mut Sharing>,
    ) -> Pause {
        let mut pace = Metered {
            meter,
            eval_breaker,
            sharing,
        };
        self.run_at(&mut pace, eval_breaker)
    }

    /// Whether native code that needs no lock is under way, and to go on.
    pub fn is_native(&self) -> bool {
        matches!(self.waiting, Waiting::Native(..)) && !self.is_interrupted
    }

    /// Runs native code only, until it ends or the eval breaker is found non-zero.
    pub fn run_native(&mut self, eval_breaker: &AtomicU32) {
        self.run_native_at(&mut Unmetered, eval_breaker);
    }

    /// The same with a meter, whose limits it obeys.
    pub fn run_native_metered(
        &mut self,
        eval_breaker: &AtomicU32,
        meter: &mut Meter,
        sharing: Option<&mut Sharing>,
    ) {
        let mut pace = Metered {
            meter,
            eval_breaker,
            sharing,
        };
        self.run_native_at(&mut pace, eval_breaker);
    }

    /// Says why it came back, if it is not over.
    fn run_native_at(&mut self, pace: &mut dyn Pace, eval_breaker: &AtomicU32) -> Option<Pause> {
        let Waiting::Native(native, _) = &mut self.waiting else {
            return None;
        };
        if self.is_interrupted {
            // What it has made is not wanted any more.
            return None;
        }
        match pace.native(native, eval_breaker) {
            Before::Go => {
                // Nothing of it ends here: its references are counted by who holds the lock.
                self.waiting = match mem::replace(&mut self.waiting, Waiting::Nothing) {
                    Waiting::Native(native::Native::Work(work), then) => {
                        Waiting::Worked(work, then)
                    }
                    Waiting::Native(native::Native::Borrow(_), then) => {
                        Waiting::Answered(Answer::Done, then)
                    }
                    other => other,
                };
                None
            }
            Before::Limit => Some(Pause::Limit),
            Before::CheckPoint => Some(Pause::CheckPoint),
        }
    }

    fn run_at(&mut self, pace: &mut impl Steps, eval_breaker: &AtomicU32) -> Pause {
        if let Some(pause) = self.run_native_at(pace, eval_breaker) {
            return pause;
        }
        let world = Arc::clone(&self.world);
        let mut values = mem::take(&mut self.values);
        let watch = Watch::new(eval_breaker);
        ends::give_back(mem::take(&mut self.noted));
        let pause = loop {
            let from_outside = if mem::take(&mut self.is_interrupted) {
                self.handle_interrupt(&world, &mut values, pace)
            } else {
                (watch.told() == Some(true)).then(Fault::memory)
            };
            if let Some(fault) = from_outside
                && let Err(exception) = self.raise_from_outside(&world, &mut values, fault)
            {
                break Pause::Raised(exception);
            }
            if ends::are_noted(eval_breaker) {
                self.tell_ends(&world, &mut values, pace, eval_breaker);
            }
            let pause = self.go_on(&world, &mut values, pace, eval_breaker);
            if matches!(pause, Pause::Finished) {
                self.note_left(&world);
                if ends::are_noted(eval_breaker) {
                    continue;
                }
            }
            // What only the interpreter itself has asked for is nothing to the host.
            if !(matches!(pause, Pause::CheckPoint) && watch.is_alone()) {
                break pause;
            }
        };
        drop(watch);
        self.noted = ends::take_notes();
        self.values = values;
        pause
    }

    /// An interrupt: what the program does then, or the exception that is to be raised. Who waits gets the exception in
    /// any case, in place of the answer.
    #[cold]
    fn handle_interrupt(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
    ) -> Option<Box<Fault>> {
        let handler = world.interrupt_handler();
        let waits = match self.waiting {
            Waiting::Nothing => false,
            Waiting::Answered(..) => self.is_blocked,
            _ => true,
        };
        if matches!(handler, Value::Null) || waits {
            return Some(Fault::with_args(ErrorKind::KeyboardInterrupt, Vec::new()));
        }
        if !matches!(self.waiting, Waiting::Nothing) {
            // With its answer it comes to the next check point.
            self.is_interrupted = true;
            return None;
        }
        self.call_with(world, values, pace, handler, Vec::new(), Then::Drop)
            .err()
    }

    /// Raises what comes from outside, at a check point or in place of an answer.
    #[cold]
    fn raise_from_outside(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        fault: Box<Fault>,
    ) -> Result<(), Exception> {
        if let Waiting::Nothing = mem::replace(&mut self.waiting, Waiting::Nothing)
            && let Some(frame) = self.frames.last_mut()
        {
            // At a check point the instruction behind it is the first that is surely in the same `try`.
            frame.pc += 1;
        }
        self.unwind(world, values, fault)
    }

    /// Has the thread raise a `KeyboardInterrupt` when it goes on, in place of an answer if it waits for one.
    pub fn interrupt(&mut self) {
        self.is_interrupted = true;
    }

    fn go_on(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut impl Steps,
        eval_breaker: &AtomicU32,
    ) -> Pause {
        let given = match mem::replace(&mut self.waiting, Waiting::Nothing) {
            Waiting::Nothing => None,
            waiting @ (Waiting::Answer(..) | Waiting::Native(..)) => {
                self.waiting = waiting;
                return Pause::CheckPoint;
            }
            Waiting::Answered(answer, then) => {
                let given = match answer {
                    Answer::Done => Ok(Value::None),
                    Answer::Seconds(seconds) => Ok(Value::float(seconds)),
                    Answer::Int(number) => Ok(Value::Int(number)),
                    Answer::Truth(truth) => Ok(Value::bool(truth)),
                    Answer::Begun(exchange) => Ok(modules::network::value(world, exchange)),
                    Answer::Process(reply) => modules::processes::seen(reply),
                    Answer::Raise { kind, message } => Err(Fault::new(kind, message)),
                };
                Some((given, then))
            }
            Waiting::Worked(work, then) => Some((work.result(), then)),
        };
        if let Some((given, then)) = given {
            let done = given.and_then(|value| self.finish(world, values, value, then));
            if let Err(fault) = done
                && let Err(exception) = self.unwind(world, values, fault)
            {
                return Pause::Raised(exception);
            }
            if breaks(eval_breaker) || self.is_interrupted {
                return Pause::CheckPoint;
            }
        }
        loop {
            match self.execute(world, values, pace, eval_breaker) {
                End::Again => {}
                End::Noted => self.tell_ends(world, values, pace, eval_breaker),
                End::Pause(pause) => return pause,
                End::Fault(fault) => {
                    if let Err(exception) = self.unwind(world, values, fault) {
                        return Pause::Raised(exception);
                    }
                }
            }
        }
    }

    /// Looks a name up in the class of a value, remembering what it finds.
    #[inline(always)]
    pub(crate) fn look_up(&mut self, world: &World, value: &Value, name: Symbol) -> Option<&What> {
        let class = match value {
            Value::Object(object) => &object.class,
            value => world.class(value.kind()),
        };
        self.remembered(world, class, name, || what(world, value, name))
    }

    /// What calling a class comes to, remembered as well: under a name that nothing has.
    #[inline]
    pub(crate) fn look_up_new(&mut self, world: &World, class: &Ref<Class>) -> Option<&What> {
        let name = Symbol(u32::MAX);
        self.remembered(world, class, name, || crate::call::what_is_made(class))
    }

    #[inline(always)]
    fn remembered(
        &mut self,
        world: &World,
        class: &Ref<Class>,
        name: Symbol,
        find: impl FnOnce() -> What,
    ) -> Option<&What> {
        let (address, epoch) = (class.address(), world.epoch.now());
        let found = &mut self.found[place(address, name)];
        if !found.is(address, name, epoch) {
            *found = Found {
                class: address,
                name,
                epoch,
                what: find(),
            };
        }
        Some(&found.what)
    }
}

impl Found {
    #[inline]
    fn is(&self, class: usize, name: Symbol, epoch: u32) -> bool {
        self.class == class && self.name == name && self.epoch == epoch
    }
}

/// Where a lookup is remembered.
#[inline]
fn place(class: usize, name: Symbol) -> usize {
    (class >> 4).wrapping_add((name.0 as usize).wrapping_mul(31)) & (FOUND - 1)
}

/// What can be remembered of a name, for all values of the same class.
#[cold]
#[inline(never)]
fn what(world: &World, value: &Value, name: Symbol) -> What {
    let Value::Object(object) = value else {
        return match (value, world.class(value.kind()).find(name)) {
            // These have nothing of their own under any name.
            (
                Value::Str(_)
                | Value::Bytes(_)
                | Value::ByteArray(_)
                | Value::List(_)
                | Value::Dict(_)
                | Value::Set(_)
                | Value::Int(_)
                | Value::Float(_)
                | Value::Generator(_),
                Some(Value::Native(native)),
            ) if matches!(native.role, Role::Method(_)) => What::Method(Value::Native(native)),
            _ => What::Unknown,
        };
    };
    let class = &object.class;
    if class.hooks.getattribute {
        return What::Unknown;
    }
    if !class.is_python {
        return match (class.find(name), class.slot(name)) {
            (Some(Value::Native(native)), None) if matches!(native.role, Role::Method(_)) => {
                What::Method(Value::Native(native))
            }
            _ => What::Unknown,
        };
    }
    match (class.find(name), class.slot(name)) {
        (None, Some(slot)) => What::Slot(slot),
        (Some(found), Some(slot)) if is_plain(&found) => What::Slot(slot),
        (Some(found), None) => match crate::attribute::bind(world, found, class) {
            Attribute::Method(found) => What::Method(found),
            _ => What::Unknown,
        },
        _ => What::Unknown,
    }
}

/// Whether a value in a class is what instances see, and can be replaced by another such value without
/// anything that is remembered becoming wrong.
pub(crate) fn is_plain(value: &Value) -> bool {
    matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Big(_)
            | Value::Str(_)
            | Value::List(_)
            | Value::Tuple(_)
            | Value::Dict(_)
            | Value::Set(_)
    )
}

/// How [`Thread::execute`] ends.
pub(crate) enum End {
    /// Nothing has happened: it wants to be entered anew.
    Again,
    /// An object has ended, and somebody wants to be told.
    Noted,
    Pause(Pause),
    Fault(Box<Fault>),
}

/// A check point.
#[inline]
pub(crate) fn breaks(eval_breaker: &AtomicU32) -> bool {
    // Relaxed: it is only a hint to come back soon. What the other side wants to tell travels through
    // the host, which synchronises by its own means.
    eval_breaker.load(Ordering::Relaxed) != 0
}

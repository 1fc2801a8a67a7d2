//! The run loop: a Python thread as a value.

use std::mem;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::builtins::{Args, Caller, Reply, unexpected_keyword};
use crate::bytecode::{Code, Compare, Conversion, Op, Operator, Program};
use crate::disassemble::{self, Listing, Place};
use crate::error::{ErrorKind, Exception, Fault, Outcome};
use crate::format;
use crate::iterate::{self, RangeIter};
use crate::list::MAX_ITEMS;
use crate::meter::{Before, CheckPoints, Meter, Metered, Pace, Sharing, Unmetered};
use crate::modules::{Module, ThreadObject};
use crate::names;
use crate::operators;
use crate::refcounts::Borrow;
use crate::sys::{self, Version};
use crate::text::{self, MAX_BYTES};
use crate::traceback;
use crate::value::{Function, Slice, Value};

/// `sys.getrecursionlimit()`.
const RECURSION_LIMIT: usize = 1000;

/// After so many backward jumps [`Thread::execute`] is left and entered anew: a browser replaces compiled
/// wasm by its optimised form only where a function begins, never in the middle of a loop.
const STAY: u32 = 1 << 16;

/// What all threads of one run share: the program and the main module's globals.
#[derive(Debug)]
pub struct World {
    program: Arc<Program>,
    /// Each behind its own lock: a load and a store are two steps, between which anything may happen.
    globals: Vec<Mutex<Value>>,
    main: Arc<ThreadObject>,
    version: Version,
    /// How many threads got a number for a name.
    numbered: AtomicU32,
}

impl World {
    /// A fresh module, in which nothing has run, of a Python that says that it is of this version.
    pub fn new(program: Arc<Program>, version: Version) -> Arc<World> {
        let globals = program.globals.iter().map(|global| match &*global.name {
            "__name__" => Mutex::new(Value::text("__main__")),
            _ => Mutex::new(Value::Null),
        });
        let globals = globals.collect();
        Arc::new(World {
            program,
            globals,
            main: ThreadObject::main(),
            version,
            numbered: AtomicU32::new(0),
        })
    }

    /// The first `most` characters of a global's `repr()`; `None` if there is no such global, or its
    /// `repr()` is not supported.
    pub fn global_repr(&self, name: &str, most: usize) -> Option<String> {
        let globals = &self.program.globals;
        let slot = globals.iter().position(|global| &*global.name == name)?;
        match self.load(slot as u32) {
            Value::Null => None,
            value => text::repr_start(&value, most),
        }
    }

    /// The program's bytecode as `dis` shows it, with the check points that a Python has.
    pub fn listings(&self, check_points: CheckPoints) -> Vec<Listing> {
        disassemble::listings(&self.program, check_points)
    }

    pub(crate) fn main_thread(&self) -> &Arc<ThreadObject> {
        &self.main
    }

    pub(crate) fn version(&self) -> Version {
        self.version
    }

    /// The number in the next default name, from 1.
    pub(crate) fn next_thread_number(&self) -> u32 {
        // Relaxed: only uniqueness matters.
        self.numbered
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_add(1)
    }

    #[inline]
    fn load(&self, slot: u32) -> Value {
        match self.globals.get(slot as usize) {
            // A poisoned lock only means that a thread died; the value inside is whole.
            Some(global) => global
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            None => Value::Null,
        }
    }

    #[inline]
    fn store(&self, slot: u32, value: Value) {
        if let Some(global) = self.globals.get(slot as usize) {
            let old = mem::replace(
                &mut *global.lock().unwrap_or_else(PoisonError::into_inner),
                value,
            );
            // Freed with the lock given back: it may be a large nest.
            drop(old);
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
    /// `print`: write this to stdout. Answer: `Done`.
    Write {
        /// The text with its separators and its end.
        text: String,
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
    /// It failed: Python sees this exception where it asked.
    Raise {
        /// The exception's class.
        kind: ErrorKind,
        /// Its message.
        message: String,
    },
}

/// A Python thread as a value: its frames and its stack, and nothing of the machine's.
#[derive(Debug)]
pub struct Thread {
    world: Arc<World>,
    object: Arc<ThreadObject>,
    frames: Vec<Frame>,
    /// Locals and operands of all frames, one window after the other.
    values: Vec<Value>,
    waiting: Waiting,
}

/// One call of a function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// Index into the program's codes; `None` is the bottom of a started thread.
    pub(crate) code: Option<u32>,
    /// The next instruction.
    pub(crate) pc: usize,
    /// Where its window of `values` begins and how long it is: locals, then operands.
    base: usize,
    size: usize,
    /// The next free slot in the window.
    top: usize,
}

/// What the thread is owed by its host.
#[derive(Debug)]
enum Waiting {
    Nothing,
    /// The result of a call; a started object is kept in case its start fails.
    Answer(Option<Arc<ThreadObject>>),
    Answered(Answer),
    /// Nothing yet: native code is under way.
    Native(Borrow),
}

/// Empty slots before a thread's first window and room for many behind it. Locals are written all
/// the time; in a cache line that two threads share they would slow each other down.
const MARGIN: usize = 8;
const ROOM: usize = 256;

fn values() -> Vec<Value> {
    let mut values = Vec::with_capacity(ROOM);
    values.resize(MARGIN, Value::Null);
    values
}

/// The bottom of a started thread calls the object's target.
static BOTTOM: [Op; 2] = [Op::CallTarget, Op::ReturnValue];

/// What a call did.
enum Called {
    Result(Value),
    /// There is a new innermost frame.
    Frame,
    Ask(Request),
    Native(Borrow),
}

impl Thread {
    /// The thread that runs the module's body.
    pub fn main(world: &Arc<World>) -> Thread {
        let mut thread = Thread {
            world: Arc::clone(world),
            object: Arc::clone(&world.main),
            frames: Vec::new(),
            values: values(),
            waiting: Waiting::Nothing,
        };
        if let Some(code) = world.program.codes.first() {
            thread.push_frame(code, 0, MARGIN);
        }
        thread
    }

    /// A thread that calls the object's target with its arguments.
    pub fn spawn(world: &Arc<World>, object: Arc<ThreadObject>) -> Thread {
        let (target, args) = object.call();
        let mut values = values();
        values.extend([target.clone(), Value::Null]);
        values.extend_from_slice(args);
        let size = values.len() - MARGIN;
        let frames = vec![Frame {
            code: None,
            pc: 0,
            base: MARGIN,
            size,
            top: size,
        }];
        Thread {
            world: Arc::clone(world),
            object,
            frames,
            values,
            waiting: Waiting::Nothing,
        }
    }

    /// The Python object of this thread.
    pub fn object(&self) -> &Arc<ThreadObject> {
        &self.object
    }

    /// Gives the host's answer to [`Pause::Ask`]; without a question it does nothing.
    pub fn answer(&mut self, answer: Answer) {
        if let Waiting::Answer(started) = &self.waiting {
            if let (Some(object), Answer::Raise { .. }) = (started, &answer) {
                object.mark_unstarted();
            }
            self.waiting = Waiting::Answered(answer);
        }
    }

    /// How far the `for … in range(…)` loops on the stack are, from 0 to 1, inner loops included, and native
    /// code that is under way; `None` if there is none. What follows an inner loop in the same body isn't known: between the two the
    /// share falls back to that of the outer loop.
    pub fn loop_progress(&self) -> Option<f64> {
        let loops = self.values.iter().rev().filter_map(|value| match value {
            Value::RangeIter(iter) if iter.total > 0 => Some(iter),
            _ => None,
        });
        let native = match &self.waiting {
            Waiting::Native(borrow) => Some(borrow.progress()),
            _ => None,
        };
        // From the inside out: an outer loop has finished all items but the current one, and of that the
        // inner loop's share. Only before its next item the innermost has no current one.
        let mut current = u64::from(!self.between_items());
        loops.fold(native, |inner, iter| {
            let done = (iter.total - iter.left).saturating_sub(current) as f64;
            current = 1;
            Some((done + inner.unwrap_or(0.0)) / iter.total as f64)
        })
    }

    /// Whether the next instruction asks a loop's iterator for its next item.
    fn between_items(&self) -> bool {
        let next = self.frames.last().and_then(|frame| {
            let code = self.world.program.codes.get(frame.code? as usize)?;
            code.ops.get(frame.pc).copied()
        });
        matches!(next, Some(Op::ForIter(_)))
    }

    /// The line the innermost frame is at, from 1.
    pub fn line(&self) -> Option<u32> {
        let frame = self
            .frames
            .iter()
            .rev()
            .find(|frame| frame.code.is_some())?;
        let code = self.world.program.codes.get(frame.code? as usize)?;
        let innermost = self
            .frames
            .last()
            .is_some_and(|last| last.base == frame.base);
        let in_call = !innermost || !matches!(self.waiting, Waiting::Nothing);
        let span = code
            .spans
            .get(frame.pc.saturating_sub(usize::from(in_call)))?;
        Some(traceback::line_of(&self.world.program.source, span.start))
    }

    /// The bytecode that comes next; `None` before and behind the thread's own function, and after
    /// its end.
    pub fn place(&self) -> Option<Place> {
        let frame = self.frames.last()?;
        Some(Place {
            listing: frame.code? as usize,
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

    /// Whether native code that needs no lock is under way.
    pub fn is_native(&self) -> bool {
        matches!(self.waiting, Waiting::Native(_))
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
    fn run_native_at(&mut self, pace: &mut impl Pace, eval_breaker: &AtomicU32) -> Option<Pause> {
        let Waiting::Native(borrow) = &mut self.waiting else {
            return None;
        };
        match pace.native(borrow, eval_breaker) {
            Before::Go => {
                self.waiting = Waiting::Answered(Answer::Done);
                None
            }
            Before::Limit => Some(Pause::Limit),
            Before::CheckPoint => Some(Pause::CheckPoint),
        }
    }

    fn run_at(&mut self, pace: &mut impl Pace, eval_breaker: &AtomicU32) -> Pause {
        if let Some(pause) = self.run_native_at(pace, eval_breaker) {
            return pause;
        }
        match mem::replace(&mut self.waiting, Waiting::Nothing) {
            Waiting::Nothing => {}
            waiting @ (Waiting::Answer(_) | Waiting::Native(_)) => {
                self.waiting = waiting;
                return Pause::CheckPoint;
            }
            Waiting::Answered(answer) => {
                let value = match answer {
                    Answer::Done => Value::None,
                    Answer::Seconds(seconds) => Value::Float(seconds),
                    Answer::Int(number) => Value::Int(number),
                    Answer::Raise { kind, message } => {
                        return self.raise(*Fault::new(kind, message));
                    }
                };
                if let Some(frame) = self.frames.last_mut() {
                    if let Some(slot) = self.values.get_mut(frame.base + frame.top) {
                        *slot = value;
                    }
                    frame.top += 1;
                }
                if breaks(eval_breaker) {
                    return Pause::CheckPoint;
                }
            }
        }
        let world = Arc::clone(&self.world);
        let mut values = mem::take(&mut self.values);
        let end = loop {
            match self.execute(&world, &mut values, pace, eval_breaker) {
                End::Again => {}
                End::Pause(pause) => break Ok(pause),
                End::Fault(fault) => break Err(fault),
            }
        };
        self.values = values;
        end.unwrap_or_else(|fault| self.raise(*fault))
    }

    /// Ends the thread with an exception.
    #[cold]
    fn raise(&mut self, fault: Fault) -> Pause {
        let locals = self.frames.last().and_then(|frame| {
            let code = self.world.program.codes.get(frame.code? as usize)?;
            let bound = code.locals.iter().zip(self.values.get(frame.base..)?);
            let bound = bound.filter(|(_, value)| !matches!(value, Value::Null));
            Some(bound.map(|(name, _)| name.as_str()).collect::<Vec<_>>())
        });
        let globals = self.world.program.globals.iter().zip(&self.world.globals);
        let globals: Vec<&str> = globals
            .filter(|(_, value)| {
                let value = value.lock().unwrap_or_else(PoisonError::into_inner);
                !matches!(*value, Value::Null)
            })
            .map(|(global, _)| global.name.as_str())
            .collect();
        let mut in_scope: Vec<&str> = locals.unwrap_or_default();
        if self
            .frames
            .last()
            .is_some_and(|frame| frame.code == Some(0))
        {
            // The module's locals are its globals.
            in_scope.extend_from_slice(&globals);
        }
        in_scope.extend(globals);
        in_scope.extend_from_slice(names::BUILTINS);
        let exception = traceback::exception(fault, &self.world.program, &self.frames, &in_scope);
        self.frames.clear();
        self.values.clear();
        Pause::Raised(exception)
    }

    /// Adds a frame whose window begins at `base`, where its first `given` locals already are.
    fn push_frame(&mut self, code: &Code, index: u32, base: usize) {
        let size = code.locals.len() + code.stack;
        if self.values.len() < base + size {
            self.values.resize(base + size, Value::Null);
        }
        self.frames.push(Frame {
            code: Some(index),
            pc: 0,
            base,
            size,
            top: code.locals.len(),
        });
    }

    fn execute(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut impl Pace,
        eval_breaker: &AtomicU32,
    ) -> End {
        let program = &*world.program;
        let mut stay = STAY;
        'frames: loop {
            let Some(frame) = self.frames.last().copied() else {
                return End::Pause(Pause::Finished);
            };
            let code = frame
                .code
                .and_then(|index| program.codes.get(index as usize));
            let ops = code.map_or(&BOTTOM[..], |code| &code.ops);
            let consts = code.map_or(&[][..], |code| &code.consts);
            let mut pc = frame.pc;
            let mut top = frame.top;
            let Some(window) = values.get_mut(frame.base..frame.base + frame.size) else {
                return End::Pause(Pause::Finished);
            };

            // The compiler has measured how many slots the code needs, so none of these indices can be
            // out of range; they are checked all the same.
            macro_rules! push {
                ($value:expr) => {{
                    let value = $value;
                    overwrite(&mut window[top], value);
                    top += 1;
                }};
            }
            macro_rules! pop {
                () => {{
                    top -= 1;
                    mem::take(&mut window[top])
                }};
            }
            macro_rules! leave {
                () => {
                    if let Some(frame) = self.frames.last_mut() {
                        frame.pc = pc;
                        frame.top = top;
                    }
                };
            }
            macro_rules! fail {
                ($fault:expr) => {{
                    let fault = $fault;
                    leave!();
                    return End::Fault(fault);
                }};
            }
            macro_rules! attempt {
                ($outcome:expr) => {
                    match $outcome {
                        Ok(value) => value,
                        Err(fault) => fail!(fault),
                    }
                };
            }
            macro_rules! check_point {
                () => {
                    if breaks(eval_breaker) {
                        leave!();
                        return End::Pause(Pause::CheckPoint);
                    }
                };
            }
            macro_rules! jump_if {
                ($target:expr, $wanted:expr) => {{
                    top -= 1;
                    let truth = match &window[top] {
                        Value::Bool(value) => *value,
                        _ => mem::take(&mut window[top]).truth(),
                    };
                    if truth == $wanted {
                        pc = $target as usize;
                    }
                }};
            }
            macro_rules! call {
                ($argc:expr, $names:expr) => {{
                    let argc = $argc;
                    let names: Value = $names;
                    leave!();
                    let callee = top - argc - 2;
                    match self.call(world, values, pace, frame.base + callee, argc, &names) {
                        Ok(Called::Result(value)) => {
                            let Some(again) = values.get_mut(frame.base..frame.base + frame.size)
                            else {
                                return End::Pause(Pause::Finished);
                            };
                            let window = again;
                            top = callee;
                            window[top] = value;
                            top += 1;
                            if breaks(eval_breaker) {
                                leave!();
                                return End::Pause(Pause::CheckPoint);
                            }
                            leave!();
                            continue 'frames;
                        }
                        Ok(Called::Frame) => continue 'frames,
                        Ok(Called::Ask(request)) => {
                            if let Some(caller) = self.frames.last_mut() {
                                caller.top = callee;
                            }
                            let started = match &request {
                                Request::Start(object) => Some(Arc::clone(object)),
                                _ => None,
                            };
                            self.waiting = Waiting::Answer(started);
                            return End::Pause(Pause::Ask(request));
                        }
                        Ok(Called::Native(borrow)) => {
                            if let Some(caller) = self.frames.last_mut() {
                                caller.top = callee;
                            }
                            self.waiting = Waiting::Native(borrow);
                            return End::Pause(Pause::Ask(Request::AllowThreads));
                        }
                        Err(fault) => return End::Fault(fault),
                    }
                }};
            }

            loop {
                let Some(&op) = ops.get(pc) else {
                    return End::Pause(Pause::Finished);
                };
                match pace.before(op) {
                    Before::Go => {}
                    Before::Limit => {
                        leave!();
                        return End::Pause(Pause::Limit);
                    }
                    Before::CheckPoint => {
                        leave!();
                        return End::Pause(Pause::CheckPoint);
                    }
                }
                pc += 1;
                match op {
                    Op::LoadFast(slot) => match window[slot as usize] {
                        Value::Int(value) => {
                            put_int(&mut window[top], value);
                            top += 1;
                        }
                        Value::Null => {
                            let name = code.and_then(|code| code.locals.get(slot as usize));
                            fail!(unbound(name.map_or("", String::as_str)))
                        }
                        ref value => {
                            let value = value.clone();
                            push!(value);
                        }
                    },
                    Op::StoreFast(slot) => {
                        top -= 1;
                        match window[top] {
                            Value::Int(value) => put_int(&mut window[slot as usize], value),
                            _ => {
                                let value = mem::take(&mut window[top]);
                                window[slot as usize] = value;
                            }
                        }
                    }
                    Op::LoadConst(index) => match consts[index as usize] {
                        Value::Int(value) => {
                            put_int(&mut window[top], value);
                            top += 1;
                        }
                        ref value => push!(value.clone()),
                    },
                    Op::BinaryOp(binary) => {
                        let done = match window[..top] {
                            [.., Value::Int(ref mut a), Value::Int(b)] => {
                                let result = match binary.operator {
                                    Operator::Add => a.checked_add(b),
                                    Operator::Sub => a.checked_sub(b),
                                    Operator::Mul => a.checked_mul(b),
                                    _ => None,
                                };
                                // In place, so that the tag isn't written again.
                                result.map(|result| *a = result).is_some()
                            }
                            [.., Value::Float(ref mut a), Value::Float(b)] => match binary.operator
                            {
                                Operator::Add => {
                                    *a += b;
                                    true
                                }
                                Operator::Sub => {
                                    *a -= b;
                                    true
                                }
                                Operator::Mul => {
                                    *a *= b;
                                    true
                                }
                                _ => false,
                            },
                            _ => false,
                        };
                        if done {
                            top -= 1;
                        } else {
                            pace.operands(op, &window[top - 2], &window[top - 1]);
                            let value = attempt!(operators::binary(
                                binary,
                                &window[top - 2],
                                &window[top - 1]
                            ));
                            top -= 1;
                            window[top] = Value::Null;
                            window[top - 1] = value;
                        }
                    }
                    Op::CompareOp(compare) => {
                        if let (Value::Int(a), Value::Int(b)) = (&window[top - 2], &window[top - 1])
                        {
                            let holds = match compare {
                                Compare::Eq => a == b,
                                Compare::NotEq => a != b,
                                Compare::Less => a < b,
                                Compare::LessEq => a <= b,
                                Compare::Greater => a > b,
                                Compare::GreaterEq => a >= b,
                            };
                            top -= 1;
                            overwrite(&mut window[top - 1], Value::Bool(holds));
                        } else {
                            pace.operands(op, &window[top - 2], &window[top - 1]);
                            let holds = attempt!(operators::compare(
                                compare,
                                &window[top - 2],
                                &window[top - 1]
                            ));
                            top -= 1;
                            window[top] = Value::Null;
                            window[top - 1] = Value::Bool(holds);
                        }
                    }
                    Op::ForIter(target) => {
                        let item = match &mut window[top - 1] {
                            Value::RangeIter(iter) => match iter.step() {
                                Some(item) => {
                                    put_int(&mut window[top], item);
                                    top += 1;
                                    continue;
                                }
                                None => None,
                            },
                            Value::Iter(iter) => {
                                let iter = Arc::clone(iter);
                                attempt!(iter.next())
                            }
                            _ => None,
                        };
                        match item {
                            Some(item) => push!(item),
                            None => {
                                drop(pop!());
                                pc = target as usize;
                            }
                        }
                    }
                    Op::JumpBackward(target) => {
                        pc = target as usize;
                        check_point!();
                        stay -= 1;
                        if stay == 0 {
                            leave!();
                            return End::Again;
                        }
                    }
                    Op::JumpForward(target) => pc = target as usize,
                    Op::PopJumpIfFalse(target) => jump_if!(target, false),
                    Op::PopJumpIfTrue(target) => jump_if!(target, true),
                    Op::PopJumpIfNone(target) => {
                        if matches!(pop!(), Value::None) {
                            pc = target as usize;
                        }
                    }
                    Op::PopJumpIfNotNone(target) => {
                        if !matches!(pop!(), Value::None) {
                            pc = target as usize;
                        }
                    }
                    Op::Resume => check_point!(),
                    Op::Nop | Op::EndFor => {}
                    Op::PopTop => drop(pop!()),
                    Op::Copy(depth) => push!(window[top - depth as usize].clone()),
                    Op::Swap(depth) => window.swap(top - 1, top - depth as usize),
                    Op::PushNull => push!(Value::Null),
                    Op::LoadFastAndClear(slot) => push!(mem::take(&mut window[slot as usize])),
                    Op::LoadName(slot) | Op::LoadGlobal(slot) | Op::LoadGlobalNull(slot) => {
                        let value = world.load(slot);
                        let value = match value {
                            Value::Null => attempt!(builtin(program, slot)),
                            value => value,
                        };
                        push!(value);
                        if matches!(op, Op::LoadGlobalNull(_)) {
                            push!(Value::Null);
                        }
                    }
                    Op::StoreName(slot) | Op::StoreGlobal(slot) => {
                        let value = pop!();
                        world.store(slot, value);
                    }
                    Op::LoadAttr(name) => {
                        let value = attempt!(attribute(world, name, &window[top - 1], false));
                        window[top - 1] = value;
                    }
                    Op::LoadMethod(name) => {
                        let value = attempt!(attribute(world, name, &window[top - 1], true));
                        let receiver = mem::replace(&mut window[top - 1], value);
                        let bound = matches!(window[top - 1], Value::Method(_));
                        push!(if bound { receiver } else { Value::Null });
                    }
                    Op::ContainsOp(inverted) => {
                        pace.operands(op, &window[top - 2], &window[top - 1]);
                        let found =
                            attempt!(operators::contains(&window[top - 1], &window[top - 2]));
                        drop(pop!());
                        window[top - 1] = Value::Bool(found != inverted);
                    }
                    Op::IsOp(inverted) => {
                        let same =
                            attempt!(operators::identical(&window[top - 2], &window[top - 1]));
                        drop(pop!());
                        window[top - 1] = Value::Bool(same != inverted);
                    }
                    Op::UnaryNegative => {
                        let value = attempt!(operators::unary('-', &window[top - 1]));
                        window[top - 1] = value;
                    }
                    Op::UnaryPositive => {
                        let value = attempt!(operators::unary('+', &window[top - 1]));
                        window[top - 1] = value;
                    }
                    Op::UnaryInvert => {
                        let value = attempt!(operators::unary('~', &window[top - 1]));
                        window[top - 1] = value;
                    }
                    Op::UnaryNot => {
                        let truth = window[top - 1].truth();
                        window[top - 1] = Value::Bool(!truth);
                    }
                    Op::ToBool => {
                        let truth = window[top - 1].truth();
                        window[top - 1] = Value::Bool(truth);
                    }
                    Op::BinarySubscr => {
                        pace.operands(op, &window[top - 2], &window[top - 1]);
                        let value =
                            attempt!(operators::subscript(&window[top - 2], &window[top - 1]));
                        drop(pop!());
                        window[top - 1] = value;
                    }
                    Op::StoreSubscr => {
                        let value = mem::take(&mut window[top - 3]);
                        attempt!(operators::store_subscript(
                            &window[top - 2],
                            &window[top - 1],
                            value
                        ));
                        drop(pop!());
                        drop(pop!());
                        top -= 1;
                    }
                    Op::BinarySlice => {
                        let (stop, start) = (pop!(), pop!());
                        let slice = Value::Slice(Arc::new(Slice {
                            start,
                            stop,
                            step: Value::None,
                        }));
                        pace.operands(op, &window[top - 1], &slice);
                        let value = attempt!(operators::subscript(&window[top - 1], &slice));
                        window[top - 1] = value;
                    }
                    Op::BuildSlice(_) => {
                        let (step, stop, start) = (pop!(), pop!(), pop!());
                        push!(Value::Slice(Arc::new(Slice { start, stop, step })));
                    }
                    Op::BuildList(count) => {
                        let items = take_top(window, &mut top, count);
                        push!(Value::list(items));
                    }
                    Op::BuildTuple(count) => {
                        let items = take_top(window, &mut top, count);
                        push!(Value::tuple(items));
                    }
                    Op::BuildString(count) => {
                        let parts = take_top(window, &mut top, count);
                        let mut joined = String::new();
                        for part in &parts {
                            if let Value::Str(part) = part {
                                joined.push_str(&part.text);
                            }
                            if joined.len() > MAX_BYTES {
                                fail!(Fault::memory());
                            }
                        }
                        push!(Value::text(joined));
                    }
                    Op::ListExtend(depth) => {
                        let items = pop!();
                        pace.operands(op, &window[top - depth as usize], &items);
                        if let Value::List(list) = &window[top - depth as usize] {
                            attempt!(operators::extend(list, &items));
                        }
                    }
                    Op::ListAppend(depth) => {
                        let item = pop!();
                        if let Value::List(list) = &window[top - depth as usize] {
                            attempt!(list.append(item));
                        }
                    }
                    Op::UnpackSequence(count) => {
                        let sequence = pop!();
                        let items = attempt!(unpack(&sequence, count as usize));
                        for item in items.into_iter().rev() {
                            push!(item);
                        }
                    }
                    Op::ConvertValue(conversion) => {
                        let value = &window[top - 1];
                        pace.operands(op, value, &Value::Null);
                        let text = attempt!(match conversion {
                            Conversion::Str => text::display(value),
                            Conversion::Repr => text::repr(value).map(Value::text),
                            Conversion::Ascii => text::ascii(value).map(Value::text),
                        });
                        window[top - 1] = text;
                    }
                    Op::FormatSimple => {
                        pace.operands(op, &window[top - 1], &Value::Null);
                        let text = attempt!(text::display(&window[top - 1]));
                        window[top - 1] = text;
                    }
                    Op::FormatWithSpec => {
                        let spec = pop!();
                        pace.operands(op, &window[top - 1], &spec);
                        let spec = if let Value::Str(spec) = &spec {
                            &*spec.text
                        } else {
                            ""
                        };
                        let text = attempt!(format::format(&window[top - 1], spec));
                        window[top - 1] = text;
                    }
                    Op::GetIter => {
                        let iter = match &window[top - 1] {
                            Value::Range(range) => {
                                Value::RangeIter(Box::new(RangeIter::new(range)))
                            }
                            value => Value::Iter(attempt!(iterate::iter(value))),
                        };
                        window[top - 1] = iter;
                    }
                    Op::Call(argc) => call!(argc as usize, Value::Null),
                    Op::CallKw(argc) => {
                        let names = pop!();
                        call!(argc as usize, names)
                    }
                    Op::CallTarget => call!(top - 2, Value::Null),
                    Op::MakeFunction => {
                        let index = if let Value::Int(index) = window[top - 1] {
                            index
                        } else {
                            0
                        };
                        let name = program
                            .codes
                            .get(index as usize)
                            .map_or_else(|| "".into(), |code| Arc::clone(&code.name));
                        let function = Function {
                            code: index as u32,
                            name,
                            defaults: Vec::new(),
                        };
                        window[top - 1] = Value::Function(Arc::new(function));
                    }
                    Op::SetDefaults => {
                        let (function, defaults) = (pop!(), pop!());
                        let (Value::Function(function), Value::Tuple(defaults)) =
                            (function, defaults)
                        else {
                            continue;
                        };
                        let (code, name) = (function.code, Arc::clone(&function.name));
                        push!(Value::Function(Arc::new(Function {
                            code,
                            name,
                            defaults: defaults.0.clone()
                        })));
                    }
                    Op::ImportName(name) => {
                        drop(pop!());
                        let name = program
                            .names
                            .get(name as usize)
                            .map_or("", |name| &name.text);
                        match Module::find(name) {
                            Some(module) => window[top - 1] = Value::Module(module),
                            None => {
                                let message = format!("No module named '{name}'");
                                fail!(Fault::new(ErrorKind::ModuleNotFoundError, message))
                            }
                        }
                    }
                    Op::ImportFrom(name) => {
                        let value = attempt!(import_from(world, name, &window[top - 1]));
                        push!(value);
                    }
                    Op::ReturnValue | Op::ReturnConst(_) => {
                        let value = match op {
                            Op::ReturnConst(index) => consts[index as usize].clone(),
                            _ => pop!(),
                        };
                        for slot in &mut *window {
                            if !matches!(slot, Value::Null) {
                                *slot = Value::Null;
                            }
                        }
                        self.frames.pop();
                        // The caller's window lies below; it gets the result where the callee was.
                        if let Some(caller) = self.frames.last_mut() {
                            let place = caller.base + caller.top;
                            if let Some(slot) = values.get_mut(place) {
                                *slot = value;
                            }
                            if let Some(slot) = values.get_mut(place + 1) {
                                *slot = Value::Null;
                            }
                            caller.top += 1;
                        }
                        continue 'frames;
                    }
                }
            }
        }
    }

    /// Calls what lies at `callee`, with `argc` arguments from `callee + 2` on; those after the positional
    /// ones are named by `names`. `values[callee + 1]` is a method's receiver or NULL.
    fn call(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut impl Pace,
        callee: usize,
        argc: usize,
        names: &Value,
    ) -> Outcome<Called> {
        let names = if let Value::Tuple(names) = names {
            &names.0[..]
        } else {
            &[]
        };
        let first = callee + 2;
        let Some((called, args)) = values
            .get(callee..first + argc)
            .and_then(<[Value]>::split_first)
        else {
            return Err(Fault::memory());
        };
        let Some((receiver, args)) = args.split_first() else {
            return Err(Fault::memory());
        };
        let function = match called {
            Value::Function(function) => Arc::clone(function),
            called => {
                pace.call(called, receiver, args);
                let (positional, keywords) = args.split_at(argc - names.len().min(argc));
                let args = Args {
                    positional,
                    names,
                    keywords,
                };
                let caller = Caller {
                    world,
                    thread: &self.object,
                };
                let reply = match called {
                    Value::Builtin(builtin) => builtin.call(args, &caller)?,
                    Value::Method(method) => method.call(receiver, args, &caller)?,
                    Value::Bound(bound) => bound.method.call(&bound.receiver, args, &caller)?,
                    // A thread without a target does nothing.
                    Value::None if self.frames.last().is_some_and(|frame| frame.code.is_none()) => {
                        Reply::Value(Value::None)
                    }
                    other => {
                        let kind = other.type_name();
                        return Err(Fault::type_error(format!(
                            "'{kind}' object is not callable"
                        )));
                    }
                };
                for slot in values.iter_mut().skip(callee).take(argc + 2) {
                    *slot = Value::Null;
                }
                return Ok(match reply {
                    Reply::Value(value) => Called::Result(value),
                    Reply::Ask(request) => Called::Ask(request),
                    Reply::Native(borrow) => Called::Native(borrow),
                });
            }
        };
        let Some(code) = world.program.codes.get(function.code as usize) else {
            return Err(Fault::memory());
        };
        if argc != code.params || !names.is_empty() {
            let bound = bind(code, &function.defaults, args, names)?;
            if values.len() < first + bound.len() {
                values.resize(first + bound.len(), Value::Null);
            }
            for (slot, value) in values.iter_mut().skip(first).zip(bound) {
                *slot = value;
            }
        }
        // Below a started thread's function CPython has three frames of `threading.py`.
        let below = if self
            .frames
            .first()
            .is_some_and(|frame| frame.code.is_none())
        {
            2
        } else {
            0
        };
        if self.frames.len() + below >= RECURSION_LIMIT {
            return Err(Fault::new(
                ErrorKind::RecursionError,
                "maximum recursion depth exceeded",
            ));
        }
        if let Some(caller) = self.frames.last_mut() {
            caller.top = callee - caller.base;
        }
        let size = code.locals.len() + code.stack;
        if values.len() < first + size {
            if first + size > MAX_ITEMS {
                return Err(Fault::memory());
            }
            values.resize(first + size, Value::Null);
        }
        let top = code.locals.len();
        // Popped numbers stay where they were; a local begins unbound.
        for slot in values
            .iter_mut()
            .skip(first + code.params)
            .take(top - code.params)
        {
            *slot = Value::Null;
        }
        self.frames.push(Frame {
            code: Some(function.code),
            pc: 0,
            base: first,
            size,
            top,
        });
        Ok(Called::Frame)
    }
}

/// How [`Thread::execute`] ends.
enum End {
    /// Nothing has happened: it wants to be entered anew.
    Again,
    Pause(Pause),
    Fault(Box<Fault>),
}

/// A check point.
#[inline]
fn breaks(eval_breaker: &AtomicU32) -> bool {
    // Relaxed: it is only a hint to come back soon. What the other side wants to tell travels through
    // the host, which synchronises by its own means.
    eval_breaker.load(Ordering::Relaxed) != 0
}

/// Writes to a slot that is known to hold nothing that must be freed: one above the top, or a number.
#[inline(always)]
fn overwrite(slot: &mut Value, value: Value) {
    mem::forget(mem::replace(slot, value));
}

/// Writes an int to any slot. Where an int was only the number is stored: a tag stored apart from it
/// would delay the next load of both.
#[inline(always)]
fn put_int(slot: &mut Value, value: i64) {
    match slot {
        Value::Int(old) => *old = value,
        Value::Null | Value::None | Value::Bool(_) | Value::Float(_) => {
            overwrite(slot, Value::Int(value))
        }
        slot => *slot = Value::Int(value),
    }
}

/// The uppermost `count` values, as a vector.
fn take_top(window: &mut [Value], top: &mut usize, count: u32) -> Vec<Value> {
    let start = *top - count as usize;
    let items = window[start..*top].iter_mut().map(mem::take).collect();
    *top = start;
    items
}

#[cold]
fn unbound(name: &str) -> Box<Fault> {
    let message =
        format!("cannot access local variable '{name}' where it is not associated with a value");
    Fault::new(ErrorKind::UnboundLocalError, message)
}

#[cold]
fn unknown_name(name: &str) -> Box<Fault> {
    if names::BUILTINS.contains(&name) || names::MODULE.contains(&name) {
        return Fault::unsupported(format!("'{name}'"));
    }
    let mut fault = Fault::new(
        ErrorKind::NameError,
        format!("name '{name}' is not defined"),
    );
    fault.wrong_name = Some((name.into(), &[]));
    fault
}

/// The builtin an unassigned global name stands for.
fn builtin(program: &Program, slot: u32) -> Outcome<Value> {
    match program.globals.get(slot as usize) {
        Some(global) if !matches!(global.builtin, Value::Null) => Ok(global.builtin.clone()),
        global => Err(unknown_name(global.map_or("", |global| &global.name))),
    }
}

/// `value.name`; as a method to be called at once, it isn't bound.
fn attribute(world: &World, name: u32, value: &Value, unbound: bool) -> Outcome<Value> {
    let Some(name) = world.program.names.get(name as usize) else {
        return Err(Fault::memory());
    };
    if let Some(method) = name.method.filter(|method| method.belongs(value)) {
        return Ok(if unbound {
            Value::Method(method)
        } else {
            method.bind(value.clone())
        });
    }
    let text = &*name.text;
    match value {
        Value::Thread(thread) if text == "name" => return Ok(Value::text(thread.name())),
        Value::Function(function) if text == "__name__" => return Ok(Value::text(&*function.name)),
        Value::Module(module) => {
            if let Some(value) = module.get(text, world.version) {
                return Ok(value);
            }
        }
        Value::Tuple(tuple) => {
            if let Some(value) = tuple.field(text) {
                return Ok(value);
            }
        }
        _ => {}
    }
    let special = text.starts_with("__") && text.ends_with("__");
    let of_another_version =
        matches!(value, Value::Module(Module::Sys)) && !sys::exists(text, world.version);
    let known = names::attributes(value).contains(&text) && !of_another_version;
    if special || known || !names::complete(value) {
        return Err(Fault::unsupported(format!(
            "'{text}' of a '{}' object",
            value.type_name()
        )));
    }
    let message = match value {
        Value::Module(module) => format!("module '{}' has no attribute '{text}'", module.name()),
        value => format!("'{}' object has no attribute '{text}'", value.type_name()),
    };
    let mut fault = Fault::new(ErrorKind::AttributeError, message);
    fault.wrong_name = Some((text.into(), names::attributes(value)));
    Err(fault)
}

/// `from module import name`.
fn import_from(world: &World, name: u32, module: &Value) -> Outcome<Value> {
    let name = world
        .program
        .names
        .get(name as usize)
        .map_or("", |name| &name.text);
    let Value::Module(module) = module else {
        return Err(Fault::memory());
    };
    match module.get(name, world.version) {
        Some(value) => Ok(value),
        // CPython's message shows where the module's file is; a builtin module has none.
        None if *module == Module::Sys && !sys::exists(name, world.version) => {
            let message = format!("cannot import name '{name}' from 'sys' (unknown location)");
            Err(Fault::new(ErrorKind::ImportError, message))
        }
        None => Err(Fault::unsupported(format!(
            "importing '{name}' from '{}'",
            module.name()
        ))),
    }
}

/// The items of a sequence that must have exactly `count`.
fn unpack(sequence: &Value, count: usize) -> Outcome<Vec<Value>> {
    let mut items = Vec::new();
    let gathered = iterate::each(sequence, |item| {
        items.push(item);
        // One more is enough to know that there are too many.
        Ok(items.len() <= count.min(MAX_ITEMS))
    });
    match gathered {
        Err(fault) if fault.kind == ErrorKind::TypeError => {
            let kind = sequence.type_name();
            Err(Fault::type_error(format!(
                "cannot unpack non-iterable {kind} object"
            )))
        }
        Err(fault) => Err(fault),
        Ok(()) if items.len() < count => {
            let got = items.len();
            Err(Fault::value_error(format!(
                "not enough values to unpack (expected {count}, got {got})"
            )))
        }
        Ok(()) if items.len() > count => Err(Fault::value_error(format!(
            "too many values to unpack (expected {count})"
        ))),
        Ok(()) => Ok(items),
    }
}

/// Arguments in the order of the parameters (`Python/ceval.c`, `initialize_locals`).
fn bind(code: &Code, defaults: &[Value], args: &[Value], names: &[Value]) -> Outcome<Vec<Value>> {
    let function = &code.qualname;
    let (positional, keywords) = args.split_at(args.len() - names.len().min(args.len()));
    let params = code.locals.get(..code.params).unwrap_or_default();
    let mut bound: Vec<Value> = positional.iter().take(params.len()).cloned().collect();
    bound.resize(params.len(), Value::Null);
    for (name, value) in names.iter().zip(keywords) {
        let name = if let Value::Str(name) = name {
            &*name.text
        } else {
            ""
        };
        let Some(place) = params.iter().position(|param| param == name) else {
            let known = params.iter().map(String::as_str);
            return Err(unexpected_keyword(function, name, known));
        };
        match bound.get_mut(place) {
            Some(slot @ Value::Null) => *slot = value.clone(),
            _ => {
                let message = format!("{function}() got multiple values for argument '{name}'");
                return Err(Fault::type_error(message));
            }
        }
    }
    if positional.len() > params.len() {
        let given = positional.len();
        let (least, most) = (
            params.len() - defaults.len().min(params.len()),
            params.len(),
        );
        let takes = if least == most {
            most.to_string()
        } else {
            format!("from {least} to {most}")
        };
        let plural = if most == 1 && least == most { "" } else { "s" };
        let verb = if given == 1 { "was" } else { "were" };
        let message = format!(
            "{function}() takes {takes} positional argument{plural} but {given} {verb} given"
        );
        return Err(Fault::type_error(message));
    }
    let first_default = params.len() - defaults.len().min(params.len());
    for (slot, default) in bound.iter_mut().skip(first_default).zip(defaults) {
        if matches!(slot, Value::Null) {
            *slot = default.clone();
        }
    }
    let missing: Vec<String> = bound
        .iter()
        .zip(params)
        .filter(|(value, _)| matches!(value, Value::Null))
        .map(|(_, name)| format!("'{name}'"))
        .collect();
    if let Some((last, others)) = missing.split_last() {
        let (count, plural) = (missing.len(), if missing.len() == 1 { "" } else { "s" });
        let list = match others {
            [] => last.clone(),
            [one] => format!("{one} and {last}"),
            many => format!("{}, and {last}", many.join(", ")),
        };
        let message =
            format!("{function}() missing {count} required positional argument{plural}: {list}");
        return Err(Fault::type_error(message));
    }
    Ok(bound)
}

//! The modules that can be imported; `threading` and `time`, as far as this slice has them. What
//! `refcounts` has is in a file of its own.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use crate::builtins::{Args, Builtin, Caller, Method, Reply, refused, unexpected_keyword};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::iterate;
use crate::number::{Number, number};
use crate::sys::{self, Version};
use crate::thread::Request;
use crate::value::{self, Value};

/// A module that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    /// This playground's own.
    Refcounts,
    Sys,
    Threading,
    Time,
}

impl Module {
    pub(crate) fn find(name: &str) -> Option<Module> {
        match name {
            "refcounts" => Some(Module::Refcounts),
            "sys" => Some(Module::Sys),
            "threading" => Some(Module::Threading),
            "time" => Some(Module::Time),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Module::Refcounts => "refcounts",
            Module::Sys => "sys",
            Module::Threading => "threading",
            Module::Time => "time",
        }
    }

    /// Whether the module has that attribute in some version, and this slice has it too.
    pub(crate) fn supports(self, name: &str) -> bool {
        let newest = Version::new(u8::MAX, 0, 0);
        match self {
            Module::Sys => sys::get(name, newest).is_some(),
            _ => self.get(name, newest).is_some(),
        }
    }

    /// The module's attribute, if this version and this slice have it.
    pub(crate) fn get(self, name: &str, version: Version) -> Option<Value> {
        use Builtin::{CurrentThread, MainThread, PerfCounter, Sleep, Thread, Time};
        let builtin = match self {
            Module::Sys => return sys::get(name, version).filter(|_| sys::exists(name, version)),
            _ => Builtin::find(name)?,
        };
        let has = match self {
            Module::Sys => false,
            Module::Refcounts => builtin.is_in_refcounts(),
            Module::Threading => matches!(builtin, Thread | CurrentThread | MainThread),
            Module::Time => matches!(builtin, Time | PerfCounter | Sleep),
        };
        has.then_some(Value::Builtin(builtin))
    }
}

/// A `threading.Thread`: what it runs, and how far its life is. The host that runs it tells when it has
/// ended.
#[derive(Debug)]
pub struct ThreadObject {
    name: String,
    target: Value,
    args: Vec<Value>,
    state: AtomicU8,
}

/// Made by the constructor.
const NEW: u8 = 0;
/// `start()` was called.
const STARTED: u8 = 1;
/// The host said that it has ended.
const FINISHED: u8 = 2;

impl ThreadObject {
    /// The object behind the thread that runs the module's body.
    pub(crate) fn main() -> Arc<ThreadObject> {
        let (name, target) = ("MainThread".into(), Value::None);
        Arc::new(ThreadObject {
            name,
            target,
            args: Vec::new(),
            state: AtomicU8::new(STARTED),
        })
    }

    /// The thread's name, such as `MainThread` or `Thread-1 (count)`.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Tells that the thread has ended: `is_alive()` is false from now on.
    pub fn mark_finished(&self) {
        // Release: who sees the thread finished also sees what it did.
        self.state.store(FINISHED, Ordering::Release);
    }

    /// The host couldn't start the thread: it may be started again.
    pub(crate) fn mark_unstarted(&self) {
        self.state.store(NEW, Ordering::Release);
    }

    /// What the thread calls, and with which arguments.
    pub(crate) fn call(&self) -> (&Value, &[Value]) {
        (&self.target, &self.args)
    }

    /// The values inside, for the one who frees it.
    pub(crate) fn take(&mut self) -> Vec<Value> {
        let mut values = mem::take(&mut self.args);
        values.push(mem::take(&mut self.target));
        values
    }

    fn state(&self) -> u8 {
        // Acquire: pairs with the release in `mark_finished`.
        self.state.load(Ordering::Acquire)
    }
}

impl Drop for ThreadObject {
    fn drop(&mut self) {
        value::release(self.take());
    }
}

/// `threading.Thread(group=None, target=None, name=None, args=())`.
pub(crate) fn new_thread(args: Args, caller: &Caller) -> Outcome<Value> {
    let mut given: [Option<&Value>; 4] = Default::default();
    for (slot, value) in given.iter_mut().zip(args.positional) {
        *slot = Some(value);
    }
    if args.positional.len() > 4 {
        return Err(refused("Thread"));
    }
    for (name, value) in args.named() {
        let slot = match name {
            "group" => &mut given[0],
            "target" => &mut given[1],
            "name" => &mut given[2],
            "args" => &mut given[3],
            "daemon" if matches!(value, Value::None | Value::Bool(false)) => continue,
            "daemon" => return Err(Fault::unsupported("a daemon thread")),
            "kwargs" if matches!(value, Value::None) => continue,
            "kwargs" => return Err(Fault::unsupported("Thread(kwargs=…)")),
            other => {
                let known = [
                    "self", "group", "target", "name", "args", "kwargs", "daemon",
                ];
                return Err(unexpected_keyword(
                    "Thread.__init__",
                    other,
                    known.into_iter(),
                ));
            }
        };
        if slot.replace(value).is_some() {
            return Err(refused("Thread"));
        }
    }
    let [group, target, name, args] =
        given.map(|value| value.filter(|value| !matches!(value, Value::None)));
    if group.is_some() {
        return Err(Fault::unsupported("a thread group"));
    }
    let args = match args {
        None => Vec::new(),
        Some(args @ (Value::Tuple(_) | Value::List(_) | Value::Str(_) | Value::Range(_))) => {
            iterate::collect(args)?
        }
        Some(_) => {
            return Err(Fault::unsupported(
                "Thread(args=…) with anything but a tuple or a list",
            ));
        }
    };
    let name = match name {
        Some(Value::Str(name)) => name.text.to_string(),
        Some(name) => crate::text::repr(name)?,
        None => {
            let number = caller.world.next_thread_number();
            match target {
                Some(Value::Function(function)) => format!("Thread-{number} ({})", function.name),
                Some(Value::Builtin(builtin)) => format!("Thread-{number} ({})", builtin.name()),
                Some(Value::Bound(bound)) => format!("Thread-{number} ({})", bound.method.name()),
                _ => format!("Thread-{number}"),
            }
        }
    };
    let target = target.cloned().unwrap_or(Value::None);
    Ok(Value::Thread(Arc::new(ThreadObject {
        name,
        target,
        args,
        state: AtomicU8::new(NEW),
    })))
}

/// The functions of both modules.
pub(crate) fn call(builtin: Builtin, args: Args, caller: &Caller) -> Outcome<Reply> {
    args.no_keywords(builtin.name())?;
    match (builtin, args.positional) {
        (Builtin::CurrentThread, []) => Ok(Value::Thread(Arc::clone(caller.thread)).into()),
        (Builtin::MainThread, []) => {
            Ok(Value::Thread(Arc::clone(caller.world.main_thread())).into())
        }
        (Builtin::Time, []) => Ok(Reply::Ask(Request::WallClock)),
        (Builtin::PerfCounter, []) => Ok(Reply::Ask(Request::PerfCounter)),
        (Builtin::Sleep, [length]) => Ok(Reply::Ask(Request::Sleep(sleep_length(length)?))),
        (Builtin::CurrentThread | Builtin::MainThread, given) => {
            let (name, count) = (builtin.name(), given.len());
            let verb = if count == 1 { "was" } else { "were" };
            Err(Fault::type_error(format!(
                "{name}() takes 0 positional arguments but {count} {verb} given"
            )))
        }
        (Builtin::Sleep, given) => Err(Fault::type_error(format!(
            "time.sleep() takes exactly one argument ({} given)",
            given.len()
        ))),
        (_, given) => {
            let name = builtin.name();
            Err(Fault::type_error(format!(
                "time.{name}() takes no arguments ({} given)",
                given.len()
            )))
        }
    }
}

/// The argument of `time.sleep` (`Modules/timemodule.c`, `_PyTime_FromSecondsObject`).
fn sleep_length(value: &Value) -> Outcome<Duration> {
    let seconds = match number(value) {
        Some(Number::Float(seconds)) if seconds.is_nan() => {
            return Err(Fault::value_error("Invalid value NaN (not a number)"));
        }
        Some(seconds) => seconds.float().unwrap_or(f64::INFINITY),
        None => {
            let kind = value.type_name();
            return Err(Fault::type_error(format!(
                "'{kind}' object cannot be interpreted as an integer"
            )));
        }
    };
    // CPython counts nanoseconds in 64 bits.
    if seconds.abs() > 9.2e9 {
        return Err(Fault::overflow(
            "timestamp too large to convert to C PyTime_t",
        ));
    }
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| Fault::value_error("sleep length must be non-negative"))
}

/// Methods of a thread object (`Lib/threading.py`).
pub(crate) fn method(
    method: Method,
    thread: &Arc<ThreadObject>,
    args: Args,
    caller: &Caller,
) -> Outcome<Reply> {
    let runtime_error = |message: &str| Err(Fault::new(ErrorKind::RuntimeError, message));
    match (method, args.positional, args.names.len()) {
        (Method::Start, [], 0) => {
            // One winner: two threads may call start() of the same object.
            match thread
                .state
                .compare_exchange(NEW, STARTED, Ordering::AcqRel, Ordering::Acquire)
            {
                Ok(_) => Ok(Reply::Ask(Request::Start(Arc::clone(thread)))),
                Err(_) => runtime_error("threads can only be started once"),
            }
        }
        (Method::IsAlive, [], 0) => Ok(Value::Bool(thread.state() == STARTED).into()),
        (Method::Join, given, _) => {
            let timeout = match (given, args.named().next()) {
                ([], None) => None,
                ([timeout], None) => Some(timeout),
                ([], Some(("timeout", timeout))) if args.names.len() == 1 => Some(timeout),
                _ => return Err(refused("join")),
            };
            if thread.state() == NEW {
                return runtime_error("cannot join thread before it is started");
            }
            if Arc::ptr_eq(thread, caller.thread) {
                return runtime_error("cannot join current thread");
            }
            let timeout = match timeout {
                None | Some(Value::None) => None,
                Some(timeout) => match number(timeout) {
                    Some(Number::Float(seconds)) if seconds.is_nan() => {
                        return Err(refused("join"));
                    }
                    // A negative one doesn't wait.
                    Some(seconds) => {
                        let seconds = seconds.float().unwrap_or(f64::INFINITY).max(0.0);
                        match Duration::try_from_secs_f64(seconds) {
                            Ok(timeout) if seconds < 9.2e9 => Some(timeout),
                            _ => {
                                return Err(Fault::overflow(
                                    "timestamp too large to convert to C PyTime_t",
                                ));
                            }
                        }
                    }
                    None => return Err(refused("join")),
                },
            };
            Ok(Reply::Ask(Request::Join {
                thread: Arc::clone(thread),
                timeout,
            }))
        }
        _ => Err(refused(method.name())),
    }
}

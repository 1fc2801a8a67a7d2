//! `threading.Thread`: what it runs, and how far its life is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use crate::object::Guarded;
use crate::value::Value;

/// A `threading.Thread` inside. The host that runs it tells when it has ended.
#[derive(Debug)]
pub struct ThreadObject {
    name: Guarded<Arc<str>>,
    call: Guarded<Call>,
    /// `run` of a class derived from `Thread`, bound: what is called instead, until it is.
    run: Guarded<Value>,
    state: AtomicU8,
    daemon: AtomicBool,
    /// Of a copy in another process, the number of the original; else 0. Relaxed: set before anybody else sees it.
    ident: AtomicUsize,
}

/// What a thread calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) target: Value,
    pub(crate) args: Vec<Value>,
    /// Names and values of keyword arguments.
    pub(crate) keywords: Vec<(Value, Value)>,
}

/// Made by the constructor.
const NEW: u8 = 0;
/// `start()` was called.
const STARTED: u8 = 1;
/// The host said that it has ended.
const FINISHED: u8 = 2;
/// Of a class whose `__init__` has not called that of `Thread`.
const BLANK: u8 = 3;

impl ThreadObject {
    pub(crate) fn new(name: Arc<str>, call: Call, daemon: bool) -> ThreadObject {
        let name = Guarded::new(name);
        // Always locked: the host asks for it whenever it likes, while the thread runs.
        name.share();
        ThreadObject {
            name,
            call: Guarded::new(call),
            run: Guarded::new(Value::Null),
            state: AtomicU8::new(NEW),
            daemon: AtomicBool::new(daemon),
            ident: AtomicUsize::new(0),
        }
    }

    /// One that its own `__init__` fills, if that calls the one of `Thread`.
    pub(crate) fn blank() -> ThreadObject {
        let object = ThreadObject::new("".into(), Call::default(), false);
        object.state.store(BLANK, Ordering::Release);
        object
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.state() == BLANK
    }

    /// `Thread.__init__` was called.
    pub(crate) fn mark_filled(&self) {
        // AcqRel as all changes of the state; if it was another one, it stays.
        let _ = self
            .state
            .compare_exchange(BLANK, NEW, Ordering::AcqRel, Ordering::Acquire);
    }

    /// The object behind the thread that runs the module's body.
    pub fn main() -> Arc<ThreadObject> {
        let object = ThreadObject::new("MainThread".into(), Call::default(), false);
        object.state.store(STARTED, Ordering::Release);
        Arc::new(object)
    }

    /// What stands for a thread of another memory.
    pub fn named(name: &str) -> Arc<ThreadObject> {
        let object = ThreadObject::new(name.into(), Call::default(), false);
        object.state.store(STARTED, Ordering::Release);
        Arc::new(object)
    }

    /// The thread's name, such as `MainThread` or `Thread-1 (count)`.
    pub fn name(&self) -> String {
        self.name.with(|name| name.to_string())
    }

    pub(crate) fn set_name(&self, name: &str) {
        self.name.with(|old| *old = name.into());
    }

    /// A number that no other thread has as long as this one is there: where the object is.
    pub(crate) fn ident(&self) -> usize {
        match self.ident.load(Ordering::Relaxed) {
            0 => std::ptr::from_ref(self).addr(),
            ident => ident,
        }
    }

    /// What it is besides what it calls: its number, its state, whether it is a daemon.
    pub(crate) fn parts(&self) -> (usize, u8, bool) {
        (self.ident(), self.state(), self.is_daemon())
    }

    /// Makes it what another one is in a process that this is a copy of. Who runs there does not run here, but for
    /// the one who makes the copy.
    pub(crate) fn fill(&self, (ident, state, daemon): (usize, u8, bool), is_me: bool) {
        self.ident.store(ident, Ordering::Relaxed);
        self.set_daemon(daemon);
        let state = match (state, is_me) {
            (_, true) => STARTED,
            (STARTED, false) => FINISHED,
            (state, false) => state,
        };
        self.state.store(state, Ordering::Release);
    }

    /// What is called instead of the target, once, or `Null`.
    pub(crate) fn run(&self) -> Value {
        self.run.with(|run| run.clone())
    }

    /// Whether the program's end does not wait for it.
    pub fn is_daemon(&self) -> bool {
        // Relaxed in both: it cannot be changed once the thread has started.
        self.daemon.load(Ordering::Relaxed)
    }

    pub(crate) fn set_daemon(&self, daemon: bool) {
        self.daemon.store(daemon, Ordering::Relaxed);
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

    /// Marks it as started; says whether it was not before. Two threads may start the same object.
    pub(crate) fn mark_started(&self) -> bool {
        let exchange = |from, to| {
            self.state
                .compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire)
        };
        exchange(NEW, STARTED).is_ok()
    }

    pub(crate) fn is_new(&self) -> bool {
        self.state() == NEW
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.state() == STARTED
    }

    /// What the thread calls, and with which arguments.
    pub(crate) fn call(&self) -> Call {
        self.call.with(|call| call.clone())
    }

    pub(crate) fn set_call(&self, call: Call) {
        if self.call.is_shared() {
            call.target.share();
            call.args.iter().for_each(Value::share);
            call.keywords.iter().for_each(|(_, value)| value.share());
        }
        drop(self.call.with(|old| std::mem::replace(old, call)));
    }

    /// The thread is to call this instead.
    pub(crate) fn set_run(&self, run: Value) {
        if self.run.is_shared() {
            run.share();
        }
        drop(self.run.with(|old| std::mem::replace(old, run)));
    }

    /// What the thread calls first, once.
    pub(crate) fn first_call(&self) -> Call {
        match self.run.with(std::mem::take) {
            Value::Null => self.call(),
            target => Call {
                target,
                ..Call::default()
            },
        }
    }

    fn state(&self) -> u8 {
        // Acquire: pairs with the release in `mark_finished`.
        self.state.load(Ordering::Acquire)
    }

    pub(crate) fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.name.share();
        self.call.share();
        self.run.share();
        self.run.with(|run| visit(run));
        self.call.with(|call| {
            visit(&call.target);
            call.args.iter().for_each(&mut *visit);
            for (name, value) in &call.keywords {
                visit(name);
                visit(value);
            }
        });
    }
}

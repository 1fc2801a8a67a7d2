//! An interpreter: what its threads share, and no other interpreter of the run has anything of.

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gil::Ticker;
use python::World;
use python::processes::{Origin, Pid};

use crate::kernel::MAIN;
use crate::shared::Number;

/// Nobody wants to interrupt the main thread.
const UNTOUCHED: u8 = 0;
/// It has not seen yet that somebody does.
const WANTED: u8 = 1;
/// It has raised the exception.
const RAISED: u8 = 2;
/// It has come to its end, and cannot be interrupted.
const TOO_LATE: u8 = 3;

/// A process or a subinterpreter; the first one is the program's own.
#[derive(Debug)]
pub(crate) struct Interpreter {
    pub(crate) pid: Pid,
    pub(crate) parent: Pid,
    pub(crate) origin: Origin,
    /// Its place among all interpreters of the run.
    pub(crate) number: u32,
    pub(crate) name: String,
    /// There from when its first thread begins, as a copy is unpacked where it runs, until the last one has ended. The
    /// first interpreter's stays, for the report.
    world: Mutex<Option<Arc<World>>>,
    /// Microseconds.
    pub(crate) switch_interval: Number,
    /// The ticks of the lock before 3.2.
    pub(crate) ticker: Ticker,
    /// Whether the main thread is to raise a `KeyboardInterrupt`: one of the numbers above.
    interrupted: AtomicU8,
    /// Its program is over: daemon threads are to end.
    over: AtomicBool,
    /// All its threads are to end, because of this signal; 0 for none.
    signal: AtomicI32,
    /// What its main thread ended with.
    exit_status: AtomicI32,
    /// What it was reported to have ended with.
    status: Mutex<Option<i32>>,
}

// Relaxed in all of them: nothing but each number is looked at, and whoever acts on the end of an interpreter has
// learnt of it through a thread's gate or the kernel, whose mutexes order it.

impl Interpreter {
    pub(crate) fn new(
        pid: Pid,
        parent: Pid,
        origin: Origin,
        number: u32,
        name: String,
        switch_interval: u64,
    ) -> Self {
        let interval = Number::default();
        interval.set(switch_interval);
        Self {
            pid,
            parent,
            origin,
            number,
            name,
            world: Mutex::default(),
            switch_interval: interval,
            ticker: Ticker::new(),
            interrupted: AtomicU8::new(UNTOUCHED),
            over: AtomicBool::new(false),
            signal: AtomicI32::new(0),
            exit_status: AtomicI32::new(0),
            status: Mutex::default(),
        }
    }

    /// Whether it is the program's own.
    pub(crate) fn is_first(&self) -> bool {
        self.pid == MAIN
    }

    /// What it is called where all interpreters are told of.
    pub(crate) fn told(&self) -> String {
        if self.is_first() {
            "MainProcess".to_owned()
        } else {
            self.name.clone()
        }
    }

    pub(crate) fn world(&self) -> Option<Arc<World>> {
        self.house().clone()
    }

    /// It has its world from now on.
    pub(crate) fn settle_in(&self, world: Arc<World>) {
        *self.house() = Some(world);
    }

    /// All its threads have ended: nobody comes to its world any more.
    pub(crate) fn move_out(&self) {
        if !self.is_first() {
            *self.house() = None;
        }
    }

    fn house(&self) -> MutexGuard<'_, Option<Arc<World>>> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(crate) fn set_over(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Whether somebody has ended it.
    pub(crate) fn is_terminated(&self) -> bool {
        self.signal.load(Ordering::Relaxed) != 0
    }

    /// All its threads are to end. The first one to say so gives the reason: a signal, or a status, negated, of who
    /// leaves without further ado; `i32::MIN` for 0.
    pub(crate) fn set_terminated(&self, signal: i32) {
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        // If there is a signal already, it stays.
        let _ = self
            .signal
            .compare_exchange(0, if signal == 0 { 1 } else { signal }, set, fetch);
    }

    pub(crate) fn set_exit_status(&self, status: i32) {
        self.exit_status.store(status, Ordering::Relaxed);
    }

    /// What it ends with: negative if a signal has ended it.
    pub(crate) fn exit_status(&self) -> i32 {
        match self.signal.load(Ordering::Relaxed) {
            0 => self.exit_status.load(Ordering::Relaxed),
            i32::MIN => 0,
            signal => -signal,
        }
    }

    /// It has ended: what it ends with does not change any more.
    pub(crate) fn note_status(&self) -> i32 {
        let mut noted = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        *noted.get_or_insert(self.exit_status())
    }

    /// What it has ended with, if it has.
    pub(crate) fn status(&self) -> Option<i32> {
        *self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody wants its main thread to raise a `KeyboardInterrupt`; says whether it is the first time, and in
    /// time.
    pub(crate) fn want_interrupt(&self) -> bool {
        self.turn_interrupted(UNTOUCHED, WANTED)
    }

    /// Whether nobody wants that yet, and its main thread goes on.
    pub(crate) fn is_untouched(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed) == UNTOUCHED
    }

    /// Whether the main thread has still to raise it.
    pub(crate) fn wants_interrupt(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed) == WANTED
    }

    /// The main thread raises it now.
    pub(crate) fn take_interrupt(&self) -> bool {
        self.turn_interrupted(WANTED, RAISED)
    }

    /// Whether the main thread has raised it.
    pub(crate) fn was_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed) == RAISED
    }

    /// The main thread has come to its end; says whether it was left alone until then.
    pub(crate) fn end_undisturbed(&self) -> bool {
        self.turn_interrupted(UNTOUCHED, TOO_LATE)
    }

    fn turn_interrupted(&self, from: u8, to: u8) -> bool {
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        self.interrupted
            .compare_exchange(from, to, set, fetch)
            .is_ok()
    }
}

//! Some moments of a run, bytecode by bytecode: what a reader steps through.

use serde::{Deserialize, Serialize};

use crate::ledger::LockEvent;
use crate::report::ThreadActivity;

/// Which steps of a run are recorded. All events around the lock are, and of the bytecodes those
/// that are near to one; the others between them are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepWindow {
    /// Up to the end of how many hand-overs of the lock from one thread to another.
    pub hand_overs: u32,
    /// How many bytecodes of each thread are kept before and after an event around the lock.
    pub around: u32,
}

impl StepWindow {
    /// How many moments are recorded at most.
    pub const MOST: usize = 5_000;
}

/// What was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// The names of the threads.
    pub threads: Vec<String>,
    /// The code that they execute.
    pub listings: Vec<Listing>,
    /// What happened, in order.
    pub moments: Vec<Moment>,
    /// Whether there was no more room ([`StepWindow::MOST`]) before the window's end.
    pub cut_short: bool,
}

/// A code object, disassembled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// `<module>`, or the function's name.
    pub name: String,
    /// The file that it stands in.
    pub file: String,
    /// Its bytecode.
    pub instructions: Vec<Instruction>,
}

/// One bytecode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// Its name in CPython 3.13: `BINARY_OP`.
    pub name: String,
    /// What `dis` would show behind it, in parentheses there: `+=`, `x`; empty if nothing.
    pub argument: String,
    /// The source line it belongs to.
    pub line: u32,
    /// Whether the thread looks at its eval breaker here.
    pub check_point: bool,
}

/// One step, and how things are after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When: picoseconds of virtual time since the start of the run.
    pub at: u64,
    /// Whose step: an index into [`Steps::threads`].
    pub thread: u32,
    /// What it was.
    pub step: Step,
    /// The lock after it; `None` where there is none.
    pub lock: Option<LockView>,
    /// Each thread after it, as far as they have been started.
    pub threads: Vec<ThreadView>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The thread executed the bytecode at this place.
    Bytecode(Place),
    /// The thread executed so many bytecodes, none of which is recorded.
    Bytecodes(u64),
    /// Something happened around the lock.
    Lock(LockEvent),
}

/// A bytecode of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// An index into [`Steps::listings`].
    pub listing: u32,
    /// An index into its [`Listing::instructions`].
    pub instruction: u32,
}

/// The lock's own state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockView {
    /// Who holds it.
    pub holder: Option<u32>,
    /// Who held it last, or holds it.
    pub last_holder: Option<u32>,
    /// How often it went from one thread to another; 0 for the lock before 3.2, which does not
    /// count that.
    pub switch_number: u64,
    /// Who sleeps until it is free.
    pub waiters: Vec<Waiter>,
    /// With the lock before 3.2: how many ticks are left until it is given up.
    pub ticks: Option<i32>,
}

/// A thread that sleeps until the lock is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiter {
    /// Which one.
    pub thread: u32,
    /// When its switch interval has passed, in picoseconds since the start of the run; `None` with the
    /// lock before 3.2, where nobody's patience ends.
    pub patience_until: Option<u64>,
}

/// A thread's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadView {
    /// What it does.
    pub activity: ThreadActivity,
    /// Whether it was asked to let go of the lock.
    pub drop_request: bool,
    /// The bytecode that it executes next; `None` before its beginning and after its end.
    pub next: Option<Place>,
    /// The core that it is on.
    pub core: Option<u32>,
}

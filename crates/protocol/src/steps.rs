//! Some moments of a run, bytecode by bytecode: what a reader steps through.

use serde::{Deserialize, Serialize};

use crate::ledger::LockEvent;
use crate::report::ThreadActivity;

/// Which steps of a run are recorded: everything that happens around the lock and to the threads, and
/// of the bytecodes those that are near to that; the others between them are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepWindow {
    /// Up to how many hand-overs of the lock from one thread to another, and a little further:
    /// until the last one has executed `around` bytecodes, or lets go.
    pub hand_overs: u32,
    /// How many bytecodes of each thread are kept before and after whatever happens to any of them.
    pub around: u32,
}

impl StepWindow {
    /// How many moments are recorded at most.
    pub const MOST: usize = 5_000;
    /// Of how many threads all these moments tell at most: a moment of a program with a thousand
    /// threads is as long as a thousand.
    pub const MOST_VIEWS: usize = 100_000;
    /// After so many bytecodes it is over in any case: there may be no hand-over at all.
    pub const MOST_BYTECODES: u64 = 15_000_000;
}

/// What was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// The names of the threads.
    pub threads: Vec<String>,
    /// The code that they execute.
    pub listings: Vec<Listing>,
    /// What happened, in the order of virtual time.
    pub moments: Vec<Moment>,
    /// Whether it became too much ([`StepWindow::MOST`] and its like) before the window's end.
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
    /// What `dis` would show behind it: `+=`, `x`, `range + NULL`; the bare number where it has no
    /// words (`CALL 1`), empty if that says nothing. A jump says the index of the instruction that it
    /// leads to: `to 7`.
    pub argument: String,
    /// The source line it belongs to, from 1.
    pub line: u32,
    /// Whether the thread looks at its eval breaker before it goes on behind it; a request that
    /// comes while it executes waits for the next look. With the lock before 3.2: whether it takes a
    /// tick.
    pub check_point: bool,
}

/// One step, and how things are after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When: picoseconds of virtual time since the start of the run. A bytecode's is its end.
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
    /// Something happened around the lock, as in the [`Ledger`](crate::Ledger); with the lock before
    /// 3.2 also what that leaves out: the releases after which the same thread has it back at once.
    Lock(LockEvent),
    /// The thread looked whether the lock is free, and it was not. It will look once more before it
    /// falls asleep (the lock before 3.2 only; the newer one goes to sleep at once).
    Denied,
    /// The thread sleeps from now on: until the lock is free ([`LockView::waiters`]), or until another
    /// thread has had it ([`LockView::made_way`]).
    Asleep,
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
    /// Who sleeps until it is free. Who is not in here any more, but waits and has no core, has been
    /// signalled or has lost patience, and is waking up.
    pub waiters: Vec<Waiter>,
    /// Who was made to let go of it and sleeps until another thread has had it. Not with the lock
    /// before 3.2.
    pub made_way: Vec<u32>,
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
    /// What it does. Whether it sleeps or is awake while it waits for the lock is told by `core`.
    pub activity: ThreadActivity,
    /// Whether it was asked to let go of the lock.
    pub drop_request: bool,
    /// The bytecode that it executes next, or is in the middle of; `None` before its beginning and
    /// after its end.
    pub next: Option<Place>,
    /// The core that it is on; `None` while it sleeps, wakes up or waits for one.
    pub core: Option<u32>,
}

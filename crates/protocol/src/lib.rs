//! What page, engine and runtime say to each other: plain data.
//!
//! - [`Command`]: page → engine.
//! - [`Event`]: engine → page.
//! - [`Report`]: what a figure measured, as the page shows it and as others may read it.
//!
//! - [`Ledger`]: what happened around the lock, event by event.
//! - [`Steps`]: some moments of a run on virtual cores, bytecode by bytecode.
//!
//! All times are in seconds, as `f64`; only the ledger counts nanoseconds.

mod ledger;
mod message;
mod preset;
mod report;
mod steps;

pub use ledger::{
    BlockCause, Ledger, LedgerEvent, LedgerPart, LockEvent, NotALedger, ReleaseCause,
};
pub use message::{
    Chunk, Command, Event, Program, RunId, RunRequest, Settings, Stream, ThreadProgress,
};
pub use preset::{CoreCount, Cores, MAX_VIRTUAL_CORES, Preset};
pub use report::{
    Distribution, Environment, InterpreterReport, LockReport, Outcome, Passage, Report, RunReport,
    Served, Side, Sweep, SweepPoint, SweptSetting, Switches, ThreadActivity, ThreadReport, Way,
    WayReport,
};
pub use steps::{
    Instruction, Listing, LockView, Moment, Place, Step, StepWindow, Steps, ThreadView, Waiter,
};

/// The version of these types. Page and engine compare it when the engine starts, because a
/// cache may hand out an old one of the two; readers of a [`Report`] find it in there.
pub const VERSION: u32 = 5;

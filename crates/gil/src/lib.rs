//! CPython's Global Interpreter Lock, as it has been since Python 3.2.
//!
//! - [`State`] is the lock as a pure state machine. It has no clock and no threads: that a
//!   waiter's interval has passed is something it is told.
//! - [`Lock`] is a real lock on that machine. It waits on std's mutex and condition variables,
//!   which wait on futexes: the operating system's natively, `memory.atomic.wait32` in
//!   WebAssembly with atomics.
//! - [`ThreadState`] is what a thread brings along: its identity and its eval breaker.
//!
//! Source of the behaviour: `Python/ceval_gil.c` in CPython 3.13 (`take_gil`, `drop_gil`).
//! This crate knows no Python: whoever uses it decides where the check points are.

mod lock;
mod state;
mod thread_state;

pub use lock::Lock;
pub use state::{DEFAULT_INTERVAL, Patience, Released, State, Taken, ThreadId};
pub use thread_state::{DROP_REQUEST, ThreadState};

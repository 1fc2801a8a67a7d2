//! CPython's Global Interpreter Lock, in both of its generations.
//!
//! | | since Python 3.2: the new GIL | before: the old GIL |
//! |---|---|---|
//! | pure state machine | [`NewState`] | [`OldState`] |
//! | real lock | [`NewLock`] | [`OldLock`] |
//! | who makes a holder let go | a waiter, after a switch interval | the holder's own countdown, [`Ticker`] |
//!
//! The machines have no clock and no threads: that a waiter's interval has passed is something
//! they are told. The locks wait on std's mutex and condition variables, which wait on futexes:
//! the operating system's natively, `memory.atomic.wait32` in WebAssembly with atomics.
//! [`ThreadState`] is what a thread brings along: its identity and its eval breaker.
//!
//! This crate knows no Python: whoever uses it decides where the check points are.

mod holder;
mod new_gil;
mod old_gil;
mod sync;
mod thread_state;

#[cfg(loom)]
pub use sync::clock;

pub use holder::Taken;
pub use new_gil::{DEFAULT_INTERVAL, NewLock, NewState, Patience, Released, Witness};
pub use old_gil::{OldLock, OldState, Ticker};
pub use thread_state::{DROP_REQUEST, ThreadId, ThreadState};

//! What a [`Ledger`](protocol::Ledger) tells: pure functions from the events around the lock to
//! what people look at.
//!
//! - [`spans()`]: what each thread did, from when to when.
//! - [`shares()`]: how much of its life each thread spent on what.
//! - [`switches`], [`lock_report`], [`slices`], [`hand_overs`]: how the lock was held, waited for
//!   and passed on.
//! - [`wake_ups()`]: how long threads that came back from a sleep waited for the lock.
//! - [`chrome_trace()`]: all of it as a file for Perfetto and the Firefox Profiler.
//!
//! Ledgers also come from files that somebody else wrote. So every function takes any ledger,
//! however contradictory, without a panic: events out of order are sorted by time, events of
//! threads that the ledger does not name are left out, and what is missing is not made up. All
//! take time in proportion to the number of events, but for sorting.
//!
//! Times are in nanoseconds since the start of the run; only [`protocol::Distribution`] counts
//! seconds.

mod chrome_trace;
mod distribution;
mod lock;
mod order;
mod shares;
mod spans;
mod wake_ups;

#[cfg(test)]
mod samples;

pub use chrome_trace::chrome_trace;
pub use distribution::distribution;
pub use lock::{HandOver, Slice, hand_overs, lock_report, slices, switches};
pub use shares::{Shares, shares};
pub use spans::{Doing, Span, spans};
pub use wake_ups::wake_ups;

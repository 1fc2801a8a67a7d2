//! What a [`Ledger`](protocol::Ledger) tells: pure functions from the events around the lock to
//! what people look at.
//!
//! - [`spans()`]: what each thread did, from when to when.
//! - [`shares()`]: how much of its life each thread spent on what.
//! - [`switches`], [`lock_report`], [`slices`], [`hand_overs`]: how the lock was held, waited for
//!   and passed on.
//! - [`wake_ups()`]: how long threads that came back from a sleep waited for the lock.
//! - [`Lanes`]: the spans and marks of each thread, built while the program runs; [`Window`] is the
//!   stretch of them that is looked at, [`View`] what is to be drawn of it, [`Picture`] and [`svg()`]
//!   draw it, [`Selection`] sums it up, [`ticks()`] are its axis.
//! - [`chrome_trace()`]: all of it as a file for Perfetto and the Firefox Profiler.
//! - [`units`]: how the times and counts in there are written.
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
mod lanes;
mod lock;
mod order;
mod paint;
mod palette;
mod selection;
mod shares;
mod spans;
mod svg;
mod ticks;
pub mod units;
mod view;
mod wake_ups;
mod window;

#[cfg(test)]
mod samples;

pub use chrome_trace::chrome_trace;
pub use distribution::distribution;
pub use lanes::{Hit, Lane, Lanes, Request, TakeOver, Times};
pub use lock::{HandOver, Slice, hand_overs, lock_report, slices, switches};
pub use paint::{LANE, Picture};
pub use palette::{Colour, Palette};
pub use selection::Selection;
pub use shares::{Shares, shares};
pub use spans::{Doing, Kind, Span, spans};
pub use svg::{Export, svg};
pub use ticks::{Tick, duration, moment, ticks};
pub use view::{Block, Grain, Mark, View, What};
pub use wake_ups::wake_ups;
pub use window::Window;

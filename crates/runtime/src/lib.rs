//! Runs a Python program on real threads, behind the Global Interpreter Lock or without it.
//!
//! This is where the interpreter (`python`, which knows no lock) and the lock (`gil`, which
//! knows no Python) meet: [`Run`] starts a program and is the handle on it, `threads` drives one
//! Python thread through its check points and blocking operations, `member` is what is known
//! about a thread from outside, and `output` is what the program printed.
//!
//! Threads and time come from a [`Host`], so that the same code runs on std's threads
//! ([`NativeHost`]) and on a pool of Web Workers.

mod host;
mod member;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod output;
mod run;
mod threads;

pub use host::{Host, Job, NoThread};
#[cfg(not(target_arch = "wasm32"))]
pub use native::NativeHost;
pub use run::{Progress, Refused, Run};

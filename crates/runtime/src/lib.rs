//! Runs a Python program behind the Global Interpreter Lock or without it, on real threads, on one,
//! or on virtual cores.
//!
//! This is where the interpreter (`python`, which knows no lock) and the lock (`gil`, which
//! knows no Python) meet.
//!
//! - [`Run`] starts a program and is the handle on it; `shared` is what all its threads share,
//!   `interpreter` what those of one process do, `kernel` what processes have in common, `member` what is known about one of them from outside, `calls` what the interpreter asks for,
//!   `apart` what processes with a memory of their own need of it,
//!   `output` what the program printed, `ledger` what happened around the lock.
//! - `passage` is the trait of the three ways to let time pass. `threads` drives each Python thread
//!   on a real one. `turns` has the two others, which share `machine`, an event queue that takes the
//!   lock's own state machine from step to step, and `system`, the operating system of virtual cores; `steps` records what they do, bytecode by bytecode.
//! - `network` says who answers what a program asks the network for, and `service` what the slow service of
//!   our own answers.
//! - `preset` says what a Python version stands for.
//!
//! Threads and time come from a [`Host`], so that the same code runs on std's threads
//! ([`NativeHost`]) and on a pool of Web Workers.

mod apart;
mod calls;
mod host;
mod interpreter;
mod kernel;
mod ledger;
mod machine;
mod member;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod network;
mod output;
mod passage;
mod preset;
mod run;
mod service;
mod shared;
mod steps;
mod system;
mod threads;
mod turns;

pub use apart::{Desk, Root, live, live_on};
pub use gil::ThreadState;
pub use host::{Host, Job, NoThread};
pub use ledger::LedgerCursor;
#[cfg(not(target_arch = "wasm32"))]
pub use native::NativeHost;
pub use network::{Address, Completion};
pub use passage::{Bell, Next, Turns};
pub use python::{Asked, Counted, End, Failure, FailureKind, Response, limit_memory};
pub use run::{Options, Progress, Refused, Run};

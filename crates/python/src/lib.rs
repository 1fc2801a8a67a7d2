//! Python programs that can be stopped between any two bytecodes.
//!
//! - [`World`]: a compiled program (see `compiler`), its modules, classes and globals: what all threads of
//!   one run share.
//! - [`Thread`]: frames and a stack as a plain value. [`Thread::run`] goes on until a check point finds
//!   the eval breaker set, until the program needs something that only its host has, or to the end.
//! - [`Meter`]: what a run uses up on virtual cores ([`Costs`]), and the check points of older versions.
//! - [`Listing`]: the bytecode as `dis` shows it, for those who watch a thread at work.
//!
//! There is no clock, no operating-system thread and no interpreter lock in this crate: it asks its
//! host ([`Request`]) and is told ([`Answer`]). Whether threads take turns or really run in parallel is
//! not visible from here; objects are safe in both cases (see `object`).

// The engine is compiled for size, but for the functions that programs spend their time in.
#![cfg_attr(target_arch = "wasm32", feature(optimize_attribute))]

mod algebra;
mod asynchronous;
mod attribute;
mod attributes;
mod builtins;
mod call;
mod class;
mod cost;
mod dict;
mod disassemble;
mod ends;
mod error;
mod exception;
mod format;
mod frames;
mod function;
mod fused;
mod generator;
mod hash;
mod imports;
mod instance;
mod ints;
mod iterate;
mod kind;
mod library;
mod list;
mod locks;
mod memory;
mod meter;
mod module;
mod modules;
mod names;
mod native;
mod network;
mod number;
mod object;
mod operators;
pub mod processes;
mod protocol;
mod refcounts;
mod run;
mod set;
mod sink;
mod slow;
mod snapshot;
mod symbols;
mod sys;
mod text;
mod thread;
mod threads;
mod tight;
mod traceback;
mod unwind;
mod value;
mod view;
mod world;

pub use compiler::{CompileError, Unit, compile};
pub use cost::Costs;
pub use disassemble::{Instruction, Listing, Place};
pub use error::{ErrorKind, Exception};
#[cfg(target_arch = "wasm32")]
pub use library::{add_library, has_library, set_library_loader};
pub use library::{
    begins_processes, compile_modules, compiled_modules, modules_for_processes, wants_more,
};
pub use locks::LockObject;
pub use memory::{Counted, end_thread, limit_memory};
pub use meter::{CheckPoints, Meter, Sharing};
pub use network::{Abort, Asked, End, Exchange, Failure, FailureKind, Response};
pub use snapshot::restore;
pub use sys::Version;
pub use thread::{Answer, Output, Pause, Request, Thread};
pub use threads::ThreadObject;
pub use world::World;

//! Python programs that can be stopped between any two bytecodes.
//!
//! A program travels downwards through this list:
//!
//! - [`compile`]: source text → syntax tree (`ruff_python_parser`) → CPython 3.13's opcodes, or the
//!   error CPython would print, or the words "is not supported here".
//! - [`Program`]: the code, immutable; [`World`]: the globals that all threads of one run share.
//! - [`Thread`]: frames and a stack as a plain value. [`Thread::run`] goes on until a check point finds
//!   the eval breaker set, until the program needs something that only its host has, or to the end.
//! - [`Meter`]: what a run uses up on virtual cores ([`Costs`]), and the check points of older versions.
//! - [`Listing`]: the bytecode as `dis` shows it, for those who watch a thread at work.
//!
//! There is no clock, no operating-system thread and no interpreter lock in this crate: it asks its
//! host ([`Request`]) and is told ([`Answer`]). Whether threads take turns or really run in parallel is
//! not visible from here; objects are safe in both cases.

mod builtins;
mod bytecode;
mod compile;
mod cost;
mod disassemble;
mod error;
mod format;
mod iterate;
mod list;
mod meter;
mod modules;
mod names;
mod number;
mod operators;
mod refcounts;
mod scope;
mod syntax;
mod sys;
mod text;
mod thread;
mod traceback;
mod value;

pub use bytecode::Program;
pub use compile::compile;
pub use cost::Costs;
pub use disassemble::{Instruction, Listing, Place};
pub use error::{CompileError, ErrorKind, Exception};
pub use meter::{CheckPoints, Meter, Sharing};
pub use modules::ThreadObject;
pub use sys::Version;
pub use thread::{Answer, Pause, Request, Thread, World};

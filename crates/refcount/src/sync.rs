//! Where the primitives come from: std, or a model checker that tries out what threads can do.

#[cfg(loom)]
pub(crate) use loom::sync::{Mutex, atomic};
#[cfg(shuttle)]
pub(crate) use shuttle::sync::{Mutex, atomic};
#[cfg(not(any(loom, shuttle)))]
pub(crate) use std::sync::{Mutex, atomic};

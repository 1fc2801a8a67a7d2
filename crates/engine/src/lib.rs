//! The WebAssembly that lives in the engine worker.
//!
//! - `supervisor` is what the worker's own thread does: it takes the page's commands, watches the
//!   run and sends events. It never blocks, since a worker that blocks can neither hear a
//!   cancellation nor start the pool's nested workers.
//! - `network` is what it asks the network for the threads that wait for that.
//! - `pool` is where Python threads run, and block: the workers of wasm-bindgen-rayon. Compiled
//!   without atomics, for pages without shared memory, there is `alone` in its place: the worker
//!   itself does everything, in pieces.
//! - `apart` is where processes run that have a memory of their own.
//!
//! `www/engine-worker.js` loads this module and passes messages on.

#![cfg(target_arch = "wasm32")]

#[cfg(not(target_feature = "atomics"))]
mod alone;
#[cfg(target_feature = "atomics")]
mod apart;
mod clock;
mod library;
mod network;
#[cfg(target_feature = "atomics")]
mod pool;
mod supervisor;

#[cfg(not(target_feature = "atomics"))]
use alone as here;
#[cfg(target_feature = "atomics")]
use pool as here;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// Counts what a program takes, so that it gets a `MemoryError` where the engine would be out of memory.
#[global_allocator]
static ALLOCATOR: runtime::Counted = runtime::Counted;

/// Runs once, when the engine worker loads the module.
#[wasm_bindgen(start)]
fn start() {
    here::report_rejections();
    library::load_when_wanted();
}

/// A message from the page: a [`protocol::Command`]. Answers are posted, not returned; a message
/// of any other form is answered with [`protocol::Event::Failed`].
#[wasm_bindgen]
pub fn command(message: JsValue) {
    supervisor::command(message);
}

//! The threads of the browser: a pool of nested workers.

use std::sync::OnceLock;
use std::time::Duration;

use futures_channel::mpsc::{UnboundedSender, unbounded};
use protocol::{Cores, Passage, RunRequest};
use runtime::{Address, Completion, Desk, Host, Job, NoThread};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::network::{self, Wish};
use crate::{apart, clock, supervisor};

/// How time passes for programs on real cores here.
pub(crate) const PASSAGE: Passage = Passage::Threads;

// Python threads run inside a promise's callback in their workers, where a trap or a panic is a
// rejection that nobody outside would ever hear of. Reported as an error, it goes on to the worker
// that started this one. Listening twice with the same function is listening once.
#[wasm_bindgen(inline_js = "
const report = (event) => {
  event.preventDefault();
  reportError(event.reason);
};
export function report_rejections() {
  self.addEventListener('unhandledrejection', report);
}
")]
extern "C" {
    /// Has this thread's worker report rejected promises as errors.
    pub(crate) fn report_rejections();
}

/// Starts the pool's workers. Never returns if one of them does not start, so the page waits
/// with a time-out; the pool can be started only once, and never be resized.
pub(crate) async fn start_workers(room: usize) -> Result<(), JsValue> {
    JsFuture::from(wasm_bindgen_rayon::init_thread_pool(room)).await?;
    let (sender, mut wishes) = unbounded();
    if WISHES.set(sender).is_ok() {
        spawn_local(async move {
            while let Ok(wish) = wishes.recv().await {
                network::grant(wish);
            }
        });
    }
    Ok(())
}

/// To the engine worker's own thread.
static WISHES: OnceLock<UnboundedSender<Wish>> = OnceLock::new();

/// Sees to what has to be there before a program runs: processes of virtual cores need nothing.
pub(crate) async fn prepare(request: &RunRequest) {
    let source = &request.program.source;
    if request.settings.cores == Cores::Real && python::begins_processes(source) {
        apart::prepare(source).await;
    }
}

/// A run is over.
pub(crate) fn end_run() {
    apart::end();
}

/// Has the engine worker's own thread do something for the network.
pub(crate) fn wish(wish: Wish) {
    if let Some(wishes) = WISHES.get() {
        // Fails only if the engine is gone.
        let _ = wishes.unbounded_send(wish);
    }
}

/// The pool as the runtime sees it.
pub(crate) struct Here {
    room: usize,
}

impl Here {
    pub(crate) fn with_room(room: usize) -> Self {
        Self { room }
    }
}

impl Host for Here {
    const TAKES_TURNS: bool = false;
    const APART: bool = true;

    fn now(&self) -> Duration {
        clock::now()
    }

    fn wall_clock(&self) -> f64 {
        clock::now().as_secs_f64()
    }

    fn room(&self) -> usize {
        self.room
    }

    fn spawn(&self, job: Job) -> Result<(), NoThread> {
        // Rayon would queue a job that no worker is free for, behind threads that may wait for
        // it. The runtime keeps to `room`, so there always is one.
        rayon::spawn(|| {
            report_rejections();
            job();
        });
        Ok(())
    }

    fn fetch(&self, address: Address, completion: Completion) {
        network::fetch(address, completion);
    }

    fn later(&self, after: Duration, then: Job) {
        network::later(after, then);
    }

    fn spawn_apart(&self, desk: Desk<Self>, job: Option<u32>) -> Result<(), NoThread> {
        apart::spawn(desk, job)
    }

    fn wants_relay(&self) {
        wish(Wish::Do(Box::new(supervisor::relay)));
    }

    fn poke(&self, process: u32, breaker: u32, bits: u32) {
        apart::poke(process, breaker, bits);
    }
}

//! The browser without shared memory: there is only the engine worker itself, and what it runs is
//! done in pieces, between which it hears what the page says.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use protocol::{Passage, RunRequest};
use runtime::{Address, Completion, Host, Job, Next, NoThread, Turns};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use gloo_timers::future::TimeoutFuture;

use crate::clock;
use crate::network::{self, Wish};

/// How time passes for programs on real cores here.
pub(crate) const PASSAGE: Passage = Passage::Single;

// A timer of no length would do, but after some of these in a row browsers make each of them take
// 4 ms; a message takes none.
#[wasm_bindgen(inline_js = "
export function breath() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
")]
extern "C" {
    /// Lets the worker look at what else there is to do.
    fn breath() -> js_sys::Promise;
}

/// There is nothing to start.
pub(crate) async fn start_workers(_room: usize) -> Result<(), JsValue> {
    Ok(())
}

/// There is nobody else whose errors would have to be reported.
pub(crate) fn report_rejections() {}

/// A run needs nothing before it.
pub(crate) async fn prepare(_request: &RunRequest) {}

/// A run is over: it leaves nothing.
pub(crate) fn end_run() {}

/// There is nobody else to do it.
pub(crate) fn wish(wish: Wish) {
    network::grant(wish);
}

/// The worker as the runtime sees it.
pub(crate) struct Here;

impl Here {
    pub(crate) fn with_room(_room: usize) -> Self {
        Self
    }
}

impl Host for Here {
    const HAS_THREADS: bool = false;

    fn now(&self) -> Duration {
        clock::now()
    }

    fn wall_clock(&self) -> f64 {
        clock::now().as_secs_f64()
    }

    fn room(&self) -> usize {
        0
    }

    fn spawn(&self, _job: Job) -> Result<(), NoThread> {
        Err(NoThread)
    }

    fn fetch(&self, address: Address, completion: Completion) {
        network::fetch(address, completion);
    }

    fn later(&self, after: Duration, then: Job) {
        network::later(after, then);
    }

    fn take_turns(&self, mut turns: Box<dyn Turns>) -> Result<(), NoThread> {
        let bell = turns.bell();
        spawn_local(async move {
            loop {
                match turns.advance() {
                    Next::Again => {
                        // Cannot fail: nothing rejects it.
                        let _ = JsFuture::from(breath()).await;
                    }
                    // Timers tell whole milliseconds.
                    Next::Sleep(length) => {
                        let milliseconds = length.as_millis().max(1);
                        let mut timer = TimeoutFuture::new(milliseconds as u32);
                        poll_fn(|context| match bell.poll(context) {
                            Poll::Pending => Pin::new(&mut timer).poll(context),
                            rung => rung,
                        })
                        .await;
                    }
                    Next::Ended => return,
                }
            }
        });
        Ok(())
    }
}

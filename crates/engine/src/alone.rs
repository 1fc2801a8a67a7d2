//! The browser without shared memory: there is only the engine worker itself, and what it runs is
//! done in pieces, between which it hears what the page says.

use std::time::Duration;

use protocol::Passage;
use runtime::{Host, Job, Next, NoThread, Turns};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use gloo_timers::future::TimeoutFuture;

use crate::clock;

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

    fn take_turns(&self, mut turns: Box<dyn Turns>) -> Result<(), NoThread> {
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
                        TimeoutFuture::new(milliseconds as u32).await;
                    }
                    Next::Ended => return,
                }
            }
        });
        Ok(())
    }
}

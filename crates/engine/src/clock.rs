//! The workers' clock.

use std::time::Duration;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    static TIME_ORIGIN: f64;
}

/// Time since some fixed moment, the same for all workers.
pub(crate) fn now() -> Duration {
    Duration::from_secs_f64(milliseconds_since_epoch() / 1000.0)
}

/// Each worker has a time origin of its own, so only the sum can be compared. At this size an f64
/// still resolves a quarter of a microsecond, finer than browsers' timers.
pub(crate) fn milliseconds_since_epoch() -> f64 {
    TIME_ORIGIN.with(|origin| *origin) + performance_now()
}

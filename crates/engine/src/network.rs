//! What programs ask the network: the engine worker's own thread asks it, with the browser's `fetch`, whoever
//! waits for the answer.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, JsString, Uint8Array};
use runtime::{Address, Asked, Completion, End, Failure, FailureKind, Job, Response};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use crate::here;

// Which of the page's service workers answers is up to the browser: it is asked once. Without an origin there
// is none.
#[wasm_bindgen(inline_js = "
const base = new URL('../../../../../', import.meta.url);
const MOST = 32 << 20;
const underWay = new Map();
let service;

export function has_service() {
  service ??= self.origin === 'null'
    ? Promise.resolve(false)
    : fetch(new URL('api/delay/0', base), { cache: 'no-store' })
        .then((response) => response.ok && response.json())
        .then((answer) => answer.delay === 0)
        .catch(() => false);
  return service;
}

export function abort(id) {
  underWay.get(id)?.abort();
}

export async function ask(id, method, address, headers, body, timeout, follow) {
  const controller = new AbortController();
  underWay.set(id, controller);
  let isLate = false;
  const timer = timeout === undefined ? undefined : setTimeout(() => {
    isLate = true;
    controller.abort();
  }, timeout);
  let response;
  try {
    const url = new URL(address, base);
    const started = performance.now();
    response = await fetch(url, {
      method,
      // Browsers have a name of their own; another one only has them ask whether it may be sent.
      headers: headers.filter(([name]) => name.toLowerCase() !== 'user-agent'),
      body: method === 'GET' || method === 'HEAD' ? undefined : body,
      cache: 'no-store',
      credentials: 'omit',
      redirect: follow ? 'follow' : 'manual',
      referrerPolicy: 'no-referrer',
      signal: controller.signal,
    });
    const elapsed = performance.now() - started;
    if (response.type === 'opaqueredirect') return ['hidden'];
    const parts = [];
    let length = 0;
    const reader = response.body?.getReader();
    for (let part; reader && !(part = await reader.read()).done; parts.push(part.value)) {
      length += part.value.length;
      if (length > MOST) return ['long', MOST >> 20];
    }
    const content = new Uint8Array(await new Blob(parts).arrayBuffer());
    const { status, statusText, redirected } = response;
    return ['', status, statusText, [...response.headers], content, response.url, elapsed, redirected];
  } catch (error) {
    return [isLate ? 'late' : response ? 'cut' : 'failed', error.message];
  } finally {
    clearTimeout(timer);
    controller.abort();
    underWay.delete(id);
  }
}

export function is_mixed(address) {
  return self.location.protocol === 'https:' && /^http:/i.test(address);
}
")]
extern "C" {
    async fn has_service() -> JsValue;
    async fn ask(
        id: u32,
        method: &str,
        address: &str,
        headers: Array,
        body: Option<Uint8Array>,
        timeout: Option<f64>,
        follow: bool,
    ) -> JsValue;
    fn abort(id: u32);
    fn is_mixed(address: &str) -> bool;
}

/// What the engine worker's own thread is to do for the network.
pub(crate) enum Wish {
    Ask(u32, Address, Completion),
    Abort(u32),
    Later(Duration, Job),
    /// Whatever only that thread can do.
    #[cfg(target_feature = "atomics")]
    Do(Job),
}

/// `Host::fetch`.
pub(crate) fn fetch(address: Address, completion: Completion) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // Relaxed: those under way at the same time are to have different numbers, no more.
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    completion.on_abandon(move || here::wish(Wish::Abort(id)));
    here::wish(Wish::Ask(id, address, completion));
}

/// `Host::later`.
pub(crate) fn later(after: Duration, then: Job) {
    here::wish(Wish::Later(after, then));
}

/// Begins to do it.
pub(crate) fn grant(wish: Wish) {
    match wish {
        Wish::Ask(id, address, completion) => spawn_local(exchange(id, address, completion)),
        Wish::Abort(id) => abort(id),
        #[cfg(target_feature = "atomics")]
        Wish::Do(job) => job(),
        Wish::Later(after, then) => spawn_local(async move {
            // Timers tell whole milliseconds, and end early rather than late.
            let milliseconds = after.as_micros().div_ceil(1000);
            TimeoutFuture::new(u32::try_from(milliseconds).unwrap_or(u32::MAX)).await;
            then();
        }),
    }
}

async fn exchange(id: u32, address: Address, completion: Completion) {
    let url = match address {
        Address::Outside(url) => url,
        Address::Service(path) => {
            if has_service().await.is_falsy() {
                return completion.simulate();
            }
            path
        }
    };
    if !completion.is_wanted() {
        return;
    }
    let asked = completion.asked();
    let answer = ask(
        id,
        &asked.method,
        &url,
        headers(asked),
        asked.body.as_deref().map(Uint8Array::from),
        asked.timeout.map(|timeout| timeout.as_secs_f64() * 1000.0),
        asked.redirects > 0,
    );
    let answer: Array = answer.await.unchecked_into();
    match text(&answer.get(0)).as_str() {
        "late" => completion.time_out(),
        "" => completion.complete(Ok(response(&answer))),
        what => completion.complete(failure(what, &url, &answer.get(1))),
    }
}

fn headers(asked: &Asked) -> Array {
    let pair = |(name, value): &(String, String)| {
        Array::of2(&JsValue::from_str(name), &JsValue::from_str(value))
    };
    asked.headers.iter().map(pair).collect()
}

fn response(answer: &Array) -> Response {
    let number = |place| answer.get(place).as_f64().unwrap_or_default();
    let headers: Array = answer.get(3).unchecked_into();
    let pair = |pair: JsValue| {
        let pair: Array = pair.unchecked_into();
        (text(&pair.get(0)), text(&pair.get(1)))
    };
    let body: Uint8Array = answer.get(4).unchecked_into();
    Response {
        status: number(1) as u16,
        reason: text(&answer.get(2)),
        headers: headers.iter().map(pair).collect(),
        body: body.to_vec(),
        url: text(&answer.get(5)),
        elapsed: Duration::from_secs_f64(number(6).max(0.0) / 1000.0),
        // Browsers do not say how many.
        redirected: u32::from(answer.get(7).is_truthy()),
    }
}

fn failure(what: &str, url: &str, detail: &JsValue) -> End {
    let shown = url.split(['?', '#']).next().unwrap_or_default();
    let detail = match detail.as_f64() {
        Some(number) => number.to_string(),
        None => text(detail),
    };
    let (kind, message) = match what {
        "hidden" => (
            FailureKind::Redirects,
            format!("{shown} answers with a redirect, which browsers follow or hide from pages."),
        ),
        "long" => (
            FailureKind::Cut,
            format!("The answer is longer than {detail} MB."),
        ),
        "cut" => (
            FailureKind::Cut,
            format!("The connection was closed in the middle of the answer ({detail})."),
        ),
        _ if is_mixed(url) => (
            FailureKind::Refused,
            format!("A page that came by https must not ask {shown}: use an https address."),
        ),
        _ => (
            FailureKind::Refused,
            format!(
                "The browser does not let this page read {shown} ({detail}): either the site does not \
                 allow it with CORS headers, or it cannot be reached."
            ),
        ),
    };
    Err(Failure::new(kind, message))
}

fn text(value: &JsValue) -> String {
    value
        .dyn_ref::<JsString>()
        .map(String::from)
        .unwrap_or_default()
}

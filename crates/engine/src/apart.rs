//! Processes with a memory of their own, each in a worker of its own (`www/process-worker.js`).
//!
//! That worker has this module twice: once on the memory of the run, as the pool's workers have, where its desk is,
//! and once on a memory of its own, where the process lives. What the process asks of the run goes from the one to
//! the other, without another worker in between. The engine worker's own thread only makes these workers, and reaches
//! into their memories for [`Host::poke`].

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use runtime::{Address, Completion, Desk, Host, Job, NoThread, Root};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::clock;
use crate::here::{Here, wish};
use crate::network::Wish;

#[wasm_bindgen(inline_js = "
import { desk_crash, desk_take } from '../../engine.js';

let loading;
let processes;

async function load() {
  try {
    processes = await (loading ??= import(new URL('../../../processes.js', import.meta.url)));
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

export async function prepare_apart(...all) {
  await load();
  await processes.prepare(...all);
}

export async function start_apart(module, root, process, thread, ...more) {
  try {
    await load();
    await processes.start(module, root, process, thread, ...more);
  } catch (error) {
    desk_take(thread);
    desk_crash(error.message);
  }
}

export function poke_apart(...all) {
  processes?.poke(...all);
}

export function end_apart() {
  processes?.end();
}

export function ask_root(question) {
  return self.root.desk_ask(question);
}

export function tell_root(word, number, value) {
  return self.root.desk_tell(word, number, value);
}
")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn prepare_apart(module: JsValue, root: JsValue, names: &str)
    -> Result<JsValue, JsValue>;
    fn start_apart(
        module: JsValue,
        root: JsValue,
        process: u32,
        thread: u32,
        job: Option<u32>,
        names: &str,
    );
    fn poke_apart(process: u32, breaker: u32, bits: u32);
    fn end_apart();
    fn ask_root(question: &[u8]) -> Vec<u8>;
    fn tell_root(word: u32, number: u32, value: f64) -> f64;
}

// At the root, on the engine worker's own thread or the pool's.

/// Desks at which nobody sits yet, by their threads.
static DESKS: Mutex<BTreeMap<u32, Desk<Here>>> = Mutex::new(BTreeMap::new());

fn desks() -> MutexGuard<'static, BTreeMap<u32, Desk<Here>>> {
    DESKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Before a program runs that may begin processes: a worker takes longer to load than a process to begin.
pub(crate) async fn prepare(source: &str) {
    let (module, memory) = (wasm_bindgen::module(), wasm_bindgen::memory());
    let names = python::modules_for_processes(source);
    // If it cannot be done, the first process will say so.
    let _ = prepare_apart(module, memory, &names).await;
}

/// `Host::spawn_apart`.
pub(crate) fn spawn(desk: Desk<Here>, job: Option<u32>) -> Result<(), NoThread> {
    let (process, thread) = (desk.process(), desk.thread());
    desks().insert(thread, desk);
    wish(Wish::Do(Box::new(move || {
        let (module, memory) = (wasm_bindgen::module(), wasm_bindgen::memory());
        // Another thread of a process finds its memory made.
        let names = match job {
            Some(_) => String::new(),
            None => python::compiled_modules(),
        };
        start_apart(module, memory, process, thread, job, &names);
    })));
    Ok(())
}

/// `Host::poke`, on the engine worker's own thread.
pub(crate) fn poke(process: u32, breaker: u32, bits: u32) {
    poke_apart(process, breaker, bits);
}

/// The run is over: no worker of it is left.
pub(crate) fn end() {
    desks().clear();
    end_apart();
}

// At the root, in the worker of a process.

thread_local! {
    static DESK: RefCell<Option<Desk<Here>>> = const { RefCell::new(None) };
}

/// This worker is the thread of that number from now on.
#[wasm_bindgen]
pub fn desk_take(thread: u32) {
    DESK.set(desks().remove(&thread));
}

/// It is that no more.
#[wasm_bindgen]
pub fn desk_leave() {
    if let Some(desk) = DESK.take() {
        desk.leave();
    }
}

/// [`Desk::ask`].
#[wasm_bindgen]
pub fn desk_ask(question: &[u8]) -> Vec<u8> {
    let answer = |desk: &Option<Desk<Here>>| desk.as_ref().map(|desk| desk.ask(question));
    DESK.with_borrow(answer).unwrap_or_default()
}

/// [`Desk::tell`].
#[wasm_bindgen]
pub fn desk_tell(word: u32, number: u32, value: f64) -> f64 {
    let answer = |desk: &Option<Desk<Here>>| Some(desk.as_ref()?.tell(word, number, value));
    DESK.with_borrow(answer).unwrap_or_default()
}

/// [`Desk::crash`].
#[wasm_bindgen]
pub fn desk_crash(why: &str) {
    if let Some(desk) = DESK.take() {
        desk.crash(why);
    }
}

// In the memory of the process.

/// The root as it is reached from there.
struct Line;

impl Root for Line {
    fn ask(&self, question: &[u8]) -> Vec<u8> {
        ask_root(question)
    }

    fn tell(&self, word: u32, number: u32, value: f64) -> f64 {
        tell_root(word, number, value)
    }

    fn breaker(&self, breaker: &Arc<runtime::ThreadState>) -> u32 {
        std::ptr::from_ref(breaker.eval_breaker()).addr() as u32
    }
}

/// A process as the runtime sees it from inside.
struct There(Arc<dyn Root>);

impl Host for There {
    const TAKES_TURNS: bool = false;
    const APART: bool = true;

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
        // Threads of a process are begun through the root.
        Err(NoThread)
    }

    fn fetch(&self, _address: Address, completion: Completion) {
        drop(completion);
    }

    fn later(&self, _after: Duration, _then: Job) {}

    fn root(&self) -> Option<&Arc<dyn Root>> {
        Some(&self.0)
    }
}

/// Runs a process from its beginning to its end.
#[wasm_bindgen]
pub fn live() {
    if !python::has_library() {
        // It is no copy.
        warm("");
    }
    runtime::limit_memory(crate::supervisor::MEMORY);
    runtime::live(There(Arc::new(Line)));
}

/// Does in a memory what all processes would have to do first: they begin with copies of it.
#[wasm_bindgen]
pub fn warm(names: &str) {
    crate::library::load_when_wanted();
    crate::library::load_now();
    python::compile_modules(names);
}

/// Runs another thread of one.
#[wasm_bindgen]
pub fn live_on(job: u32) {
    runtime::live_on(job);
}

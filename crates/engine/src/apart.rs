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
import { destroy, newMemory } from '../../engine.js';

const base = new URL('../../../', import.meta.url);
const processes = new Map();
const workers = new Set();
const idle = [];
const LATE = 1000;
let rest;
let template = { names: '' };
let isOver = false;

async function start(module, root, number, thread, job, names) {
  isOver = false;
  rest ??= WebAssembly.compileStreaming(fetch(new URL('threads/rest.wasm', base)));
  const parts = { module, root, rest: await rest };
  if (job === undefined) {
    if (template.names.length < names.length) warm(parts, names);
    const from = await template.memory;
    const memory = newMemory(from.buffer.byteLength >> 16);
    const process = { number, memory, busy: new Set(), idle: [] };
    processes.set(number, process);
    give(process, { ...parts, memory, from, thread });
  } else {
    const process = processes.get(number);
    if (process) give(process, { ...parts, memory: process.memory, thread, job });
  }
}

function warm(parts, names) {
  const memory = newMemory();
  const worker = give({ busy: new Set(), idle: [] }, { ...parts, memory, names });
  template = { names, memory: new Promise((resolve) => (worker.warmed = () => resolve(memory))) };
}

function give(process, task) {
  const worker = process.idle.pop() ?? idle.pop() ?? make();
  process.busy.add(worker);
  worker.process = process;
  worker.postMessage(task);
  // Whoever begins one process often begins another one, and to load a worker takes longer than all the rest.
  if (idle.length === 0 && workers.size < navigator.hardwareConcurrency + 2) idle.push(make());
  return worker;
}

function make() {
  const worker = new Worker(new URL('process-worker.js', base), { type: 'module' });
  workers.add(worker);
  worker.addEventListener('message', ({ data }) => {
    if (data.place) {
      worker.place = data.place;
      return;
    }
    const { process } = worker;
    process.busy.delete(worker);
    process.idle.push(worker);
    if (data === 'crashed') {
      // Not one that may hold something of the run's: the others have been told to leave.
      const others = [...process.busy];
      process.busy.clear();
      process.idle.splice(0).forEach(end);
      setTimeout(() => {
        processes.delete(process.number);
        others.filter((other) => workers.has(other) && other.process === process).forEach(end);
      }, LATE);
      return;
    }
    if (process.busy.size > 0 || !workers.has(worker)) return;
    worker.warmed?.();
    worker.warmed = undefined;
    idle.push(...process.idle.splice(0));
    processes.delete(process.number);
    if (isOver) idle.splice(0).forEach(end);
  });
  return worker;
}

function end(worker) {
  worker.terminate();
  workers.delete(worker);
  if (worker.place) destroy(...worker.place);
}

export function start_apart(...all) {
  start(...all);
}

export function poke_apart(process, breaker, bits) {
  const memory = processes.get(process)?.memory;
  if (memory) Atomics.or(new Int32Array(memory.buffer), breaker >> 2, bits);
}

export function end_apart() {
  isOver = true;
  idle.splice(0).forEach(end);
  const late = [...workers];
  setTimeout(() => late.filter((worker) => workers.has(worker) && isOver).forEach(end), LATE);
}

export function ask_root(question) {
  return self.root.desk_ask(question);
}

export function tell_root(word, number, value) {
  return self.root.desk_tell(word, number, value);
}
")]
extern "C" {
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

/// `Host::spawn_apart`.
pub(crate) fn spawn(desk: Desk<Here>, job: Option<u32>) -> Result<(), NoThread> {
    let (process, thread) = (desk.process(), desk.thread());
    desks().insert(thread, desk);
    wish(Wish::Do(Box::new(move || {
        let (module, memory) = (wasm_bindgen::module(), wasm_bindgen::memory());
        let names = python::compiled_modules();
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
    DESK.take();
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
    runtime::limit_memory(crate::supervisor::MEMORY);
    runtime::live(There(Arc::new(Line)));
}

/// Does in a memory what all processes would have to do first: they begin with copies of it.
#[wasm_bindgen]
pub fn warm(names: &str) {
    crate::library::load_now();
    python::compile_modules(names);
}

/// Runs another thread of one.
#[wasm_bindgen]
pub fn live_on(job: u32) {
    runtime::live_on(job);
}

// The workers of processes that have a memory of their own (`process-worker.js`): which are there, and for whom. On
// the engine worker's own thread, from the first process on.

import { destroy, newMemory } from "./threads/engine.js";

/** How long threads that have been told to end are waited for, in milliseconds. */
const LATE = 1000;
/** To load a worker takes longer than all the rest: as many as this are kept for the processes to come. */
const KEPT = navigator.hardwareConcurrency + 2;

/** Where compiled functions are that few programs need. */
let rest;
/** Those that live, by their numbers. */
const processes = new Map();
const workers = new Set();
/** Those that are nobody's. */
const idle = [];
/** One that has a memory ready. */
let spare;
/** A memory in which some of Python's modules are compiled. Processes begin with a copy. */
let template;
/** The names of those that are, or will soon be. */
const compiled = new Set();
let warming;
/** A message's memory is never the same object: they are told apart by numbers. */
let memories = 0;

/** A program will begin processes, which may want these modules. */
export async function prepare(module, root, names) {
  const parts = await partsOf(module, root);
  await warm(parts, names);
  prepareOne(parts);
}

/** A process begins, or one runs a job on another thread: the one of that number. */
export async function start(module, root, number, thread, job, names) {
  const parts = await partsOf(module, root);
  if (job !== undefined) {
    goOn(parts, number, thread, job);
    return;
  }
  if (!template) await warm(parts, names);
  begin(parts, number, thread);
  prepareOne(parts);
  warm(parts, names);
}

async function partsOf(module, root) {
  try {
    rest ??= WebAssembly.compileStreaming(fetch(new URL("threads/rest.wasm", import.meta.url)));
    return { module, root, rest: await rest };
  } catch (error) {
    rest = undefined;
    throw error;
  }
}

/** Compiles modules, unless they are, in a copy of what there is, for the processes to come. */
async function warm(parts, names) {
  const missing = names.split(" ").filter((name) => !compiled.has(name));
  if (missing.length === 0 || warming) return warming;
  try {
    const { home, from } = makeHome();
    const worker = take();
    warming = new Promise((resolve) => {
      const whenOver = (memory) => {
        template = memory ?? template;
        warming = undefined;
        resolve();
      };
      const process = { home, busy: new Set(), idle: [], whenOver };
      give(process, worker, { ...parts, ...home, from, names: missing.join(" ") });
    });
    missing.forEach((name) => compiled.add(name));
  } catch {
    // There is no room for it: processes begin without it, only later.
  }
  return warming;
}

function begin(parts, number, thread) {
  const { worker = take(), home, from } = spare ?? makeHome();
  spare = undefined;
  const process = { number, home, busy: new Set(), idle: [] };
  processes.set(number, process);
  give(process, worker, { ...parts, ...home, from, thread });
}

function goOn(parts, number, thread, job) {
  const process = processes.get(number);
  if (process) give(process, process.idle.pop() ?? take(), { ...parts, ...process.home, thread, job });
}

/** Whoever begins one process often begins another one. */
function prepareOne(parts) {
  if (spare || (idle.length === 0 && workers.size >= KEPT)) return;
  try {
    const { home, from } = makeHome();
    spare = { worker: take(), home };
    spare.worker.postMessage({ ...parts, ...home, from });
  } catch {
    // There is no room for one more: one that is needed may find some.
    spare = undefined;
  }
}

/** What a process lives in, and from where its first worker copies what it begins with. */
function makeHome() {
  const memory = newMemory(template && template.buffer.byteLength >> 16);
  return { home: { memory, key: ++memories }, from: template };
}

function take() {
  return idle.pop() ?? make();
}

function give(process, worker, task) {
  process.busy.add(worker);
  worker.process = process;
  worker.postMessage(task);
}

function make() {
  const worker = new Worker(new URL("process-worker.js", import.meta.url), { type: "module" });
  workers.add(worker);
  worker.addEventListener("message", ({ data }) => {
    if (data.place) worker.place = data.place;
    else if (data === "crashed") crash(worker);
    else if (worker.process.busy.delete(worker)) leave(worker);
  });
  return worker;
}

/** A thread has ended. */
function leave(worker) {
  const { process } = worker;
  if (process.crashed) {
    dismiss(worker);
    return;
  }
  process.idle.push(worker);
  if (process.busy.size > 0) return;
  process.whenOver?.(process.home.memory);
  forget(process);
  for (const other of process.idle) {
    if (idle.length < KEPT) {
      // It lets go of the memory.
      other.postMessage({});
      idle.push(other);
    } else {
      dismiss(other);
    }
  }
}

/** A process has broken down. None of its workers is used again: one may hold something of the run's. */
function crash(worker) {
  const { process } = worker;
  process.crashed = true;
  process.idle.push(worker);
  process.busy.delete(worker);
  process.idle.splice(0).forEach(dismiss);
  process.whenOver?.();
  forget(process);
  dismissLater(process);
}

/** Threads that have been told to end, and do not. */
function dismissLater(process) {
  const late = [...process.busy];
  setTimeout(() => {
    const stillThere = late.filter((worker) => process.busy.delete(worker));
    stillThere.forEach(stop);
    // Not if it has ended properly meanwhile: then its workers are others' now.
    if (stillThere.length === 0 || process.busy.size > 0) return;
    process.idle.splice(0).forEach(dismiss);
    forget(process);
  }, LATE);
}

function dismiss(worker) {
  stop(worker);
  if (worker.place) destroy(...worker.place);
}

/** One that is busy may go on for a moment: what it has at the root stays its own. */
function stop(worker) {
  worker.terminate();
  workers.delete(worker);
}

function forget(process) {
  // The next run may have another one of that number.
  if (processes.get(process.number) === process) processes.delete(process.number);
}

/** Sets bits of the eval breaker that is there in a process's memory. */
export function poke(number, breaker, bits) {
  const memory = processes.get(number)?.home.memory;
  if (memory) Atomics.or(new Int32Array(memory.buffer), breaker >> 2, bits);
}

/** The run is over. */
export function end() {
  [...processes.values()].forEach(dismissLater);
}

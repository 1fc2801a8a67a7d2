// The worker of a process that has a memory of its own, or of another thread of one. It has the engine twice: at
// the root, on the memory of the run, where it may wait for others, and on the memory of the process.

import { engine } from "./threads/engine.js";

/** Its stack at the root: what is called there is not deep. */
const STACK = 256 << 10;

let root;
/** The engine on the memory of a process, which other threads of the same process run in as well. */
let own;
let ownMemory;

function makeOwn({ module, memory, from }) {
  if (memory === ownMemory) return;
  // What all processes would have to do first is done in there.
  if (from) new Uint8Array(memory.buffer).set(new Uint8Array(from.buffer));
  ownMemory = memory;
  own = engine();
  own.initSync({ module, memory });
}

self.addEventListener("message", ({ data }) => {
  const { module, thread, job, names } = data;
  self.rest = data.rest;
  if (names !== undefined) {
    makeOwn(data);
    own.warm(names);
    postMessage("ended");
    return;
  }
  if (!root) {
    root = engine();
    root.initSync({ module, memory: data.root, thread_stack_size: STACK });
    self.root = root;
    // For whoever gives it back.
    postMessage({ place: [...root.place(), STACK] });
  }
  root.desk_take(thread);
  try {
    makeOwn(data);
    if (job === undefined) own.live();
    else own.live_on(job);
    root.desk_leave();
    postMessage("ended");
  } catch (error) {
    root.desk_crash(error.message);
    postMessage("crashed");
  }
});

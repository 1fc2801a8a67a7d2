// The worker of a process that has a memory of its own, or of another thread of one. It has the engine twice: at
// the root, on the memory of the run, where it may wait for others, and on the memory of the process.

import { engine } from "./threads/engine.js";

/** Its stack at the root: what is called there is not deep. */
const STACK = 256 << 10;

let root;
/** The engine on the memory of a process, which other threads of the same process run in as well. */
let own;
/** The number of that memory. */
let ownKey;

function makeRoot({ module, root: memory }) {
  if (root) return;
  root = engine();
  root.initSync({ module, memory, thread_stack_size: STACK });
  self.root = root;
  // For whoever gives it back.
  postMessage({ place: [...root.place(), STACK] });
}

function makeOwn({ module, memory, key, from }) {
  if (key === ownKey) return;
  own = undefined;
  ownKey = undefined;
  if (key === undefined) return;
  // What all processes would have to do first is done in there.
  if (from) new Uint8Array(memory.buffer).set(new Uint8Array(from.buffer));
  const made = engine();
  made.initSync({ module, memory });
  own = made;
  ownKey = key;
}

function live({ job }) {
  if (job === undefined) own.live();
  else own.live_on(job);
}

self.addEventListener("message", ({ data }) => {
  const { thread, names } = data;
  self.rest = data.rest;
  if (names !== undefined) {
    try {
      makeOwn(data);
      own.warm(names);
      postMessage("ended");
    } catch {
      // Processes begin without it, only later.
      postMessage("crashed");
    }
    return;
  }
  if (data.root) makeRoot(data);
  if (thread === undefined) {
    try {
      makeOwn(data);
    } catch {
      // There is no room, or not yet: when a process begins, it is tried again.
    }
    return;
  }
  root.desk_take(thread);
  try {
    makeOwn(data);
    live(data);
    root.desk_leave();
    postMessage("ended");
  } catch (error) {
    root.desk_crash(error.message);
    postMessage("crashed");
  }
});

// The engine worker's first script: loads the WebAssembly and passes messages on. Whatever goes
// wrong in this worker or in one of its nested ones becomes a message to the page, in the form of
// `Event::Failed`.

function fail(error) {
  const text = error?.message ?? String(error);
  postMessage({
    event: "failed",
    message:
      `The engine broke down (${text}). If the program needs much memory, that may be all used ` +
      "up. Press Run to start a new engine.",
  });
}

function onError(event) {
  event.preventDefault();
  fail(event);
}
self.addEventListener("error", onError);

// The pool makes its workers without listening for their errors (a trap or a panic in a Python
// thread). Unheard ones come here as well in the end, but on their way they are printed to the
// console as nobody's.
self.Worker = class extends Worker {
  constructor(...args) {
    super(...args);
    this.addEventListener("error", onError);
  }

  // It also hands the WebAssembly over in a form that wasm-bindgen prints a warning for, a thread each.
  postMessage(message, ...rest) {
    if (message.type === "wasm_bindgen_worker_init") {
      const { module: module_or_path, memory } = message;
      message = { ...message, module: { module_or_path, memory } };
    }
    super.postMessage(message, ...rest);
  }
};

// Which of the two engines can run here. The page asks the same, to say what it means. Without an
// origin (in a sandboxed frame) memory may be shared, but the pool’s workers cannot be made.
function canShareMemory() {
  if (self.origin === "null") return false;
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    // Making it always works; only sending it away shows whether it may be shared.
    const { port1 } = new MessageChannel();
    port1.postMessage(memory);
    port1.close();
    return true;
  } catch {
    return false;
  }
}

async function load() {
  const engine = await import(canShareMemory() ? "./threads/engine.js" : "./single/engine.js");
  await engine.default();
  return engine;
}

// The first command may come before the WebAssembly is compiled.
const loading = load();

self.addEventListener("message", async ({ data }) => {
  try {
    const { command } = await loading;
    command(data);
  } catch (error) {
    fail(error);
  }
});

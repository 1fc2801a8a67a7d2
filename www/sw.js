// The service worker: adds the headers that isolate the page where its host does not send them, and is
// the slow service that programs ask in order to wait for a network.
// It keeps nothing, so what is served is always what the host has.

const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
  // For pages in frames, which the others do not isolate. Chromium alone has it.
  "Document-Isolation-Policy": "isolate-and-require-corp",
};

// A new version takes over at once. It does not claim pages that were loaded without it: that a
// page has a controller shall mean that its own load went through here.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.url.startsWith(SLOW)) return event.respondWith(slow(request));
  const scope = self.registration.scope;
  if (!request.url.startsWith(scope)) return;
  // The examples are ordinary pages, like those that the figures get embedded in.
  if (request.url.startsWith(`${scope}examples/`)) return;
  // Browsers’ own tools ask for this, and fetching it is an error.
  if (request.cache === "only-if-cached" && request.mode !== "same-origin") return;
  event.respondWith(isolated(request));
});

async function isolated(request) {
  const response = await fetch(request);
  // Redirects are followed by the browser and come here again.
  if (response.type === "opaqueredirect" || response.type === "error") return response;
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  const hasNoBody = [101, 204, 205, 304].includes(status);
  return new Response(hasNoBody ? null : response.body, { status, statusText, headers });
}

// --- The slow service ---

// As `crates/runtime/src/service.rs` has it: the same answers after the same time.
const SLOW = new URL("api/delay/", self.location).href;
const LONGEST = 10;
const MOST = 8 << 20;

const WRONG_DELAY = "The delay is a number of seconds from 0 to 10.";
const WRONG_QUERY =
  "size is a number of bytes up to 8388608, status one from 200 to 599, jitter a number of seconds, " +
  "and seed a whole number.";

async function slow({ url, method }) {
  const reply = answer(url);
  if (reply.delay > 0) await new Promise((resolve) => setTimeout(resolve, reply.delay * 1000));
  const headers = new Headers({
    ...ISOLATION,
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Access-Control-Allow-Origin": "*",
    "Content-Length": reply.text.length,
  });
  const hasNoBody = method === "HEAD" || [204, 205, 304].includes(reply.status);
  return new Response(hasNoBody ? null : reply.text, { status: reply.status, headers });
}

function answer(url) {
  const refused = (error) => ({ delay: 0, status: 400, text: `{"error": ${JSON.stringify(error)}}` });
  const [, path, query = ""] = /^([^?#]*)(?:\?([^#]*))?/.exec(url.slice(SLOW.length));
  const number = (text) => (/^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN);
  const whole = (text) => (/^\+?\d+$/.test(text) ? Number(text) : NaN);
  const asked = { size: 0, status: 200, jitter: 0, seed: 0 };
  for (const pair of query.split("&")) {
    const [name, value = ""] = pair.split(/=(.*)/s);
    if (Object.hasOwn(asked, name)) asked[name] = (name === "jitter" ? number : whole)(value);
  }
  const { size, status, jitter, seed } = asked;
  const seconds = number(path);
  if (!Number.isFinite(seconds)) return refused(WRONG_DELAY);
  const isRight =
    size <= MOST && status >= 200 && status < 600 && Number.isFinite(jitter) && seed < 2 ** 32;
  if (!isRight) return refused(WRONG_QUERY);
  const delay = Math.min(seconds + jitter * chance(seed), LONGEST);
  const [begin, padding, end] = [`{"delay": ${delay}`, ', "padding": "', '"}'];
  const dots = size - (begin + padding + end).length;
  const text = dots < 0 ? `${begin}}` : begin + padding + ".".repeat(dots) + end;
  return { delay, status, text };
}

/** From 0 to below 1, always the same for the same seed. */
function chance(seed) {
  let bits = (seed + 0x9e3779b9) >>> 0;
  for (const factor of [0x85ebca6b, 0xc2b2ae35]) bits = Math.imul(bits ^ (bits >>> 15), factor) >>> 0;
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

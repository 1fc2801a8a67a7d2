// The service worker: adds the headers that isolate the page where its host does not send them.
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

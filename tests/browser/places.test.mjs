// Wherever somebody puts the page: what it finds out about its place, and that it works there.

import assert from "node:assert/strict";
import { test } from "node:test";

import { engineIn, forAll, launch, launchWithFrames, reach, serve, tier } from "./support.mjs";

const ALLOW = 'allow="cross-origin-isolated; fullscreen; clipboard-write"';
const SANDBOX = 'sandbox="allow-scripts"';
const QUERY = "?figure=cpu-bound&embed=1&threads=2&count=100000&repeats=1";
const HASH = "#kept";

/** Two threads that really run at once see each other’s progress. */
const MEETING = `
import threading
here = [False, False]
def meet(me, other):
    here[me] = True
    while not here[other]:
        pass
threads = [threading.Thread(target=meet, args=(i, 1 - i)) for i in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("met", 2)
`;

const [browser, host, plain] = await forAll(
  launch(),
  serve(),
  serve({ isolated: false, folder: "/some/folder/" }),
);

async function newContext(t, options) {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  return context;
}

/** The address of a page at another site. */
async function elsewhere(t, html) {
  const site = await serve({ pages: { "/post": html } });
  t.after(() => site.close());
  return new URL("/post", site.elsewhere).href;
}

/** A page that notes its loads and what its policy forbids. */
async function visit(context, url) {
  const page = await context.newPage();
  const seen = { loads: [], violations: [], strangers: [] };
  page.on("request", (request) => {
    if (request.isNavigationRequest()) seen.loads.push(request.url());
    const { hostname, protocol } = new URL(request.url());
    const isHere = ["127.0.0.1", "localhost"].includes(hostname);
    if (protocol.startsWith("http") && !isHere) seen.strangers.push(request.url());
  });
  await page.exposeFunction("noteViolation", (text) => seen.violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      window.noteViolation(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(url);
  return { page, seen };
}

/** How often the page itself was loaded, wherever it stands. */
function loads({ loads }, site) {
  return loads.filter((url) => url.startsWith(`${site.url}?`)).length;
}

/** A page of another site with the playground in a frame. */
function around(site, attributes = ALLOW) {
  const address = `${site.url}${QUERY}${HASH}`.replaceAll("&", "&amp;");
  return `<!doctype html><link rel="icon" href="data:,"><title>A post</title>
    <p>Before.</p><iframe src="${address}" title="A figure" ${attributes}></iframe>`;
}

/** The only frame of a post around the page. */
async function frameOf(page) {
  const element = await page.waitForSelector("iframe");
  return element.contentFrame();
}

async function reallyShares(frame) {
  const engine = await engineIn(frame);
  const { report, said } = await engine.run(MEETING, { preset: "3.14t" });
  assert.equal(report.outcome, "finished");
  assert.equal(report.passage, "threads");
  assert.equal(said.met, 2);
}

async function takesTurns(frame) {
  const engine = await engineIn(frame);
  const { report, said } = await engine.run(MEETING);
  assert.equal(report.outcome, "finished");
  assert.equal(report.passage, "single");
  assert.equal(said.met, 2);
}

/** Long enough for a loop of reloads to show. */
const aWhile = (page) => page.waitForTimeout(1500);

test("a host that sends the headers: shared memory at once, a service worker for the engine alone", async (t) => {
  const { page, seen } = await visit(await newContext(t), `${host.url}${QUERY}${HASH}`);
  assert.equal(await tier(page), "a");
  await reallyShares(page);
  await aWhile(page);
  assert.equal(loads(seen, host), 1);
  const [controller, ...scopes] = await page.evaluate(async () => {
    const registrations = await navigator.serviceWorker.getRegistrations();
    return [navigator.serviceWorker.controller, ...registrations.map(({ scope }) => scope)];
  });
  assert.deepEqual([controller, scopes], [null, [`${host.url}engine/`]]);
  assert.deepEqual([seen.violations, seen.strangers], [[], []]);
});

test("a host without headers: shared memory after one reload, which keeps the address", async (t) => {
  const context = await newContext(t);
  const { page, seen } = await visit(context, `${plain.url}${QUERY}${HASH}`);
  assert.equal(await tier(page), "b");
  await reallyShares(page);
  await aWhile(page);
  assert.equal(loads(seen, plain), 2);
  assert.equal(page.url(), `${plain.url}${QUERY}${HASH}`);
  assert.deepEqual([seen.violations, seen.strangers], [[], []]);

  // The next visit needs no reload, and the examples stay the ordinary pages that they are.
  await page.goto(`${plain.url}?again`);
  assert.equal(await tier(page), "b");
  await page.goto(`${plain.url}examples/`);
  assert.equal(await page.evaluate(() => self.crossOriginIsolated), false);
});

test("a frame in another site’s page: shared memory where the frame may store", async (t) => {
  const people = await launchWithFrames({ storage: true });
  t.after(() => people.close());
  // With what the snippet allows, and with nothing.
  for (const attributes of [ALLOW, ""]) {
    const post = await elsewhere(t, around(plain, attributes));
    const { page, seen } = await visit(people, post);
    const frame = await frameOf(page);
    assert.equal(await tier(frame), "b", attributes);
    await reallyShares(frame);
    await aWhile(page);
    assert.ok(loads(seen, plain) <= 2, seen.loads.join("\n"));
    assert.deepEqual([seen.violations, seen.strangers], [[], []]);
  }
});

test("a frame of a host that sends the headers: shared memory at once", async (t) => {
  const post = await elsewhere(t, around(host, ""));
  const { page, seen } = await visit(await newContext(t), post);
  const frame = await frameOf(page);
  assert.equal(await tier(frame), "a");
  await reallyShares(frame);
  assert.equal(loads(seen, host), 1);
});

test("a frame that may not store: no reload, and one worker takes turns", async (t) => {
  const blocked = await launchWithFrames({ storage: false });
  t.after(() => blocked.close());
  const post = await elsewhere(t, around(plain));
  const { page, seen } = await visit(blocked, post);
  const frame = await frameOf(page);
  assert.equal(await tier(frame), "c storage-blocked");
  await takesTurns(frame);
  await aWhile(page);
  assert.equal(loads(seen, plain), 1);
  assert.deepEqual(seen.violations, []);
});

test("a sandboxed frame: no origin, and a figure that runs in a worker from a blob", async (t) => {
  const post = await elsewhere(t, around(host, SANDBOX));
  const { page, seen } = await visit(await newContext(t), post);
  const frame = await frameOf(page);
  assert.equal(await tier(frame), "d sandbox");
  await frame.locator('[data-figure="cpu-bound"]').getByTestId("run").click();
  assert.equal(await reach(frame, "done", "failed"), "done");
  assert.equal(loads(seen, host), 1);
  assert.deepEqual(seen.violations, []);
});

test("a sandbox that the host lets no script into: a sentence and a link", async (t) => {
  const post = await elsewhere(t, around(plain, SANDBOX));
  const { page, seen } = await visit(await newContext(t), post);
  const frame = await frameOf(page);
  assert.equal(await tier(frame), "d sandbox");
  const link = frame.getByRole("link", { name: "Open the full page" });
  await link.first().waitFor();
  const full = `${plain.url}?figure=cpu-bound&threads=2&count=100000&repeats=1${HASH}`;
  assert.equal(await link.first().getAttribute("href"), full);
  assert.equal(loads(seen, plain), 1);
});

test("a service worker that does not help: one reload a session", async (t) => {
  const context = await newContext(t);
  // Answers, but adds nothing.
  await context.route("**/sw.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: 'addEventListener("install", () => skipWaiting()); addEventListener("fetch", () => {});',
    }),
  );
  const { page, seen } = await visit(context, `${plain.url}${QUERY}${HASH}`);
  assert.equal(await tier(page), "c reload-did-not-help");
  await aWhile(page);
  assert.equal(loads(seen, plain), 2);
  await page.reload();
  assert.equal(await tier(page), "c reload-did-not-help");
  await aWhile(page);
  assert.equal(loads(seen, plain), 3);
  await takesTurns(page);
});

test("a service worker that cannot be had: no reload", async (t) => {
  const context = await newContext(t);
  await context.route("**/sw.js", (route) => route.fulfill({ status: 404 }));
  const { page, seen } = await visit(context, `${plain.url}${QUERY}${HASH}`);
  assert.equal(await tier(page), "c no-service-worker");
  await aWhile(page);
  assert.equal(loads(seen, plain), 1);
});

test("who has begun something is not interrupted", async (t) => {
  const context = await newContext(t);
  await context.route("**/sw.js", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue();
  });
  const { page, seen } = await visit(context, `${plain.url}${QUERY}${HASH}`);
  await page.locator("body").press("a");
  assert.equal(await tier(page), "c next-load");
  assert.equal(loads(seen, plain), 1);
  await page.reload();
  assert.equal(await tier(page), "b");
});

test("figures that cannot start say so", async (t) => {
  for (const missing of ["**/*_bg.wasm", "**/start-*.js", "**/gil-playground-*.js"]) {
    const context = await newContext(t, { serviceWorkers: "block" });
    await context.route(missing, (route) => route.fulfill({ status: 404 }));
    const { page } = await visit(context, host.url);
    await page.getByTestId("fallback").first().waitFor();
    assert.match(await page.getByTestId("fallback").first().innerText(), /could not be started/);
    assert.match(await page.locator("main").innerText(), /drop request/);
  }
});

test("three figures on one page: each frame gets shared memory, and none loads for ever", async (t) => {
  const { page, seen } = await visit(await newContext(t), `${plain.url}examples/three.html`);
  for (const element of await page.locator("gil-playground").elementHandles()) {
    await element.scrollIntoViewIfNeeded();
    const frame = await (await element.waitForSelector("iframe")).contentFrame();
    assert.equal(await tier(frame), "b");
  }
  await aWhile(page);
  assert.ok(loads(seen, plain) <= 6, seen.loads.join("\n"));
  assert.equal(await page.evaluate(() => self.crossOriginIsolated), false);
  assert.deepEqual(seen.violations, []);
});

test("every example shows the figure, also with a strict policy of its own", async (t) => {
  const context = await newContext(t);
  for (const example of ["blog", "strict", "sandbox"]) {
    const { page, seen } = await visit(context, `${host.url}examples/${example}.html`);
    await page.locator("iframe").scrollIntoViewIfNeeded();
    const frame = await frameOf(page);
    assert.equal(await tier(frame), example === "sandbox" ? "d sandbox" : "a", example);
    await frame.locator('[data-testid="run"]:enabled').waitFor();
    assert.deepEqual(seen.violations, [], example);
  }
});

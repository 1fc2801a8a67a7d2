// The network as programs in a browser have it: the slow service in the service worker, other sites, and places
// that have neither.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { forAll, launch, open, serve, engineIn, startEngine, tier } from "./support.mjs";

/** Another site: `/open` may be read from anywhere, `/closed` only by its own pages, `/never` says nothing. */
async function stranger() {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const headers = {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Headers": "*",
      "Access-Control-Expose-Headers": "*",
    };
    if (request.method === "OPTIONS") return response.writeHead(204, headers).end();
    if (request.url === "/closed") return response.writeHead(200).end("secret");
    if (request.url === "/never") return undefined;
    if (request.url === "/moved") return response.writeHead(302, { ...headers, Location: "/open" }).end();
    if (request.url === "/cut") {
      response.writeHead(200, { ...headers, "Content-Length": 100 }).write("only this");
      return setTimeout(() => response.destroy(), 100);
    }
    request.resume();
    return response.writeHead(201, { ...headers, "X-Own": "yes" }).end("hello");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const [browser, plain, host, other] = await forAll(
  launch(),
  serve({ isolated: false, folder: "/some/folder/" }),
  serve({ folder: "/some/folder/" }),
  stranger(),
);

const HEAD = `
import _http, threading, time
def ask(url, method="GET", headers=[], body=None, timeout=20, redirects=5):
    exchange = _http.begin(method, url, headers, body, timeout, redirects)
    assert _http.wait(exchange, 30)
    return _http.outcome(exchange)
`;

const DELAYS = `${HEAD}
def fetch():
    assert ask("/api/delay/0.4")[3] == b'{"delay": 0.4}'
start = time.perf_counter()
for _ in range(5):
    fetch()
print("alone", time.perf_counter() - start)
threads = [threading.Thread(target=fetch) for _ in range(5)]
start = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("together", time.perf_counter() - start)
lock = threading.Lock()
lock.acquire()
exchanges = [_http.begin("GET", "/api/delay/0.3", [], None, None, 0) for _ in range(200)]
for exchange in exchanges:
    _http.notify(exchange, lock)
start, done = time.perf_counter(), []
while len(done) < 200:
    assert lock.acquire(timeout=30)
    done += _http.take_finished(lock)
print("many", time.perf_counter() - start)
`;

function overlaps({ report, output, said }) {
  assert.equal(report.outcome, "finished", output);
  assert.ok(said.alone >= 2, output);
  assert.ok(said.together >= 0.4 && said.together < said.alone / 2, output);
  assert.ok(said.many < 10, output);
}

/** An engine in a page that has settled in its place. */
async function engineOn(t, site, options) {
  const page = await open(browser, site.url, options);
  t.after(() => page.context().close());
  const place = await tier(page);
  if (options?.serviceWorkers !== "block") await page.evaluate(async () => {
    // As long as it takes until the engine's worker can have a service worker.
    const patience = performance.now() + 10_000;
    const isActive = async () =>
      (await navigator.serviceWorker?.getRegistrations())?.some(({ active }) => active?.state === "activated");
    while (!(await isActive()) && performance.now() < patience) await new Promise((go) => setTimeout(go, 50));
  });
  return { page, place, ...(await engineIn(page.mainFrame())) };
}

for (const [what, site, expected] of [
  ["by our service worker", plain, "b"],
  ["by the host's headers", host, "a"],
]) {
  test(`isolated ${what}: the slow service is really asked`, { timeout: 120_000 }, async (t) => {
    const { page, place, run } = await engineOn(t, site);
    assert.equal(place, expected);
    const ended = await run(DELAYS, {}, { withLedger: true });
    overlaps(ended);
    assert.equal(ended.report.simulated_network, false);
    const waits = ended.report.ledger.events.filter(({ cause }) => cause === "network");
    assert.ok(waits.length >= 10);
    const answers = await run(`${HEAD}
answer = ask("/api/delay/0?size=100000&status=503")
print(answer[0], len(answer[3]), dict(answer[2])["content-type"])
print(ask("/api/delay/x")[0], ask("/api/delay/5", timeout=0.1)[0])
print(ask("/api/delay/0?jitter=0.01&seed=7")[3])
print(ask("https://httpbin.org/delay/0")[4])`);
    assert.equal(
      answers.streams.stdout,
      "503 100000 application/json\n400 timeout\n" +
        "b'{\"delay\": 0.00001611408544704318}'\nhttps://httpbin.org/delay/0\n",
    );
    assert.match(answers.streams.note, /httpbin\.org is not asked/);
    assert.deepEqual(page.problems.filter((problem) => !/503|400/.test(problem)), []);
  });
}

test("one worker that takes turns waits for the network, too", { timeout: 120_000 }, async (t) => {
  const { run } = await engineOn(t, plain, { serviceWorkers: "block" });
  const ended = await run(DELAYS);
  overlaps(ended);
  assert.equal(ended.report.passage, "single");
  assert.equal(ended.report.simulated_network, true);
});

test("other sites are asked, and what they do not allow is called so", { timeout: 120_000 }, async (t) => {
  const { run } = await engineOn(t, plain);
  const ended = await run(`${HEAD}
answer = ask("${other.url}/open", "POST", [("X-Mine", "1")], b"body")
print(answer[:2], dict(answer[2])["x-own"], answer[3:5])
print(ask("${other.url}/moved")[4:7:2], ask("${other.url}/moved", redirects=0)[0])
for path in "closed", "cut":
    print(ask("${other.url}/" + path))
print(ask("http://127.0.0.1:1/")[0], ask("${other.url}/never", timeout=0.2)[0])`);
  assert.equal(ended.report.outcome, "finished", ended.output);
  const lines = ended.streams.stdout.trim().split("\n");
  assert.equal(lines[0], `(201, 'Created') yes (b'hello', '${other.url}/open')`);
  assert.equal(lines[1], `('${other.url}/open', 1) redirects`);
  assert.match(lines[2], /^\('refused', 'The browser does not let this page read .*CORS headers/);
  assert.match(lines[3], /^\('cut', /);
  assert.equal(lines[4], "refused timeout");
  assert.ok(other.asked.includes("OPTIONS /open") && other.asked.includes("POST /open"));
});

test("virtual cores ask nobody", async (t) => {
  const { run } = await engineOn(t, plain);
  const before = other.asked.length;
  const { report, streams, seconds } = await run(
    `${HEAD}
print(ask("/api/delay/9")[0], ask("${other.url}/open")[0])`,
    { cores: { virtual: 2 } },
  );
  assert.equal(streams.stdout, "200 dns\n");
  assert.ok(report.wall_seconds > 9 && seconds < 9);
  assert.equal(report.simulated_network, true);
  assert.equal(other.asked.length, before);
});

test("a program that waits for the network can be stopped, and the next one runs", { timeout: 60_000 }, async (t) => {
  const { run } = await engineOn(t, plain);
  const source = `${HEAD}
threads = [threading.Thread(target=ask, args=("/api/delay/10",)) for _ in range(5)]
for thread in threads:
    thread.start()
ask("${other.url}/never", timeout=None)`;
  const stopped = await run(source, {}, { cancelAfter: 500 });
  assert.equal(stopped.report.outcome, "cancelled");
  assert.ok(stopped.seconds < 3, String(stopped.seconds));
  const next = await run(`${HEAD}\nprint(ask("/api/delay/0.1")[0])`);
  assert.equal(next.streams.stdout, "200\n");
});

test("without a service worker the slow service is simulated", { timeout: 60_000 }, async (t) => {
  const { run, close } = await startEngine(
    { newContext: () => browser.newContext({ serviceWorkers: "block" }) },
    host.url,
  );
  t.after(close);
  const ended = await run(DELAYS);
  overlaps(ended);
  assert.equal(ended.report.passage, "threads");
  assert.equal(ended.report.simulated_network, true);
});

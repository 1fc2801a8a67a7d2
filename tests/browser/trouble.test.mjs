// What goes wrong: cancelled runs, dead engines, Python errors.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CPU_WAYS, bars, forAll, launch, open, reach, report, runToEnd, serve, workers } from "./support.mjs";

const [browser, site] = await forAll(launch(), serve());

const SMALL = "?count=100000&repeats=1";

/** Presses Run and expects a whole result. */
async function runsAgain(page) {
  await page.figure.getByTestId("count").fill("100000");
  assert.equal(await runToEnd(page), "done");
  assert.deepEqual(Object.keys(await bars(page)), CPU_WAYS);
}

test("cancel stops a program at its next check point", async () => {
  const page = await open(browser, `${site.url}?count=1000000000&repeats=1`);
  for (const press of ["cancel", "escape"]) {
    await page.figure.getByTestId("run").click();
    await reach(page, "running");
    await page.waitForTimeout(300);
    const took = await page.figure.evaluate(async (figure, press) => {
      const status = figure.querySelector("[data-testid=status]");
      const start = performance.now();
      const cancelled = new Promise((resolve) => {
        new MutationObserver(() => {
          if (status.dataset.state === "cancelled") resolve(performance.now() - start);
        }).observe(status, { attributes: true });
      });
      if (press === "escape") {
        const key = new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
        figure.querySelector("[data-testid=console]").dispatchEvent(key);
      } else {
        figure.querySelector("[data-testid=cancel]").click();
      }
      return cancelled;
    }, press);
    console.log(`${press}: cancelled after ${took.toFixed(1)} ms`);
    // Two busy threads and the page share this machine's processors; a second, at which the
    // engine would be ended by force, is far away.
    assert.ok(took < 300, `cancelled after ${took} ms`);
  }
  assert.equal(await workers(page), 1, "the engine was not replaced");
  await runsAgain(page);
});

test("a program that waits for what its processes need can be cancelled", async () => {
  const page = await open(browser, `${site.url}${SMALL}`, { serviceWorkers: "block" });
  let answer;
  const held = new Promise((resolve) => {
    answer = resolve;
  });
  const late = (url) => url.pathname.endsWith("/processes.js");
  await page.route(late, async (route) => {
    await held;
    await route.continue();
  });
  await page.figure.getByTestId("run").click();
  assert.equal(await reach(page, "running", "failed"), "running");
  await page.waitForTimeout(300);
  await page.figure.getByTestId("cancel").click();
  assert.equal(await reach(page, "cancelled", "failed"), "cancelled");
  answer();
  await runsAgain(page);
  assert.equal(await workers(page), 1, "the engine was not replaced");
});

test("a cancellation that comes too late for one program stops before the next", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  await runsAgain(page);
  await page.evaluate(() => {
    // The program never hears of it and ends by itself.
    const worker = window.seen.workers.at(-1);
    worker.postMessage = (message) => {
      if (message.command !== "cancel") Worker.prototype.postMessage.call(worker, message);
    };
  });
  await page.figure.getByTestId("count").fill("30,000,000");
  await page.figure.getByTestId("run").click();
  await reach(page, "running");
  await page.figure.getByTestId("cancel").click();
  assert.equal(await reach(page, "cancelled", "done", "failed"), "cancelled");
  assert.deepEqual(Object.keys(await bars(page)), ["sequential"]);
  assert.equal(await workers(page), 1, "the engine was not replaced");
});

test("cancel ends threads that sleep or wait", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  await page.figure.getByTestId("source").fill(`
import threading, time
def nap():
    time.sleep(3600)
for i in range(4):
    threading.Thread(target=nap).start()
print("all asleep")
`);
  await page.figure.getByTestId("run").click();
  await page.figure.getByText("all asleep").waitFor();
  await page.figure.getByTestId("cancel").click();
  assert.equal(await reach(page, "cancelled", "failed"), "cancelled");
  assert.equal(await workers(page), 1, "the engine was not replaced");
});

test("an engine that dies is noticed, and the next run gets a new one", async () => {
  const page = await open(browser, `${site.url}?count=1000000000&repeats=1`);
  await page.figure.getByTestId("run").click();
  await reach(page, "running");
  await page.waitForTimeout(300);
  await page.evaluate(() => window.seen.workers.at(-1).terminate());
  assert.equal(await reach(page, "done", "failed"), "failed");
  assert.match(await page.figure.getByTestId("status").innerText(), /said nothing for/);
  await runsAgain(page);
  assert.equal(await workers(page), 2);
});

test("an engine that dies does not hold up a cancellation", async () => {
  const page = await open(browser, `${site.url}?count=1000000000&repeats=1`);
  await page.figure.getByTestId("run").click();
  await reach(page, "running");
  await page.evaluate(() => window.seen.workers.at(-1).terminate());
  await page.figure.getByTestId("cancel").click();
  assert.equal(await reach(page, "cancelled", "failed"), "cancelled");
  await runsAgain(page);
});

test("an engine that cannot be loaded is told of, and can be tried again", async () => {
  // What a service worker fetches, no test can withhold.
  const page = await open(browser, `${site.url}${SMALL}`, { serviceWorkers: "block" });
  for (const file of ["engine-worker.js", "engine.js", "engine_bg.wasm"]) {
    const missing = (url) => url.pathname.endsWith(`/${file}`);
    await page.route(missing, (route) => route.fulfill({ status: 404 }));
    assert.equal(await runToEnd(page), "failed", file);
    const told = await page.figure.getByTestId("status").innerText();
    assert.match(told, /The engine (broke down|cannot be loaded)/, file);
    await page.unroute(missing);
  }
  await runsAgain(page);
});

test("a start can be cancelled", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  const late = (url) => url.pathname.endsWith("/engine_bg.wasm");
  await page.route(late, () => {}); // never answered
  await page.figure.getByTestId("run").click();
  assert.equal(await reach(page, "starting", "running"), "starting");
  await page.figure.getByTestId("cancel").click();
  assert.equal(await reach(page, "cancelled", "failed"), "cancelled");
  await page.unroute(late);
  await runsAgain(page);
});

test("a cancellation right after Run is heard", async () => {
  const page = await open(browser, `${site.url}?count=1000000000&repeats=1`);
  await page.figure.evaluate(async (figure) => {
    const cancel = figure.querySelector("[data-testid=cancel]");
    figure.querySelector("[data-testid=run]").click();
    // In the same task, before anything from outside can have come.
    for (let turn = 0; turn < 1000 && cancel.disabled; turn += 1) await null;
    if (cancel.disabled) throw new Error("there is nothing to cancel yet");
    cancel.click();
  });
  assert.equal(await reach(page, "cancelled", "running"), "cancelled");
});

test("a program that fills the memory gets a MemoryError, and the engine goes on", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  await page.figure.getByTestId("source").fill(`
hoard = []
while True:
    hoard.append([0] * 1000)
`);
  await runToEnd(page);
  assert.match(await page.figure.getByTestId("console").textContent(), /MemoryError/);
  await page.figure.getByTestId("reset").click();
  await runsAgain(page);
});

test("a message that nobody understands does not go unanswered", async () => {
  const page = await open(browser, `${site.url}?count=1000000000&repeats=1`);
  await page.figure.getByTestId("run").click();
  await reach(page, "running");
  await page.evaluate(() => window.seen.workers.at(-1).postMessage({ nonsense: true }));
  assert.equal(await reach(page, "done", "failed"), "failed");
  assert.match(await page.figure.getByTestId("status").innerText(), /does not understand/);
  await runsAgain(page);
});

test("a Python error stops its own way only", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  await page.figure.getByTestId("source").fill(`HOW = "threads"
print('here')
if HOW != 'in a row':
    print(1 / 0)
`);
  assert.equal(await runToEnd(page), "failed");
  assert.deepEqual(Object.keys(await bars(page)), ["sequential"]);
  const text = await page.figure.getByTestId("console").textContent();
  assert.match(text, /here\n/);
  assert.match(text, /Traceback \(most recent call last\):\n {2}File "workers.py", line 4, in <module>/);
  assert.match(text, /ZeroDivisionError: division by zero/);
  const { ways } = await report(page);
  assert.deepEqual(
    ways.map(({ way, runs }) => [way, runs.map(({ outcome }) => outcome)]),
    [
      ["sequential", ["finished"]],
      ["gil", ["raised"]],
      ["free-threaded", ["raised"]],
      ["processes", ["raised"]],
      ["subinterpreters", ["raised"]],
    ],
  );
});

test("an error points at its line, until the program is another", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  const source = page.figure.getByTestId("source");
  const told = page.figure.getByTestId("error-line");
  await source.fill("# ü🐍\nx = 1\ndef f():\n    return x / 0\nf()\n");
  assert.equal(await runToEnd(page), "failed");
  assert.equal(await told.getAttribute("data-line"), "4");
  await told.getByRole("button").click();
  const selected = await source.evaluate((area) =>
    area.value.slice(area.selectionStart, area.selectionEnd),
  );
  assert.equal(selected, "    return x / 0");
  await source.press("End");
  await source.pressSequentially(" ");
  assert.equal(await told.count(), 0);
});

test("an exception in a thread is a failure too", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  await page.figure.getByTestId("source").fill(`
import threading
def bad():
    return nothing
t = threading.Thread(target=bad, name="worker")
t.start()
t.join()
print("main goes on")
`);
  assert.equal(await runToEnd(page), "failed");
  const text = await page.figure.getByTestId("console").textContent();
  assert.match(text, /Exception in thread worker:/);
  assert.match(text, /NameError: name 'nothing' is not defined/);
  assert.match(text, /main goes on/);
});

test("what is no Python, and what is not supported, says where", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  for (const [source, told, line] of [
    ["print('a'\nx = 1\n", /SyntaxError: '\(' was never closed/, "1"],
    ["x = 1\ny = 2j\n", /not supported here \(line 2, column 5\)/, "2"],
  ]) {
    await page.figure.getByTestId("source").fill(source);
    assert.equal(await runToEnd(page), "failed");
    assert.match(await page.figure.getByTestId("console").textContent(), told);
    assert.equal(await page.figure.getByTestId("error-line").getAttribute("data-line"), line);
  }
});

test("more threads than there is room for is Python's own error", async () => {
  // A figure without processes, for which there would be more room.
  const page = await open(browser, `${site.url}?figure=one-lock&threads=16&repeats=1`, { figure: "one-lock" });
  await page.figure.getByTestId("source").fill(`
import threading
THREADS = 16
end = threading.Event()
for i in range(THREADS):
    threading.Thread(target=end.wait).start()
print("sixteen are fine")
try:
    threading.Thread(target=end.wait).start()
finally:
    end.set()
`);
  assert.equal(await runToEnd(page), "failed");
  const text = await page.figure.getByTestId("console").textContent();
  assert.match(text, /sixteen are fine/);
  assert.match(text, /RuntimeError: can't start new thread/);
});

test("a program that never stops printing does not stop the page", async () => {
  const page = await open(browser, `${site.url}${SMALL}`);
  await page.figure.getByTestId("source").fill("while True:\n    print('spam, ' * 10)\n");
  await page.figure.getByTestId("run").click();
  await page.figure.getByText(/the rest is not shown/).waitFor();
  await page.figure.getByTestId("cancel").click();
  assert.equal(await reach(page, "cancelled", "failed"), "cancelled");
  await page.figure.getByTestId("reset").click();
  await runsAgain(page);
});

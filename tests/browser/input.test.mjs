// What comes from outside: fields, addresses, and servers that do not isolate the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CPU_WAYS, forAll, launch, open, openMore, report, runToEnd, serve } from "./support.mjs";

const [browser, site, plain] = await forAll(launch(), serve(), serve({ isolated: false }));

test("a field says what it accepts, and Run stays off", async () => {
  const { figure } = await openWithMore(site.url);
  for (const [field, range, bad] of [
    ["threads", "from 1 to 16", ["0", "17", "", "two", "1.5", "-1"]],
    ["count", "from 1 to 1,000,000,000", ["0", "1000000001", "", "1e6", "99999999999999999999"]],
    ["interval", "from 1 µs to 1 s", ["0 ms", "2 s", "", "5", "5 hours", "-1 ms", "1e9 s", "NaN s"]],
    ["repeats", "from 1 to 20", ["0", "21", "", "2.5"]],
    ["seed", "from 0 to 4,294,967,295", ["-1", "4294967296", "", "x"]],
  ]) {
    const input = figure.getByTestId(field);
    const good = await input.inputValue();
    for (const text of bad) {
      await input.fill(text);
      assert.ok(await figure.getByTestId("run").isDisabled(), `${field}: ${text}`);
      assert.equal(await input.getAttribute("aria-invalid"), "true");
      const hint = figure.locator(`#${await input.getAttribute("aria-describedby")}`);
      assert.match(await hint.innerText(), new RegExp(range));
    }
    await input.fill(good);
    assert.ok(await figure.getByTestId("run").isEnabled());
  }
});

test("how many threads there may be depends on the cores", async () => {
  const { figure } = await openWithMore(site.url);
  const isTaken = async (threads) => {
    await figure.getByTestId("threads").fill(String(threads));
    return figure.getByTestId("run").isEnabled();
  };
  assert.ok(!(await isTaken(17)));
  await figure.getByTestId("cores").selectOption("virtual");
  assert.ok(await isTaken(64));
  assert.ok(!(await isTaken(65)));
  const cores = figure.getByTestId("cores-number");
  await figure.getByTestId("threads").fill("2");
  for (const [text, isGood] of [["64", true], ["65", false], ["0", false], ["1", true]]) {
    await cores.fill(text);
    assert.equal(await figure.getByTestId("run").isEnabled(), isGood, text);
  }
});

test("fields go up and down with the arrow keys and show in the program", async () => {
  const { figure } = await openWithMore(site.url);
  const threads = figure.getByTestId("threads");
  await threads.press("ArrowUp");
  assert.equal(await threads.inputValue(), "3");
  const source = figure.getByTestId("source");
  assert.match(await source.inputValue(), /^THREADS = 3$/m);
  await figure.getByTestId("count").fill("1000");
  assert.match(await source.inputValue(), /^COUNT = 1_000$/m);
  const interval = figure.getByTestId("interval");
  await interval.press("ArrowDown");
  assert.equal(await interval.inputValue(), "2 ms");
});

test("the address sets the fields; what it gets wrong is said", async () => {
  const page = await open(browser, `${site.url}?threads=4&count=2e9&utm_source=x&repeats=2`);
  const { figure } = page;
  assert.equal(await figure.getByTestId("threads").inputValue(), "4");
  assert.equal(await figure.getByTestId("count").inputValue(), "25,000,000");
  assert.equal(await figure.getByTestId("repeats").inputValue(), "2");
  const notes = await figure.getByTestId("note").allInnerTexts();
  assert.equal(notes.length, 1);
  assert.match(notes[0], /count=2e9/);
});

test("without isolation one worker takes turns, the rest is simulated, and the page says why", async () => {
  const page = await open(browser, plain.url, { serviceWorkers: "block" });
  const { figure } = page;
  const note = await figure.getByTestId("not-isolated").innerText();
  assert.match(note, /shared memory/);
  assert.match(note, /No two threads can run at the same time here/);
  assert.match(note, /virtual cores, in simulated time/);
  assert.equal(await figure.getByTestId("status").getAttribute("data-state"), "idle");
  assert.match(await page.locator("main").innerText(), /drop request/);
  await figure.getByTestId("count").fill("2,000,000");
  await openMore(page);
  await figure.getByTestId("repeats").fill("2");
  assert.equal(await runToEnd(page), "done");
  const { others, ...side } = await report(page);
  assert.deepEqual(
    side.ways.map(({ way }) => way),
    ["sequential", "gil"],
  );
  for (const { runs } of side.ways) {
    assert.ok(runs.every(({ passage, outcome }) => passage === "single" && outcome === "finished"));
  }
  const switches = side.ways[1].runs[0].switches;
  assert.ok(switches.forced >= 1, JSON.stringify(switches));
  assert.match(await figure.getByTestId("conditions").innerText(), /one Web Worker in turns/);

  // What one worker cannot show is a panel of its own, with a scale of its own.
  assert.equal(others.length, 1);
  assert.ok(others[0].cores.virtual >= 2);
  assert.deepEqual(
    others[0].ways.map(({ way }) => way),
    CPU_WAYS,
  );
  for (const { runs } of others[0].ways) {
    assert.ok(runs.every(({ passage, outcome }) => passage === "virtual" && outcome === "finished"));
  }
  const panels = await figure.locator(".chart-panel").allInnerTexts();
  assert.equal(panels.length, 2);
  assert.doesNotMatch(panels[0], /simulated/i);
  assert.match(panels[1], /simulated/i);
  assert.deepEqual(page.problems, []);
});

test("nothing starts before a click", async () => {
  const page = await open(browser, site.url);
  assert.equal(await page.evaluate(() => window.seen.workers.length), 0);
});

test("nothing is wider than a phone", async () => {
  const page = await open(browser, site.url, { viewport: { width: 360, height: 740 } });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 360, `${width} pixels`);
});

async function openWithMore(url) {
  const page = await open(browser, url);
  await openMore(page);
  return page;
}

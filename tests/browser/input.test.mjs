// What comes from outside: fields, addresses, and servers that do not isolate the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open, serve } from "./support.mjs";

let browser, site, plain;
before(async () => {
  site = await serve();
  plain = await serve({ isolated: false });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await plain?.close();
});

test("a field says what it accepts, and Run stays off", async () => {
  const page = await open(browser, site.url);
  for (const [field, range, bad] of [
    ["threads", "from 1 to 8", ["0", "9", "", "two", "1.5", "-1"]],
    ["count", "from 1 to 1,000,000,000", ["0", "1000000001", "", "1e6", "99999999999999999999"]],
  ]) {
    const input = page.getByTestId(field);
    const good = await input.inputValue();
    for (const text of bad) {
      await input.fill(text);
      assert.ok(await page.getByTestId("run").isDisabled(), `${field}: ${text}`);
      assert.equal(await input.getAttribute("aria-invalid"), "true");
      const hint = await page.locator(`#${await input.getAttribute("aria-describedby")}`);
      assert.match(await hint.innerText(), new RegExp(range));
    }
    await input.fill(good);
    assert.ok(await page.getByTestId("run").isEnabled());
  }
});

test("fields go up and down with the arrow keys and show in the programs", async () => {
  const page = await open(browser, site.url);
  const threads = page.getByTestId("threads");
  await threads.press("ArrowUp");
  assert.equal(await threads.inputValue(), "3");
  assert.match(await page.getByTestId("threads.py").inputValue(), /^THREADS = 3$/m);
  await page.getByTestId("count").fill("1000");
  assert.match(await page.getByTestId("sequential.py").inputValue(), /^COUNT = 1_000$/m);
});

test("the address sets the fields; what it gets wrong is said", async () => {
  const page = await open(browser, `${site.url}?threads=4&count=2e9&utm_source=x&repeats=2`);
  assert.equal(await page.getByTestId("threads").inputValue(), "4");
  assert.equal(await page.getByTestId("count").inputValue(), "25,000,000");
  assert.equal(await page.getByTestId("repeats").inputValue(), "2");
  const notes = await page.getByTestId("note").allInnerTexts();
  assert.equal(notes.length, 1);
  assert.match(notes[0], /count=2e9/);
});

test("without isolation one worker takes turns, and the page says why and what helps", async () => {
  const page = await open(browser, plain.url);
  const note = await page.getByTestId("not-isolated").innerText();
  assert.match(note, /cross-origin isolated/);
  assert.match(note, /Cross-Origin-Embedder-Policy: require-corp/);
  assert.match(note, /nothing runs at the same time/);
  assert.equal(await page.getByTestId("status").getAttribute("data-state"), "idle");
  assert.match(await page.locator("main").innerText(), /drop request/);
  await page.getByTestId("count").fill("2,000,000");
  await page.getByTestId("repeats").fill("2");
  await page.getByTestId("run").click();
  await page.locator('[data-testid="status"][data-state="done"]').waitFor({ timeout: 60_000 });
  const report = JSON.parse(await page.getByTestId("report").textContent());
  assert.deepEqual(
    report.ways.map(({ way }) => way),
    ["sequential", "gil"],
  );
  for (const { runs } of report.ways) {
    assert.ok(runs.every(({ passage, outcome }) => passage === "single" && outcome === "finished"));
  }
  const switches = report.ways[1].runs[0].switches;
  assert.ok(switches.forced >= 1, JSON.stringify(switches));
  assert.match(await page.getByTestId("conditions").innerText(), /one Web Worker in turns/);
  const missing = page.locator(".row.free-threaded");
  assert.match(await missing.innerText(), /needs real threads/);
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

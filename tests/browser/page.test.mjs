// The page around the figures: how it comes alive, what it does when nobody looks, how figures share
// the machine, and what its thread has to do meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  figureOf,
  forAll,
  launch,
  open,
  reach,
  runToEnd,
  serve,
  tasksDuring,
  tier,
  workers,
} from "./support.mjs";
import { FIGURES } from "./pages.mjs";

const [browser, site] = await forAll(
  launch(),
  serve({ pages: { "/plain": "<!doctype html><title>Plain</title><p>Nothing else.</p>" } }),
);

// --- Coming alive ---

for (const viewport of [{ width: 1280, height: 720 }, { width: 360, height: 740 }]) {
  test(`nothing moves when figures come alive, ${viewport.width} pixels wide`, async (t) => {
    const context = await browser.newContext({ viewport });
    t.after(() => context.close());
    const page = await context.newPage();
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput, sources } of list.getEntries()) {
          const moved = sources.map(({ node }) => node?.outerHTML?.slice(0, 100) ?? String(node));
          if (!hadRecentInput) window.shifts.push({ value, at: Math.round(scrollY), moved });
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(site.url);
    await tier(page);
    await page.evaluate(async () => {
      const end = document.documentElement.scrollHeight;
      for (let top = 0; top < end; top += innerHeight / 3) {
        scrollTo(0, top);
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    });
    for (const figure of FIGURES) await figureOf(page, figure);
    await page.waitForTimeout(200);
    const shifts = await page.evaluate(() => window.shifts);
    const sum = shifts.reduce((sum, { value }) => sum + value, 0);
    console.log(`layout shift, ${viewport.width} pixels wide: ${sum.toFixed(5)}`);
    assert.ok(sum < 0.01, JSON.stringify(shifts, null, 1));
  });
}

test("a figure can be used within a second", async (t) => {
  /** Milliseconds from the beginning of the navigation. */
  const time = async (address, isReady) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address, { waitUntil: "commit" });
    const milliseconds = await page.evaluate(
      (isReady) =>
        new Promise((resolve) => {
          const ready = new Function(`return ${isReady}`);
          const look = () => (ready() ? resolve(performance.now()) : setTimeout(look, 2));
          look();
        }),
      isReady,
    );
    await context.close();
    return milliseconds;
  };
  const run = 'document.querySelector("[data-figure=cpu-bound] [data-testid=run]:enabled")';
  const [alive, plain] = [[], []];
  // The machine may be busy with something else; what the page needs shows in its best round.
  for (let round = 0; round < 8 && !alive.some((time) => time < 1000); round += 1) {
    plain.push(await time(new URL("/plain", site.url).href, 'document.readyState === "complete"'));
    alive.push(await time(`${site.url}?figure=cpu-bound`, run));
  }
  const list = (times) => times.map((time) => time.toFixed(0)).join(", ");
  console.log(`Run can be pressed after ${list(alive)} ms; a plain page is there after ${list(plain)} ms`);
  assert.ok(Math.min(...alive) < 1000, list(alive));
});

test("the address leads to a figure", async () => {
  const page = await open(browser, site.url, { figure: "one-lock" });
  for (const figure of FIGURES) {
    await page.goto(`${site.url}?figure=${figure}`);
    const heading = page.locator(`[data-figure="${figure}"] h3`);
    await page.locator(`[data-figure="${figure}"] [data-testid="count"]:enabled`).waitFor();
    const y = await rests(heading);
    assert.ok(y >= 0 && y < 300, `${figure} begins at ${y}`);
  }
});

test("an address with an unknown figure says which there are", async () => {
  const page = await open(browser, `${site.url}?figure=outside`, { figure: "one-lock" });
  const note = await page.figure.getByTestId("note").innerText();
  for (const figure of FIGURES) assert.match(note, new RegExp(figure));
});

/** How far down the window something is, once the page scrolls no more. */
function rests(place) {
  return place.evaluate(async (element) => {
    let top = NaN;
    for (let still = 0; still < 5; ) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      const now = element.getBoundingClientRect().top;
      still = now === top ? still + 1 : 0;
      top = now;
    }
    return top;
  });
}

// --- The text ---

test("buttons in the text set the figure, and go there", async () => {
  const page = await open(browser, site.url, { figure: "one-lock" });
  const address = page.url();
  for (const [button, figure, field, value] of [
    ["?figure=one-lock&threads=4&interval=5ms", "one-lock", "threads", "4"],
    ["?figure=one-lock&interval=1ms", "one-lock", "interval", "1 ms"],
    ["?figure=cpu-bound&cores=64&threads=64", "cpu-bound", "threads", "64"],
    ["?figure=cpu-bound&cores=real&threads=2", "cpu-bound", "threads", "2"],
    ["?figure=inside&preset=2.7&cores=2", "inside", "preset", "2.7"],
    ["?figure=refcounts&threads=4", "refcounts", "threads", "4"],
  ]) {
    await page.locator(`a.try[href="${button}"]`).first().click();
    const place = page.locator(`[data-figure="${figure}"]`);
    const set = place.getByTestId(field);
    // Looked up each time: what the build has drawn makes way for the live figure.
    const selector = `[data-figure="${figure}"] [data-testid="${field}"]`;
    await page.waitForFunction(
      ([selector, value]) => document.querySelector(selector)?.value === value,
      [selector, value],
      { timeout: 5000 },
    ).catch(async () => assert.fail(`${button}: ${field} is ${await set.inputValue()}`));
    assert.ok(await place.evaluate((element) => element === document.activeElement), button);
    const y = await rests(place);
    assert.ok(Math.abs(y) < 200, `${button}: the figure is at ${y}`);
  }
  assert.equal(page.url(), address);
  assert.equal(await workers(page), 0);
});

test("every button in the text means something to its figure", async () => {
  const page = await open(browser, site.url, { figure: "one-lock" });
  const buttons = await page.locator("a.try").evaluateAll((links) =>
    links.map((link) => [link.getAttribute("href"), link.dataset.set]),
  );
  assert.ok(buttons.length > 10);
  for (const [href, set] of buttons) {
    assert.equal(new URLSearchParams(href).get("figure"), set);
    await page.goto(site.url + href);
    const figure = await figureOf(page, set);
    assert.deepEqual(await figure.getByTestId("note").allInnerTexts(), [], href);
    assert.ok(await figure.getByTestId("run").isEnabled(), href);
  }
});

test("light and dark: like the system, or as the reader wants it, also next time", async () => {
  const page = await open(browser, site.url, { colorScheme: "light", figure: "one-lock" });
  const theme = page.getByTestId("theme");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await theme.selectOption("dark");
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await paper(), dark);
  assert.equal(await theme.inputValue(), "dark");
  await theme.selectOption("system");
  assert.equal(await paper(), light);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await paper(), dark);
  await theme.selectOption("light");
  assert.equal(await paper(), light);
});

// --- When nobody looks ---

test("figures that nobody sees do nothing", async (t) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.frames_ = 0;
    const request = window.requestAnimationFrame;
    window.requestAnimationFrame = (listener) => {
      window.frames_ += 1;
      return request.call(window, listener);
    };
    window.workers_ = 0;
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        window.workers_ += 1;
      }
    };
  });
  const framesWithin = async (milliseconds) => {
    const before = await page.evaluate(() => window.frames_);
    await page.waitForTimeout(milliseconds);
    return (await page.evaluate(() => window.frames_)) - before;
  };
  await page.goto(site.url);
  await tier(page);
  await page.waitForTimeout(500);
  assert.equal(await framesWithin(1000), 0, "before anything is pressed");
  assert.ok(await page.locator("[data-figure=refcounts] [data-testid=threads]").isDisabled());

  const figure = await figureOf(page, "one-lock");
  await figureOf(page, "refcounts");
  await page.waitForTimeout(300);
  assert.equal(await framesWithin(1000), 0, "all alive, and nothing runs");
  assert.equal(await page.evaluate(() => window.workers_), 0, "no engine before a click");

  await figure.scrollIntoViewIfNeeded();
  await figure.getByTestId("count").fill("200,000,000");
  await figure.getByTestId("run").click();
  assert.equal(await reach(figure, "running"), "running");
  await figure.getByTestId("timeline").evaluate((it) => it.scrollIntoView({ block: "center" }));
  await page.waitForTimeout(300);
  assert.ok((await framesWithin(1000)) > 2, "it is drawn where it is seen");
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForTimeout(500);
  assert.equal(await framesWithin(1000), 0, "it runs, and nobody sees it");
  assert.equal(await reach(figure, "running", "done"), "running");
});

test("only one figure runs at a time; the other waits, says so, and runs then", async () => {
  const page = await open(browser, `${site.url}?count=1000000000&repeats=1`, { figure: "one-lock" });
  const first = page.figure;
  await first.getByTestId("run").click();
  assert.equal(await reach(first, "running"), "running");
  const second = await figureOf(page, "cpu-bound");
  await second.getByTestId("count").fill("100,000");
  await second.getByTestId("run").click();
  const status = second.getByTestId("status");
  await status.filter({ hasText: /Waiting: another figure/ }).waitFor();
  await page.waitForTimeout(500);
  assert.equal(await status.getAttribute("data-state"), "starting");
  assert.equal(await workers(page), 1, "it has not even an engine");

  // Who waits can leave the line …
  await second.getByTestId("cancel").click();
  assert.equal(await reach(second, "cancelled", "failed"), "cancelled");
  // … and stand in it again.
  await second.getByTestId("run").click();
  await status.filter({ hasText: /Waiting: another figure/ }).waitFor();
  await first.getByTestId("cancel").click();
  assert.equal(await reach(first, "cancelled", "failed"), "cancelled");
  assert.equal(await reach(second, "done", "failed"), "done");
});

test("another tab of the site waits as well", async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const tab = async (query) => {
    const page = await context.newPage();
    await page.goto(`${site.url}${query}`);
    await tier(page);
    return figureOf(page, "cpu-bound");
  };
  const first = await tab("?figure=cpu-bound&count=1000000000&repeats=1");
  const second = await tab("?figure=cpu-bound&count=100000&repeats=1");
  await first.getByTestId("run").click();
  assert.equal(await reach(first, "running"), "running");
  await second.getByTestId("run").click();
  await second.getByTestId("status").filter({ hasText: /Waiting: another figure/ }).waitFor();
  // A tab that is closed does not hold up the others for ever.
  await first.page().close();
  assert.equal(await reach(second, "done", "failed"), "done");
});

// --- What the page’s thread has to do ---

for (const [figure, query, button] of [
  ["one-lock", "&count=10000000&repeats=1"],
  ["one-lock", "&count=4000000&repeats=1&interval=1us&threads=4"],
  ["one-lock", "&count=1000000&repeats=1&preset=2.7&cores=2"],
  ["cpu-bound", "&count=5000000&repeats=1"],
  ["cpu-bound", "&count=500000&repeats=1", "[data-testid=sweep-threads] button[data-testid=sweep]"],
  ["inside", ""],
  ["inside", "&preset=2.7&cores=2"],
  ["refcounts", "&count=500000&repeats=1"],
  ["io-bound", "&count=200&repeats=1"],
  ["convoy", "&repeats=1"],
  ["c-code", "&repeats=1"],
]) {
  const what = `${figure}${query}${button ? ", a sweep" : ""}`;
  test(`no task of the page’s thread is long: ${what}`, async (t) => {
    // Where machines share processors, what another one takes counts as work here. Two of three rounds may be hit.
    let worked = Infinity;
    for (let round = 0; round < 3 && worked >= 50; round += 1) {
      const alone = await launch();
      t.after(() => alone.close());
      const page = await open(alone, `${site.url}?figure=${figure}${query}`, { figure });
      if (button) {
        await page.figure.getByTestId("sweep-threads").evaluate((details) => (details.open = true));
      } else {
        const place = page.figure.getByTestId("timeline");
        await place.evaluate((element) => element.scrollIntoView({ block: "center" }));
      }
      const tasks = await tasksDuring(alone, page, async () => {
        assert.equal(await runToEnd(page, button), "done");
        await page.waitForTimeout(500);
      });
      await alone.close();
      const longest = tasks.slice(0, 3);
      const list = longest.map(({ took, worked }) => `${worked.toFixed(1)} (${took.toFixed(1)})`);
      console.log(`${what}: ${tasks.length} tasks; ms of work (and in all): ${list.join(", ")}`);
      assert.ok(tasks.length > 20, "they can be seen");
      worked = Math.min(worked, longest[0].worked);
    }
    assert.ok(worked < 50, `${worked} ms`);
  });
}

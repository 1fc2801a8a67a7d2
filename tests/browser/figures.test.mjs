// What each figure shows beside its bars: the timeline, the steps, the answers, the sweeps, and what
// the reader expected.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CPU_WAYS, OWN_PROGRAMS, bars, forAll, launch, open, reach, report, runToEnd, serve, startEngine } from "./support.mjs";

const [browser, site] = await forAll(launch(), serve());

/** The page at one figure. */
const at = (figure, query = "") =>
  open(browser, `${site.url}?figure=${figure}${query}`, { figure });

// --- The timeline ---

/** Brings the timeline into sight: nothing is drawn where nobody sees it. */
async function timelineOf(page) {
  const timeline = page.figure.getByTestId("timeline");
  await timeline.evaluate((element) => element.scrollIntoView({ block: "center" }));
  return timeline;
}

/** The colours on the lanes, without those that are only a shade between two others. */
const colours = (timeline) =>
  timeline.getByTestId("timeline-lanes").evaluate((canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const pixels = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const colour = data.slice(at, at + 4).join(" ");
      pixels.set(colour, (pixels.get(colour) ?? 0) + 1);
    }
    return [...pixels.values()].filter((count) => count > (width * height) / 1000).length;
  });

test("the timeline shows who had the lock, also as a table", async () => {
  const page = await at("one-lock", "&count=24000000&repeats=1");
  const timeline = await timelineOf(page);
  const before = await colours(timeline);
  assert.equal(await runToEnd(page), "done");
  await page.waitForTimeout(300);
  const names = ["MainThread", "counter 1", "counter 2"];
  assert.deepEqual(await timeline.locator(".names .name").allInnerTexts(), names);
  const shown = await colours(timeline);
  assert.ok(shown >= before + 2, `${shown} colours, ${before} before the run`);

  await timeline.getByText("The same as a table").click();
  const spans = timeline.getByTestId("spans").locator("tbody tr");
  await spans.first().waitFor();
  const rows = await spans.evaluateAll((rows) =>
    rows.map((row) => [...row.cells].slice(2).map((cell) => cell.textContent)),
  );
  for (const name of names.slice(1)) {
    const did = rows.filter(([thread]) => thread === name).map(([, what]) => what);
    assert.ok(did.some((what) => /holding/.test(what)), `${name}: ${did}`);
    assert.ok(did.some((what) => /waiting for the lock/.test(what)), `${name}: ${did}`);
  }
  // Both took the lock over from each other, as often as the report says.
  const took = await timeline
    .locator("details table")
    .first()
    .locator("tbody td:last-child")
    .allInnerTexts();
  const { ways } = await report(page);
  const { forced } = ways.find(({ way }) => way === "gil").runs[0].switches;
  assert.ok(forced >= 5, `${forced} forced switches`);
  const all = took.reduce((sum, text) => sum + Number(text), 0);
  assert.ok(all >= forced, `${took} take-overs, ${forced} forced switches`);
});

test("the timeline is live while the program runs", async () => {
  const page = await at("one-lock", "&count=80000000&repeats=1");
  await timelineOf(page);
  const pictures = page.figure.evaluate(
    (figure) =>
      new Promise((resolve) => {
        const status = figure.querySelector("[data-testid=status]");
        const timeline = figure.querySelector("[data-testid=timeline]");
        const canvas = figure.querySelector("[data-testid=timeline-lanes]");
        const seen = new Set();
        const look = setInterval(() => {
          if (timeline.classList.contains("live")) seen.add(canvas.toDataURL());
          if (status.dataset.state !== "done") return;
          clearInterval(look);
          resolve({ pictures: seen.size, live: timeline.classList.contains("live") });
        }, 50);
      }),
  );
  assert.equal(await runToEnd(page), "done");
  const seen = await pictures;
  // One is empty, and one could be a last one when all was over.
  assert.ok(seen.pictures >= 4, `${seen.pictures} pictures while it ran`);
  assert.equal(seen.live, false);
});

test("another recording can be chosen", async () => {
  const page = await at("one-lock", "&count=1000000&repeats=1");
  assert.equal(await runToEnd(page), "done");
  const timeline = await timelineOf(page);
  const recording = page.figure.getByTestId("recording");
  const names = await recording.locator("option").allInnerTexts();
  assert.equal(names.length, 2);
  const chosen = () => recording.evaluate(({ selectedOptions }) => selectedOptions[0].text);
  assert.match(await chosen(), /behind the lock/i, "the lock is what it is about");
  const lanes = timeline.locator(".names .name");
  assert.equal(await lanes.count(), 3);
  await recording.selectOption({ label: names.find((name) => !/lock/i.test(name)) });
  await page.waitForFunction(
    (element) => element.querySelectorAll(".names .name").length === 1,
    await timeline.elementHandle(),
  );
  assert.match(await timeline.getAttribute("aria-label"), /one after the other/i);
});

test("the timeline goes by keyboard, and says where it is", async () => {
  const page = await at("one-lock", "&count=3000000&repeats=1");
  assert.equal(await runToEnd(page), "done");
  const timeline = await timelineOf(page);
  const lanes = timeline.getByTestId("timeline-lanes");
  const details = timeline.getByTestId("timeline-details");
  const said = timeline.locator('[role="status"]');
  await lanes.focus();
  const told = new Set([await details.innerText()]);
  for (const key of ["ArrowDown", "PageDown", "PageDown", "PageDown"]) {
    await lanes.press(key);
    await page.waitForTimeout(100);
    told.add(await details.innerText());
  }
  assert.ok(told.size >= 3, [...told].join("\n"));
  await lanes.press("Enter");
  const selection = timeline.getByTestId("selection");
  await selection.waitFor();
  assert.match(await selection.innerText(), /Length/);
  await lanes.press("+");
  await page.waitForFunction(
    (element) => / of /.test(element.textContent),
    await said.elementHandle(),
  );
  await lanes.press("Escape");
  await selection.waitFor({ state: "detached" });
});

// --- The steps ---

test("a hand-over can be gone through step by step, by keyboard", async () => {
  const page = await at("inside");
  assert.equal(await page.figure.locator(".stepper").count(), 0);
  assert.equal(await runToEnd(page), "done");
  const { ways } = await report(page);
  assert.ok(ways.every(({ runs }) => runs.every(({ passage }) => passage === "virtual")));

  const stepper = page.figure.locator(".stepper");
  const slider = stepper.getByRole("slider", { name: "Step" });
  const sentence = stepper.getByTestId("sentence");
  const step = async () => Number(await slider.inputValue());
  const last = Number(await slider.getAttribute("max"));
  assert.ok(last > 20, `${last} steps`);

  await slider.press("Home");
  assert.equal(await step(), 0);
  assert.match(await stepper.innerText(), /Step 1 of/);
  await slider.press("ArrowRight");
  assert.equal(await step(), 1);
  await slider.press("ArrowLeft");
  assert.equal(await step(), 0);
  await slider.press("End");
  assert.equal(await step(), last);
  await slider.press("Home");
  const sentences = [];
  for (let before = -1; (await step()) !== before && sentences.length < 200; ) {
    before = await step();
    await slider.press("PageUp");
    sentences.push(await sentence.innerText());
  }
  // From lock event to lock event through a whole hand-over.
  const story = sentences.join("\n");
  for (const part of [/interval/, /asks|drop request/i, /lets go/i, /takes the lock|has the lock/i]) {
    assert.match(story, part);
  }
  // The buttons do the same.
  await slider.press("Home");
  await stepper.getByRole("button", { name: "Step forward" }).click();
  assert.equal(await step(), 1);
});

test("the lock before 3.2 has ticks and no interval", async () => {
  const page = await at("inside");
  await page.figure.getByTestId("preset").selectOption("2.7");
  assert.equal(await runToEnd(page), "done");
  assert.equal((await report(page)).preset, "2.7");
  const stepper = page.figure.locator(".stepper");
  assert.match(await stepper.innerText(), /tick/);
  const slider = stepper.getByRole("slider", { name: "Step" });
  await slider.press("Home");
  const sentences = [];
  for (let event = 0; event < 30; event += 1) {
    await slider.press("PageUp");
    sentences.push(await stepper.getByTestId("sentence").innerText());
  }
  assert.match(sentences.join("\n"), /ticks/);
  assert.doesNotMatch(sentences.join("\n"), /drop request/);
});

test("the same seed is the same story", async () => {
  const story = async (seed) => {
    const page = await at("inside", `&seed=${seed}`);
    assert.equal(await runToEnd(page), "done");
    return (await report(page)).ways[0].runs[0].wall_seconds;
  };
  assert.equal(await story(3), await story(3));
});

// --- Reference counts ---

test("reference counts are right where they are guarded, and the bars say which are", async () => {
  const page = await at("refcounts", "&count=2000000&repeats=1");
  assert.equal(await runToEnd(page), "done");
  const { others, ...own } = await report(page);
  for (const [side, shown] of [[own, "bar"], [others[0], "bar-other"]]) {
    assert.deepEqual(
      side.ways.map(({ way }) => way),
      ["unguarded", "locked", "atomic", "biased"],
    );
    for (const { way, runs } of side.ways) {
      const right = runs.every(({ answer }) => answer === "1");
      const row = page.figure.locator(`[data-testid="${shown}"][data-way="${way}"]`);
      assert.match(await row.textContent(), right ? /✓ right: 1/ : /✗ wrong: /, `${shown} ${way}`);
      if (way !== "unguarded") assert.ok(right, `${way}: ${JSON.stringify(runs)}`);
    }
  }
  // On real cores two threads may miss each other by luck; there is none on virtual ones.
  assert.notEqual(others[0].ways[0].runs[0].answer, "1");
});

test("what reference counts cost is simulated, and labelled so", async () => {
  const page = await at("refcounts", "&count=100000&repeats=1");
  const headings = () => page.figure.locator(".chart-panel > svg").evaluateAll((charts) =>
    charts.map((chart) => chart.getAttribute("aria-label")),
  );
  const before = await headings();
  assert.match(before[0], /^Real threads/);
  assert.match(before[1], /^Simulated: 2 virtual cores/);
  assert.equal(await runToEnd(page), "done");
  assert.deepEqual(await headings(), before);
  const { others, ...own } = await report(page);
  const passages = ({ ways }) => new Set(ways.flatMap(({ runs }) => runs.map((run) => run.passage)));
  assert.deepEqual([...passages(own)], ["threads"]);
  assert.deepEqual([...passages(others[0])], ["virtual"]);
});

// --- Sweeps ---

/** Opens a sweep and presses Measure. */
async function measure(page, name) {
  const sweep = page.figure.getByTestId(name);
  await sweep.evaluate((details) => (details.open = true));
  return sweep;
}
const MEASURE = (name) => `[data-testid=${name}] button[data-testid=sweep]`;

/** What is measured of a sweep, and drawn. */
async function points(page, sweep) {
  const { sweeps } = await report(page);
  const drawn = Number(await sweep.locator(".chart-sweep").getAttribute("data-points"));
  assert.equal(drawn, sweeps[0].points.length);
  return sweeps[0].points;
}

test("a sweep over threads divides the same work among ever more of them", async () => {
  const page = await at("cpu-bound", "&count=300000&repeats=1");
  const sweep = await measure(page, "sweep-threads");
  await sweep.getByTestId("most-threads").fill("4");
  assert.equal(await runToEnd(page, MEASURE("sweep-threads")), "done");
  const measured = await points(page, sweep);
  assert.deepEqual(
    measured.map(({ value, ways }) => [value, ways.map(({ way }) => way)]),
    [1, 2, 3, 4].map((threads) => [threads, CPU_WAYS]),
  );
  for (const { value, ways } of measured) {
    for (const { runs } of ways) {
      assert.ok(runs.every(({ outcome }) => outcome === "finished"));
      assert.equal(Number(runs[0].answer), 600_000, `${value} threads`);
    }
  }
  assert.ok((await sweep.getByTestId("sweep-summary").innerText()).length > 20);
  // The same as a table: a row for each way at each number.
  assert.equal(await sweep.locator(".chart-table tbody tr").count(), 4 * CPU_WAYS.length);
});

test("a sweep that is cancelled keeps its points, and says how far it was", async () => {
  const page = await at("cpu-bound", "&count=20000000&repeats=1");
  const sweep = await measure(page, "sweep-threads");
  await sweep.getByTestId("most-threads").fill("8");
  const ended = runToEnd(page, MEASURE("sweep-threads"));
  const chart = sweep.locator(".chart-sweep");
  // Or the next, if that comes before anybody looks.
  const some = '.chart-sweep:is([data-points="3"], [data-points="4"])';
  await sweep.locator(some).waitFor({ timeout: 60_000 });
  assert.match(await sweep.getByTestId("sweep-progress").innerText(), /^\d+ of 40 runs, about /);
  await sweep.getByTestId("cancel-sweep").click();
  assert.equal(await ended, "cancelled");
  const kept = await points(page, sweep);
  assert.ok(kept.length >= 3 && kept.length < 8, `${kept.length} points`);
  assert.equal(await sweep.getByTestId("sweep-progress").count(), 0);
  assert.ok(await chart.isVisible());
  assert.ok(await page.figure.getByTestId("run").isEnabled());
});

test("a sweep over switch intervals stands on a logarithmic axis", async () => {
  const page = await at("cpu-bound", "&count=300000&repeats=1");
  const sweep = await measure(page, "sweep-interval");
  assert.equal(await runToEnd(page, MEASURE("sweep-interval")), "done");
  const measured = await points(page, sweep);
  const intervals = measured.map(({ value }) => value).sort((a, b) => a - b);
  assert.deepEqual(intervals, [1e-6, 1e-5, 1e-4, 1e-3, 5e-3, 0.02, 0.1, 1]);
  for (const { value, ways } of measured) {
    assert.deepEqual(ways.map(({ way }) => way), ["gil"]);
    assert.equal(ways[0].runs[0].settings.switch_interval, value);
  }
  const charts = await sweep.locator(".chart-pair svg").evaluateAll((charts) =>
    charts.map((chart) =>
      [...chart.querySelectorAll(".chart-point")].map((dot) => parseFloat(dot.getAttribute("x"))),
    ),
  );
  for (const dots of charts) {
    const places = [...new Set(dots)].sort((a, b) => a - b);
    assert.equal(places.length, intervals.length);
    const [left, right] = [places[0], places.at(-1)];
    for (const [index, interval] of intervals.entries()) {
      const expected = left + ((right - left) * (Math.log10(interval) + 6)) / 6;
      assert.ok(Math.abs(places[index] - expected) < 0.1, `${interval} s is at ${places[index]} %`);
    }
  }
});

// --- What the reader expects ---

test("who says what they expect sees by how much they were off", async () => {
  const page = await at("cpu-bound", "&count=1000000&repeats=1");
  const guess = (way) => page.figure.locator(`[data-testid="guess"][data-way="${way}"]`);
  await guess("gil").press("End");
  assert.equal(await guess("gil").getAttribute("aria-valuenow"), "3");
  await guess("gil").press("ArrowLeft");
  assert.match(await guess("gil").getAttribute("aria-valuetext"), /^2\.95 times/);
  // By pointer as well.
  const slider = guess("free-threaded");
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await slider.boundingBox();
  await page.mouse.move(x + width * 0.9, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.2, y + height / 2, { steps: 5 });
  await page.mouse.up();
  const dragged = Number(await slider.getAttribute("aria-valuenow"));
  assert.ok(dragged > 0.2 && dragged < 1.2, `dragged to ${dragged}`);

  assert.equal(await runToEnd(page), "done");
  assert.equal(await page.figure.getByTestId("guess").count(), 0);
  const { sequential, gil, "free-threaded": free } = await bars(page);
  const row = (way) => page.figure.locator(`[data-testid="bar"][data-way="${way}"]`).textContent();
  const told = (expected, measured) =>
    `you expected ${expected.toFixed(2)}× as long, it was ${(measured / sequential).toFixed(2)}×`;
  assert.ok((await row("gil")).includes(told(2.95, gil)), await row("gil"));
  assert.ok((await row("free-threaded")).includes(told(dragged, free)), await row("free-threaded"));
});

test("what is expected can be taken back, and nobody has to expect anything", async () => {
  const page = await at("cpu-bound", "&count=100000&repeats=1");
  const guess = page.figure.locator('[data-testid="guess"][data-way="gil"]');
  await guess.press("Home");
  await page.figure.getByTestId("clear-prediction").click();
  assert.match(await guess.getAttribute("aria-valuetext"), /nothing expected/);
  await page.figure.getByTestId("run").click();
  assert.equal(await reach(page, "done", "failed"), "done");
  assert.doesNotMatch(await page.figure.locator(".chart-bars").textContent(), /you expected/);
});

// --- What is loaded ---

for (const [figure, query] of OWN_PROGRAMS) {
  for (const isolated of [true, false]) {
    const where = isolated ? "" : ", where no memory is shared";
    test(`the page's own program does without the engine's rest: ${figure}${query}${where}`, async (t) => {
      const own = await serve({ isolated });
      t.after(() => own.close());
      const context = { serviceWorkers: isolated ? "allow" : "block" };
      const page = await open(browser, `${own.url}?figure=${figure}${query}`, { figure, ...context });
      assert.equal(await runToEnd(page), "done");
      assert.ok(own.asked.some((path) => path.endsWith("/engine_bg.wasm")), "the engine is there");
      assert.deepEqual(own.asked.filter((path) => path.endsWith("/rest.wasm")), []);
      await page.context().close();
    });
  }
}

test("a program that needs the engine's rest loads it", async (t) => {
  const own = await serve();
  t.after(() => own.close());
  const engine = await startEngine(browser, own.url);
  const { output } = await engine.run("print(2 ** 100 // 3 ** 5)\n");
  assert.equal(output, `${2n ** 100n / 3n ** 5n}\n`);
  assert.ok(own.asked.some((path) => path.endsWith("/rest.wasm")));
  await engine.close();
});

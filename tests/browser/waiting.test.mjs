// Slow calls, a server beside busy threads, hashing: what their figures measure on real threads, and what
// they simulate.

import assert from "node:assert/strict";
import { test } from "node:test";

import { forAll, launch, open, openMore, report, runToEnd, serve } from "./support.mjs";

const [browser, site] = await forAll(launch(), serve());

/** What a figure measures with these settings. */
async function measured(figure, query) {
  const page = await open(browser, `${site.url}?figure=${figure}&repeats=1${query}`, { figure });
  assert.equal(await runToEnd(page), "done");
  return { page, ...(await report(page)) };
}

/** The time of each way. */
const times = ({ ways }) =>
  Object.fromEntries(ways.map(({ way, best_seconds }) => [way, best_seconds]));

for (const [where, query] of [
  ["real threads", ""],
  ["virtual cores", "&cores=1"],
]) {
  test(`five slow calls wait at the same time, in threads, tasks and processes: ${where}`, async () => {
    const { page, ...own } = await measured("io-bound", `&count=600${query}`);
    const { sequential, gil, asyncio, processes } = times(own);
    assert.ok(sequential >= 3, `in a row ${sequential} s`);
    for (const [way, seconds] of Object.entries({ gil, asyncio })) {
      assert.ok(seconds >= 0.6, `${way}: ${seconds} s`);
      assert.ok(seconds < sequential / 2.5, `${way}: ${seconds} s, in a row ${sequential} s`);
    }
    // Each waits as long, after its start.
    assert.ok(processes >= Math.min(gil, asyncio), `processes: ${processes} s, threads ${gil} s`);
    const answers = own.ways.flatMap(({ runs }) => runs.map(({ answer }) => answer));
    assert.deepEqual(new Set(answers), new Set(["5"]));
    const verdict = await page.figure.locator(".verdict").innerText();
    assert.match(verdict, /With asyncio, one thread took 0\.\d\d times as long/);
    assert.match(verdict, /Processes, their start included, (were|took) \d+\.\d\d times as/);
  });

  test(`busy threads make a server slow: ${where}`, async () => {
    const { page, ...own } = await measured("convoy", `&count=20${query.replace("1", "4")}`);
    const { quiet, "beside-one": one, "beside-four": four } = times(own);
    assert.ok(one > 2 * quiet, `${quiet} s beside nobody, ${one} s beside one`);
    assert.ok(four > 1.5 * one, `${one} s beside one, ${four} s beside four`);
    for (const { way, runs } of own.ways) {
      const [{ served }] = runs;
      assert.equal(served.requests, 20, way);
      assert.ok(served.median <= served.p95 && served.p99 <= served.worst, JSON.stringify(served));
    }
    assert.match(await page.figure.locator(".verdict").innerText(), /the handler answered/);
    const row = page.figure.locator('[data-testid="bar"][data-way="beside-four"]');
    assert.match(await row.textContent(), /requests a second/);
  });
}

test("httpbin is answered by the page unless the reader wants it asked", async () => {
  const query = "?figure=io-bound&cores=1&repeats=1&httpbin=real";
  const page = await open(browser, `${site.url}${query}`, { figure: "io-bound" });
  const { figure } = page;
  await openMore(page);
  const field = figure.getByTestId("httpbin");
  assert.equal(await field.inputValue(), "real");
  await figure.getByTestId("source").fill(`HOW = "threads"
import urllib.request
print(urllib.request.urlopen("https://httpbin.org/delay/1").status)
`);
  const told = () => figure.getByTestId("console").textContent();
  assert.equal(await runToEnd(page), "failed");
  assert.match(await told(), /Virtual cores have no network, so httpbin\.org/);
  await field.selectOption("own");
  assert.equal(await runToEnd(page), "done");
  assert.match(await told(), /httpbin\.org is not asked/);
  // Whose program has nothing to ask has no such switch.
  const other = await open(browser, `${site.url}?figure=convoy`, { figure: "convoy" });
  await openMore(other);
  assert.equal(await other.figure.getByTestId("httpbin").count(), 0);
});

test("the convoy is charted against the switch interval", async () => {
  const page = await open(browser, `${site.url}?figure=convoy&count=5&cores=2`, { figure: "convoy" });
  const sweep = page.figure.getByTestId("sweep-interval");
  await sweep.evaluate((details) => (details.open = true));
  const button = "[data-testid=sweep-interval] button[data-testid=sweep]";
  assert.equal(await runToEnd(page, button), "done");
  const { sweeps } = await report(page);
  assert.equal(sweeps[0].points.length, 6);
  const beside = ({ ways }) => times({ ways })["beside-one"];
  const [usual, short] = [5e-3, 1e-4].map((at) => sweeps[0].points.find(({ value }) => value === at));
  assert.ok(beside(usual) > 2 * beside(short));
});

test("hashing lets go of the lock if there is enough to hash", async () => {
  const own = await measured("c-code", "&cores=2");
  const [large, small] = [own, own.others[0]].map(times);
  assert.ok(large.sequential / large.gil > 1.8, JSON.stringify(large));
  assert.ok(small.sequential / small.gil < 1.1, JSON.stringify(small));
  assert.match(await own.page.figure.locator(".verdict").innerText(), /Pieces of 1,000 bytes/);
});

// Figures in somebody else’s page, from the element to the lock and back: what the page asks for is
// done, and what it must not ask for is not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { figureOf, forAll, launchWithFrames, packed, reach, serve, tier } from "./support.mjs";

/** Runs until somebody cancels it. */
const ENDLESS = "while True:\n    pass\n";

const [browser, host] = await forAll(launchWithFrames({ storage: true }), serve());

/** A page of another site with these figures (attributes by id), which collects their events. */
async function post(t, figures) {
  const elements = Object.entries(figures).map(
    ([id, attributes]) => `<gil-playground id="${id}" ${attributes}></gil-playground>`,
  );
  const html = `<!doctype html><link rel="icon" href="data:,">
    <script src="${host.url}embed.js" defer></script>${elements.join("")}`;
  const site = await serve({ isolated: false, pages: { "/post": html } });
  const page = await browser.newPage();
  t.after(async () => {
    await page.close();
    await site.close();
  });
  await page.addInitScript(() => {
    window.events = [];
    for (const type of ["ready", "result", "error"]) {
      addEventListener(type, ({ target, detail }) => {
        if (target.id) window.events.push(detail);
      }, true);
    }
  });
  await page.goto(new URL("/post", site.elsewhere).href);
  const figure = async (id) => {
    const element = page.locator(`#${id} iframe`);
    await element.scrollIntoViewIfNeeded();
    const frame = await (await element.elementHandle()).contentFrame();
    await tier(frame);
    return figureOf(frame, "cpu-bound");
  };
  return { page, figure };
}

/** The next event of that type. */
async function heard(page, type) {
  const event = await page.waitForFunction(
    (type) => window.events.find((event) => event.type === type),
    type,
  );
  return event.jsonValue();
}

const call = (page, id, method, ...args) =>
  page.evaluate(
    ([id, method, args]) => document.getElementById(id)[method](...args),
    [id, method, args],
  );

test("settings reach the fields, run measures, and the report comes back", async (t) => {
  const { page, figure } = await post(t, { one: 'figure="cpu-bound" count="100000" repeats="1"' });
  const one = await figure("one");
  assert.equal((await heard(page, "ready")).figure, "cpu-bound");
  await call(page, "one", "set", { threads: 3, preset: "3.13" });
  await call(page, "one", "run");
  const { report } = await heard(page, "result");
  assert.equal(await one.getByTestId("threads").inputValue(), "3");
  assert.deepEqual([report.threads, report.count, report.preset], [3, 100_000, "3.13"]);
  assert.deepEqual(
    report.ways.map(({ way, runs }) => [way, runs.map(({ outcome }) => outcome)]),
    [
      ["sequential", ["finished"]],
      ["gil", ["finished"]],
      ["free-threaded", ["finished"]],
      ["processes", ["finished"]],
    ],
  );
  assert.equal(await one.getByTestId("bar").count(), 4);
});

test("what makes no sense is answered with a sentence and changes nothing", async (t) => {
  const { page, figure } = await post(t, { one: 'figure="cpu-bound"' });
  const one = await figure("one");
  await call(page, "one", "set", { colour: "red" });
  assert.match((await heard(page, "error")).message, /^Only these can be set: preset, /);
  await call(page, "one", "set", { threads: "many" });
  await one.getByTestId("note").waitFor();
  assert.match(await one.getByTestId("note").innerText(), /threads=many/);
  assert.equal(await one.getByTestId("threads").inputValue(), "2");
});

test("a program that came with the address waits for a click, whatever the page asks", async (t) => {
  const program = await packed('print("mine")\n');
  const src = `${host.url}?figure=cpu-bound&repeats=1#program=${program}`;
  const { page, figure } = await post(t, { one: `src="${src}"` });
  const one = await figure("one");
  await one.getByTestId("foreign").waitFor();
  await call(page, "one", "run");
  assert.match((await heard(page, "error")).message, /only after the reader has pressed Run/);
  assert.equal(await one.getByTestId("status").getAttribute("data-state"), "idle");
  await one.getByTestId("run").click();
  await heard(page, "result");
  assert.match(await one.getByTestId("console").textContent(), /mine/);
});

test("one figure of a page runs at a time; the other says that it waits", async (t) => {
  const program = await packed(ENDLESS);
  const { page, figure } = await post(t, {
    one: `src="${host.url}?figure=cpu-bound#program=${program}"`,
    two: `src="${host.url}?figure=cpu-bound&count=100000&repeats=1"`,
  });
  const [one, two] = [await figure("one"), await figure("two")];
  await one.getByTestId("run").click();
  await reach(one, "running");
  await call(page, "two", "run");
  await two.getByText("Waiting: another figure is being measured").waitFor();
  await one.getByTestId("cancel").click();
  assert.equal(await reach(two, "done"), "done");
});

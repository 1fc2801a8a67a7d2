// <gil-playground>: makes the frame, hears it and speaks to it. The frame is a stand-in here, which
// says what it is told to say and shows what it has heard.

import assert from "node:assert/strict";
import { test } from "node:test";

import { forAll, launch, serve } from "./support.mjs";

const STAND_IN = `<!doctype html><title>A stand-in</title><script>
  const heard = [];
  addEventListener("message", ({ data }) => heard.push(data));
  const say = (message) =>
    parent.postMessage({ source: "gil-playground", version: 1, ...message }, "*");
</script>`;

const frames = await serve({ pages: { "/stand-in": STAND_IN } });
const page = `<!doctype html><link rel="icon" href="data:,">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:;
    script-src ${frames.elsewhere}; frame-src ${frames.elsewhere}">
  <script src="${frames.elsewhere}embed.js" defer></script>
  <gil-playground id="one" src="${frames.elsewhere}stand-in#kept" figure="cpu-bound" threads="4">
  </gil-playground>
  <gil-playground id="two" src="${frames.elsewhere}stand-in" title="Two"></gil-playground>`;
const [browser, post] = await forAll(launch(), serve({ pages: { "/post": page } }), frames);

/** The page with its two figures, which collects their events. */
async function visit(t) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.events = [];
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.violations.push(event.effectiveDirective),
    );
  });
  await page.goto(new URL("/post", post.url).href);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll("gil-playground")) {
      for (const type of ["ready", "height", "result", "error", "other"]) {
        element.addEventListener(type, ({ detail }) => window.events.push([element.id, detail]));
      }
    }
  });
  const frame = async (id) =>
    (await page.waitForSelector(`#${id} iframe`)).contentFrame();
  return { page, one: await frame("one"), two: await frame("two") };
}

const events = (page, count) =>
  page.waitForFunction((count) => window.events.length >= count && window.events, count)
    .then((handle) => handle.jsonValue());

test("the frame has the address, the name and the size that it should", async (t) => {
  const { page, one } = await visit(t);
  const address = new URL(one.url());
  assert.deepEqual(Object.fromEntries(address.searchParams), {
    figure: "cpu-bound",
    threads: "4",
    embed: "1",
  });
  assert.equal(address.hash, "#kept");
  const [first, second] = await page.locator("iframe").evaluateAll((elements) =>
    elements.map(({ title, loading, allow, clientHeight, clientWidth, parentElement }) => ({
      title, loading, allow, clientHeight, fills: clientWidth === parentElement.clientWidth,
    })),
  );
  assert.equal(first.loading, "lazy");
  assert.match(first.allow, /cross-origin-isolated; fullscreen; clipboard-write/);
  assert.match(first.title, /GIL Playground/);
  assert.equal(second.title, "Two");
  assert.deepEqual([first.clientHeight, first.fills], [560, true]);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
});

test("what a frame says becomes events of its own element", async (t) => {
  const { page, one, two } = await visit(t);
  await one.evaluate(() => say({ type: "ready", figure: "cpu-bound", tier: "b" }));
  await two.evaluate(() => say({ type: "result", report: { version: 3 } }));
  const [ready, result] = await events(page, 2);
  assert.deepEqual([ready[0], ready[1].tier], ["one", "b"]);
  assert.deepEqual([result[0], result[1].report.version], ["two", 3]);
});

test("a frame becomes as high as it says, within reason", async (t) => {
  const { page, one } = await visit(t);
  const heights = [];
  for (const height of [812.4, 1e9, -5, "9", null]) {
    const before = await page.evaluate(() => window.events.length);
    await one.evaluate((height) => say({ type: "height", height }), height);
    await events(page, before + 1);
    heights.push(await page.locator("#one iframe").evaluate((frame) => frame.clientHeight));
  }
  assert.deepEqual(heights, [813, 20_000, 20_000, 20_000, 20_000]);
  assert.equal(await page.locator("#two iframe").evaluate((frame) => frame.clientHeight), 560);
});

test("only its own frame is heard, and only in this form", async (t) => {
  const { page, one } = await visit(t);
  await page.evaluate(() =>
    postMessage({ source: "gil-playground", version: 1, type: "ready" }, "*"),
  );
  await one.evaluate(() => {
    parent.postMessage("text", "*");
    parent.postMessage(null, "*");
    say({ version: 2, type: "ready" });
    say({ source: "somebody", type: "ready" });
    say({ type: "other" });
    say({ type: "error", message: "the last" });
  });
  assert.deepEqual((await events(page, 1)).map(([id, { type }]) => [id, type]), [["one", "error"]]);
});

test("run and set wait until the frame is ready, and reach it alone", async (t) => {
  const { page, one, two } = await visit(t);
  await page.evaluate(() => {
    const element = document.getElementById("one");
    element.set({ threads: 4, preset: "3.13" });
    element.run();
  });
  assert.deepEqual(await one.evaluate(() => heard), []);
  await one.evaluate(() => say({ type: "ready" }));
  await events(page, 1);
  await page.evaluate(() => document.getElementById("one").run());
  await one.waitForFunction(() => heard.length === 3);
  const common = { target: "gil-playground", version: 1 };
  assert.deepEqual(await one.evaluate(() => heard), [
    { ...common, type: "set", settings: { threads: "4", preset: "3.13" } },
    { ...common, type: "run" },
    { ...common, type: "run" },
  ]);
  assert.deepEqual(await two.evaluate(() => heard), []);
});

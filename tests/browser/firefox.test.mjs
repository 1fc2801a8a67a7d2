// The site in Firefox: it opens, runs, cancels, and works in somebody else’s page. What it can do
// beyond that is the same code as in Chromium.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startFirefox } from "./firefox.mjs";
import { serve } from "./support.mjs";

const SETTINGS = "figure=cpu-bound&threads=2&count=300000&repeats=1";

let site;
before(async () => {
  site = await serve();
});
after(() => site?.close());

async function start(t, options) {
  const firefox = await startFirefox(site, options);
  t.after(() => firefox.close());
  return firefox;
}

/**
 * In Firefox: opens the site in the frame, does what is asked, in this order, and gives what is to
 * be seen then.
 */
async function play({ frame }, { query, source, presses }) {
  const find = (id) => frame.contentDocument?.querySelector(`[data-figure=cpu-bound] [data-testid=${id}]`);
  const until = async (is, what) => {
    for (let tries = 0; tries < 800; tries++) {
      const found = is();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${what}: ${find("status")?.dataset.state} ${find("status")?.textContent}`);
  };
  const problems = [];
  await new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    frame.src = `/?${query}`;
  });
  frame.contentWindow.addEventListener("error", ({ message }) => problems.push(message));
  await until(() => find("run")?.matches(":enabled"), "the figure does not come alive");
  if (source) {
    find("source").value = source;
    find("source").dispatchEvent(new frame.contentWindow.InputEvent("input", { bubbles: true }));
    await until(() => find("run").matches(":enabled"), "the program cannot be run");
  }
  for (const [button, states] of presses) {
    find(button).click();
    const reached = () => states.includes(find("status").dataset.state);
    await until(reached, `pressing ${button} does not lead to ${states}`);
  }
  const bars = [...frame.contentDocument.querySelectorAll("[data-figure=cpu-bound] [data-testid=bar]")];
  return {
    tier: frame.contentDocument.documentElement.dataset.tier,
    status: `${find("status").dataset.state}: ${find("status").textContent}`,
    bars: bars.map(({ dataset }) => [dataset.way, Number(dataset.seconds) > 0]),
    text: frame.contentDocument.querySelector("[data-figure=cpu-bound]").textContent,
    problems,
  };
}

test("it opens with shared memory, runs to all bars, and cancels", async (t) => {
  const firefox = await start(t, { isolated: true });
  const run = await firefox.evaluate(play, {
    query: SETTINGS,
    presses: [["run", ["done", "failed"]]],
  });
  assert.match(run.status, /^done/);
  assert.equal(run.tier, "a");
  assert.deepEqual(run.bars, [
    ["sequential", true],
    ["gil", true],
    ["free-threaded", true],
    ["processes", true],
    ["subinterpreters", true],
  ]);
  assert.match(run.text, /in real Web Workers of Firefox 1/);

  const cancelled = await firefox.evaluate(play, {
    query: SETTINGS,
    source: "while True:\n    pass\n",
    presses: [
      ["run", ["running", "failed"]],
      ["cancel", ["cancelled", "failed", "done"]],
    ],
  });
  assert.match(cancelled.status, /^cancelled/);
  assert.deepEqual([run.problems, cancelled.problems], [[], []]);
});

test("in a page without the headers it takes turns, and says so", async (t) => {
  const firefox = await start(t, { isolated: false });
  const run = await firefox.evaluate(play, {
    query: `${SETTINGS}&embed=1`,
    presses: [["run", ["done", "failed"]]],
  });
  assert.match(run.status, /^done/);
  assert.equal(run.tier, "c");
  assert.ok(run.bars.length >= 2 && run.bars.every(([, ran]) => ran), String(run.bars));
  assert.match(run.text, /One real thread that takes turns for all/);
  assert.match(run.text, /Simulated: /);
  assert.deepEqual(run.problems, []);
});

test("a page of another site hears of it what a frame says, and can have it run", async (t) => {
  const firefox = await start(t, { isolated: false });
  const [ready, result] = await firefox.evaluate(
    async ({ frame, heard }, address) => {
      const hear = async (type) => {
        for (let tries = 0; tries < 800; tries++) {
          const found = heard.find((message) => message.type === type);
          if (found) return found;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`the frame says no ${type}`);
      };
      frame.src = address;
      const ready = await hear("ready");
      const run = { target: "gil-playground", version: 1, type: "run" };
      frame.contentWindow.postMessage(run, "*");
      return [ready, await hear("result")];
    },
    `${site.elsewhere}?${SETTINGS}&embed=1`,
  );
  assert.equal(ready.tier, "c");
  assert.deepEqual(
    result.report.ways.map(({ way, runs }) => [way, runs.map(({ passage }) => passage)]),
    [
      ["sequential", ["single"]],
      ["gil", ["single"]],
    ],
  );
});

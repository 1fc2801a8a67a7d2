// Which functions of the engine are called by the page's own programs, and often by those of the benchmark,
// where each function says so: their names, a line each. See xtask/src/split.rs.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { DIST, OWN_PROGRAMS, launch, open, runToEnd, serve, startEngine } from "./support.mjs";

const called = new Set();
const names = new Map();

const browser = await launch();

/** A browser whose pages keep what the functions of their engines tell. */
const listening = {
  newContext: async () => {
    // A service worker has nothing to do with it.
    const context = await browser.newContext({ serviceWorkers: "block" });
    await context.addInitScript(() => {
      window.called = [];
      new BroadcastChannel("called").onmessage = ({ data }) => window.called.push(data);
      // An engine that tells so much takes long to start: who waits for it has ten times the patience.
      const { setTimeout } = window;
      window.setTimeout = (act, ms, ...rest) =>
        setTimeout(act, ms < 10_000 ? ms : 10 * ms, ...rest);
    });
    return context;
  },
};

/** Keeps the names behind the numbers that a page was told of as `called` or `often`. */
async function keep(what, page) {
  // What was told last is still on its way.
  await page.waitForTimeout(500);
  for (const [folder, its, number] of await page.evaluate(() => window.called)) {
    if (its !== what) continue;
    if (!names.has(folder)) {
      names.set(folder, readFileSync(join(DIST, folder, "names.txt"), "utf8").split("\n"));
    }
    called.add(names.get(folder)[number]);
  }
}

for (const isolated of [true, false]) {
  const site = await serve({ isolated });
  for (const [figure, query] of OWN_PROGRAMS) {
    const page = await open(listening, `${site.url}?figure=${figure}${query}`, { figure });
    const end = await runToEnd(page);
    if (end !== "done") throw new Error(`${figure}${query}: ${end}`);
    await keep("called", page);
    await page.context().close();
  }
  await site.close();
}

const site = await serve();
const engine = await startEngine(listening, site.url);
const folder = join(dirname(import.meta.filename), "../bench");
// The one that only measures how long a start takes has a little of everything.
const programs = readdirSync(folder).filter((name) => name.endsWith(".py") && name !== "start.py");
for (const file of programs) {
  const source = readFileSync(join(folder, file), "utf8");
  for (const preset of ["3.14", "3.14t"]) await engine.run(source, { preset }, { ledgerRoom: 0 });
}
await keep("often", engine.page);
await engine.close();
await site.close();
await browser.close();

console.log([...called].filter(Boolean).sort().join("\n"));

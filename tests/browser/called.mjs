// Which functions of the engine are called by the page's own programs, and often by those of the benchmark,
// where each function says so: their names, a line each. See xtask/src/split.rs.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { DIST, OWN_PROGRAMS, launch, open, runToEnd, serve, startEngine } from "./support.mjs";

const called = new Set();
const names = new Map();

/** Keeps the names behind the numbers that a server was asked for as `called` or `often`. */
function keep(what, asked) {
  for (const path of asked) {
    const [, folder, its, number] = /^\/(.+)\/(called|often)\/(\d+)$/.exec(path) ?? [];
    if (its !== what) continue;
    if (!names.has(folder)) {
      names.set(folder, readFileSync(join(DIST, folder, "names.txt"), "utf8").split("\n"));
    }
    called.add(names.get(folder)[Number(number)]);
  }
}

const browser = await launch();

/** Its pages have ten times the patience: an engine whose functions ask the server takes long to start. */
const patient = {
  newContext: async (options) => {
    const context = await browser.newContext(options);
    await context.addInitScript(() => {
      const { setTimeout } = window;
      window.setTimeout = (act, ms, ...rest) => setTimeout(act, 10 * ms, ...rest);
    });
    return context;
  },
};
for (const isolated of [true, false]) {
  const site = await serve({ isolated });
  for (const [figure, query] of OWN_PROGRAMS) {
    // Each function asks the server, and a service worker between them would take its time each time.
    const options = { figure, serviceWorkers: "block" };
    const page = await open(patient, `${site.url}?figure=${figure}${query}`, options);
    const end = await runToEnd(page);
    if (end !== "done") throw new Error(`${figure}${query}: ${end}`);
    await page.context().close();
  }
  keep("called", site.asked);
  await site.close();
}

const site = await serve();
const engine = await startEngine(browser, site.url);
const folder = join(dirname(import.meta.filename), "../bench");
// The one that only measures how long a start takes has a little of everything.
const programs = readdirSync(folder).filter((name) => name.endsWith(".py") && name !== "start.py");
for (const file of programs) {
  const source = readFileSync(join(folder, file), "utf8");
  for (const preset of ["3.14", "3.14t"]) await engine.run(source, { preset }, { ledgerRoom: 0 });
}
keep("often", site.asked);
await engine.close();
await site.close();
await browser.close();

console.log([...called].filter(Boolean).sort().join("\n"));

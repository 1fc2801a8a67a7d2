// The counting loop beside CPython's, in turns on the same machine, and the three ways against
// each other. Run by `cargo xtask bench`, which says where everything is.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { launch, open, report, runToEnd, serve } from "./support.mjs";

const PYTHON = process.env.PYTHON;
const ROUNDS = 7;
const COUNT = 25_000_000;

const folder = mkdtempSync(join(tmpdir(), "gil-playground-"));
const site = await serve();
const browser = await launch();
try {
  // The same program for both: the page's own, with one call to count.
  const page = await open(browser, `${site.url}?threads=1&count=${COUNT}&repeats=1`);
  const program = await page.figure.getByTestId("source").inputValue();
  const file = join(folder, "counting.py");
  writeFileSync(file, program.replace("IN_THREADS = True", "IN_THREADS = False"));

  const python = [];
  const here = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const printed = execFileSync(PYTHON, [file], { encoding: "utf8" });
    python.push((Number(printed.match(/([\d.]+) s$/m)[1]) / COUNT) * 1e9);
    await expectDone(page);
    here.push(((await report(page)).ways[0].best_seconds / COUNT) * 1e9);
  }
  const version = execFileSync(PYTHON, ["--version"], { encoding: "utf8" }).trim();
  const { environment } = await report(page);

  const ways = await open(browser, site.url);
  const behind = [];
  const without = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await expectDone(ways);
    const [sequential, gil, free] = (await report(ways)).ways.map((way) => way.best_seconds);
    behind.push(gil / sequential);
    without.push(sequential / free);
  }

  console.log(`
Counting loop, ns an iteration, ${ROUNDS} runs each in turns (${COUNT.toLocaleString("en")} iterations, ${availableParallelism()} processors)

|  | best | median | ratio of the medians |
|---|---|---|---|
| ${version} | ${row(python)} | 1 |
| here, in ${environment.browser} | ${row(here)} | ${(median(here) / median(python)).toFixed(2)} |

Two threads of 25,000,000, the best of three runs, ${ROUNDS} times over: median (least to most)
  behind the lock      ${spread(behind)} times the time of one after the other
  without the lock     ${spread(without)} times as fast`);
} finally {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
}

async function expectDone(page) {
  const state = await runToEnd(page);
  if (state !== "done") {
    throw new Error(`the run ended ${state}: ${await page.figure.getByTestId("status").innerText()}`);
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function row(values) {
  return `${Math.min(...values).toFixed(1)} | ${median(values).toFixed(1)}`;
}

function spread(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)})`;
}

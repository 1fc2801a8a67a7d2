// A sample of the programs beside CPython's own output, in the engine as readers get it.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { forAll, launch, serve, startEngine } from "./support.mjs";

const FOLDER = new URL("../programs", import.meta.url).pathname;
const SAMPLE = 60;

const [site, browser] = await forAll(serve(), launch());

/** Of what a program prints the page shows so many characters. */
const SHOWN = 64 << 10;

/** Every so manyth program, so that all topics are there; none that prints more than is shown. */
function sample() {
  const all = readdirSync(FOLDER, { recursive: true })
    .filter((file) => file.endsWith(".py") && !file.startsWith("unsupported"))
    .filter((file) => recorded(file).stdout.length < SHOWN)
    .sort();
  return Array.from({ length: SAMPLE }, (_, index) => all[Math.floor((index * all.length) / SAMPLE)]);
}

/** What CPython did. */
function recorded(program) {
  const base = join(FOLDER, program.slice(0, -3));
  const read = (ending) =>
    existsSync(base + ending) ? readFileSync(base + ending, "utf8") : undefined;
  const stderr = read(".err");
  const status = Number(read(".status") ?? (stderr === undefined ? 0 : 1));
  return { stdout: read(".out") ?? "", stderr: stderr ?? "", status };
}

for (const [name, settings] of [
  ["3.14", {}],
  ["3.14t", { preset: "3.14t" }],
  ["virtual cores", { cores: { virtual: 2 } }],
]) {
  test(`${SAMPLE} programs do what they do in CPython: ${name}`, async () => {
    const engine = await startEngine(browser, site.url);
    const wrong = [];
    for (const program of sample()) {
      const source = readFileSync(join(FOLDER, program), "utf8");
      const { report, streams } = await engine.run(source, settings, { ledgerRoom: 0 });
      const { stdout = "", stderr = "" } = streams;
      try {
        assert.deepEqual({ stdout, stderr, status: report.exit_status }, recorded(program));
      } catch {
        wrong.push(program);
      }
    }
    await engine.close();
    assert.deepEqual(wrong, []);
  });
}

// Which names are the same (`ﬁ` and `fi`) the engine asks the browser, and native code asks tables of its
// own. The program that is compared with CPython natively must print the same here.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { forAll, launch, serve, startEngine } from "./support.mjs";

const [browser, site] = await forAll(launch(), serve());
const engine = await startEngine(browser, site.url);

test("compatible names are the same", async () => {
  const read = (end) =>
    readFileSync(new URL(`../programs/text/names_compatible.${end}`, import.meta.url), "utf8");
  const { output } = await engine.run(read("py"));
  assert.equal(output, read("out"));
});

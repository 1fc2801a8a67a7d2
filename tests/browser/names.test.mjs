// Which names are the same (`ﬁ` and `fi`) the engine asks the browser, and native code asks tables of its
// own. The program that is compared with CPython natively must print the same here.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { launch, serve, startEngine } from "./support.mjs";

let browser, site, engine;
before(async () => {
  site = await serve();
  browser = await launch();
  engine = await startEngine(browser, site.url);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test("compatible names are the same", async () => {
  const read = (end) =>
    readFileSync(new URL(`../programs/text/names_compatible.${end}`, import.meta.url), "utf8");
  const { output } = await engine.run(read("py"));
  assert.equal(output, read("out"));
});

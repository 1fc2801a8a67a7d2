// axe finds nothing against WCAG 2.2 A and AA, in whichever state a figure is.

import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";

import { alive, FIGURES, openAt, recorded, show } from "./pages.mjs";
import { forAll, launch, reach, serve, tier } from "./support.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SMALL = { threads: "2", count: "200000", repeats: "2" };
/** Still runs when somebody has looked at it. */
const ENDLESS = "while True:\n    pass\n";

const [browser, site] = await forAll(launch(), serve());

/** What axe has against a page, or against a part of it. */
async function complaints(frame, part = "html") {
  await frame.evaluate(axe.source);
  return frame.evaluate(
    async ({ part, tags }) => {
      const { violations } = await window.axe.run(part, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: true } },
        resultTypes: ["violations"],
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}\n${failureSummary}`),
      );
    },
    { part, tags: TAGS },
  );
}

async function isClean(frame, state, part) {
  const found = await complaints(frame, part);
  assert.deepEqual(found, [], `${state}:\n${found.join("\n\n")}`);
}

/** Opens whatever can be opened. */
async function unfold(figure) {
  await figure.locator("details").evaluateAll((all) => {
    for (const details of all) details.open = true;
  });
}

/** A tab in that light; axe comes past the page’s policy. */
async function tab(t, options) {
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce", ...options });
  t.after(() => context.close());
  return context;
}

for (const colorScheme of ["light", "dark"]) {
  test(`the article, ${colorScheme}`, async (t) => {
    for (const width of [360, 1440]) {
      const context = await tab(t, { colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      await page.goto(site.url);
      await alive(page, "one-lock");
      await isClean(page, `the whole page, ${width} pixels wide`);
    }
  });

  for (const name of FIGURES) {
    const part = `[data-figure=${name}]`;

    test(`${name}, ${colorScheme}: before, while and after it runs`, async (t) => {
      const context = await tab(t, { colorScheme, viewport: { width: 360, height: 900 } });
      const { page, figure } = await openAt(context, site, name, SMALL);
      await isClean(page, "idle", part);
      await unfold(figure);
      await isClean(page, "everything open", part);
      await figure.getByTestId("run").click();
      assert.equal(await reach(figure, "done", "failed"), "done");
      await unfold(figure);
      await isClean(page, "done", part);

      await figure.getByTestId("count").fill("none");
      await isClean(page, "a field that says something else", part);

      await figure.getByTestId("source").fill("THREADS = 1\nCOUNT = 1\n1 / 0\n");
      await figure.getByTestId("count").fill("1000");
      await figure.getByTestId("run").click();
      assert.equal(await reach(figure, "done", "failed"), "failed");
      await isClean(page, "failed", part);
    });

    test(`${name}, ${colorScheme}: running and cancelled`, async (t) => {
      const context = await tab(t, { colorScheme });
      const { page, figure } = await openAt(context, site, name);
      await figure.getByTestId("source").fill(ENDLESS);
      await figure.getByTestId("run").click();
      await reach(figure, "running");
      await isClean(page, "running", part);
      await figure.getByTestId("cancel").click();
      await reach(figure, "cancelled");
      await isClean(page, "cancelled", part);
    });

    test(`${name}, ${colorScheme}: somebody else’s report`, async (t) => {
      const context = await tab(t, { colorScheme });
      const { page, figure } = await openAt(context, site, name);
      await show(figure, recorded(name));
      await unfold(figure);
      await isClean(page, "imported", part);
    });

    test(`${name}, ${colorScheme}: in somebody else’s page`, async (t) => {
      const context = await tab(t, { colorScheme });
      const { page, figure } = await openAt(context, site, name, { ...SMALL, embed: "1" });
      await isClean(page, "embedded");
      await figure.getByTestId("run").click();
      await reach(figure, "done");
      await isClean(page, "embedded, done");
    });
  }

  test(`without shared memory, ${colorScheme}`, async (t) => {
    // No headers and no service worker.
    const plain = await serve({ isolated: false });
    t.after(() => plain.close());
    const context = await tab(t, { colorScheme, serviceWorkers: "block" });
    for (const name of ["cpu-bound", "refcounts"]) {
      const { page, figure } = await openAt(context, plain, name, SMALL);
      assert.match(await tier(page), /^c /);
      await figure.getByTestId("not-isolated").waitFor();
      await isClean(page, name, `[data-figure=${name}]`);
    }
  });
}

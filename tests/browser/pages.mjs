// What tests that look at the page as people do share: one figure of it, in a given light, with a
// recorded report or without.

import { fileURLToPath } from "node:url";

/** The figures of the article, in its order. */
export const FIGURES = ["one-lock", "cpu-bound", "inside", "refcounts", "io-bound", "convoy", "c-code"];

/** A report of the figure that was recorded once: `node tests/browser/record.mjs` makes others. */
export function recorded(figure) {
  return fileURLToPath(new URL(`reports/${figure}.json`, import.meta.url));
}

/** The page at `?figure=…` and more, and its figure, which has come alive. */
export async function openAt(context, site, figure, query = {}) {
  const page = await context.newPage();
  await page.goto(`${site.url}?${new URLSearchParams({ figure, ...query })}`);
  return { page, figure: await alive(page, figure) };
}

/** The figure, once it has come alive. */
export async function alive(page, name) {
  const figure = page.locator(`[data-figure=${name}]`);
  await figure.getByTestId("run").and(page.locator(":enabled")).waitFor();
  return figure;
}

/** Shows a recorded report, or another one. */
export async function show(figure, report) {
  await figure.getByTestId("import").setInputFiles(report);
  await figure.getByTestId("imported").waitFor();
}

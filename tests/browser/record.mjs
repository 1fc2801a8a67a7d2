// Records the reports that the screenshots show: each figure is run once in Chromium, on this
// machine, and its report saved as the page itself exports it.
//
// After that the screenshots have to be made anew; see CONTRIBUTING.md.

import { FIGURES, openAt, recorded } from "./pages.mjs";
import { launch, reach, serve } from "./support.mjs";

/** Small, so that reports stay small; large enough that the lock changes hands. */
const SETTINGS = {
  "one-lock": { threads: "2", count: "10000000", repeats: "5" },
  "cpu-bound": { threads: "2", count: "25000000", repeats: "5" },
  inside: { count: "1000000" },
  refcounts: { threads: "2", count: "1000000", repeats: "3" },
  "io-bound": { count: "200", repeats: "3" },
  convoy: { count: "20", repeats: "3" },
  "c-code": { repeats: "3" },
};

const site = await serve();
const browser = await launch();
try {
  for (const name of FIGURES) {
    const context = await browser.newContext();
    const { page, figure } = await openAt(context, site, name, SETTINGS[name]);
    const finished = async () => {
      const state = await reach(figure, "done", "failed");
      if (state !== "done") throw new Error(`${name} has ${state}`);
    };
    await figure.getByTestId("run").click();
    await finished();
    for (const sweep of ["sweep-threads", "sweep-interval"]) {
      const details = figure.getByTestId(sweep);
      if ((await details.count()) === 0) continue;
      await details.locator("summary").click();
      await details.getByTestId("sweep").click();
      await figure.locator('[data-state="running"]').waitFor();
      await finished();
    }
    await figure.getByTestId("share").locator("summary").click();
    const download = page.waitForEvent("download");
    await figure.getByTestId("share-json").click();
    await (await download).saveAs(recorded(name));
    console.log(`${name} is recorded.`);
    await context.close();
  }
} finally {
  await browser.close();
  await site.close();
}

// Every figure with a recorded report looks as it did when somebody last looked at it: light and
// dark, on a phone and on a large screen. `UPDATE_SCREENSHOTS=1` takes what it looks like now.

import assert from "node:assert/strict";
import { test } from "node:test";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { FIGURES, openAt, recorded, show } from "./pages.mjs";
import { compare, decode, encode, encodeSmall, load, save } from "./pictures.mjs";
import { forAll, launch, serve } from "./support.mjs";

/** Of a hundred pixels. A letter more in a sentence is 0.01 to 0.05 of them. */
const TOLERATED = 0.5;
const UPDATE = Boolean(process.env.UPDATE_SCREENSHOTS);

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const [browser, site] = await forAll(launch(), serve());

/** A screenshot, once two in a row are the same: charts and timeline are drawn by then. */
async function settled(figure) {
  let last = await figure.screenshot();
  for (let attempt = 0; attempt < 20; attempt++) {
    const next = await figure.screenshot();
    if (next.equals(last)) return decode(next);
    last = next;
  }
  throw new Error("the figure does not stop moving");
}

for (const name of FIGURES) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 1440]) {
      test(`${name}, ${colorScheme}, ${width} pixels wide`, async (t) => {
        const context = await browser.newContext({
          colorScheme,
          // So high that nothing has to be scrolled for the picture.
          viewport: { width, height: 4000 },
          reducedMotion: "reduce",
        });
        t.after(() => context.close());
        const { page, figure } = await openAt(context, site, name);
        await show(figure, recorded(name));
        await page.mouse.move(0, 0);
        const picture = await settled(figure);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(overflow, 0, "the page can be scrolled sideways");
        const cut = await figure.evaluate((figure) => {
          const { left, right } = figure.getBoundingClientRect();
          const shown = [...figure.querySelectorAll("svg text, select, button, input")];
          const isCut = (box) => box.width > 0 && (box.left < left || box.right > right);
          return shown.filter((one) => isCut(one.getBoundingClientRect())).map((one) => one.textContent);
        });
        assert.deepEqual(cut, [], "beyond the figure's edge");
        const file = `${name}-${colorScheme}-${width}`;
        const kept = here(`screenshots/${file}.png`);
        if (UPDATE) {
          save(kept, encodeSmall(picture));
          return;
        }
        assert.ok(existsSync(kept), `${kept} is missing: take it with UPDATE_SCREENSHOTS=1`);
        const { percent, difference } = compare(load(kept), picture);
        if (percent <= TOLERATED) return;
        const left = here(`../../target/screenshots/${file}`);
        save(`${left}.png`, encodeSmall(picture));
        save(`${left}-difference.png`, encode(difference));
        assert.fail(
          `${percent.toFixed(2)} % of the pixels differ from ${kept}. The picture and the ` +
            `difference are ${left}.png and ${left}-difference.png. If it is to look like that, ` +
            "run this again with UPDATE_SCREENSHOTS=1.",
        );
      });
    }
  }
}

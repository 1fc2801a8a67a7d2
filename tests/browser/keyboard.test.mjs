// Everything can be done with the keyboard alone, and whoever does that sees where they are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { alive, FIGURES, openAt, recorded, show } from "./pages.mjs";
import { forAll, launch, reach, serve } from "./support.mjs";

const [browser, site] = await forAll(launch(), serve());

/** A tab without a mouse. */
async function tab(t, options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  t.after(() => context.close());
  return context;
}

/** Where the keyboard is, and what is wrong about how it got there from `window.last`. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const { last } = window;
    window.last = element;
    // What is itself out of sight shows the focus around it.
    const shown = element.matches(".hidden") ? element.closest("label") : element;
    const style = getComputedStyle(shown);
    const { top, bottom, left, right } = shown.getBoundingClientRect();
    const problems = [];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
      problems.push("has no outline");
    }
    if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) {
      problems.push("is out of sight");
    }
    const isBehind = last?.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;
    if (last?.isConnected && isBehind) problems.push("comes before what was there before it");
    const name =
      element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText ?? element.textContent;
    const id = element.dataset.testid ?? element.getAttribute("role") ?? element.localName;
    const figure = element.closest("[data-figure]")?.dataset.figure ?? "the text";
    return { what: `${id} “${name.trim().slice(0, 40)}” of ${figure}`, problems };
  });
}

/** Presses Tab until what this selects has the focus; what is on the way has to be all right. */
async function tabTo(page, selector, key = "Tab") {
  for (let presses = 0; presses < 80; presses++) {
    const isThere = await page.evaluate(
      (selector) => document.activeElement.matches(selector),
      selector,
    );
    if (isThere) return;
    await page.keyboard.press(key);
    const now = await focused(page);
    assert.ok(now, `the focus is lost on the way to ${selector}`);
    const problems = now.problems.filter((one) => key === "Tab" || !one.startsWith("comes before"));
    assert.deepEqual(problems, [], now.what);
  }
  assert.fail(`Tab does not come to ${selector}`);
}

const within = (figure, rest) => `[data-figure=${figure}] ${rest}`;
const byId = (figure, id) => within(figure, `[data-testid=${id}]`);

async function type(page, text) {
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

test("from the first Tab to a measured figure", async (t) => {
  const context = await tab(t);
  const page = await context.newPage();
  await page.goto(site.url);
  const figure = await alive(page, "one-lock");

  await page.keyboard.press("Tab");
  assert.equal(await page.locator(".skip:focus").count(), 1, "the first is the skip link");
  assert.deepEqual((await focused(page)).problems, []);
  await tabTo(page, "[data-testid=theme]");
  await page.keyboard.press("d");
  await page.locator(":root[data-theme=dark]").waitFor({ state: "attached" });
  await tabTo(page, ".skip", "Shift+Tab");
  await page.keyboard.press("Enter");

  // A button in the text, which sets a figure and leads there.
  await tabTo(page, "a[data-set=one-lock]");
  await page.keyboard.press("Enter");
  await page.locator("[data-figure=one-lock]:focus-within").waitFor();
  assert.equal(await figure.getByTestId("threads").inputValue(), "2");

  // The menu, which copies or says what to copy.
  await tabTo(page, byId("one-lock", "share") + " > summary");
  await page.keyboard.press("Enter");
  await tabTo(page, byId("one-lock", "share-link"));
  await page.keyboard.press("Enter");
  await figure.getByTestId("said").filter({ hasText: /copie|copy/ }).waitFor();
  await tabTo(page, byId("one-lock", "share") + " > summary", "Shift+Tab");
  await page.keyboard.press("Enter");

  // Fields: arrows step, digits replace.
  await tabTo(page, byId("one-lock", "preset"));
  await page.keyboard.press("ArrowUp");
  assert.equal(await figure.getByTestId("preset").inputValue(), "3.13");
  await tabTo(page, byId("one-lock", "threads"));
  await page.keyboard.press("ArrowUp");
  assert.equal(await figure.getByTestId("threads").inputValue(), "3");

  // What is expected.
  await tabTo(page, byId("one-lock", "guess"));
  await page.keyboard.press("PageUp");
  const slider = figure.getByTestId("guess").first();
  assert.equal(await slider.getAttribute("aria-valuenow"), "1.25");

  // Run, and cancel with Escape from where the focus is.
  await tabTo(page, byId("one-lock", "run"), "Shift+Tab");
  await page.keyboard.press("Enter");
  await reach(figure, "running");
  await page.keyboard.press("Escape");
  assert.equal(await reach(figure, "cancelled", "done", "failed"), "cancelled");
  const still = await page.evaluate(() =>
    Boolean(document.activeElement.closest("[data-figure=one-lock]")),
  );
  assert.ok(still, "after a run the keyboard is somewhere else");

  // A smaller one to its end, with Enter in a field.
  await tabTo(page, byId("one-lock", "count"), "Shift+Tab");
  await type(page, "300000");
  await page.keyboard.press("Enter");
  assert.equal(await reach(figure, "done", "failed"), "done");
});

test("the timeline: zoom, pan, select, read", async (t) => {
  const { page, figure } = await openAt(await tab(t), site, "one-lock");
  await show(figure, recorded("one-lock"));
  const canvas = ".timeline-lanes canvas";
  await figure.getByTestId("recording").focus();
  await tabTo(page, within("one-lock", canvas));
  /** What the timeline looks like. */
  const picture = async () => {
    await page.waitForTimeout(100);
    return figure.locator(canvas).evaluate((element) => element.toDataURL());
  };
  let last = await picture();
  const pressed = async (key) => {
    await page.keyboard.press(key);
    const next = await picture();
    assert.notEqual(next, last, `${key} changes nothing`);
    last = next;
  };
  await pressed("+");
  await pressed("+");
  await pressed("ArrowRight");
  await pressed("Home");
  await pressed("End");
  await pressed("-");
  await pressed("ArrowDown");
  const details = figure.locator(".timeline-details");
  assert.match(await details.innerText(), /MainThread|counter/);
  await pressed("Shift+ArrowRight");
  await pressed("Escape");
  assert.ok(await page.evaluate(() => document.activeElement.localName === "canvas"));
  await tabTo(page, within("one-lock", ".timeline summary"));
  await page.keyboard.press("Enter");
  await figure.locator(".timeline table").first().waitFor();
  await tabTo(page, within("one-lock", "details.program > summary"));
});

test("one hand-over, step by step", async (t) => {
  const { page, figure } = await openAt(await tab(t), site, "inside", { count: "300000" });
  await tabTo(page, byId("inside", "run"));
  await page.keyboard.press("Space");
  assert.equal(await reach(figure, "done", "failed"), "done");
  const step = figure.locator(".stepper .clock").first();
  assert.match(await step.innerText(), /^Step 1 of/);
  await tabTo(page, within("inside", '.stepper button[aria-label="Step forward"]'));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  assert.match(await step.innerText(), /^Step 3 of/);
  await page.keyboard.press("ArrowLeft");
  assert.match(await step.innerText(), /^Step 2 of/);
  await tabTo(page, within("inside", ".stepper input[type=range]"));
  await page.keyboard.press("End");
  assert.match(await step.innerText(), /^Step (\S+) of \1$/);
  const sentence = await figure.getByTestId("sentence").innerText();
  await page.keyboard.press("PageDown");
  assert.notEqual(await figure.getByTestId("sentence").innerText(), sentence);
});

test("from end to end: nothing holds the focus, loses it, or hides it", async (t) => {
  const context = await tab(t);
  const page = await context.newPage();
  await page.goto(site.url);
  // They come alive when they are seen; those that are not yet when Tab comes by have nothing to stop at.
  for (const name of FIGURES) {
    await page.locator(`[data-figure=${name}]`).scrollIntoViewIfNeeded();
    await alive(page, name);
  }
  await page.evaluate(() => scrollTo(0, 0));
  const seen = [];
  for (let presses = 0; presses < 400; presses++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (!now) break;
    seen.push(now.what);
    assert.deepEqual(now.problems, [], `${now.what}, after ${seen.at(-2)}`);
  }
  assert.ok(seen.length < 400, "there is no end");
  for (const name of FIGURES) {
    const of = seen.filter((what) => what.endsWith(` of ${name}`));
    for (const id of ["run", "source", "console"]) {
      assert.ok(of.some((what) => what.startsWith(id)), `${name}: ${id} is not among\n${of.join("\n")}`);
    }
  }
});

test("on a phone, everything that can be pressed is large enough", async (t) => {
  for (const name of FIGURES) {
    const context = await tab(t, { viewport: { width: 360, height: 800 } });
    const { page, figure } = await openAt(context, site, name);
    const small = () =>
      figure.evaluate((figure) => {
        for (const details of figure.querySelectorAll("details")) details.open = true;
        const all = figure.querySelectorAll(
          "a, button, input, select, textarea, summary, canvas, [role=slider], [tabindex='0']",
        );
        const pressable = [...all].map((element) => {
          const label = element.matches("[type=checkbox], .hidden") && element.closest("label");
          return label || element;
        });
        return pressable.flatMap((element) => {
          const { width, height } = element.getBoundingClientRect();
          // Half a pixel may be lost in rounding.
          const isSmall = Math.min(width, height) < 23.5;
          const name = element.getAttribute("aria-label") ?? element.textContent;
          return isSmall && width > 0 ? [`${element.localName} “${name}” is ${width} × ${height}`] : [];
        });
      });
    assert.deepEqual(await small(), [], `${name}, before it has run`);
    await show(figure, recorded(name));
    await page.waitForTimeout(200);
    assert.deepEqual(await small(), [], `${name}, with a report`);
  }
});

test("who wants less motion, or their own colours, gets it", async (t) => {
  const context = await tab(t, { forcedColors: "active" });
  const { page, figure } = await openAt(context, site, "cpu-bound");
  await show(figure, recorded("cpu-bound"));
  // Without a background of its own a bar has to have a line around it or a colour of the system.
  const bars = await figure.getByTestId("bar").evaluateAll((bars) =>
    bars.map((bar) => {
      const { fill, stroke, forcedColorAdjust } = getComputedStyle(bar.querySelector("rect") ?? bar);
      return { fill, stroke, forcedColorAdjust };
    }),
  );
  assert.ok(bars.length >= 3);
  const moving = await page.evaluate(
    () =>
      document.getAnimations().filter(({ playState }) => playState === "running").length +
      Number(getComputedStyle(document.documentElement).scrollBehavior === "smooth"),
  );
  assert.equal(moving, 0);
});

// What goes out of a figure and comes back: links, files, somebody else’s report.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  CPU_WAYS,
  bars,
  forAll,
  launch,
  open,
  openMore,
  packed,
  report,
  runToEnd,
  serve,
  workers,
} from "./support.mjs";

const [browser, site] = await forAll(launch(), serve());

const MINE = `# Änderung 🐍
COUNT = 1
THREADS = 1
HOW = "threads"
print("mine", THREADS, HOW)
answer = COUNT
`;

const openMenu = (page) =>
  page.figure.getByTestId("share").evaluate((menu) => (menu.open = true));

/** Opens the menu and presses one of its buttons. */
async function share(page, thing) {
  await openMenu(page);
  await page.figure.getByTestId(`share-${thing}`).click();
}

/** What stands below the buttons then. */
async function said(page) {
  const said = page.figure.getByTestId("said");
  await said.locator("p").waitFor();
  return said.innerText();
}

/** A page with everything set that a link should carry, and that link. */
async function linked() {
  const permissions = ["clipboard-read", "clipboard-write"];
  const page = await open(browser, site.url, { permissions });
  const { figure } = page;
  await figure.getByTestId("threads").fill("3");
  await figure.getByTestId("count").fill("12,345");
  await openMore(page);
  await figure.getByTestId("interval").fill("250 µs");
  await figure.getByTestId("seed").fill("7");
  await figure.getByTestId("compare").check();
  await figure.getByTestId("other-preset").selectOption("2.7");
  await figure.getByTestId("other-cores").selectOption("virtual");
  await figure.getByTestId("other-threads").fill("40");
  await figure.locator('[data-testid="guess"][data-way="gil"]').first().press("End");
  await figure.getByTestId("source").fill(MINE);
  await share(page, "link");
  assert.match(await said(page), /link is copied/);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.context().close();
  return link;
}

test("a link carries settings, comparison, expectation and program", async () => {
  const link = await linked();
  assert.match(link, /[?&]threads=3(&|#)/, "people can read and change it");
  const page = await open(browser, link);
  const { figure } = page;
  for (const [field, value] of [
    ["threads", "3"],
    ["count", "12,345"],
    ["interval", "250 µs"],
    ["seed", "7"],
    ["preset", "3.14"],
    ["other-preset", "2.7"],
    ["other-threads", "40"],
    ["other-count", "12,345"],
    ["other-interval", "250 µs"],
    ["other-cores-number", "4"],
  ]) {
    assert.equal(await figure.getByTestId(field).inputValue(), value, field);
  }
  assert.ok(await figure.getByTestId("compare").isChecked());
  const guess = figure.locator('[data-testid="guess"][data-way="gil"]').first();
  assert.equal(await guess.getAttribute("aria-valuenow"), "3");
  await figure.getByTestId("foreign").waitFor();
  // The figure writes its numbers into the program, as into its own.
  const source = MINE.replace("COUNT = 1", "COUNT = 12_345").replace("THREADS = 1", "THREADS = 3");
  assert.equal(await figure.getByTestId("source").inputValue(), source);
  assert.equal(await figure.getByTestId("note").count(), 0);
  assert.deepEqual(page.problems, []);
});

test("somebody else’s program does not run before a click, and then is the reader’s", async () => {
  const page = await open(browser, await linked());
  await page.figure.getByTestId("foreign").waitFor();
  await page.waitForTimeout(500);
  assert.equal(await workers(page), 0);
  assert.equal(await page.figure.getByTestId("status").getAttribute("data-state"), "idle");
  assert.equal(await runToEnd(page), "done");
  assert.match(await page.figure.getByTestId("console").textContent(), /mine 3 in a row/);
  assert.equal(await page.figure.getByTestId("foreign").count(), 0);
});

test("a program that is cut off, changed or too long gives a note", async () => {
  const [address, letters] = (await linked()).split("#program=");
  const original = await (await open(browser, address)).figure.getByTestId("source").inputValue();
  const bomb = await packed("x".repeat(1_000_000));
  for (const bad of [letters.slice(0, -9), `${letters}!`, "", "AAAA", "%00", bomb]) {
    const page = await open(browser, `${address}#program=${bad}`);
    const note = page.figure.getByTestId("note");
    await note.first().waitFor();
    assert.match(await note.first().innerText(), /program that cannot be read/, bad);
    assert.equal(await page.figure.getByTestId("source").inputValue(), original);
    assert.equal(await page.figure.getByTestId("foreign").count(), 0);
    await page.context().close();
  }
});

test("where the page may not copy, the reader can", async () => {
  const page = await open(browser, `${site.url}?threads=5`);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("denied"));
  });
  await share(page, "link");
  await said(page);
  const shown = await page.figure.getByTestId("said").locator("input").inputValue();
  assert.equal(shown, `${site.url}?figure=cpu-bound&threads=5`);
});

test("the embed code is a frame of this figure with its settings", async () => {
  const permissions = ["clipboard-read", "clipboard-write"];
  const page = await open(browser, `${site.url}?threads=5`, { permissions });
  await share(page, "embed");
  assert.match(await said(page), /embed code is copied/);
  const frame = await page.evaluate(async () => {
    const code = await navigator.clipboard.readText();
    const { body } = new DOMParser().parseFromString(code, "text/html");
    const frame = body.querySelector("iframe");
    return { only: body.children.length === 1, src: frame.src, title: frame.title };
  });
  assert.equal(frame.only, true);
  assert.match(frame.title, /^GIL Playground: /);
  const { origin, pathname, searchParams } = new URL(frame.src);
  assert.equal(origin + pathname, site.url);
  const asked = { figure: "cpu-bound", threads: "5", embed: "1" };
  assert.deepEqual(Object.fromEntries(searchParams), asked);
});

// --- Files ---

const MEASURED = "?figure=cpu-bound&count=2000000&repeats=2";

async function measured(query = MEASURED) {
  const page = await open(browser, `${site.url}${query}`);
  assert.equal(await runToEnd(page), "done");
  return page;
}

/** What one of the buttons saves: the file’s name, where it is, and what is in it. */
async function saved(page, thing) {
  const download = page.waitForEvent("download");
  await share(page, thing);
  const file = await download;
  const path = await file.path();
  return { name: file.suggestedFilename(), path, content: readFileSync(path) };
}

test("nothing can be saved before anything was measured", async () => {
  const page = await open(browser, site.url);
  await openMenu(page);
  for (const thing of ["png", "svg", "csv", "json", "trace"]) {
    assert.ok(await page.figure.getByTestId(`share-${thing}`).isDisabled(), thing);
  }
});

test("the CSV has a line for every run", async () => {
  const page = await measured();
  const { name, content } = await saved(page, "csv");
  assert.equal(name, "gil-playground-cpu-bound.csv");
  const [head, ...lines] = content.toString("utf8").trim().split("\r\n");
  const columns = head.replace("\ufeff", "").split(",");
  const { ways } = await report(page);
  const runs = ways.flatMap(({ way, runs }) => runs.map((run) => [way, run.wall_seconds]));
  const [way, seconds] = ["way", "seconds"].map((column) => columns.indexOf(column));
  assert.ok(way >= 0 && seconds >= 0, head);
  assert.deepEqual(
    lines.map((line) => line.split(",")).map((cells) => [cells[way], Number(cells[seconds])]),
    runs,
  );
});

test("the JSON is the report, with what happened around the lock", async () => {
  const page = await measured();
  const { name, content } = await saved(page, "json");
  assert.equal(name, "gil-playground-cpu-bound.json");
  const kept = JSON.parse(content.toString("utf8"));
  const shown = await report(page);
  const ledgers = kept.ways.map(({ runs }) => runs.map(({ ledger }) => Boolean(ledger)));
  assert.deepEqual(ledgers, CPU_WAYS.map(() => [false, true]), "of each way's last run");
  for (const run of kept.ways.flatMap(({ runs }) => runs)) delete run.ledger;
  // When it was hidden, and the like, may be said again.
  assert.deepEqual({ ...kept, environment: 0 }, { ...shown, environment: 0 });
});

test("the trace can be opened in viewers", async () => {
  const page = await measured();
  const { name, content } = await saved(page, "trace");
  assert.equal(name, "gil-playground-cpu-bound.trace.json");
  const { traceEvents } = JSON.parse(content.toString("utf8"));
  const spans = traceEvents.filter(({ ph }) => ph === "X");
  assert.ok(spans.length > 10, `${spans.length} spans`);
  assert.ok(spans.every(({ ts, dur, name }) => ts >= 0 && dur >= 0 && name));
  const names = traceEvents.filter(({ name }) => name === "thread_name");
  assert.deepEqual(
    names.map(({ args }) => args.name).sort(),
    ["MainThread", "counter 1", "counter 2"],
  );
});

test("pictures stand alone and say what was measured on what", async () => {
  const page = await measured();
  const svg = (await saved(page, "svg")).content.toString("utf8");
  const drawn = await page.evaluate(async (svg) => {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
    const picture = new Image();
    picture.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    await picture.decode();
    return {
      broken: parsed.querySelector("parsererror")?.textContent,
      text: parsed.documentElement.textContent,
      foreign: parsed.querySelectorAll("script, foreignObject, [href], style[src]").length,
      size: [picture.naturalWidth, picture.naturalHeight],
    };
  }, svg);
  assert.equal(drawn.broken, undefined);
  assert.match(drawn.text, /behind the lock/i);
  assert.match(drawn.text.replaceAll("\n", " "), /Chrom[^;]* \d+ on a machine that reports \d+ logical/);
  assert.doesNotMatch(drawn.text, /\.\.|\.,/, "sentences end once");
  assert.equal(drawn.foreign, 0);
  assert.ok(drawn.size.every((length) => length > 200), drawn.size.join(" × "));

  const png = (await saved(page, "png")).content;
  assert.equal(png.subarray(0, 8).toString("hex"), "89504e470d0a1a0a");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.ok(width >= drawn.size[0] && height >= drawn.size[1], `${width} × ${height}`);
  const colours = await page.evaluate(async (base64) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${base64}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }, png.toString("base64"));
  assert.ok(colours > 5, `${colours} colours`);
});

// --- Somebody else’s report ---

test("a report opened in another page is shown as somebody else’s", async () => {
  const from = await measured();
  const { path } = await saved(from, "json");
  const page = await open(browser, site.url);
  await page.figure.getByTestId("import").setInputFiles(path);
  const imported = page.figure.getByTestId("imported");
  await imported.waitFor();
  assert.match(await imported.innerText(), /Somebody else’s report/);
  assert.match(await imported.innerText(), /Chrom.* \d+ on a machine that reports \d+ logical/);
  assert.deepEqual(await bars(page), await bars(from));
  const rows = (page) =>
    page.figure.getByTestId("bar").evaluateAll((rows) => rows.map((row) => row.textContent));
  assert.deepEqual(await rows(page), await rows(from));
  const lanes = page.figure.locator("[data-testid=timeline] .names .name");
  assert.deepEqual(await lanes.allInnerTexts(), ["MainThread", "counter 1", "counter 2"]);
  // It is not passed off as measured here.
  assert.equal(await page.figure.getByTestId("report").count(), 0);
  assert.equal(await page.figure.getByTestId("conditions").count(), 0);
  assert.equal(await workers(page), 0);

  await page.figure.getByRole("button", { name: "Back to this machine" }).click();
  assert.deepEqual(await bars(page), {});
  assert.deepEqual(page.problems, []);
});

test("a picture of somebody else’s report does not say that it was measured here", async () => {
  const from = await measured("?figure=cpu-bound&count=100000&repeats=1");
  const { path } = await saved(from, "json");
  const page = await open(browser, site.url);
  await page.figure.getByTestId("import").setInputFiles(path);
  await page.figure.getByTestId("imported").waitFor();
  const svg = (await saved(page, "svg")).content.toString("utf8");
  assert.match(svg, /Somebody else’s report/);
  assert.doesNotMatch(svg, /just now/);
});

test("steps and second sides come along in a report", async () => {
  for (const [figure, shown] of [
    ["inside", ".stepper"],
    ["refcounts", "[data-testid=bar-other]"],
  ]) {
    const url = `${site.url}?figure=${figure}&count=100000`;
    const from = await open(browser, url, { figure });
    assert.equal(await runToEnd(from), "done");
    const { path } = await saved(from, "json");
    const page = await open(browser, url, { figure });
    await page.figure.getByTestId("import").setInputFiles(path);
    await page.figure.getByTestId("imported").waitFor();
    await page.figure.locator(shown).first().waitFor();
  }
});

test("what is no report is refused with a sentence, and changes nothing", async () => {
  const page = await open(browser, `${site.url}?count=100000&repeats=1`);
  assert.equal(await runToEnd(page), "done");
  const before = await bars(page);
  const good = JSON.stringify(await report(page));
  await openMenu(page);
  for (const [what, content, told] of [
    ["empty", "", /This is no JSON/],
    ["binary", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe]), /This is no JSON|could not be read/],
    ["half", good.slice(0, good.length / 2), /This is no JSON, or only a part of it/],
    ["another", '{"hello": [1, 2, 3]}', /no report of the GIL Playground/],
    ["old", good.replace('"version":5', '"version":2'), /older version/],
    ["new", good.replace('"version":5', '"version":99'), /newer version/],
    ["absurd", good.replace(/"wall_seconds":[^,]+/, '"wall_seconds":-1'), /This report/],
    ["deep", "[".repeat(100_000), /This is no JSON|no report/],
  ]) {
    const file = { name: "x.json", mimeType: "application/json", buffer: Buffer.from(content) };
    await page.figure.getByTestId("import").setInputFiles(file);
    await page.figure
      .getByTestId("said")
      .filter({ hasText: told })
      .waitFor({ timeout: 5000 })
      .catch(async () => assert.fail(`${what}: ${await page.figure.getByTestId("said").innerText()}`));
    assert.equal(await page.figure.getByTestId("imported").count(), 0, what);
  }
  assert.deepEqual(await bars(page), before);
  assert.deepEqual(page.problems, []);
});

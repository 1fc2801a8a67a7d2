// What the browser tests share: a static server that sends the headers it should or none, a
// Chromium, a figure to play with, and an engine without one.

import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

export const DIST = process.env.DIST ?? "dist";
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Of the messages: `protocol::VERSION`. */
const VERSION = 5;

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Waits for what all tests of a file share, and closes it after the last of them. */
export async function forAll(...starting) {
  const things = await Promise.all(starting);
  after(() => Promise.all(things.map((thing) => thing.close())));
  return things;
}

/**
 * Serves the built site, or another folder at `root`, below `folder`: as a host that reads `_headers`, or as one that sends none.
 * `pages` are further pages (HTML by path), with no headers either. Gives the site's address, the
 * same under another name, which for a browser is another site, and the paths that it was asked for.
 */
export async function serve({ isolated = true, root = DIST, folder = "/", pages = {} } = {}) {
  const headers = isolated ? readHeaders() : () => ({});
  const asked = [];
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    asked.push(path);
    const file = path.endsWith("/") ? `${path}index.html` : path;
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const page = pages[path];
    if (page !== undefined) {
      response.writeHead(200, { "Content-Type": TYPES[".html"] }).end(page);
      return;
    }
    const inside = file.slice(folder.length);
    const onDisk = join(root, inside);
    const found =
      file.startsWith(folder) && (await stat(onDisk).catch(() => undefined))?.isFile();
    if (!found) {
      response.writeHead(404).end("not found");
      return;
    }
    response.writeHead(200, { "Content-Type": type, ...headers(`/${path.slice(folder.length)}`) });
    createReadStream(onDisk).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}${folder}`,
    elsewhere: `http://localhost:${port}${folder}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What `_headers` says of a path, as hosts that read it do. */
function readHeaders() {
  const rules = [];
  for (const line of readFileSync(join(DIST, "_headers"), "utf8").split("\n")) {
    const header = /^\s+([^:]+): (.*)$/.exec(line);
    if (header) rules.at(-1).headers[header[1]] = header[2];
    else if (line) rules.push({ path: line.trim(), headers: {} });
  }
  const matches = (rule, path) =>
    rule.endsWith("*") ? path.startsWith(rule.slice(0, -1)) : path === rule;
  return (path) => {
    const all = rules.filter((rule) => matches(rule.path, path));
    return Object.assign({}, ...all.map((rule) => rule.headers));
  };
}

const CHROMIUM_OPTIONS = {
  executablePath: CHROMIUM,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export function launch() {
  return chromium.launch(CHROMIUM_OPTIONS);
}

/**
 * A Chromium whose frames of other sites may store something, as by default for people, or may not,
 * as by default under Playwright.
 */
export async function launchWithFrames({ storage }) {
  const profile = mkdtempSync(join(tmpdir(), "gil-playground-"));
  if (storage) {
    mkdirSync(join(profile, "Default"));
    const preferences = { profile: { cookie_controls_mode: 0 } };
    writeFileSync(join(profile, "Default/Preferences"), JSON.stringify(preferences));
  }
  const context = await chromium.launchPersistentContext(profile, CHROMIUM_OPTIONS);
  return {
    newPage: () => context.newPage(),
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** What the page found out about its place: `a` to `d`, and why it is not a better one. */
export async function tier(frame) {
  const settled = frame.locator(':root[data-tier]:not([data-tier-reason="trying"])');
  await settled.waitFor({ state: "attached" });
  return settled.evaluate(({ dataset }) =>
    [dataset.tier, dataset.tierReason].filter(Boolean).join(" "),
  );
}

/**
 * Opens the page and brings one of its figures to life; `page.figure` is that figure, and what is
 * below looks nowhere else. `page.problems` collects whatever goes wrong on the page: console
 * errors, uncaught exceptions, missing files. The page keeps its workers and what they say in
 * `window.seen`.
 */
export async function open(browser, url, { figure = "cpu-bound", ...options } = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 400) page.problems.push(`${response.status()} ${response.url()}`);
  });
  await page.addInitScript(() => {
    window.seen = { workers: [], messages: [] };
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        window.seen.workers.push(this);
        this.addEventListener("message", ({ data }) => {
          window.seen.messages.push({ at: performance.now(), ...data });
        });
      }
    };
  });
  await page.goto(url);
  await tier(page);
  page.figure = await figureOf(page, figure);
  return page;
}

/** A figure of the page, in sight and alive. */
export async function figureOf(page, name) {
  const figure = page.locator(`[data-figure="${name}"]`);
  await figure.scrollIntoViewIfNeeded();
  // What the build has put there has the same fields, but nobody can use them.
  await figure.locator('[data-testid="count"]:enabled').waitFor();
  return figure;
}

/** Where to look: in the figure of a page, in a figure, or all over a frame. */
const within = (place) => place.figure ?? place;

/** Waits until the figure is in one of these states and says which one. */
export async function reach(place, ...states) {
  const wanted = states.map((state) => `[data-state="${state}"]`).join(",");
  const status = within(place).locator(wanted).first();
  await status.waitFor({ timeout: 120_000 });
  return status.getAttribute("data-state");
}

/**
 * Presses Run, or another button, and waits until the figure is busy no longer; says which state
 * it came to.
 */
export function runToEnd(place, button = "[data-testid=run]") {
  // Watched from inside: a short run is over before anybody outside has seen it begin.
  return within(place).evaluate(
    (figure, button) =>
      new Promise((resolve) => {
        const status = figure.querySelector("[data-testid=status]");
        let began = false;
        new MutationObserver(() => {
          const { state } = status.dataset;
          const busy = state === "starting" || state === "running";
          if (began && !busy) resolve(state);
          began ||= busy;
        }).observe(status, { attributes: true });
        figure.querySelector(button).click();
      }),
    button,
  );
}

/** Opens “More settings”, where the rarer fields are. */
export async function openMore(page) {
  await page.figure.getByTestId("more").evaluate((more) => (more.open = true));
}

/** The report of the last run. */
export async function report(place) {
  return JSON.parse(await within(place).getByTestId("report").textContent());
}

/** The bars of the figure’s own side, by way. */
export async function bars(place) {
  const bars = await within(place)
    .getByTestId("bar")
    .evaluateAll((elements) =>
      elements.map(({ dataset }) => [dataset.way, Number(dataset.seconds)]),
    );
  return Object.fromEntries(bars);
}

/**
 * The tasks of the page’s thread while something is done, the longest first, in milliseconds: how
 * long each took, and how long the processor worked for it, which does not depend on what else the
 * machine does. No other page may be open in this browser.
 */
export async function tasksDuring(browser, page, something) {
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  await something();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const isPage = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
  const threads = traceEvents.filter(isPage).map(({ tid }) => tid);
  return traceEvents
    .filter(({ name, ph, tid }) => name === "RunTask" && ph === "X" && threads.includes(tid))
    .map(({ dur, tdur }) => ({ took: dur / 1000, worked: tdur / 1000 }))
    .sort((a, b) => b.worked - a.worked);
}

/** How many workers the page has made so far. */
export function workers(page) {
  return page.evaluate(() => window.seen.workers.length);
}

/** One of the programs of the ground truth, with some of its constants (`NAME = …`) replaced. */
export function program(name, constants = {}) {
  const file = new URL(`../ground_truth/programs/${name}`, import.meta.url);
  let source = readFileSync(file, "utf8");
  for (const [constant, value] of Object.entries(constants)) {
    const assignment = new RegExp(`^${constant} = .*$`, "m");
    if (!assignment.test(source)) throw new Error(`there is no ${constant} in ${name}`);
    source = source.replace(assignment, `${constant} = ${value}`);
  }
  return source;
}

/** A program as an address carries it. */
export async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url");
}

/** An engine without a figure, in a page of its own. */
export async function startEngine(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  const { run } = await engineIn(page.mainFrame());
  return { run, page, close: () => context.close() };
}

/**
 * Starts the engine that the page would. `run` runs a program to its end and gives its report, its
 * output, the numbers in there, when it was asked, and how many seconds it took from asking to answer. An engine that
 * breaks down rejects what it was asked, and everything after.
 */
export async function engineIn(page) {
  await page.evaluate(async (version) => {
    const address = document.querySelector("meta[name=engine]").content;
    const worker = new Worker(address, { type: "module" });
    const engine = { post: (command) => worker.postMessage(command), runs: 0, output: "", streams: {} };
    let settle;
    let broken;
    engine.answer = () =>
      new Promise((resolve, reject) => {
        if (broken) reject(new Error(broken));
        else settle = { resolve, reject };
      });
    const fail = (message) => {
      broken = message;
      settle?.reject(new Error(message));
    };
    worker.addEventListener("error", (event) => fail(event.message ?? "it cannot be loaded"));
    worker.addEventListener("message", ({ data }) => {
      for (const { stream, text } of data.output ?? []) {
        engine.output += text;
        engine.streams[stream] = (engine.streams[stream] ?? "") + text;
      }
      if (data.ledger) {
        // As a list of numbers it would take the page too long to read.
        if (!(data.ledger.events instanceof Uint8Array)) fail("a ledger does not come as bytes");
        data.ledger.events = Array.from(data.ledger.events);
        if (data.event === "progress") engine.parts.push(data.ledger);
      }
      if (data.event === "failed") fail(data.message);
      else if (data.event !== "progress") settle.resolve(data);
    });
    window.engine = engine;
    const ready = engine.answer();
    engine.post({ command: "start", version, room: 9 });
    await ready;
  }, VERSION);

  const run = async (source, settings = {}, options = {}) => {
    const { cancelAfter, ledgerRoom = 1 << 18, withLedger = false, live = false } = options;
    const request = {
      program: { file: "main.py", source },
      settings: { preset: "3.14", cores: "real", switch_interval: 0.005, seed: 0, ...settings },
      ledger_room: ledgerRoom,
      with_ledger: withLedger,
      live,
    };
    const ended = await page.evaluate(
      async ({ request, cancelAfter }) => {
        const { engine } = window;
        const run = (engine.runs += 1);
        engine.output = "";
        engine.streams = {};
        engine.parts = [];
        const answer = engine.answer();
        let start = performance.now();
        engine.post({ command: "run", run, ...request });
        if (cancelAfter !== undefined) {
          setTimeout(() => {
            start = performance.now();
            engine.post({ command: "cancel", run });
          }, cancelAfter);
        }
        const { report, ledger } = await answer;
        const seconds = (performance.now() - start) / 1000;
        const asked = performance.timeOrigin + start;
        const { parts, output, streams } = engine;
        return { report, ledger, parts, output, streams, seconds, asked };
      },
      { request, cancelAfter },
    );
    const lines = [...ended.output.matchAll(/^(\w+) (\S+)$/gm)];
    const said = Object.fromEntries(lines.map(([, name, number]) => [name, Number(number)]));
    const { report } = ended;
    if (ended.ledger) report.ledger = unpacked(ended.ledger);
    return { ...ended, report, parts: ended.parts.map(unpacked), said };
  };
  return { run };
}

/** The events of `LockEvent::code`, by kind, with the field that names another thread. */
const EVENTS = [
  [{ event: "start" }],
  [{ event: "request" }],
  [{ event: "time-out" }],
  [{ event: "drop-request" }, "holder"],
  [{ event: "acquire", from: null }],
  [{ event: "acquire" }, "from"],
  [{ event: "release", cause: "forced" }],
  [{ event: "release", cause: "ticks" }],
  [{ event: "release", cause: "blocking" }],
  [{ event: "release", cause: "ended" }],
  [{ event: "block", cause: "sleep" }],
  [{ event: "block", cause: "join" }],
  [{ event: "block", cause: "start" }],
  [{ event: "block", cause: "native" }],
  [{ event: "wake" }],
  [{ event: "preempt" }],
  [{ event: "dispatch" }],
  [{ event: "end" }],
  [{ event: "block", cause: "lock" }],
  [{ event: "block", cause: "network" }],
  [{ event: "block", cause: "process" }],
];

/** The ledger in a `protocol::LedgerPart`. */
function unpacked({ threads, events, dropped, until }) {
  const view = new DataView(Uint8Array.from(events).buffer);
  const unpack = (_, number) => {
    const place = 16 * number;
    const code = view.getUint32(place + 8, true);
    const [what, other] = EVENTS[code & 0xff];
    return {
      at: Number(view.getBigUint64(place, true)),
      thread: view.getUint32(place + 12, true),
      ...what,
      ...(other ? { [other]: code >>> 8 } : {}),
    };
  };
  return { threads, events: Array.from({ length: view.byteLength / 16 }, unpack), dropped, until };
}

/** What the page runs by itself, figure by figure: with a lock and without, on real cores and virtual ones. */
export const OWN_PROGRAMS = [
  ["one-lock", "&count=300000&repeats=1"],
  ["one-lock", "&count=300000&repeats=1&preset=2.7&cores=2"],
  ["one-lock", "&count=300000&repeats=1&preset=3.14t"],
  ["one-lock", "&count=300000&repeats=1&preset=3.9&cores=2"],
  ["inside", ""],
  ["refcounts", "&count=100000&repeats=1"],
];

/** The ways of the figure about computing, as far as Python 3.14 has them. */
export const CPU_WAYS = ["sequential", "gil", "free-threaded", "processes", "subinterpreters"];

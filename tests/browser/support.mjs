// What the browser tests share: a static server with or without the isolation headers, a
// Chromium, a figure to play with, and an engine without one.

import { createReadStream, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const DIST = process.env.DIST ?? "dist";
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Of the messages: `protocol::VERSION`. */
const VERSION = 3;

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Serves the built site below `folder` and gives its address. */
export async function serve({ isolated = true, folder = "/" } = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const file = path.endsWith("/") ? `${path}index.html` : path;
    const onDisk = join(DIST, file.slice(folder.length));
    const found =
      file.startsWith(folder) && (await stat(onDisk).catch(() => undefined))?.isFile();
    if (!found) {
      response.writeHead(404).end("not found");
      return;
    }
    response.writeHead(200, {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      ...(isolated ? ISOLATION : {}),
    });
    createReadStream(onDisk).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${folder}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export function launch() {
  return chromium.launch({
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
  });
}

/**
 * Opens the page and waits for its figure. `page.problems` collects whatever goes wrong on it:
 * console errors, uncaught exceptions, missing files. The page keeps its workers and what they
 * say in `window.seen`.
 */
export async function open(browser, url, options = {}) {
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
    window.seen = { workers: [], messages: [], longTasks: [] };
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        window.seen.workers.push(this);
        this.addEventListener("message", ({ data }) => {
          window.seen.messages.push({ at: performance.now(), ...data });
        });
      }
    };
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) {
        if (window.seen.messages.length > 0) window.seen.longTasks.push(task.duration);
      }
    }).observe({ type: "longtask" });
  });
  await page.goto(url);
  await page.getByTestId("run").waitFor();
  return page;
}

/** Waits until the figure is in one of these states and says which one. */
export async function reach(page, ...states) {
  const wanted = states.map((state) => `[data-state="${state}"]`).join(",");
  const status = page.locator(wanted).first();
  await status.waitFor({ timeout: 120_000 });
  return status.getAttribute("data-state");
}

/** Presses Run and waits until the figure is busy no longer; says which state it came to. */
export function runToEnd(page) {
  // Watched from inside: a short run is over before anybody outside has seen it begin.
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const status = document.querySelector("[data-testid=status]");
        let began = false;
        new MutationObserver(() => {
          const { state } = status.dataset;
          const busy = state === "starting" || state === "running";
          if (began && !busy) resolve(state);
          began ||= busy;
        }).observe(status, { attributes: true });
        document.querySelector("[data-testid=run]").click();
      }),
  );
}

/** The report of the last run. */
export async function report(page) {
  return JSON.parse(await page.getByTestId("report").textContent());
}

/** The bars, by way. */
export async function bars(page) {
  const bars = await page.getByTestId("bar").evaluateAll((elements) =>
    elements.map(({ dataset }) => [dataset.way, Number(dataset.seconds)]),
  );
  return Object.fromEntries(bars);
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

/**
 * An engine without a figure: starts the one that the page would. `run` runs a program to its end
 * and gives its report, its output, the numbers in there, and how many seconds it took from asking
 * to answer. An engine that breaks down rejects what it was asked, and everything after.
 */
export async function startEngine(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(async (version) => {
    const address = document.querySelector("meta[name=engine]").content;
    const worker = new Worker(address, { type: "module" });
    const engine = { post: (command) => worker.postMessage(command), runs: 0, output: "" };
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
      engine.output += (data.output ?? []).map(({ text }) => text).join("");
      if (data.event === "failed") fail(data.message);
      else if (data.event !== "progress") settle.resolve(data);
    });
    window.engine = engine;
    const ready = engine.answer();
    engine.post({ command: "start", version, room: 9 });
    await ready;
  }, VERSION);

  const run = async (source, settings = {}, options = {}) => {
    const { cancelAfter, ledgerRoom = 1 << 18, withLedger = false } = options;
    const request = {
      program: { file: "main.py", source },
      settings: { preset: "3.14", cores: "real", switch_interval: 0.005, seed: 0, ...settings },
      ledger_room: ledgerRoom,
      with_ledger: withLedger,
      live: false,
    };
    const ended = await page.evaluate(
      async ({ request, cancelAfter }) => {
        const { engine } = window;
        const run = (engine.runs += 1);
        engine.output = "";
        const answer = engine.answer();
        let start = performance.now();
        engine.post({ command: "run", run, ...request });
        if (cancelAfter !== undefined) {
          setTimeout(() => {
            start = performance.now();
            engine.post({ command: "cancel", run });
          }, cancelAfter);
        }
        const { report } = await answer;
        return { report, output: engine.output, seconds: (performance.now() - start) / 1000 };
      },
      { request, cancelAfter },
    );
    const lines = [...ended.output.matchAll(/^(\w+) (\S+)$/gm)];
    const said = Object.fromEntries(lines.map(([, name, number]) => [name, Number(number)]));
    return { ...ended, said };
  };
  return { run, page, close: () => context.close() };
}
